"""check, explain and what they leave behind, on a real database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from tests.permit.conftest import ADA_AND_BOB, CID, DORA, NOBODY, OTHERS, PARTNERS, SHOWN, Desk

from leumund.basics.numbers import Number
from leumund.ledger.actions import Ledger
from leumund.network import NoSuchPartner
from leumund.people import Line
from leumund.permit import CallAsked
from leumund.permit.answers import Decision
from leumund.permit.gather import ProductNeeded, ProductNotSaid
from leumund.permit.passes import Attempts
from leumund.permit.question import CallIsPast
from leumund.store import Statement, Store

PASSES = Statement("passes", "All passes.", "select * from permit.pass order by at, pass_id")
REFUSALS = Statement(
    "refusals", "All counts.", "select rule, purpose, checks from permit.refusal order by rule"
)


WHOLE_YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


def call(
    number: Number, partner: str = "Norden", purpose: str = "winback", **more: Any
) -> CallAsked:
    return CallAsked(number, partner, purpose, **more)


def asked(desk: Desk, number: Number, partner: str = "Norden", **more: object) -> Decision:
    return desk.permit.check(call(number, partner, **more))


def met(decision: Decision) -> list[str]:
    return [reason.rule for reason in decision.verdict.reasons]


def rows(store: Store, statement: Statement) -> list[dict[str, object]]:
    with store.snapshot() as tx:
        return tx.run(statement)


def test_an_allowed_call_gets_a_pass_that_names_its_rules(desk: Desk, store: Store) -> None:
    decision = asked(desk, CID)
    assert met(decision) == []
    [permitted] = rows(store, PASSES)
    assert permitted["pass_id"] == decision.pass_id
    assert permitted["consent_id"] == decision.used_consent_id
    assert permitted["pack_digest"] == decision.pack_digest
    assert permitted["shown_number"] == SHOWN.e164
    assert permitted["product"] == "strom"


def test_the_pass_and_its_entry_stand_together(desk: Desk, store: Store) -> None:
    decision = asked(desk, CID)
    ledger = Ledger(store, desk.clock, desk.folder)
    ledger.integrate()
    [entry] = ledger.entries(kind="permit.check")
    assert decision.pass_id in str(entry)


def test_a_refused_call_leaves_a_count_and_nobody(desk: Desk, store: Store) -> None:
    asked(desk, DORA)
    asked(desk, DORA)
    assert rows(store, PASSES) == []
    assert rows(store, REFUSALS) == [{"rule": "C003", "purpose": "winback", "checks": 2}]
    ledger = Ledger(store, desk.clock, desk.folder)
    ledger.integrate()
    assert list(ledger.entries(kind="permit.check")) == []


def test_an_objection_outranks_a_consent_from_the_next_call_on(desk: Desk) -> None:
    assert asked(desk, CID).is_allowed
    desk.load("objections", f"number,at\n{CID.e164},2026-09-01T08:59:59Z\n")
    assert met(asked(desk, CID)) == ["C007"]


def test_an_objection_without_a_date_holds_for_all_time(desk: Desk) -> None:
    desk.load("objections", f"number,at\n{CID.e164},\n")
    assert met(asked(desk, CID)) == ["C007"]


def test_a_number_in_a_register_is_not_called(desk: Desk) -> None:
    path = desk.folder / "register.csv"
    path.write_text(f"number\n{CID.e164}\n", encoding="utf-8")
    desk.people.load(path, "register", name="Robinson", dated_on=date(2026, 8, 1))
    decision = asked(desk, CID)
    assert [(each.rule, each.fact) for each in decision.verdict.reasons] == [
        ("L002", "Robinson")
    ]


def test_the_fourth_attempt_in_24_hours_is_refused(desk: Desk) -> None:
    assert all(asked(desk, CID).is_allowed for _ in range(3))
    assert met(asked(desk, CID)) == ["C022"]
    desk.clock.at += timedelta(hours=24)
    assert met(asked(desk, CID)) == ["C022"]
    desk.clock.at += timedelta(seconds=1)
    assert asked(desk, CID).is_allowed


def test_attempts_of_all_partners_count_together(desk: Desk) -> None:
    assert all(
        asked(desk, CID, partner).is_allowed for partner in ("Norden", "Kueste", "Kueste")
    )
    assert met(asked(desk, CID)) == ["C022"]


def test_attempts_are_not_escaped_by_asking_for_later_moments_first(desk: Desk) -> None:
    later = desk.clock.now() + timedelta(hours=2)
    assert all(asked(desk, CID, at=later).is_allowed for _ in range(3))
    assert met(asked(desk, CID)) == ["C022"]


def test_ten_at_once_get_three_passes(desk: Desk) -> None:
    with ThreadPoolExecutor(5) as pool:
        decisions = list(pool.map(lambda _: asked(desk, CID), range(10)))
    assert sum(decision.is_allowed for decision in decisions) == 3


def test_the_last_use_of_a_consent_is_known(desk: Desk) -> None:
    consent_id = asked(desk, CID).used_consent_id
    assert consent_id is not None
    first = desk.clock.now()
    desk.clock.at += timedelta(days=1)
    asked(desk, CID)
    assert desk.permit.last_uses([consent_id, 99]) == {consent_id: first + timedelta(days=1)}


class Diallers:
    """Calls that a dialler placed without a pass of ours: two a day on every line."""

    def about(self, line: Line, at: datetime) -> Attempts:
        return Attempts(day=2, week=2, campaign=2)

    def table(self, at: datetime, line: Path) -> pa.Table:
        counts = {f"attempts_{name}": [2] * 9 for name in ("day", "week", "campaign")}
        return pa.table({"line_id": list(range(1, 10)), **counts})


def test_attempts_that_others_know_of_are_added(desk: Desk) -> None:
    permit = replace(desk.permit, attempts=Diallers())
    assert permit.check(call(CID)).is_allowed
    assert met(permit.check(call(CID))) == ["C022"]
    found = permit.screen(None, "winback", "Strom", into=desk.folder / "screen.parquet")
    assert {each.rule: each.persons for each in found.by_rule}["C022"] == 1


def test_a_pass_is_a_use_so_its_consent_is_not_stale(desk: Desk) -> None:
    assert asked(desk, CID).is_allowed
    desk.clock.at = datetime(2028, 1, 20, 12, 0, tzinfo=UTC)
    rules = met(asked(desk, CID, "Kueste"))
    assert "C015" not in rules
    desk.clock.at = datetime(2028, 9, 1, 9, 0, 1, tzinfo=UTC)
    assert "C015" in met(asked(desk, CID, "Kueste"))


def test_one_persons_consent_does_not_cover_another(desk: Desk) -> None:
    assert met(asked(desk, ADA_AND_BOB, person_ref="K2")) == ["C001", "C016"]


def test_on_a_shared_line_the_answer_names_whom_to_ask_for(desk: Desk) -> None:
    decision = asked(desk, ADA_AND_BOB)
    assert (decision.is_allowed, decision.person_ref, met(decision)) == (True, "K1", ["C016"])
    assert "K1" in decision.in_words()


def test_anybodys_objection_on_a_shared_line_refuses(desk: Desk) -> None:
    desk.load("objections", "ref,at\nK2,2026-08-01\n")
    assert met(asked(desk, ADA_AND_BOB)) == ["C007", "C016"]
    assert met(asked(desk, ADA_AND_BOB, person_ref="K1")) == ["C016"]


def test_a_person_who_is_not_on_the_line_is_nobody(desk: Desk) -> None:
    assert met(asked(desk, CID, person_ref="K1")) == ["C001", "C002"]


def test_a_business_with_a_reason_may_be_called(desk: Desk) -> None:
    assert asked(desk, DORA, business_reason="asked for an offer").is_allowed


def test_a_number_nobody_knows_is_refused(desk: Desk) -> None:
    assert met(asked(desk, NOBODY)) == ["C001", "C002"]


@pytest.mark.parametrize("typed", ["Nordn", "norden", "NORDEN GmbH"])
def test_a_misspelt_partner_is_told_by_the_closest_name_and_not_refused(
    desk: Desk, store: Store, typed: str
) -> None:
    for question in (desk.permit.check, desk.permit.explain):
        with pytest.raises(NoSuchPartner) as raised:
            question(call(CID, typed))
        assert "Closest is: Norden." in raised.value.way_out("en")
    with pytest.raises(NoSuchPartner):
        desk.permit.partner_reasons(typed, "winback", "Strom")
    assert rows(store, REFUSALS) == []


def test_a_number_typed_as_the_partner_is_not_repeated(desk: Desk) -> None:
    with pytest.raises(NoSuchPartner) as raised:
        asked(desk, CID, CID.e164)
    assert CID.e164[-6:] not in raised.value.message("en")


def test_of_several_products_one_must_be_named_and_they_are_listed(desk: Desk) -> None:
    path = desk.folder / "partners.yaml"
    several = PARTNERS.replace("[Strom]", "[Strom, Gas]", 1)
    path.write_text(several, encoding="utf-8")
    desk.network.load(path)
    with pytest.raises(ProductNotSaid, match="several products in winback: Strom, Gas"):
        asked(desk, CID)
    assert asked(desk, CID, product="Strom").is_allowed
    path.write_text(several.replace("        products: [Strom, Gas]\n", ""), encoding="utf-8")
    desk.network.load(path)
    with pytest.raises(ProductNeeded, match="every product in winback"):
        asked(desk, CID)


@pytest.mark.parametrize(
    ("more", "note"),
    [
        ({"product": "Gas"}, "Norden may act for: Strom. [L005;"),
        ({"purpose": "winbak"}, "Norden may act for: winback. [L004;"),
        ({"principal": "Musterstrom"}, "known here is Musterstrom GmbH. [C008;"),
    ],
)
def test_a_refusal_says_what_would_have_been_right(
    desk: Desk, more: dict[str, str], note: str
) -> None:
    assert note in desk.permit.check(call(CID, **more)).in_words()
    told = desk.permit.explain(call(CID, **more), "customer", "en").in_words()
    assert "may act for" not in told


def test_a_sub_partner_falls_with_the_partner_above(desk: Desk) -> None:
    desk.clock.at = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    assert met(asked(desk, CID, "Norden", product="Strom")) == ["L003", "L004", "L005"]
    assert met(asked(desk, CID, "Kueste")) == ["L006"]


def test_another_purpose_or_product_is_refused(desk: Desk) -> None:
    decision = desk.permit.check(call(CID, purpose="upsell", product="Gas"))
    assert met(decision) == ["C009", "L004", "L005"]


def test_somebody_elses_number_may_not_be_shown(desk: Desk) -> None:
    assert met(asked(desk, CID, shown_number=OTHERS)) == ["C018"]


@pytest.mark.parametrize(
    ("shown", "rules"),
    [("+49900123456", ["C018", "C019"]), ("+12025550123", ["C018", "C019"])],
)
def test_premium_and_foreign_numbers_may_not_be_shown(
    desk: Desk, shown: str, rules: list[str]
) -> None:
    assert met(asked(desk, CID, shown_number=Number(shown))) == rules


def test_a_withheld_number_is_refused(desk: Desk) -> None:
    assert met(asked(desk, CID, is_withheld=True)) == ["C017", "C018", "C019"]


def test_the_holiday_is_that_of_the_person_called(desk: Desk) -> None:
    corpus_christi = datetime(2026, 6, 4, 9, 0, tzinfo=UTC)

    def explained(number: Number) -> Decision:
        return desk.permit.explain(call(number, at=corpus_christi))

    assert met(explained(CID)) == ["C021"]
    assert explained(ADA_AND_BOB).is_allowed


def test_attack_a_pass_for_a_call_that_is_past_is_not_issued(desk: Desk, store: Store) -> None:
    """It would explain the complaint about that call away."""
    with pytest.raises(CallIsPast, match="2026-09-01 10:30 CEST"):
        asked(desk, CID, at=datetime(2026, 9, 1, 8, 30, tzinfo=UTC))
    assert desk.permit.passes([1, 2, 3, 4, 5, 6], *WHOLE_YEAR) == []


def test_eight_in_the_evening_is_german_time(desk: Desk) -> None:
    assert asked(desk, CID, at=datetime(2026, 9, 1, 17, 59, 59, tzinfo=UTC)).is_allowed
    assert met(asked(desk, CID, at=datetime(2026, 9, 1, 18, 0, tzinfo=UTC))) == ["C021"]


def test_a_consent_for_one_company_does_not_serve_another(desk: Desk) -> None:
    assert met(asked(desk, CID, principal="Andere AG")) == ["C008"]
    assert asked(desk, CID, principal="  MUSTERSTROM gmbh ").is_allowed


def test_explaining_records_nothing(desk: Desk, store: Store) -> None:
    decision = desk.permit.explain(call(CID), "regulator", "de")
    assert decision.is_allowed
    assert decision.pass_id is None
    assert decision.in_words().startswith("Der Anruf ist erlaubt.")
    assert rows(store, PASSES) == rows(store, REFUSALS) == []


def test_explaining_the_past_counts_the_attempts_until_then(desk: Desk) -> None:
    before = desk.clock.now() - timedelta(minutes=1)
    for _ in range(3):
        asked(desk, CID)
    assert desk.permit.explain(call(CID, at=before)).is_allowed
    assert not desk.permit.explain(call(CID)).is_allowed


def test_passes_are_found_by_line_and_time(desk: Desk) -> None:
    decision = asked(desk, CID)
    now = desk.clock.now()
    record = desk.people.about(CID)
    assert record is not None
    [found] = desk.permit.passes([record.line.id], now, now)
    assert (found.pass_id, found.partner, found.shown_number) == (
        decision.pass_id,
        "Norden",
        SHOWN,
    )
    assert desk.permit.passes([record.line.id], now + timedelta(seconds=1), now) == []
    assert desk.permit.passes([record.line.id + 99], now, now) == []


def test_what_stands_against_a_partner_says_nothing_of_persons(desk: Desk) -> None:
    assert desk.permit.partner_reasons("Norden", "winback", "Strom") == ()
    found = desk.permit.partner_reasons("Norden", "upsell", "Strom")
    assert [reason.rule for reason in found] == ["L004"]


def test_a_pack_of_the_companys_own_is_obeyed(desk: Desk, tmp_path: Path) -> None:
    pack = tmp_path / "own"
    pack.mkdir()
    (pack / "pack.yaml").write_text(
        'id: musterstrom/outbound\nversion: "2026.1"\nvalid_from: 2026-01-01\n'
        'requires: [{pack: de/outbound, version: "2026.1"}]\ntopics: [frequency]\n'
    )
    (pack / "frequency.yaml").write_text(
        "rules: {C022: {values: {attempts_day: {unit: calls, since: [{from: 2026-01-01, "
        "value: 1, citation: Vertriebsrichtlinie 4, source: policy}]}}}}\n"
    )
    own = replace(desk.permit, pack=pack)
    decision = own.check(call(CID))
    assert (decision.is_allowed, decision.pack) == (True, "musterstrom/outbound 2026.1")
    assert met(own.check(call(CID))) == ["C022"]
    assert asked(desk, CID).is_allowed


def test_no_answer_shows_a_number(desk: Desk) -> None:
    decision = asked(desk, CID)
    for number in (CID, SHOWN):
        assert number.e164 not in repr(decision) + decision.in_words()
        assert number.e164[-6:] not in repr(decision)


REFUSED = Statement(
    "refused",
    "What was refused.",
    "select line_id, partner, at from permit.refused order by id",
)


def test_a_refusal_can_be_laid_beside_a_call_for_90_days_and_then_is_gone(
    desk: Desk, store: Store
) -> None:
    asked(desk, DORA)
    [kept] = rows(store, REFUSED)
    assert (kept["partner"], kept["at"]) == ("Norden", desk.clock.now())
    desk.clock.at += timedelta(days=90)
    asked(desk, DORA)
    assert len(rows(store, REFUSED)) == 2
    desk.clock.at += timedelta(seconds=1)
    asked(desk, DORA)
    assert [row["at"] for row in rows(store, REFUSED)] != [kept["at"]]
    assert len(rows(store, REFUSED)) == 2


def test_what_was_asked_is_there_as_a_table_without_any_number_called(
    desk: Desk, tmp_path: Path
) -> None:
    asked(desk, CID)
    asked(desk, DORA)
    asked(desk, NOBODY)
    now = desk.clock.now()
    path = desk.permit.asked(tmp_path / "asked.parquet", now, now + timedelta(seconds=1))
    found = parquet.read_table(path).to_pylist()
    assert [(row["partner"], row["is_allowed"], row["shown"]) for row in found] == [
        ("Norden", True, SHOWN.e164),
        ("Norden", False, None),
    ]
    assert CID.e164 not in str(found)
