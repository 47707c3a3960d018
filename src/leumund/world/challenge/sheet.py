"""Any CSV as a list of customers: every row is one, and its place in the file is its name."""

from __future__ import annotations

from dataclasses import dataclass

from leumund.basics.canonical import sha256_hex


@dataclass(frozen=True, slots=True)
class Sheet:
    """The file's name, its header line, and its rows as they stood in it, from row 1.

    ``unsplit``: how many of the rows have not the header's columns; each is a customer, too.
    """

    name: str
    header: str
    rows: tuple[str, ...]
    unsplit: int = 0

    def __len__(self) -> int:
        return len(self.rows)

    def digest(self) -> str:
        """SHA-256 over the rows, each with its line end: what the seal says was drawn from."""
        return sha256_hex("".join(self.rows).encode())
