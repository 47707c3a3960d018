"""Web: only the page behind the one-time link of a confirmation.

It is made on the server and needs no script, no cookie and nobody else. Looking changes
nothing, because programs that scan mails look at every link; an answer is a POST. A link that
is unknown, used or too old gets one and the same page. Addresses of visitors are not kept: for
a few minutes a keyed digest of the address's block counts misses (``misses``).
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.web.door import Door, page_app, page_of
    from leumund.web.misses import Misses
    from leumund.web.pages import Pages
    from leumund.web.serving import serve, server_of

_HOMES = {
    "Door": "door",
    "Misses": "misses",
    "Pages": "pages",
    "page_app": "door",
    "page_of": "door",
    "serve": "serving",
    "server_of": "serving",
}
__all__ = ["Door", "Misses", "Pages", "page_app", "page_of", "serve", "server_of"]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.web.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.web has no {name!r}")
