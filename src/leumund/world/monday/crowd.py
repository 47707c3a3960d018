"""The big case: millions of calls as CSV, made in bulk, with a few findings in known amounts.

Customers, calls of several partners, orders, consents and contracts as a large company has
them. Everything is numpy and Arrow, so that making the files takes less time than reading them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.world.monday.cast import FIRST_DAY, LAST_DAY, PARTNERS, PRINCIPAL, TARIFFS
from leumund.world.names import MEDIA_BLOCKS
from leumund.world.population import LANDS
from leumund.world.streams import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

CALLS, CUSTOMERS, ORDERS = 5_000_000, 2_000_000, 300_000
_FIRST_REF = 10_000_000
_DAY = 86_400
_CONSENTING = 0.8
_SUNDAYS, _AFTER_HOURS = 0.002, 0.003
_BANK = 90000001


@dataclass(frozen=True, slots=True)
class Crowd:
    """The files of the big case and what is in them. ``sundays``: calls on a Sunday;
    ``outside_hours``: calls at eleven at night on other days."""

    folder: Path
    customers: int
    calls: int
    orders: int
    sundays: int
    outside_hours: int


def write_crowd(
    folder: Path,
    seed: int = 1,
    *,
    calls: int = CALLS,
    customers: int = CUSTOMERS,
    orders: int = ORDERS,
) -> Crowd:
    """Write Kundenstamm.csv, Einwilligungen.csv, Vertraege.csv, Bestellungen.csv, Partner.csv
    and one export per calling partner into the folder, semicolons and UTF-8. Up to four
    million customers: there are not more made-up numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = stream(seed, "crowd")
    numbers = _Numbers(chance.permutation(customers * 5 // 4)[:customers])
    _customers(folder, chance, numbers, customers)
    sundays, late, moments, targets = _calls(folder, chance, numbers, calls)
    _orders(folder, chance, numbers, moments, targets, orders)
    _partners(folder)
    return Crowd(folder, customers, calls, orders, sundays, late)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Each customer's place among the made-up numbers, written out where it is needed."""

    place: Ints

    def of(self, customers: Ints) -> Any:
        """The E.164 text of these customers' numbers."""
        import pyarrow as pa
        import pyarrow.compute as pc

        place = self.place[customers]
        blocks = pa.DictionaryArray.from_arrays(
            pa.array(place % len(MEDIA_BLOCKS), pa.int8()), pa.array(MEDIA_BLOCKS)
        ).cast(pa.string())
        digits = pc.utf8_lpad(
            pa.array(place // len(MEDIA_BLOCKS)).cast(pa.string()), 6, padding="0"
        )
        return pc.binary_join_element_wise(blocks, digits, "")


def _customers(
    folder: Path, chance: np.random.Generator, numbers: _Numbers, count: int
) -> None:
    everybody = np.arange(count)
    refs, lands = _refs(everybody), _of([land for land, _share in LANDS], chance, count)
    phones = numbers.of(everybody)
    tariffs = [tariff for tariff, _price in TARIFFS["Internet"]]
    kinds = _of(["Privatkunde"] * 24 + ["Geschäftskunde"], chance, count)
    _write(
        folder / "Kundenstamm.csv",
        {"Kundennummer": refs, "Rufnummer": phones, "Kundenart": kinds, "Bundesland": lands},
    )
    agreed = np.flatnonzero(chance.random(count) < _CONSENTING)
    granted = _seconds_of(FIRST_DAY) - chance.integers(_DAY, 400 * _DAY, agreed.size)
    _write(
        folder / "Einwilligungen.csv",
        {
            "Kundennummer": _refs(agreed),
            "für Unternehmen": _all(PRINCIPAL, agreed.size),
            "Kanal": _all("Telefon", agreed.size),
            "Wortlaut": _all("Ja zu Anrufen (Text 3)", agreed.size),
            "erteilt am": _moments(granted),
            "Quelle": _of(["Web", "Papier", "Laden"], chance, agreed.size),
            "Nachweis": _of([f"Band {at}" for at in range(1, 60)] + [""], chance, agreed.size),
        },
    )
    begun = _seconds_of(FIRST_DAY) - chance.integers(90 * _DAY, 2500 * _DAY, count)
    ended = np.where(chance.random(count) < 0.04, begun + 80 * _DAY, -1)
    _write(
        folder / "Vertraege.csv",
        {
            "Kundennummer": refs,
            "Produkt": _all("Internet", count),
            "Tarif": _of(tariffs, chance, count),
            "Beginn": _days(begun),
            "Ende": _days(ended),
        },
    )


def _calls(
    folder: Path, chance: np.random.Generator, numbers: _Numbers, count: int
) -> tuple[int, int, Ints, Ints]:
    """Calls within the hours, but for a known few; returns these, all moments and targets."""
    days = (LAST_DAY - FIRST_DAY).days
    day = chance.integers(days, size=count)
    weekday = (day + FIRST_DAY.weekday()) % 7
    on_sunday = chance.random(count) < _SUNDAYS
    day = np.where(weekday == 6, np.maximum(day - 1, 0), day)
    day = np.where(on_sunday, day - (day + FIRST_DAY.weekday()) % 7 + 6, day)
    is_sunday = (day + FIRST_DAY.weekday()) % 7 == 6
    second = chance.integers(9 * 3600, 18 * 3600, count)
    is_late = (chance.random(count) < _AFTER_HOURS) & ~is_sunday
    second = np.where(is_late, 23 * 3600 + second % 3000, second)
    moments = _seconds_of(FIRST_DAY) + day * _DAY + second
    order = np.argsort(moments, kind="stable")
    moments = moments[order]
    targets = chance.integers(numbers.place.size, size=count)
    callers = [one for one in PARTNERS if one.calls]
    weights = np.array([one.calls for one in callers], dtype=float)
    by = chance.choice(len(callers), size=count, p=weights / weights.sum())
    talked = np.where(chance.random(count) < 0.5, 0, chance.integers(30, 700, count))
    for at, one in enumerate(callers):
        mine = np.flatnonzero(by == at)
        _write(
            folder / f"Anrufe_{one.name}.csv",
            {
                "Partner": _all(one.name, mine.size),
                "Zielrufnummer": numbers.of(targets[mine]),
                "Anrufbeginn": _moments(moments[mine]),
                "Dauer (s)": talked[mine],
                "Absendernummer": _of(list(one.shown), chance, mine.size),
                "Kampagne": _of(["Herbst", "Winter", "Frühjahr"], chance, mine.size),
            },
        )
    return int(is_sunday.sum()), int(is_late.sum()), moments, targets


def _orders(
    folder: Path,
    chance: np.random.Generator,
    numbers: _Numbers,
    moments: Ints,
    targets: Ints,
    count: int,
) -> None:
    """Orders half an hour after a call each, and every hundredth with one of few accounts."""
    calls = np.sort(chance.choice(moments.size, size=count, replace=False))
    who = targets[calls]
    account = np.where(chance.random(count) < 0.01, who % 500, who + 1000) + 1_000_000_000
    _write(
        folder / "Bestellungen.csv",
        {
            "Auftragsnummer": _prefixed("A-", np.arange(count) + 1_000_000),
            "Kundennummer": _refs(who),
            "Rufnummer": numbers.of(who),
            "Auftragsdatum": _moments(moments[calls] + 1800),
            "Vertriebskanal": _all("Telefon", count),
            "Partner": _of([one.name for one in PARTNERS if one.calls], chance, count),
            "Login": _of([key for one in PARTNERS for key in one.logins], chance, count),
            "IBAN": _ibans(account),
            "Produkt": _all("Internet", count),
            "Tarif": _of([tariff for tariff, _p in TARIFFS["Internet"]], chance, count),
        },
    )


def _partners(folder: Path) -> None:
    lines = ["Partner;Firma;Vertrag ab;Vertrag bis;IBAN;Absenderrufnummer;Login"]
    for one in PARTNERS:
        contract = one.contracts[0]
        until = one.contracts[-1].until
        numbers = one.shown or ("",)
        for at, login in enumerate(one.logins):
            lines.append(
                f"{one.name};{one.legal_name};{contract.since};{until or ''};{one.iban};"
                f"{numbers[min(at, len(numbers) - 1)]};{login}"
            )
    (folder / "Partner.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _ibans(account: Ints) -> Any:
    """IBANs with valid check digits: the remainder of 24 digits, taken in two steps."""
    import pyarrow as pa
    import pyarrow.compute as pc

    bank = _BANK * 10**10 % 97
    rest = ((bank + account) % 97 * (10**6 % 97) + 131400) % 97
    checks = pc.utf8_lpad(pa.array(98 - rest).cast(pa.string()), 2, padding="0")
    tail = pa.array(account).cast(pa.string())
    return pc.binary_join_element_wise("DE", checks, str(_BANK), tail, "")


def _seconds_of(day: Any) -> int:
    return int(np.datetime64(day, "s").astype(np.int64))


def _moments(seconds: Ints) -> Any:
    """2026-03-31 14:05:07, as databases write it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    stamps = pa.array(seconds.astype("datetime64[s]"))
    return pc.strftime(stamps, format="%Y-%m-%d %H:%M:%S")


def _days(seconds: Ints) -> Any:
    """A day; missing where the seconds are negative."""
    import pyarrow as pa

    days = seconds.astype("datetime64[s]").astype("datetime64[D]")
    return pa.array(days, mask=seconds < 0)


def _refs(customers: Ints) -> Any:
    return customers + _FIRST_REF


def _prefixed(prefix: str, values: Ints) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(prefix, pa.array(values).cast(pa.string()), "")


def _of(words: list[str], chance: np.random.Generator, count: int) -> Any:
    """One of these words for each row."""
    import pyarrow as pa

    places = chance.integers(len(words), size=count, dtype=np.int8)
    return pa.DictionaryArray.from_arrays(pa.array(places), pa.array(words)).cast(pa.string())


def _all(word: str, count: int) -> Any:
    import pyarrow as pa

    return pa.repeat(word, count)


def _write(path: Path, columns: dict[str, Any]) -> None:
    import pyarrow as pa
    from pyarrow import csv

    options = csv.WriteOptions(delimiter=";", quoting_style="none")
    csv.write_csv(pa.table(columns), path, options)
