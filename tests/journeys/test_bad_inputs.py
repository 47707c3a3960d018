"""Everything bad that can be handed in, each with what is said, in both languages.

Each is played through the command line on one data folder: what is shown, with which exit
status it ends, and that nothing has changed. Two lie where only the library reaches.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from shutil import copytree

import pyrage
import pytest
from tests.conftest import Databases

from leumund.basics.errors import LeumundError
from leumund.cli.main import main
from leumund.permit import rulepack
from leumund.release.account import AccountExceeded, check_weights

TODAY = date.today()  # noqa: DTZ011, the commands read the same clock
AGO = TODAY - timedelta(days=40)
PACK = Path(rulepack.__file__).parents[1] / "rulepacks" / "de" / "outbound"
BEACON = ("--beacon", "3 14 15 92 65")


@dataclass(frozen=True, slots=True)
class House:
    """One installation: its data folder, its database, and where files are written."""

    folder: Path
    databases: Databases
    database: str
    captured: pytest.CaptureFixture[str] | None = None

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def state(self) -> dict[str, int]:
        """How many rows every table has, and every file of the data folder but the tables
        that are called by their content: one that no draw names says nothing."""
        tables = self.databases.ask(
            self.database,
            "select schemaname || '.' || tablename as t from pg_tables "
            "where schemaname not in ('pg_catalog', 'information_schema')",
        )
        counts = (f"select '{one['t']}', count(*) from {one['t']}" for one in tables)
        question = f"select * from ({' union all '.join(counts)}) as counted (name, rows)"
        rows = self.databases.ask(self.database, question)
        files = {
            path.name: path.stat().st_size
            for path in (self.folder / "data").rglob("*")
            if path.is_file() and path.parent.name != "release"
        }
        return {**{row["name"]: row["rows"] for row in rows}, **files}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[House]:
    """Sixty customers, one partner, and a campaign that was drawn; another only sealed."""
    folder, name = tmp_path_factory.mktemp("house"), databases.make()
    made = House(folder, databases, name)
    with databases.store(name) as store, pytest.MonkeyPatch.context() as environment:
        environment.setenv("LEUMUND_FOLDER", str(folder / "data"))
        environment.setenv("LEUMUND_DATABASE_URL", store.logins.application())
        environment.setenv("LEUMUND_DATABASE_OWNER_URL", store.logins.owner())
        furnish(made)
        yield made
    databases.drop(name)


def furnish(house: House) -> None:
    granted = f"{AGO} 10:00,{AGO} 10:05,web,{'ab' * 32},yes,yes"
    consents = "".join(
        f"K{at},Musterfunk AG,fibre,telephone,Ring me.,{granted}\n" for at in range(60)
    )
    files = [
        house.write("customers.csv", CUSTOMERS + "".join(map(customer, range(60)))),
        house.write("consents.csv", CONSENTS + consents),
    ]
    for path in files:
        assert main(["people", "load", str(path)]) == 0
    partners = house.write("partners.yaml", PARTNERS + partner("Norden"))
    assert main(["network", "load", str(partners)]) == 0
    for name in ("drawn", "sealed"):
        assert main(["release", "draw", str(campaign(house, name))]) == 0
    assert main(["release", "draw", str(house.folder / "drawn.yaml"), *BEACON]) == 0


CUSTOMERS = "ref,number,segment\n"
CONSENTS = (
    "ref,companies,products,channels,wording,granted_at,recorded_at,source,proof_hash,"
    "number_confirmed,reaches_past_contract_end\n"
)
PARTNERS = "principal: Musterfunk AG\npartners:\n"


def customer(at: int) -> str:
    return f"K{at},030 23125 {at:03d},city\n"


def partner(name: str, parent: str = "", also: str = "") -> str:
    key = pyrage.x25519.Identity.generate().to_public()
    above = f"    parent: {parent}\n" if parent else ""
    return (
        f"  - name: {name}\n    country: DE\n    age_recipient: {key}\n{above}"
        "    address: Musterweg 1, Musterstadt\n    contact: Datenschutz\n    tasks: [calls]\n"
        "    risk: low\n    authorised: 2026-01-02\n    looked_at:\n"
        "      - {what: register_extract, on: 2026-01-02, by: Einkauf}\n"
        "      - {what: security, on: 2026-01-02, by: Einkauf}\n"
        "      - {what: sub_partners, on: 2026-01-02, by: Einkauf}\n"
        f"    engagements:\n{engagement('2025-01-01')}{also}"
    )


def engagement(since: str) -> str:
    return (
        "      - role: processor\n        purposes: [winback]\n        products: [fibre]\n"
        f"        valid_from: {since}\n        art28_signed: 2024-12-01\n"
    )


def campaign(house: House, name: str) -> Path:
    return house.write(
        f"{name}.yaml",
        f"campaign: {name}\nprincipal: Musterfunk AG\npurpose: winback\nproduct: fibre\n"
        "design: independent\nstrata: [segment]\npartners:\n"
        "  - {partner: Norden, count: 6}\n"
        f"portions: {{first: {TODAY}, count: 1, every_days: 1}}\nfields: [number]\n",
    )


Prepare = Callable[[House], list[str]]


def load(name: str, content: str | bytes) -> Prepare:
    return lambda house: ["people", "load", str(house.write(name, content))]


def network(*partners: str) -> Prepare:
    text = PARTNERS + "".join(partners)
    return lambda house: ["network", "load", str(house.write("more.yaml", text))]


def draw(name: str) -> Prepare:
    return lambda house: ["release", "draw", str(house.folder / f"{name}.yaml"), *BEACON]


LONG = CUSTOMERS + "".join(map(customer, range(60, 99)))
REFUSED: dict[str, tuple[Prepare, int, str, str]] = {
    "an unknown column": (
        load("c.csv", "ref,number,segment,shoe_size\nK99,030 23125 099,city,43\n"), 2,
        "c.csv has a column that is not known here: shoe_size. Nothing was loaded.",
        "shoe_size. Es wurde nichts geladen.",
    ),
    "a wrong encoding": (
        load("c.csv", (CUSTOMERS + "K99,030 23125 099,Köln\n").encode("cp1252")), 2,
        "c.csv is not written in UTF-8: line 2 cannot be read. Nothing was loaded.",
        "c.csv ist nicht in UTF-8 geschrieben: Zeile 2 ist nicht lesbar.",
    ),
    "a file cut in the middle": (
        load("c.csv", LONG[:-9]), 2,
        "c.csv ends in the middle of line 40. Nothing was loaded",
        "c.csv endet mitten in Zeile 40. Es wurde nichts geladen",
    ),
    "an empty file": (
        load("c.csv", ""), 2,
        "c.csv is empty. Nothing was loaded.",
        "c.csv ist leer. Es wurde nichts geladen.",
    ),
    "the 31st of February as a day": (
        lambda house: ["release", "seal", str(house.folder / "customers.csv"), "--partner",
                       "Norden", "--handed-over", "2026-02-31"], 2,
        "2026-02-31 is no day of the calendar; nothing was done.",
        "2026-02-31 ist kein Tag des Kalenders; es wurde nichts getan.",
    ),
    "a partner who is his own grandparent": (
        network(partner("A", "B"), partner("B", "C"), partner("C", "A")), 2,
        "A would stand above itself: A → B → C → A. Nothing was loaded.",
        "A → B → C → A. Es wurde nichts geladen.",
    ),
    "overlapping engagements": (
        network(partner("Sueden", also=engagement("2025-06-01"))), 2,
        "Sueden has two engagements as processor at the same time",
        "Sueden hat zwei Beauftragungen als processor zur selben Zeit",
    ),
    "a copy drawn twice": (
        lambda house: [*draw("drawn")(house)[:3], "--beacon", "9 9 9"], 4,
        "each of its copies would be drawn twice. Nothing was drawn.",
        "Jede ihrer Kopien wäre doppelt ausgelost. Nichts wurde ausgelost.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("bad", REFUSED)
def test_a_bad_input_is_refused_in_both_languages_and_nothing_changes(
    bad: str, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare, status, *sentences = REFUSED[bad]
    refused(house, capsys, prepare(house), status, sentences)


def refused(
    house: House,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    status: int,
    sentences: Sequence[str],
) -> None:
    """The command says so in English and in German, ends so, and leaves all as it was."""
    before = house.state()
    for language, sentence in zip(("en", "de"), sentences, strict=True):
        assert main(["--lang", language, *words]) == status
        assert sentence in " ".join(capsys.readouterr().err.split())
    assert house.state() == before


def test_weights_that_would_exceed_the_account(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    """Here the account is over: it was opened 21 years ago."""
    moved = "update release.account set opened_on = opened_on {} interval '21 years'"
    house.databases.as_owner(house.database, moved.format("-"))
    sentences = ("weights would exceed the account: its 20 years began", "Konto")
    refused(house, capsys, draw("sealed")(house), 4, sentences)
    house.databases.as_owner(house.database, moved.format("+"))
    with pytest.raises(AccountExceeded) as told:
        check_weights([Fraction(2, 3), Fraction(1, 2)])
    assert "they sum to 7/6, and all there is is 1" in told.value.message("en")
    assert "7/6" in told.value.message("de")


def test_a_secret_that_does_not_match_its_seal(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = house.folder / "data" / "keys" / "draws" / "sealed.json"
    held = secret.read_text("utf-8")
    secret.write_text(json.dumps(json.loads(held) | {"secret": "00" * 32}), "utf-8")
    sentences = ("does not match its seal. It proves nothing.", "passt nicht zu")
    refused(house, capsys, draw("sealed")(house), 10, sentences)
    secret.write_text(held, "utf-8")


UNREADABLE = {
    "numbers with letters": (
        CUSTOMERS + "K99,030 2312O 999,city\n",
        "which cannot be read as a phone number",
        "das ist nicht als Rufnummer lesbar",
    ),
    "the 31st of February": (
        CONSENTS + "K9,Musterfunk AG,fibre,telephone,Yes.,2026-02-31 10:00,2026-03-01 10:00,"
        f"web,{'cd' * 32},yes,yes\n",
        "2026-02-31 10:00, which is no",
        "2026-02-31 10:00; das ist kein",
    ),
}


@pytest.mark.parametrize("bad", UNREADABLE)
def test_a_row_that_cannot_be_read_is_kept_with_its_reasons_and_changes_nobody(
    bad: str, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    content, english, german = UNREADABLE[bad]
    before = house.state()
    assert main(["people", "load", str(house.write("row.csv", content)), "--json"]) == 0
    loaded = json.loads(capsys.readouterr().out)
    assert (loaded["rows"], loaded["added"], loaded["quarantined"]) == (1, 0, 1)
    kept = Path(loaded["quarantine_path"]).read_text("utf-8")
    assert english in kept
    assert german in kept
    assert content.splitlines()[1] in kept
    after = house.state()
    assert not [
        k for k in before if k.startswith(("people.", "release.")) and after[k] != before[k]
    ]


def test_complaints_about_nobodys_customer_are_kept_and_counted(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = f"{TODAY} 09:00:00,{TODAY} 08:00:00,030 23125 999,030 23125 901\n"
    header = "arrived_at,called_at,number_called,number_shown\n"
    path, before = house.write("complaints.csv", header + rows), house.state()
    for language, label in (("en", "strangers"), ("de", "niemandes Kunde")):
        assert main(["--lang", language, "intake", "complaints", str(path)]) == 0
        lines = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
        assert [line[-1].strip() for line in lines if line[0] == label] == ["1"]
    after = house.state()
    assert after["intake.complaint"] == before["intake.complaint"] + 1
    assert after["people.line"] == before["people.line"]


def test_a_rule_pack_without_citation(tmp_path: Path) -> None:
    pack = copytree(PACK, tmp_path / "pack")
    rules = next(path for path in pack.glob("*.yaml") if "citation:" in path.read_text("utf-8"))
    text = re.sub(r"^ *citation:.*\n", "", rules.read_text("utf-8"), count=1, flags=re.M)
    rules.write_text(text, "utf-8")
    with pytest.raises(LeumundError) as told:
        rulepack.load(pack)
    assert "names no law at" in told.value.message("en")
    assert "kein Gesetz. Das Regelwerk wurde nicht geladen" in told.value.message("de")
