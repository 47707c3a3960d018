"""Who stands below whom, and what may not stand beside each other.

These are the friendly checks: the tables refuse the same (an overlap, a missing parent).
"""

from __future__ import annotations

from difflib import get_close_matches
from itertools import pairwise
from typing import TYPE_CHECKING

from leumund.basics.errors import BadInput, Conflict, NotThere
from leumund.network.register import WHATS
from leumund.people import name_key, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from leumund.network.partner import CallerNumber, Engagement, Partner
    from leumund.network.partners_file import Stated
    from leumund.network.register import What


class NoSuchPartner(NotThere):
    """There is no partner called {name}; nothing was done."""

    code = "no-such-partner"
    hint = "Closest is: {closest}. All of them are listed by: leumund network partners."


class DoubledPartner(BadInput):
    """The partner {partner} stands in lines {first} and {second} of {name}. Nothing was
    loaded."""

    code = "doubled-partner"
    hint = "Give each partner a name of its own; it is what all else refers to."


class RespelledPartner(BadInput):
    """{partner} is known as {known}, and would be there twice. Nothing was loaded."""

    code = "respelled-partner"
    hint = "Write the name as it is known."


class PrincipalDiffers(Conflict):
    """The company is called {stated} in the file and {setting} in LEUMUND_PRINCIPAL, and would
    sign with two names. Nothing was loaded."""

    code = "principal-differs"
    hint = "Write the same name in both, or leave one of them out."


class KnownPartner(Conflict):
    """{partner} is known already as {known}; nothing was declared."""

    code = "known-partner"
    hint = "What changed of a known partner is written into partners.yaml and loaded."


class NoSuchCode(BadInput):
    """{value} is no country; nothing was declared."""

    code = "no-such-code"
    hint = "Write the two letters of ISO 3166, for example DE."


class NothingToLookAt(BadInput):
    """{value} is nothing that is looked at here; nothing was noted."""

    code = "nothing-to-look-at"
    hint = "Known are: {known}."


class NotLookedAtYet(BadInput):
    """{day} is not over yet, so nobody can have looked at {what} on it. Nothing was noted."""

    code = "not-looked-at-yet"
    hint = "Give the day on which it was looked at."


class UnknownParent(BadInput):
    """{partner} stands below {parent}, which is neither in {name} nor known from before.
    Nothing was loaded."""

    code = "unknown-parent"
    hint = "Closest is: {closest}. Add the partner above, or leave parent out."


class OwnAncestor(BadInput):
    """{partner} would stand above itself: {loop}. Nothing was loaded."""

    code = "own-ancestor"
    hint = "One of these must be engaged by somebody else, or by the company itself."


class OverlappingEngagements(BadInput):
    """{partner} has two engagements as {role} at the same time: {first} and {second}.
    Nothing was loaded."""

    code = "overlapping-engagements"
    hint = (
        "End the first on the day before the second begins, or make them one engagement "
        "with the purposes and products of both."
    )


class OverlappingNumbers(BadInput):
    """{partner} may show the number {number} twice at the same time: {first} and {second}.
    Nothing was loaded."""

    code = "overlapping-numbers"
    hint = "Make one entry of the two."


class DoubledInRegister(BadInput):
    """{key} of {partner} in {name} has the same entry twice. Nothing was loaded."""

    code = "doubled-in-register"
    hint = "Keep one of the two."


def check(partners: Sequence[Stated], parents: Mapping[str, str | None], name: str) -> None:
    """Raises what is wrong among the partners of the file called ``name``.

    ``parents`` are the parents of the partners known from before, by partner.
    """
    _check_names(partners, parents, name)
    now = {**parents, **{each.name: each.parent for each in partners}}
    for each in partners:
        if each.parent is not None and each.parent not in now:
            raise UnknownParent(
                name=name,
                partner=each.name,
                parent=each.parent,
                closest=closest(each.parent, now),
            )
        chain_of(each.name, now)
        _check_engagements(each.name, each.engagements)
        _check_numbers(each.name, each.caller_numbers)
        _check_register(each, name)


def check_principal(stated: str | None, setting: str | None) -> None:
    """Raises PrincipalDiffers where file and settings do not name one company."""
    if stated and setting and name_key(stated) != name_key(setting):
        raise PrincipalDiffers(stated=shown(stated), setting=shown(setting))


def check_new(name: str, known: Iterable[str]) -> None:
    """Raises KnownPartner where somebody of this name is known, however it is spelled."""
    spelled = {name_key(each): each for each in known}
    if name_key(name) in spelled:
        raise KnownPartner(partner=shown(name), known=spelled[name_key(name)])


def one_of_whats(written: str) -> What:
    """One of WHATS; raises NothingToLookAt."""
    folded = written.strip().lower().replace("-", "_").replace(" ", "_")
    for what in WHATS:
        if what == folded:
            return what
    raise NothingToLookAt(value=shown(written), known=", ".join(WHATS))


def chain_of(partner: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """Those above a partner, the nearest first; raises OwnAncestor and names the loop."""
    above: dict[str, None] = {}
    step = parents.get(partner)
    while step is not None:
        if step == partner or step in above:
            path = [partner, *above]
            start = path.index(step)
            raise OwnAncestor(partner=step, loop=" → ".join([*path[start:], step]))
        above[step] = None
        step = parents.get(step)
    return tuple(above)


def with_those_above(name: str, partners: Iterable[Partner]) -> tuple[Partner, ...]:
    """The partner of exactly this name and those above it; raises NoSuchPartner."""
    known = {partner.name: partner for partner in partners}
    if name not in known:
        raise NoSuchPartner(name=shown(name), closest=closest(name, known))
    return tuple(known[each] for each in (name, *known[name].chain))


def with_all_of_its_chain(name: str, partners: Iterable[Partner]) -> tuple[Partner, ...]:
    """The partner, those above it and those below it; raises NoSuchPartner."""
    known = tuple(partners)
    below = (each for each in known if name in each.chain)
    return (*with_those_above(name, known), *below)


def closest(wanted: str, known: Iterable[str]) -> str:
    """The names most like the one that was typed; a dash where none is."""
    spelled = {name_key(name): name for name in known}
    close = get_close_matches(name_key(wanted), spelled, cutoff=0.5)
    return ", ".join(spelled[each] for each in close) or "–"


def _check_names(partners: Sequence[Stated], known: Iterable[str], name: str) -> None:
    lines: dict[str, int] = {}
    spelled = {name_key(each): each for each in known}
    for each in partners:
        as_known = spelled.get(name_key(each.name), each.name)
        if as_known != each.name:
            raise RespelledPartner(partner=each.name, known=as_known)
        first = lines.setdefault(name_key(each.name), each.line)
        if first != each.line:
            raise DoubledPartner(name=name, partner=each.name, first=first, second=each.line)


def _check_engagements(partner: str, engagements: Sequence[Engagement]) -> None:
    for role in dict.fromkeys(each.role for each in engagements):
        ranges = [(each.valid_from, each.valid_to) for each in engagements if each.role == role]
        if overlap := _overlap(ranges):
            first, second = overlap
            raise OverlappingEngagements(
                partner=partner, role=role, first=_shown(first), second=_shown(second)
            )


def _check_numbers(partner: str, numbers: Sequence[CallerNumber]) -> None:
    for number in dict.fromkeys(each.number for each in numbers):
        ranges = [(each.valid_from, each.valid_to) for each in numbers if each.number == number]
        if overlap := _overlap(ranges):
            first, second = overlap
            raise OverlappingNumbers(
                partner=partner, number=number, first=_shown(first), second=_shown(second)
            )


def _check_register(stated: Stated, name: str) -> None:
    """Nothing of the register stands there twice."""
    keys: dict[str, list[object]] = {
        "sites": [each.name for each in stated.sites],
        "permits": [(each.kind, each.valid_from) for each in stated.held_permits],
        "logins": [(each.digest, each.valid_from) for each in stated.logins],
        "payees": [(each.digest, each.valid_from) for each in stated.payees],
        "leads": [(each.source, each.valid_from) for each in stated.leads],
    }
    for key, known in keys.items():
        if len(set(known)) < len(known):
            raise DoubledInRegister(partner=stated.name, name=name, key=key)


def _overlap(
    ranges: Iterable[tuple[date, date | None]],
) -> tuple[tuple[date, date | None], tuple[date, date | None]] | None:
    """The first two ranges that share a day; both ends are included."""
    ordered = sorted(ranges, key=lambda each: each[0])
    for earlier, later in pairwise(ordered):
        if earlier[1] is None or later[0] <= earlier[1]:
            return earlier, later
    return None


def _shown(days: tuple[date, date | None]) -> str:
    return f"{days[0]} – {days[1] or '…'}"
