"""The exhibit of a naming: recomputed from itself alone, by a program that stands alone.

An attacker has two strengths here. The weak one changes a file; the strong one also builds a
ledger of its own around the changed file, which only whoever knows no key would believe. The
weak one gets nothing through. What the strong one can say, it says without our signature, and
nothing of it is a figure.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pyrage
import pytest
from tests.conftest import Databases
from tests.ledger.log import KEY
from tests.trace.forged import Place, file, flipped, parts, put, resealed, values
from tests.trace.spring import CUSTOMERS, complain, customers_of, spring, take_in

from leumund.app import Leumund
from leumund.basics.errors import NotThere
from leumund.ledger import DoesNotVerify, PublicKey, read_public_key
from leumund.store import Store
from leumund.trace.exact import course, digits
from leumund.trace.handed import ExhibitMade
from leumund.trace.reckoned import result_of
from leumund.trace.refusals import ExhibitDoesNotHold, KeyUnusable, NothingNamed
from leumund.trace.verify import verify_exhibit
from leumund.trace.views import digest_of, partner_of

FORMS = pytest.mark.parametrize("form", ["partner", "expert"])


def named(
    folder: Path, store: Store, design: str = "independent", portions: int = 1
) -> Leumund:
    """Osten's copy was used; two files of complaints, from two days, taken in by two."""
    desk = spring(folder, store, design, portions)
    mine = customers_of(desk, "Osten")
    others = [each for each in range(CUSTOMERS) if each not in mine]
    complain(desk, folder, [*mine[:9], *others[:2], 700, mine[0]], name="a")
    complain(desk, folder, [*mine[9:18], *others[2:4]], days=5, name="b")
    return desk


@pytest.fixture(scope="module")
def found(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ExhibitMade]:
    """One exhibit for all that only look at it."""
    folder = tmp_path_factory.mktemp("named")
    with databases.lent() as name, databases.store(name) as store:
        yield named(folder, store).trace.make_exhibit("spring", "Osten")


def data_of(found: ExhibitMade, form: str) -> bytes:
    return found.expert if form == "expert" else found.files["exhibit.json"]


def keys_of(found: ExhibitMade) -> list[PublicKey]:
    return [read_public_key(found.files["ledger.pub"].decode())]


def alone(
    found: ExhibitMade, data: bytes, folder: Path, *more: str
) -> subprocess.CompletedProcess[str]:
    """The checker in a Python that has nothing but itself."""
    for name, content in {**found.files, "exhibit.json": data}.items():
        (folder / name).write_bytes(content)
    command = [sys.executable, "-I", "-S", str(folder / "check-exhibit.pyz")]
    return subprocess.run(
        [*command, str(folder / "exhibit.json"), *more],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )


# --- what holds ---------------------------------------------------------------------------


@FORMS
@pytest.mark.parametrize(
    ("language", "word"), [("en", "whose copy was used"), ("de", "wessen Kopie benutzt wurde")]
)
def test_a_python_with_nothing_else_in_it_checks_both_forms(
    found: ExhibitMade, tmp_path: Path, form: str, language: str, word: str
) -> None:
    key = str(tmp_path / "ledger.pub")
    done = alone(found, data_of(found, form), tmp_path, "--key", key, "--lang", language)
    assert done.returncode == 0, done.stderr
    assert word in done.stdout
    for condemning in ("guilt", "innocen", "schuld", "alpha", "+49"):
        assert condemning not in done.stdout.lower()


@pytest.mark.parametrize("design", ["independent", "exclusive"])
def test_every_design_has_its_exhibit_with_portions_too(
    store: Store, tmp_path: Path, design: str
) -> None:
    desk = spring(tmp_path, store, design, portions=2)
    desk.clock.at = desk.clock.now().replace(day=9)  # type: ignore[attr-defined]
    desk.release.hand_over("spring")
    complain(desk, tmp_path, customers_of(desk, "Osten")[:20])
    made = desk.trace.make_exhibit("spring", "Osten")
    checked = verify_exhibit(made.expert, keys_of(made))
    assert checked.has_grounds
    calls = checked.exhibit["weighing"]["calls"]
    assert {call["portion"] for call in calls} == {1, 2}
    assert all(call["portions_out"] == [1, 2] for call in calls)


def test_the_whole_numbers_say_what_the_tool_says(found: ExhibitMade) -> None:
    exhibit, _ = parts(found.expert)
    result = exhibit["result"]
    assert result["reached_at"] == exhibit["naming"]["place"]
    assert float(result["highest"]) >= float(result["threshold"]) > 1000
    assert result["at_most_once_in"] == exhibit["naming"]["at_most_once_in"]
    assert (result["bets"], result["hits"]) == (22, 18)
    product = 1.0
    for step in result["steps"]:
        product *= float(step["factor"])
    assert product == pytest.approx(float(result["steps"][-1]["evidence"]), rel=1e-9)


def test_the_partner_sees_the_others_as_counts_and_nobody_who_complained(
    found: ExhibitMade,
) -> None:
    text = found.files["exhibit.json"].decode()
    for other in ("Norden", "Sueden", "Westen", "Person", "+4930", '"unit"', '"line_id"'):
        assert other not in text
    exhibit, _ = parts(found.files["exhibit.json"])
    assert len(exhibit["others"]) == 3
    assert "grounds" not in exhibit


def test_the_partners_form_follows_from_the_experts(found: ExhibitMade) -> None:
    expert, _ = parts(found.expert)
    partner, _ = parts(found.files["exhibit.json"])
    assert partner_of(expert) == partner
    assert partner["expert"] == digest_of(expert)


@pytest.mark.parametrize("by", ["source", "taken_by", "day"])
def test_without_one_of_them_it_is_weighed_as_if_its_calls_had_not_come(
    found: ExhibitMade, by: str
) -> None:
    exhibit, _ = parts(found.expert)
    weighing = exhibit["weighing"]
    for each in exhibit["result"]["without"][by]:
        rest = [call for call in weighing["calls"] if call[by] != each["which"]]
        whole = course(weighing | {"calls": rest})
        assert each["calls"] == len(weighing["calls"]) - len(rest)
        assert each["is_reached"] == (whole.reached_at is not None)
        assert each["highest"] == digits(whole.highest)
    assert len(exhibit["result"]["without"]["source"]) == 2


def test_who_took_a_complaint_in_is_told_by_number_and_its_absence_too(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:18], name="a")
    path = tmp_path / "a.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    told = [f"{row}{at}" for at, row in enumerate(rows)]
    names = [f"{row},{'Anna' if at % 3 else 'Bert'}" for at, row in enumerate(told)]
    path.write_text("\n".join([f"{head},taken_by", *names]) + "\n", "utf-8")
    take_in(desk, path)
    made = desk.trace.make_exhibit("spring", "Osten")
    expert, _ = parts(made.expert)
    assert [each["name"] for each in expert["grounds"]["taken_by"]] == ["Anna", "Bert"]
    assert "Anna" not in made.files["exhibit.json"].decode()
    by = {each["which"]: each["calls"] for each in expert["result"]["without"]["taken_by"]}
    assert by == {0: 18, 1: 12, 2: 6}


def test_an_exhibit_lies_in_a_folder_and_the_experts_is_encrypted(
    store: Store, tmp_path: Path
) -> None:
    desk, key = named(tmp_path, store), pyrage.x25519.Identity.generate()
    folder = tmp_path / "out"
    written = desk.trace.exhibit("spring", "Osten", folder, str(key.to_public()))
    assert set(written.files) == {path.name for path in folder.iterdir()}
    sealed = (folder / "expert-exhibit.json.age").read_bytes()
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.generate()])
    opened = pyrage.decrypt(sealed, [key])
    assert verify_exhibit(opened, [read_public_key((folder / "ledger.pub").read_text())])
    checked = desk.trace.verify(folder / "exhibit.json", str(folder / "ledger.pub"))
    assert checked.is_signed
    with pytest.raises(KeyUnusable):
        desk.trace.verify(folder / "exhibit.json", "no key")
    (folder / "exhibit.json").write_bytes(b"{}")
    with pytest.raises(ExhibitDoesNotHold):
        desk.trace.verify(folder / "exhibit.json")


def test_the_bound_on_readiness_is_the_one_that_was_sealed(
    store: Store, tmp_path: Path
) -> None:
    desk = spring(tmp_path, store, lawful="matching")
    complain(desk, tmp_path, customers_of(desk, "Osten")[:20])
    made = desk.trace.make_exhibit("spring", "Osten")
    checked = verify_exhibit(made.expert, keys_of(made))
    assert checked.exhibit["weighing"]["gamma"] == "2"
    (copy,) = desk.trace.run().named
    assert copy.largest_gamma == float(Fraction(checked.result["largest_gamma"]))

    def smaller(exhibit: dict[str, Any]) -> None:
        exhibit["weighing"]["gamma"] = "1"
        exhibit["result"] = result_of(exhibit["weighing"])

    with pytest.raises(DoesNotVerify, match="does not follow from the grounds"):
        verify_exhibit(resealed(made.expert, smaller))


def test_where_nothing_was_named_nothing_is_made(store: Store, tmp_path: Path) -> None:
    desk = spring(tmp_path, store)
    complain(desk, tmp_path, customers_of(desk, "Osten")[:1])
    with pytest.raises(NothingNamed):
        desk.trace.exhibit("spring", "Osten", tmp_path / "out")
    with pytest.raises(NotThere, match="no campaign called summer"):
        desk.trace.exhibit("summer", "Osten", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_contacts_declared_later_are_in_a_later_exhibit(store: Store, tmp_path: Path) -> None:
    from datetime import timedelta

    desk = named(tmp_path, store)
    before, _ = parts(desk.trace.make_exhibit("spring", "Osten").expert)
    at = desk.clock.now() + timedelta(days=1)
    mine = [int(c) for c in customers_of(desk, "Osten")[:18]]
    rows = "".join(f"{at:%Y-%m-%dT%H:%MZ},+4930231250{c:03},\n" for c in mine)
    (tmp_path / "late.csv").write_text("called_at,number_called,number_shown\n" + rows, "utf-8")
    desk.intake.calls(tmp_path / "late.csv", "Osten")
    made = desk.trace.make_exhibit("spring", "Osten")
    after, _ = parts(made.expert)
    assert verify_exhibit(made.expert, keys_of(made)).result["reached_at"] is None
    assert before["result"]["reached_at"] == after["naming"]["place"]
    assert after["result"]["largest_gamma"] is None
    assert after["inputs"]["contacts"] != before["inputs"]["contacts"]


# --- attacks on the file ------------------------------------------------------------------


@FORMS
def test_attack_flipping_any_value_of_the_exhibit(found: ExhibitMade, form: str) -> None:
    data = data_of(found, form)
    exhibit, proofs = parts(data)
    count, seen = 0, Counter[str]()
    for path, value in values(exhibit):
        # The lists of an expert's are long: the first five of each kind of value there.
        seen[spelled(path)] += 1
        if form == "expert" and seen[spelled(path)] > 5:
            continue
        put(exhibit, path, flipped(value))
        with pytest.raises(DoesNotVerify):
            verify_exhibit(file(exhibit, proofs))
        put(exhibit, path, value)
        count += 1
    assert count > 200
    assert file(exhibit, proofs) == data


@FORMS
def test_attack_flipping_any_character_of_a_proof(found: ExhibitMade, form: str) -> None:
    exhibit, proofs = parts(data_of(found, form))
    for number, proof in enumerate(proofs):
        for at in range(number % 7, len(proof), 29):
            other = "B" if proof[at] == "A" else "A"
            changed = [*proofs]
            changed[number] = proof[:at] + other + proof[at + 1 :]
            if changed[number] != proof:
                with pytest.raises(DoesNotVerify):
                    verify_exhibit(file(exhibit, changed), keys_of(found))


@FORMS
def test_attack_leaving_a_proof_out_or_giving_one_twice(found: ExhibitMade, form: str) -> None:
    exhibit, proofs = parts(data_of(found, form))
    for at, proof in enumerate(proofs):
        for changed in (proofs[:at] + proofs[at + 1 :], [*proofs, proof]):
            if form == "expert" or "hand_over" not in kind_of(proof):
                with pytest.raises(DoesNotVerify):
                    verify_exhibit(file(exhibit, changed), keys_of(found))


def kind_of(proof: str) -> str:
    from leumund.ledger import read_leaf, read_proof

    return read_leaf(read_proof(proof.encode()).leaf).kind


@FORMS
def test_attack_another_spelling_of_the_same_file(found: ExhibitMade, form: str) -> None:
    data = data_of(found, form)
    for other in (
        json.dumps(json.loads(data)).encode() + b"\n",
        data.rstrip(b"\n"),
        data + b"\n",
        data.replace(b'"exhibit":', b'"exhibit":{},"exhibit":', 1),
        b"[" * 100_000,
        b"",
        b"\xff",
    ):
        with pytest.raises(DoesNotVerify):
            verify_exhibit(other, keys_of(found))


@FORMS
def test_attack_a_value_more_or_a_value_less(found: ExhibitMade, form: str) -> None:
    def more(exhibit: dict[str, Any]) -> None:
        exhibit["weighing"]["calls"][0]["note"] = "x"

    def less(exhibit: dict[str, Any]) -> None:
        del exhibit["sources"]

    def truth(exhibit: dict[str, Any]) -> None:
        exhibit["weighing"]["calls"][0]["portion"] = True

    for edit in (more, less, truth):
        with pytest.raises(DoesNotVerify):
            verify_exhibit(resealed(data_of(found, form), edit))


# --- attacks with a ledger of one's own -----------------------------------------------------

SAID_FREELY = {
    "partner": {
        "company", "expert", "inputs.complaints", "inputs.contacts", "inputs.frame",
        "naming.arrived_at", "naming.at_most_once_in", "naming.design", "naming.partner",
        "naming.place", "naming.redraws", "naming.crossings", "others.calls_that_fit",
        "others.is_named",
    },
    "expert": {
        "company", "naming.at_most_once_in", "naming.redraws", "naming.crossings",
        "others.calls_that_fit", "others.is_named", "others.partner",
    },
}  # fmt: skip


def spelled(path: Place) -> str:
    return ".".join(part for part in path if isinstance(part, str))


@FORMS
def test_attack_a_ledger_of_ones_own_changes_no_figure(found: ExhibitMade, form: str) -> None:
    data = data_of(found, form)
    assert verify_exhibit(resealed(data, lambda _: None), [KEY.public]).is_signed
    with pytest.raises(DoesNotVerify):
        verify_exhibit(resealed(data, lambda _: None), keys_of(found))
    exhibit, _ = parts(data)
    first: dict[str, tuple[Place, Any]] = {}
    for path, value in values(exhibit):
        first.setdefault(spelled(path), (path, value))
    through = set()
    for name, (path, value) in first.items():
        try:
            verify_exhibit(resealed(data, partial(put, path=path, value=flipped(value))))
        except DoesNotVerify:
            continue
        through.add(name)
    assert through == SAID_FREELY[form]


def test_the_checker_prints_words_and_plain_figures(store: Store, tmp_path: Path) -> None:
    checked = verify_exhibit(
        named(tmp_path, store).trace.make_exhibit("spring", "Osten").expert
    )
    german, english = checked.in_words("de"), checked.in_words("en")
    assert "niemand festhielt, wer sie aufnahm" in german
    assert "nobody wrote down who took them in" in english
    assert "taken_by" not in english
    assert "e+" not in english
    assert re.search(r"\d{1,3}(,\d{3}){5}; 2,133,000", english)
    assert re.search(r"\d{1,3}(\.\d{3}){5}; 2\.133\.000", german)
