"""The one-time link against guessing, replay, delay, copies of the database and two at once."""

from __future__ import annotations

import math
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.orders.desk import Desk, orders

from leumund.orders import Asked, CodeUnusable, State
from leumund.orders.codes import (
    KeptCode,
    as_made,
    code_digest,
    fact_digest,
    in_blocks,
    new_code,
)
from leumund.orders.spelling import folded
from leumund.orders.writer import OrderKeyDamaged, order_key
from leumund.store import Statement

KEY = bytes(range(32))
NOW = datetime(2026, 9, 1, tzinfo=UTC)


def test_a_code_has_at_least_128_bits() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(len(code) == 32 for code in codes), "32 signs of 6 bits"
    typed = {new_code(is_typed=True) for _ in range(2000)}
    signs = set("".join(typed))
    assert len(typed) == 2000
    assert len(signs) == 32
    assert all(len(code) * math.log2(len(signs)) >= 128 for code in typed)


@given(st.sampled_from("IL"), st.sampled_from([" ", "-", "", " - ", "."]), st.booleans())
def test_a_code_from_a_letter_is_read_as_a_hand_writes_it(
    one: str, gap: str, is_small: bool
) -> None:
    made = new_code(is_typed=True)
    written = gap.join(in_blocks(made)).translate(str.maketrans("01", "O" + one))
    assert as_made(written.lower() if is_small else written) == made


def test_blocks_are_all_of_one_length_and_lose_nothing() -> None:
    made = new_code(is_typed=True)
    assert {len(block) for block in in_blocks(made)} == {4}
    assert "".join(in_blocks(made)) == made


@pytest.mark.parametrize("change", [-8, -1, 1])
def test_a_code_that_is_too_short_or_too_long_means_none(change: int) -> None:
    made = new_code(is_typed=True) + "0"
    assert as_made(made[: len(made) - 1 + change]) == ""


@pytest.mark.parametrize("sign", ["U", "!", "Ä", "\u0660", "\u2007", "０"])
def test_a_sign_that_no_code_has_means_none(sign: str) -> None:
    assert as_made(sign + new_code(is_typed=True)[1:]) == ""


def test_a_code_opens_once_and_before_its_time_is_over() -> None:
    digest = code_digest(KEY, "a" * 32)
    kept = KeptCode(digest, 1, NOW + timedelta(days=1), None)
    assert kept.opens(digest, NOW)
    assert not kept.opens(digest, NOW + timedelta(days=1))
    assert not KeptCode(digest, 1, kept.expires_at, NOW).opens(digest, NOW)
    assert not kept.opens(code_digest(KEY, "b" * 32), NOW)
    assert not kept.opens(code_digest(bytes(32), "a" * 32), NOW), "another installation's key"


@given(st.text(max_size=80))
def test_whatever_is_written_as_a_code_has_a_digest(written: str) -> None:
    assert len(code_digest(KEY, written)) == 32


@given(st.text(max_size=40), st.text(max_size=40))
def test_digests_are_equal_only_for_what_is_written_alike(one: str, other: str) -> None:
    is_same = fact_digest(KEY, "iban", one) == fact_digest(KEY, "iban", other)
    assert is_same == (folded("iban", one) == folded("iban", other))
    if folded("iban", one):
        assert fact_digest(KEY, "iban", one) != fact_digest(KEY, "device", one)


# --- attacks --------------------------------------------------------------------------------


def test_attack_a_link_is_used_a_second_time(desk: Desk) -> None:
    desk.place()
    code = desk.asked()
    desk.leumund.orders.answer(code, "nothing_ordered")
    with pytest.raises(CodeUnusable):
        desk.leumund.orders.answer(code, "confirm")
    assert desk.leumund.orders.order("A-1").state is State.DENIED
    assert desk.leumund.orders.shown(code) is None


def test_attack_an_older_link_is_used_after_the_answer_to_a_newer_one(desk: Desk) -> None:
    desk.place()
    first = desk.asked()
    second = desk.asked()
    assert desk.leumund.orders.shown(first) is not None
    desk.leumund.orders.answer(second, "reject")
    with pytest.raises(CodeUnusable):
        desk.leumund.orders.answer(first, "confirm")


def test_attack_a_link_is_used_too_late(desk: Desk) -> None:
    desk.place()
    code = desk.asked()
    desk.later(days=14)
    with pytest.raises(CodeUnusable):
        desk.leumund.orders.answer(code, "confirm")
    assert desk.leumund.orders.shown(code) is None
    assert desk.leumund.orders.order("A-1").state is State.ASKED


@pytest.mark.parametrize(
    "guess", ["", "0", "a" * 32, "A-1", "' or 1=1 --", "ü" * 32, "\0" * 32]
)
def test_attack_codes_are_guessed(desk: Desk, guess: str) -> None:
    desk.place()
    desk.asked()
    assert desk.leumund.orders.shown(guess) is None
    with pytest.raises(CodeUnusable) as refused:
        desk.leumund.orders.answer(guess, "confirm")
    assert "A-1" not in str(refused.value)
    assert desk.leumund.orders.order("A-1").state is State.ASKED


def test_attack_a_link_is_used_after_the_order_was_held(desk: Desk) -> None:
    desk.place()
    code = desk.asked()
    desk.leumund.orders.hold("A-1", "strange")
    with pytest.raises(CodeUnusable):
        desk.leumund.orders.answer(code, "confirm")
    desk.leumund.orders.free("A-1", "rung")
    desk.asked()
    with pytest.raises(CodeUnusable):
        desk.leumund.orders.answer(code, "confirm")


def test_attack_the_code_of_one_order_answers_another(desk: Desk) -> None:
    desk.leumund.orders.load(
        desk.write(
            "o.csv", orders({}, {"order_ref": "A-2", "ref": "K2", "number": "030 23125 002"})
        )
    )
    code = desk.asked("A-1")
    desk.asked("A-2")
    desk.leumund.orders.answer(code, "confirm")
    assert desk.leumund.orders.order("A-2").state is State.ASKED


def test_attack_two_answers_at_once(desk: Desk) -> None:
    desk.place()
    code = desk.asked()
    said: list[object] = []
    ready = threading.Barrier(2)

    def answer(what: str) -> None:
        ready.wait()
        try:
            said.append(desk.leumund.orders.answer(code, what).state)
        except CodeUnusable as refused:
            said.append(type(refused))

    both = [threading.Thread(target=answer, args=(what,)) for what in ("confirm", "reject")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert said.count(CodeUnusable) == 1
    assert len(desk.leumund.orders.steps("A-1")) == 2


def test_attack_the_database_is_copied(desk: Desk) -> None:
    """No table holds a code; and what they hold opens nothing."""
    desk.place()
    code = desk.asked()
    sql = (
        "select (select string_agg(c::text, ' ') from orders.code c)"
        " || (select string_agg(o::text, ' ') from orders.outgoing o)"
        " || (select string_agg(convert_from(p.body, 'UTF8'), ' ')"
        " from ledger.opening p) as all"
    )
    with desk.leumund.store.transaction() as tx:
        held = tx.one(Statement("look", "For a test.", sql))["all"]
        digest = tx.one(Statement("look", "For a test.", "select digest from orders.code"))
    assert code not in held
    assert desk.leumund.orders.shown(bytes(digest["digest"]).hex()) is None
    assert desk.leumund.orders.shown(code) is not None


def test_a_link_that_a_mail_scanner_opens_changes_nothing(desk: Desk) -> None:
    desk.place()
    code = desk.asked()
    shown = [desk.leumund.orders.shown(code) for _ in range(3)]
    assert shown[0] == shown[2]
    assert shown[0] is not None
    assert (shown[0].product, shown[0].monthly_cents) == ("Tarif M", 2999)
    assert desk.leumund.orders.order("A-1").state is State.ASKED


def test_an_envelope_shows_neither_address_nor_code(desk: Desk) -> None:
    desk.place()
    asked = desk.leumund.orders.ask("A-1")
    assert isinstance(asked, Asked)
    envelope = desk.leumund.orders.take(asked.outgoing_id)
    assert envelope.address not in repr(envelope)
    assert str(envelope.code) not in f"{envelope!r}{envelope}"


def test_the_key_is_private_made_once_and_whole(desk: Desk) -> None:
    folder = desk.folder / "other"
    key = order_key(folder)
    assert order_key(folder) == key
    path = folder / "orders" / "key"
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(b"short")
    with pytest.raises(OrderKeyDamaged):
        order_key(folder)
