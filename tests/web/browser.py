"""A real Chromium, driven over its own pipe (Chrome DevTools Protocol): no further package."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SECONDS_MAX = 30
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--remote-debugging-pipe", "about:blank"),
)


class Browser:
    """The browser's two pipes: messages are JSON, each ended by a zero byte."""

    def __init__(self, process: subprocess.Popen[bytes], write: int, read: int) -> None:
        self.process, self._write, self._read = process, write, read
        self._number, self._rest = 0, b""
        self.events: list[dict[str, Any]] = []

    @classmethod
    @contextmanager
    def start(cls, program: str, folder: Path) -> Iterator[Browser]:
        (theirs_in, ours_out), (ours_in, theirs_out) = _high_pipe(), _high_pipe()

        def at_three_and_four() -> None:
            os.dup2(theirs_in, 3)
            os.dup2(theirs_out, 4)

        command = [program, f"--user-data-dir={folder}", *_FLAGS]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(
            command, pass_fds=(3, 4), preexec_fn=at_three_and_four, stdout=quiet, stderr=quiet
        )
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            yield cls(process, ours_out, ours_in)
        finally:
            process.terminate()
            process.wait(SECONDS_MAX)
            os.close(ours_out)
            os.close(ours_in)

    def call(self, method: str, session: str | None = None, **values: Any) -> dict[str, Any]:
        """Ask for something and wait for the answer; events that come before it are kept."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": values}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                found: dict[str, Any] = answer["result"]
                return found

    def next(self) -> dict[str, Any]:
        """The next message."""
        while b"\0" not in self._rest:
            ready, _out, _odd = select.select([self._read], [], [], SECONDS_MAX)
            assert ready, "Chromium says nothing"
            self._rest += os.read(self._read, 1 << 16)
        found, _zero, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(found)
        if "id" not in message:
            self.events.append(message)
        return message

    @contextmanager
    def window(self, *, width: int = 800, height: int = 1000) -> Iterator[Window]:
        """A fresh window of a fresh profile: nothing of an earlier one is in it."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        window = Window(self, attached["sessionId"], context)
        for part in ("Page", "Network", "DOM", "Log", "Accessibility", "Runtime"):
            window.call(f"{part}.enable")
        window.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 500,
        )  # fmt: skip
        yield window
        self.call("Target.disposeBrowserContext", browserContextId=context)


class Window:
    """One window. Clicks are the mouse's, so that only what a person could hit is hit."""

    def __init__(self, browser: Browser, session: str, context: str) -> None:
        self.browser, self.session, self.context = browser, session, context

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        return self.browser.call(method, self.session, **values)

    def open(self, place: str) -> None:
        before = self._loads()
        self.call("Page.navigate", url=place)
        self._wait_for_load(before)

    def click(self, selector: str) -> None:
        """Click in the middle of what the selector finds, and wait for the next page."""
        before = self._loads()
        node = self._node(selector)
        self.call("DOM.scrollIntoViewIfNeeded", nodeId=node)
        quad = self.call("DOM.getBoxModel", nodeId=node)["model"]["content"]
        x, y = sum(quad[0::2]) / 4, sum(quad[1::2]) / 4
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind, x=x, y=y, button="left", clickCount=1,
            )  # fmt: skip
        self._wait_for_load(before)

    def write(self, selector: str, text: str) -> None:
        self.call("DOM.focus", nodeId=self._node(selector))
        self.call("Input.insertText", text=text)

    def back(self) -> None:
        """Back to the page before, which the browser may show from its memory."""
        before = len(self.events("Page.frameNavigated"))
        history = self.call("Page.getNavigationHistory")
        entry = history["entries"][history["currentIndex"] - 1]
        self.call("Page.navigateToHistoryEntry", entryId=entry["id"])
        while len(self.events("Page.frameNavigated")) == before:
            self.browser.next()

    def value(self, expression: str) -> Any:
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return found["result"].get("value")

    @property
    def text(self) -> str:
        return str(self.value("document.body.innerText"))

    def events(self, method: str) -> list[dict[str, Any]]:
        mine = (one for one in self.browser.events if one.get("sessionId") == self.session)
        return [one["params"] for one in mine if one["method"] == method]

    def picture(self) -> bytes:
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def _node(self, selector: str) -> int:
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        found = int(self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"])
        assert found, f"there is no {selector}"
        return found

    def _loads(self) -> int:
        return len(self.events("Page.loadEventFired"))

    def _wait_for_load(self, before: int) -> None:
        until = time.monotonic() + SECONDS_MAX
        while self._loads() == before:
            assert time.monotonic() < until, "no page came"
            self.browser.next()


def _high_pipe() -> tuple[int, int]:
    """A pipe with ends above those that a child is given."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in ends]
    for end in ends:
        os.close(end)
    return high[0], high[1]
