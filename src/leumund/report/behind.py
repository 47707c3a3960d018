"""The concrete facts of a case: for each thing that came to notice the single rows it rests on,
as the partner heard may see them: masked, its own, and nothing of anybody else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from leumund.audit import Behind, code_words
from leumund.basics.language import _
from leumund.basics.masking import masked
from leumund.orders import word
from leumund.report.codes import why_noticed
from leumund.report.letter import Part
from leumund.report.words import grouped, moment_in_full

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from leumund.basics.finding import Finding
    from leumund.cases import Case, Step
    from leumund.orders import Order
    from leumund.release import DrawRecord

    Rows = Mapping[str, Sequence[Behind]]

SHOWN_MAX: Final = 20
ROWS_HEAD: Final = ("code", "at", "which", "on_record")
_PLACED, _COPY = "orders.placed", "release.copy"
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Noticed:
    """All single rows under one code, the earliest first."""

    code: str
    rows: tuple[Behind, ...]


def noticed(findings: Iterable[Finding], rows: Rows) -> list[Noticed]:
    """By code, in the order of the findings. A finding of which no row is kept, or is to be
    shown, stands there with its first sign; one that came in a file with what the file says."""
    found: dict[str, Counter[Behind]] = {}
    for each in findings:
        # Rows that read alike are still so many; one that two findings share is one.
        own = Counter(rows.get(each.digest) or stated(each))
        found[each.code] = found.get(each.code, Counter()) | own
    return [Noticed(code, tuple(sorted(mine.elements()))) for code, mine in found.items()]


def stated(finding: Finding) -> tuple[Behind, ...]:
    """The rows as a file named them; of our own tables only that something was seen. A file
    says one time, and what it says, of all rows of a finding."""
    told = masked(", ".join(f"{name}: {value}" for name, value in finding.said.items()))
    if len(finding.rows) > 1:
        together = _("of {rows} rows together; the time is that of the first")
        told = "; ".join(filter(None, (told, together.format(rows=grouped(len(finding.rows))))))
    keys = [_NOTHING if "." in row.table else masked(row.key) for row in finding.rows]
    return tuple(Behind(finding.first_sign_at, key, told) for key in keys or [_NOTHING])


def with_words(case: Case, rows: Rows) -> dict[str, Sequence[Behind]]:
    """Those rows, and the facts that hearings told in words because no row could be shown."""
    told = {digest: text for each in case.steps for digest, text in _facts_of(each).items()}
    written = {
        each.digest: (Behind(each.first_sign_at, _NOTHING, masked(told[each.digest])),)
        for each in case.findings
        if each.digest in told
    }
    return {
        digest: (*rows.get(digest, ()), *written.get(digest, ()))
        for digest in rows.keys() | written
    }


def _facts_of(step: Step) -> dict[str, str]:
    return dict(step.said.get("facts", {})) if step.event == "hear" else {}


def fact_parts(findings: Sequence[Finding], rows: Rows) -> Iterator[Part]:
    """For a letter: for each code what should be and what was seen, and a table with at most
    ``SHOWN_MAX`` rows."""
    for each in noticed(findings, rows):
        said = list(why_noticed(each.code, (one for one in findings if one.code == each.code)))
        said += [rest_words(each)] if len(each.rows) > SHOWN_MAX else []
        table = shown(each)
        yield Part(
            code_words(each.code), tuple(said), head=fact_head(), rows=table, widths=(5, 4, 7)
        )


def fact_head() -> tuple[str, str, str]:
    return _("when"), _("number, order or reference"), _("what is on record")


def shown(each: Noticed) -> tuple[tuple[str, ...], ...]:
    """The first rows as a reader reads them."""
    return tuple(
        (moment_in_full(row.at), row.ref or _NOTHING, masked(row.said) or _NOTHING)
        for row in each.rows[:SHOWN_MAX]
    )


def rest_words(each: Noticed) -> str:
    said = _("{all} rows: the first {shown} stand here, {rest} more where the evidence is.")
    return said.format(
        all=grouped(len(each.rows)),
        shown=SHOWN_MAX,
        rest=grouped(len(each.rows) - SHOWN_MAX),
    )


def fact_rows(findings: Iterable[Finding], rows: Rows) -> Iterator[tuple[Any, ...]]:
    """All of them, for CSV and JSON."""
    for each in noticed(findings, rows):
        for row in each.rows:
            yield each.code, row.at.isoformat(), row.ref, masked(row.said)


def behind_orders(finding: Finding, orders: Iterable[Order]) -> Iterator[Behind]:
    """The orders that a finding points at; ``orders``: the partner's own."""
    keys = {row.key for row in finding.rows if row.table == _PLACED}
    for order in orders:
        if order.order_ref in keys and order.partner == finding.partner:
            told = [order.product, word("channel", order.channel)]
            if order.shop:
                told.append(_("shop {shop}").format(shop=order.shop))
            if order.call_ref:
                told.append(_("stated call {call}").format(call=order.call_ref))
            yield Behind(order.ordered_at, masked(order.order_ref), masked(", ".join(told)))


def behind_copies(finding: Finding, draws: Iterable[DrawRecord]) -> Iterator[Behind]:
    """The copies that a finding points at, where they are the partner's own."""
    keys = {row.key for row in finding.rows if row.table == _COPY}
    for draw in draws:
        for copy, partner in zip(draw.copy_ids, draw.partners, strict=True):
            if str(copy) in keys and partner == finding.partner:
                name = _("copy {copy}").format(copy=copy)
                said = _("campaign {campaign}").format(campaign=draw.campaign)
                yield Behind(finding.first_sign_at, name, said)


def points_at(findings: Iterable[Finding], table: str) -> bool:
    """Whether one of them rests on that table."""
    return any(row.table == table for each in findings for row in each.rows)


def rows_of(
    findings: Sequence[Finding],
    audited: Rows,
    orders: Sequence[Order],
    draws: Sequence[DrawRecord],
) -> dict[str, tuple[Behind, ...]]:
    """By digest all rows, whichever part keeps them."""
    return {
        each.digest: (
            *audited.get(each.digest, ()),
            *behind_orders(each, orders),
            *behind_copies(each, draws),
        )
        for each in findings
    }
