"""The doors of the house: a mail server, a program that takes events, a folder for letters."""

from __future__ import annotations

import http.client
import os
import smtplib
import ssl
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from leumund.orders.post.sent import Failed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage
    from pathlib import Path

    from leumund.orders.post.office import Hook, MailServer

SECONDS_MAX = 20
_ANSWER_BYTES_MAX = 1024
_FINAL = 500


# Not frozen: it holds the connection that one round uses for all its mails.
@dataclass(slots=True)
class MailDoor:
    """A mail server. Its words are not kept: they may repeat the address."""

    server: MailServer
    _open: smtplib.SMTP | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._open is not None:
            self._open.close()

    def send(self, mail: EmailMessage) -> None:
        """Hand over one mail; raises Failed."""
        connection = self._connected()
        try:
            connection.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refused(max(code for code, _said in refused.recipients.values())) from None
        except smtplib.SMTPResponseException as refused:
            raise _refused(refused.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise Failed("the server takes no such address", is_final=True) from None
        except (OSError, smtplib.SMTPException):
            self._open = None
            raise Failed("the connection broke", is_unknown=True) from None

    def _connected(self) -> smtplib.SMTP:
        if self._open is None:
            try:
                self._open = _log_in(self.server)
            except (OSError, smtplib.SMTPException) as error:
                why = f"mail server: {type(error).__name__}"
                raise Failed(why, is_down=True) from None
        return self._open


# Not frozen: it holds the connection that one round uses for all its events.
@dataclass(slots=True)
class HookDoor:
    """The program that takes events, over HTTP. It is followed to no other address."""

    hook: Hook
    _open: http.client.HTTPConnection | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._open is not None:
            self._open.close()

    def send(self, body: bytes, headers: Mapping[str, str]) -> None:
        """Hand over one event; raises Failed unless the answer is 2xx."""
        parts = urlsplit(self.hook.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection = self._connected()
        try:
            connection.request("POST", target or "/", body, dict(headers))
            answer = connection.getresponse()
            answer.read(_ANSWER_BYTES_MAX)
        except (OSError, http.client.HTTPException) as error:
            self._forget()
            raise Failed(f"no answer: {type(error).__name__}", is_unknown=True) from None
        if answer.will_close or not answer.isclosed():
            self._forget()
        if not 200 <= answer.status < 300:
            raise Failed(f"HTTP {answer.status}")

    def _connected(self) -> http.client.HTTPConnection:
        if self._open is None:
            parts = urlsplit(self.hook.url)
            host, port = parts.hostname or "", parts.port
            if parts.scheme == "https":
                context = ssl.create_default_context()
                self._open = http.client.HTTPSConnection(
                    host, port, timeout=SECONDS_MAX, context=context
                )
            else:
                self._open = http.client.HTTPConnection(host, port, timeout=SECONDS_MAX)
            self._connect(self._open)
        return self._open

    def _connect(self, connection: http.client.HTTPConnection) -> None:
        try:
            connection.connect()
        except OSError as error:
            self._forget()
            raise Failed(f"no answer: {type(error).__name__}", is_down=True) from None

    def _forget(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None


def write_letter(folder: Path, name: str, content: bytes) -> Path:
    """Put one letter into the folder, for its owner's eyes only, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path, making = folder / name, folder / f".{name}.{os.getpid()}"
    making.unlink(missing_ok=True)
    descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    making.replace(path)
    return path


def _log_in(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=SECONDS_MAX, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=SECONDS_MAX)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.login is not None:
            connection.login(server.login, server.password or "")
    except (OSError, smtplib.SMTPException):
        connection.close()
        raise
    return connection


def _refused(code: int) -> Failed:
    """4xx: later perhaps; 5xx: never (RFC 5321, 4.2.1)."""
    return Failed(f"SMTP {code}", is_final=code >= _FINAL)
