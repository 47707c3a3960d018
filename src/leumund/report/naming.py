"""Two exhibits of a naming: one for the partner whose copy was named, one for an expert.

The partner sees its own copy, the complaints without anybody in them, and the others only as
counts. The expert sees all of it, encrypted to the expert's key, and can weigh it again:
``leumund.trace.weigh`` reads these tables, and nothing else of ours is needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.basics.language import _, in_language
from leumund.report.bundle import as_csv, as_json
from leumund.report.page import Code, Facts, Heading, Note, Page, Table, Text
from leumund.report.words import day_in_full, grouped, moment_in_full

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from leumund.intake import UnexplainedCall
    from leumund.release import DrawRecord
    from leumund.report.page import Block
    from leumund.trace import CopyFinding

COMPLAINTS_HEAD = ("place", "arrived_on", "called_on", "in_your_copy", "portion", "left_before")
OTHERS_HEAD = ("other_copy", "calls_that_fit", "is_named")
MEMBERS_HEAD = ("unit", "copy", "portion", "handed_over_at", "is_handed_over")
UNITS_HEAD = ("unit", "stratum")
STREAM_HEAD = (
    *("place", "unit", "arrived_at", "called_at", "called_until", "shown", "fact_since"),
    *("is_number_known", "copies"),
)
COPIES_HEAD = (
    "copy",
    "partner",
    "weight",
    "booked_weight",
    "outcome",
    "evidence_log",
    "possible",
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint beside the named copy: its place in the sealed order, its days, whether
    the person called was in it, in which portion (from 1) and since when that had left."""

    position: int
    arrived_at: datetime
    called_at: datetime | None
    is_in_copy: bool
    portion: int | None = None
    left_at: datetime | None = None

    @property
    def is_possible(self) -> bool:
        """In the copy, and called after that portion had left."""
        return self.is_in_copy and (self.left_at is None or (
            self.called_at or self.arrived_at
        ) >= self.left_at)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamingExhibit:
    """``place``: the copy's place in the draw; ``others``: findings on the other copies;
    ``stream``: every unexplained call since the draw that is about somebody in it."""

    found: CopyFinding
    draw: DrawRecord
    place: int
    others: tuple[CopyFinding, ...]
    stream: tuple[UnexplainedCall, ...]
    proofs: tuple[tuple[str, str, datetime], ...]
    company: str
    at: datetime
    language: str

    @property
    def units(self) -> int:
        return int((self.draw.released.copy == self.place).sum())

    @property
    def handed_over(self) -> list[tuple[int, datetime, int]]:
        """Portion (from 1), when it left, how many left with it."""
        gone = self.draw.released
        is_mine = (gone.copy == self.place) & gone.is_handed_over
        found = []
        for portion in np.unique(gone.portion[is_mine]):
            rows = is_mine & (gone.portion == portion)
            at = _instant(gone.handed_over_at[rows][0])
            found.append((int(portion) + 1, at or self.draw.drawn_at, int(rows.sum())))
        return found

    def complaints(self) -> list[Complaint]:
        gone = self.draw.released
        is_mine = (gone.copy == self.place) & gone.is_handed_over
        row_of = {int(gone.unit[row]): int(row) for row in np.flatnonzero(is_mine)}
        return [
            _beside(call, row_of.get(int(unit)), self.draw)
            for call, unit in zip(self.stream, self._units_of_stream(), strict=True)
        ]

    def _units_of_stream(self) -> list[int]:
        lines = np.array([call.line_id or 0 for call in self.stream], dtype=np.int64)
        return [int(unit) for unit in self.draw.unit_of(lines)]


def about_draw(
    calls: Sequence[UnexplainedCall], draw: DrawRecord
) -> tuple[UnexplainedCall, ...]:
    """The unexplained calls to somebody who took part in this draw, after it."""
    known = [call for call in calls if call.line_id is not None]
    if not known:
        return ()
    units = draw.unit_of(np.array([call.line_id for call in known], dtype=np.int64))
    return tuple(
        call
        for call, unit in zip(known, units, strict=True)
        if unit >= 0 and call.arrived_at >= draw.drawn_at
    )


def _beside(call: UnexplainedCall, row: int | None, draw: DrawRecord) -> Complaint:
    if row is None:
        return Complaint(call.position, call.arrived_at, call.called_at, is_in_copy=False)
    left = _instant(draw.released.handed_over_at[row])
    portion = int(draw.released.portion[row]) + 1
    return Complaint(
        call.position, call.arrived_at, call.called_at, is_in_copy=True, portion=portion,
        left_at=left,
    )  # fmt: skip


def _instant(at: Any) -> datetime | None:
    from datetime import UTC

    found = at.astype("datetime64[s]").item()
    return found.replace(tzinfo=UTC) if found else None


def complaint_rows(exhibit: NamingExhibit) -> Iterator[tuple[Any, ...]]:
    """Without anybody in them: days instead of hours, no number, no unit."""
    for each in exhibit.complaints():
        yield (
            each.position, each.arrived_at.date().isoformat(),
            each.called_at.date().isoformat() if each.called_at else "",
            each.is_in_copy, each.portion or "", each.is_possible,
        )  # fmt: skip


def other_rows(exhibit: NamingExhibit) -> list[tuple[Any, ...]]:
    """The others, as counts and without their names, the longest first."""
    others = sorted(exhibit.others, key=lambda one: -one.excluding.possible)
    return [
        (place, one.excluding.possible, one.is_named)
        for place, one in enumerate(others, start=1)
    ]


def partner_files(exhibit: NamingExhibit) -> dict[str, bytes]:
    """What the partner can read as tables; the exhibit that is checked comes from trace."""
    return {
        "complaints.csv": as_csv(COMPLAINTS_HEAD, complaint_rows(exhibit)),
        "others.csv": as_csv(OTHERS_HEAD, other_rows(exhibit)),
    }


def expert_files(exhibit: NamingExhibit) -> dict[str, bytes]:
    """All of it: the draw, every copy by name, the whole stream; ids, never numbers."""
    draw = exhibit.draw
    frame = draw.frame.document() if draw.frame is not None else None
    return {
        "units.csv": as_csv(UNITS_HEAD, enumerate(map(int, draw.strata))),
        "members.csv": as_csv(MEMBERS_HEAD, _members(draw)),
        "copies.csv": as_csv(COPIES_HEAD, _copies(exhibit)),
        "stream.csv": as_csv(STREAM_HEAD, _stream(exhibit)),
        "draw.json": as_json(
            {
                "campaign": draw.campaign,
                "design": draw.design,
                "drawn_at": draw.drawn_at.isoformat(),
                "alpha": draw.alpha,
                "strata": list(draw.stratum_names),
                "held": [int(unit) for unit in draw.held],
                "frame": frame,
                "named_copy": exhibit.place,
            }
        ),
        "READ-ME.txt": _EXPERT.encode(),
    }


_EXPERT = """\
members.csv   one row per unit and copy: what the draw gave whom, and when it left
units.csv     the stratum of every unit
copies.csv    every copy: whose, its weight, what was found
stream.csv    the unexplained calls in their sealed order; "copies": those the person is in
draw.json     design, alpha, strata, and the frame that was sealed before the draw

exhibit.json  the same as one document, with the opened secret of the draw and every complaint
              in its sealed order: python3 -I check-exhibit.pyz exhibit.json --key ledger.pub
              (both lie in the partner's exhibit) reckons it again and needs nothing of ours

Or weigh it again with numpy, scipy and leumund.trace.weigh: copies and strata from members.csv
and units.csv, subjects from stream.csv in their order, released_at from members.csv, weights
from copies.csv.
"""


def _members(draw: DrawRecord) -> Iterator[tuple[Any, ...]]:
    gone = draw.released
    for row in range(len(gone.unit)):
        at = _instant(gone.handed_over_at[row])
        yield (
            int(gone.unit[row]), int(gone.copy[row]), int(gone.portion[row]) + 1,
            at.isoformat() if at else "", bool(gone.is_handed_over[row]),
        )  # fmt: skip


def _copies(exhibit: NamingExhibit) -> Iterator[tuple[Any, ...]]:
    known = {one.copy_id: one for one in (exhibit.found, *exhibit.others)}
    draw = exhibit.draw
    for place, copy_id in enumerate(draw.copy_ids):
        one = known.get(int(copy_id))
        yield (
            place, draw.partners[place], float(draw.weights[place]),
            str(draw.booked_weights[place]), one.outcome.value if one else "",
            one.log_e if one else "", one.excluding.possible if one else "",
        )  # fmt: skip


def _stream(exhibit: NamingExhibit) -> Iterator[tuple[Any, ...]]:
    gone = exhibit.draw.released
    units = exhibit._units_of_stream()
    for call, unit in zip(exhibit.stream, units, strict=True):
        copies = sorted({int(copy) for copy in gone.copy[gone.unit == unit]})
        yield (
            call.position, unit, call.arrived_at.isoformat(),
            call.called_at.isoformat() if call.called_at else "",
            call.called_until.isoformat() if call.called_until else "",
            call.shown or "", call.fact_since or "", call.is_number_known,
            " ".join(map(str, copies)),
        )  # fmt: skip


def partner_page(exhibit: NamingExhibit) -> Page:
    """The partner's exhibit as a page."""
    with in_language(exhibit.language):
        return Page(
            language=exhibit.language,
            title=_("Whose copy was it: {campaign}").format(campaign=exhibit.found.campaign),
            subtitle=_("{company} · copy of {partner} · as of {at}").format(
                company=exhibit.company,
                partner=exhibit.found.partner,
                at=moment_in_full(exhibit.at),
            ),
            blocks=tuple(_blocks(exhibit)),
            foot=_("A named copy says whose copy was used, not by whom."),
        )


def _blocks(exhibit: NamingExhibit) -> Iterator[Block]:
    told = exhibit.complaints()
    inside = [each for each in told if each.is_possible]
    yield Facts(
        (
            (grouped(exhibit.units), _("people and lines in your copy")),
            (grouped(len(told)), _("strange calls since the draw, about people in it")),
            (grouped(len(inside)), _("of them to people whom you had by then")),
            (grouped(len(exhibit.others)), _("other copies")),
        )
    )
    yield Text(exhibit.found.in_words(), tone="strong")
    yield Note(
        _("What does not follow from this"),
        _(
            "It does not say who called, nor that you passed anything on: the copy may have "
            "been stolen, or somebody may have had it who had no right to it. Nothing follows "
            "from it by itself. Before anything follows you are heard, and a second kind of "
            "evidence is needed."
        ),
    )
    yield from _copy(exhibit)
    yield from _complaints(told)
    yield from _others(exhibit)
    yield from _proofs(exhibit)


def _copy(exhibit: NamingExhibit) -> Iterator[Block]:
    yield Heading(_("Your copy"))
    yield Text(
        _(
            "Who is in it was drawn by lot on {day}, from a secret that was sealed before and "
            "mixed with a number that nobody could choose. So people who complain are in your "
            "copy only by chance, unless it was used."
        ).format(day=day_in_full(exhibit.draw.drawn_at))
    )
    rows = tuple(
        (str(portion), moment_in_full(at), grouped(units))
        for portion, at, units in exhibit.handed_over
    )
    head = (_("portion"), _("handed over to you"), _("people and lines"))
    yield Table("", head, rows, numeric=(0, 2))


def _complaints(told: Sequence[Complaint]) -> Iterator[Block]:
    yield Heading(_("The complaints, in their sealed order"))
    rows = tuple(
        (
            grouped(each.position),
            day_in_full(each.arrived_at),
            day_in_full(each.called_at) if each.called_at else "–",
            _fit(each),
        )
        for each in told
    )
    head = (_("place"), _("arrived"), _("called"), _("your copy"))
    yield Table(
        _("Nobody is named here. An expert can see more, and is bound to keep it."),
        head,
        rows,
        numeric=(0,),
        marked=tuple(at for at, each in enumerate(told) if each.is_possible),
    )


def _fit(each: Complaint) -> str:
    if not each.is_in_copy:
        return _("not in it")
    if not each.is_possible:
        return _("in portion {portion}, which had not left yet").format(portion=each.portion)
    return _("in portion {portion}").format(portion=each.portion)


def _others(exhibit: NamingExhibit) -> Iterator[Block]:
    rows = tuple(
        (str(place), grouped(possible), _("yes") if is_named else _("no"))
        for place, possible, is_named in other_rows(exhibit)
    )
    if rows:
        yield Heading(_("The other copies, as counts"))
        head = (_("another copy"), _("calls that fit it"), _("named"))
        yield Table("", head, rows, numeric=(0, 1))


def _proofs(exhibit: NamingExhibit) -> Iterator[Block]:
    yield Heading(_("What can be checked without us"))
    rows = tuple((kind, moment_in_full(at), name) for name, kind, at in exhibit.proofs)
    yield Table(
        _("Each of these stands in our ledger; the proof lies beside this page."),
        (_("entry"), _("at"), _("file")),
        rows,
    )
    if rows:
        yield Code(_("check one"), f"python3 -I verify.pyz {rows[0][2]} --key ledger.pub")
