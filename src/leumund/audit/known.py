"""What is known: every finding with its first sign, who was told when, and what was done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from leumund.audit.scorecards import measure_titles
from leumund.audit.titles import code_words
from leumund.basics.clock import local_text
from leumund.basics.errors import BadInput, NotThere
from leumund.basics.language import _, translate
from leumund.basics.masking import masked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from leumund.audit.rows.behind import Behind
    from leumund.basics.finding import Finding

_TEXT_MAX = 300
_PLACED, _SHOWN_MAX = "orders.placed", 5
_NO_DOUBT_STATED = ("doubt_percent", -1)


class NoSuchFinding(NotThere):
    """No finding is known by {digest}. Nothing was noted."""

    code = "no-such-finding"
    hint = "'leumund audit findings' lists them; the first twelve characters are enough."


class NothingNoted(BadInput):
    """There is nothing to note, or more than {most} characters of it. Nothing was noted."""

    code = "nothing-noted"
    hint = "Say in a sentence who was told or what was done."


@dataclass(frozen=True, slots=True)
class Note:
    """Who was told, or what was done, and when."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KnownFinding:
    """A finding as the company knows it. ``known_at``: when it was first taken in."""

    finding: Finding
    digest: str
    known_at: datetime
    told: tuple[Note, ...] = ()
    done: tuple[Note, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing was done about it yet."""
        return not self.done

    def in_words(self, behind: Sequence[Behind] = ()) -> str:
        """What it is about, first sign, known since, who was told, what was done. ``behind``:
        the single rows that it rests on."""
        partner = _("partner: {partner}").format(
            partner=self.finding.partner or _("nobody yet")
        )
        lines = [
            f"{self.digest[:12]}  {self.finding.code}  {code_words(self.finding.code)}",
            " · ".join((partner, *_told(self.finding))),
            *_about(self.finding, behind),
            _("first sign {first}, known since {known}").format(
                first=local_text(self.finding.first_sign_at), known=local_text(self.known_at)
            ),
        ]
        for note in self.told:
            lines.append(_("{at}: told {who}").format(at=local_text(note.at), who=note.text))
        for note in self.done:
            lines.append(_("{at}: {what}").format(at=local_text(note.at), what=note.text))
        if self.is_open:
            lines.append(_("nothing was done about it yet"))
        return "\n  ".join(lines)


def _told(finding: Finding) -> Iterator[str]:
    titles = measure_titles()
    for key, value in sorted(finding.said.items()):
        if (key, value) != _NO_DOUBT_STATED:
            told = titles.get(str(value)) if key == "measure" else _word(str(value))
            yield f"{_word(key)}: {told}"


def _about(finding: Finding, behind: Sequence[Behind]) -> Iterator[str]:
    """The order, or when and which call, look-up or transcript; the first of many."""
    found = [
        _("order {order}").format(order=masked(row.key))
        for row in finding.rows
        if row.table == _PLACED
    ]
    found += [f"{local_text(row.at)} {row.ref}".strip() for row in behind]
    if found:
        rest = len(found) - _SHOWN_MAX
        more = [_("and {count} more").format(count=rest)] if rest > 0 else []
        yield _("about: {what}").format(what="; ".join(found[:_SHOWN_MAX] + more))


def _word(value: str) -> str:
    """A key or a value of what a finding says, in the reader's language."""
    known = {
        "side": _("side"),
        "ours": _("ours"),
        "day": _("day"),
        "complaints": _("complaints"),
        "measure": _("what"),
        "turn": _("turn"),
        "doubt_percent": _("doubt of the recogniser, percent"),
        "role_confidence_percent": _("sure of who speaks, percent"),
        "since": _("from"),
        "until": _("to"),
        "per_10000": _("of 10,000"),
        "low_per_10000": _("at least"),
        "high_per_10000": _("at most"),
    }
    return known.get(value) or translate(value.replace("_", " "))


@dataclass(frozen=True, slots=True)
class KnownFindings:
    """Everything that is known, the earliest sign first. ``behind``: by a finding's digest the
    single rows that it rests on."""

    findings: tuple[KnownFinding, ...]
    behind: Mapping[str, tuple[Behind, ...]] = field(default_factory=dict)

    def in_words(self) -> str:
        if not self.findings:
            return _("No finding is known.")
        return "\n\n".join(
            each.in_words(self.behind.get(each.digest, ())) for each in self.findings
        )


@dataclass(frozen=True, slots=True)
class Collected:
    """What was looked at, and how many findings of each code were new."""

    seen: int
    added: int
    by_code: Mapping[str, int] = field(default_factory=dict)

    def in_words(self) -> str:
        """The counts by code."""
        lines = [
            _("{seen} findings, {added} of them new.").format(seen=self.seen, added=self.added)
        ]
        lines += [
            f"  {code}  {code_words(code)}: {count}" for code, count in self.by_code.items()
        ]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted about a finding."""

    digest: str
    text: str
    at: datetime


def note_text(text: str) -> str:
    """What is to be noted, without the space around it; raises NothingNoted."""
    said = " ".join(text.split())
    if not said or len(said) > _TEXT_MAX:
        raise NothingNoted(most=_TEXT_MAX)
    return said
