"""What a look assumes where no file says it: every figure with its reason.

They stand in ``look.toml`` under ``[settings]``; a change there holds for the next look.
Hours, caps and ages of consents are not here: they come from the rule pack.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from leumund.basics.errors import BadInput
from leumund.basics.language import marked as _
from leumund.basics.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class UnknownLookSetting(BadInput):
    """{file} sets {name}, which is no setting of a look. Nothing was looked at."""

    code = "unknown-look-setting"
    hint = "Known are: {known}."


class BadLookSetting(BadInput):
    """{file} says {value} for {name}, where {what} is expected. Nothing was looked at."""

    code = "bad-look-setting"
    hint = "Its default is {default}: {reason}"


def _because(reason: str) -> dict[str, str]:
    return {"reason": reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class LookSettings:
    """Figures behind findings; ``reasons`` tells why each is what it is."""

    principal: str | None = field(
        default=None,
        metadata=_because(
            _("The company in whose name calls are made; else the one most consents name.")
        ),
    )
    as_of: date | None = field(
        default=None,
        metadata=_because(
            _("The day of the look; else the latest day of calls, orders and complaints.")
        ),
    )
    round_gap_days: int = field(
        default=28,
        metadata=_because(
            _("A call so long after the one before it begins a new round of calling a person.")
        ),
    )
    rounds_max: int = field(
        default=2,
        metadata=_because(
            _("A third round is what people describe as being called again and again.")
        ),
    )
    order_after_call_days: int = field(
        default=30,
        metadata=_because(
            _("An order by phone is looked for among the calls of so many days before it.")
        ),
    )
    shared_persons_min: int = field(
        default=3,
        metadata=_because(
            _("Two households may share an account or device; a third is looked at.")
        ),
    )
    shop_tolerance_minutes: int = field(
        default=0,
        metadata=_because(
            _("A shop's order may be typed in so long after closing without a finding.")
        ),
    )
    shop_call_hours: int = field(
        default=24,
        metadata=_because(_("A call so shortly before a shop's order leaves a phone trail.")),
    )
    withdraw_days: int = field(
        default=14,
        metadata=_because(
            _("Until then somebody may withdraw, so younger orders are left out of the share.")
        ),
    )
    early_cancel_days: int = field(
        default=90,
        metadata=_because(_("A contract that ends sooner after its order ends early.")),
    )
    rate_rows_min: int = field(
        default=30,
        metadata=_because(_("A share of fewer rows says little, so none is shown.")),
    )
    list_missing_share: float = field(
        default=0.15,
        metadata=_because(
            _("If more of a partner's calls go past its lists, rather a list is missing here.")
        ),
    )
    examples: int = field(
        default=20,
        metadata=_because(_("So many rows of each finding stand in the report itself.")),
    )
    ask_below: float = field(
        default=0.8,
        metadata=_because(_("What is less sure than this is asked before it is used.")),
    )
    leave_out_below: float = field(
        default=0.45,
        metadata=_because(_("What is less sure than this is not used unasked.")),
    )

    @classmethod
    def read(cls, found: Mapping[str, Any], file: str) -> LookSettings:
        """From the table of ``look.toml``; raises UnknownLookSetting, BadLookSetting."""
        known = {each.name: each for each in fields(cls)}
        for name, value in found.items():
            if name not in known:
                raise UnknownLookSetting(file=file, name=name, known=", ".join(known))
            _check(name, value, known[name], file)
        return cls(**found)


def reasons() -> Iterator[tuple[str, object, str]]:
    """Every setting: its name, its default, its reason in the reader's language."""
    for each in fields(LookSettings):
        yield each.name, each.default, translate(each.metadata["reason"])


_EXPECTED = {
    "str | None": (str, _("the name of a company")),
    "date | None": (date, _("a day")),
    "int": (int, _("a whole number that is not negative")),
    "float": (float, _("a figure from 0 to 1")),
}


def _check(name: str, value: object, about: Any, file: str) -> None:
    kind, what = _EXPECTED[about.type]
    is_right = isinstance(value, kind) and not isinstance(value, bool)
    if is_right and isinstance(value, int | float):
        is_right = value >= 0 and (kind is int or value <= 1)
    if not is_right:
        reason = translate(about.metadata["reason"])
        raise BadLookSetting(
            file=file,
            name=name,
            value=value,
            what=translate(what),
            default=about.default,
            reason=reason,
        )
