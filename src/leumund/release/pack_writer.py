"""Fill and encrypt the files of a hand-over, and say which old ones may not be given again."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from leumund.release import departure, writer
from leumund.release.delivery import Counter, units_due
from leumund.release.tables import contact_table, lines_of_units, may_leave

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from leumund.release.campaign import Campaign
    from leumund.release.tables import Files

    Screen = Callable[[NDArray[np.int64]], Files]


def pack(
    folder: Path,
    row: writer.Row,
    terms: Campaign,
    pairs: Sequence[departure.Pair],
    recipients: dict[int, str],
    screen: Screen,
    today: date,
    on_progress: Callable[[int, int | None], None] | None,
) -> list[departure.Packed]:
    """Screen again, fill the files and put them, encrypted, into the data folder."""
    universe = writer.read_universe(folder, row)
    drawn = writer.read_members(folder, row)
    whose = writer.read_frame(folder, row).copies
    files = screen(universe.line_ids[lines_of_units(universe, units_due(drawn, pairs))])
    contacts = contact_table(files, terms.fields)
    allowed = may_leave(universe, files.screened)
    counter = Counter(terms, universe, drawn, allowed, contacts, today)
    parcels = counter.parcels(pairs, recipients, whose, on_progress)
    return writer.keep_parcels(folder, parcels)


def barred_since(
    folder: Path,
    row: writer.Row,
    copies: Sequence[writer.Row],
    left: Sequence[writer.Row],
    wanted: Sequence[departure.Pair],
    screen: Screen,
) -> dict[departure.Pair, str]:
    """Files that had left and must not be given out as they are, because somebody in them may
    no longer be contacted."""
    draw = writer.read_draw(folder, row, copies, left, Fraction(0))
    universe = writer.read_universe(folder, row)
    units = units_due(writer.read_members(folder, row), wanted)
    files = screen(universe.line_ids[lines_of_units(universe, units)])
    return departure.barred_since(draw.released, wanted, may_leave(universe, files.screened))
