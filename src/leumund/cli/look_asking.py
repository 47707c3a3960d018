"""Ask a person at the terminal what a file of a look is; where nobody is there, note it."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import typer

from leumund.basics.language import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from leumund.look import Question

_PER_LINE = 4


# Not frozen: it notes each question that nobody was asked.
@dataclass(slots=True)
class Asking:
    """Answers a look's questions. ``unasked``: those to which the proposal was taken.

    ``pause`` stops the progress bar for as long as somebody is asked.
    """

    is_silent: bool = False
    unasked: list[Question] = field(default_factory=list)
    pause: Callable[[], AbstractContextManager[None]] = nullcontext

    def __call__(self, question: Question) -> str | None:
        """One of its choices; None where nobody can be asked."""
        if self.is_silent or not (sys.stdin.isatty() and sys.stderr.isatty()):
            self.unasked.append(question)
            return None
        with self.pause():
            return _answer(question)


def _answer(question: Question) -> str:
    print("\n" + _asked(question), file=sys.stderr)
    choices = [each for each in question.choices if each]
    while True:
        typed = typer.prompt(_how(question), default="", show_default=False, err=True).strip()
        if not typed:
            return question.guess
        if typed == "0" and "" in question.choices:
            return ""
        if typed.isdecimal() and 1 <= int(typed) <= len(choices):
            return choices[int(typed) - 1]
        print(_("This is none of the numbers above."), file=sys.stderr)


def _asked(question: Question) -> str:
    """The question with its choices, numbered."""
    place = ", ".join(filter(None, (question.file, question.sheet)))
    return "\n".join(
        ("─" * 72, place, f"  {question.why}", "", _what(question), *_numbered(question))
    )


def _what(question: Question) -> str:
    sure = round(100 * question.confidence)
    guess = _word(question, question.guess) if question.guess else _("nothing that is needed")
    if question.field is None:
        said = _("What is in it? It looks like: {guess} ({sure} % sure).")
    else:
        said = _("Which column is it? It looks like: {guess} ({sure} % sure).")
        from leumund.report import field_of_look

        said = f"{field_of_look(question.field)}: {said}"
    return said.format(guess=guess, sure=sure)


def _numbered(question: Question) -> list[str]:
    words = [_word(question, each) for each in question.choices if each]
    shown = [f"{at:>4} {word}" for at, word in enumerate(words, 1)]
    width = max(map(len, shown), default=0) + 2
    per_line = max(1, min(_PER_LINE, 96 // width))
    return [
        "".join(word.ljust(width) for word in shown[at : at + per_line]).rstrip()
        for at in range(0, len(shown), per_line)
    ]


def _word(question: Question, choice: str) -> str:
    from leumund.report import kind_of_look

    return kind_of_look(choice) if question.field is None else choice


def _how(question: Question) -> str:
    if "" in question.choices:
        return _("Enter: yes, so it is · a number: this instead · 0: leave it out")
    return _("Enter: yes, so it is · a number: this instead")
