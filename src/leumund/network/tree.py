"""The chain as a tree: who engaged whom, to do what, until when, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.basics.language import marked as _
from leumund.basics.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from leumund.network.gaps import Gaps
    from leumund.network.partner import Engagement, Partner

_ROLES = {
    "processor": _("processor"),
    "joint": _("joint controller"),
    "controller": _("controller"),
}


@dataclass(frozen=True, slots=True)
class Branch:
    """One partner of the tree and those below it. ``gaps``: how many things are missing;
    ``is_stopped``: one of them stops every hand-over."""

    partner: str
    legal_name: str
    country: str
    state: str
    gaps: int
    is_stopped: bool
    below: tuple[Branch, ...] = ()

    def line(self) -> str:
        """The partner in one line."""
        name = (
            self.partner
            if self.partner == self.legal_name
            else f"{self.partner} · {self.legal_name}"
        )
        return " · ".join(filter(None, [f"{name} ({self.country})", self.state, self.lack()]))

    def lack(self) -> str:
        """What is missing, in a word or two."""
        if not self.gaps:
            return ""
        text = (
            translate("missing: {count}, nothing is handed over")
            if self.is_stopped
            else translate("missing: {count}")
        )
        return text.format(count=self.gaps)


@dataclass(frozen=True, slots=True)
class Tree:
    """The company and everybody who acts for it."""

    company: str
    on: date
    branches: tuple[Branch, ...]

    def in_words(self) -> str:
        """The tree in lines, as terminals show folders."""
        return "\n".join([self.company, *_drawn(self.branches, "")])


def tree_of(
    partners: Sequence[Partner], gaps: Gaps, company: str | None, name: str | None = None
) -> Tree:
    """The whole network; with a name, that partner, those above it and those below it."""
    shown = [each for each in partners if name is None or _is_related(each, name, partners)]
    return Tree(company or "–", gaps.on, _below(None, shown, gaps))


def _is_related(partner: Partner, name: str, partners: Sequence[Partner]) -> bool:
    above = next((each.chain for each in partners if each.name == name), ())
    return name in (partner.name, *partner.chain) or partner.name in above


def _below(parent: str | None, partners: Sequence[Partner], gaps: Gaps) -> tuple[Branch, ...]:
    return tuple(
        Branch(
            partner=each.name,
            legal_name=each.legal_name,
            country=each.country,
            state=_state(each, gaps.on),
            gaps=len(gaps.of(each.name)),
            is_stopped=any(gap.is_stopping for gap in gaps.of(each.name)),
            below=_below(each.name, partners, gaps),
        )
        for each in partners
        if each.parent == parent
    )


def _state(partner: Partner, on: date) -> str:
    engaged = partner.engagement_on(on)
    if engaged is not None:
        return _engaged(engaged)
    ends = [each.valid_to for each in partner.engagements if each.valid_to is not None]
    past = [end for end in ends if end < on]
    if past:
        return translate("ended on {day}").format(day=max(past))
    return (
        translate("not engaged") if partner.engagements else translate("declared, not engaged")
    )


def _engaged(engagement: Engagement) -> str:
    role = translate(_ROLES[engagement.role])
    if engagement.valid_to is None:
        return translate("{role} since {since}").format(role=role, since=engagement.valid_from)
    return translate("{role} from {since} to {until}").format(
        role=role, since=engagement.valid_from, until=engagement.valid_to
    )


def _drawn(branches: Sequence[Branch], margin: str) -> Iterator[str]:
    for at, branch in enumerate(branches, 1):
        is_last = at == len(branches)
        yield f"{margin}{'└── ' if is_last else '├── '}{branch.line()}"
        yield from _drawn(branch.below, margin + ("    " if is_last else "│   "))
