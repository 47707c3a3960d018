"""A campaign: who asks for how large a copy of what, when it leaves, and what stays.

It is read from ``campaign.yaml``, strictly: an unknown key is refused, because a misspelt
``hold_back`` would otherwise hold nothing back. Whatever stands in it is sealed with the
draw and can never change afterwards. There is deliberately no way to say "not those who
are in last month's copy": eligibility may follow contacts and outcomes, never membership.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import BadInput, Conflict
from leumund.release.sizes import Wanted

FIELDS = {
    "number": "The phone number, E.164.",
    "name": "The name of the person, to ask for them.",
    "ref": "The company's own reference of the person, for reporting back.",
    "kind": "Consumer or business.",
    "segment": "The segment of the person.",
    "land": "The Bundesland, which decides on holidays.",
    "postcode": "The postcode.",
    "zone": "The time zone whose clock counts.",
    "not_before": "The first day on which this unit may be called, where there is an embargo.",
}
"""What a hand-over file may hold, and why. Only what the campaign names is handed over."""

PARTITION_FIELDS = ("segment", "land", "kind")
"""The fields by which a universe can be divided into strata."""


class BadCampaign(BadInput):
    """{file} cannot be used as a campaign: {problems}. Nothing was drawn."""

    code = "bad-campaign"
    hint = "Mend the file; docs/reference/release.md shows every key with an example."


class CampaignChanged(Conflict):
    """Campaign {campaign} is not what was sealed on {sealed_on}, so nothing was drawn."""

    code = "campaign-changed"
    hint = "Put the sealed file back, or give the changed campaign a new name and a new seal."


class CopyDrawnTwice(Conflict):
    """Campaign {campaign} was drawn on {drawn_on}: each of its copies would be drawn twice.

    Nothing was drawn.
    """

    code = "copy-drawn-twice"
    hint = "The draw stands as it is. Another draw is another campaign, with its own name."


@dataclass(frozen=True, slots=True)
class Wish:
    """What one partner is to get: ``count`` units, or ``share`` of those it could have.

    ``where`` restricts the partner to values of strata fields: pairs (field, values).
    """

    partner: str
    count: int | None = None
    share: Fraction | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def wanted(self) -> Wanted:
        return Wanted(self.partner, self.count, self.share)

    def could_have(self, fields: tuple[str, ...], values: list[str]) -> bool:
        """Whether units of the stratum with these values may be in its copy."""
        of = dict(zip(fields, values, strict=True))
        return all(of[field] in wanted for field, wanted in self.where)


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of every copy, and the first day on which it may leave."""

    on: date
    share: Fraction


@dataclass(frozen=True, slots=True)
class Embargo:
    """A random half of every portion may not be called for so many days.

    ``reason`` is the data-protection officer's: data that nobody may use yet are handed
    over only where that is recorded (Art 5(1)(c) GDPR).
    """

    days: int
    reason: str


@dataclass(frozen=True, slots=True)
class Decoys:
    """Rented control numbers: ``per_copy`` of the numbers in the file ``pool``."""

    pool: str
    per_copy: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign, as read. ``permanent`` is None where the file does not speak of it."""

    name: str
    principal: str
    product: str
    purpose: str
    design: str
    strata: tuple[str, ...]
    partners: tuple[Wish, ...]
    portions: tuple[Portion, ...]
    fields: tuple[str, ...] = ("number",)
    permanent: Fraction | None = None
    rotating: Fraction = Fraction(0)
    embargo: Embargo | None = None
    decoys: Decoys | None = None
    declared: bool = True
    beacon_from: str = ""

    def document(self) -> dict[str, object]:
        """The campaign as text, integers and lists: what is sealed."""
        return {
            "beacon": self.beacon_from,
            "campaign": self.name,
            "declared": self.declared,
            "decoys": self.decoys
            and {"per_copy": self.decoys.per_copy, "pool": self.decoys.pool},
            "design": self.design,
            "embargo": self.embargo
            and {"days": self.embargo.days, "reason": self.embargo.reason},
            "fields": list(self.fields),
            "hold_back": {
                "permanent": _written(self.permanent),
                "rotating": _written(self.rotating),
            },
            "partners": [
                {
                    "count": wish.count,
                    "partner": wish.partner,
                    "share": _written(wish.share),
                    "where": {field: list(values) for field, values in wish.where},
                }
                for wish in self.partners
            ],
            "portions": [
                {"on": portion.on, "share": _written(portion.share)}
                for portion in self.portions
            ],
            "principal": self.principal,
            "product": self.product,
            "purpose": self.purpose,
            "strata": list(self.strata),
        }

    def digest(self) -> str:
        """SHA-256 of the canonical form: comments and layout of the file do not count."""
        return sha256_hex(canonical_bytes(self.document()))

    @property
    def last_day(self) -> date:
        """The day on which the last portion may leave."""
        return max(portion.on for portion in self.portions)


def _written(share: Fraction | None) -> str | None:
    return None if share is None else str(share)
