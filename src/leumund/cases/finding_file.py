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
from leumund.cases.refusals import FindingsUnreadable

if TYPE_CHECKING:
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


def _rows(content: bytes) -> list[dict[str, Any]]:
    """YAML holds JSON as well."""
    mapping = read_mapping(content)
    found = mapping.get("findings", [mapping])
    return list(found)
