"""Calls, orders and transcripts name their agents; nothing that anybody reads does, and no
figure is reckoned by agent."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.orders.desk import Desk, desk_in
from tests.report.read import texts_of

from leumund.app import Leumund
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.numbers import Number
from leumund.cases import Against, Target
from leumund.cases.refusals import AgentsOff, NoAgentThere
from leumund.cli.orders_spoken import spoken
from leumund.cli.render import to_json, to_text
from leumund.store import Store

PSEUDONYM = "zx-417"
WEBER, KURZ = "M. Weber", "A. Kurz"
CALL = f"""\
called_at,number_called,number_shown,duration_seconds,agent
2026-09-08 23:10,030 23125 001,069 90009 100,600,{PSEUDONYM}
"""
SHEET = f"""\
file,partner,called_at,call_ref,permission,permission_ref,agent
a.txt,Norden,2026-09-08T23:10:00+02:00,C-9,spoken,mark 4,{PSEUDONYM}
"""
_BY_AGENT = r"(?:group|order|partition)\s+by\b(?:(?!\bselect\b)[^;)])*\bagent\b"
SAID = "Agent: Guten Tag, hier ist Falk.\nKunde: Nein danke.\nAgent: Das Angebot ist gut.\n"


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    """A call, an order and a transcript of one agent; orders and words are in a case."""
    desk = desk_in(tmp_path, store)
    settings = replace(desk.leumund.settings, agents="on", land="BE")
    desk = replace(desk, leumund=Leumund(settings, store, desk.clock, lambda size: bytes(size)))
    desk.leumund.ledger.create_key()
    desk.leumund.intake.calls(desk.write("late.csv", CALL), "Norden")
    desk.place(order_ref="A-9", agent=PSEUDONYM, call_ref="C-9")
    heard = tmp_path / "heard"
    heard.mkdir()
    (heard / "transcripts.csv").write_text(SHEET, "utf-8")
    (heard / "a.txt").write_text(SAID, "utf-8")
    assert desk.leumund.audit.words(heard, with_agents=True).heard == 1
    desk.leumund.audit.collect()
    (heard / "a.txt").unlink()
    return desk


def opened(desk: Desk) -> int:
    """A case against Norden with that order and that place; heard, and its trigger put in."""
    place = desk.leumund.audit.open_words()[0].key
    rows = {Source.ORDER_RECORD: Row("orders.placed", "A-9")}
    rows[Source.TRANSCRIPT] = Row("audit.word_finding", place)
    at = desk.clock.at - timedelta(days=1)
    findings = [
        Finding(f"seen.{source.value}", "Norden", source, at, (row,), {"what": "seen"})
        for source, row in rows.items()
    ]
    cases, against = desk.leumund.cases, Against(Target.PARTNER, "Norden")
    case = cases.open(findings, against, WEBER).case_id
    letter = desk.write("trigger.txt", "The works council agreed on 1 September.")
    cases.evidence(case, letter, "document", "council", WEBER, desk.clock.at, WEBER)
    calls = desk.write("calls of Norden.csv", CALL)
    cases.evidence(case, calls, "call_record", "dialler", WEBER, desk.clock.at, WEBER)
    cases.hear(case, (desk.clock.at + timedelta(days=14)).date(), WEBER, ["Who called?"])
    return case


def told(desk: Desk, case: int, into: Path) -> dict[str, str]:
    """All that a person or another program reads, by where it stands."""
    every, orders, audit = desk.leumund, desk.leumund.orders, desk.leumund.audit
    cases, report = every.cases, every.report
    answers = {
        "order": orders.order("A-9"),
        "orders": orders.orders(),
        "origin": orders.origin("A-9"),
        "order check": orders.check("A-9"),
        "order steps": orders.steps("A-9"),
        "order findings": orders.findings(),
        "order counts": orders.counts(),
        "extract": orders.extract("Norden", into / "extract.csv"),
        "calls": audit.calls(),
        "lookups": audit.lookups(),
        "findings": audit.findings(),
        "scorecards": audit.scorecards(),
        "places": audit.open_words(),
        "agreement": audit.agreement(),
        "notices": audit.tomorrow(into / "notices"),
        "rows": audit.behind(cases.case(case).findings),
        "case": cases.case(case),
        "overview": cases.overview(),
        "clocks": cases.clocks(case),
        "clearing": cases.clearing(case),
        "ledger": every.ledger.entries(count=1000),
    }
    report.pack(case, into / "pack", language="en")
    report.letter(case, "hearing", into / "hearing.pdf", "en")
    report.access(Number("+493023125001"), None, into / "access", "en")
    report.sample(1000, None, "word", into / "sample", "en")
    report.year(2026, into / "year", "en")
    shown = {
        name: to_json(one) + to_text(spoken(one) if "order" in name else one)
        for name, one in answers.items()
    }
    return shown | texts_of(into)


def naming(texts: dict[str, str]) -> list[str]:
    return [name for name, text in texts.items() if PSEUDONYM in text.lower()]


def test_nothing_that_anybody_reads_names_an_agent_before_or_after_it_is_opened(
    desk: Desk, tmp_path: Path
) -> None:
    case = opened(desk)
    cases = desk.leumund.cases
    cases.ask_agent(case, "A-9", 1, "The same caller each time.", WEBER)
    assert not naming(told(desk, case, tmp_path / "before"))
    assert cases.agent(case) == ()
    cases.open_agent(case, 1, "I have read the trigger.", KURZ)
    assert not naming(told(desk, case, tmp_path / "after"))
    assert [(each.row, each.agent) for each in cases.agent(case)] == [("A-9", PSEUDONYM)]


@pytest.mark.parametrize("said", ["off", "yes", "ON "])
def test_whatever_is_set_but_on_is_off(desk: Desk, said: str) -> None:
    case = opened(desk)
    settings = replace(desk.leumund.settings, agents=said)
    leumund = Leumund(settings, desk.leumund.store, desk.clock, lambda size: bytes(size))
    with pytest.raises(AgentsOff):
        leumund.cases.ask_agent(case, "A-9", 1, "The same caller each time.", WEBER)


def test_a_place_in_a_transcript_is_opened_as_an_order_is(desk: Desk) -> None:
    case = opened(desk)
    cases = desk.leumund.cases
    (row,) = (r for f in cases.case(case).findings for r in f.rows if r.key != "A-9")
    cases.ask_agent(case, f"{row.table}:{row.key}", 1, "The same voice each time.", WEBER)
    cases.open_agent(case, 1, "I have read the trigger.", KURZ)
    assert [each.agent for each in cases.agent(case)] == [PSEUDONYM]


@pytest.mark.parametrize(
    ("when", "agent"),
    [("2026-09-08T23:10:00+02:00", PSEUDONYM), ("2026-09-08", None), ("nonsense", None)],
)
def test_one_call_is_opened_and_never_a_whole_day(
    desk: Desk, when: str, agent: str | None
) -> None:
    ids = {each.name: each.id for each in desk.leumund.network.partners()}
    row = Row("intake.calls", f"{ids['Norden']}/{when}")
    audit = desk.leumund.audit
    assert audit.agent_of(row, "Norden") == agent
    assert audit.agent_of(row, "Sueden") is None
    assert audit.agent_of(Row("audit.notice", row.key), "Norden") is None


def test_two_who_called_at_one_moment_are_not_told_apart(desk: Desk) -> None:
    other = CALL.replace("125 001", "125 002").replace(PSEUDONYM, "zx-418")
    desk.leumund.intake.calls(desk.write("other.csv", other), "Norden")
    ids = {each.name: each.id for each in desk.leumund.network.partners()}
    row = Row("intake.calls", f"{ids['Norden']}/2026-09-08T23:10:00+02:00")
    assert desk.leumund.audit.agent_of(row, "Norden") is None


def test_our_own_hotline_is_opened_in_a_case_of_our_own_and_opens_no_partner(
    desk: Desk, tmp_path: Path
) -> None:
    heard = tmp_path / "heard"
    (heard / "transcripts.csv").write_text(SHEET.replace("Norden", "Muster Telefon"), "utf-8")
    (heard / "a.txt").write_text(SAID + "Kunde: Nein.\n", "utf-8")
    assert desk.leumund.audit.words(heard, with_agents=True).heard == 1
    theirs, ours = (
        next(each.key for each in desk.leumund.audit.open_words() if each.partner == name)
        for name in ("Norden", "Muster Telefon")
    )
    at = desk.clock.at - timedelta(days=1)
    rows = (Row("audit.word_finding", ours), Row("audit.word_finding", theirs))
    found = Finding("W050", None, Source.TRANSCRIPT, at, rows, {"what": "seen"})
    cases, against = desk.leumund.cases, Against(Target.CAMPAIGN, "herbst")
    case = cases.open([found], against, WEBER).case_id
    letter = desk.write("trigger.txt", "The works council agreed on 1 September.")
    cases.evidence(case, letter, "document", "council", WEBER, desk.clock.at, WEBER)
    cases.ask_agent(case, ours, 1, "Said on our own line.", WEBER)
    cases.open_agent(case, 1, "I have read the trigger.", KURZ)
    assert [each.agent for each in cases.agent(case)] == [PSEUDONYM]
    with pytest.raises(NoAgentThere):
        cases.ask_agent(case, theirs, 1, "Said on theirs.", WEBER)


def test_no_statement_reckons_orders_or_sorts_by_agent() -> None:
    """Whoever reckons by agent ranks people."""
    source = Path(__file__).parents[2] / "src" / "leumund"
    by_agent = re.compile(_BY_AGENT, re.IGNORECASE)
    assert by_agent.search("select agent, count(*) from calls\ngroup by partner, agent;")
    found = [
        str(path)
        for path in sorted(source.rglob("*.sql"))
        if by_agent.search(re.sub(r"--.*", "", path.read_text("utf-8")))
    ]
    assert not found
