"""A game that is over, as a value to report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.report import ActOfGame, GameReport, LineupRow
from leumund.world.challenge.game import COPIES, copy_names
from leumund.world.challenge.judge import once_in_times, still_needed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.world.challenge.judge import Judgement
    from leumund.world.challenge.lineup import Lineup
    from leumund.world.challenge.play import Dealt
    from leumund.world.challenge.thief import Complaints

_LEAST_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Checked:
    """What the stand-alone verifier said of the finding and of a forgery of it, and how many
    people of the opened list came out the same when it was redrawn."""

    command: str
    answer: str
    forged_answer: str
    redrawn: int


def act_of(dealt: Dealt, partner: str, complaints: Complaints, found: Judgement) -> ActOfGame:
    """One stream of complaints and what was found; ``partner``: whose list it was about."""
    hits = int(found.hits[copy_names().index(partner)])
    share = max(hits / max(len(complaints), 1), _LEAST_SHARE)
    weight = dealt.game.sealed.weight
    path = [] if found.path is None else found.path.T.tolist()
    return ActOfGame(
        partner=partner,
        complaints=len(complaints),
        from_list=hits,
        named=found.named_partners,
        named_after=found.named_after,
        strongest=copy_names()[found.strongest],
        strength=found.at_most_once_in,
        still_needed=still_needed(dealt.game, share, len(complaints)),
        once_in=tuple(
            (name, tuple(float(once_in_times(value, weight)) for value in values))
            for name, values in zip(copy_names(), path, strict=False)
        ),
    )


def game_report(
    dealt: Dealt, acts: Mapping[str, ActOfGame], checked: Checked, lineup: Lineup | None
) -> GameReport:
    """The whole game. ``acts``: ``theft``, ``fewer``, ``blind`` and ``holding``."""
    sheet, sealed = dealt.opened.sheet, dealt.opened.sealed
    framing = lineup.framing if lineup else None
    return GameReport(
        file=sheet.name,
        rows_in_file=len(sheet),
        copies=COPIES,
        list_size=len(dealt.game.list_of(0)),
        portions=sealed.portions,
        seal=dealt.opened.seal_digest,
        beacon=dealt.game.beacon,
        theft=acts["theft"],
        framed_blindly=acts["blind"],
        framed_with_list=acts["holding"],
        not_yet=acts["fewer"],
        verify_command=checked.command,
        verify_answer=checked.answer,
        forged_answer=checked.forged_answer,
        redrawn=checked.redrawn,
        rows=_rows(lineup) if lineup else (),
        framings=(framing.games, framing.named_without_list, framing.named_with_list)
        if framing
        else (0, 0, 0),
        alpha=sealed.alpha,
    )


def _rows(lineup: Lineup) -> tuple[LineupRow, ...]:
    return tuple(
        LineupRow(
            from_list=row.theft.from_list,
            complaints=row.theft.from_list + row.theft.from_elsewhere,
            portions=row.theft.portions,
            games=row.games,
            named=row.named,
            not_yet=row.not_yet,
            others_named=row.others_named,
            after_median=row.after_median,
            least=row.least,
        )
        for row in lineup.rows
    )
