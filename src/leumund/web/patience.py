"""Who sends a form so slowly that others would wait is answered before it is whole."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Send = Callable[[Message], Awaitable[None]]
    Receive = Callable[[], Awaitable[Message]]
    App = Callable[[Any, Receive, Send], Awaitable[None]]

BODY_SECONDS_MAX = 5.0


def with_patience(inner: Any, bytes_max: int, seconds_max: float = BODY_SECONDS_MAX) -> App:
    """The same application; it is asked once the body is there, or has grown too large."""

    async def app(scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await inner(scope, receive, send)
            return
        try:
            async with asyncio.timeout(seconds_max):
                told = await _body(receive, bytes_max)
        except TimeoutError:
            await _refuse(send)
            return

        async def again() -> Message:
            return told.popleft() if told else await receive()

        await inner(scope, again, send)

    return app


async def _body(receive: Receive, bytes_max: int) -> deque[Message]:
    told: deque[Message] = deque()
    size = 0
    while size <= bytes_max:
        message = await receive()
        told.append(message)
        size += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            break
    return told


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"text/plain"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 408, "headers": headers})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
