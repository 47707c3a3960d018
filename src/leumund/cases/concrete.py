"""What a hearing puts to the partner: of each finding rows that can be shown, or the fact in
words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.cases.finding_file import chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from leumund.basics.finding import Finding
    from leumund.cases.case import Case

    Behind = Callable[[Sequence[Finding], str], Mapping[str, Sequence[Any]]]


def put_to(case: Case, behind: Behind | None, facts: Mapping[str, str]) -> dict[str, Any]:
    """The findings on which the partner was not heard, what a person wrote about them by the
    beginning of a digest, and those of which no row can be shown; raises NoSuchFinding."""
    asked = [each for each in case.findings if each.digest in case.unheard]
    rows = behind(asked, case.against.name) if behind else {}
    bare = [each.digest for each in asked if not (rows.get(each.digest) or is_named(each))]
    return {
        "findings": [each.digest for each in asked],
        "facts": {chosen(asked, [at])[0].digest: text for at, text in facts.items()},
        "unresolved": bare,
    }


def is_named(finding: Finding) -> bool:
    """Whether it says itself what was seen, or a file named a row that stands in no table of
    ours, by a key that can be told."""
    return bool(finding.said) or any("." not in row.table for row in finding.rows)
