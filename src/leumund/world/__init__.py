"""A simulated year of customers, partners and callers, with the truth known.

For the demo, for planning and for tests. The world writes the files that a real company
has; it is told which numbers were handed to whom, and answers with the next month's calls
and complaints. What really happened stands in ``truth.json``, which no other part reads.

``challenge`` is the other half: a game in which a visitor is the thief.
"""

from importlib import import_module

_HOMES = {
    "CAMPAIGN": "cast",
    "CAST": "cast",
    "Actor": "cast",
    "MONTHS": "year",
    "Month": "year",
    "Portion": "callers",
    "PRINCIPAL": "cast",
    "PRODUCT": "cast",
    "PURPOSE": "cast",
    "Truth": "year",
    "World": "year",
    "YEAR": "population",
    "actor": "cast",
    "identity": "keys",
    "seeded_bytes": "streams",
    "stream": "streams",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.world.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.world has nothing called {name!r}")
