"""What the ledger notes of a move: ids, digests, counts; never a name and never a text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.canonical import canonical_bytes, sha256_hex

if TYPE_CHECKING:
    from leumund.cases.case import Case, Step

KIND_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "open": "cases.open",
        "add": "cases.add",
        "evidence": "cases.evidence",
        "explain": "cases.explain",
        "hear": "cases.hear",
        "reply": "cases.reply",
        "pass": "cases.expire",
        "stop": "cases.stop",
        "renew": "cases.renew",
        "lapse": "cases.expire",
        "propose": "cases.propose",
        "decide": "cases.decide",
        "refuse": "cases.decide",
        "lift": "cases.lift",
        "appeal": "cases.appeal",
        "uphold": "cases.uphold",
        "reverse": "cases.reverse",
        "clear": "cases.clear",
        "drop": "cases.drop",
        "close": "cases.close",
        "credit": "cases.credit",
        "deadline": "cases.deadline",
        "lock": "cases.lock",
        "ask_agent": "cases.ask_agent",
        "open_agent": "cases.open_agent",
    }
)
RULED: Final = ("hear", "stop", "propose", "decide")
"""With these, and with opening, the digest of the rules that held then is recorded."""
_TOLD = (
    "measure",
    "number",
    "until",
    "letter",
    "digest",
    "rules",
    "clock",
    "freed",
    "reply_due",
)


def entry_of(
    before: Case | None, after: Case, step: Step, person: int | None
) -> dict[str, Any]:
    """Who (the id of a person of ours), which move, from where to where, and the digest of all
    that was recorded with it, so that no reason can be exchanged later."""
    told = {key: step.said[key] for key in _TOLD if step.said.get(key) is not None}
    return {
        "case": after.case_id,
        "step": step.number,
        "move": step.move,
        "from": before.state.value if before else None,
        "to": after.state.value,
        "by": person,
        "recorded": sha256_hex(canonical_bytes(dict(step.said))),
        "measures": [
            [each.number, each.kind, each.ended or "in force"] for each in after.measures
        ],
        **told,
    }
