"""The single rows behind a finding, as its own partner may see them: when, which (a masked
number, or the partner's own reference), and what is on record. Of other partners, of names and
of whole numbers there is nothing in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from leumund.audit.bulk import aware
from leumund.audit.calls import ASKED_CODES
from leumund.basics.clock import on_german_clock
from leumund.basics.language import _
from leumund.basics.numbers import mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from leumund.audit.notice import Notice
    from leumund.audit.words.known import KnownWordFinding
    from leumund.basics.checks import Check
    from leumund.basics.finding import Finding
    from leumund.network import Partner
    from leumund.release import Lookup

CALLS, _LOOKUPS = "intake.calls", "release.lookup"
PLACES, _NOTICES = "audit.word_finding", "audit.notice"
_ANSWERS = {code: answer for answer, code in ASKED_CODES.items()}
_ALLOWED = ("allowed", "other_shown")
_ALSO_ALLOWED, _LOST = "C050", "C024"
_NIGHT_FROM, _NIGHT_UNTIL = 22, 6
_DIGEST_SHOWN = 12
_DIGITS_SHOWN = 8


@dataclass(frozen=True, slots=True, order=True)
class Behind:
    """One row: when, which, and what is on record about it, in the reader's language."""

    at: datetime
    ref: str
    said: str = ""


def days_of(findings: Iterable[Finding]) -> set[tuple[int, date]]:
    """The partners' days whose calls these findings rest on."""
    keys = (row.key for each in findings for row in each.rows if row.table == CALLS)
    return {(found.partner_id, found.day) for key in keys if (found := _read(key))}


@dataclass(frozen=True, slots=True)
class _Key:
    """A row's key, read: whose, on which German day, at which moment (None: all of the day)."""

    partner_id: int
    day: date
    at: datetime | None


def called_at(key: str, partner_id: int) -> datetime | None:
    """The moment that the key of this partner's call names; None where it names a day."""
    found = _read(key)
    return found.at if found and found.partner_id == partner_id else None


def _read(key: str) -> _Key | None:
    """None for anything else: a finding that came in a file may hold any key, and stands with
    its first sign then."""
    partner, _sign, when = key.partition("/")
    try:
        if "T" not in when:
            return _Key(int(partner), date.fromisoformat(when), None)
        at = datetime.fromisoformat(when)
        return _Key(int(partner), on_german_clock(at).date(), at) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def rows_behind(
    findings: Iterable[Finding],
    ids: Mapping[str, int],
    calls: Sequence[Mapping[str, Any]],
    lookups: Sequence[Lookup],
    places: Iterable[KnownWordFinding],
    notices: Iterable[Notice],
    check: Check,
    partners: Iterable[Partner],
) -> dict[str, tuple[Behind, ...]]:
    """By a finding's digest its rows, the earliest first. ``calls``: of ``bulk.behind``;
    ``check``: C051."""
    heard = {each.key: each for each in places}
    sent = {str(each.id): each for each in notices}
    homes = {each.name: _countries(each) for each in partners}
    found: dict[str, tuple[Behind, ...]] = {}
    for finding in findings:
        name = finding.partner
        if name is None or name not in ids:
            continue
        rows: list[Behind] = []
        for row in finding.rows:
            if row.table == CALLS:
                rows += _calls(finding, row.key, ids[name], calls)
            elif row.table == _LOOKUPS:
                own = [each for each in lookups if each.partner == name]
                rows += _lookups(finding, row.key, ids[name], own, check, homes[name])
            elif row.table == PLACES and row.key in heard:
                rows += [_place(heard[row.key])] if heard[row.key].partner == name else []
            elif row.table == _NOTICES and row.key in sent:
                rows += [_notice(sent[row.key])] if sent[row.key].partner == name else []
        found[finding.digest] = tuple(sorted(rows))
    return found


def _calls(
    finding: Finding, key: str, partner_id: int, calls: Iterable[Mapping[str, Any]]
) -> Iterator[Behind]:
    read = _read(key)
    if read is None or read.partner_id != partner_id:
        return
    for call in calls:
        is_there = (
            aware(call["called_at"]) == read.at
            if read.at
            else call["local_date"] == read.day and _is_met(finding, call)
        )
        if call["partner_id"] == partner_id and is_there:
            yield Behind(aware(call["called_at"]), mask(call["called"]), _said(call))


def _is_met(finding: Finding, call: Mapping[str, Any]) -> bool:
    """Whether this call is one of those that the finding counts."""
    code = finding.code
    if code in _ANSWERS:
        return bool(call["answer"] == _ANSWERS[code])
    if code == _LOST:
        is_lost = call["outcome_kind"] == "lost"
        return bool(is_lost and call["campaign"] == finding.said.get("campaign"))
    is_held = code == _ALSO_ALLOWED or call["answer"] not in _ALLOWED
    return code in call["codes"] and is_held


def _said(call: Mapping[str, Any]) -> str:
    """What was answered before the call, and which number it showed."""
    answered = {
        "allowed": _("you had asked, and it was allowed"),
        "other_shown": _("you had asked, with another number to be shown"),
        "refused": _("you had asked, and the answer was no"),
        "other_number": _("you had asked for another number"),
        "unasked": _("you had not asked"),
    }[call["answer"]]
    if not call["shown"]:
        return answered
    return _("{answered}; shown: {shown}").format(answered=answered, shown=mask(call["shown"]))


def _lookups(
    finding: Finding,
    key: str,
    partner_id: int,
    lookups: Sequence[Lookup],
    check: Check,
    homes: set[str],
) -> Iterator[Behind]:
    if "/" not in key:
        yield from (_lookup(each) for each in lookups if str(each.id) == key)
        return
    read = _read(key)
    if read is None or read.partner_id != partner_id:
        return
    mine = [each for each in lookups if on_german_clock(each.at).date() == read.day]
    word = str(finding.said.get("what", ""))
    busy = _busy(mine, check.figure("lookups_an_hour")) if word == "many" else set()
    many = (
        _many_devices(mine, check.figure("devices_of_a_login")) if word == "shared" else set()
    )
    for each in mine:
        hour = on_german_clock(each.at).hour
        is_met = {
            "many": (each.login_digest, hour) in busy,
            "shared": each.login_digest in many,
            "night": hour >= _NIGHT_FROM or hour < _NIGHT_UNTIL,
            "abroad": each.country is not None and each.country not in homes,
        }
        if is_met.get(word, True):
            yield _lookup(each)


def _lookup(each: Lookup) -> Behind:
    said = _("from {country}").format(country=each.country) if each.country else ""
    told = ", ".join(filter(None, (*map(_field, each.fields), said)))
    return Behind(each.at, _own(each.ref or f"{each.id}"), told)


def _field(name: str) -> str:
    """What was shown of a customer, in the reader's words where it is a usual field."""
    return {
        "number": _("number"),
        "name": _("name"),
        "address": _("address"),
        "tariff": _("tariff"),
        "product": _("product"),
        "contract_end": _("end of the contract"),
        "birth_date": _("date of birth"),
        "iban": _("bank account"),
        "mail": _("mail address"),
        "meter": _("meter number"),
    }.get(name, name)


def _busy(lookups: Iterable[Lookup], most: float) -> set[tuple[str, int]]:
    counted: dict[tuple[str, int], int] = {}
    for each in lookups:
        key = (each.login_digest, on_german_clock(each.at).hour)
        counted[key] = counted.get(key, 0) + 1
    return {key for key, count in counted.items() if count > most}


def _many_devices(lookups: Iterable[Lookup], most: float) -> set[str]:
    devices: dict[str, set[str | None]] = {}
    for each in lookups:
        devices.setdefault(each.login_digest, set()).add(each.device_digest)
    return {login for login, seen in devices.items() if len(seen - {None}) > most}


def _countries(partner: Partner) -> set[str]:
    return {partner.country, *(site.country for site in partner.sites)}


def _place(known: KnownWordFinding) -> Behind:
    """Where in the call; what was said there is shown in the reading room only."""
    said = _("turn {turn} of the transcript").format(turn=known.span.turn + 1)
    if known.span.start_s is not None:
        said += _(", from second {second}").format(second=round(known.span.start_s))
    return Behind(known.called_at, _own(known.call_ref or ""), said)


def _notice(notice: Notice) -> Behind:
    said = _("file of {numbers} numbers, to be acknowledged until {due}").format(
        numbers=notice.numbers, due=on_german_clock(notice.due_at).date().isoformat()
    )
    return Behind(notice.made_at, notice.plain_digest[:_DIGEST_SHOWN], said)


def _own(ref: str) -> str:
    """The partner's own reference; where it looks like a number, that masked."""
    digits = sum(letter.isdigit() for letter in ref)
    return mask(ref) if digits > _DIGITS_SHOWN and not any(map(str.isalpha, ref)) else ref
