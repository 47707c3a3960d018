"""The folder of that Monday: made the same every time, written as it happened."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import json
import unicodedata
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tools.inventory import ROOT

from leumund.basics.numbers import read_many
from leumund.world import monday_folder, truth_of, truth_text, write_monday
from leumund.world.monday.cast import MONDAY, PARTNERS, iban
from leumund.world.monday.check import findings
from leumund.world.monday.compound import outlook_message
from leumund.world.monday.folder import SEED, Folder
from leumund.world.monday.nouns import Story
from leumund.world.monday.story import tell

pytestmark = pytest.mark.long

EXAMPLE = ROOT / "examples" / "monday"
BYTES_MAX = 3_000_000
CODES = frozenset(
    """
    chain.art28_unsigned
    consent.no_proof consent.no_wording consent.no_source consent.company_not_named
    consent.channel_missing consent.email_only consent.origin_unchecked consent.documented_late
    consent.older_24_months consent.withdrawn call.after_objection call.after_contract_end
    call.never_handed_over call.sunday call.holiday call.outside_hours call.over_cap
    call.same_person_again call.same_or_less_offered call.without_consent order.without_call
    order.before_call_end order.same_iban order.same_address order.same_email order.same_device
    order.shop_closed order.shop_with_phone_trail chain.payee_unknown chain.login_unknown
    chain.caller_number_unknown chain.call_outside_engagement complaint.repeated
    list.cannot_explain
    """.split()  # noqa: SIM905
)


@pytest.fixture(scope="module")
def made() -> Folder:
    return monday_folder()


@pytest.fixture(scope="module")
def story() -> Story:
    return tell(SEED)


def table(made: Folder, file: str) -> list[list[str]]:
    """The lines of a text file, the first being what an editor calls line 1."""
    how = next(one.how for one in made.tables if one.file == file)
    text = made.files[file].decode(how["encoding"])
    return list(csv.reader(io.StringIO(text), delimiter=how["delimiter"]))


def sheet(made: Folder, file: str, name: str) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(made.files[file]))
    return book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def test_the_example_in_the_repository_is_the_one_that_is_made(made: Folder) -> None:
    assert truth_of(EXAMPLE).read_text(encoding="utf-8") == truth_text(made.truth)
    there = {
        unicodedata.normalize("NFC", path.relative_to(EXAMPLE).as_posix()): path
        for path in EXAMPLE.rglob("*")
        if path.is_file()
    }
    assert set(there) == set(made.files)
    for name in there:
        # What is packed depends on the packer's version, what is text does not.
        if name.endswith((".csv", ".txt", ".eml", ".mbox", ".msg")):
            assert there[name].read_bytes() == made.files[name], name


def test_the_same_seed_makes_the_same_bytes(made: Folder) -> None:
    assert monday_folder().files == made.files


def test_the_folder_is_small_and_its_story_large_enough(made: Folder, tmp_path: Path) -> None:
    write_monday(made, tmp_path / "monday")
    paths = [path for path in (tmp_path / "monday").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in paths) < BYTES_MAX
    counts = json.loads(truth_of(tmp_path / "monday").read_text(encoding="utf-8"))
    counts = counts["counts"]
    assert counts["customers"] > 3500
    assert counts["calls"] > 11_500
    assert counts["orders"] > 1150


def test_every_code_has_its_findings(made: Folder) -> None:
    found = Counter(row["code"] for row in made.truth["findings"])  # type: ignore[attr-defined]
    assert set(found) == CODES
    scarce = {"complaint.repeated", "chain.art28_unsigned"}
    assert all(count >= 20 for code, count in found.items() if code not in scarce)


def test_what_was_planted_is_among_the_findings(story: Story) -> None:
    found = Counter(one.code for one in findings(story))
    for code, count in story.planted.items():
        assert found[code] >= count, code


def test_every_customers_number_is_read_back_or_destroyed(made: Folder, story: Story) -> None:
    rows = sheet(made, "Kundenstamm.xlsx", "Kundenstamm")[5 : 5 + len(story.customers)]
    assert [str(int(row[0])) for row in rows] == [one.ref for one in story.customers]
    read = read_many([str(row[2]) for row in rows])
    assert read == [one.readable_number for one in story.customers]
    lost = [row[2] for row, one in zip(rows, story.customers, strict=True) if one.is_destroyed]
    assert len(lost) > 20
    assert all("E+" in str(cell) for cell in lost)


@pytest.mark.parametrize(
    ("file", "number", "moment", "form"),
    [
        ("Anrufe/Zaunkönig Gesprächsliste.csv", 0, 1, "%d.%m.%Y %H:%M:%S"),
        ("Anrufe/CDR_Wolkentaube.txt", 1, 0, "%Y-%m-%dT%H:%M:%S"),
        ("Anrufe/Honigkessel_Anrufliste.csv", 1, 0, "%d.%m.%y %H:%M:%S"),
        ("Anrufe/nebelturm anrufe 2025-09 bis 2026-01.csv", 0, 1, "%d.%m.%Y %H:%M:%S"),
        ("Anrufe/harbour_lights_dialler_export.csv", 2, 1, "%m/%d/%Y %I:%M:%S %p"),
    ],
)
def test_a_call_stands_in_the_row_that_the_truth_names(
    made: Folder, story: Story, file: str, number: int, moment: int, form: str
) -> None:
    lines = table(made, file)
    export = next(one for one in made.tables if one.file == file)
    assert tuple(lines[export.header_row - 1]) == export.header
    for at, place in export.places():
        call, cells = story.calls[at], lines[place.row - 1]
        assert f"{call.started_at:{form}}" == cells[moment]
        written = cells[number] if not cells[number].startswith("49") else f"+{cells[number]}"
        assert read_many([written]) == [None if call.is_destroyed else call.number]


def test_an_order_stands_in_the_sheet_and_row_that_the_truth_names(
    made: Folder, story: Story
) -> None:
    for one in made.tables:
        if one.kind == "orders":
            rows = sheet(made, one.file, str(one.sheet))
            for at, place in one.places():
                assert rows[place.row - 1][0] == story.orders[at].order_ref
                near = abs(rows[place.row - 1][3] - story.orders[at].ordered_at)
                assert near < timedelta(seconds=1)


def test_every_finding_points_at_a_row_that_is_there(made: Folder) -> None:
    rows = {(one.file, one.sheet): one.header_row + len(one.rows) for one in made.tables}
    for one in made.truth["findings"]:  # type: ignore[attr-defined]
        assert one["file"] in made.files
        if (one["file"], one.get("sheet")) in rows:
            assert one["row"] <= rows[one["file"], one.get("sheet")]


def test_accounts_have_valid_check_digits_at_a_bank_that_is_none(story: Story) -> None:
    accounts = {one.iban for one in story.orders} | {one.iban for one in PARTNERS}
    for account in accounts:
        moved = account[4:] + "1314" + account[2:4]
        assert int(moved) % 97 == 1
        assert account[4] == "9"
    assert iban(1234567890)[4:12] == "90000001"


def test_every_mail_says_what_the_truth_says_of_it(made: Folder) -> None:
    for one in made.truth["complaints"]:  # type: ignore[attr-defined]
        if one["became"] == "complaint" and one["file"].endswith(".eml"):
            mail = email.message_from_bytes(
                made.files[one["file"]], policy=email.policy.default
            )
            body = mail.get_body(("plain", "html"))
            assert body is not None
            digits = "".join(filter(str.isdigit, body.get_content()))
            assert one["number_called"][-6:] in digits
            sent = datetime.fromisoformat(one["arrived_at"])
            assert mail["Date"].datetime.replace(tzinfo=None) == sent


def test_nobody_complains_before_the_call_or_after_that_monday(story: Story) -> None:
    for one in story.complaints:
        assert one.called_at is None or one.called_at <= one.arrived_at
        assert one.arrived_at.date() < MONDAY


def test_a_mail_from_outlook_is_one_to_other_programs() -> None:
    import oxmsg

    texts = {0x0037: "Betreff", 0x1000: "Zeile eins\r\n" * 60, 0x0C1F: "a@post.example"}
    made = outlook_message(texts, datetime.fromisoformat("2026-03-02T09:00:00+00:00"))
    read = oxmsg.Message.load(io.BytesIO(made))
    assert read.subject == "Betreff"
    assert read.body == texts[0x1000]
