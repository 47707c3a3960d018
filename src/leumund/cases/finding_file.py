"""Findings from a small file, YAML or JSON: one, or a list of them.

findings:
  - code: call.after_objection
    partner: norden
    source: call_record
    first_sign_at: 2026-05-04T10:12:00+02:00
    rows: [[calls, c-17], [calls, c-18]]
    said: {calls: 2}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.basics.strict_yaml import read_mapping
from leumund.cases.fold import finding_of
from leumund.cases.refusals import FindingsUnreadable, NoSuchFinding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from leumund.basics.finding import Finding


def read_findings(content: bytes, name: str) -> tuple[Finding, ...]:
    """The findings of such a file; raises FindingsUnreadable."""
    try:
        rows = _rows(content)
        return tuple(finding_of(row) for row in rows)
    except KeyError as error:
        raise FindingsUnreadable(name=name, what=f"{error.args[0]} is missing") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise FindingsUnreadable(name=name, what=str(error)) from None


def chosen(known: Iterable[Finding], digests: Sequence[str]) -> tuple[Finding, ...]:
    """The known findings whose digests begin so; raises NoSuchFinding where one has none or
    more than one."""
    every = tuple(known) if digests else ()
    found = []
    for digest in digests:
        matching = [each for each in every if digest and each.digest.startswith(digest)]
        if len(matching) != 1:
            raise NoSuchFinding(digest=digest, count=len(matching))
        found += matching
    return tuple(found)


def _rows(content: bytes) -> list[dict[str, Any]]:
    """YAML holds JSON as well."""
    mapping = read_mapping(content)
    found = mapping.get("findings", [mapping])
    return list(found)
