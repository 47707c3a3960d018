"""``leumund settings``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated

import typer

from leumund.basics.language import _
from leumund.cli.render import show
from leumund.settings import SETTINGS, Settings

app = typer.Typer()
_HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class SettingNow:
    """One setting as it stands: ``value`` in words, hidden where it holds a password."""

    variable: str
    value: str
    default: str
    what_it_does: str


@app.command()
def settings(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show every setting, its value now, its default and what it does.

    Settings are read from environment variables and from nowhere else.

    \b
    LEUMUND_FOLDER=~/leumund leumund settings
    """
    show(settings_now(Settings.from_environment()), as_json)


def settings_now(current: Settings) -> list[SettingNow]:
    """Every setting with its value; what holds a password is only said to be there."""
    # What repr leaves out holds a password.
    secret = {each.name for each in fields(Settings) if not each.repr}
    return [
        SettingNow(
            variable=setting.variable,
            value=_in_words(getattr(current, setting.name), setting.name in secret),
            default=_(setting.default),
            what_it_does=_(setting.sentence),
        )
        for setting in SETTINGS
    ]


def _in_words(value: object, is_secret: bool) -> str:
    if value is None:
        return _("none")
    return _HIDDEN if is_secret else str(value)
