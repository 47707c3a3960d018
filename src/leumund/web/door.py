"""The routes of the page, and the headers of whatever leaves it."""

from __future__ import annotations

import logging
import time
from asyncio import to_thread
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol
from urllib.parse import parse_qs, quote

from litestar import Litestar, Request, Response
from litestar.background_tasks import BackgroundTask
from litestar.exceptions import HTTPException
from litestar.handlers import route
from litestar.params import FromPath, RawBody

from leumund.basics.language import LANGUAGES
from leumund.orders import ANSWERS, CodeUnusable
from leumund.web.misses import Misses
from leumund.web.pages import STYLE, Pages
from leumund.web.patience import with_patience

if TYPE_CHECKING:
    from collections.abc import Callable

    from leumund.app import Leumund
    from leumund.orders import Moved, OrderShown
    from leumund.web.patience import App, Message, Receive, Send

Asking = Request[Any, Any, Any]
Page = Response[str]

BODY_BYTES_MAX = 4096
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Strict-Transport-Security": "max-age=31536000",
}
_LOOK: tuple[Literal["GET", "HEAD"], ...] = ("GET", "HEAD")


class Confirmations(Protocol):
    """What the page needs of orders."""

    def shown(self, code: str) -> OrderShown | None: ...
    def answer(self, code: str, what: str) -> Moved: ...


@dataclass(frozen=True, slots=True)
class Door:
    """The page behind the link. ``proxy``: the one that is believed where a visitor comes
    from; ``on_answer`` runs after an answer has been given."""

    orders: Confirmations
    pages: Pages
    misses: Misses
    proxy: str | None = None
    on_answer: Callable[[], object] | None = None
    style: bytes = field(default_factory=STYLE.read_bytes)

    def start(self, asking: Asking) -> Page:
        """Where the code of a letter is typed in."""
        return _page(self.pages.typed(_language(asking)))

    def typed(self, asking: Asking, body: RawBody) -> Page:
        """A typed code leads to its link, or to the page for all that open nothing."""
        code = _field(body, "code")
        if found := self._turned_away(asking):
            return found
        if self.orders.shown(code) is None:
            return self._unusable(asking)
        asked = asking.query_params.get("language")
        more = f"?language={asked}" if asked in LANGUAGES else ""
        there = {"Location": f"/o/{quote(code, safe='')}{more}"}
        return Response("", status_code=303, headers=there, media_type="text/html")

    def look(self, asking: Asking, code: str) -> Page:
        """The question about the order; changes nothing, however often it is asked."""
        if found := self._turned_away(asking):
            return found
        shown = self.orders.shown(code)
        if shown is None:
            return self._unusable(asking)
        return _page(self._asked(asking, code, shown, is_missed=False))

    def answer(self, asking: Asking, code: str, body: RawBody) -> Page:
        """Take the answer; of two at once one counts."""
        if found := self._turned_away(asking):
            return found
        shown, what = self.orders.shown(code), _field(body, "what")
        if shown is None:
            return self._unusable(asking)
        if what not in ANSWERS:
            return _page(self._asked(asking, code, shown, is_missed=True), 422)
        try:
            self.orders.answer(code, what)
        except CodeUnusable:
            return self._unusable(asking)
        page = self.pages.thanks(what, _language(asking, shown.language))
        after = BackgroundTask(self.on_answer) if self.on_answer else None
        return Response(page, media_type="text/html", background=after)

    def _asked(self, asking: Asking, code: str, shown: OrderShown, *, is_missed: bool) -> str:
        language = _language(asking, shown.language)
        here = f"/o/{quote(code, safe='')}"
        return self.pages.asked(shown, language, here, is_missed=is_missed)

    def _unusable(self, asking: Asking) -> Page:
        self.misses.note(self._visitor(asking))
        return _page(self.pages.unusable(_language(asking)), 404)

    def _turned_away(self, asking: Asking) -> Page | None:
        if not self.misses.are_too_many(self._visitor(asking)):
            return None
        after = {"Retry-After": str(self.misses.seconds_left())}
        return _page(self.pages.wait(_language(asking)), 429, after)

    def _visitor(self, asking: Asking) -> str:
        """Where the visitor comes from; of a proxy's words the last are its own."""
        host = asking.client.host if asking.client else ""
        if host == self.proxy:
            told = asking.headers.getall("x-forwarded-for", [""])[-1]
            return str(told.rpartition(",")[2].strip())
        return host


def page_of(desk: Leumund) -> App:
    """The page over a data folder that is open."""
    said = desk.settings
    pages = Pages.of(desk.network.principal(), said.desk_contact)
    door = Door(
        desk.orders, pages, Misses(time.monotonic), said.page_proxy, desk.ledger.integrate
    )
    return page_app(door)


def page_app(door: Door) -> App:
    """The page as an ASGI application."""

    @route("/", http_method=list(_LOOK))
    async def start(request: Asking) -> Page:
        return await to_thread(door.start, request)

    @route("/", http_method=["POST"], status_code=200)
    async def typed(request: Asking, body: RawBody) -> Page:
        return await to_thread(door.typed, request, body)

    @route("/o/{code:str}", http_method=list(_LOOK))
    async def look(request: Asking, code: FromPath[str]) -> Page:
        return await to_thread(door.look, request, code)

    @route("/o/{code:str}", http_method=["POST"], status_code=200)
    async def answer(request: Asking, code: FromPath[str], body: RawBody) -> Page:
        return await to_thread(door.answer, request, code, body)

    @route("/page.css", http_method=list(_LOOK))
    async def style() -> Response[bytes]:
        return Response(door.style, media_type="text/css")

    def refused(request: Asking, error: HTTPException) -> Page:
        if error.status_code >= 500:
            return broken(request, error)
        return _page(door.pages.unusable(_language(request)), error.status_code)

    def broken(request: Asking, error: Exception) -> Page:
        # The kind of error only: its words and the address asked for may hold a code.
        logging.getLogger("leumund.web").error("A page failed: %s", type(error).__name__)
        return _page(door.pages.broken(_language(request)), 503)

    inner = Litestar(
        [start, typed, look, answer, style],
        exception_handlers={HTTPException: refused, Exception: broken},
        openapi_config=None,
        logging_config=None,
        request_max_body_size=BODY_BYTES_MAX,
    )
    return with_headers(with_patience(inner, BODY_BYTES_MAX))


def with_headers(inner: Any) -> App:
    """The same application; whatever it answers carries our headers and names no server."""
    ours = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def app(scope: Any, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *ours]
            await send(message)

        await inner(scope, receive, sending)

    return app


def _page(html: str, status: int = 200, headers: dict[str, str] | None = None) -> Page:
    return Response(html, status_code=status, media_type="text/html", headers=headers)


def _field(body: bytes, name: str) -> str:
    """One field of a form; empty where it is missing or comes twice."""
    try:
        found = parse_qs(body.decode("ascii"), max_num_fields=8).get(name, [])
    except ValueError:
        return ""
    return found[0].strip() if len(found) == 1 else ""


def _language(asking: Asking, otherwise: str | None = None) -> str:
    """What the visitor chose, else the order's language, else the browser's first of ours."""
    asked = asking.query_params.get("language")
    if asked in LANGUAGES:
        return str(asked)
    if otherwise in LANGUAGES:
        return str(otherwise)
    wanted = asking.headers.get("accept-language", "").lower().split(",")
    known = (part.strip()[:2] for part in wanted)
    return next((each for each in known if each in LANGUAGES), "de")
