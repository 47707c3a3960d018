"""The page over HTTP: scanners, guesses, replay, two at once, what leaves with every answer."""

from __future__ import annotations

import socket
import threading

import pytest
from tests.web.conftest import HOST, Site

from leumund.web.door import HEADERS
from leumund.web.misses import MISSES_MAX

FORM = {"Content_Type": "application/x-www-form-urlencoded"}


def test_the_page_shows_the_order_and_its_first_button_denies_it(site: Site) -> None:
    answer = site.ask("GET", f"/o/{site.desk.asked()}")
    assert answer.status == 200
    buttons = [part.partition('"')[0] for part in answer.text.split('name="what" value="')[1:]]
    assert buttons == ["nothing_ordered", "confirm", "reject"]
    for said in ("Ich habe nichts bestellt", "Tarif M", "29,99", "A-1", "Norden", "24 Monate"):
        assert said in answer.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_attack_a_scanner_looks_at_the_link_often(site: Site, method: str) -> None:
    code = site.desk.asked()
    answers = [site.ask(method, f"/o/{code}?what=confirm", "") for _time in range(5)]
    assert {answer.status for answer in answers} == {200}
    assert site.state() == "asked"
    assert bool(answers[0].text) == (method == "GET")


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH"])
def test_attack_a_scanner_tries_other_methods(site: Site, method: str) -> None:
    code = site.desk.asked()
    site.ask(method, f"/o/{code}", "what=confirm", **FORM)
    assert site.state() == "asked"


@pytest.mark.parametrize("what", ["nothing_ordered", "confirm", "reject"])
def test_an_answer_counts_once(site: Site, what: str) -> None:
    code = site.desk.asked()
    assert site.ask("POST", f"/o/{code}", f"what={what}", **FORM).status == 200
    state = site.state()
    assert state in ("denied", "confirmed", "rejected")
    assert site.ask("POST", f"/o/{code}", "what=confirm", **FORM).status == 404
    assert site.state() == state


def test_unknown_used_and_expired_links_get_the_same_page(site: Site) -> None:
    used, unknown = site.desk.asked(), "x" * 32
    site.ask("POST", f"/o/{used}", "what=reject", **FORM)
    site.desk.place(order_ref="A-2", ref="K2", number="030 23125 002", address="")
    expired = site.desk.asked("A-2")
    site.desk.later(days=60)
    answers = [site.ask("GET", f"/o/{code}") for code in (used, unknown, expired)]
    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    same = [{k: v for k, v in one.headers.items() if k != "date"} for one in answers]
    assert same[0] == same[1] == same[2]


def test_attack_one_sign_of_the_code_is_another(site: Site) -> None:
    code = site.desk.asked()
    for at in (0, 7, 31):
        other = "A" if code[at] != "A" else "B"
        flipped = code[:at] + other + code[at + 1 :]
        assert site.ask("POST", f"/o/{flipped}", "what=confirm", **FORM).status == 404
    assert site.state() == "asked"


@pytest.mark.parametrize(
    "path", ["/o/", "/o/%00", "/o/%ff", "/o/..%2f..", "/o/a/b", "/o/" + "a" * 5000, "/admin"]
)
def test_attack_strange_addresses_are_asked_for(site: Site, path: str) -> None:
    answer = site.ask("GET", path)
    assert answer.status in (400, 404)
    assert "Traceback" not in answer.text


def test_attack_two_answers_at_once(site: Site) -> None:
    code = site.desk.asked()
    ready, statuses = threading.Barrier(2), []

    def answer(what: str) -> None:
        ready.wait()
        statuses.append(site.ask("POST", f"/o/{code}", f"what={what}", **FORM).status)

    both = [threading.Thread(target=answer, args=(what,)) for what in ("confirm", "reject")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(statuses) == [200, 404]
    assert len(site.desk.leumund.orders.steps("A-1")) == 2


@pytest.mark.parametrize("body", ["", "what=", "what=free", "what=confirm&what=reject", "x"])
def test_an_answer_without_a_choice_asks_again(site: Site, body: str) -> None:
    code = site.desk.asked()
    answer = site.ask("POST", f"/o/{code}", body, **FORM)
    assert answer.status == 422
    assert 'role="alert"' in answer.text
    assert site.state() == "asked"


def test_attack_forms_that_are_never_finished_keep_nobody_else_waiting(site: Site) -> None:
    code = site.desk.asked()
    head = f"POST /o/{code} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nw".encode()
    slow = [socket.create_connection((HOST, site.port), timeout=20) for _ in range(300)]
    for each in slow:
        each.sendall(head)
    assert site.ask("GET", f"/o/{code}").status == 200
    assert slow[0].recv(12) == b"HTTP/1.1 408"
    for each in slow:
        each.close()
    assert site.state() == "asked"


def test_attack_a_proxy_s_line_behind_the_visitor_s_own_is_the_one_believed(site: Site) -> None:
    def missed(number: int) -> int:
        with socket.create_connection((HOST, site.port), timeout=20) as connection:
            lines = [f"GET /o/{number:032} HTTP/1.1", "Host: x", "Connection: close"]
            lines += [f"X-Forwarded-For: 198.51.100.{number}", "X-Forwarded-For: 192.0.2.1"]
            connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
            return int(connection.recv(12).split()[1])

    assert [missed(number) for number in range(MISSES_MAX + 1)] == [404] * MISSES_MAX + [429]


def test_attack_a_large_body_is_not_read(site: Site) -> None:
    code = site.desk.asked()
    answer = site.ask("POST", f"/o/{code}", "what=confirm&x=" + "x" * 9000, **FORM)
    assert answer.status == 413
    assert site.state() == "asked"


def test_attack_codes_are_guessed_from_one_connection(site: Site) -> None:
    """After some misses nobody from there is answered; from elsewhere it works as before."""
    code = site.desk.asked()
    here, neighbour, elsewhere = "192.0.2.1", "192.0.2.77", "198.51.100.1"
    for number in range(MISSES_MAX):
        path = f"/o/{number:032}"
        assert site.ask("GET", path, X_Forwarded_For=f"9.9.9.9, {here}").status == 404
    for visitor in (here, neighbour):
        answer = site.ask("GET", f"/o/{code}", X_Forwarded_For=visitor)
        assert (answer.status, "retry-after" in answer.headers) == (429, True)
    assert site.ask("GET", f"/o/{code}", X_Forwarded_For=elsewhere).status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("HEAD", "/"), ("GET", "/page.css"), ("GET", "/o/x"), ("GET", "/no"),
     ("PUT", "/"), ("POST", "/o/x"), ("GET", "/o/CODE")],
)  # fmt: skip
def test_every_answer_carries_the_strict_headers(site: Site, method: str, path: str) -> None:
    code = site.desk.asked()
    answer = site.ask(method, path.replace("CODE", code))
    for name, value in HEADERS.items():
        assert answer.headers[name.lower()] == value
    assert "set-cookie" not in answer.headers
    assert "<script" not in answer.text
    assert "'unsafe" not in HEADERS["Content-Security-Policy"]


def test_a_code_from_a_letter_is_typed_in_any_way(site: Site) -> None:
    site.desk.place(order_ref="A-3", ref="K3", number="030 23125 003", address="")
    code = site.desk.asked("A-3")
    assert len(code) == 28
    written = f"{code[:4].lower()}-{code[4:8]} {code[8:12]}.{code[12:]}".replace("0", "o")
    answer = site.ask("POST", "/", f"code={written.replace(' ', '+')}", **FORM)
    assert answer.status == 303
    shown = site.ask("GET", answer.headers["location"])
    assert "A-3" in shown.text


def test_what_a_partner_writes_is_text_on_the_page(site: Site) -> None:
    written = "<script>x</script>&amp'"
    site.desk.place(order_ref=written, ref="K2", number="030 23125 002", address="")
    shown = site.ask("GET", f"/o/{site.desk.asked(written)}").text
    assert "<script" not in shown
    assert "&lt;script&gt;x&lt;/script&gt;&amp;amp&#39;" in shown


def test_the_language_is_the_orders_until_somebody_chooses(site: Site) -> None:
    code = site.desk.asked()
    assert '<html lang="de">' in site.ask("GET", f"/o/{code}", Accept_Language="en").text
    chosen = site.ask("GET", f"/o/{code}?language=en").text
    assert '<html lang="en">' in chosen
    assert "I ordered nothing" in chosen
    assert '<html lang="en">' in site.ask("GET", "/o/x", Accept_Language="en-GB,de").text
