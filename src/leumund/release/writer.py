"""The rim of this part: frozen tables in the data folder, and files that come in.

``release/`` holds frozen tables, each called by the SHA-256 of its bytes, so that a file
that no record knows (a command was killed) does no harm, and one that was changed is
noticed. Secrets and keys are written by ``key_writer``, what goes out by ``out_writer``.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import IntegrityError
from leumund.basics.language import _
from leumund.people import Quarantine, match, open_table, opened
from leumund.release import draw
from leumund.release.adapt import read_evidence
from leumund.release.campaign import BadCampaign, NotDrawn
from leumund.release.campaign_file import read_campaign
from leumund.release.decoys import COLUMNS as POOL
from leumund.release.decoys import read_pool as parse_pool
from leumund.release.departure import Packed
from leumund.release.inside import copy_above
from leumund.release.key_writer import flush_folder, read_master
from leumund.release.leaves import OpenedLeaf, leaf_data, number_digests, open_leaves
from leumund.release.lists import NUMBER, ListFile, read_list
from leumund.release.loaded import Frozen, Past, draw_record, sealed_record
from leumund.release.lookups import COLUMNS, LookupsLoaded, Reading, Whose, read_lookups
from leumund.release.secret import LEAVES, Master, Seal
from leumund.release.sizes import Frame
from leumund.release.tables import (
    Files,
    Refusal,
    drawn_from,
    members_table,
    universe_from,
    universe_table,
)
from leumund.release.toss import check_copy
from leumund.release.universe import Universe

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa
    from numpy.typing import NDArray

    from leumund.network import Partner
    from leumund.people import Snapshot
    from leumund.release.campaign import Campaign
    from leumund.release.decoys import Rented
    from leumund.release.delivery import Parcel
    from leumund.release.draw import Drawn
    from leumund.release.drawn import DrawRecord
    from leumund.release.inside import CopyAbove
    from leumund.release.lookups import Lookup
    from leumund.release.prepare import Prepared
    from leumund.release.toss import Tossed

Row = dict[str, Any]
_TABLES = "release"


class TableChanged(IntegrityError):
    """The frozen file {name} is missing or was changed, so nothing was done with it."""

    code = "table-changed"
    hint = "Restore the folder release/ of the data folder from a backup."


def code_digest() -> str:
    """SHA-256 of the file that holds the draw algorithm, 64 hex digits."""
    return sha256_hex(Path(draw.__file__).read_bytes())


def keep(folder: Path, what: str, suffix: str, data: bytes) -> str:
    """Freeze these bytes; the file's name, which holds their digest."""
    name = keep_one_of_many(folder, what, suffix, data)
    settle(folder)
    return name


def keep_one_of_many(folder: Path, what: str, suffix: str, data: bytes) -> str:
    """The same, but its name is durable only after ``settle``."""
    place = folder / _TABLES
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{what}-{sha256_hex(data)}.{suffix}"
    if not (place / name).exists():
        _put(data, place / name)
    return name


def settle(folder: Path) -> None:
    """Make the names of frozen files survive a power cut, before a record refers to them."""
    flush_folder(folder / _TABLES)


def keep_table(folder: Path, what: str, table: pa.Table) -> str:
    """Freeze an Arrow table as Parquet."""
    from pyarrow import parquet

    buffer = BytesIO()
    parquet.write_table(table, buffer, compression="zstd")
    return keep(folder, what, "parquet", buffer.getvalue())


def read_kept(folder: Path, name: str) -> bytes:
    """The bytes of a frozen file; raises TableChanged."""
    path = kept_path(folder, name)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise TableChanged(name=name) from None
    if sha256_hex(data) not in name:
        raise TableChanged(name=name)
    return data


def read_table(folder: Path, name: str) -> pa.Table:
    """A frozen table; raises TableChanged."""
    import pyarrow
    from pyarrow import parquet

    return parquet.read_table(pyarrow.BufferReader(read_kept(folder, name)))


def read_parquet(path: Path, columns: list[str] | None = None) -> pa.Table:
    """A Parquet file in the making."""
    from pyarrow import parquet

    return parquet.read_table(path, columns=columns)


def freeze_draw(
    folder: Path,
    campaign: Campaign,
    prepared: Prepared,
    master: Master,
) -> Row:
    """Freeze everything a sealed draw needs; the names of the files by column."""
    digests = number_digests(prepared.numbers, master.derive(campaign.name, LEAVES))
    frame = canonical_bytes(prepared.frame.document())
    return {
        "universe_file": keep_table(folder, "universe", universe_table(prepared.universe)),
        "numbers_file": keep(folder, "numbers", "bin", digests),
        "frame_file": keep(folder, "frame", "json", frame),
    }


def read_frame(folder: Path, row: Row) -> Frame:
    """The frame of a stored draw."""
    return Frame.from_document(read_json(folder, row["frame_file"]))


def read_universe(folder: Path, row: Row) -> Universe:
    """The universe of a stored draw; raises TableChanged where it is not the one sealed."""
    names = read_frame(folder, row).home_names
    universe = universe_from(read_table(folder, row["universe_file"]), names)
    if universe.digest() != row["universe_digest"]:
        raise TableChanged(name=row["universe_file"])
    return universe


def keep_outcome(folder: Path, tossed: Tossed) -> Row:
    """Freeze who is in which copy and the commitment to it; what is stored of them."""
    return {
        "members_file": keep_table(folder, "members", members_table(tossed.drawn)),
        "leaves_file": keep(folder, "leaves", "bin", tossed.hashes),
        "leaves_root": tossed.root.hex(),
    }


def read_members(folder: Path, row: Row) -> Drawn:
    """Who is in which copy of a stored draw."""
    return drawn_from(read_table(folder, row["members_file"]))


def read_draw(
    folder: Path, row: Row, copies: Sequence[Row], left: Sequence[Row], alpha: Fraction
) -> DrawRecord:
    """A stored draw as tracing needs it."""
    stayed = [read_table(folder, name) for name in sorted({one["stayed_file"] for one in left})]
    frozen = Frozen(
        read_universe(folder, row), read_frame(folder, row), read_members(folder, row)
    )
    return draw_record(
        row,
        frozen,
        Past(copies, left, stayed),
        alpha,
        units_path=kept_path(folder, row["universe_file"]),
        manifests=folder / "handed-over" / row["campaign"],
    )


def keep_lines(folder: Path, line_ids: NDArray[np.int64]) -> str:
    """Freeze the lines of a list."""
    import pyarrow

    return keep_table(folder, "lines", pyarrow.table({"line_id": line_ids}))


def read_above(
    folder: Path,
    row: Row,
    copies: Sequence[Row],
    left: Sequence[Row],
    campaign: Campaign,
    before: Mapping[int, int],
) -> CopyAbove:
    """The copy inside which a campaign draws, of that stored draw; raises NotDrawn. ``before``:
    per copy id how many have been drawn inside it."""
    if row["drawn_at"] is None:
        raise NotDrawn(campaign=row["campaign"])
    record = read_draw(folder, row, copies, left, Fraction(0))
    return copy_above(record, campaign, before)


def read_sealed(folder: Path, row: Row) -> DrawRecord:
    """A stored sealed list as tracing needs it."""
    lines = read_table(folder, row["lines_file"])["line_id"].to_numpy()
    return sealed_record(row, lines, kept_path(folder, row["lines_file"]))


def write_lines(path: Path, line_ids: NDArray[np.int64]) -> Path:
    """Line ids as a Parquet file in the making, for the screening."""
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.table({"line_id": line_ids}), path)
    return path


def open_leaf(folder: Path, row: Row, unit: int) -> OpenedLeaf:
    """One unit of a stored draw, shown with its path to the root; see ``leaves``."""
    universe, frame = read_universe(folder, row), read_frame(folder, row)
    secret = read_master(folder, row["campaign"]).derive(row["campaign"], LEAVES)
    digests = read_kept(folder, row["numbers_file"])
    drawn = read_members(folder, row)
    data = leaf_data(drawn, universe.strata, len(frame.copies), digests, secret)
    return open_leaves([unit], data, read_kept(folder, row["leaves_file"]))[0]


def opened_leaves(folder: Path, record: DrawRecord, units: Sequence[int]) -> list[OpenedLeaf]:
    """These units of a past draw, shown with their paths; raises TableChanged and ValueError
    for a list that somebody else chose."""
    papers = record.papers
    if papers is None or record.frame is None:
        raise ValueError("a list that somebody else chose has no leaves")
    strata = record.frame.home(record.strata)
    secret = read_master(folder, record.campaign).derive(record.campaign, LEAVES)
    digests = read_kept(folder, papers.numbers_file)
    data = leaf_data(record.dealt, strata, len(record.frame.copies), digests, secret)
    return open_leaves(units, data, read_kept(folder, papers.leaves_file))


def check_drawn(folder: Path, record: DrawRecord, copy: int) -> None:
    """That this copy of a past draw is the one that its sealed secret draws; raises
    CopyExchanged, SecretDoesNotMatch, SecretMissing."""
    papers = record.papers
    if papers is None or record.frame is None:
        raise ValueError("a list that somebody else chose was not drawn")
    seal, master = Seal.from_document(papers.seal), read_master(folder, record.campaign)
    frozen = Frozen(record.universe, record.frame, record.dealt)
    check_copy(seal, master, papers.beacon, frozen, copy)


def keep_parcels(folder: Path, parcels: Iterable[Parcel]) -> list[Packed]:
    """Put parcels on disk as they are made; their bytes do not stay in memory."""
    packed = []
    for parcel in parcels:
        name = keep_one_of_many(folder, "out", "csv.age", parcel.data)
        packed.append(Packed(replace(parcel, data=b""), name))
    settle(folder)
    return packed


def read_json(folder: Path, name: str) -> Any:
    """A frozen document; raises TableChanged."""
    return json.loads(read_kept(folder, name))


def kept_path(folder: Path, name: str) -> Path:
    """Where a frozen file lies."""
    return folder / _TABLES / name


# --- files that come in -----------------------------------------------------------------


def read_campaign_file(path: Path, now: datetime) -> Campaign:
    """A campaign, with the evidence by which its lists are sized, which lies beside it; raises
    BadCampaign, BadEvidence, and what opening a file raises."""
    campaign = read_campaign(read_campaign_text(path), path.name)
    if campaign.adapt is None:
        return campaign
    with opened(path.parent / campaign.adapt.file) as measured:
        told = read_evidence(measured.read(), campaign.adapt.file, now)
    return replace(campaign, adapt=replace(campaign.adapt, evidence=told))


def read_campaign_text(path: Path) -> str:
    """The text of a campaign file; raises BadCampaign and what opening a file raises."""
    with opened(path) as measured:
        content = measured.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        told = _("line {line} is not written in UTF-8").format(line=line)
        raise BadCampaign(file=path.name, problems=told) from None


def read_pool(
    path: Path, columns: Mapping[str, str | Sequence[str]] | None, region: str
) -> tuple[list[Rented], str]:
    """The rows of a pool of decoys and the digest of its file; raises BadPool and what reading
    a table raises."""
    with opened(path) as measured:
        table = open_table(measured.buffered(), path.name)
        places = match(table.header, POOL, name=path.name, columns=columns, ignore=["*"])
        pool = parse_pool(table.rows(), places, path.name, region)
        return pool, measured.digest()


def refs_of(snapshot: Snapshot, but_on: NDArray[np.int64]) -> frozenset[str]:
    """The references of everybody we know, but not of those on these lines."""
    persons = read_parquet(snapshot["person"], ["person_id", "ref"])
    pairs = read_parquet(snapshot["person_line"])
    out = pairs["person_id"].to_numpy()[np.isin(pairs["line_id"].to_numpy(), but_on)]
    is_left = ~np.isin(persons["person_id"].to_numpy(), out)
    return frozenset(np.array(persons["ref"].to_pylist(), dtype=object)[is_left].tolist())


def read_files(snapshot: Snapshot, screened: Path, refusals: tuple[Refusal, ...]) -> Files:
    """What preparing and handing over need of a snapshot and a screening."""
    return Files(
        read_parquet(snapshot["line"]),
        read_parquet(snapshot["person"]),
        read_parquet(snapshot["person_line"]),
        read_parquet(screened, ["line_id", "is_allowed"]),
        refusals,
    )


def read_list_file(
    folder: Path,
    path: Path,
    columns: Mapping[str, str | Sequence[str]] | None,
    region: str,
) -> ListFile:
    """Every number of a list somebody else chose; what cannot be read is kept."""
    with Quarantine(folder, "release") as quarantine, opened(path) as measured:
        table = open_table(measured.buffered(), path.name)
        places = match(table.header, [NUMBER], name=path.name, columns=columns, ignore=["*"])
        read = read_list(table, places["number"][0], region, quarantine.keep)
        digest = measured.digest()
        kept = quarantine.close("list", digest)
    return read._replace(digest=digest, quarantine_path=kept)


class Portal(NamedTuple):
    """Whose look-ups a record holds: the partner, the others of its chain, our customers, the
    present moment, the region of numbers, and the file's columns."""

    partner: Partner
    family: Sequence[Partner]
    snapshot: Snapshot
    now: datetime
    region: str
    columns: Mapping[str, str | Sequence[str]] | None = None


def read_portal(folder: Path, path: Path, portal: Portal) -> tuple[list[Lookup], LookupsLoaded]:
    """The portal's record of what a partner looked up; what cannot be read is kept."""
    with Quarantine(folder, "release") as kept, opened(path) as measured:
        table = open_table(measured.buffered(), path.name)
        columns = portal.columns
        places = match(table.header, COLUMNS, name=path.name, columns=columns, ignore=["*"])
        reading = Reading(
            places, portal.partner, portal.family, _whose(portal.snapshot), portal.now
        )
        found = read_lookups(table, reading, portal.region, kept.keep)
        digest, bad = measured.digest(), kept.count
        at = kept.close("lookups", digest)
    rows, strangers = len(found) + bad, sum(not each.line_ids for each in found)
    why = dict(Counter(each.why for each in found if each.why))
    name = portal.partner.name
    return found, LookupsLoaded(digest, name, rows, 0, 0, bad, strangers, why, at)


def write_lookups(into: Path, rows: Sequence[Row]) -> Path:
    """Look-ups as Parquet: lookup_id int64, partner, line_id int64 (empty for nobody we know),
    looked_up_at timestamp[us] naive in UTC, login_digest, device_digest, country."""
    import pyarrow as pa
    from pyarrow import parquet

    text = ("partner", "login_digest", "device_digest", "country")
    schema = pa.schema(
        [("lookup_id", pa.int64()), ("line_id", pa.int64())]
        + [("looked_up_at", pa.timestamp("us"))]
        + [(name, pa.string()) for name in text]
    )
    parquet.write_table(pa.Table.from_pylist(list(rows), schema=schema), into)
    return into


def _whose(snapshot: Snapshot) -> Whose:
    lines = read_parquet(snapshot["line"])
    by_number = dict(
        zip(lines["number"].to_pylist(), lines["line_id"].to_pylist(), strict=True)
    )
    persons = read_parquet(snapshot["person"], ["person_id", "ref"])
    refs = dict(zip(persons["person_id"].to_pylist(), persons["ref"].to_pylist(), strict=True))
    by_person: dict[str, tuple[int, ...]] = {}
    for pair in read_parquet(snapshot["person_line"]).to_pylist():
        ref = refs[pair["person_id"]]
        by_person[ref] = (*by_person.get(ref, ()), pair["line_id"])
    return Whose(by_number, by_person)


def _put(data: bytes, path: Path) -> None:
    """A file that is there whole or not at all, also after a power cut, once the folder has
    been flushed; mode 0600."""
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise
