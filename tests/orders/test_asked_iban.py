"""Bank details that a caller asked for, followed into the order; nobody calls it by hand."""

from __future__ import annotations

from tests.orders.desk import Desk, orders

from leumund.basics.language import in_language
from leumund.orders import finding_titles

CALL = """\
Agent: Guten Tag, hier ist Norden im Auftrag von Muster Telefon.
Kunde: Guten Tag.
Agent: Sagen Sie mir bitte Ihre IBAN.
Kunde: Warum denn?
"""
SHEET = """\
file,partner,called_at,permission,permission_ref,call_ref
a.txt,Norden,2026-09-08T10:00:00+02:00,written,R-1,{call_ref}
"""


def heard(desk: Desk, call_ref: str = "C-1") -> str:
    """Listen to the call; the key of the place at which the caller asks."""
    folder = desk.folder / "heard"
    folder.mkdir()
    (folder / "a.txt").write_text(CALL, encoding="utf-8")
    (folder / "transcripts.csv").write_text(SHEET.format(call_ref=call_ref), "utf-8")
    desk.leumund.audit.words(folder)
    asked = [each for each in desk.leumund.audit.open_words() if each.check == "W020"]
    return asked[0].key


def followed(desk: Desk) -> list[str]:
    """The orders into which it was followed, as audit collects them."""
    desk.leumund.audit.collect()
    known = [each.finding for each in desk.leumund.audit.findings()]
    return [row.key for one in known if one.code == "order.asked_iban" for row in one.rows]


def test_an_iban_asked_for_in_a_call_is_followed_into_the_order_once_confirmed(
    desk: Desk,
) -> None:
    desk.leumund.orders.load(
        desk.write(
            "o.csv",
            orders(
                {"iban": "DE1"},
                {"order_ref": "A-2", "ref": "K2", "call_ref": "C-2", "iban": "DE2"},
            ),
        )
    )
    key = heard(desk)
    assert followed(desk) == [], "nobody has read the place yet"
    desk.leumund.audit.confirm(key, "mk", is_right=True)
    assert [
        each.rows[0].key
        for each in desk.leumund.orders.findings()
        if each.code == "order.asked_iban"
    ] == ["A-1"]
    assert followed(desk) == ["A-1"]


def test_what_a_person_denies_is_followed_nowhere(desk: Desk) -> None:
    desk.place(iban="DE1")
    desk.leumund.audit.confirm(heard(desk), "mk", is_right=False)
    assert followed(desk) == []


def test_a_call_that_no_order_names_is_followed_nowhere(desk: Desk) -> None:
    desk.place(iban="DE1")
    desk.leumund.audit.confirm(heard(desk, "C-7"), "mk", is_right=True)
    assert followed(desk) == []


def test_the_finding_does_not_say_that_the_customer_gave_what_was_asked_for() -> None:
    """In the transcript the customer may have refused: only the question is known."""
    with in_language("en"):
        assert finding_titles()["order.asked_iban"] == (
            "In the call that the order names, the bank account was asked for; the order "
            "contains one"
        )
    with in_language("de"):
        assert finding_titles()["order.asked_iban"].endswith("der Auftrag enthält eine")
