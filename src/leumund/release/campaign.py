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
from typing import TYPE_CHECKING, Any

from leumund.basics.canonical import canonical_bytes, sha256_hex
from leumund.basics.errors import BadInput, Conflict, NotThere
from leumund.release.adapt import Adapt
from leumund.release.sizes import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = {
    "number": "The phone number, E.164.",
    "name": "The name of the person, to ask for them.",
    "ref": "The company's own reference of the person, for reporting back.",
    "kind": "Consumer or business.",
    "segment": "The segment of the person.",
    "land": "The Bundesland, which decides on holidays.",
    "postcode": "The postcode.",
    "zone": "The time zone whose clock counts.",
    "tariff": "The tariffs that run on the day of the hand-over, to speak of them.",
    "not_before": "The first day on which this unit may be called, where there is an embargo.",
}
"""What a hand-over file may hold, and why. Only what the campaign names is handed over."""

TARIFF = "tariff"
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


class NotSealedYet(Conflict):
    """No secret is sealed for campaign {campaign} yet, so no number can be mixed in: nobody
    could tell that it was unknown when the secret was chosen. Nothing was drawn."""

    code = "not-sealed-yet"
    hint = "Run the command without --beacon first; then, with a number made later, again."


class NotDrawn(Conflict):
    """The coins of campaign {campaign} have not been tossed yet, so nothing can leave."""

    code = "not-drawn"
    hint = "Run 'leumund release draw' with the campaign file and --beacon first."


class NotYetDue(Conflict):
    """Portion {portion} of campaign {campaign} leaves on {on} at the earliest, so it stays."""

    code = "portion-not-due"
    hint = "Wait for the day: which portion somebody is in is part of what was drawn."


class FactsMoved(Conflict):
    """While the files of campaign {campaign} were made, objections, consents or contracts were
    loaded, again and again; somebody in the files might have objected, so nothing left."""

    code = "facts-moved"
    hint = "Run the command again when nothing is being loaded."


class HoldBackFixed(Conflict):
    """The permanent hold-back of this installation is {fixed}, not {asked}: nothing was drawn.

    Whoever is in it is in no draw, so its share never changes.
    """

    code = "hold-back-fixed"
    hint = "Leave hold_back.permanent out of the campaign, or write {fixed}."


class DrawCodeChanged(Conflict):
    """Campaign {campaign} was sealed with another version of the draw's code: nothing drawn."""

    code = "draw-code-changed"
    hint = "Use the version of Leumund with which it was sealed, or seal a new campaign."


class NothingToRecall(NotThere):
    """Partner {partner} has no copy of campaign {campaign}, so there is nothing to recall."""

    code = "nothing-to-recall"


class UnknownPartners(NotThere):
    """The network knows no {partners}, so nothing was drawn for campaign {campaign}."""

    code = "unknown-partners"
    hint = "Load them with 'leumund network load partners.yaml', or mend the names."


class NoSuchPortion(NotThere):
    """Campaign {campaign} has no portion {portion}: it leaves in {count}."""

    code = "no-such-portion"


@dataclass(frozen=True, slots=True)
class Wish:
    """What one partner is to get: ``count`` units, or ``share`` of those it could have.

    ``where`` restricts the partner to values of strata fields: pairs (field, values).
    """

    partner: str
    count: int | None = None
    share: Fraction | None = None
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def wanted(self, takes: Fraction) -> Wanted:
        """This part of what it asks for; of a count at least one."""
        count = self.count and max(1, int(self.count * takes))
        return Wanted(self.partner, count, self.share and self.share * takes)

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
class Above:
    """The copy inside which a campaign draws its lists: of which campaign, and whose."""

    campaign: str
    partner: str


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
    """Rented control numbers: so many of the pool in each copy."""

    per_copy: int


CONTACTED, MATCHING = "contacted", "matching"
"""Which lawful calls count when complaints are weighed: nobody whom the holder has called can
be a hit, or only complaints that match a call on record are left out."""
GAMMA_OF = {CONTACTED: Fraction(1), MATCHING: Fraction(2)}


@dataclass(frozen=True, slots=True)
class Lawful:
    """How complaints about lawful calls are kept from naming a copy. ``gamma``: listed people
    are taken to complain up to so many times as readily (odds) as others."""

    left_out: str = CONTACTED
    gamma: Fraction = GAMMA_OF[CONTACTED]

    def document(self) -> dict[str, dict[str, str]]:
        """What is sealed of it; nothing where all is as it is without a word."""
        if self == Lawful():
            return {}
        return {"lawful_calls": {"left_out": self.left_out, "readiness": str(self.gamma)}}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Lawful:
        """The inverse, from the document of a campaign."""
        told = document.get("lawful_calls")
        return cls(told["left_out"], Fraction(told["readiness"])) if told else cls()


APART, TOGETHER = "apart", "together"
"""Whether every caller is a bet of its own when complaints are weighed."""
HEEDED, UNHEEDED = "heeded", "unheeded"
"""Whether a call whose caller knew something newer than a copy says nothing of that copy."""


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign, as read. ``permanent`` is None where the file does not speak of it.
    ``callers``: whether callers are told apart when complaints are weighed; ``knowledge``:
    whether it counts what they knew; ``adapt``: how lists follow the evidence so far."""

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
    lawful: Lawful = Lawful()
    inside: Above | None = None
    callers: str = APART
    knowledge: str = HEEDED
    adapt: Adapt | None = None

    def document(self) -> dict[str, object]:
        """The campaign as text, integers and lists: what is sealed."""
        return {
            "beacon": self.beacon_from,
            "callers": self.callers,
            "campaign": self.name,
            "declared": self.declared,
            "decoys": self.decoys and {"per_copy": self.decoys.per_copy},
            "design": self.design,
            "embargo": self.embargo
            and {"days": self.embargo.days, "reason": self.embargo.reason},
            "fields": list(self.fields),
            "knowledge": self.knowledge,
            **self.lawful.document(),
            **_inside_document(self.inside),
            **({"adapt": self.adapt.document()} if self.adapt else {}),
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

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Campaign:
        """The inverse of ``document``, also after it has been JSON."""
        hold_back, embargo = document["hold_back"], document["embargo"]
        decoys = document["decoys"]
        return cls(
            name=document["campaign"],
            principal=document["principal"],
            product=document["product"],
            purpose=document["purpose"],
            design=document["design"],
            strata=tuple(document["strata"]),
            partners=tuple(_wish_of(wish) for wish in document["partners"]),
            portions=tuple(
                Portion(date.fromisoformat(str(portion["on"])), Fraction(portion["share"]))
                for portion in document["portions"]
            ),
            fields=tuple(document["fields"]),
            permanent=_read(hold_back["permanent"]),
            rotating=Fraction(hold_back["rotating"]),
            embargo=embargo and Embargo(embargo["days"], embargo["reason"]),
            decoys=decoys and Decoys(decoys["per_copy"]),
            declared=document["declared"],
            beacon_from=document["beacon"],
            lawful=Lawful.from_document(document),
            inside=Above(**document["inside"]) if "inside" in document else None,
            callers=callers_of(document),
            knowledge=knowledge_of(document),
            adapt=Adapt.from_document(document["adapt"]) if "adapt" in document else None,
        )

    def wanted(self) -> list[Wanted]:
        """What each partner gets: what it asked for, or the part that the evidence leaves."""
        takes = [self.adapt.takes(w.partner) if self.adapt else 1 for w in self.partners]
        return [
            wish.wanted(Fraction(part)) for wish, part in zip(self.partners, takes, strict=True)
        ]

    def digest(self) -> str:
        """SHA-256 of the canonical form: comments and layout of the file do not count."""
        return sha256_hex(canonical_bytes(self.document()))

    @property
    def last_day(self) -> date:
        """The day on which the last portion may leave."""
        return max(portion.on for portion in self.portions)


def callers_of(document: Mapping[str, Any]) -> str:
    """How the callers are weighed; together where the sealed campaign does not say."""
    return str(document.get("callers", TOGETHER))


def knowledge_of(document: Mapping[str, Any]) -> str:
    """Whether it counts what callers knew; not where the sealed campaign does not say."""
    return str(document.get("knowledge", UNHEEDED))


def check_same(row: Mapping[str, Any], campaign: Campaign, beacon: str | None) -> None:
    """Raises CampaignChanged or CopyDrawnTwice unless this is the draw that stands.

    ``row``: as stored. The same file and the same beacon (or none) may come again and again.
    """
    is_same = row["campaign_digest"] == campaign.digest()
    if row["drawn_at"] is not None and (not is_same or beacon not in (None, row["beacon"])):
        raise CopyDrawnTwice(campaign=campaign.name, drawn_on=row["drawn_at"].date())
    if not is_same:
        raise CampaignChanged(campaign=campaign.name, sealed_on=row["sealed_at"].date())


def hold_share(fixed: Mapping[str, Any] | None, campaign: Campaign) -> Fraction:
    """The share of the permanent hold-back; raises HoldBackFixed where another was fixed.
    Inside a copy nobody of it is left."""
    if campaign.inside is not None:
        return Fraction(0)
    if fixed is None:
        return campaign.permanent or Fraction(0)
    share = Fraction(fixed["share"])
    if campaign.permanent not in (None, share):
        raise HoldBackFixed(fixed=share, asked=campaign.permanent)
    return share


def there(row: dict[str, Any] | None, campaign: str) -> dict[str, Any]:
    """The stored draw; raises NotThere."""
    if row is None:
        raise NotThere(what="campaign", name=campaign)
    return row


def _inside_document(above: Above | None) -> dict[str, dict[str, str]]:
    """What is sealed of it; nothing where the campaign draws among all."""
    return {"inside": {"campaign": above.campaign, "partner": above.partner}} if above else {}


def _written(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


def _read(share: str | None) -> Fraction | None:
    return None if share is None else Fraction(share)


def _wish_of(wish: Mapping[str, Any]) -> Wish:
    where = tuple((field, tuple(values)) for field, values in sorted(wish["where"].items()))
    return Wish(wish["partner"], wish["count"], _read(wish["share"]), where)
