"""The page on a port of this machine, until somebody stops it."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.embed import Server

if TYPE_CHECKING:
    from leumund.web.patience import App

_HEADER_MILLISECONDS_MAX = 10_000
_WAITING_MAX = 1_024
"""So many may be waited for at once: whoever is slow is let go of before they are that many."""


def serve(page: App, host: str, port: int) -> None:
    """Listen until a signal to stop comes."""
    asyncio.run(_until_stopped(server_of(page, host, port)))


def server_of(page: App, host: str, port: int) -> Server:
    """The server; without an access log, because the links would stand in it."""
    return Server(
        page,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS_MAX),
        backlog=_WAITING_MAX,
        backpressure=_WAITING_MAX,
        websockets=False,
        log_enabled=False,
        log_access=False,
    )


async def _until_stopped(server: Server) -> None:
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, server.stop)
    await server.serve()
