"""Lists and complaints through the very rules by which tracing excludes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONG_AGO = "1900-01-01"


def exclusion(tables: Mapping[str, Any]) -> Any:
    """``exclusion``: the fact of ``leumund.trace`` per list and call, 0 where there is none.

    A list left on the beginning of its day; one without a day was always there. A pair in
    ``held_pairs`` is on the list or may be.
    """
    import numpy as np
    import pyarrow as pa

    from leumund.trace import Called, Held, exclusion_facts

    calls, pairs = tables["calls_in_question"], tables["held_pairs"]
    lists = tables["lists_out"].num_rows
    order = np.argsort(_numbers(calls["call"]), kind="stable")
    lines = np.asarray(calls["line"].is_valid().to_numpy(zero_copy_only=False))[order]
    latest = np.asarray(calls["latest"].to_numpy()).astype("datetime64[s]")[order]
    days = pairs["handed_over_on"].to_numpy(zero_copy_only=False).astype("datetime64[s]")
    called = Called(
        unit=np.arange(len(order), dtype=np.int64),
        is_sure=lines.astype(bool),
        latest=latest,
        fact_since=np.full(len(order), np.datetime64("NaT", "D")),
    )
    held = Held(
        unit=_numbers(pairs["call"]),
        copy=_numbers(pairs["list"]),
        handed_over=np.where(np.isnat(days), np.datetime64(_LONG_AGO, "s"), days),
        copies=lists,
    )
    facts = exclusion_facts(called, held)
    return pa.table(
        {
            "list": pa.array(np.tile(np.arange(lists), len(order)), pa.int32()),
            "call": pa.array(np.repeat(np.arange(len(order)), lists), pa.int32()),
            "fact": pa.array(facts.reshape(-1), pa.int32()),
        }
    )


def _numbers(column: Any) -> Any:
    import numpy as np

    return column.to_numpy(zero_copy_only=False).astype(np.int64)
