"""Check a proof. Nothing is needed but Python and nine files of Leumund.

    python -m leumund.ledger.verify PROOF --key PUBKEY
    python -m leumund.ledger.verify FOLDER --key PUBKEY

``leumund ledger verifier`` packs them into one file. In the order in which they are best read:
``basics/canonical.py``, ``basics/sums.py``, ``entry.py``, ``tree.py``, ``ed25519.py``,
``checkpoint.py``, ``proof.py``, ``folder.py``, this one. The steps of a
proof are those of README section 7 and have the same numbers here:

    1  the file is read, strictly
    2  the checkpoint is signed by a key you trust
    3  the path leads from the leaf to the root that was signed
    4  the leaf is an entry
    5  the opening, if there is one, is what the entry said
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from leumund.basics.canonical import sha256_hex
from leumund.basics.sums import LIST_PROOF
from leumund.ledger.checkpoint import Checkpoint, PublicKey, read_checkpoint, read_public_key
from leumund.ledger.entry import DoesNotVerify, Leaf, Opening, read_body, read_leaf
from leumund.ledger.folder import verify_folder
from leumund.ledger.proof import Proof, read_proof
from leumund.ledger.tree import leaf_hash, verify_inclusion

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_GOOD: Final = 0
EXIT_UNUSABLE: Final = 2
EXIT_DOES_NOT_VERIFY: Final = 10

# This file must stand alone, so it carries its few sentences in both languages itself.
_WORDS: Final = {
    "en": {
        "good": "The proof holds: this entry stands in the signed ledger.",
        "bad": "The proof does not hold, so it proves nothing: {what}",
        "unusable": "This cannot be checked: {what}",
        "log": "ledger",
        "size": "entries",
        "index": "index",
        "kind": "kind",
        "at": "time stated",
        "body": "it said",
        "closed": "(not opened in this proof)",
        "folder": "The folder holds: its files are those that were handed out, none more.",
        "files": "files",
        "proofs": "proofs in it, all of which hold",
        "code": "code of the letter",
        "facts": "what the letter says ({name}), as the entry of the clearing holds it;"
        " compare it with the paper",
    },
    "de": {
        "good": "Der Nachweis stimmt: Dieser Eintrag steht im signierten Protokoll.",
        "bad": "Der Nachweis stimmt nicht und belegt damit nichts: {what}",
        "unusable": "Das lässt sich nicht prüfen: {what}",
        "log": "Protokoll",
        "size": "Einträge",
        "index": "Stelle",
        "kind": "Art",
        "at": "angegebene Zeit",
        "body": "Inhalt",
        "closed": "(in diesem Nachweis nicht geöffnet)",
        "folder": "Der Ordner stimmt: Es sind die Dateien, die ausgehändigt wurden, und keine"
        " mehr.",
        "files": "Dateien",
        "proofs": "Nachweise darin, die alle stimmen",
        "code": "Code des Schreibens",
        "facts": "was das Schreiben sagt ({name}), wie es der Eintrag der Entlastung festhält;"
        " vergleichen Sie es mit dem Papier",
    },
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a proof that holds shows. ``opening`` is None where the entry stays closed."""

    checkpoint: Checkpoint
    index: int
    leaf: Leaf
    opening: Opening | None


def verify_proof(data: bytes, keys: Sequence[PublicKey]) -> Checked:
    """What this proof file shows; raises DoesNotVerify at the first step that fails."""
    return check(read_proof(data), keys)  # step 1


def check(proof: Proof, keys: Sequence[PublicKey]) -> Checked:
    """Steps 2 to 5, for a proof that has been read."""
    # Step 2: the checkpoint is signed by a key that the caller trusts, under its own name.
    checkpoint = read_checkpoint(proof.note, keys)
    # Step 3: RFC 9162, 2.1.3.2.
    hashed = leaf_hash(proof.leaf)
    verify_inclusion(hashed, proof.index, checkpoint.size, proof.path, checkpoint.root)
    # Step 4: only now is the leaf worth reading.
    leaf = read_leaf(proof.leaf)
    # Step 5: salt and body are authenticated by the commitment alone.
    if proof.opening is not None:
        check_opening(proof.opening, leaf)
    return Checked(checkpoint, proof.index, leaf, proof.opening)


def check_opening(opening: Opening, leaf: Leaf) -> None:
    """Whether this is what the entry said; raises DoesNotVerify."""
    if opening.commitment != leaf.commitment:
        raise DoesNotVerify(
            "What the entry is claimed to have said does not match its commitment.",
            found=opening.commitment.hex(), expected=leaf.commitment.hex(),
        )  # fmt: skip
    read_body(opening.body)


def main(arguments: Sequence[str] | None = None) -> int:
    """The stand-alone check: exit status 0 holds, 10 does not hold, 2 cannot be checked."""
    options = _parser().parse_args(arguments)
    words = _WORDS["de" if _is_german(options.lang) else "en"]
    try:
        keys = [_key(given) for given in options.key]
        path = Path(options.proof)
        data = _read(path) if path.is_dir() else path.read_bytes()
    except (OSError, DoesNotVerify, UnicodeDecodeError) as problem:
        sys.stderr.write(words["unusable"].format(what=problem) + "\n")
        return EXIT_UNUSABLE
    try:
        lines = _told(data, keys, words)
    except DoesNotVerify as problem:
        sys.stderr.write(words["bad"].format(what=problem.what) + "\n")
        return EXIT_DOES_NOT_VERIFY
    sys.stdout.write("\n".join(lines) + "\n")
    return EXIT_GOOD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Check a proof of one ledger entry, or a folder that was handed out,"
        " without any server or database.",
    )
    parser.add_argument("proof", help="the proof file, or the folder")
    parser.add_argument(
        "--key", action="append", required=True,
        help="the ledger's public key, or a file that holds it; may be repeated",
    )  # fmt: skip
    parser.add_argument("--lang", choices=sorted(_WORDS), help="language of the answer")
    return parser


def _is_german(chosen: str | None) -> bool:
    variables = ("LEUMUND_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    found = chosen or next((os.environ[name] for name in variables if os.environ.get(name)), "")
    return found.lower().startswith("de")


def _key(given: str) -> PublicKey:
    path = Path(given)
    text = path.read_text(encoding="utf-8") if path.is_file() else given
    return read_public_key(text)


def _read(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by name; nothing that was handed out is a link, so a link is
    read as an empty file and not followed."""
    return {
        path.relative_to(folder).as_posix(): _bytes(path)
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    }


def _code(facts: bytes) -> str:
    digits = sha256_hex(facts)[:32]
    return " ".join(digits[at : at + 4] for at in range(0, 32, 4))


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""


def _told(
    data: bytes | dict[str, bytes], keys: Sequence[PublicKey], words: dict[str, str]
) -> list[str]:
    if isinstance(data, bytes):
        return [words["good"], *_lines(verify_proof(data, keys), words)]
    found = verify_folder(data, lambda proof: verify_proof(proof, keys))
    lines = [words["folder"], f"  {words['files']}: {found.files}"]
    lines += [
        f"  {words['proofs']}: {found.proofs}",
        *_lines(verify_proof(data[LIST_PROOF], keys), words),
    ]
    for name, facts in found.facts.items():
        lines.append(f"  {words['code']}: {_code(data[name])}")
        lines.append(f"  {words['facts'].format(name=name)}:")
        lines += [f"    {key}: {json.dumps(facts[key], ensure_ascii=False)}" for key in facts]
    return lines


def _lines(checked: Checked, words: dict[str, str]) -> list[str]:
    body = checked.opening.body.decode() if checked.opening else words["closed"]
    return [
        f"  {words['log']}: {checked.checkpoint.origin}",
        f"  {words['size']}: {checked.checkpoint.size}",
        f"  {words['index']}: {checked.index}",
        f"  {words['kind']}: {checked.leaf.kind}",
        f"  {words['at']}: {checked.leaf.at.isoformat()}",
        f"  {words['body']}: {body}",
    ]


if __name__ == "__main__":
    raise SystemExit(main())
