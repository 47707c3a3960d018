"""The report on a year as a page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from leumund.audit import code_words
from leumund.basics.language import _, in_language
from leumund.cases import ranks
from leumund.report.page import Code, Facts, Heading, Note, Page, Table, Text
from leumund.report.small import FEWER, HIDDEN
from leumund.report.words import decimal, grouped, in_full
from leumund.report.yearly import NOT_MEASURED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from leumund.report.page import Block


def yearly_page(document: Mapping[str, Any], language: str) -> Page:
    """The page in that language; ``document``: the report as it is published."""
    with in_language(language):
        return Page(
            language=language,
            title=_title(document),
            subtitle=_("{company}: the report that anybody can recompute").format(
                company=document["company"]
            ),
            blocks=tuple(_blocks(document)),
            foot=_("{company} · {year}").format(
                company=document["company"], year=document["year"]
            ),
        )


def _title(document: Mapping[str, Any]) -> str:
    if "until" not in document:
        return _("What we did in {year}").format(year=document["year"])
    until = in_full(date.fromisoformat(document["until"]))
    return _("What we did in {year} until {until}").format(year=document["year"], until=until)


def _blocks(document: Mapping[str, Any]) -> Iterator[Block]:
    told = document["figures"]
    yield from _opening(told)
    for group, title in _titles().items():
        if group == "findings":
            yield from _findings(told[group], title)
        else:
            yield Heading(title)
            yield Table("", (_("what"), _("figure")), tuple(_rows(told[group])), numeric=(1,))
    yield from _not_measured(told)
    yield Heading(_("Recompute it"))
    yield Text(
        _(
            "Every figure comes from the ledger as it was signed with {size} entries; none "
            "was entered by hand. Figures about fewer than five people are not shown, and "
            "neither is any sum that holds one of them, nor a sum above it."
        ).format(size=grouped(document["ledger"]["size"]))
    )
    compare = f"leumund report compare year-{document['year']}"
    yield Code(_("who holds the ledger, compares"), compare)
    yield Code(_("root of the ledger"), document["ledger"]["root"])


def _opening(told: Mapping[str, Any]) -> Iterator[Block]:
    complaints = told["complaints"]
    share = complaints.get("allowed_per_thousand", NOT_MEASURED)
    opened, cleared = told["cases"]["opened"], told["cases"]["cleared"]
    yield Facts(
        (
            (_figure(complaints["all"]), _("complaints about calls")),
            (_share(share), _("of them about calls we had allowed")),
            (
                _figure(opened),
                _("case was opened") if opened == 1 else _("cases were opened"),
            ),
            (
                _figure(cleared),
                _("partner was cleared") if cleared == 1 else _("partners were cleared"),
            ),
        )
    )
    yield Note(
        _("How to read this"),
        _(
            "A complaint about a call that we had allowed is ours, not the partner's. “Not "
            "measured” means that nobody looked, not that nothing happened."
        ),
    )


def _rows(group: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    names = _names()
    for key, value in group.items():
        if isinstance(value, dict):
            for kind, count in value.items():
                name = ranks()[kind].name() if kind in ranks() else kind
                yield f"{names[key]}: {name}", _figure(count)
        elif key == "allowed_per_thousand":
            yield names[key], _share(value)
        else:
            yield names[key], _figure(value)


def _findings(group: Mapping[str, Any], title: str) -> Iterator[Block]:
    yield Heading(title)
    if group.get("all") == NOT_MEASURED:
        yield Text(_("Nothing was taken in as a finding this year: not measured."))
        return
    rows = [
        (
            code_words(code),
            code,
            _figure(value["new"]),
            in_full(date.fromisoformat(value["known_since"])),
        )
        for code, value in group.items()
        if isinstance(value, dict)
    ]
    head = (_("what looked wrong"), _("code"), _("new this year"), _("known since"))
    yield Table("", head, tuple(rows), numeric=(2,))
    yield Text(
        _("Somebody was told {told} times; {done} times it is noted what was done.").format(
            told=_figure(group["told"]), done=_figure(group["done"])
        )
    )


def _not_measured(told: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading(_("What was not measured"))
    open_ = [
        f"{title}: {_names().get(key, key)}"
        for group, title in _titles().items()
        for key, value in told[group].items()
        if value == NOT_MEASURED
    ]
    for each in open_:
        yield Text(each)
    yield Text(
        _(
            "And in every year: calls that nobody declared and nobody complained about; "
            "what was said in calls of which there is no transcript with permission."
        )
    )


def _figure(value: object) -> str:
    if value == FEWER:
        return _("fewer than five")
    if value == HIDDEN:
        return _("not shown")
    if value == NOT_MEASURED:
        return _("not measured")
    return grouped(value) if isinstance(value, int) else str(value)


def _share(value: object) -> str:
    if isinstance(value, int):
        return f"{decimal(value / 10)}\N{NO-BREAK SPACE}%"
    return _figure(value)


def _titles() -> dict[str, str]:
    return {
        "calls": _("Calls"),
        "complaints": _("Complaints"),
        "data": _("Data that left"),
        "orders": _("Orders"),
        "cases": _("Cases against partners and against ourselves"),
        "findings": _("What looked wrong, and since when we know"),
        "answers": _("Who asked us"),
    }


def _names() -> dict[str, str]:
    return {
        "passes": _("calls that were allowed one by one"),
        "screens": _("lists that were screened"),
        "screened_allowed": _("people on them who could be called"),
        "screened_refused": _("people on them who could not"),
        "declared": _("calls that partners declared"),
        "transcripts_heard": _("times that transcripts were read"),
        "all": _("all"),
        "about_calls_we_allowed": _("about calls that we had allowed"),
        "about_calls_a_partner_declared": _("about calls that a partner declared"),
        "about_calls_nobody_explains": _("about calls that nobody explains"),
        "allowed_per_thousand": _("share about calls that we had allowed"),
        "draws": _("copies drawn by lot"),
        "hand_overs": _("portions handed over"),
        "handed_over_units": _("people and lines in them"),
        "stayed_at_home_units": _("kept at home on the day, as they could not be called"),
        "recalls": _("copies recalled"),
        "look_ups": _("records looked up in the portal"),
        "look_ups_nobody_agreed_to": _("of them without an agreement that covers it"),
        "leaks_looked_for": _("times that a leak was looked for"),
        "refused_for_want_of_origin": _("refused when they came in"),
        "asked": _("customers asked whether it is theirs"),
        "confirmed": _("confirmed"),
        "nothing_ordered": _("answered: I ordered nothing"),
        "rejected": _("rejected"),
        "ended_by_silence": _("ended by silence"),
        "withdrawn": _("withdrawn"),
        "disputed": _("disputed later"),
        "disputed_rightly": _("of them rightly"),
        "opened": _("opened"),
        "heard": _("hearings"),
        "data_stops_for_the_time_being": _("data stops for the time being"),
        "decided": _("decided"),
        "refused_by_the_second_person": _("refused by the second person"),
        "ended_by_themselves": _("measures that ended by themselves"),
        "lifted": _("measures lifted"),
        "reversed": _("decisions reversed"),
        "cleared": _("cleared"),
        "dropped": _("dropped"),
        "ended_after_a_decision": _("ended, when what was decided was over"),
        "days_until_over": _("days until a suspicion was over, the middle one"),
        "people_told_what_is_known": _("people told what is known about them"),
        "proofs_of_consent": _("proofs of a consent"),
        "samples_for_auditors": _("samples for auditors"),
        "entries_erased": _("entries of the ledger erased"),
    }
