"""``leumund look confirm``: a person looks at what was read from the mails of a folder."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from leumund.basics.errors import BadInput
from leumund.basics.language import _, reader_language
from leumund.cli.progress import progress
from leumund.cli.render import show

if TYPE_CHECKING:
    from leumund.intake import Question, Session

_KEYS = {
    "en": {"y": "yes", "n": "no", "o": "other", "s": "skip", "u": "undo", "a": "all"},
    "de": {"j": "yes", "n": "no", "w": "other", "s": "skip", "z": "undo", "a": "all"},
}
_QUIT = {"q": "quit"}
_CONTEXT = 6_000


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What one sitting did. ``mails_an_hour`` counts mails that were finished."""

    questions: int
    answered: int
    open: int
    mails: int
    seconds: float
    mails_an_hour: float
    kept_in: str


# Not frozen: each answer changes the session.
@dataclass(slots=True)
class Desk:
    """One sitting: the session, the texts, where answers are kept, how keys are read."""

    session: Session
    text: Callable[[str], str]
    save: Callable[[Session], Path]
    as_json: bool
    seen: set[str] = field(default_factory=set)
    shown: tuple[str, str] = ("", "")

    def sit(self) -> None:
        """Ask until nothing is open, somebody quits, or the input ends."""
        while self.session.open:
            question = self.session.open[0]
            self._show(question)
            key = self._key()
            if key == "quit":
                return
            self._take(question, key)

    def _take(self, question: Question, key: str) -> None:
        try:
            self.session = self._next(question, key)
        except BadInput as problem:
            print(f"{problem.message()} {problem.way_out()}", file=sys.stderr)
            return
        self.seen.add(question.key)
        self.save(self.session)

    def _next(self, question: Question, key: str) -> Session:
        if key == "undo":
            return self.session.undone()
        if key == "all":
            return self.session.accepted(question)
        if key == "skip":
            return self.session.answered(question, "skipped")
        value = self._line(_("The right value")) if key == "other" else ""
        return self.session.answered(question, key, value)

    def _show(self, question: Question) -> None:
        if self.as_json:
            print(_as_json(question, self.text(question.message)), flush=True)
            return
        if self.shown != (question.key, question.message):
            self.shown = (question.key, question.message)
            left = len({one.key for one in self.session.open})
            print("\n" + "─" * 72)
            print(_("Mails to go: {count}").format(count=left))
            print(_marked(self.session, question, self.text(question.message)))
        _ask(question, self.text(question.message))

    def _key(self) -> str:
        """What the next key means; with a pipe, the next line."""
        keys = _KEYS["en"] | _KEYS.get(reader_language(), {}) | _QUIT
        while True:
            if sys.stdin.isatty():
                typed = typer.getchar().lower()
                if typed in ("\x03", "\x04"):
                    raise KeyboardInterrupt
            else:
                line = sys.stdin.readline()
                if not line:
                    return "quit"
                typed = line.strip().lower()
            meant = typed if typed in keys.values() else keys.get(typed[:1], "")
            if meant:
                return meant
            print(_choices(), file=sys.stderr)

    def _line(self, question: str) -> str:
        if sys.stdin.isatty():
            return input(f"\n{question}: ")
        return sys.stdin.readline().strip()


def confirm(
    folder: Annotated[Path, typer.Argument(help="The folder with the mails, or one file.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="One question a line; answers by lines.")
    ] = False,
) -> None:
    """Look at what was read from the mails: one key for each value.

    The words that a value was read from are highlighted in the mail. Each answer is saved at
    once in look-confirmed.json in the folder; the next time goes on where this one ended.
    What nobody has confirmed is used in the report as "read, not confirmed".

    \b
    leumund look confirm FOLDER
    printf 'yes\\nno\\nquit\\n' | leumund look confirm FOLDER --json
    """
    with tempfile.TemporaryDirectory() as work:
        desk, where = _desk(folder, Path(work), as_json)
        before, began = desk.session.done, monotonic()
        desk.sit()
        show(_summary(desk, before, monotonic() - began, where), as_json)


def _desk(folder: Path, work: Path, as_json: bool) -> tuple[Desk, Path]:
    from leumund.intake import (
        begun,
        load_answers,
        mail_texts,
        place_of_answers,
        read_mails,
        save_answers,
    )

    with progress(_("Reading mails")) as on_progress:
        mails = read_mails(folder, work, on_progress=on_progress)
    texts = mail_texts(mails)
    return Desk(
        session=begun(mails.complaints, load_answers(folder)),
        text=lambda message: texts.get(message, ""),
        save=lambda session: save_answers(folder, session.answers),
        as_json=as_json,
    ), place_of_answers(folder)


def _summary(desk: Desk, before: int, seconds: float, where: Path) -> Confirmed:
    still_open = {one.key for one in desk.session.open}
    finished = len(desk.seen - still_open)
    return Confirmed(
        questions=len(desk.session.questions),
        answered=desk.session.done - before,
        open=len(desk.session.open),
        mails=finished,
        seconds=round(seconds, 1),
        mails_an_hour=round(finished / seconds * 3600, 1) if seconds > 0 else 0.0,
        kept_in=str(where),
    )


def _marked(session: Session, question: Question, text: str) -> str:
    """The mail with all words marked that something was read from."""
    spans = sorted(
        {
            (one.start, one.end)
            for one in session.questions
            if one.key == question.key and one.message == question.message and one.end
        }
    )
    made, place = [], 0
    for start, end in spans:
        if start >= place:
            made += [text[place:start], _highlighted(text[start:end])]
            place = end
    whole = "".join((*made, text[place:]))
    return whole if len(whole) <= _CONTEXT else whole[:_CONTEXT] + " …"


def _highlighted(words: str) -> str:
    return typer.style(words, bold=True, fg="yellow") if sys.stdout.isatty() else f"[[{words}]]"


def _ask(question: Question, text: str) -> None:
    from leumund.intake import field_words

    value = question.read
    if question.name.startswith("is_"):
        value = _("yes") if question.read == "yes" else _("no")
    words = " ".join(text[question.start : question.end].split())
    quoted = f'  "{words}"' if question.end and words != value else ""
    print(f"\n{field_words(question.name)}: {value}{quoted}")
    print(_choices(), end=" ", flush=True)


def _choices() -> str:
    return _(
        "[y]es · [n]o · [o]ther value · [s]kip · [u]ndo · [a]ll of this mail is right · [q]uit"
    )


def _as_json(question: Question, text: str) -> str:
    words = text[question.start : question.end]
    return json.dumps(
        {
            "message": question.message,
            "field": question.name,
            "value": question.read,
            "words": words,
            "start": question.start,
            "end": question.end,
            "confidence": question.confidence,
            "note": question.note,
        },
        ensure_ascii=False,
    )
