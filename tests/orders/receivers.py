"""Real servers on this machine that take what goes out: one for mails, one for events."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

HOST = "127.0.0.1"
_SECONDS_HELD = 3600


# Not frozen: it collects what arrives.
@dataclass(slots=True)
class Letterbox:
    """A mail server. ``refusals``: what it answers to the next mails instead of taking them."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    is_slow_to_say: bool = False
    is_deaf: bool = False
    arrived: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, to: str, _options: list[str]
    ) -> str:
        if self.is_deaf:
            await self._say_nothing()
        envelope.rcpt_tos.append(to)
        return "250 known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refusals:
            return self.refusals.pop(0)
        content = envelope.original_content or b""
        self.mails.append(message_from_bytes(content, policy=policy.default))
        self.to += envelope.rcpt_tos
        if self.is_slow_to_say:
            await self._say_nothing()
        return "250 taken"

    async def _say_nothing(self) -> None:
        """Hold the line until the one who waits at the other end is killed."""
        self.arrived.set()
        await asyncio.sleep(_SECONDS_HELD)


@dataclass(frozen=True, slots=True)
class Event:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes


# Not frozen: it collects what arrives.
@dataclass(slots=True)
class Mouth:
    """A program that takes events. ``answers``: the statuses of its next answers."""

    url: str = ""
    events: list[Event] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)


def certificate_for_here(folder: Path) -> tuple[Path, Path]:
    """A fresh certificate for this machine's own address, and its key."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))])
    made = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    certificate, key = folder / "here.pem", folder / "here.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return certificate, key


@contextmanager
def letterbox(certificate: Path | None = None, key: Path | None = None) -> Iterator[Letterbox]:
    """A mail server; with a certificate it offers STARTTLS."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
    box = Letterbox()
    with socket.socket() as free:
        free.bind((HOST, 0))
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname=HOST, port=box.port, tls_context=context)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@contextmanager
def mouth() -> Iterator[Mouth]:
    found = Mouth()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = found.answers.pop(0) if found.answers else 204
            if status < 300:
                found.events.append(Event(headers, body))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", found.url + "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads = True
    found.url = f"http://{HOST}:{server.server_port}/events"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
