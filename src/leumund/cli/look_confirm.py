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
from leumund.cli.look_screen import choices, field_lines, in_words, mail_text, short_text
from leumund.cli.progress import progress
from leumund.cli.render import show

if TYPE_CHECKING:
    from leumund.intake import Question, Session

_KEYS = {
    "en": {"y": "yes", "n": "no", "o": "other", "s": "skip", "u": "undo", "a": "all"},
    "de": {"j": "yes", "n": "no", "w": "other", "s": "skip", "z": "undo", "a": "all"},
}
_BOTH = {"q": "quit", "x": "drop"}
_WHOLE = "is_complaint"
_NOT_THERE = ("-", "–")
_STOPPED = ("\x03", "\x04")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What one sitting did. ``mails_an_hour`` counts mails that were finished in it."""

    questions: int
    answered: int
    open: int
    mails: int
    mails_open: int
    mails_in_all: int
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
    began: float = field(default_factory=monotonic)
    seen: set[str] = field(default_factory=set)

    def sit(self) -> None:
        """Mail by mail, until nothing is open, somebody quits, or the input ends."""
        shown = ""
        while self.session.open:
            question = self.session.open[0]
            is_new = question.mail != shown
            shown = question.mail
            is_whole = question.name == _WHOLE
            meant = self._is_one(question) if is_whole else self._mail(question, is_new)
            if meant == "quit":
                return
            if is_whole or meant in ("skip", "undo"):
                shown = ""

    def sit_by_lines(self) -> None:
        """The same for programs: one question a line as JSON, one answer a line."""
        while self.session.open:
            question = self.session.open[0]
            print(_as_json(question, self.text(question.message)), flush=True)
            meant = self._meant_line()
            if meant == "quit":
                return
            value = sys.stdin.readline().strip() if meant == "other" else ""
            self._take(question, meant, value)

    def _mail(self, question: Question, is_new: bool) -> str:
        """One screen: Enter when all of it is right; a number and words for what is not."""
        asked = self.session.about(question.mail)
        if is_new:
            self._head()
            print(mail_text(asked, self.text))
        print("\n".join(field_lines(self.session, asked, self.text)))
        line = _line(choices())
        if line is None:
            return "quit"
        meant = _meant(line) if line else "all"
        if meant in ("all", "skip", "undo", "drop"):
            self._take(question, meant)
        elif meant != "quit":
            self._correct(asked, line)
        return meant

    def _correct(self, asked: tuple[Question, ...], line: str) -> None:
        """ "3 gestern um 17 Uhr", "3 -"; "3" alone asks for the words."""
        head, _gap, words = line.partition(" ")
        if head[:-1].isdecimal() and head[-1] in _NOT_THERE:
            head, words = head[:-1], head[-1]
        if not head.isdecimal() or not 1 <= int(head) <= len(asked):
            print(choices(), file=sys.stderr)
            return
        question = asked[int(head) - 1]
        if not words and question.name.startswith("is_"):
            words = "no" if question.read == "yes" else "yes"
        if not words:
            words = (
                _line(_("The words in the mail, or the right value; - if it is not there"))
                or ""
            )
        if words:
            is_away = words.strip() in _NOT_THERE
            meant = ("no" if question.read else "yes") if is_away else "other"
            self._take(question, meant, words)

    def _is_one(self, question: Question) -> str:
        """A mail in which nothing was found, shortly; one key says that it is no complaint."""
        self._head()
        print(short_text(self.text(question.message)))
        meant = _meant_key(_("Is this a complaint? [y]es · [n]o · [u]ndo · [q]uit"))
        if meant in ("yes", "no", "skip", "undo"):
            turned = {"yes": "no", "no": "yes"}.get(meant, meant)
            self._take(question, turned)
        return meant

    def _head(self) -> None:
        print("\n" + "─" * 72)
        done = self.session.mails - self.session.mails_open
        print(
            _("Mail {number} of {count}, {pace} mails an hour").format(
                number=done + 1, count=self.session.mails, pace=round(self.pace())
            )
        )

    def pace(self) -> float:
        """Mails an hour in this sitting."""
        seconds = monotonic() - self.began
        return self.finished * 3600 / seconds if seconds > 0 else 0.0

    @property
    def finished(self) -> int:
        """Mails of this sitting with no question left."""
        return len(self.seen - {one.mail for one in self.session.open})

    def _take(self, question: Question, meant: str, value: str = "") -> None:
        try:
            self.session = self._next(question, meant, value)
        except BadInput as problem:
            print(f"{problem.message()} {problem.way_out()}", file=sys.stderr)
            return
        self.seen.add(question.mail)
        self.save(self.session)

    def _next(self, question: Question, meant: str, value: str) -> Session:
        if meant == "undo":
            return self.session.undone_mail()
        if meant == "all":
            return self.session.accepted(question)
        if meant == "skip":
            return self.session.put_off(question)
        if meant == "drop":
            return self.session.dropped(question)
        return self.session.answered(question, meant, value, self.text(question.message))

    def _meant_line(self) -> str:
        while line := sys.stdin.readline():
            if meant := _meant(line.strip()):
                return meant
            print(choices(), file=sys.stderr)
        return "quit"


def _meant(typed: str) -> str:
    """What a key or a word means; empty where it means nothing."""
    keys = _KEYS["en"] | _KEYS.get(reader_language(), {}) | _BOTH
    low = typed.strip().lower()
    return low if low in keys.values() else keys.get(low, "")


def _meant_key(question: str) -> str:
    """One key on a terminal, one line elsewhere; "no" for the Enter key alone."""
    print(f"\n{question} ", end="", flush=True)
    while True:
        if sys.stdin.isatty():
            typed = typer.getchar()
            if typed in _STOPPED:
                return "quit"
        else:
            typed = sys.stdin.readline() or "quit"
        meant = _meant(typed) if typed.strip() else "no"
        if meant in ("yes", "no", "skip", "undo", "quit"):
            return meant


def _line(question: str) -> str | None:
    """A line that somebody typed; None at the end of the input."""
    print(f"\n{question}", flush=True)
    try:
        return input("> ").strip() if sys.stdin.isatty() else _read_line()
    except EOFError:
        return None


def _read_line() -> str | None:
    line = sys.stdin.readline()
    return line.strip() if line else None


def confirm(
    folder: Annotated[Path, typer.Argument(help="The folder with the mails, or one file.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="One question a line; answers by lines.")
    ] = False,
) -> None:
    """Look at what was read from the mails: one screen for each mail.

    The words that a value was read from are highlighted; below stand the values, and what was
    not found. Enter: all of it is right. A number and words of the mail put one value right,
    or add one that was missed. A mail without a complaint is shown once: is it one? Each
    answer is saved at once in look-confirmed.json in the folder; the next time goes on where
    this one ended. What nobody has confirmed is used in the report as "read, not confirmed".

    \b
    leumund look confirm FOLDER
    printf 'yes\\nno\\nquit\\n' | leumund look confirm FOLDER --json
    """
    with tempfile.TemporaryDirectory() as work:
        desk, where = _desk(folder, Path(work))
        before = desk.session.done
        try:
            desk.sit_by_lines() if as_json else desk.sit()
        except KeyboardInterrupt:
            print()
        show(_summary(desk, before, where), as_json)


def _desk(folder: Path, work: Path) -> tuple[Desk, Path]:
    from leumund.intake import (
        begun,
        load_answers,
        mail_texts,
        place_of_answers,
        read_mails,
        save_answers,
    )

    with progress(_("Reading mails")) as on_progress:
        mails = read_mails(folder, work, is_every_text_kept=True, on_progress=on_progress)
    texts = mail_texts(mails)
    return Desk(
        session=begun(mails.complaints, load_answers(folder), mails.items),
        text=lambda message: texts.get(message, ""),
        save=lambda session: save_answers(folder, session.answers),
    ), place_of_answers(folder)


def _summary(desk: Desk, before: int, where: Path) -> Confirmed:
    return Confirmed(
        questions=len(desk.session.asked),
        answered=desk.session.done - before,
        open=len(desk.session.open),
        mails=desk.finished,
        mails_open=desk.session.mails_open,
        mails_in_all=desk.session.mails,
        seconds=round(monotonic() - desk.began, 1),
        mails_an_hour=round(desk.pace(), 1),
        kept_in=str(where),
    )


def _as_json(question: Question, text: str) -> str:
    return json.dumps(
        {
            "message": question.message,
            "field": question.name,
            "value": question.read,
            "words": in_words(question, text),
            "start": question.start,
            "end": question.end,
            "confidence": question.confidence,
            "note": question.note,
        },
        ensure_ascii=False,
    )
