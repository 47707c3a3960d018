"""How a letter is set: what a reader has to type stands as it is typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.report.read import pdf_text

from leumund.report.letter import Letter, Part, letter_pdf

ADDRESS = "datenschutzbeauftragter@partnerbetreuung.example.org"


def letter(line: str) -> Letter:
    return Letter(
        language="de",
        sender=("Muster",),
        to=("Norden",),
        reference=(("Kontakt", line),),
        subject="Anhörung",
        greeting="Guten Tag,",
        parts=(Part(lines=(line,)),),
        closing="Mit freundlichen Grüßen",
        end=("Muster",),
        foot="Seite",
    )


@pytest.mark.parametrize("before", range(0, 90, 10))
def test_no_hyphen_is_put_into_an_address_to_write_to(before: int) -> None:
    line = f"{'x ' * (before // 2)}{ADDRESS}"
    read = pdf_text(letter_pdf(letter(line), datetime(2026, 3, 1, tzinfo=UTC)))
    joined = read.replace("\n", "")
    assert joined.count(ADDRESS) == 2
