"""Check a folder that was handed out: its files, their list, its proofs, a letter's facts.

    1  every file is as ``SHA256SUMS`` says, none is missing, none was added
    2  that list is the one which an entry of the ledger says was handed out
    3  every proof in the folder holds
    4  ``facts.json``, where there is one, has the checksum that the entry of the clearing holds

What lies beside the list is not under it: a time stamp has its own check (openssl ts).
This is one of the nine files an outsider needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from leumund.basics.canonical import sha256_hex
from leumund.basics.sums import LIST_PROOF, SUMS, differences
from leumund.ledger.entry import DoesNotVerify, read_body
from leumund.ledger.proof import SUFFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from leumund.ledger.entry import Leaf, Opening

FACTS: Final = "facts.json"
_HANDED_OUT: Final = "report."
_CLEARED: Final = "cases.clear"


class Shown(Protocol):
    """What a proof that holds shows."""

    @property
    def leaf(self) -> Leaf: ...
    @property
    def opening(self) -> Opening | None: ...


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder that holds shows: how many files and proofs; ``facts``: of each letter
    that clears, by the name of the file."""

    files: int
    proofs: int
    facts: Mapping[str, Mapping[str, Any]]


def verify_folder(files: Mapping[str, bytes], verify: Callable[[bytes], Shown]) -> Folder:
    """``files`` by their names below the folder; ``verify``: of one proof. Raises DoesNotVerify
    at the first step that fails."""
    stated = _whole(files)  # step 1
    _listed(files, verify)  # step 2
    names = [name for name in files if name.endswith(SUFFIX) and name != LIST_PROOF]
    proven = [_proven(name, files[name], verify) for name in names]  # step 3
    facts = {
        name: _facts(name, data, proven)  # step 4
        for name, data in files.items()
        if name.rpartition("/")[2] == FACTS
    }
    return Folder(stated, len(proven), facts)


def _whole(files: Mapping[str, bytes]) -> int:
    if SUMS not in files:
        raise DoesNotVerify(f"The folder holds no {SUMS}.")
    found = differences(files)
    wrong = {"changed": found.changed, "missing": found.missing, "added": found.added}
    told = "; ".join(f"{word}: {', '.join(names)}" for word, names in wrong.items() if names)
    if told:
        raise DoesNotVerify(f"The folder is not as its {SUMS} says. {told}.")
    return found.stated


def _listed(files: Mapping[str, bytes], verify: Callable[[bytes], Shown]) -> None:
    """Without it, whoever changes a file writes a new list as well."""
    if LIST_PROOF not in files:
        raise DoesNotVerify(f"{LIST_PROOF} is missing, so nothing shows whose list this is.")
    found, digest = _proven(LIST_PROOF, files[LIST_PROOF], verify), sha256_hex(files[SUMS])
    stated = found.opening.said.get("sums") if found.opening else None
    if not found.leaf.kind.startswith(_HANDED_OUT) or stated != digest:
        raise DoesNotVerify(
            f"The entry in {LIST_PROOF} is of another list.", found=digest, expected=stated
        )


def _proven(name: str, data: bytes, verify: Callable[[bytes], Shown]) -> Shown:
    try:
        return verify(data)
    except DoesNotVerify as problem:
        raise DoesNotVerify(f"{name}: {problem.what}", **problem.evidence) from None


def _facts(name: str, data: bytes, proven: Iterable[Shown]) -> dict[str, Any]:
    """What the letter says, once an entry is proven that cleared the case with just this."""
    digest = sha256_hex(data)
    for each in proven:
        said = each.opening.said if each.opening else {}
        if each.leaf.kind == _CLEARED and said.get("letter") == digest:
            facts = read_body(data)
            if facts.get("case") == said.get("case"):
                return facts
    raise DoesNotVerify(f"No entry proven here cleared a case with {name}.", found=digest)
