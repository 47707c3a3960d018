"""What the letters of a case tell a partner: a stop that runs, what a warning is about, what
became of an objection."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.cases.desk import BRANDT, KURZ, WEBER, Refused, finding
from tests.house.test_words import condemning
from tests.report.packed import Packed, packed_on
from tests.report.read import pdf_text

from leumund.basics.citation import cited
from leumund.basics.finding import Source
from leumund.cases import refusals as no
from leumund.report.refusals import NoSuchLetterDue
from leumund.store import Store

BOTH = pytest.mark.parametrize("language", ["de", "en"])
NUMBER = "030 23125 014"


@pytest.fixture
def packed(store: Store, tmp_path: Path) -> Packed:
    return packed_on(store, tmp_path)


def letter(packed: Packed, about: str, language: str) -> str:
    path = packed.folder / f"{about}-{language}.pdf"
    packed.leumund.report.letter(packed.case_id, about, path, language)
    lines = " ".join(pdf_text(path.read_bytes()).split())
    said = re.sub(r"(?<=[a-zäöü])[-\u2010\u00ad] (?=[a-zäöü])", "", lines)
    assert not condemning(said)
    return said


def warned(packed: Packed, **more: object) -> None:
    packed.desk.propose("warning", **more)
    packed.desk.decide()


@BOTH
def test_a_hearing_shows_at_its_top_a_data_stop_that_runs(
    packed: Packed, language: str
) -> None:
    desk = packed.desk
    desk.open()
    desk.stop()
    desk.hear()
    said = letter(packed, "hearing", language)
    wanted = {
        "de": ("Eine Datensperre läuft", "4. Mai 2026, 12:00", "zum Ende des 19. Mai 2026",
               "Von selbst an diesem Tag", "Was uns aufgefallen ist"),
        "en": ("A data stop is running", "4 May 2026, 12:00", "the end of 19 May 2026",
               "By itself on that day", "What has come to our notice"),
    }[language]  # fmt: skip
    assert [said.find(each) for each in wanted] == sorted(said.find(each) for each in wanted)
    assert said.find(wanted[0]) > 0
    assert "People are called right now." in said


def test_a_hearing_without_a_stop_shows_none(packed: Packed) -> None:
    packed.desk.open()
    packed.desk.stop()
    packed.desk.cases.lift(packed.case_id, 1, "It has stopped.", WEBER)
    packed.desk.hear()
    assert "A data stop" not in letter(packed, "hearing", "en")


@pytest.mark.parametrize(
    ("event", "how"),
    [
        ("run", "A data stop is running"),
        ("lift", "A person has lifted it."),
        ("lapse", "Until when the end of 19 May 2026 How it ended By itself."),
        ("decide", "What two people decided has taken its place."),
    ],
)
def test_a_decision_shows_a_data_stop_that_runs_or_has_run(
    packed: Packed, event: str, how: str
) -> None:
    desk = packed.desk
    if event == "decide":
        desk.ready()
        desk.stop()
        desk.propose("data_stop")
        desk.decide()
    else:
        desk.open()
        desk.item()
        desk.stop()
        if event == "lift":
            desk.cases.lift(desk.case_id, 1, "It has stopped.", WEBER)
        if event == "lapse":
            desk.later(days=20)
        warned(packed)
    said = letter(packed, "decision", "en")
    assert how in said
    assert said.count("A data stop") == 1


@BOTH
def test_a_warning_names_the_facts_the_day_what_follows_and_the_other_explanations(
    packed: Packed, language: str
) -> None:
    desk = packed.desk
    desk.open(
        finding(row="c1", code="C051", said={"line": NUMBER.replace(" ", "")[1:]}),
        finding(Source.ORDER_RECORD, "o8", code="C079"),
    )
    desk.item()
    desk.explain("spoofing")
    desk.cases.explain(
        desk.case_id, "our_transfer", "two of our lists went out", KURZ, is_possible=True
    )
    desk.cases.explain(desk.case_id, "theft", "no sign of a theft", KURZ)
    warned(packed, ends_by=date(2026, 5, 20))
    said = letter(packed, "decision", language)
    wanted = {
        "de": (
            "Was enden muss", "1. Mai 2026, 12:00", "bis zum Ende des 20. Mai 2026",
            "bis zur Kündigung unseres Vertrags", "§ 314 Abs. 2 BGB",
            "Jemand zeigte eine Nummer, die nicht seine war: geprüft am 4. Mai 2026",
            "es könnte noch so sein. Was sich ergab: two of our lists went out",
        ),
        "en": (
            "What must end", "1 May 2026, 12:00", "by the end of 20 May 2026",
            "up to the end of our contract", "§ 314(2) BGB",
            "Somebody showed a number that was not theirs: checked on 4 May 2026",
            "it could still be so. What was found: two of our lists went out",
        ),
    }[language]  # fmt: skip
    for each in wanted:
        assert each in said
    assert "23125" not in said
    assert "•" in said
    assert "theft" not in said


def test_a_warning_without_a_day_ends_on_the_fifth_working_day_after_the_decision(
    packed: Packed,
) -> None:
    packed.desk.open()
    packed.desk.item()
    warned(packed)
    assert packed.desk.case.measures[0].ends_by == date(2026, 5, 11)
    said = letter(packed, "decision", "en")
    assert "by the end of 11 May 2026" in said
    assert "Nobody has looked into other explanations yet" in said


@BOTH
def test_a_letter_says_that_a_decision_stands_by_whom_and_what_follows(
    packed: Packed, language: str
) -> None:
    desk = packed.desk
    desk.ready()
    desk.stop()
    desk.propose(until=desk.clock.at + timedelta(days=60))
    desk.decide()
    desk.cases.appeal(desk.case_id, "That is not so.", WEBER)
    with pytest.raises(NoSuchLetterDue):
        letter(packed, "appeal", language)
    desk.later(days=1)
    desk.cases.uphold(desk.case_id, "I have read it all again.", BRANDT)
    said = letter(packed, "appeal", language)
    wanted = {
        "de": (
            "bleibt bestehen", "Nachgeprüft von T. Brandt", "20. Mai 2026, 12:00",
            "In Kraft: Auftragssperre", "In Kraft: Datensperre. Ende: von selbst zum Ende des",
            "bekommen Sie keine Daten", "keine Provision von Ihnen einbehalten", "Gerichten",
        ),
        "en": (
            "stands", "Looked at again by T. Brandt", "20 May 2026, 12:00",
            "In force: order stop", "In force: data stop. It ends: by itself at the end of",
            "No data go to you", "No commission of yours is held", "courts",
        ),
    }[language]  # fmt: skip
    for each in ("I have read it all again.", *wanted):
        assert each in said


@BOTH
def test_a_letter_says_that_a_decision_is_reversed_and_that_nothing_is_in_force(
    packed: Packed, language: str
) -> None:
    desk = packed.desk
    desk.ready()
    desk.propose()
    desk.decide()
    desk.cases.appeal(desk.case_id, "That is not so.", WEBER)
    desk.cases.reverse(desk.case_id, "The calls were another's.", BRANDT)
    said = letter(packed, "appeal", language)
    wanted = {
        "de": ("Die Entscheidung ist aufgehoben.", "T. Brandt",
               "Hiermit beendet: Auftragssperre", "keine Daten und keine Anrufe verwehrt",
               "ist kein Auftrag von Ihnen gesperrt"),
        "en": ("The decision is reversed.", "T. Brandt", "Ended with this: order stop",
               "no data and no call are kept from you", "no order of yours is stopped"),
    }[language]  # fmt: skip
    for each in ("The calls were another's.", *wanted):
        assert each in said
    assert "In Kraft" not in said
    assert "In force:" not in said


def test_the_letter_on_an_objection_lies_in_the_pack(packed: Packed) -> None:
    desk = packed.desk
    desk.ready()
    desk.propose()
    desk.decide()
    desk.cases.reverse(desk.case_id, "The calls were another's.", BRANDT)
    folder = packed.leumund.report.pack(desk.case_id, packed.folder / "pack", None, "en").folder
    said = " ".join(pdf_text((folder / "letters" / "appeal.pdf").read_bytes()).split())
    assert "somebody who had no part in our decision has looked" in said


@pytest.mark.parametrize("why", [f"Called from {NUMBER}.", "This was fraud."])
def test_attack_what_goes_into_a_letter_holds_a_number_or_speaks_of_an_offence(
    packed: Packed, why: str
) -> None:
    desk = packed.desk
    error = no.NumberInText if NUMBER in why else no.SpeaksOfOffence
    desk.ready()
    with Refused(desk, error):
        desk.cases.stop(desk.case_id, why, WEBER)
    desk.propose()
    desk.decide()
    with Refused(desk, error):
        desk.cases.reverse(desk.case_id, why, BRANDT)
    desk.cases.appeal(desk.case_id, "That is not so.", WEBER)
    with Refused(desk, error):
        desk.cases.uphold(desk.case_id, why, BRANDT)


@pytest.mark.parametrize(
    ("kept", "german", "english"),
    [
        ("Art. 5 Abs. 1 Buchst. c DSGVO", "Art. 5 Abs. 1 Buchst. c DSGVO", "Art. 5(1)(c) GDPR"),
        ("Art 5(1)(c) GDPR", "Art. 5 Abs. 1 Buchst. c DSGVO", "Art. 5(1)(c) GDPR"),
        ("own policy", "eigene Regel", "own policy"),
        ("eigene Regel (own policy)", "eigene Regel", "own policy"),
        ("§ 7 Abs. 1 S. 2 UWG", "§ 7 Abs. 1 S. 2 UWG", "§ 7(1) sentence 2 UWG"),
        ("§ 312a(1) BGB", "§ 312a Abs. 1 BGB", "§ 312a(1) BGB"),
        ("Vertrag; § 273 BGB", "Vertrag; § 273 BGB", "the contract; § 273 BGB"),
    ],
)
def test_law_is_cited_as_the_reader_knows_it(kept: str, german: str, english: str) -> None:
    assert (cited(kept, "de"), cited(kept, "en")) == (german, english)
    assert (cited(german, "de"), cited(english, "en")) == (german, english)


@BOTH
def test_a_notice_ends_the_contract_on_receipt_and_says_why_no_warning_came_before(
    packed: Packed, language: str
) -> None:
    desk = packed.desk
    desk.ready()
    desk.propose("termination", why_no_warning="It went on after two hints.")
    desk.decide()
    said = letter(packed, "decision", language)
    wanted, wrong = {
        "de": (
            ("mit dem Zugang dieses Schreibens bei Ihnen (§ 130 Abs. 1 BGB)",
             "Wir kündigen den Vertrag mit Ihnen", "§ 314 BGB", "§ 89a HGB", "hilfsweise",
             "Warum keine Abmahnung vorausging: It went on after two hints.",
             "Entschieden von M. Weber und A. Kurz", "§ 174 BGB",
             "Provision aus früheren wartet und geht nicht verloren"),
            ("aufgehoben oder", "endet die Maßnahme", "In Kraft ab"),
        ),
        "en": (
            ("when you receive this letter (§ 130(1) BGB)",
             "We terminate the contract with you", "§ 314 BGB", "§ 89a HGB",
             "alternatively at the next date",
             "Why no warning came before it: It went on after two hints.",
             "Decided by M. Weber and A. Kurz", "§ 174 BGB",
             "commission on earlier ones waits, and is not lost"),
            ("lifted", "the measure ends", "In force from"),
        ),
    }[language]  # fmt: skip
    for each in wanted:
        assert each in said
    for each in wrong:
        assert each not in said


def test_a_notice_after_a_warning_names_its_day_and_an_objection_speaks_of_no_end(
    packed: Packed,
) -> None:
    desk = packed.desk
    desk.ready()
    warned(packed)
    desk.later(days=10)
    desk.propose("termination")
    desk.decide()
    assert "You were warned on 19 May 2026." in letter(packed, "decision", "en")
    desk.cases.appeal(desk.case_id, "That is not so.", WEBER)
    desk.cases.uphold(desk.case_id, "I have read it all again.", BRANDT)
    said = letter(packed, "appeal", "en")
    assert "The notice stands (termination)" in said
    assert "In force: termination" not in said
    assert "termination, decided on 29 May 2026" in said


@pytest.mark.parametrize("why", [f"Called from {NUMBER}.", "This was fraud."])
def test_attack_why_no_warning_came_holds_a_number_or_speaks_of_an_offence(
    packed: Packed, why: str
) -> None:
    packed.desk.ready()
    error = no.NumberInText if NUMBER in why else no.SpeaksOfOffence
    with Refused(packed.desk, error):
        packed.desk.propose("termination", why_no_warning=why)


def test_a_notice_two_months_after_it_was_known_is_shown_to_be_late_twice(
    packed: Packed,
) -> None:
    desk = packed.desk
    desk.ready()
    desk.later(days=70)
    proposed = desk.propose("termination", why_no_warning="It went on after two hints.")
    for moved in (proposed, desk.decide()):
        assert "C161" in {each.rule for each in moved.duties}
        assert "C161: " in moved.in_words()


@BOTH
def test_a_hearing_promises_no_report_about_the_partner_but_leaves_our_own_duty_as_it_is(
    packed: Packed, language: str
) -> None:
    packed.desk.open()
    packed.desk.hear()
    said = letter(packed, "hearing", language)
    wanted = {
        "de": ("Bericht über Sie an eine Behörde", "Art. 33 DSGVO), bleibt davon unberührt"),
        "en": ("report about you to an authority", "(Art. 33 GDPR) stays as it is"),
    }[language]
    for each in wanted:
        assert each in said


@BOTH
def test_a_report_is_a_single_act_to_the_authority_and_cites_no_offence(
    packed: Packed, language: str
) -> None:
    desk = packed.desk
    desk.ready()
    desk.propose("report")
    desk.decide()
    said = letter(packed, "decision", language)
    wanted, wrong = {
        "de": (("geht an", "Aufsichtsbehörde", "ein einzelner Schritt"),
               ("aufgehoben oder", "endet die Maßnahme", "In Kraft ab", "Rechtsgrundlage")),
        "en": (("Goes to", "supervisory authority", "a single act"),
               ("lifted", "the measure ends", "In force from", "Legal basis")),
    }[language]  # fmt: skip
    for each in wanted:
        assert each.casefold() in said.casefold()
    for each in ("Art. 33", "BDSG", *wrong):
        assert each not in said
    desk.cases.reverse(desk.case_id, "The calls were another's.", BRANDT)
    after = letter(packed, "appeal", language)
    assert ("teilen wir" if language == "de" else "we tell the authority") in after


@BOTH
def test_an_order_stop_says_what_it_means_from_when_until_when_and_which_contract(
    packed: Packed, language: str
) -> None:
    packed.desk.ready()
    packed.desk.propose("order_stop", until=packed.desk.clock.at + timedelta(days=30))
    packed.desk.decide()
    said = letter(packed, "decision", language)
    wanted = {
        "de": ("Was das heißt", "wird angenommen, beliefert oder abgerechnet", "Provision",
               "19. Mai 2026", "18. Juni 2026",
               "der Vertrag zwischen uns (Partnervertrag); § 273 BGB"),
        "en": ("What it means", "taken in, supplied or billed", "commission",
               "19 May 2026", "18 June 2026",
               "the contract between us (partner agreement); § 273 BGB"),
    }[language]  # fmt: skip
    for each in wanted:
        assert each in said


@BOTH
@pytest.mark.parametrize("has_lapsed", [True, False])
def test_a_data_stop_that_was_renewed_says_when_until_when_by_whom_and_why(
    packed: Packed, language: str, has_lapsed: bool
) -> None:
    desk = packed.desk
    desk.open()
    desk.item()
    desk.stop()
    desk.hear((desk.clock.at + timedelta(days=9)).date())
    desk.later(days=4)
    desk.reply()
    desk.cases.renew(desk.case_id, 1, "It goes on.", KURZ)
    desk.later(days=30 if has_lapsed else 1)
    warned(packed)
    wanted = {
        "de": "am 8. Mai 2026, 12:00 von A. Kurz, bis zum Ende des 26. Mai 2026. It goes",
        "en": "on 8 May 2026, 12:00 by A. Kurz, until the end of 26 May 2026. It goes on.",
    }[language]
    assert wanted in letter(packed, "decision", language)
    folder = packed.leumund.report.pack(
        desk.case_id, packed.folder / "pack", None, language
    ).folder
    assert "It goes on." in pdf_text((folder / "pack.pdf").read_bytes())


def test_attack_a_renewal_whose_reason_goes_into_a_letter_speaks_of_an_offence(
    packed: Packed,
) -> None:
    desk = packed.desk
    desk.open()
    desk.stop()
    desk.hear((desk.clock.at + timedelta(days=9)).date())
    desk.later(days=4)
    desk.reply()
    with Refused(desk, no.SpeaksOfOffence):
        desk.cases.renew(desk.case_id, 1, "This was fraud.", KURZ)


@BOTH
def test_a_hearing_above_a_data_stop_does_not_say_that_nothing_has_been_decided(
    packed: Packed, language: str
) -> None:
    desk = packed.desk
    desk.open()
    desk.stop()
    desk.hear()
    both = letter(packed, "hearing", language)
    both += packed.leumund.cases.clearing(desk.case_id).in_words(language)
    except_the_stop, nothing = {
        "de": ("Außer der vorläufigen Datensperre ist", "Entschieden ist nichts"),
        "en": ("But for the data stop for the time being nothing", "Nothing has been"),
    }[language]
    assert both.count(except_the_stop) == 2
    assert nothing not in both


@BOTH
def test_a_warning_needs_no_second_one_only_as_a_rule_and_for_a_like_breach(
    packed: Packed, language: str
) -> None:
    packed.desk.open()
    packed.desk.item()
    warned(packed)
    said = letter(packed, "decision", language)
    assert {"de": "bei einem gleichartigen Verstoß ist davor in der Regel keine zweite",
            "en": "as a rule no second warning"}[language] in said  # fmt: skip


@BOTH
def test_whoever_is_cleared_after_a_warning_reads_that_it_is_withdrawn_and_what_is_locked(
    packed: Packed, language: str
) -> None:
    desk = packed.desk
    desk.open()
    desk.item()
    warned(packed)
    desk.cases.reverse(desk.case_id, "The calls were another's.", BRANDT)
    assert ("nachgeprüft" if language == "de" else "has looked at it again") in letter(
        packed, "appeal", language
    )
    desk.cases.clear(desk.case_id, "It never had these people.", KURZ)
    said = letter(packed, "clearing", language)
    wanted = {
        "de": ("ist zurückgenommen", "in unserem System gesperrt", "signierten Protokolls",
               "schon ausgehändigt"),
        "en": ("is withdrawn", "locked in our system", "copies handed out before"),
    }[language]  # fmt: skip
    for each in wanted:
        assert each in said
