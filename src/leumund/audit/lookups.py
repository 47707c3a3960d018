"""Look-ups in the portal that stand out: each is a hand-over of one record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leumund.audit.bulk import aware
from leumund.basics.finding import Finding, Row, Source
from leumund.basics.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from leumund.basics.checks import Check


@dataclass(frozen=True, slots=True)
class Lookups:
    """How many look-ups were looked at, and what stands out among them."""

    lookups: int
    findings: tuple[Finding, ...] = field(default=())

    def in_words(self) -> str:
        """Partner by partner what stands out."""
        words = lookup_words()
        lines = [_("{count} look-ups.").format(count=self.lookups)]
        lines += [
            f"{each.partner}, {each.said['day']}: {words[str(each.said['what'])]} "
            f"({each.said['figure']})"
            for each in self.findings
        ]
        if not self.findings:
            lines.append(_("Nothing stands out."))
        return "\n".join(lines)


def lookup_words() -> dict[str, str]:
    """What stands out, in the reader's language."""
    return {
        "many": _("more look-ups in an hour than one person can work on"),
        "shared": _("one log-in on many devices"),
        "abroad": _("look-ups from a country without a site"),
        "night": _("look-ups at night"),
    }


def lookup_findings(
    rows: Iterable[Mapping[str, Any]], names: Mapping[int, str], check: Check
) -> Iterable[Finding]:
    """From the rows of the step ``standing_out``: one per partner, day and word."""
    ordered = sorted(rows, key=lambda row: (row["local_date"], row["partner_id"], row["word"]))
    for row in ordered:
        day = row["local_date"].isoformat()
        yield Finding(
            code=check.id,
            partner=names[row["partner_id"]],
            source=Source.LOOK_UP,
            first_sign_at=aware(row["first_at"]),
            rows=(Row("release.lookup", f"{row['partner_id']}/{day}"),),
            said={"day": day, "what": row["word"], "figure": int(row["figure"])},
            effect=check.effect,
            citation=check.citation,
        )
