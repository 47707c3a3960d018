"""The page for the partner, and the letter that anybody can check."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.cases.desk import KURZ, MONDAY, WEBER, Desk, kept
from tests.house.test_words import condemning

from leumund.basics.finding import Finding, Row, Source
from leumund.basics.language import in_language
from leumund.cases import Clearing, Sum, code_of, sections
from leumund.cases import refusals as no
from leumund.ledger import read_public_key, verify_proof
from leumund.ledger.actions import Ledger
from leumund.store import Transaction


class Purse:
    """Commission of a case in the memory of a test: what orders is asked to do."""

    def __init__(self) -> None:
        self.held: dict[int, Sum] = {}
        self.asked: list[tuple[str, int]] = []

    def hold_for_case(self, tx: Transaction, partner: str, case_id: int, at: object) -> Sum:
        self.asked.append(("hold", case_id))
        self.held[case_id] = Sum(3, 12345, date(2026, 5, 29))
        return self.held[case_id]

    def free_for_case(self, tx: Transaction, case_id: int, at: object) -> Sum:
        self.asked.append(("free", case_id))
        return self.held.pop(case_id, Sum())

    def held_for_case(self, tx: Transaction, case_id: int) -> Sum:
        return self.held.get(case_id, Sum())


def with_purse(desk: Desk) -> Purse:
    purse = Purse()
    desk.cases = replace(desk.cases, commissions=purse)
    return purse


def cleared(desk: Desk) -> Clearing:
    desk.open()
    desk.item(is_for_partner=True, says="The number was shown by somebody else.",
        calls=40, never_given=37)  # fmt: skip
    desk.stop(is_commission_held=True)
    desk.hear()
    desk.later(days=4)
    desk.reply()
    desk.cases.explain(desk.case_id, "spoofing", "the carrier says so", KURZ, is_possible=True)
    desk.cases.credit(desk.case_id, "Called all of them back.", WEBER, 12, 4500)
    desk.cases.clear(desk.case_id, "Another firm had shown the number.", KURZ)
    return desk.cases.clearing(desk.case_id)


def test_the_page_says_all_that_the_partner_must_know(desk: Desk) -> None:
    with_purse(desk)
    page = cleared(desk)
    assert page.is_cleared
    assert (page.calls, page.never_given) == (40, 37)
    assert page.released == Sum(3, 12345, date(2026, 5, 29))
    assert page.held == Sum()
    assert (page.cost.days_suspected, page.cost.days_stopped) == (5, 5)
    assert (page.cost.hours, page.cost.cents) == (6, 12000)
    assert [each.customers for each in page.repairs] == [12]
    assert page.other_explanations == ("spoofing",)


def test_during_the_hearing_the_page_says_what_cannot_happen_and_by_when_to_answer(
    desk: Desk,
) -> None:
    desk.open()
    desk.stop()
    desk.hear(date(2026, 5, 18))
    page = desk.cases.clearing(desk.case_id)
    assert page.cannot_happen == ("order_stop", "penalty", "termination", "report")
    assert page.answer_by == date(2026, 5, 18)
    assert page.stop_ends_at == desk.case.measures[0].until
    assert page.check_code is None


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_reads_without_figures_of_chance_and_accuses_nobody(
    desk: Desk, language: str
) -> None:
    with_purse(desk)
    cleared(desk)
    with in_language(language):
        told = desk.cases.clearing(desk.case_id).in_words()
    assert not condemning(told)
    assert not re.search(r"%|\bp\b|probab|wahrscheinlich|likel", told, re.IGNORECASE)
    wanted = {
        "en": "Of 40 strange calls 37 went to people whom we never gave you.",
        "de": "Von 40 fremden Anrufen gingen 37 an Menschen, die Sie nie von uns hatten.",
    }
    assert wanted[language] in told
    assert ("EUR 123.45" if language == "en" else "123,45 EUR") in told


def test_a_partner_that_was_cleared_is_told_until_when_it_was_suspected_and_no_longer(
    desk: Desk,
) -> None:
    desk.open()
    assert "You have been under suspicion since 4 May 2026." in _page(desk)
    desk.hear()
    desk.later(days=4)
    desk.reply()
    desk.cases.clear(desk.case_id, "Another firm had shown the number.", KURZ)
    assert "You were under suspicion from 4 May 2026 to 8 May 2026." in _page(desk)
    assert "have been under suspicion" not in _page(desk)


def test_a_partner_reads_the_last_day_of_a_data_stop_and_not_the_minute_after_it(
    desk: Desk,
) -> None:
    desk.open()
    desk.stop()
    last = desk.case.measures[0].until - timedelta(minutes=1)
    assert f"at the end of {last.day} {last:%B} {last.year}, unless" in _page(desk)


def _page(desk: Desk) -> str:
    return desk.cases.clearing(desk.case_id).in_words("en")


def test_anybody_can_check_the_letter_by_its_code(desk: Desk, tmp_path: Path) -> None:
    ledger = Ledger(desk.store, desk.clock, tmp_path / "data")
    key = ledger.create_key()
    page = cleared(desk)
    ledger.integrate()
    letter = desk.cases.letter(page.check_code or "")
    assert letter.entry_id == page.entry_id
    proof = ledger.write_proof(letter.entry_id, tmp_path / "letter.tlog-proof", is_opened=True)
    keys = [read_public_key(key.public_key)]
    checked = verify_proof(proof.path.read_bytes(), keys)
    assert checked.opening is not None
    assert checked.opening.said["letter"] == page.digest()
    assert code_of(page.digest()) == page.check_code


def test_the_letter_stays_the_same_as_time_goes_on(desk: Desk) -> None:
    page = cleared(desk)
    desk.later(days=90)
    assert desk.cases.clearing(desk.case_id).digest() == page.digest()


def test_a_letter_with_one_word_changed_has_another_code(desk: Desk) -> None:
    page = cleared(desk)
    assert code_of(replace(page, never_given=36).digest()) != page.check_code
    with pytest.raises(no.NoSuchLetter):
        desk.cases.letter(code_of(replace(page, never_given=36).digest()))


def test_held_commission_is_released_when_the_stop_lapses(desk: Desk) -> None:
    purse = with_purse(desk)
    desk.open()
    desk.stop(is_commission_held=True)
    assert desk.cases.clearing(desk.case_id).held.cents == 12345
    desk.later(days=20)
    desk.cases.expire()
    assert purse.asked == [("hold", desk.case_id), ("free", desk.case_id)]
    page = desk.cases.clearing(desk.case_id)
    assert (page.held.cents, page.released.cents) == (0, 12345)
    freed = [said["freed"] for _kind, said in desk.entries() if "freed" in said]
    assert freed == [{"orders": 3, "cents": 12345, "payable_on": "2026-05-29"}]


def test_the_cost_of_having_been_suspected_is_counted(desk: Desk) -> None:
    cleared(desk)
    burden = desk.cases.burden()
    assert (burden.cases, burden.days_suspected, burden.hours, burden.cents) == (1, 5, 6, 12000)


def test_the_facts_of_a_letter_have_one_canonical_form(desk: Desk) -> None:
    facts = cleared(desk).facts()
    assert json.loads(json.dumps(facts)) == facts


def test_what_was_collected_is_kept_under_its_checksum(desk: Desk) -> None:
    desk.open()
    desk.item()
    held = list(desk.cases.held_files())
    assert [each.path.read_bytes() for each in held] == [desk.file.read_bytes()]
    assert held[0].digest == desk.case.items[0].digest


def test_days_stopped_count_once_however_many_measures_stand(desk: Desk) -> None:
    desk.ready()
    desk.stop()
    desk.propose("order_stop", until=MONDAY + timedelta(days=30))
    desk.decide()
    desk.later(days=2)
    assert desk.cases.clearing(desk.case_id).cost.days_stopped == 3


def test_a_clearing_says_why(desk: Desk) -> None:
    page = cleared(desk)
    assert page.because == "Another firm had shown the number."
    assert page.facts()["because"] == page.because
    assert "Why you were cleared\n  Another firm had shown" in page.in_words("en")
    assert "Warum Sie entlastet sind" in page.in_words("de")


def test_what_we_did_not_pass_on_ourselves_is_told_to_the_partner_in_its_favour(
    desk: Desk,
) -> None:
    row, since = (Row("people.line", "7"),), MONDAY - timedelta(days=2)
    ours, anothers = (
        Finding("C049", None, Source.DOCUMENT, since, row, {"side": "ours", "partner": name})
        for name in ("norden", "sued")
    )
    desk.cases = replace(desk.cases, known=lambda: [kept(anothers)])
    desk.open()
    desk.hear()
    assert desk.cases.clearing(desk.case_id).ours_since is None
    desk.cases = replace(desk.cases, known=lambda: [kept(ours), kept(anothers)])
    desk.cases.clear(desk.case_id, "Another firm had shown the number.", KURZ)
    page = desk.cases.clearing(desk.case_id)
    assert page.ours_since == date(2026, 5, 2)
    assert "since 2 May 2026. That was our doing." in page.in_words("en")
    assert "Das lag an uns." in page.in_words("de")
    desk.cases = replace(desk.cases, known=list)
    assert desk.cases.clearing(desk.case_id).digest() == page.digest()


def test_a_letter_from_before_with_words_left_out_keeps_its_facts_and_prints_no_empty_line(
    desk: Desk,
) -> None:
    page = replace(cleared(desk), speaks_for=("", "The carrier says so.", " "))
    for language in ("de", "en"):
        lines = dict(sections(page, language))["for"]
        assert "The carrier says so." in lines
        assert all(line.strip() for line in lines)
    assert page.facts()["speaks_for"] == ["", "The carrier says so.", " "]
