"""The chain register: what is missing, what is declared, who stands outside."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from leumund.basics.clock import SetClock
from leumund.basics.finding import Row
from leumund.basics.verdict import Effect
from leumund.ledger.actions import Ledger
from leumund.network import NoSuchPartner, Seen, login_digest, payee_digest
from leumund.network.actions import Network
from leumund.network.chain import (
    DoubledInRegister,
    KnownPartner,
    NoSuchCode,
    NothingToLookAt,
    NotLookedAtYet,
)
from leumund.network.register_file import NoSuchAccount
from leumund.store import Statement, Store

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
IBAN = "DE02120300000000202051"
PAPER = "a" * 64

WHOLE = f"""
principal: Nordwind Energie GmbH
declaration_day: 2026-03-31
partners:
  - name: norden
    country: DE
    contact: Datenschutz
    address: Hafenstraße 1
    tasks: [calls]
    risk: low
    looked_at:
      - {{what: register_extract, on: 2025-12-20, by: Einkauf}}
      - {{what: security, on: 2025-12-20, by: Einkauf, document: {PAPER}}}
      - {{what: sub_partners, on: 2025-12-20, by: Einkauf}}
    logins:
      - {{login: N.Shop1, valid_from: 2026-01-01}}
    payees:
      - {{iban: {IBAN}, valid_from: 2026-01-01}}
    leads:
      - {{source: web form, role: controller, legal_ground: consent, valid_from: 2026-01-01}}
    engagements:
      - role: processor
        purposes: [winback]
        valid_from: 2026-01-01
        art28_signed: 2025-12-20
        documents:
          - {{kind: art28, version: '2', digest: {PAPER}, signed: 2025-12-20}}
    caller_numbers:
      - {{number: '+49 30 23125 001', valid_from: 2026-01-01, right_of_use: yes}}
"""
SUB = """
  - name: keller
    country: TR
    parent: norden
    engagements:
      - {role: processor, purposes: [winback], valid_from: 2026-01-01}
"""


@pytest.fixture
def network(store: Store) -> Network:
    return Network(store, SetClock(NOON))


def load(network: Network, folder: Path, text: str = WHOLE) -> Network:
    path = folder / "partners.yaml"
    path.write_text(text, "utf-8")
    network.load(path)
    return network


def seen(kind: str, value: str, at: datetime = NOON, partner: str | None = "norden") -> Seen:
    return Seen(kind, value, at, partner, Row("audit.payment", f"{kind}-1"))  # type: ignore[arg-type]


def test_of_a_partner_with_everything_nothing_is_missing(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path)
    assert network.gaps().is_complete
    assert network.handover_verdict("norden", TODAY, ("number",), ("winback",)).is_allowed


def test_the_register_is_kept_as_the_file_states_it_and_again_changes_nothing(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path)
    norden = network.partner("norden")
    assert norden is not None
    assert norden.payees[0].ends_with == "2051"
    assert norden.payees[0].digest == payee_digest("DE02 1203 0000 0000 2020 51")
    assert norden.logins[0].digest == login_digest("n.shop1")
    assert norden.engagements[0].documents[0].version == "2"
    assert network.load(tmp_path / "partners.yaml").unchanged == 1


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("    address: Hafenstraße 1\n", "", "C045"),
        ("        art28_signed: 2025-12-20\n", "", "C040"),
        ("role: processor\n", "role: controller\n", "C041"),
        ("{what: security, on: 2025-12-20", "{what: owners, on: 2025-12-20", "C043"),
        ("country: DE", "country: TR", "C046"),
    ],
)
def test_each_gap_stops_the_hand_over_and_says_law_and_way_out(
    network: Network, tmp_path: Path, old: str, new: str, check: str
) -> None:
    assert old in WHOLE
    load(network, tmp_path, WHOLE.replace(old, new, 1))
    [gap] = network.gaps().gaps
    assert gap.check == check
    assert gap.is_stopping
    assert all((gap.law, gap.way_out, gap.missing, gap.wants))
    verdict = network.handover_verdict("norden", TODAY, ("number",), ("winback",))
    assert [reason.rule for reason in verdict.refusals] == [check]


def test_an_audit_falls_due_when_the_interval_of_the_risk_class_is_over(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path, WHOLE.replace("risk: low", "risk: high"))
    assert network.gaps(date(2026, 6, 20)).is_complete
    assert [gap.check for gap in network.gaps(date(2026, 6, 21)).gaps] == ["C042"]
    network.check_in("norden", "audit", "Revision", TODAY)
    assert network.gaps(date(2026, 6, 21)).is_complete


def test_fields_beyond_what_is_agreed_are_not_handed_over(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path)
    verdict = network.handover_verdict("norden", TODAY, ("number", "postcode"), ("winback",))
    assert [(each.rule, each.fact) for each in verdict.refusals] == [("C047", "more")]


def test_a_gap_below_stops_the_partner_above(network: Network, tmp_path: Path) -> None:
    load(network, tmp_path, WHOLE + SUB)
    verdict = network.handover_verdict("norden", TODAY)
    assert {reason.rule for reason in verdict.refusals} == {"C044", "C045", "C046"}


def test_the_deletion_is_asked_for_once_the_engagement_has_ended(
    network: Network, tmp_path: Path
) -> None:
    ended = WHOLE.replace("valid_from: 2026-01-01\n        art28", "valid_from: 2026-01-01\n"
                          "        valid_to: 2026-02-28\n        art28")  # fmt: skip
    load(network, tmp_path, ended)
    [gap] = network.gaps().gaps
    assert (gap.check, gap.is_stopping) == ("C048", False)
    network.check_in("norden", "deletion-certificate", "Einkauf", TODAY)
    assert network.gaps().is_complete


def test_what_an_engagement_said_before_is_still_known(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path)
    load(network, tmp_path, WHOLE.replace("purposes: [winback]", "purposes: [upsell]"))
    versions = network.versions("norden")
    assert [each.version for each in versions] == [1, 2]
    assert [each.stated["purposes"] for each in versions] == [["winback"], ["upsell"]]
    assert len({each.digest for each in versions}) == 2


def test_a_sub_partner_is_declared_and_may_not_act_before_the_company_agrees(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path)
    done = network.declare("Keller Call", "norden", "de", acting_since=date(2025, 11, 1))
    assert (done.is_late, done.missing) == (False, ("address", "contact", "tasks"))
    keller = network.partner("Keller Call")
    assert keller is not None
    assert keller.declared is not None
    assert (keller.parent, keller.engagements) == ("norden", ())
    assert {gap.check for gap in network.gaps().of("Keller Call")} >= {"C043", "C044", "C045"}


def test_whoever_is_declared_after_the_day_is_declared_late(
    store: Store, tmp_path: Path
) -> None:
    network = Network(store, SetClock(NOON + timedelta(days=60)))
    load(network, tmp_path)
    assert network.declare("keller", "norden", "DE").is_late


def test_a_declaration_of_somebody_known_or_below_nobody_changes_nothing(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path)
    with pytest.raises(KnownPartner):
        network.declare("NORDEN", "norden", "DE")
    with pytest.raises(NoSuchPartner):
        network.declare("keller", "nobody", "DE")
    with pytest.raises(NoSuchCode):
        network.declare("keller", "norden", "Turkey")
    assert [each.name for each in network.partners()] == ["norden"]


def test_the_ledger_knows_that_somebody_was_declared_and_checked_but_no_name(
    store: Store, tmp_path: Path
) -> None:
    clock = SetClock(NOON)
    network = load(Network(store, clock), tmp_path)
    network.declare("keller", "norden", "DE", contact="Frau Muster")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"seen")
    done = network.check_in("keller", "security", "Herr Beispiel", document=paper)
    assert done.document == sha256(b"seen").hexdigest()
    ledger = Ledger(store, clock, tmp_path)
    ledger.create_key()
    ledger.integrate()
    with store.snapshot() as tx:
        rows = tx.run(
            Statement("bodies", "", "select convert_from(body, 'utf8') from ledger.opening")
        )
    bodies = str(rows)
    for name in ("keller", "Muster", "Beispiel", "norden"):
        assert name not in bodies


def test_the_same_look_is_noted_once_and_nobody_looks_into_the_future(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path)
    assert network.check_in("norden", "audit", "Revision").is_new
    assert not network.check_in("norden", "audit", "Revision").is_new
    with pytest.raises(NotLookedAtYet):
        network.check_in("norden", "audit", "Revision", TODAY + timedelta(days=1))
    with pytest.raises(NothingToLookAt):
        network.check_in("norden", "horoscope", "Revision")


def test_what_was_looked_at_stays_noted_when_the_file_leaves_it_out(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path)
    cut = "\n".join(line for line in WHOLE.splitlines() if "2025-12-20, by" not in line)
    load(network, tmp_path, cut.replace("    looked_at:\n", ""))
    norden = network.partner("norden")
    assert norden is not None
    assert len(norden.looked_at) == 3


@pytest.mark.parametrize(
    ("kind", "value", "code", "known"),
    [
        ("payee", payee_digest("DE02500105170137075030"), "C058", "nobody"),
        ("login", login_digest("call99"), "C044", "nobody"),
        ("caller_number", "+493023125999", "C044", "nobody"),
        ("caller", "Istanbul Call", "C044", "nobody"),
    ],
)
def test_whoever_stands_outside_the_chain_is_a_finding(
    network: Network, tmp_path: Path, kind: str, value: str, code: str, known: str
) -> None:
    load(network, tmp_path)
    again = seen(kind, value, NOON + timedelta(days=1))
    [finding] = network.undeclared([again, seen(kind, value)])
    assert (finding.code, finding.said["known"]) == (code, known)
    assert finding.first_sign_at == NOON
    assert finding.effect is Effect.WARN


def test_after_the_declaration_day_somebody_undeclared_is_to_be_looked_into(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path)
    [finding] = network.undeclared([seen("login", login_digest("x"), NOON + timedelta(40))])
    assert finding.effect is Effect.ESCALATE


def test_whoever_stands_in_the_chain_is_no_finding(network: Network, tmp_path: Path) -> None:
    load(network, tmp_path, WHOLE + SUB)
    known = [
        seen("payee", payee_digest(IBAN)),
        seen("login", login_digest("N.SHOP1"), partner="keller"),
        seen("caller_number", "+493023125001"),
        seen("caller", "Keller"),
        seen("caller", "norden", partner=None),
    ]
    assert network.undeclared(known) == ()


def test_a_payee_of_another_chain_and_one_of_another_time_are_findings(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path, WHOLE + "  - {name: westen, country: DE}\n")
    other = seen("payee", payee_digest(IBAN), partner="westen")
    early = seen("payee", payee_digest(IBAN), datetime(2025, 6, 1, tzinfo=UTC))
    found = network.undeclared([other, early])
    assert {each.said["known"] for each in found} == {"other_chain", "not_then"}


LEADS = "lead,phone,source,granted_at,proof\n"


def test_a_lead_is_known_with_source_and_proof_before_its_call(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path)
    path = tmp_path / "leads.csv"
    rows = [
        f"L1,030 23125 100,web form,2026-02-01 10:00,{PAPER}",
        f"L2,030 23125 101,fair,2026-02-01 10:00,{PAPER}",
        "L3,030 23125 102,web form,2026-02-01 10:00,yes",
        f"L4,030 23125 103,web form,2026-04-01 10:00,{PAPER}",
        f"L5,none,web form,2026-02-01 10:00,{PAPER}",
    ]
    path.write_text(LEADS + "\n".join(rows) + "\n", "utf-8")
    loaded = network.leads(path, "norden")
    assert (loaded.rows, loaded.added, loaded.quarantined) == (5, 1, 4)
    lead = network.lead("norden", "L1")
    assert lead is not None
    assert (lead.declared_at, lead.number.e164) == (NOON, "+493023125100")
    assert network.lead_numbers() == (("norden", "+493023125100", NOON),)
    again = network.leads(path, "norden")
    assert (again.added, again.known) == (0, 1)


def test_the_tree_shows_who_engaged_whom_and_what_is_missing(
    network: Network, tmp_path: Path
) -> None:
    load(network, tmp_path, WHOLE + SUB + "  - {name: westen, country: DE}\n")
    lines = network.tree().in_words().splitlines()
    assert lines[0] == "Nordwind Energie GmbH"
    assert lines[1].startswith("├── norden (DE) · processor since 2026-01-01")
    assert lines[2].startswith("│   └── keller (TR)")
    assert "nothing is handed over" in lines[2]
    assert lines[3].startswith("└── westen")
    assert len(network.tree("keller").in_words().splitlines()) == 3


def test_an_account_that_cannot_be_and_an_entry_given_twice_are_refused(
    network: Network, tmp_path: Path
) -> None:
    with pytest.raises(NoSuchAccount):
        load(network, tmp_path, WHOLE.replace(IBAN, "DE02120300000000202052"))
    twice = "      - {login: N.Shop1, valid_from: 2026-01-01}\n"
    with pytest.raises(DoubledInRegister):
        load(network, tmp_path, WHOLE.replace(twice, twice * 2))
    assert network.partners() == ()
