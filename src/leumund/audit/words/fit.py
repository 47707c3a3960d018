"""Which checks are right too seldom in a language to be asked without being called for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from leumund.basics.language import _
from leumund.basics.strict_yaml import read_mapping

FITNESS = Path(__file__).parent / "fitness"
MEASURED = "measured.yaml"


@dataclass(frozen=True, slots=True, order=True)
class Unfit:
    """A check that is off in a language: how many of a hundred findings were right there."""

    language: str
    check: str
    precision_percent: int
    floor_percent: int

    def in_words(self) -> str:
        """Which check was off, why, and the way to have it all the same."""
        return _(
            "{check} was off for calls in {language}: measured there, {precision} of 100 of "
            "its places are right, fewer than {floor}. --all-checks asks it all the same."
        ).format(
            check=self.check,
            language=_("German") if self.language == "de" else _("English"),
            precision=self.precision_percent,
            floor=self.floor_percent,
        )


def unfit_checks(folder: Path = FITNESS) -> tuple[Unfit, ...]:
    """The checks below the floor, by the figures that were measured last."""
    floor = int(read_mapping((folder / "floor.yaml").read_bytes())["precision_percent"])
    measured = read_mapping((folder / MEASURED).read_bytes())
    return tuple(
        sorted(
            Unfit(language, check, 100 * right // (right + wrong), floor)
            for language, checks in measured.items()
            for check, (right, wrong) in checks.items()
            if 100 * right < floor * (right + wrong)
        )
    )
