"""A game in a folder: the file that is read, the lists, the theft, the log, the exhibit.

copies/partner-17/portion-1.csv   what a partner was handed
table.json                        how many people and portions there are; no secret
thief/complaints.csv              who complained, in shuffled order: all that is looked at
thief/envelope.json               the sealed choice: a digest, and the choice itself locked
                                  with a word that only the visitor knows
log/                              seal, draw, complaints and finding, with their proofs
exhibit.json, report.html
"""

from __future__ import annotations

import base64
import csv
import io
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from leumund.basics.errors import BadInput
from leumund.people import BadRow, Field, match, open_table, opened
from leumund.world.challenge.game import copy_names
from leumund.world.challenge.sheet import Sheet
from leumund.world.challenge.thief import SALT_BYTES, Choice, Complaints, check_choice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from leumund.people import Row
    from leumund.world.challenge.game import Game
    from leumund.world.challenge.log import Log

_ONCE = bytes(12)
"""The nonce: every key locks one envelope only."""
LOGGED = ("seal", "draw", "complaints", "finding")


class NoSuchRow(BadInput):
    """Line {line} of the complaints names no row of the file: rows go from 1 to {rows}."""

    code = "no-such-row"
    hint = "Write one row number per line under the heading."


class WrongWord(BadInput):
    """The envelope does not open with that word."""

    code = "wrong-word"
    hint = "Type the word that you chose when you sealed it, letter by letter."


def read_sheet(
    path: Path, columns: Mapping[str, Sequence[str]] | None = None, encoding: str | None = None
) -> Sheet:
    """Any CSV; with ``columns`` (ours to the file's) only these, under our names.

    Raises what loading customers raises for a file that is no table, is cut, is written in
    another encoding or lacks a column.
    """
    with opened(path) as source:
        table = open_table(source.buffered(), path.name, encoding)
        if not columns:
            header, lines = list(table.header), ((row, row.original) for row in table.rows())
        else:
            fields = [Field(ours, is_required=True, is_many=True) for ours in columns]
            places = match(table.header, fields, name=path.name, columns=columns, ignore=("*",))
            chosen = [place for ours in columns for place in places[ours]]
            header = [ours for ours in columns for _place in places[ours]]
            lines = ((row, _cut(row, chosen, table.delimiter)) for row in table.rows())
        rows = [(text, isinstance(row, BadRow)) for row, text in lines]
    title = _line(header, table.delimiter)
    return Sheet(path.name, title, tuple(text for text, _bad in rows), sum(b for _t, b in rows))


def _cut(row: Row | BadRow, places: Sequence[int], delimiter: str) -> str:
    """The row's chosen values; a row that cannot be split has none to choose from."""
    cells = [] if isinstance(row, BadRow) else [row.cells[place] for place in places]
    return _line(cells, delimiter)


def _line(cells: Sequence[str], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerow(cells)
    return text.getvalue()


@dataclass(frozen=True, slots=True)
class GameFolder:
    """Where one game lies."""

    path: Path

    def write_lists(self, sheet: Sheet, game: Game) -> None:
        """Every partner's portions: the row's place in the file, then the row as it stands.

        The folder is a new one; raises FileExistsError where a game lies in it.
        """
        sizes = {"people": len(sheet), "portions": game.sealed.portions}
        self.path.mkdir(parents=True, exist_ok=True)
        _write_json(self.path / "table.json", sizes)
        for copy, name in enumerate(copy_names()):
            folder = self.path / "copies" / name
            folder.mkdir(parents=True)
            for portion in range(1, game.sealed.portions + 1):
                units = game.list_of(copy, portion).tolist()
                lines = (f"{unit + 1},{_one_line(sheet.rows[unit])}" for unit in units)
                text = f"row,{sheet.header}" + "".join(lines)
                (folder / f"portion-{portion}.csv").write_text(text, encoding="utf-8")

    def sizes(self) -> tuple[int, int]:
        """How many people and how many portions there are."""
        table = json.loads((self.path / "table.json").read_text(encoding="utf-8"))
        return table["people"], table["portions"]

    def portions_of(self, partner: str) -> list[NDArray[np.int64]]:
        """What this partner was handed, as the thief reads it: units per portion."""
        _people, portions = self.sizes()
        return [
            _first_column(self.path / "copies" / partner / f"portion-{portion}.csv") - 1
            for portion in range(1, portions + 1)
        ]

    def write_theft(
        self, complaints: Complaints, choice: Choice, salt: bytes, word: str
    ) -> None:
        """The complaints in the open, the choice under a digest and locked with the word."""
        folder = self.path / "thief"
        folder.mkdir(exist_ok=True)
        with (folder / "complaints.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(("row", "after_portion"))
            rows = (complaints.units + 1).tolist()
            writer.writerows(zip(rows, complaints.after_portion.tolist(), strict=True))
        inside = json.dumps(choice.document() | {"salt": salt.hex()}).encode()
        under = secrets.token_bytes(SALT_BYTES)
        locked = ChaCha20Poly1305(_key(word, under)).encrypt(_ONCE, inside, None)
        envelope = {
            "commitment": choice.commitment(salt),
            "word_salt": under.hex(),
            "locked": base64.b64encode(locked).decode(),
        }
        _write_json(folder / "envelope.json", envelope)

    def complaints_bytes(self) -> bytes:
        """The file as it is sealed in the log."""
        return (self.path / "thief" / "complaints.csv").read_bytes()

    def read_complaints(self) -> Complaints:
        """Who complained; raises NoSuchRow. The second column may be missing."""
        people, portions = self.sizes()
        text = self.complaints_bytes().decode("utf-8-sig", "replace")
        rows = list(csv.reader(text.splitlines()))[1:]
        units, after = [], []
        for line, row in enumerate(rows, start=2):
            if not row:
                continue
            if not row[0].strip().isdigit() or not 1 <= int(row[0]) <= people:
                raise NoSuchRow(line=line, rows=people)
            units.append(int(row[0]) - 1)
            after.append(int(row[1]) if len(row) > 1 and row[1].isdigit() else portions)
        # A later complaint never comes before an earlier portion than its predecessor.
        moments = np.maximum.accumulate(np.array(after, dtype=np.int64))
        return Complaints(np.array(units, dtype=np.int64), moments)

    def commitment(self) -> str:
        """The digest of the choice, as it lay there before anybody was named."""
        return str(self._envelope()["commitment"])

    def open_envelope(self, word: str, commitment: str) -> Choice:
        """The choice, held against the digest from the log; raises WrongWord or
        ChoiceDoesNotMatch."""
        envelope = self._envelope()
        key = _key(word, bytes.fromhex(envelope["word_salt"]))
        try:
            inside = ChaCha20Poly1305(key).decrypt(
                _ONCE, base64.b64decode(envelope["locked"]), None
            )
        except InvalidTag:
            raise WrongWord() from None
        opened_choice = json.loads(inside)
        salt = bytes.fromhex(opened_choice.pop("salt"))
        choice = Choice(**opened_choice)
        check_choice(choice, salt, commitment)
        return choice

    def write_log(self, log: Log) -> None:
        """The log's key, its newest checkpoint, and a proof of every entry against it."""
        folder = self.path / "log"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "log.pub").write_text(log.key.public.text() + "\n", encoding="utf-8")
        (folder / "checkpoint").write_bytes(log.note())
        for index in range(len(log.entries)):
            (folder / f"{LOGGED[index]}.tlog-proof").write_bytes(log.proof(index))

    def write_forgery(self) -> str:
        """The finding's proof with one letter changed, to see it refused; its path."""
        text = (self.path / "log" / "finding.tlog-proof").read_text(encoding="utf-8")
        at = text.index("extra ") + 40
        other = "A" if text[at] != "A" else "B"
        (self.path / "log" / "forged.tlog-proof").write_text(
            text[:at] + other + text[at + 1 :], encoding="utf-8"
        )
        return "log/forged.tlog-proof"

    def write_exhibit(self, exhibit: dict[str, Any]) -> None:
        """The exhibit as JSON."""
        _write_json(self.path / "exhibit.json", exhibit)

    def _envelope(self) -> dict[str, Any]:
        text = (self.path / "thief" / "envelope.json").read_text(encoding="utf-8")
        envelope: dict[str, Any] = json.loads(text)
        return envelope


def _key(word: str, salt: bytes) -> bytes:
    """The key that a word is stretched to (RFC 7914), a fresh one for every salt."""
    return Scrypt(salt, length=32, n=2**15, r=8, p=1).derive(word.encode())


def _first_column(path: Path) -> NDArray[np.int64]:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return np.array([int(line.split(",", 1)[0]) for line in lines], dtype=np.int64)


def _one_line(row: str) -> str:
    """A row as one line, also where a quoted value holds line ends."""
    return " ".join(row.split("\n")).strip() + "\n"


def _write_json(path: Path, document: dict[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
