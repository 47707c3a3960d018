"""Is a payee a partner under another spelling?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leumund.look.words import firm_key, folded

if TYPE_CHECKING:
    from collections.abc import Mapping

_ALIKE = 90
_FORMS = ("handelsgesellschaft", "gesellschaft", "firma", "company", "limited")


def payees_alike(tables: Mapping[str, Any]) -> Any:
    """``payees_alike``: the payees in doubt whose name is a partner's but for its spelling."""
    import pyarrow as pa
    from rapidfuzz import fuzz, process

    names = [_key(name) for name in tables["partner_names"]["name"].to_pylist()]
    payees: list[str] = tables["payees_in_doubt"]["payee"].to_pylist()
    found = [
        payee
        for payee in payees
        if process.extractOne(_key(payee), names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    ]
    return pa.table({"written": pa.array(found, pa.string())})


def _key(name: str) -> str:
    key = firm_key(" ".join(word for word in name.split() if folded(word) not in _FORMS))
    return key or firm_key(name)
