"""Where things go out: the servers, and what the company says of itself in every message."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from leumund.basics.errors import BadInput

if TYPE_CHECKING:
    from leumund.settings import Settings

LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
SECURITIES: Final = ("starttls", "tls", "none")
_SECRET_BYTES_MIN, _SECRET_BYTES_MAX = 24, 64


class PostNotSetUp(BadInput):
    """{variable} is not set, so nothing went out. What is due stays due."""

    code = "post-not-set-up"
    hint = "Set {variable}; 'leumund settings' says what it means."


class PostMisSet(BadInput):
    """{variable} cannot be used: {why}. Nothing went out; what is due stays due."""

    code = "post-mis-set"
    hint = "See {variable} in 'leumund settings'."


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes mails; ``repr`` leaves out the password."""

    host: str
    sender: str
    port: int = 587
    login: str | None = None
    password: str | None = field(default=None, repr=False)
    security: str = "starttls"

    def __post_init__(self) -> None:
        if self.security not in SECURITIES:
            known = ", ".join(SECURITIES)
            raise PostMisSet(variable="LEUMUND_MAIL_SECURITY", why=f"known are {known}")
        if self.security == "none" and self.host not in LOOPBACK:
            raise PostMisSet(
                variable="LEUMUND_MAIL_SECURITY",
                why="a mail goes unencrypted to this machine only",
            )


@dataclass(frozen=True, slots=True)
class Hook:
    """Where events go, and the secret that signs them; ``repr`` leaves out the secret."""

    url: str
    secret: bytes = field(repr=False)

    @classmethod
    def of(cls, url: str, secret: str | None) -> Hook:
        """From the settings; raises PostNotSetUp and PostMisSet."""
        if secret is None:
            raise PostNotSetUp(variable="LEUMUND_WEBHOOK_SECRET")
        if not _is_private(url):
            raise PostMisSet(
                variable="LEUMUND_WEBHOOK_URL", why="it has to begin with https://"
            )
        return cls(url, _secret(secret))


@dataclass(frozen=True, slots=True)
class PostOffice:
    """Everything that stands in messages beside the order. ``page_address``: where the page
    behind the link is reached, without a slash at its end; ``contact``: how a customer reaches
    a person; ``sender_address``: the company's address on letters, parted by commas."""

    principal: str | None = None
    page_address: str | None = None
    contact: str | None = None
    sender_address: str | None = None
    mail: MailServer | None = None
    hook: Hook | None = None

    def link(self, code: str) -> str:
        """The one-time link with this code; raises PostNotSetUp."""
        return f"{self.page()}/o/{code}"

    def page(self) -> str:
        """Where a code is typed in; raises PostNotSetUp and PostMisSet."""
        if self.page_address is None:
            raise PostNotSetUp(variable="LEUMUND_PAGE_ADDRESS")
        if not _is_private(self.page_address):
            raise PostMisSet(
                variable="LEUMUND_PAGE_ADDRESS", why="it has to begin with https://"
            )
        return self.page_address.rstrip("/")

    def short_page(self) -> str:
        """The same as one types it."""
        return self.page().removeprefix("https://")


def office_of(settings: Settings, principal: str | None) -> PostOffice:
    """From the settings, in that company's name; raises PostNotSetUp and PostMisSet."""
    mail = hook = None
    if settings.mail_host is not None:
        if settings.mail_sender is None:
            raise PostNotSetUp(variable="LEUMUND_MAIL_SENDER")
        mail = MailServer(
            settings.mail_host,
            settings.mail_sender,
            settings.mail_port,
            settings.mail_login,
            settings.mail_password,
            settings.mail_security,
        )
    if settings.webhook_url is not None:
        hook = Hook.of(settings.webhook_url, settings.webhook_secret)
    return PostOffice(
        principal,
        settings.page_address,
        settings.desk_contact,
        settings.sender_address,
        mail,
        hook,
    )


def _is_private(url: str) -> bool:
    """Whether what goes there can be read by nobody on the way."""
    parts = urlsplit(url)
    is_ours = parts.scheme == "http" and parts.hostname in LOOPBACK
    return bool(parts.hostname) and (parts.scheme == "https" or is_ours)


def _secret(written: str) -> bytes:
    """The secret as Standard Webhooks writes it: ``whsec_`` and base64 of 24 to 64 bytes."""
    try:
        secret = base64.b64decode(written.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if not _SECRET_BYTES_MIN <= len(secret) <= _SECRET_BYTES_MAX:
        raise PostMisSet(
            variable="LEUMUND_WEBHOOK_SECRET",
            why="it has to be whsec_ and base64 of 24 to 64 bytes",
        )
    return secret
