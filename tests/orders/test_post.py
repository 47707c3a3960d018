"""What goes out, to a real mail server and a real HTTP server on this machine."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from tests.orders.desk import Desk
from tests.orders.receivers import (
    HOST,
    Letterbox,
    Mouth,
    certificate_for_here,
    letterbox,
    mouth,
)

from leumund.app import Leumund
from leumund.orders import PostMisSet, PostNotSetUp, office_of
from leumund.orders.post.event import signature
from leumund.settings import Settings
from leumund.store import Statement

SECRET = bytes(range(32))
ADDRESS = "anna@example.org"


@pytest.fixture
def box() -> Iterator[Letterbox]:
    with letterbox() as found:
        yield found


@pytest.fixture
def ear() -> Iterator[Mouth]:
    with mouth() as found:
        yield found


def with_post(desk: Desk, **more: object) -> Desk:
    """The same desk with doors to the outside."""
    settings = replace(
        desk.leumund.settings,
        page_address="https://order.example",
        desk_contact="030 23125 000",
        sender_address="Musterweg 1, 10115 Berlin",
        **more,
    )
    again = Leumund(settings, desk.leumund.store, desk.clock, secrets.token_bytes)
    return replace(desk, leumund=again)


def mailing(desk: Desk, box: Letterbox) -> Desk:
    return with_post(
        desk,
        mail_host=HOST, mail_port=box.port, mail_security="none",
        mail_sender="order@muster.example",
    )  # fmt: skip


def hooking(desk: Desk, ear: Mouth) -> Desk:
    secret = "whsec_" + base64.b64encode(SECRET).decode()
    return with_post(desk, webhook_url=ear.url, webhook_secret=secret)


def entries(desk: Desk, kind: str) -> list[str]:
    sql = "select convert_from(body, 'UTF8') as body from ledger.opening"
    with desk.leumund.store.transaction() as tx:
        rows = tx.run(Statement("look", "For a test.", sql))
    return [row["body"] for row in rows if f'"{kind}"' in row["body"]]


# --- mails ------------------------------------------------------------------------------------


def test_the_customer_gets_a_link_in_text_and_html_that_opens_the_order(
    desk: Desk, box: Letterbox
) -> None:
    desk = mailing(desk, box)
    desk.place()
    desk.leumund.orders.ask("A-1")
    sent = desk.leumund.orders.send()
    assert dict(sent.sent) == {"confirmation": 1}
    assert box.to == [ADDRESS]
    text, html = (part.get_content() for part in box.mails[0].iter_parts())
    link = re.search(r"https://order\.example/o/(\S+)", text)
    assert link is not None
    assert f'<a href="{link[0]}">' in html
    assert desk.leumund.orders.shown(link[1]) is not None
    for said in ("Tarif M", "29,99", "Norden", "030 23125 000", "Wenn Sie nichts tun"):
        assert said in text
        assert said in html
    assert "<img" not in html
    assert box.mails[0]["Auto-Submitted"] == "auto-generated"
    assert dict(desk.leumund.orders.send().sent) == {}
    assert len(box.mails) == 1


def test_a_reminder_and_a_receipt_follow(desk: Desk, box: Letterbox) -> None:
    desk = mailing(desk, box)
    desk.place()
    desk.leumund.orders.ask("A-1")
    desk.leumund.orders.send()
    desk.later(days=7)
    desk.leumund.orders.remind()
    assert dict(desk.leumund.orders.send().sent) == {"reminder": 1}
    link = re.search(r"/o/(\S+)", box.mails[1].get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert link is not None
    desk.leumund.orders.answer(link[1], "nothing_ordered")
    assert dict(desk.leumund.orders.send().sent) == {"receipt": 1}
    receipt = box.mails[2].get_body(("plain",))
    assert receipt is not None
    assert "Sie haben gesagt, dass Sie nichts bestellt haben" in receipt.get_content()
    assert "/o/" not in receipt.get_content()
    assert len(entries(desk, "confirmation")) == 1


def test_what_is_answered_before_it_left_stays_at_home(desk: Desk, box: Letterbox) -> None:
    desk = mailing(desk, box)
    desk.place()
    desk.leumund.orders.ask("A-1")
    desk.leumund.orders.dispute("A-1", "never")
    assert dict(desk.leumund.orders.send().sent) == {}
    assert box.mails == []


def test_a_mail_that_the_server_cannot_take_now_is_tried_again_later(
    desk: Desk, box: Letterbox
) -> None:
    desk = mailing(desk, box)
    desk.place()
    desk.leumund.orders.ask("A-1")
    box.refusals.append(f"451 {ADDRESS} is busy")
    assert dict(desk.leumund.orders.send().failed) == {"confirmation": 1}
    assert dict(desk.leumund.orders.send().sent) == {}
    desk.later(minutes=5)
    assert dict(desk.leumund.orders.send().sent) == {"confirmation": 1}


def test_a_refused_mail_waits_for_a_person_and_its_reason_names_nobody(
    desk: Desk, box: Letterbox
) -> None:
    desk = mailing(desk, box)
    desk.place()
    desk.leumund.orders.ask("A-1")
    box.refusals.append(f"550 no {ADDRESS} here")
    assert dict(desk.leumund.orders.send().given_up) == {"confirmation": 1}
    (found,) = desk.leumund.orders.undelivered()
    assert (found.order_ref, found.why) == ("A-1", "SMTP 550")
    desk.later(days=3)
    assert dict(desk.leumund.orders.send().sent) == {}
    again = desk.leumund.orders.send([found.outgoing_id])
    assert dict(again.sent) == {"confirmation": 1}
    assert desk.leumund.orders.undelivered() == ()


def test_a_mail_server_that_is_down_costs_no_attempt(desk: Desk, box: Letterbox) -> None:
    down = with_post(
        desk, mail_host=HOST, mail_port=1, mail_security="none", mail_sender="o@muster.example"
    )
    down.place()
    down.leumund.orders.ask("A-1")
    for _minute in range(12):
        assert dict(down.leumund.orders.send().failed) == {"confirmation": 1}
        desk.later(minutes=1)
    assert dict(mailing(desk, box).leumund.orders.send().sent) == {"confirmation": 1}


@pytest.mark.parametrize(
    "address",
    ["anna", "a@b", "a@example.org, b@example.org", "Anna <a@example.org>", "a b@x.org"],
)
def test_attack_a_mail_address_that_is_none_or_several(
    desk: Desk, box: Letterbox, address: str
) -> None:
    desk = mailing(desk, box)
    desk.place()
    desk.leumund.orders.ask("A-1")
    _overwrite_address(desk, address)
    assert dict(desk.leumund.orders.send().given_up) == {"confirmation": 1}
    assert box.mails == []


def _overwrite_address(desk: Desk, address: str) -> None:
    text = f'ref,known_since,email\nK1,2023-01-01,"{address}"\n'
    desk.leumund.orders.load(desk.write("more.csv", text), "contacts")
    sql = (
        "update orders.placed set contact_id = (select max(id) from orders.contact)"
        " where order_ref = 'A-1'"
    )
    out = "insert into orders.outgoing (kind, order_id, way, contact_id, payload, due_at)"
    made = (
        f"{out} select kind, order_id, way, (select max(id) from orders.contact), payload,"
        " due_at from orders.outgoing where kind = 'confirmation'"
    )
    end = "update orders.outgoing set ended_at = due_at where kind = 'confirmation'"
    with desk.leumund.store.transaction() as tx:
        for one in (sql, end, made):
            tx.run(Statement("test", "For a test.", one))


@pytest.mark.parametrize("is_taken", [False, True])
def test_a_sender_that_is_killed_sends_at_most_twice_and_loses_nothing(
    desk: Desk, box: Letterbox, is_taken: bool
) -> None:
    """It is killed right before the mail server takes the mail, or right after."""
    desk = mailing(desk, box)
    desk.place()
    desk.leumund.orders.ask("A-1")
    box.is_deaf, box.is_slow_to_say = not is_taken, is_taken
    for time in (1, 2):
        kill_a_sender(desk, box)
        assert len(box.mails) == (time if is_taken else 0)
        desk.later(minutes=11)
    box.is_deaf = box.is_slow_to_say = False
    sent = desk.leumund.orders.send()
    assert (dict(sent.sent), dict(sent.given_up)) == ({}, {"confirmation": 1})
    assert [one.why for one in desk.leumund.orders.undelivered()] == ["unknown"]
    assert len({mail["Message-ID"] for mail in box.mails}) <= 1


def test_a_sender_that_is_killed_once_is_followed_by_another(
    desk: Desk, box: Letterbox
) -> None:
    desk = mailing(desk, box)
    desk.place()
    desk.leumund.orders.ask("A-1")
    box.is_deaf = True
    kill_a_sender(desk, box)
    box.is_deaf = False
    assert dict(desk.leumund.orders.send().sent) == {}, "it may still be on its way"
    desk.later(minutes=11)
    assert dict(desk.leumund.orders.send().sent) == {"confirmation": 1}
    assert len(box.mails) == 1


def kill_a_sender(desk: Desk, box: Letterbox) -> None:
    """Start a sender, wait until it is in the middle of its mail, and kill it."""
    box.arrived.clear()
    folder, at = desk.leumund.settings.folder, desk.clock.now().isoformat()
    command = [sys.executable, "-m", "tests.orders.sending", str(folder), at, str(box.port)]
    login = desk.leumund.store.logins.application()
    sender = subprocess.Popen(command, env={**os.environ, "LEUMUND_TEST_LOGIN": login})
    assert box.arrived.wait(60)
    sender.kill()
    sender.wait(20)


def test_two_senders_at_once_send_each_mail_once(desk: Desk, box: Letterbox) -> None:
    desk = mailing(desk, box)
    desk.place()
    desk.leumund.orders.ask("A-1")
    both = [threading.Thread(target=desk.leumund.orders.send) for _each in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(box.mails) == 1


def test_a_password_travels_encrypted_or_not_at_all(desk: Desk, box: Letterbox) -> None:
    """The server here offers no STARTTLS: nothing is sent, and above all no password."""
    desk = with_post(
        desk, mail_host=HOST, mail_port=box.port, mail_sender="o@muster.example",
        mail_login="o", mail_password="geheim",
    )  # fmt: skip
    desk.place()
    desk.leumund.orders.ask("A-1")
    assert dict(desk.leumund.orders.send().failed) == {"confirmation": 1}
    assert box.mails == []
    with pytest.raises(PostMisSet):
        office_of(
            replace(desk.leumund.settings, mail_security="none", mail_host="mail.example"), None
        )


@pytest.mark.parametrize("setting", [None, "Nur Gesetzt AG"])
def test_mails_and_reports_name_one_company(desk: Desk, setting: str | None) -> None:
    before = desk.leumund
    settings = replace(before.settings, principal=setting)
    leumund = Leumund(settings, before.store, desk.clock, secrets.token_bytes)
    name = setting or "Muster Telefon"
    assert leumund.orders.post().principal == name
    assert leumund.report.house.company == name


def test_a_mail_goes_out_encrypted_by_starttls(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, key = certificate_for_here(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with letterbox(certificate, key) as box:
        desk = with_post(
            desk, mail_host=HOST, mail_port=box.port, mail_sender="o@muster.example"
        )
        desk.place()
        desk.leumund.orders.ask("A-1")
        assert dict(desk.leumund.orders.send().sent) == {"confirmation": 1}
        assert len(box.mails) == 1
        monkeypatch.delenv("SSL_CERT_FILE")
        desk.place(order_ref="A-2", ref="K2", number="", address="")
        desk.leumund.orders.ask("A-2")
        assert dict(desk.leumund.orders.send().failed) == {"confirmation": 1}, "a stranger"


def test_without_an_address_of_the_page_nothing_is_sent(desk: Desk, box: Letterbox) -> None:
    desk = mailing(desk, box)
    settings = replace(desk.leumund.settings, page_address=None)
    bare = Leumund(settings, desk.leumund.store, desk.clock, secrets.token_bytes)
    with pytest.raises(PostNotSetUp):
        bare.orders.send()


# --- events -----------------------------------------------------------------------------------


def test_an_event_is_signed_and_names_no_person(desk: Desk, ear: Mouth) -> None:
    desk = hooking(desk, ear)
    desk.place()
    desk.leumund.orders.ask("A-1")
    assert dict(desk.leumund.orders.send().sent) == {"event": 1}
    (event,) = ear.events
    head, said = event.headers, json.loads(event.body)
    assert head["content-type"].startswith("application/cloudevents+json")
    assert said["specversion"] == "1.0"
    assert (said["type"], said["subject"]) == ("orders.ask", "A-1")
    assert datetime.fromisoformat(said["time"]) == desk.clock.now()
    assert (said["id"], said["data"]["state"]) == (head["webhook-id"], "asked")
    signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + event.body
    made = hmac.new(SECRET, signed, hashlib.sha256).digest()
    assert head["webhook-signature"] == "v1," + base64.b64encode(made).decode()
    for private in (ADDRESS, "Adler", "23125", "K1", "Weg"):
        assert private not in event.body.decode()


def test_attack_an_event_is_changed_repeated_or_signed_by_somebody_else() -> None:
    right = signature("e-1", "1790000000", b"{}", SECRET)
    assert right != signature("e-1", "1790000000", b"{ }", SECRET)
    assert right != signature("e-1", "1790000300", b"{}", SECRET)
    assert right != signature("e-2", "1790000000", b"{}", SECRET)
    assert right != signature("e-1", "1790000000", b"{}", bytes(32))


def test_an_event_that_nobody_takes_is_tried_for_days_and_then_shown(
    desk: Desk, ear: Mouth
) -> None:
    desk = hooking(desk, ear)
    desk.place()
    desk.leumund.orders.hold("A-1", "strange")
    ear.answers += [500] * 10
    for _time in range(9):
        assert dict(desk.leumund.orders.send().failed) == {"event": 1}
        desk.later(hours=25)
    assert dict(desk.leumund.orders.send().given_up) == {"event": 1}
    (dead,) = desk.leumund.orders.undelivered()
    assert (dead.why, dead.attempts) == ("HTTP 500", 10)
    assert dict(desk.leumund.orders.send([dead.outgoing_id]).sent) == {"event": 1}
    assert len(ear.events) == 1


def test_one_event_that_is_refused_does_not_stop_the_next(desk: Desk, ear: Mouth) -> None:
    desk = hooking(desk, ear)
    desk.place()
    desk.leumund.orders.hold("A-1", "strange")
    desk.leumund.orders.free("A-1", "rung")
    ear.answers.append(500)
    sent = desk.leumund.orders.send()
    assert (dict(sent.sent), dict(sent.failed)) == ({"event": 1}, {"event": 1})
    desk.later(seconds=5)
    desk.leumund.orders.send()
    late = [json.loads(event.body)["sequence"] for event in ear.events]
    assert late != sorted(late), "a receiver can tell which came first"


def test_attack_the_receiver_points_elsewhere(desk: Desk, ear: Mouth) -> None:
    desk = hooking(desk, ear)
    desk.place()
    desk.leumund.orders.hold("A-1", "strange")
    ear.answers.append(302)
    assert dict(desk.leumund.orders.send().failed) == {"event": 1}
    assert ear.events == []


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("http://events.example/in", "whsec_" + "A" * 44),
        ("https://events.example/in", "whsec_short"),
        ("https://events.example/in", None),
        ("ftp://events.example/in", "whsec_" + "A" * 44),
    ],
)
def test_events_go_nowhere_unsigned_or_unencrypted(url: str, secret: str | None) -> None:
    with pytest.raises((PostMisSet, PostNotSetUp)) as refused:
        office_of(Settings(folder=Path(), webhook_url=url, webhook_secret=secret), None)
    assert secret is None or secret not in str(refused.value)


# --- nothing leaks ----------------------------------------------------------------------------


def test_no_table_and_no_entry_holds_an_address_or_a_code_after_sending(
    desk: Desk, box: Letterbox
) -> None:
    desk = mailing(desk, box)
    desk.place()
    desk.leumund.orders.ask("A-1")
    desk.leumund.orders.send()
    link = re.search(r"/o/(\S+)", box.mails[0].get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert link is not None
    sql = (
        "select (select string_agg(o::text, ' ') from orders.outgoing o) || ("
        "select string_agg(convert_from(p.body, 'UTF8'), ' ') from ledger.opening p) as all"
    )
    with desk.leumund.store.transaction() as tx:
        held = tx.one(Statement("look", "For a test.", sql))["all"]
    assert ADDRESS not in held
    assert link[1] not in held


def test_the_command_says_counts_and_no_address() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "leumund", "orders", "send", "--help"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "--keep-going" in done.stdout
