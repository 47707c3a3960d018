"""Time stamps by RFC 3161: somebody else says that these bytes existed at that moment.

The authority sees a checksum, never a file. Where it cannot be asked, the request lies ready
and the bundle says that it has no time stamp yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, build_opener

from leumund.basics.canonical import sha256
from leumund.basics.errors import BadInput, IntegrityError, Unavailable

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

REQUEST: Final = "SHA256SUMS.tsq"
RESPONSE: Final = "SHA256SUMS.tsr"
_ASK, _ANSWER = "application/timestamp-query", "application/timestamp-reply"
_WAIT_SECONDS = 20
_ANSWER_BYTES_MAX = 1 << 20


class StampAddressUnusable(BadInput):
    """{url} is no address of a time-stamp authority. Nothing was sent."""

    code = "stamp-address-unusable"
    hint = "Set LEUMUND_STAMP_URL to an address that begins with https:// or http://."


class StampRootUnusable(BadInput):
    """{path} holds no certificate of a time-stamp authority. Nothing was sent."""

    code = "stamp-root-unusable"
    hint = "Set LEUMUND_STAMP_ROOT to a file with the authority's root certificate (PEM)."


class StampUnavailable(Unavailable):
    """The time-stamp authority cannot be asked: {why}. No time stamp was fetched."""

    code = "stamp-unavailable"
    hint = "Fetch it later: leumund report stamp FOLDER."


class StampDoesNotVerify(IntegrityError):
    """What the time-stamp authority answered does not hold: {why}. It was not kept."""

    code = "stamp-does-not-verify"
    hint = "Ask again; where it happens again, ask another authority."


@dataclass(frozen=True, slots=True)
class Authority:
    """Who is asked. ``root``: its root certificates (PEM), without which the signature of an
    answer is not checked here."""

    url: str
    root: Path | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp: the moment that the authority states, and its answer as a file."""

    at: datetime
    is_signature_checked: bool
    answer: bytes


def request_for(data: bytes) -> Any:
    """A request about these bytes; ``as_bytes()`` is the file."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256)
    return builder.nonce(nonce=True).cert_request(cert_request=True).build()


def fetch(authority: Authority, data: bytes, request: Any) -> Stamp:
    """Ask for a time stamp of these bytes, and check what comes.

    Raises StampAddressUnusable, StampRootUnusable, StampUnavailable, StampDoesNotVerify.
    """
    if urlsplit(authority.url).scheme not in ("https", "http"):
        raise StampAddressUnusable(url=authority.url)
    roots = _roots(authority.root)
    answer = _asked(authority.url, request.as_bytes())
    return checked(answer, data, roots, request)


def checked_answer(authority: Authority | None, answer: bytes, data: bytes) -> Stamp:
    """The time stamp that lies beside these bytes; raises StampDoesNotVerify,
    StampRootUnusable."""
    return checked(answer, data, _roots(authority.root if authority else None))


def checked(answer: bytes, data: bytes, roots: list[Any], request: Any = None) -> Stamp:
    """The time stamp in an answer; raises StampDoesNotVerify."""
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        response = decode_timestamp_response(answer)
        said = response.tst_info
        problem = _problem(response, said, data, request)
    except (ValueError, TypeError) as error:
        raise StampDoesNotVerify(why=str(error)) from None
    if problem:
        raise StampDoesNotVerify(why=problem)
    if roots:
        builder = VerifierBuilder()
        for root in roots:
            builder = builder.add_root_certificate(root)
        try:
            builder.build().verify_message(response, data)
        except (VerificationError, ValueError) as error:
            raise StampDoesNotVerify(why=str(error)) from None
    return Stamp(said.gen_time, bool(roots), answer)


def _problem(response: Any, said: Any, data: bytes, request: Any) -> str:
    if response.status != 0:
        return f"status {response.status}"
    if said.message_imprint.message != sha256(data):
        return "it is about other bytes"
    if request is not None and said.nonce != request.nonce:
        return "it answers another request"
    return ""


def _asked(url: str, question: bytes) -> bytes:
    request = Request(url, data=question, method="POST")
    request.add_header("Content-Type", _ASK)
    request.add_header("Accept", _ANSWER)
    try:
        with build_opener().open(request, timeout=_WAIT_SECONDS) as reply:
            answer: bytes = reply.read(_ANSWER_BYTES_MAX + 1)
    except (URLError, OSError, ValueError) as error:
        raise StampUnavailable(why=str(getattr(error, "reason", error))) from None
    if len(answer) > _ANSWER_BYTES_MAX:
        raise StampDoesNotVerify(why="it is too long")
    return answer


def _roots(path: Path | None) -> list[Any]:
    from cryptography.x509 import load_pem_x509_certificates

    if path is None:
        return []
    try:
        return list(load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError):
        raise StampRootUnusable(path=path) from None
