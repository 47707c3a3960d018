"""The first page: what stands out in five sentences, and what to do on Monday."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from leumund.basics.language import _, reader_language, translate
from leumund.report.look.left_out import files_left_out
from leumund.report.look.words import cell_words, csv_name, day_words, partner_words
from leumund.report.page import Facts, Heading, Note, Point, Points, Text
from leumund.report.words import decimal, grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leumund.look import FindingGroup, LookReport, LookTable
    from leumund.report.page import Block

_SENTENCES = 5
_DEEDS = 5
_ALL = "all"


def first_page(report: LookReport, unconfirmed: int) -> list[Block]:
    """Figures, five sentences, what to do on Monday. ``unconfirmed``: complaints that a
    program has read from mails and nobody has looked at yet."""
    said = [each for each in _sentences(report) if each is not None][:_SENTENCES]
    return [
        _figures(report),
        Heading(_("What stands out")),
        Points(tuple(said)) if said else Text(_nothing(report)),
        Heading(_("What to do on Monday")),
        Points(tuple(_deeds(report, unconfirmed))),
        Note(
            _("What a finding is, and what it is not"),
            _(
                "A row that does not fit, with the place where it stands, so that anybody can "
                "look it up. It is a question, not a verdict on anybody: rows can be wrong, "
                "and there may be papers that are not in this folder. What is shown side by "
                "side is shown together, not proved as cause."
            ),
        ),
    ]


def what_stands_out(report: LookReport) -> list[str]:
    """The sentences of the first page, at most five."""
    said = [each.text for each in _sentences(report) if each is not None]
    return said[:_SENTENCES]


def _figures(report: LookReport) -> Facts:
    words = {
        "calls": _("calls"),
        "orders": _("orders"),
        "consents": _("consents"),
        "complaints": _("complaints"),
        "customers": _("customers"),
        "lists": _("entries on lists"),
    }
    return Facts(
        tuple(
            (grouped(report.rows[kind]), word)
            for kind, word in words.items()
            if report.rows.get(kind)
        )
        or (("0", _("records")),)
    )


def _nothing(report: LookReport) -> str:
    if not report.files:
        return _("There is no file in this folder.")
    if files_left_out(report) == len({each.file for each in report.files}):
        return nothing_read(files_left_out(report))
    if any(each.rows for each in report.findings):
        return _("The findings are few; they stand in the chapters below.")
    return _("Nothing of what was looked for was found in these files.")


def nothing_read(files: int) -> str:
    """That a folder gave nothing is no good news where nothing could be read."""
    return _(
        "Not one of the files could be used ({files}), so nothing was looked at. Why stands "
        "beside each of them, under what was left out."
    ).format(files=grouped(files))


def _sentences(report: LookReport) -> Iterator[Point | None]:
    yield _consents(report)
    yield _calls(report)
    yield _orders(report)
    yield _chain(report)
    yield _complaints(report)
    yield _own(report)
    yield _lists(report)


def _chapter(text: str, letter: str) -> Point:
    return Point(text, f"#chapter-{letter}", _("more on this"))


def _consents(report: LookReport) -> Point | None:
    table = report.table("consents_by_source")
    if table is None or not table.rows:
        return None
    every, yes, proved, untold = (_sum(table, at) for at in (1, 2, 3, 5))
    text = _(
        "Of {all} consents {yes} say yes today. Of these, {proved} have a proof that would "
        "stand; {lacking} do not."
    ).format(
        all=grouped(every),
        yes=grouped(yes),
        proved=grouped(proved),
        lacking=grouped(yes - proved - untold),
    )
    if untold:
        said = _("Of {count} nobody can say, because the files have no column for it.")
        text += " " + said.format(count=grouped(untold))
    return _chapter(text, "a")


def _calls(report: LookReport) -> Point | None:
    total = report.total("b", "calls")
    if total is None or not total.rows:
        return None
    text = _("{rows} of {all} calls ask for an explanation, most often: {reasons}.").format(
        rows=grouped(total.rows), all=grouped(total.of_rows), reasons=_reasons(report, "b")
    )
    named = [(name, count) for name, count in total.per_partner if name]
    if named and len(named) > 1:
        text += " " + _("Of these, {count} are in the files of {partner}{of}.").format(
            count=grouped(named[0][1]),
            partner=named[0][0],
            of=_of_calls(report, str(named[0][0])),
        )
    return _chapter(text, "b")


def _reasons(report: LookReport, letter: str) -> str:
    groups = [each for each in report.findings if each.chapter == letter and each.rows]
    groups.sort(key=lambda each: -each.rows)
    return "; ".join(
        f"{_within(each.code.title)} ({grouped(each.rows)})" for each in groups[:3]
    )


def _within(title: str) -> str:
    """A title inside a sentence; German nouns keep their capital."""
    said = translate(title)
    return said if reader_language() == "de" else said[:1].lower() + said[1:]


def _of_calls(report: LookReport, partner: str) -> str:
    table = report.table("chain_members")
    calls = next((row[2] for row in table.rows if row[0] == partner), None) if table else None
    if not isinstance(calls, int) or not calls:
        return ""
    return _(", which made {calls} calls").format(calls=grouped(calls))


def _orders(report: LookReport) -> Point | None:
    total = report.total("c", "orders")
    if total is None or not total.rows:
        return None
    text = _("{rows} of {all} orders have an origin that does not fit: {reasons}.").format(
        rows=grouped(total.rows), all=grouped(total.of_rows), reasons=_reasons(report, "c")
    )
    return _chapter(" ".join(filter(None, (text, _withdrawn(report)))), "c")


def _withdrawn(report: LookReport) -> str:
    """Of the partner whose orders are withdrawn more often than chance among all explains."""
    table = report.table("order_withdrawals")
    rows = [row for row in table.rows if row[-3] is not None] if table is not None else []
    every = next((row for row in rows if row[0] == _ALL), None)
    if every is None:
        return ""
    share = cast("float", every[-3])
    above = [row for row in rows if row is not every and cast("float", row[-2]) > share]
    if not above:
        return ""
    row = max(above, key=lambda each: cast("float", each[-3]))
    figures = [decimal(cast("float", value)) for value in row[-3:]]
    return _(
        "At {partner} {share} of 100 orders are withdrawn ({low} to {high}), over all "
        "partners {every}."
    ).format(
        partner=row[0], share=figures[0], low=figures[1], high=figures[2], every=decimal(share)
    )


def _chain(report: LookReport) -> Point | None:
    words = {
        "chain.payee_unknown": _("{rows} payments go to payees without a contract{paid}"),
        "chain.login_unknown": _("{rows} orders were entered under log-ins of nobody"),
        "chain.caller_number_unknown": _("{rows} calls show a number that is no partner's"),
        "chain.call_outside_engagement": _("{rows} calls fall outside the partner's contract"),
    }
    found = {code: report.group(code) for code in words}
    said = [
        words[code].format(rows=grouped(group.rows), paid=_paid(report))
        for code, group in found.items()
        if group is not None and group.rows
    ]
    if not said:
        return None
    text = "; ".join(said)
    return _chapter(f"{text[0].upper()}{text[1:]}.", "d")


def _paid(report: LookReport) -> str:
    table = report.table("chain_members")
    amounts = [
        row[5]
        for row in (table.rows if table is not None else ())
        if row[1] == "no" and isinstance(row[5], Decimal)
    ]
    total = sum(amounts, Decimal(0))
    return f" ({cell_words(total, {})})" if total else ""


def _complaints(report: LookReport) -> Point | None:
    table = report.table("complaint_origins_counted")
    if table is None or not table.rows:
        return None
    counts = {str(row[0]): int(cast("int", row[1])) for row in table.rows}
    text = _(
        "Of {all} complaints {nobody} are about calls that no partner has declared, and "
        "{declared} about calls that one has."
    ).format(
        all=grouped(sum(counts.values())),
        nobody=grouped(counts.get("undeclared", 0)),
        declared=grouped(counts.get("declared", 0) + counts.get("several", 0)),
    )
    return _chapter(" ".join(filter(None, (text, _first_sign(report), _allowed(report)))), "e")


def _first_sign(report: LookReport) -> str:
    table = report.table("complaint_patterns")
    if table is None or not table.rows:
        return ""
    first = min(table.rows, key=lambda row: str(row[4]))
    return _("The first sign was on {day}, {days} days before the last day here.").format(
        day=cell_words(first[4], {}), days=cell_words(first[6], {})
    )


def _allowed(report: LookReport) -> str:
    table = report.table("own_share")
    if table is None or not table.rows or table.rows[0][2] is None:
        return ""
    every, allowed = table.rows[0][0], table.rows[0][2]
    return _("Of the declared ones, our own rules allow {allowed} of {all}.").format(
        allowed=cell_words(allowed, {}), all=cell_words(every, {})
    )


def _own(report: LookReport) -> Point | None:
    group = report.group("own.list_without_approver")
    if group is None or not group.rows:
        return None
    text = _("{rows} lists left, and nobody is said to have approved that.")
    return _chapter(text.format(rows=grouped(group.rows)), "own")


def _lists(report: LookReport) -> Point | None:
    table = report.table("lists_and_complaints")
    if table is None or not table.rows:
        return None
    excluded, could = _sum(table, 4) + _sum(table, 5), _sum(table, 6) + _sum(table, 7)
    if not excluded:
        return None
    text = _("A list that went out is out of the question for {share} of 100 complaints.")
    return _chapter(text.format(share=decimal(100 * excluded / (excluded + could))), "f")


def _sum(table: LookTable, at: int) -> int:
    return sum(value for row in table.rows if isinstance(value := row[at], int))


def _deeds(report: LookReport, unconfirmed: int) -> Iterator[Point]:
    found = {code: report.group(code) for code in _deed_words()}
    chosen = [group for group in found.values() if group is not None and group.rows]
    for group in chosen[:_DEEDS]:
        yield Point(_deed(group), csv_name(group.code.code), csv_name(group.code.code))
    if unconfirmed:
        yield Point(
            _(
                "Look at what a program has read from {count} complaints, one screen for each "
                "mail: leumund look confirm {folder}"
            ).format(count=grouped(unconfirmed), folder=report.folder)
        )
    if report.unsaid:
        text = _("Close the gaps that cost answers; beside each stands the one change.")
        yield Point(text, "#chapter-h", _("more on this"))


def _deed(group: FindingGroup) -> str:
    return _deed_words()[group.code.code].format(
        rows=grouped(group.rows), people=grouped(group.people)
    )


def _deed_words() -> dict[str, str]:
    """What follows from a finding at once, the most urgent first."""
    return {
        "call.after_objection": _(
            "Have the numbers of the {people} people who were called although they had "
            "objected blocked with every partner, in writing."
        ),
        "complaint.repeated": _(
            "Answer the {people} people who have complained more than once."
        ),
        "chain.login_unknown": _(
            "Close the log-ins that were given to nobody; {rows} orders were entered there."
        ),
        "chain.payee_unknown": _(
            "Hold back {rows} payments to payees without a contract until somebody shows one."
        ),
        "consent.no_proof": _(
            "Ask for the proofs of {rows} consents, and have nobody called on them until then."
        ),
        "own.list_without_approver": _(
            "Let no list leave without a name under it: {rows} have left so."
        ),
        "order.without_call": _(
            "Ask the people of {rows} orders said to come by phone whether they have ordered: "
            "no call to them is in any file."
        ),
        "call.without_consent": _(
            "Have nobody called without a consent: {people} people were, in {rows} calls."
        ),
        "chain.caller_number_unknown": _(
            "Ask the partners whose the numbers are that {rows} calls have shown."
        ),
        "call.sunday": _("Have partners stop calling on Sundays: {rows} calls."),
    }


def subtitle(report: LookReport) -> str:
    """Whose files, how many, of which time."""
    span = ""
    if report.first_on and report.last_on:
        span = _(", {first} to {last}").format(
            first=day_words(report.first_on), last=day_words(report.last_on)
        )
    names = {each.file for each in report.files}
    said = _("{company}: {files} files in the folder {folder}{span}")
    if len(names) == 1:
        said = _("{company}: one file in the folder {folder}{span}")
    return said.format(
        company=partner_words(report.principal) if report.principal else _("Our company"),
        files=grouped(len(names)),
        folder=report.folder,
        span=span,
    )
