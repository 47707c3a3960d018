"""Ask somebody at the terminal, in their language, until the answer can be used."""

from __future__ import annotations

from leumund.basics.errors import BadInput
from leumund.basics.language import _


class NobodyAnswers(BadInput):
    """A question was asked, but nobody is there to answer it. The game ends here."""

    code = "nobody-answers"
    hint = "Play at a terminal, or let it play by itself with --auto --seed 1."


def ask(question: str, default: str = "") -> str:
    """The answer, not empty; raises NobodyAnswers where input has ended."""
    shown = f"{question} [{default}]: " if default else f"{question}: "
    while True:
        try:
            answer = input(shown).strip()
        except EOFError:
            raise NobodyAnswers() from None
        if answer or default:
            return answer or default


def ask_number(question: str, lowest: int, highest: int, default: int | None = None) -> int:
    """A whole number within the bounds."""
    while True:
        answer = ask(question, "" if default is None else str(default))
        if answer.isdecimal() and lowest <= int(answer) <= highest:
            return int(answer)
        print(
            _("Please type a whole number from {lowest} to {highest}.").format(
                lowest=lowest, highest=highest
            )
        )


def pause(sentence: str) -> None:
    """Wait until Enter is pressed; raises NobodyAnswers."""
    try:
        input(f"{sentence} ")
    except EOFError:
        raise NobodyAnswers() from None
