"""Where the report of a look goes: never into the folder, never over somebody else's files."""

from __future__ import annotations

from pathlib import Path

from leumund.basics.errors import BadInput, Conflict, NotThere
from leumund.basics.language import _
from leumund.basics.legible import legible, named

MARK = ".leumund-look"
"""Lies in every folder that a look has made, and says that the next look may write over it."""
_MAPPING = "look.toml"


class ReportInside(BadInput):
    """{into} lies in the folder that is to be looked at, so nothing was looked at."""

    code = "report-inside"
    hint = "Choose a place outside of it with --into."


class ReportAround(BadInput):
    """The folder that is to be looked at lies in {into}, so nothing was looked at."""

    code = "report-around"
    hint = "Choose a place of its own with --into, such as a new folder beside it."


class NotAReport(Conflict):
    """In {into} lies something that no look has put there. Nothing was looked at or written."""

    code = "not-a-report"
    hint = "Choose a new folder with --into, or an empty one."


class NoPlaceForReport(BadInput):
    """{into} cannot be a folder for the report: {why}. Nothing was looked at."""

    code = "no-place-for-report"
    hint = "Choose a folder with --into in which this account may write."


def place_for(folder: Path, into: Path | None) -> Path:
    """Where the report goes; raises NotThere, ReportInside and ReportAround."""
    if not folder.is_dir():
        raise NotThere(what="folder", name=legible(folder.name))
    looked_at = folder.resolve()
    if into is None:
        into = Path(f"{named(looked_at.name)}-look")
        if into.resolve().is_relative_to(looked_at):
            into = looked_at.with_name(into.name)
    if named(str(into)) != str(into):
        raise NoPlaceForReport(into=legible(str(into)), why=_("its name is not UTF-8"))
    whole = _resolved(into)
    if whole.is_relative_to(looked_at):
        raise ReportInside(into=legible(str(into)))
    if looked_at.is_relative_to(whole):
        raise ReportAround(into=legible(str(into)))
    return into


def make_place(into: Path) -> None:
    """Make the folder, or find it made by a look before; raises NoPlaceForReport, NotAReport.

    One that is empty, or holds nothing but a mapping for this look, is taken as well.
    """
    try:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        there = list(into.iterdir())
        names = {path.name for path in there}
        is_foreign = MARK not in names and bool(names - {_MAPPING})
        if is_foreign or any(path.is_symlink() for path in there):
            raise NotAReport(into=legible(str(into)))
        (into / MARK).touch(mode=0o600)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise NoPlaceForReport(into=legible(str(into)), why=why) from None


def _resolved(into: Path) -> Path:
    try:
        return into.resolve()
    except (OSError, RuntimeError):
        why = _("it is a link that leads to itself")
        raise NoPlaceForReport(into=legible(str(into)), why=why) from None
