"""Leumund: who may be called, whose copy was it, and the proof.

The library needs no server: ``from leumund import permit, trace, ledger``.
Nothing is imported before it is asked for, so that ``import leumund`` costs nothing.
"""

from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"
__all__ = ["ledger", "permit", "trace"]


def __getattr__(name: str) -> ModuleType:
    if name in __all__:
        return import_module(f"leumund.{name}")
    raise AttributeError(f"leumund has no part called {name!r}")
