"""Sixty mails by somebody who had seen neither the reader nor its corpus."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.intake.mails.scoring import FIELDS, Score, _score_mail, printed

from leumund.intake.mails.extract import extract
from leumund.intake.mails.message import read_message

UNSEEN = Path(__file__).parent / "unseen"
# Precision and recall, measured on mails written without sight of the reader, less 0.10.
FLOORS = {
    "is_call": (0.83, 0.76),
    "called_at": (0.82, 0.73),
    "number_called": (0.90, 0.54),
    "number_shown": (0.74, 0.81),
    "said_name": (0.73, 0.70),
    "product": (0.76, 0.51),
    "said": (0.73, 0.66),
    "is_objection": (0.74, 0.50),
    "is_order_denied": (0.75, 0.65),
    "is_hearsay": (0.67, 0.67),
}


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    found = {name: Score() for name in FIELDS}
    truth = json.loads((UNSEEN / "truth.json").read_text(encoding="utf-8"))
    for name, wanted in truth.items():
        mail = read_message((UNSEEN / f"{name}.eml").read_bytes(), f"{name}.eml")
        _score_mail(name, wanted, extract(mail), found)
    sys.stdout.write("\n" + printed("unseen", found) + "\n")
    return found


@pytest.mark.parametrize("name", FIELDS)
def test_is_read_about_as_well_as_when_first_measured(
    name: str, scores: dict[str, Score]
) -> None:
    precision, recall = FLOORS[name]
    assert scores[name].precision >= precision
    assert scores[name].recall >= recall
