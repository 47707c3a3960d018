"""Rows of statements and invoices: counted against what was typeset, over many layouts."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.intake.documents.paper import table, typeset
from tests.intake.documents.statements import LAYOUTS, Layout, Sample, account, spaced

from leumund.intake import Document, read_document

SEEDS = (1, 2)
RECALL_LEAST = PRECISION_LEAST = 0.99


def document(pdf: bytes, folder: Path, name: str = "Abrechnung.pdf") -> Document:
    path = folder / name
    path.write_bytes(pdf)
    return read_document(path, folder)


def rows(read: Document) -> list[dict[str, Any]]:
    assert read.table is not None
    found: list[dict[str, Any]] = pq.read_table(read.table).to_pylist()
    return found


def statement(body: str, folder: Path) -> Document:
    return document(
        typeset("= Provisionsabrechnung\nEmpfänger: Kranich GmbH\n\n" + body), folder
    )


def codes(read: Document) -> set[str]:
    return {note.code for note in read.notes}


def keys(sample: Sample, read: Document) -> tuple[Counter[Any], Counter[Any]]:
    true = Counter((row.order_ref, row.amount, row.payee, row.iban) for row in sample.rows)
    found = Counter(
        (row["order_ref"], row["amount"], row["payee"], row["iban"]) for row in rows(read)
    )
    return true, found


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_every_row_of_every_layout_is_read_and_none_is_made_up(
    layout: Layout, tmp_path: Path
) -> None:
    right = given = there = 0
    for seed in SEEDS:
        sample = layout(random.Random(seed))
        read = document(sample.pdf, tmp_path)
        assert read.kind == sample.kind
        assert "sum-differs" not in codes(read)
        true, found = keys(sample, read)
        right, given, there = (
            right + (true & found).total(),
            given + found.total(),
            there + true.total(),
        )
        for row, one in zip(rows(read), sample.rows, strict=True):
            assert (row["period"], row["partner"]) == (one.period, one.partner)
    assert right >= RECALL_LEAST * there
    assert right >= PRECISION_LEAST * given


def test_rows_are_numbered_through_the_document_and_say_their_page(tmp_path: Path) -> None:
    from tests.intake.documents.statements import two_pages

    read = document(two_pages(random.Random(3)).pdf, tmp_path)
    found = rows(read)
    assert [row["row"] for row in found] == list(range(1, 61))
    assert {row["page"] for row in found} == {1, 2}
    assert {row["file"] for row in found} == {"Abrechnung.pdf"}
    assert read.why
    assert read.pages == 2


def test_a_total_that_the_rows_do_not_give_is_said(tmp_path: Path) -> None:
    body = table(
        ["Auftrag", "Betrag"],
        [["A-1", "100,00"], ["A-2", "50,00"], ["Summe", "160,00"]],
        align="lr",
    )
    read = statement(body, tmp_path)
    [note] = [note for note in read.notes if note.code == "sum-differs"]
    assert note.values == {"stated": "160.00", "found": "150.00"}
    assert len(rows(read)) == 2


def test_tax_and_what_is_kept_back_belong_to_the_sum(tmp_path: Path) -> None:
    body = table(
        ["Auftrag", "Betrag"],
        [
            ["A-1", "100,00"],
            ["A-2", "100,00"],
            ["Nettosumme", "200,00"],
            ["zzgl. 19 % MwSt.", "38,00"],
            ["abzgl. Stornoreserve", "20,00"],
            ["Auszahlungsbetrag", "218,00"],
        ],
        align="lr",
    )
    read = statement(body, tmp_path)
    assert "sum-differs" not in codes(read)
    assert len(rows(read)) == 2


def test_an_account_with_wrong_check_digits_is_left_out_and_said(tmp_path: Path) -> None:
    right = account(random.Random(4))
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    body = table(
        ["Auftrag", "IBAN", "Betrag"],
        [["A-1", spaced(right), "10,00"], ["A-2", spaced(wrong), "20,00"]],
        align="llr",
    )
    read = statement(body, tmp_path)
    assert [row["iban"] for row in rows(read)] == [right, None]
    [note] = [note for note in read.notes if note.code == "iban-wrong"]
    assert note.row == 2
    assert wrong[4:] not in str(note.values)


def test_an_amount_that_cannot_be_read_is_kept_aside_with_its_reason(tmp_path: Path) -> None:
    body = table(
        ["Auftrag", "Betrag"],
        [["A-1", "1.250,00"], ["A-2", "12,3456"], ["A-3", "9O,00"], ["A-4", "75,50-"]],
        align="lr",
    )
    read = statement(body, tmp_path)
    assert [(row["row"], row["amount"]) for row in rows(read)] == [
        (1, Decimal("1250.00")),
        (4, Decimal("-75.50")),
    ]
    assert read.left_over is not None
    kept = read.left_over.read_text(encoding="utf-8")
    assert "A-2 12,3456" in kept
    assert "A-3 9O,00" in kept
    assert "Der Betrag" in kept or "amount" in kept


def test_an_amount_that_could_be_two_in_an_english_file_is_not_guessed(tmp_path: Path) -> None:
    body = table(
        ["Order", "Amount"],
        [["A-1", "1,250.00"], ["A-2", "75.50"], ["A-3", "1.234"], ["A-4", "2,500"]],
        align="lr",
    )
    pdf = typeset("= Commission statement\nPayee: Kranich Ltd\n\n" + body, language="en")
    read = document(pdf, tmp_path)
    assert [row["row"] for row in rows(read)] == [1, 2, 4]
    assert rows(read)[2]["amount"] == Decimal("2500.00")


def test_the_accounts_of_who_writes_a_statement_are_not_the_payees(tmp_path: Path) -> None:
    foot = f", footer: [Blauwalfunk AG, IBAN {spaced(account(random.Random(5)))}]"
    body = table(["Auftrag", "Betrag"], [["A-1", "10,00"]], align="lr")
    pdf = typeset("= Provisionsabrechnung\nEmpfänger: Kranich GmbH\n\n" + body, page=foot)
    assert rows(document(pdf, tmp_path))[0]["iban"] is None


def test_two_documents_of_one_name_in_two_folders_keep_their_rows_apart(tmp_path: Path) -> None:
    body = table(["Auftrag", "Betrag"], [["A-1", "10,00"]], align="lr")
    path = tmp_path / "März.pdf"
    path.write_bytes(typeset("= Provisionsabrechnung\nEmpfänger: Kranich GmbH\n\n" + body))
    tables = {read_document(path, tmp_path, name=f"{one}/März.pdf").table for one in "ab"}
    assert len(tables) == 2


def test_a_month_within_a_line_is_the_period_of_all_rows(tmp_path: Path) -> None:
    body = "Blauwalfunk AG, Abrechnungsmonat 04/2026, erstellt am 30.04.2026\n\n" + table(
        ["Auftrag", "Betrag"], [["A-1", "10,00"]], align="lr"
    )
    assert rows(statement(body, tmp_path))[0]["period"] == "2026-04"
