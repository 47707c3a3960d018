"""What a pack may not say, and what it says on a day."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.permit.examples import FOLDER

from leumund.basics.errors import BadInput
from leumund.basics.verdict import Effect
from leumund.permit.packcheck import (
    PackAllowsUnverified,
    PackLaxerThanLaw,
    PackOverlappingDates,
    PackUnknownRule,
)
from leumund.permit.packfile import (
    PackAgainstSchema,
    PackUnreadable,
    PackWithoutCitation,
    PackWithoutUnit,
)
from leumund.permit.rulepack import PackMissingRule, PackNotInForce, PackRequires, load
from leumund.permit.rules import KNOWN

Change = Callable[[dict[str, Any]], object]
BASE = {"pack": "de/outbound", "version": "2026.1"}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """A copy of the bundled pack to be broken."""
    return Path(shutil.copytree(FOLDER, tmp_path / "pack"))


def change(folder: Path, file: str, how: Change) -> None:
    path = folder / f"{file}.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    how(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


def own(tmp_path: Path, rules: dict[str, Any], requires: object = (BASE,)) -> Path:
    """A site's own pack, laid over the bundled one."""
    folder = tmp_path / "own"
    folder.mkdir()
    head = {"id": "site/own", "version": "2026.1", "valid_from": date(2026, 1, 1)}
    head |= {"requires": list(requires), "topics": ["own"]}  # type: ignore[call-overload]
    (folder / "pack.yaml").write_text(yaml.safe_dump(head))
    (folder / "own.yaml").write_text(yaml.safe_dump({"rules": rules}, allow_unicode=True))
    return folder


def effect(is_: str, source: str = "policy") -> dict[str, Any]:
    entry = {"from": date(2026, 1, 1), "is": is_, "citation": "Richtlinie 4", "source": source}
    return {"effect": [entry]}


def value(name: str, unit: str, found: object) -> dict[str, Any]:
    entry = {"from": date(2026, 1, 1), "value": found, "citation": "R. 4", "source": "policy"}
    return {"values": {name: {"unit": unit, "since": [entry]}}}


def test_the_bundled_pack_holds_every_rule_on_every_day_since_its_first() -> None:
    pack = load()
    for day in (pack.valid_from, date(2024, 5, 13), date(2024, 5, 14), date(2036, 1, 1)):
        assert set(pack.in_force(day).by_id) == set(KNOWN)


def test_the_law_is_cited_by_the_name_it_had_that_day() -> None:
    before = load().in_force(date(2024, 5, 13)).by_id["C017"].citation
    after = load().in_force(date(2024, 5, 14)).by_id["C017"].citation
    assert (before, after) == ("§ 15 Abs. 2 TTDSG", "§ 15 Abs. 2 TDDDG")


def test_before_its_first_day_a_pack_decides_nothing() -> None:
    with pytest.raises(PackNotInForce, match="2021-11-30"):
        load().in_force(date(2021, 11, 30))


def test_a_changed_letter_changes_the_digest_and_an_example_does_not(pack: Path) -> None:
    digest = load(pack).digest
    (pack / "hours.examples.yaml").write_text("examples: []\n")
    assert load(pack).digest == digest
    change(pack, "hours", lambda it: it["rules"]["C021"]["title"].update(en="Hour"))
    assert load(pack).digest != digest


def says(rule: str, what: dict[str, str]) -> Change:
    return lambda it: it["rules"][rule]["effect"][0].update(what)


def loses(rule: str, key: str) -> Change:
    return lambda it: it["rules"][rule]["effect"][0].pop(key)


def tries(a_day: object) -> Change:
    return lambda it: attempts(it)["since"][0].update(value=a_day)


def attempts(it: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = it["rules"]["C022"]["values"]["attempts_day"]
    return found


BROKEN: list[tuple[str, str, Change, type[BadInput], str]] = [
    ("no citation", "consent", loses("C001", "citation"),
     PackWithoutCitation, "consent.yaml names no law at C001.effect.0"),
    ("a value without citation", "frequency",
     lambda it: attempts(it)["since"][0].pop("citation"),
     PackWithoutCitation, "C022.values.attempts_day.since.0"),
    ("no unit", "frequency", lambda it: attempts(it).pop("unit"),
     PackWithoutUnit, "gives a value without a unit at C022.values.attempts_day"),
    ("another unit", "frequency", lambda it: attempts(it).update(unit="hours"),
     PackAgainstSchema, "a value in calls is expected"),
    ("text for a figure", "frequency", tries("three"),
     PackAgainstSchema, "a value in calls is expected"),
    ("an unknown rule", "consent", lambda it: it["rules"].update(C999=it["rules"]["C001"]),
     PackUnknownRule, "C999"),
    ("a missing rule", "consent", lambda it: it["rules"].pop("C009"),
     PackMissingRule, "C009"),
    ("no sentences", "consent", lambda it: it["rules"]["C009"].pop("sentences"),
     PackAgainstSchema, "sentences is missing"),
    ("no German sentence", "consent", lambda it: it["rules"]["C009"]["sentences"].pop("de"),
     PackAgainstSchema, "'de' is a required property"),
    ("overlapping dates", "caller_number", loses("C017", "to"),
     PackOverlappingDates, "two things for 2024-05-14 at C017.effect"),
    ("a day that does not exist", "hours", says("C021", {"from": "2026-02-31"}),
     PackAgainstSchema, "2026-02-31 is no day of the calendar"),
    ("an end before its beginning", "hours", says("C021", {"to": "2020-01-01"}),
     PackAgainstSchema, "before it begins"),
    ("an unknown effect", "hours", says("C021", {"is": "maybe"}),
     PackAgainstSchema, "'maybe' is not one of"),
    ("an unknown key", "hours", lambda it: it["rules"]["C021"].update(colour="red"),
     PackAgainstSchema, "hours.yaml says at C021"),
    ("a value that nobody looks at", "hours", lambda it: it["rules"]["C021"]["values"].update(
        lunch=it["rules"]["C021"]["values"]["hours"]),
     PackAgainstSchema, "no rule here looks at it"),
    ("a missing value", "hours", lambda it: it["rules"]["C021"]["values"].pop("hours"),
     PackAgainstSchema, "C021.values.hours: it is missing"),
    ("an allow from memory", "hours", says("C021", {"is": "allow", "source": "M:l"}),
     PackAllowsUnverified, "C021.effect, which rests on M:l"),
    ("an allow that nobody verified", "register",
     says("L002", {"is": "allow", "source": "UNVERIFIED"}),
     PackAllowsUnverified, "UNVERIFIED"),
    ("an allow where the law forbids", "consent", says("C001", {"is": "allow"}),
     PackLaxerThanLaw, "C001.effect, where law or code says block"),
    ("a warning where the law forbids", "objection", says("C007", {"is": "warn"}),
     PackLaxerThanLaw, "C007.effect"),
    ("four attempts a day", "frequency", tries(4),
     PackLaxerThanLaw, "says 4 at C022.values.attempts_day"),
    ("a gap in the calendar", "hours", says("C021", {"from": "2025-01-01"}),
     PackNotInForce, "2021-12-01 at C021.effect"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "how", "error", "says"),
    [each[1:] for each in BROKEN],
    ids=[each[0] for each in BROKEN],
)
def test_a_broken_pack_is_refused_with_file_key_and_way_out(
    pack: Path, file: str, how: Change, error: type[BadInput], says: str
) -> None:
    change(pack, file, how)
    with pytest.raises(error) as caught:
        load(pack)
    assert says in str(caught.value)
    assert caught.value.way_out("en")
    assert caught.value.way_out("de") != caught.value.way_out("en")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("hours.yaml", None, "hours.yaml"),
        ("hours.yaml", b"rules: [", "hours.yaml"),
        ("hours.yaml", "rules: {C021: {ä: 1}}".encode("latin-1"), "not UTF-8"),
        ("hours.yaml", b"rules: {}\nrules: {}\n", "twice rules"),
        ("hours.yaml", b"- one\n", "holds no keys"),
        ("hours.yaml", b"", "holds no keys"),
        ("hours.yaml", b"other: {}\n", "only 'rules'"),
        ("hours.yaml", b"rules: !!python/name:os.system {}\n", "hours.yaml"),
        ("hours.yaml", b"rules: {C021: {effect: [{from: 2026-02-31}]}}\n", "hours.yaml"),
        ("pack.yaml", b"topics: hours\n", "a list of names is expected"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    pack: Path, name: str, text: bytes | None, says: str
) -> None:
    if text is None:
        (pack / name).unlink()
    else:
        (pack / name).write_bytes(text)
    with pytest.raises((PackUnreadable, PackAgainstSchema), match=says):
        load(pack)


def test_a_rule_in_two_files_is_refused(pack: Path) -> None:
    shutil.copy(pack / "hours.yaml", pack / "extra.yaml")
    change(pack, "pack", lambda it: it["topics"].append("extra"))
    with pytest.raises(PackUnreadable, match="C021 stands in hours"):
        load(pack)


def test_a_pack_of_ones_own_says_only_what_differs(tmp_path: Path) -> None:
    pack = load(
        own(tmp_path, {"C022": value("attempts_week", "calls", 6), "L002": effect("warn")})
    )
    found, base = pack.in_force(date(2026, 9, 1)), load().in_force(date(2026, 9, 1))
    assert found.values.attempts_week == 6
    assert found.values.attempts_day == base.values.attempts_day
    assert found.by_id["L002"].effect is Effect.WARN
    assert found.by_id["C001"] == base.by_id["C001"]
    assert found.digest != base.digest
    with pytest.raises(PackNotInForce):
        pack.in_force(date(2025, 12, 31))


@pytest.mark.parametrize(
    ("rules", "error"),
    [
        ({"C022": value("attempts_week", "calls", 16)}, PackLaxerThanLaw),
        ({"C015": value("consent_unused_months", "months", 36)}, PackLaxerThanLaw),
        ({"C014": value("bought_sources", "words", ["prize_draw"])}, PackLaxerThanLaw),
        ({"C014": value("other_sources", "words", ["web", "purchased"])}, PackLaxerThanLaw),
        ({"C019": value("barred_number_kinds", "words", [])}, PackLaxerThanLaw),
        ({"C001": effect("allow")}, PackLaxerThanLaw),
        ({"C013": effect("warn")}, PackLaxerThanLaw),
        ({"C021": effect("allow", "UNVERIFIED")}, PackAllowsUnverified),
    ],
)
def test_a_pack_of_ones_own_may_not_be_laxer(
    tmp_path: Path, rules: dict[str, Any], error: type[BadInput]
) -> None:
    with pytest.raises(error):
        load(own(tmp_path, rules))


def test_hours_are_the_companys_choice_and_off_means_off(tmp_path: Path) -> None:
    rules = load(own(tmp_path, {"C021": effect("allow")})).in_force(date(2026, 9, 1))
    assert "C021" not in rules.by_id


@pytest.mark.parametrize(
    "requires",
    [
        [{"pack": "fr/outbound", "version": "2026.1"}],
        [{"pack": "de/outbound", "version": "2025.1"}],
    ],
)
def test_a_pack_whose_base_is_not_here_is_refused(tmp_path: Path, requires: object) -> None:
    with pytest.raises(PackRequires):
        load(own(tmp_path, {"L002": effect("warn")}, requires))


def test_a_pack_that_stands_alone_must_say_everything(tmp_path: Path) -> None:
    with pytest.raises((PackMissingRule, PackAgainstSchema)):
        load(own(tmp_path, {"L002": effect("warn")}, ()))
