"""A desk with one order that is asked about, the page over it on a port, and a browser."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest
from tests.orders.desk import Desk, desk_in
from tests.web.browser import Browser

from leumund.store import Store
from leumund.web import Door, Misses, Pages, page_app, server_of

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Site:
    """The page at work, and the desk behind it."""

    desk: Desk
    port: int

    @property
    def place(self) -> str:
        return f"http://{HOST}:{self.port}"

    def link(self, code: str) -> str:
        return f"{self.place}/o/{code}"

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Answer:
        connection = HTTPConnection(HOST, self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, named)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, text)

    def state(self) -> str:
        return self.desk.leumund.orders.order("A-1").state.value


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


@pytest.fixture
def site(store: Store, tmp_path: Path) -> Iterator[Site]:
    """The page on a port of this machine, over one order that was placed."""
    desk = desk_in(tmp_path, store)
    desk.place()
    pages = Pages.of("Muster Telefon", "030 23125 000, Mo–Fr 8–18 Uhr")
    door = Door(desk.leumund.orders, pages, Misses(time.monotonic), proxy="127.0.0.1")
    port = free_port()
    server = server_of(page_app(door), HOST, port)
    loops: list[asyncio.AbstractEventLoop] = []

    async def run() -> None:
        loops.append(asyncio.get_running_loop())
        await server.serve()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    _wait_for(port)
    try:
        yield Site(desk, port)
    finally:
        loops[0].call_soon_threadsafe(server.stop)
        thread.join(20)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError("the page does not listen")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all tests; each opens its own window in it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with Browser.start(program, tmp_path_factory.mktemp("chromium")) as browser:
        yield browser
