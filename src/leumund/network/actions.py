"""What a person can ask of this part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund import ledger
from leumund.network import records
from leumund.network.chain import check, with_those_above
from leumund.network.document import CHARACTERS_MAX, DocumentTooLarge
from leumund.network.loaded import Loaded
from leumund.network.partners_file import Stated, read_partners
from leumund.people import WrongEncoding, opened

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from leumund.basics.clock import Clock
    from leumund.network.partner import Partner
    from leumund.store import Store, Transaction

QUESTIONS = ("partner", "partners", "chain", "principal")
"""They record nothing."""


@dataclass(frozen=True, slots=True)
class Network:
    """Partners, sub-partners, their engagements and the numbers they may show."""

    store: Store
    clock: Clock

    def load(self, path: Path, region: str = "DE") -> Loaded:
        """Load a partners.yaml, whole or not at all; the same file again changes nothing.

        The file is the whole truth about the partners it names; others stay as they are
        and are named in the result. ``region`` is that of numbers without a country code.
        Raises what ``document``, ``partners_file`` and ``chain`` define.
        """
        text, digest = _read(path)
        statement = read_partners(text, path.name, region)
        with self.store.transaction() as tx:
            records.begin(tx)
            known = records.partners(tx)
            parents = {partner.name: partner.parent for partner in known.values()}
            check(statement.partners, parents, path.name)
            if statement.terms is not None:
                records.set_terms(tx, statement.terms)
            if statement.principal is not None:
                records.name_principal(tx, statement.principal)
            counts = _save(tx, statement.partners, known, self.clock.now())
            named = {stated.name for stated in statement.partners}
            untouched = tuple(name for name in known if name not in named)
            loaded = Loaded(digest, len(statement.partners), *counts, untouched)
            ledger.append(tx, "network.load", _entry(loaded), at=self.clock.now())
        return loaded

    def partner(self, name: str) -> Partner | None:
        """The partner of exactly this name, if there is one."""
        with self.store.snapshot() as tx:
            return records.partners(tx).get(name)

    def partners(self) -> tuple[Partner, ...]:
        """Every partner, in the order in which they became known."""
        with self.store.snapshot() as tx:
            return tuple(records.partners(tx).values())

    def chain(self, name: str) -> tuple[Partner, ...]:
        """A partner and those above it, up to the one the company engaged itself.

        Raises NoSuchPartner.
        """
        return with_those_above(name, self.partners())

    def principal(self) -> str | None:
        """The company's name as the last file stated it."""
        with self.store.snapshot() as tx:
            return records.principal(tx)


def _read(path: Path) -> tuple[str, str]:
    """The file's text and the digest of its bytes."""
    with opened(path) as measured:
        content = measured.read(4 * CHARACTERS_MAX)
        digest = measured.digest()
        if measured.bytes_read > len(content):
            raise DocumentTooLarge(name=path.name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise WrongEncoding(
            name=path.name, encoding="UTF-8", line=line, likely="WINDOWS-1252"
        ) from None
    return text, digest


def _save(
    tx: Transaction, partners: tuple[Stated, ...], known: dict[str, Partner], now: datetime
) -> tuple[int, int, int]:
    """Write down what is new or different: how many were added, changed, unchanged."""
    different = [each for each in partners if not _is_known(each, known.get(each.name))]
    for stated in different:
        records.save(tx, stated, known.get(stated.name), now)
    # Only now is everybody there whom another can stand below.
    for stated in different:
        records.place(tx, stated)
    added = sum(stated.name not in known for stated in different)
    return added, len(different) - added, len(partners) - len(different)


def _is_known(stated: Stated, known: Partner | None) -> bool:
    if known is None:
        return False
    facts = ("parent", *records.FACTS)
    engagements = {records.unstored(each) for each in known.engagements}
    return (
        all(getattr(stated, fact) == getattr(known, fact) for fact in facts)
        and set(stated.engagements) == engagements
        and set(stated.caller_numbers) == set(known.caller_numbers)
        and all(_is_same(stated, known, key) for key in records.REGISTER)
        and not _not_noted(stated, known)
    )


def _is_same(stated: Stated, known: Partner, key: str) -> bool:
    return set(getattr(stated, key)) == set(getattr(known, key))


def _not_noted(stated: Stated, known: Partner) -> bool:
    """Whether the file says that something was looked at of which nothing is noted."""
    noted = {(each.what, each.looked_on) for each in known.looked_at}
    return any((each.what, each.looked_on) not in noted for each in stated.looked_at)


def _entry(loaded: Loaded) -> dict[str, object]:
    """What the ledger notes: counts and a digest."""
    counts = ("partners", "added", "changed", "unchanged")
    return {"file": loaded.file_digest, **{name: getattr(loaded, name) for name in counts}}
