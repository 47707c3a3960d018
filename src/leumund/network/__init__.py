"""Network: partners, the partners below them, what they may do, the numbers they show.

One file says it all: `partners.yaml`. Whoever is not in it has no engagement, and whoever
has no engagement may not call. A partner can stand below another, to any depth.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.network.chain import NoSuchPartner, with_all_of_its_chain, with_those_above
    from leumund.network.document import Entry, read_document
    from leumund.network.gaps import Gap, Gaps
    from leumund.network.handover import HandOverFacts, Transfer, decide_handover
    from leumund.network.loaded import CheckedIn, Declaration, LeadsLoaded, Loaded
    from leumund.network.partner import CallerNumber, Engagement, Partner
    from leumund.network.register import (
        BASES,
        RISKS,
        ROLES,
        WHATS,
        Basis,
        Declared,
        Document,
        EngagementVersion,
        HeldPermit,
        Lead,
        LeadNumber,
        LeadSource,
        Login,
        LookedAt,
        Payee,
        Risk,
        Role,
        Site,
        Terms,
        What,
        login_digest,
        payee_digest,
    )
    from leumund.network.standing import explain_handover, handover_verdict
    from leumund.network.stop import Stop, StopKind, Stops, stopped
    from leumund.network.tree import Branch, Tree
    from leumund.network.undeclared import SEEN_KINDS, Seen, SeenKind

_HOMES = {
    "BASES": "register",
    "Basis": "register",
    "Branch": "tree",
    "CallerNumber": "partner",
    "CheckedIn": "loaded",
    "Declaration": "loaded",
    "Declared": "register",
    "Document": "register",
    "Engagement": "partner",
    "EngagementVersion": "register",
    "Entry": "document",
    "Gap": "gaps",
    "Gaps": "gaps",
    "HandOverFacts": "handover",
    "HeldPermit": "register",
    "Lead": "register",
    "LeadNumber": "register",
    "LeadSource": "register",
    "LeadsLoaded": "loaded",
    "Loaded": "loaded",
    "Login": "register",
    "LookedAt": "register",
    "NoSuchPartner": "chain",
    "Partner": "partner",
    "Payee": "register",
    "RISKS": "register",
    "ROLES": "register",
    "Risk": "register",
    "Role": "register",
    "SEEN_KINDS": "undeclared",
    "Seen": "undeclared",
    "SeenKind": "undeclared",
    "Site": "register",
    "Stop": "stop",
    "StopKind": "stop",
    "Stops": "stop",
    "Terms": "register",
    "Transfer": "handover",
    "Tree": "tree",
    "WHATS": "register",
    "What": "register",
    "decide_handover": "handover",
    "explain_handover": "standing",
    "handover_verdict": "standing",
    "login_digest": "register",
    "payee_digest": "register",
    "read_document": "document",
    "stopped": "stop",
    "with_all_of_its_chain": "chain",
    "with_those_above": "chain",
}

__all__ = [
    "BASES",
    "RISKS",
    "ROLES",
    "SEEN_KINDS",
    "WHATS",
    "Basis",
    "Branch",
    "CallerNumber",
    "CheckedIn",
    "Declaration",
    "Declared",
    "Document",
    "Engagement",
    "EngagementVersion",
    "Entry",
    "Gap",
    "Gaps",
    "HandOverFacts",
    "HeldPermit",
    "Lead",
    "LeadNumber",
    "LeadSource",
    "LeadsLoaded",
    "Loaded",
    "Login",
    "LookedAt",
    "NoSuchPartner",
    "Partner",
    "Payee",
    "Risk",
    "Role",
    "Seen",
    "SeenKind",
    "Site",
    "Stop",
    "StopKind",
    "Stops",
    "Terms",
    "Transfer",
    "Tree",
    "What",
    "decide_handover",
    "explain_handover",
    "handover_verdict",
    "login_digest",
    "payee_digest",
    "read_document",
    "stopped",
    "with_all_of_its_chain",
    "with_those_above",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.network.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.network has no {name!r}")
