"""Orders: where does this order come from, and did the customer say yes?

An **order** names list, look-up or lead, campaign, call and agent, or it is refused and kept
with the reason. Its **origin** is the chain order → call → pass → copy → consent; what is
missing is said. The customer confirms or rejects it over a one-time link to a contact that was
known before, or by letter; silence ends it. What can happen to an order is one table
(``states.yaml``); each move leaves its entry in the ledger, in the same transaction, and
carries what follows for bill and commission, with the reason and its law.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.orders.codes import CodeUnusable
    from leumund.orders.facts import OrderFacts, facts_of
    from leumund.orders.order import (
        Asked,
        AskedForIban,
        CallSeen,
        Channel,
        Checked,
        Delivery,
        Envelope,
        Extract,
        Link,
        Loaded,
        Login,
        Moved,
        Order,
        OrderShown,
        Origin,
        OriginKind,
        Outgoing,
        Skipped,
        Step,
        Way,
    )
    from leumund.orders.origin import deliveries_of
    from leumund.orders.post.office import (
        Hook,
        MailServer,
        PostMisSet,
        PostNotSetUp,
        PostOffice,
        office_of,
    )
    from leumund.orders.post.sent import Letters, Reached, Sent, Undelivered
    from leumund.orders.post.words import Told, answered, told
    from leumund.orders.predicates import PREDICATES, decide_facts
    from leumund.orders.states import (
        ANSWERS,
        EFFECTIVE,
        REASONS,
        Billing,
        Commission,
        Event,
        ForbiddenMove,
        Move,
        State,
        Who,
        find_move,
        table,
    )
    from leumund.orders.words import (
        code_words,
        fact_words,
        filled_by,
        finding_titles,
        is_known,
        met_words,
        word,
        word_book,
    )

_NOUNS = (
    *(
        "Asked",
        "AskedForIban",
        "CallSeen",
        "Channel",
        "Checked",
        "Delivery",
        "Envelope",
        "Extract",
        "Link",
    ),
    *("Loaded", "Login", "Moved", "Order", "OrderShown", "Origin", "OriginKind", "Outgoing"),
    *("Skipped", "Step", "Way"),
)
_STATES = (
    *("ANSWERS", "EFFECTIVE", "REASONS", "Billing", "Commission", "Event"),
    *("ForbiddenMove", "Move", "State", "Who", "find_move", "table"),
)
_OFFICE = ("Hook", "MailServer", "PostMisSet", "PostNotSetUp", "PostOffice", "office_of")
_WORDS = (
    *("code_words", "fact_words", "filled_by", "finding_titles", "is_known", "met_words"),
    *("word", "word_book"),
)
_HOMES = {
    **dict.fromkeys(_OFFICE, "post.office"),
    **dict.fromkeys(("Letters", "Reached", "Sent", "Undelivered"), "post.sent"),
    **dict.fromkeys(_NOUNS, "order"),
    **dict.fromkeys(_STATES, "states"),
    **dict.fromkeys(("Told", "answered", "told"), "post.words"),
    **dict.fromkeys(_WORDS, "words"),
    "CodeUnusable": "codes",
    "OrderFacts": "facts",
    "PREDICATES": "predicates",
    "decide_facts": "predicates",
    "deliveries_of": "origin",
    "facts_of": "facts",
}

__all__ = [
    "ANSWERS",
    "EFFECTIVE",
    "PREDICATES",
    "REASONS",
    "Asked",
    "AskedForIban",
    "Billing",
    "CallSeen",
    "Channel",
    "Checked",
    "CodeUnusable",
    "Commission",
    "Delivery",
    "Envelope",
    "Event",
    "Extract",
    "ForbiddenMove",
    "Hook",
    "Letters",
    "Link",
    "Loaded",
    "Login",
    "MailServer",
    "Move",
    "Moved",
    "Order",
    "OrderFacts",
    "OrderShown",
    "Origin",
    "OriginKind",
    "Outgoing",
    "PostMisSet",
    "PostNotSetUp",
    "PostOffice",
    "Reached",
    "Sent",
    "Skipped",
    "State",
    "Step",
    "Told",
    "Undelivered",
    "Way",
    "Who",
    "answered",
    "code_words",
    "decide_facts",
    "deliveries_of",
    "fact_words",
    "facts_of",
    "filled_by",
    "find_move",
    "finding_titles",
    "is_known",
    "met_words",
    "office_of",
    "table",
    "told",
    "word",
    "word_book",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.orders.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.orders has no {name!r}")
