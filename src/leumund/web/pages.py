"""What the pages say, and how that becomes HTML."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from leumund.basics.language import _, in_language
from leumund.orders import answered, told

if TYPE_CHECKING:
    from leumund.orders import OrderShown

TEMPLATES = Path(__file__).with_name("templates")
STYLE = TEMPLATES / "page.css"


@dataclass(frozen=True, slots=True)
class Choice:
    """One button and what follows from it."""

    what: str
    button: str
    follows: str


@dataclass(frozen=True, slots=True)
class Said:
    """A whole page in one language. ``here``: where its form goes; ``name`` its kind."""

    name: str
    title: str
    paragraphs: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    choices: tuple[Choice, ...] = ()
    after: tuple[str, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes every page. ``contact``: how a customer reaches a person."""

    principal: str | None
    contact: str | None
    environment: Environment

    @classmethod
    def of(cls, principal: str | None, contact: str | None) -> Pages:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        return cls(principal, contact, environment)

    def asked(self, shown: OrderShown, language: str, here: str, *, is_missed: bool) -> str:
        """The question about an order; ``is_missed``: an answer came without a choice."""
        with in_language(language):
            return self._html(_asked(shown, is_missed=is_missed), language, here)

    def thanks(self, what: str, language: str) -> str:
        """After an answer."""
        with in_language(language):
            said = Said(
                "thanks",
                _("Thank you"),
                (answered(what), _("A receipt is on its way to you. You can close this page.")),
            )
            return self._html(said, language, "")

    def unusable(self, language: str) -> str:
        """One page for every link that opens nothing."""
        with in_language(language):
            said = Said(
                "unusable",
                _("This link cannot be used"),
                (
                    _(
                        "Perhaps it was used before, its time is over, or a part of it is"
                        " missing. If you have answered already, you need do nothing more."
                    ),
                    _("If a code stands in your letter, you can type it in here."),
                ),
            )
            return self._html(said, language, "/")

    def typed(self, language: str) -> str:
        """Where the code of a letter is typed in."""
        with in_language(language):
            said = Said(
                "typed",
                _("Did you order this?"),
                (_("Type in the code that stands in your letter."),),
            )
            return self._html(said, language, "/")

    def wait(self, language: str) -> str:
        """Too many links from there opened nothing."""
        with in_language(language):
            said = Said(
                "wait",
                _("Please wait a few minutes"),
                (_("Too many links that open nothing were tried from your connection."),),
            )
            return self._html(said, language, "")

    def broken(self, language: str) -> str:
        """Something of ours does not work."""
        with in_language(language):
            said = Said(
                "broken",
                _("This does not work at the moment"),
                (_("Nothing was changed. Please try again later; your link stays good."),),
            )
            return self._html(said, language, "")

    def _html(self, said: Said, language: str, here: str) -> str:
        reach = ""
        if self.contact:
            reach = _("You reach a person here: {contact}").format(contact=self.contact)
        words = {
            "language": _("Language"),
            "code": _("Code"),
            "open": _("Continue"),
            "choose": _("Your answer"),
            "promise": _("We never ask for bank details or passwords here."),
            "private": _(
                "This page sets no cookies. Whoever entered the order learns your answer; it "
                "sends nothing to anybody else."
            ),
            "reach": reach,
            "principal": self.principal or "",
        }
        template = self.environment.get_template("page.html.j2")
        return template.render(said=said, words=words, language=language, here=here)


def _asked(shown: OrderShown, *, is_missed: bool) -> Said:
    order = told(shown)
    choices = (
        Choice(
            "nothing_ordered",
            _("I ordered nothing"),
            _("The order ends. You owe nothing. We look into how it came about."),
        ),
        Choice(
            "confirm",
            _("Yes, I ordered this and will pay for it"),
            order.withdrawal
            or _("The order is carried out once nothing else stands in its way."),
        ),
        Choice("reject", _("I do not want this"), _("The order ends. You owe nothing.")),
    )
    warning = _("Please choose one of the three answers.") if is_missed else ""
    return Said(
        "asked",
        _("Did you order this?"),
        (order.came_in,),
        order.facts,
        choices,
        (order.silence,),
        warning,
    )
