"""Check an exhibit of a naming. Nothing is needed but Python and a few files of Leumund.

    python3 -I check-exhibit.pyz exhibit.json --key ledger.pub

In the order in which they are best read: ``exact.py``, ``reckoned.py``, ``views.py``,
``redrawn.py``, ``grounds.py``, ``committed.py``, this one. The steps have the numbers of
docs/reference/trace.md:

    1  the file is read, strictly
    2  it was committed in the ledger, and what it rests on before it could matter; the
       partner was shown what follows from the expert's exhibit, and nothing else
    3  what is stated follows, to the last digit, from what was weighed
    4  what was weighed follows from the secret, the seal and the complaints (expert's only)
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from leumund.basics.canonical import canonical_bytes
from leumund.ledger import DoesNotVerify, read_public_key
from leumund.trace.committed import check_committed
from leumund.trace.grounds import seconds, weighing_of
from leumund.trace.reckoned import result_of
from leumund.trace.views import EXPERT, check_shape, digest_of, inputs_of, partner_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leumund.ledger import PublicKey

EXIT_GOOD: Final = 0
_BLOCKING_CROSSINGS: Final = 2
EXIT_UNUSABLE: Final = 2
EXIT_DOES_NOT_VERIFY: Final = 10

# This file must stand alone, so it carries its few sentences in both languages itself.
_WORDS: Final = {
    "en": {
        "good": "The exhibit holds: everything stated follows from what was weighed.",
        "grounds": "What was weighed follows from the opened secret and the sealed order.",
        "signed": "It was committed in the signed ledger {log}.",
        "unsigned": "Whose ledger it is was not checked: no key was given.",
        "bad": "The exhibit does not hold, so it proves nothing: {what}",
        "unusable": "This cannot be checked: {what}",
        "copy": "copy",
        "calls": "calls weighed, and among them people of the copy (by chance about)",
        "highest": "highest evidence, and what a naming needs",
        "gamma": "still named if listed people complain so much more readily, at most",
        "never": "not named any more by today's records",
        "falls": "not named without",
        "source": "what came by way {which}",
        "taken_by": "what person {which} took in",
        "day": "the calls of {which}",
        "nobody": "the calls of which nobody wrote down who took them in",
        "signs": ".,",
        "whom": "It says whose copy was used, not by whom.",
    },
    "de": {
        "good": "Das Beweisstück stimmt: Alles folgt aus dem, was gewogen wurde.",
        "grounds": "Was gewogen wurde, folgt aus dem geöffneten Geheimnis und der versiegelten"
        " Reihenfolge.",
        "signed": "Es steht im signierten Protokoll {log}.",
        "unsigned": "Wessen Protokoll es ist, wurde nicht geprüft: Es war kein Schlüssel"
        " angegeben.",
        "bad": "Das Beweisstück stimmt nicht und belegt damit nichts: {what}",
        "unusable": "Das lässt sich nicht prüfen: {what}",
        "copy": "Kopie",
        "calls": "gewogene Anrufe, darunter Leute der Kopie (durch Zufall etwa)",
        "highest": "stärkstes Gewicht der Anrufe, und was eine Benennung braucht",
        "gamma": "noch benannt, wenn Leute der Liste so viel eher klagen, höchstens",
        "never": "nach den heutigen Unterlagen nicht mehr benannt",
        "falls": "nicht benannt ohne",
        "source": "was auf dem Weg {which} kam",
        "taken_by": "was Person {which} aufnahm",
        "day": "die Anrufe vom {which}",
        "nobody": "die Anrufe, zu denen niemand festhielt, wer sie aufnahm",
        "signs": ",.",
        "whom": "Es sagt, wessen Kopie benutzt wurde, nicht von wem.",
    },
}


@dataclass(frozen=True, slots=True)
class CheckedExhibit:
    """What an exhibit that holds shows. ``log``: the ledger it stands in, ``is_signed``: a key
    that was given has signed that; ``has_grounds``: checked from the secret on."""

    exhibit: dict[str, Any]
    log: str
    is_signed: bool
    has_grounds: bool

    @property
    def result(self) -> dict[str, Any]:
        found: dict[str, Any] = self.exhibit["result"]
        return found

    def in_words(self, language: str | None = None) -> str:
        """What holds, and the figures, as lines of text."""
        return "\n".join(_lines(self, _words(language)))


def verify_exhibit(data: bytes, keys: Sequence[PublicKey] = ()) -> CheckedExhibit:
    """What this exhibit shows; raises DoesNotVerify at the first step that fails."""
    exhibit, proofs = read_exhibit(data)  # step 1
    has_grounds = exhibit["reader"] == EXPERT
    partner = digest_of(partner_of(exhibit) if has_grounds else exhibit)
    log = check_committed(exhibit, partner, proofs, keys)  # step 2
    # Step 3: the same function stated it; its arithmetic is exact.
    _same(result_of(exhibit["weighing"]), exhibit["result"], "The result does not follow.")
    _check_naming(exhibit)
    if has_grounds:
        _check_grounds(exhibit)  # step 4
    return CheckedExhibit(exhibit, log, bool(keys), has_grounds)


def read_exhibit(data: bytes) -> tuple[dict[str, Any], list[str]]:
    """The exhibit in a file, and the proofs beside it; raises DoesNotVerify."""
    try:
        file = json.loads(data)
        is_canonical = canonical_bytes(file) + b"\n" == data
        exhibit, proofs = file["exhibit"], file["proofs"]
        is_whole = file.keys() == {"exhibit", "proofs"} and isinstance(proofs, list)
    except (ValueError, TypeError, KeyError, RecursionError, AttributeError):
        raise DoesNotVerify("This is no exhibit.") from None
    if not (is_canonical and is_whole and all(isinstance(each, str) for each in proofs)):
        raise DoesNotVerify("The exhibit is not in its one canonical form.")
    check_shape(exhibit)
    return exhibit, proofs


def _check_naming(exhibit: dict[str, Any]) -> None:
    """The naming was at one of the calls, and its audit did not block it."""
    naming = exhibit["naming"]
    days = {call["place"]: call["day"] for call in exhibit["weighing"]["calls"]}
    if days.get(naming["place"]) != naming["arrived_at"][:10]:
        raise DoesNotVerify("The naming is at no call that was weighed.")
    if naming["redraws"] < 1 or not 0 <= naming["crossings"] < _BLOCKING_CROSSINGS:
        raise DoesNotVerify("The audit by redraws would have blocked this naming.")


def _check_grounds(exhibit: dict[str, Any]) -> None:
    grounds, stated = exhibit["grounds"], exhibit["weighing"]
    try:
        found = weighing_of(grounds, exhibit["naming"]["copy"])
        inputs = inputs_of(grounds, exhibit["inputs"]["run"])
    except (ValueError, KeyError, IndexError, TypeError, OverflowError) as problem:
        if isinstance(problem, DoesNotVerify):
            raise
        raise DoesNotVerify("The grounds cannot be read.", why=str(problem)) from None
    _same(found, stated, "What was weighed does not follow from the grounds.")
    _same(inputs, exhibit["inputs"], "The digests are not those of the grounds.")
    frame, naming = grounds["draw"]["frame"], exhibit["naming"]
    mine = frame["copies"][grounds["draw"]["place"]]["name"]
    told = (naming["partner"], naming["campaign"], naming["design"])
    call = json.loads(grounds["complaints"][naming["place"] - 1])
    if seconds(call["arrived_at"]) != seconds(naming["arrived_at"]):
        raise DoesNotVerify("The naming is at another moment than its call.")
    if told != (mine, grounds["draw"]["seal"]["draw"], frame["design"]):
        raise DoesNotVerify("The naming speaks of another copy than the grounds.")


def _same(found: object, stated: object, what: str) -> None:
    # As bytes: for Python alone, true and 1 are the same.
    if canonical_bytes(found) != canonical_bytes(stated):
        raise DoesNotVerify(what)


def main(arguments: Sequence[str] | None = None) -> int:
    """The stand-alone check: exit status 0 holds, 10 does not hold, 2 cannot be checked."""
    options = _parser().parse_args(arguments)
    words = _words(options.lang)
    try:
        keys = [_key(given) for given in options.key or ()]
        data = Path(options.exhibit).read_bytes()
    except (OSError, DoesNotVerify, UnicodeDecodeError) as problem:
        sys.stderr.write(words["unusable"].format(what=problem) + "\n")
        return EXIT_UNUSABLE
    try:
        checked = verify_exhibit(data, keys)
    except DoesNotVerify as problem:
        sys.stderr.write(words["bad"].format(what=problem.what) + "\n")
        return EXIT_DOES_NOT_VERIFY
    sys.stdout.write(checked.in_words(options.lang) + "\n")
    return EXIT_GOOD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Check an exhibit of a naming, without any server or database.",
    )
    parser.add_argument("exhibit", help="the exhibit, exhibit.json")
    parser.add_argument(
        "--key", action="append",
        help="the ledger's public key, or a file that holds it; may be repeated",
    )  # fmt: skip
    parser.add_argument("--lang", choices=sorted(_WORDS), help="language of the answer")
    return parser


def _key(given: str) -> PublicKey:
    path = Path(given)
    return read_public_key(path.read_text(encoding="utf-8") if path.is_file() else given)


def _words(chosen: str | None) -> dict[str, str]:
    variables = ("LEUMUND_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    found = chosen or next((os.environ[name] for name in variables if os.environ.get(name)), "")
    return _WORDS["de" if found.lower().startswith("de") else "en"]


def _lines(checked: CheckedExhibit, words: dict[str, str]) -> list[str]:
    naming, result = checked.exhibit["naming"], checked.result
    signed = words["signed"].format(log=checked.log) if checked.is_signed else words["unsigned"]
    falls = [
        f"  {words['falls']} {_part(words, by, each['which'])} ({each['calls']})"
        for by, found in result["without"].items()
        for each in found
        if not each["is_reached"]
    ]
    return [
        words["good"],
        *([words["grounds"]] if checked.has_grounds else []),
        signed,
        f"  {words['copy']}: {naming['partner']}, {naming['campaign']}",
        f"  {words['calls']}: {result['bets']}, {result['hits']}"
        f" ({_figure(words, result['expected'])})",
        f"  {words['highest']}: {_figure(words, result['highest'])};"
        f" {_figure(words, result['threshold'])}",
        f"  {words['gamma']}: {result['largest_gamma'] or words['never']}",
        *falls,
        words["whom"],
    ]


def _part(words: dict[str, str], by: str, which: object) -> str:
    is_unknown = by == "taken_by" and which == 0
    return words["nobody"] if is_unknown else words[by].format(which=which)


def _figure(words: dict[str, str], digits: str) -> str:
    """Four digits of a figure, in plain writing; as it stands where that would be long."""
    short = Decimal(f"{Decimal(digits):.3e}")
    if not -5 < short.adjusted() < 30:
        return digits
    return f"{short:,f}".translate(str.maketrans(".,", words["signs"]))


if __name__ == "__main__":
    raise SystemExit(main())
