"""What a customer and a regulator are told about a call that was allowed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.permit.conftest import CID, DORA, SHOWN, Desk

from leumund.permit import CallAsked

CONSENT = (
    "consent_ref,ref,number,companies,products,channels,text,wording_version,granted_at,"
    "recorded_at,source,proof\n"
    f"E1,K3,{CID.e164},Musterstrom GmbH|Andere AG,Strom|Gas,telephone|automated_call,I agree,"
    "2025-3,2026-01-31T23:30:00Z,2026-02-01T09:00:00Z,web,4f1c99aa00bb11ccdd22\n"
)
ASKED = CallAsked(CID, "Norden", "winback")


@pytest.mark.parametrize(
    ("language", "audience", "said"),
    [
        (
            "en",
            "customer",
            (
                "On 2026-02-01 you consented to calls from Musterstrom GmbH about Strom (by "
                "telephone; version of the wording: 2025-3). [C001; § 7 Abs. 2 Nr. 1",
                "Up to 2026-09-01 11:00 CEST no objection of yours to advertising is on file. "
                "[C007; § 7 Abs. 1 S. 2 UWG",
                "Norden calls for Musterstrom GmbH, engaged since 2026-01-01. [L003; Art. 28",
                "is within the hours in which we call. [C021;",
            ),
        ),
        (
            "de",
            "customer",
            (
                "Am 01.02.2026 haben Sie in Anrufe von Musterstrom GmbH zu Strom eingewilligt "
                "(Weg: Telefon; Fassung des Wortlauts: 2025-3). [C001;",
                "Bis 2026-09-01 11:00 MESZ liegt von Ihnen kein Widerspruch gegen Werbung vor.",
            ),
        ),
        (
            "en",
            "regulator",
            (
                "consented on 2026-02-01 to calls from Musterstrom GmbH about Strom (by "
                "telephone; version of the wording: 2025-3; source: web). [C001; § 7 Abs. 2",
                "recorded on 2026-02-01; its digest begins with 4f1c99aa00bb. [C012; § 7a",
                "Norden was engaged as a processor since 2026-01-01, for winback and Strom.",
                "Norden has a right to use the number shown. [C018;",
                "Attempts before: 0 in 24 hours, 0 in seven days, 0 in the campaign. [C022;",
            ),
        ),
        ("de", "regulator", ("Prüfsumme beginnt mit 4f1c99aa00bb. [C012; § 7a Abs. 1 UWG",)),
    ],
)
def test_an_allowed_call_is_explained_by_its_consent_contract_and_law(
    desk: Desk, language: str, audience: str, said: tuple[str, ...]
) -> None:
    desk.load("consents", CONSENT)
    asked = desk.permit.explain(ASKED, audience, language)  # type: ignore[arg-type]
    assert asked.is_allowed
    for sentence in said:
        assert sentence in asked.told
    assert all(each.citation for each in asked.permissions)
    for number in (CID, SHOWN):
        assert number.e164[-6:] not in repr(asked)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_call_to_a_business_rests_on_its_reason_with_numbers_masked(
    desk: Desk, language: str
) -> None:
    reason = f"offer of May asked for from {CID.e164}"
    asked = CallAsked(DORA, "Norden", "winback", business_reason=reason)
    for audience in ("customer", "regulator"):
        decision = desk.permit.explain(asked, audience, language)  # type: ignore[arg-type]
        [ground] = [each for each in decision.permissions if each.rule == "C003"]
        assert "offer of May asked for from +4989•" in ground.said
        assert "§ 7 Abs. 2 Nr. 1 Alt. 2 UWG" in decision.told
        assert "C001" not in decision.told


def test_a_machine_rests_on_the_rule_about_machines(desk: Desk) -> None:
    desk.load("consents", CONSENT)
    told = desk.permit.explain(replace(ASKED, call_type="ai"), "customer", "en").told
    assert "(by automated call; version of the wording: 2025-3). [C004;" in told


def test_a_sub_partner_is_told_with_those_above_it(desk: Desk) -> None:
    told = desk.permit.explain(replace(ASKED, partner="Kueste"), "regulator", "en").told
    assert "It stands below Norden, engaged for the same. [L006;" in told


def test_an_agent_and_a_refused_call_are_told_no_ground(desk: Desk) -> None:
    assert desk.permit.explain(ASKED).permissions == ()
    refused = CallAsked(DORA, "Norden", "winback")
    assert desk.permit.explain(refused, "regulator").permissions == ()
