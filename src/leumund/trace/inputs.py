"""The digest of everything a run of tracing looked at: same digest, same answer."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

from leumund.basics.canonical import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from leumund.intake import UnexplainedCall
    from leumund.release import DrawRecord, KnownByLookup
    from leumund.trace.evidence import Contacts, Stream


def inputs_digest(
    stream: Stream,
    explained: Sequence[UnexplainedCall],
    draws: Iterable[DrawRecord],
    contacts: Contacts,
    chains: dict[str, frozenset[str]],
    known: KnownByLookup,
) -> str:
    """SHA-256 over stream, declared explanations, draws, lawful contacts, chains and look-ups,
    in hex."""
    parts: list[object] = [
        _digest(
            stream.positions,
            stream.line_ids,
            stream.is_number_known,
            stream.arrived_at,
            stream.called_from,
            stream.called_until,
            stream.fact_since.astype("datetime64[D]").astype(np.int64),
            stream.callers,
        ),
        canonical_bytes([_explained(call) for call in explained]).hex(),
        _digest(contacts.line_ids, contacts.at),
        list(contacts.partners),
        [draw_digest(draw) for draw in draws],
        {name: sorted(below) for name, below in chains.items()},
    ]
    if not np.isnat(stream.fact_until).all():
        parts.append(_digest(stream.fact_until.astype(np.int64)))
    if any(stream.whom):
        parts.append([list(whom) for whom in stream.whom])
    if known.holders:
        strangers = {name: str(at) for name, at in sorted(known.strangers_at.items())}
        pairs = [_digest(known.line_ids, known.at), list(known.partners)]
        parts += [pairs, strangers, sorted(known.doubtful), sorted(known.holders)]
    return sha256(canonical_bytes(parts)).hexdigest()


def draw_digest(draw: DrawRecord) -> str:
    """SHA-256 over what one draw handed out, its weights and its design, in hex."""
    released = draw.released
    memberships = _digest(
        released.unit,
        released.copy,
        released.portion,
        released.handed_over_at,
        released.is_handed_over,
        draw.strata,
        draw.line_ids,
        draw.line_units,
        draw.weights,
    )
    named = [int(draw.draw_id), draw.design, repr(draw.alpha), list(draw.partners)]
    weighed = [
        str(draw.lawful.gamma),
        draw.lawful.left_out,
        draw.is_by_caller,
        draw.heeds_knowledge,
    ]
    return sha256(canonical_bytes([memberships, *named, *weighed])).hexdigest()


def _digest(*arrays: NDArray[Any]) -> str:
    found = sha256()
    for array in arrays:
        found.update(f"{array.dtype}{array.shape}".encode())
        found.update(np.ascontiguousarray(array).tobytes())
    return found.hexdigest()


def _explained(call: UnexplainedCall) -> list[object]:
    partner = call.explained_by.partner if call.explained_by else None
    return [call.position, call.line_id, call.call_until, partner]
