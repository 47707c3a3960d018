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

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol

from leumund.basics.masking import masked
from leumund.basics.strict_yaml import read_mapping
from leumund.cases.fold import finding_of
from leumund.cases.refusals import FindingsUnreadable, NoSuchFinding

_DAY = r"[0-9]{1,18}/[0-9]{4}-[01][0-9]-[0-3][0-9]"
_MOMENT = r"T[0-2][0-9]:[0-5][0-9][0-9:.]*(Z|[+-][0-9]{2}:[0-9]{2})"
_KEYS: Final = MappingProxyType(
    {
        "intake.calls": re.compile(f"{_DAY}({_MOMENT})?"),
        "release.lookup": re.compile(f"[0-9]{{1,18}}|{_DAY}"),
    }
)
_TABLE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,60}")
_ANY_KEY: Final = re.compile(r"(?=.*\S)[^\x00-\x1f\x7f]{1,200}")
_SHOWN: Final = 40

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from leumund.basics.finding import Finding


def read_findings(content: bytes, name: str) -> tuple[Finding, ...]:
    """The findings of such a file; raises FindingsUnreadable."""
    try:
        found = tuple(finding_of(row) for row in _rows(content))
        for finding in found:
            _check_keys(finding)
        return found
    except KeyError as error:
        raise FindingsUnreadable(name=name, what=f"{error.args[0]} is missing") from None
    except (ValueError, TypeError, AttributeError) as error:
        raise FindingsUnreadable(name=name, what=str(error)) from None


class Known(Protocol):
    """A finding that the company keeps, and when it took it in."""

    @property
    def finding(self) -> Finding: ...
    @property
    def known_at(self) -> datetime: ...


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


def known_since(
    known: Iterable[Known], findings: Sequence[Finding], stated: datetime
) -> datetime:
    """When the company first knew of one of these, whatever somebody states later on: a clock
    that began to run does not begin anew with the case."""
    digests = {finding.digest for finding in findings}
    return min([stated, *(each.known_at for each in known if each.finding.digest in digests)])


def _check_keys(finding: Finding) -> None:
    """Raises ValueError for a key that nobody could look up later; the file stays as it is."""
    for number, row in enumerate(finding.rows, start=1):
        form = _KEYS.get(row.table, _ANY_KEY)
        if not _TABLE.fullmatch(row.table) or not form.fullmatch(row.key):
            raise ValueError(
                f"{finding.code}, row {number}: {masked(row.table)[:_SHOWN]} has no row "
                f"{masked(row.key)[:_SHOWN]!r}"
            )


def _rows(content: bytes) -> list[dict[str, Any]]:
    """YAML holds JSON as well."""
    mapping = read_mapping(content)
    found = mapping.get("findings", [mapping])
    return list(found)
