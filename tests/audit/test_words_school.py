"""School holidays are a sign beside a child on the line, where somebody has a list of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from leumund.audit.words.actions import Words
from leumund.audit.words.school import SchoolHolidaysUnreadable, read_school_holidays
from leumund.basics.clock import SetClock
from leumund.network.actions import Network
from leumund.store import Store

PARTNERS = """
partners:
  - name: norden
    country: DE
    engagements:
      - {role: processor, purposes: [winback], valid_from: 2026-01-01}
"""
CHILD = (
    "Agent: Guten Tag, hier ist Falk.\nKunde: Mama ist nicht da, ich bin acht.\n"
    "Agent: Macht nichts, dann kannst du mir sagen, welches Internet ihr habt?\n"
)
HEAD = "land,from,to,source\n"
MADE_UP = HEAD + "Berlin,2026-02-02,07.02.2026,made up for a test\n"


@pytest.fixture
def words(store: Store, tmp_path: Path) -> Words:
    clock = SetClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    (tmp_path / "partners.yaml").write_text(PARTNERS, encoding="utf-8")
    network = Network(store, clock, tmp_path)
    network.load(tmp_path / "partners.yaml")
    return Words(store, clock, network)


def calls(tmp_path: Path, land: str, at: str = "2026-02-03T10:00:00+01:00") -> Path:
    folder = tmp_path / "calls"
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(CHILD, encoding="utf-8")
    head = "file,partner,called_at,permission,permission_ref,language,land\n"
    row = f"a.txt,norden,{at},spoken,mark 4,de,{land}\n"
    (folder / "transcripts.csv").write_text(head + row, encoding="utf-8")
    return folder


def holidays(tmp_path: Path, text: str = MADE_UP) -> Path:
    path = tmp_path / "holidays.csv"
    path.write_text(text, encoding="utf-8")
    return path


def means(words: Words) -> dict[str, str]:
    return dict(next(each.means for each in words.open_words() if each.check == "W030"))


def test_a_child_s_place_says_that_the_call_fell_into_the_holidays_and_who_says_so(
    words: Words, tmp_path: Path
) -> None:
    heard = words.words(calls(tmp_path, "BE"), holidays=holidays(tmp_path))
    assert means(words)["en"].endswith(
        "; the call fell into the school holidays of Berlin (source: made up for a test)"
    )
    assert "Schulferien (Berlin; Quelle: made up for a test)" in means(words)["de"]
    others = (each for each in words.open_words() if each.check != "W030")
    assert not any("holidays" in each.means["en"] for each in others)
    assert heard.by_check["W030"] == 1


@pytest.mark.parametrize(
    ("land", "at"),
    [
        ("BY", "2026-02-03T10:00:00+01:00"),
        ("", "2026-02-03T10:00:00+01:00"),
        ("Atlantis", "2026-02-03T10:00:00+01:00"),
        ("BE", "2026-02-01T22:59:00+00:00"),
        ("BE", "2026-02-08T00:00:00+01:00"),
    ],
)
def test_another_land_an_unknown_one_and_another_german_day_say_nothing(
    words: Words, tmp_path: Path, land: str, at: str
) -> None:
    words.words(calls(tmp_path, land, at), holidays=holidays(tmp_path))
    assert "holidays" not in means(words)["en"]


def test_without_the_file_nothing_is_said_and_with_it_the_call_is_heard_anew(
    words: Words, tmp_path: Path
) -> None:
    folder = calls(tmp_path, "BE")
    assert (words.words(folder).heard, words.words(folder).heard_before) == (1, 1)
    assert "holidays" not in means(words)["en"]
    assert words.words(folder, holidays=holidays(tmp_path)).heard == 1
    assert "holidays" in means(words)["en"]


def test_the_first_and_the_last_day_count_and_a_land_may_be_written_out() -> None:
    known = read_school_holidays(MADE_UP.encode(), "h.csv")
    days = [date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 7), date(2026, 2, 8)]
    assert [bool(known.on("BE", each)) for each in days] == [False, True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "land,from,to\nBE,2026-02-02,2026-02-07\n",
        HEAD + "BE,2026-02-02,2026-02-07,\n",
        HEAD + "Atlantis,2026-02-02,2026-02-07,a\n",
        HEAD + "BE,2026-02-07,2026-02-02,a\n",
        HEAD + "BE,2026-02-30,2026-03-02,a\n",
        HEAD + "BE,,2026-03-02,a\n",
        HEAD + "BE,2026-02-02\n",
        "",
    ],
)
def test_a_row_that_cannot_be_used_stops_the_command_before_anything_is_opened(
    words: Words, tmp_path: Path, text: str
) -> None:
    with pytest.raises(SchoolHolidaysUnreadable):
        words.words(calls(tmp_path, "BE"), holidays=holidays(tmp_path, text))
    assert words.open_words() == ()


def test_a_file_that_is_not_there_is_said_to_be_unreadable(
    words: Words, tmp_path: Path
) -> None:
    with pytest.raises(SchoolHolidaysUnreadable):
        words.words(calls(tmp_path, "BE"), holidays=tmp_path / "none.csv")
