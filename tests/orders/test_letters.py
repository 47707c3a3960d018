"""Letters on paper: what is on them, in which language, and that the code on them works."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from tests.orders.desk import Desk, orders
from tests.orders.test_post import entries, with_post

from leumund.basics.language import in_language
from leumund.cli.orders_spoken import spoken
from leumund.cli.render import to_text
from leumund.orders import State, told


def test_a_new_customer_gets_a_letter_with_a_code_that_a_hand_can_copy(
    desk: Desk, tmp_path: Path
) -> None:
    desk = with_post(desk)
    desk.place(ref="", number="", address="Erika Muster, Weg 1, 10115 Berlin")
    desk.leumund.orders.ask("A-1")
    written = desk.leumund.orders.letters(tmp_path / "letters")
    assert written.written == 1
    path = tmp_path / "letters" / written.files[0]
    assert path.stat().st_mode & 0o777 == 0o600
    pdf = pypdf.PdfReader(io.BytesIO(path.read_bytes()))
    assert len(pdf.pages) == 1
    text = pdf.pages[0].extract_text()
    for part in (
        "Haben Sie das bestellt?",
        "Erika Muster",
        "10115 Berlin",
        "order.example",
        "29,99",
        "Musterweg 1",
    ):
        assert part in text
    blocks = re.search(r"\b([0-9A-Z]{4})((?:\s+[0-9A-Z]{4}){6})\b", text)
    assert blocks is not None
    assert desk.leumund.orders.shown(blocks[0].lower()) is not None
    assert desk.leumund.orders.letters(tmp_path / "letters").written == 0
    assert len(entries(desk, "outgoing")) == 1


@pytest.mark.parametrize(
    ("language", "said", "not_said"),
    [
        (
            "de",
            (
                "Haben Sie das bestellt?",
                "Guten Tag",
                "Adresse",
                "Code",
                "Ich habe nichts bestellt",
            ),
            ("did you order this?", "Good day", "Address"),
        ),
        (
            "en",
            ("did you order this?", "Good day", "Address", "Code", "I ordered nothing"),
            ("Haben Sie das bestellt?", "Guten Tag", "Adresse"),
        ),
    ],
)
def test_a_letter_is_typeset_in_the_language_of_the_order(
    desk: Desk, tmp_path: Path, language: str, said: tuple[str, ...], not_said: tuple[str, ...]
) -> None:
    desk = with_post(desk)
    desk.leumund.orders.load(desk.write("o.csv", in_that_language(language)))
    desk.leumund.orders.ask("A-1")
    written = desk.leumund.orders.letters(tmp_path)
    pdf = pypdf.PdfReader(io.BytesIO((tmp_path / written.files[0]).read_bytes()))
    text = " ".join("".join(page.extract_text() for page in pdf.pages).split())
    assert pdf.trailer["/Root"]["/Lang"] == language
    assert [part for part in said if part not in text] == []
    assert [part for part in not_said if part in text] == []
    code = re.search(r"(?:[0-9A-Z]{4} ){6}[0-9A-Z]{4}", text)
    assert code is not None
    assert desk.leumund.orders.shown(code[0]) is not None


def in_that_language(language: str) -> str:
    """An order of a new customer, with its language in a column of its own."""
    header, row = orders(
        {"ref": "", "number": "", "address": "Erika Muster, Weg 1, 10115 Berlin"}
    ).splitlines()
    return f"{header};language\n{row};{language}\n"


@pytest.mark.parametrize("sign", ["漢", "\U0001f381", "\ufffe"])
def test_attack_one_sign_that_cannot_be_set_keeps_every_letter_at_home(
    desk: Desk, tmp_path: Path, sign: str
) -> None:
    desk = with_post(desk)
    rows = [
        {"order_ref": f"A-{n}", "ref": "", "number": "", "address": f"Weg {n} 10115 Berlin"}
        for n in (8, 9)
    ]
    rows[0]["product"] = f"Tarif {sign}"
    desk.leumund.orders.load(desk.write("o.csv", orders(*rows)))
    for row in rows:
        desk.leumund.orders.ask(row["order_ref"])
    assert desk.leumund.orders.letters(tmp_path).written == 1
    waits = desk.leumund.orders.undelivered()
    assert [(each.order_ref, each.why) for each in waits] == [
        ("A-8", "a sign in the letter cannot be set")
    ]
    assert desk.leumund.orders.order("A-8").state is State.ASKED
    with in_language("de"):
        assert "lässt sich nicht setzen" in to_text(spoken(waits[0]))


def test_a_letter_is_addressed_to_the_person_whose_address_was_known_before(
    desk: Desk, tmp_path: Path
) -> None:
    desk = with_post(desk)
    desk.place(ref="K3", number="030 23125 003", address="Anderer Weg 9 12345 Anderswo")
    desk.leumund.orders.ask("A-1")
    text = _only_letter(desk, tmp_path)
    assert re.search(r"Carl Clausen\s+Weg 3 10115 Berlin", text)
    assert "Anderswo" not in text


def test_attack_a_partner_that_gives_its_own_address_is_not_told_the_customers_name(
    desk: Desk, tmp_path: Path
) -> None:
    desk = with_post(desk)
    desk.place(ref="K4", number="030 23125 004", address="Postfach 7 12345 Anderswo")
    desk.leumund.orders.ask("A-1")
    text = _only_letter(desk, tmp_path)
    assert "Anderswo" in text
    assert "Dahl" not in text


def test_what_a_yes_means_is_said_with_the_day_that_is_kept(desk: Desk, tmp_path: Path) -> None:
    desk = with_post(desk)
    desk.place(ref="", number="", address="Erika Muster, Weg 1, 10115 Berlin")
    code = desk.asked()
    shown = desk.leumund.orders.shown(code)
    assert shown is not None
    assert "at least 14 days" in told(shown).withdrawal
    assert ("Sold by", "Norden Vertrieb GmbH") in told(shown).facts
    desk.leumund.orders.answer(code, "confirm")
    text = " ".join(_only_letter(desk, tmp_path).split())
    assert "bis zum Ablauf des 24.9.2026" in text
    assert "sobald sonst nichts mehr im Weg steht" in text


def _only_letter(desk: Desk, into: Path) -> str:
    written = desk.leumund.orders.letters(into / "letters")
    (name,) = written.files
    (page,) = pypdf.PdfReader(io.BytesIO((into / "letters" / name).read_bytes())).pages
    return page.extract_text()
