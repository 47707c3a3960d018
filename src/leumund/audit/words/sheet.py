"""The sheet beside the transcripts: whose call each is, and who permitted its recording.

A CSV file with the columns ``file, partner, called_at, permission, permission_ref`` and, where
known, ``call_ref, agent, language, land``. ``permission`` is ``spoken`` (asked for and given in
the call before the recording) or ``written``; ``permission_ref`` says where that is kept, with
a number to find it by: "yes", "none" or a dash say nothing. Without both, the transcript is not
opened at all.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from leumund.audit.words.school import land_of
from leumund.basics.errors import BadInput
from leumund.basics.language import marked as _
from leumund.basics.letters import visible
from leumund.basics.masking import shown_number
from leumund.people import BadRow, moment, open_table

if TYPE_CHECKING:
    from datetime import datetime

    from leumund.people import Row

NAME = "transcripts.csv"
ROWS_MAX = 200_000
NEEDED = ("file", "partner", "called_at", "permission", "permission_ref")
OPTIONAL = ("call_ref", "agent", "language", "land")
PERMISSIONS = ("spoken", "written")
_PSEUDONYM = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_REFERENCE = re.compile(r"[\w ./:-]{1,80}")
_LONG_NUMBER = re.compile(r"\d{7}")
_PLACE = re.compile(r"[1-9]")

NO_PERMISSION = _("no permission to record is noted, so it was not opened (§ 201 StGB)")
NO_PARTNER = _("no partner of that name")
NO_TIME = _("the time of the call cannot be read, or has not come yet")
NO_FILE = _("there is no such file in the folder")
NO_TRANSCRIPT = _("it cannot be read as a transcript")
NO_PSEUDONYM = _("the agent is not a pseudonym")
NO_ROW = _("its values do not fit the head of the sheet")
NO_REFERENCE = _("a reference in it is somebody's number or address")


class TranscriptSheetUnreadable(BadInput):
    """{file} cannot be read as the sheet of the transcripts ({what}). Nothing was opened."""

    code = "transcript-sheet-unreadable"
    hint = "A CSV file with file, partner, called_at, permission, permission_ref in its head."


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One transcript as the sheet states it, checked."""

    number: int
    file: PurePosixPath
    partner: str
    called_at: datetime
    permission: str
    permission_ref: str
    call_ref: str | None
    agent: str | None
    language: str
    land: str = ""


@dataclass(frozen=True, slots=True)
class NotHeard:
    """A row of the sheet whose transcript was not read, and why."""

    row: int
    reason: str


def read_sheet(data: bytes, name: str, *, with_agents: bool) -> list[SheetRow | NotHeard]:
    """Every row of the sheet; ``with_agents`` False leaves the agents' column unread.

    Raises TranscriptSheetUnreadable.
    """
    table = open_table(io.BufferedReader(io.BytesIO(data)), name)
    missing = [each for each in NEEDED if each not in table.header]
    if missing:
        raise TranscriptSheetUnreadable(file=name, what=", ".join(missing))
    found: list[SheetRow | NotHeard] = []
    for row in table.rows():
        if len(found) == ROWS_MAX:
            raise TranscriptSheetUnreadable(file=name, what=f"> {ROWS_MAX}")
        if isinstance(row, BadRow):
            found.append(NotHeard(row.number, NO_ROW))
        else:
            found.append(_row(row, table.header, with_agents))
    return found


def _row(row: Row, header: tuple[str, ...], with_agents: bool) -> SheetRow | NotHeard:
    told = dict(zip(header, row.cells, strict=True))
    cells = {each: told.get(each, "").strip() for each in (*NEEDED, *OPTIONAL)}
    number = row.number
    if not is_permitted(cells["permission"], cells["permission_ref"]):
        return NotHeard(number, NO_PERMISSION)
    if shown_number(cells["permission_ref"]) or shown_number(cells["call_ref"]):
        return NotHeard(number, NO_REFERENCE)
    called_at = _moment(cells["called_at"])
    if called_at is None:
        return NotHeard(number, NO_TIME)
    agent = cells["agent"] if with_agents else ""
    if agent and (not _PSEUDONYM.fullmatch(agent) or _LONG_NUMBER.search(agent)):
        return NotHeard(number, NO_PSEUDONYM)
    file = PurePosixPath(cells["file"])
    if file.is_absolute() or ".." in file.parts or not file.name:
        return NotHeard(number, NO_FILE)
    return SheetRow(
        number=number,
        file=file,
        partner=cells["partner"],
        called_at=called_at,
        permission=cells["permission"],
        permission_ref=cells["permission_ref"],
        call_ref=cells["call_ref"][:80] or None,
        agent=agent or None,
        language=cells["language"] if cells["language"] in ("de", "en") else "",
        land=land_of(cells["land"]),
    )


def is_permitted(permission: str, reference: str) -> bool:
    """Whether a permission is recorded: how it was given, and where that can be found."""
    seen = visible(reference)
    is_reference = _REFERENCE.fullmatch(seen) is not None and _PLACE.search(seen) is not None
    return permission in PERMISSIONS and is_reference


def _moment(written: str) -> datetime | None:
    """When the call began, on the German clock where no zone is given; a day alone is none."""
    try:
        return moment(written, "called_at") if ":" in written else None
    except BadInput:
        return None
