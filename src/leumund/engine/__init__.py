"""Big tables: DuckDB over Parquet and Arrow.

A plan is a value: a tuple of named steps cut from a part's ``bulk.sql``. ``run`` does what
``explain`` prints, ``step`` stops after each step and shows ten rows. The SQL is executed
byte for byte as it stands in the file, in words that mean the same on every engine; where
engines differ, ``words/`` defines ours. Nothing here loads the engine before it is used.

    plan = Plan.beside(__file__, steps=("too_many_attempts", "refused"))
    table = engine.run(plan, inputs={"facts": facts})
    rows = engine.run(plan, inputs={"facts": Path("facts.parquet")}, into=Path("out.parquet"))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from leumund.engine.duck import Engine, Session
    from leumund.engine.plan import Plan, Select

__all__ = ["Engine", "Plan", "Select", "Session"]

_HOMES = {"Engine": "duck", "Plan": "plan", "Select": "plan", "Session": "duck"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"leumund.engine.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.engine has no {name!r}")
