"""May this call be made? And under which law may it, or may it not?

``decide`` takes everything that may be looked at (``Facts``) and the rules in force on a day
(``Rules``, from a rule pack), and gives a verdict with every reason. ``explain`` says it in
German and English to an agent, a customer or a regulator. Over millions of rows ``bulk.sql``
answers the same, reason by reason; a test holds it to that.

    from leumund import permit
    rules = permit.rulepack.load().in_force(date(2026, 9, 1))
    verdict = permit.decide(facts, rules)
    print(permit.explain(verdict, "de"))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from leumund.permit.asked import CallAsked
from leumund.permit.decide import consent_relied_on, decide
from leumund.permit.explain import classes_for_partner, explain, explain_for_partner
from leumund.permit.facts import ConsentFacts, Facts, Level
from leumund.permit.rules import Rule, Rules

if TYPE_CHECKING:
    from leumund.permit import rulepack
    from leumund.permit.closures import free_everywhere
    from leumund.permit.days import country_of, rule_rows, rules_on
    from leumund.permit.moments import months_before
    from leumund.permit.passes import Attempts, AttemptSource, Pass
    from leumund.permit.rulepack import Pack, PackNotInForce

__all__ = [
    "AttemptSource",
    "Attempts",
    "CallAsked",
    "ConsentFacts",
    "Facts",
    "Level",
    "Pack",
    "PackNotInForce",
    "Pass",
    "Rule",
    "Rules",
    "classes_for_partner",
    "consent_relied_on",
    "country_of",
    "decide",
    "explain",
    "explain_for_partner",
    "free_everywhere",
    "months_before",
    "rule_rows",
    "rulepack",
    "rules_on",
]

# What is named like a file of this folder is imported at once, or the file would hide it.
_LATER = {
    "AttemptSource": "passes",
    "Attempts": "passes",
    "Pack": "rulepack",
    "PackNotInForce": "rulepack",
    "Pass": "passes",
    "country_of": "days",
    "free_everywhere": "closures",
    "months_before": "moments",
    "rule_rows": "days",
    "rules_on": "days",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f"leumund.permit.{_LATER[name]}"), name)
    if name == "rulepack":
        return import_module("leumund.permit.rulepack")
    raise AttributeError(f"leumund.permit has no {name!r}")
