"""The evidence pack as a page, for PDF: what a judge or an auditor reads first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.language import _, in_language
from leumund.basics.masking import masked
from leumund.cases import (
    OVER,
    State,
    Sum,
    clearing_of,
    explanation_words,
    moves,
    rank,
    source_words,
    state_sentences,
)
from leumund.orders import word
from leumund.report.behind import fact_head, noticed, shown
from leumund.report.measures import renewals
from leumund.report.pack import links_shown
from leumund.report.page import Code, Facts, Heading, Note, Page, Table, Text
from leumund.report.words import (
    day_in_full,
    grouped,
    in_full,
    in_groups,
    listed,
    moment_in_full,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from leumund.cases import Case, Clearing, Hearing, Measure
    from leumund.report.pack import CasePack
    from leumund.report.page import Block

_NOTHING = "–"
_DIGEST_SHOWN = 10
_KINDS_NEEDED = 2
_REASONED = frozenset(
    ("stop", "renew", "propose", "refuse", "decide", "lift", "appeal", "uphold", "reverse")
) | {"clear", "drop", "close"}


def pack_page(pack: CasePack) -> Page:
    """The page in the pack's language."""
    with in_language(pack.language):
        return Page(
            language=pack.language,
            title=_("Evidence in case {case}").format(case=pack.case.case_id),
            subtitle=_("{company} · {name} · as of {at}").format(
                company=pack.company,
                name=pack.case.against.name,
                at=moment_in_full(pack.made_at),
            ),
            blocks=tuple(_blocks(pack)),
            foot=_("{company} · case {case}: evidence").format(
                company=pack.company, case=pack.case.case_id
            ),
        )


def _blocks(pack: CasePack) -> Iterator[Block]:
    yield from _standing(pack)
    yield from _findings(pack)
    yield from _explanations(pack)
    yield from _speaks_for(pack)
    yield from _hearings(pack)
    yield from _measures(pack)
    yield from _reasons(pack)
    yield from _orders(pack)
    yield from _exhibits(pack)
    yield from _timeline(pack)
    yield from _rules(pack)
    yield from _checking(pack)


def _standing(pack: CasePack) -> Iterator[Block]:
    case = pack.case
    yield Facts(
        (
            (grouped(len(case.findings)), _("findings")),
            (_kinds(case), _("kinds of evidence")),
            (grouped(len(case.items)), _("items of evidence")),
            (grouped(len(case.hearings)), _("hearings")),
            (grouped(len(case.steps)), _("steps, each with its entry")),
        )
    )
    yield Text(state_sentences()[case.state.value][pack.language], tone="strong")
    yield Note(
        _("What this pack is, and what it is not"),
        _(
            "It says what is on record about a suspicion, who did what and when, and how a "
            "stranger can check it. It judges nobody. Naming a copy says whose copy was used, "
            "not by whom; naming, the complaints under it and control numbers count as one "
            "kind of evidence."
        ),
    )


def _kinds(case: Case) -> str:
    """Nobody counts on after the second one: two are what a measure needs."""
    count = case.kinds_of_evidence
    return (
        grouped(count) if count < _KINDS_NEEDED else _("at least {count}").format(count=count)
    )


def _findings(pack: CasePack) -> Iterator[Block]:
    yield Heading(_("What came to notice"))
    rows = [
        (
            pack.codes.get(each.code, each.code),
            each.code,
            source_words(each.source.value),
            moment_in_full(each.first_sign_at),
            grouped(len(each.rows)),
            _heard(pack.case, each.digest),
        )
        for each in pack.case.findings
    ]
    head = (
        _("what"), _("code"), _("from"), _("first sign"), _("rows"), _("heard"),
    )  # fmt: skip
    yield Table(
        _known(pack.case),
        head,
        tuple(rows),
        numeric=(4,),
    )
    for found in noticed(pack.case.findings, pack.rows):
        yield Heading(pack.codes.get(found.code, found.code), level=3)
        said = _("Rows: {all}; all of them stand in facts.csv.")
        yield Table(said.format(all=grouped(len(found.rows))), fact_head(), shown(found))


def _known(case: Case) -> str:
    """What somebody stated, and beside it what lies in the file from before that moment."""
    told = _("The company knew of it on {day}.").format(day=moment_in_full(case.known_at))
    oldest = min((item.collected_at for item in case.items), default=case.known_at)
    if oldest >= case.known_at:
        return told
    before = _("That is what was stated; the oldest item of evidence was collected on {day}.")
    return f"{told} {before.format(day=moment_in_full(oldest))}"


def _heard(case: Case, digest: str) -> str:
    """Whether and when the partner was asked about it, and what came of that."""
    last = case.last_hearing_on(digest)
    if last is None:
        return _("not asked yet") if case.state not in OVER else _("never asked")
    if last.replies:
        told = _("asked on {day}, answered")
    elif last.passed_at is not None:
        told = _("asked on {day}, no answer in time")
    elif _is_waiting(case, last):
        told = _("asked on {day}, time until {due}")
    else:
        told = _("asked on {day}; the case went on before an answer")
    return told.format(day=day_in_full(last.sent_at), due=in_full(last.reply_due))


def _is_waiting(case: Case, hearing: Hearing) -> bool:
    return case.state is State.HEARING and hearing is case.hearings[-1]


def _explanations(pack: CasePack) -> Iterator[Block]:
    yield Heading(_("Other explanations, and who looked into them"))
    if not pack.case.explanations:
        yield Text(_("Nobody has looked into another explanation yet."))
        return
    rows = [
        (
            explanation_words(each.what),
            masked(each.found),
            _("could still be so") if each.is_possible else _("not found"),
            each.by,
            moment_in_full(each.at),
        )
        for each in pack.case.explanations
    ]
    head = (_("explanation"), _("what was looked at"), _("result"), _("by"), _("at"))
    yield Table("", head, tuple(rows))


def _speaks_for(pack: CasePack) -> Iterator[Block]:
    """Beside what speaks against it; our own house needs no such section."""
    if pack.case.against.target.is_our_own:
        return
    yield Heading(_("What speaks for the partner"))
    lines = tuple(_favourable(clearing_of(pack.case, pack.made_at, {}, Sum())))
    if not lines:
        yield Text(_("Nothing that speaks for the partner was put into the case."))
    yield from map(Text, lines)


def _favourable(told: Clearing) -> Iterator[str]:
    if told.calls is not None and told.never_given is not None:
        said = _("Of {calls} strange calls {never} went to people whom we never gave it.")
        yield said.format(calls=told.calls, never=told.never_given)
    if told.ours_since is not None:
        said = _(
            "Objections that it should have had from us were not passed on to it in time since "
            "{day}. That was our doing."
        )
        yield said.format(day=in_full(told.ours_since))
    yield from filter(str.strip, told.speaks_for)


def _hearings(pack: CasePack) -> Iterator[Block]:
    yield Heading(_("What the partner was asked, and what it answered"))
    if not pack.case.hearings:
        yield Text(_("The partner has not been heard yet."))
    for each in pack.case.hearings:
        asked = _("Asked on {at} by {who}, with time until {due}: {questions}")
        yield Text(
            asked.format(
                at=moment_in_full(each.sent_at),
                who=masked(each.by),
                due=in_full(each.reply_due),
                questions=masked(" ".join(each.questions)) or _NOTHING,
            )
        )
        if each.passed_at is not None:
            yield Text(_("No answer came in that time."))
        elif not each.replies:
            yield Text(
                _("The answer is awaited.")
                if _is_waiting(pack.case, each)
                else _("The case went on before an answer came.")
            )
        answered = _("Answered on {at}: {reply}")
        for one in each.replies:
            yield Text(answered.format(at=moment_in_full(one.at), reply=masked(one.said)))


def _measures(pack: CasePack) -> Iterator[Block]:
    yield Heading(_("What followed"))
    if not pack.case.measures:
        yield Text(_("Nothing has followed."))
        return
    rows = [
        (
            rank(each.kind).name(pack.language),
            listed([each.by, *([each.second] if each.second else [])]),
            moment_in_full(each.since),
            _moment(each.ended_at or each.until),
            " ".join((masked(each.reasons), *_renewed(pack.case, each))),
        )
        for each in pack.case.measures
    ]
    head = (_("measure"), _("by"), _("from"), _("until"), _("reasons"))
    yield Table("", head, tuple(rows))


def _renewed(case: Case, measure: Measure) -> Iterator[str]:
    for name, told in renewals(case, measure):
        yield f"{name}: {told}"


def _reasons(pack: CasePack) -> Iterator[Block]:
    """What people wrote down for each decision, and for each objection to one."""
    said = {move.id: move.sentences[pack.language] for move in moves()}
    rows = [
        (
            moment_in_full(step.at),
            said[step.move],
            masked(step.by),
            masked(str(step.said["why"])),
        )
        for step in pack.case.steps
        if step.event in _REASONED and step.said.get("why")
    ]
    if rows:
        yield Heading(_("Decisions and objections, with their reasons"))
        yield Table("", (_("at"), _("what"), _("who"), _("reasons")), tuple(rows))


def _moment(at: datetime | None) -> str:
    return moment_in_full(at) if at else _NOTHING


def _orders(pack: CasePack) -> Iterator[Block]:
    if not pack.orders:
        return
    yield Heading(_("Orders that findings rest on"))
    rows = [
        (
            told.order_ref,
            word("link", link.name),
            _("found") if link.is_found else _("missing"),
            link.partner or _NOTHING,
            _moment(link.at),
            link.why or _NOTHING,
        )
        for told in pack.orders
        for link in links_shown(told, pack.case)
    ]
    head = (_("order"), _("link"), _("is it there?"), _("partner"), _("at"), _("why not"))
    yield Table(_("Where each order comes from, link by link."), head, tuple(rows))


def _exhibits(pack: CasePack) -> Iterator[Block]:
    yield Heading(_("Exhibits"))
    if not pack.exhibits:
        yield Text(_("No item of evidence was put into the case."))
        return
    rows = [
        (
            str(each.item.number),
            source_words(each.item.kind),
            masked(each.item.origin),
            masked(each.item.collector),
            moment_in_full(each.item.collected_at),
            f"{each.item.digest[:_DIGEST_SHOWN]}…",
            each.name or _("checksum only"),
        )
        for each in pack.exhibits
    ]
    head = (
        _("no."), _("kind"), _("comes from"), _("collected by"), _("at"), _("SHA-256"),
        _("file"),
    )  # fmt: skip
    yield Table(
        _("Checksums are those of the originals; whole in exhibits.csv."),
        head,
        tuple(rows),
        numeric=(0,),
    )
    for each in pack.exhibits:
        if each.item.says:
            template = _("Exhibit {number}: {says}")
            said = template.format(number=each.item.number, says=masked(each.item.says))
            yield Text(said)
    yield Text(
        _(
            "In the files of this pack telephone numbers, bank accounts and mail addresses are "
            "masked; names are not recognised. {originals}"
        ).format(
            originals=_("The originals lie in exhibits/originals.zip.age, encrypted.")
            if pack.has_originals
            else _("The originals are kept by the company under these checksums.")
        ),
        tone="quiet",
    )


def _timeline(pack: CasePack) -> Iterator[Block]:
    said = {move.id: move.sentences[pack.language] for move in moves()}
    rows = [
        (
            moment_in_full(step.at),
            said[step.move],
            step.by or _("the calendar"),
            str(step.entry_id or _NOTHING),
        )
        for step in pack.case.steps
    ]
    yield Heading(_("Timeline"))
    head = (_("at"), _("what"), _("who"), _("ledger entry"))
    yield Table(
        _("Every step has its entry in the ledger, written in the same transaction."),
        head,
        tuple(rows),
        numeric=(3,),
    )


def _rules(pack: CasePack) -> Iterator[Block]:
    yield Heading(_("Which rules held"))
    rows = [(each.what, _moment(each.at), in_groups(each.digest)) for each in pack.rules]
    yield Table(
        _("The checksum of the rules, as it was recorded then."),
        (_("recorded with"), _("at"), _("checksum of the rules")),
        tuple(rows),
    )


def _checking(pack: CasePack) -> Iterator[Block]:
    yield Heading(_("How to check this without us"))
    yield Text(
        _(
            "SHA256SUMS lists the checksum of every file of this pack. The proofs show that "
            "the entries stand in our ledger, whose {size} entries can only grow; verify.pyz "
            "checks them on any Python from 3.11, with nothing else of ours. Compare the key "
            "with the one that we publish."
        ).format(size=grouped(pack.ledger_size))
    )
    yield Code(_("the files are as they were"), "sha256sum --check SHA256SUMS")
    yield Code(
        _("the whole folder: files, list and proofs"),
        "python3 -I verify.pyz . --key ledger.pub",
    )
    yield Code(
        _("the time stamp, once it has been fetched"),
        "openssl ts -verify -data SHA256SUMS -in SHA256SUMS.tsr -CAfile root.pem",
    )
    yield Code(_("root of the ledger"), pack.ledger_root)
