"""Write docs/reference/words.md: how often each check on words is right.

    python -m tools.words

Everything is measured on the half of the corpus that the checks were not written against.
The same code gives the same page; a test makes its last table again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

from leumund.audit.words.corpus import NOISES, dialogues, wordings
from leumund.audit.words.fit import FITNESS, MEASURED, unfit_checks
from leumund.audit.words.listen import Listener
from leumund.audit.words.measure import Measured, added, interval, measure, roles_right
from leumund.audit.words.pack import LANGUAGES, WordChecks, load_word_checks
from tools.inventory import ROOT

PAGE = ROOT / "docs" / "reference" / "words.md"
SEED = 2026
COUNT = 300
SMALL = 25
_MARK = "<!-- the small set -->\n"
# What is missing has no wording of its own.
_OF_OPENINGS = ("W001", "W002", "W003")
_NAMES = {"de": "German", "en": "English"}
Rows = Mapping[tuple[str, str], list[Measured]]

_HEAD = """# How often the checks on words are right

Made by `python -m tools.words`; do not edit. Each cell is precision / recall / false alarms in
percent of the calls without the act. A finding counts as right only if it points into the turns
of the act. What the checks look for is in `audit/words/checks/`, what is said in these calls in
`audit/words/wordings/`.

Read the figures with this in mind:

- The held-out half was written before there was any pattern, and patterns were changed only
  against the other half. But one hand wrote both halves and the patterns: calls that other
  people make will be further away. The figures say what is lost between two sets of wordings,
  not what a year of real calls gives.
- There are 3 to 6 wordings of each act and as many traps per language; {count} calls per cell
  repeat them in other company. Intervals over calls would be too narrow, so that the last
  column counts wordings: how many of them were found in at least half of the clean calls that
  hold them, with the 95 % interval of that share.
- *light* and *heavy* lay the errors of a recogniser over 5 % and 15 % of the words, and with
  *heavy* all full stops and capitals are gone. *dialect* spells words as heard (Bavarian,
  Scots; the checks know words of Berlin and Yorkshire). *unlabelled* names the voices only
  "Speaker 1" and "Speaker 2", so that who is the caller is guessed.
- 40 % of the calls are honest; all may hold traps: words that only sound like the act.
"""


def page() -> str:
    """The whole page as text."""
    checks = load_word_checks()
    listener = Listener(checks)
    measured = all_rows(listener, checks, COUNT)
    parts = [_HEAD.format(count=COUNT)]
    for language in LANGUAGES:
        found = wordings_found(listener, checks, language)
        parts.append(_table(checks, measured, language, found))
    parts += [_off(), _halves(listener, checks, measured), _roles(listener), _by_title(checks)]
    return "\n".join(parts) + "\n" + _MARK + small(listener, checks)


def measured_yaml() -> str:
    """Per language and check: findings right and wrong, every noise together."""
    checks = load_word_checks()
    rows = all_rows(Listener(checks), checks, COUNT)
    lines = ["# Made by `python -m tools.words`: [right, wrong] on the half that was held out."]
    for language in LANGUAGES:
        lines.append(f"{language}:")
        for one in added(rows[language, noise] for noise in NOISES):
            lines.append(f"  {one.check}: [{one.found}, {one.false}]")
    return "\n".join(lines) + "\n"


def small(listener: Listener, checks: WordChecks) -> str:
    """The table that a test makes again: few calls, counts only."""
    rows = all_rows(listener, checks, SMALL)
    lines = [f"## A small set ({SMALL} calls per language and noise)", ""]
    lines += [
        "| check | found | missed | false | of calls without it |",
        "|---|--:|--:|--:|--:|",
    ]
    for one in added(rows.values()):
        lines.append(
            f"| {one.check} | {one.found} | {one.missed} | {one.false} | {one.honest} |"
        )
    return "\n".join(lines) + "\n"


def all_rows(
    listener: Listener, checks: WordChecks, count: int, half: str = "held_out"
) -> Rows:
    """Every check measured for each language and noise."""
    return {
        (language, noise): measure(
            listener, dialogues(SEED, count, language, half, noise), checks.checks
        )
        for language, noise in product(LANGUAGES, NOISES)
    }


def wordings_found(
    listener: Listener, checks: WordChecks, language: str
) -> dict[str, tuple[int, int]]:
    """Per check: wordings of its act found in at least half of the calls, and all of them."""
    seen: dict[tuple[str, str], list[bool]] = {}
    for call in dialogues(SEED, COUNT, language):
        places = {(one.check, one.span.turn) for one in listener.hear(call.transcript).findings}
        for check, turns in call.wrong.items():
            said = _anonymous(call.transcript.turns[turns[-1]].text)
            is_found = any((check, turn) in places for turn in turns)
            seen.setdefault((check, said), []).append(is_found)
    counts = {check: [0, 0] for check in checks.checks}
    for (check, _said), found in seen.items():
        counts[check][0] += sum(found) * 2 >= len(found)
        counts[check][1] += 1
    return {check: (found, of) for check, (found, of) in counts.items()}


def _anonymous(text: str) -> str:
    """The wording without the names that were filled in: its words of small letters."""
    return " ".join(word for word in text.split() if word[:1].islower())


def _table(
    checks: WordChecks, measured: Rows, language: str, found: Mapping[str, tuple[int, int]]
) -> str:
    lines = [f"## {_NAMES[language]}", "", f"| check | {' | '.join(NOISES)} | wordings found |"]
    lines.append("|---|" + "---|" * len(NOISES) + "---|")
    for number, check in enumerate(checks.checks):
        cells = [_cell(measured[language, noise][number]) for noise in NOISES]
        right, of = found[check] if check not in _OF_OPENINGS else (0, 0)
        between = interval(right / of if of else None, of)
        share = "–"
        if between:
            share = f"{right} of {of} ({100 * between[0]:.0f}–{100 * between[1]:.0f} %)"
        lines.append(f"| {check} | {' | '.join(cells)} | {share} |")
    return "\n".join(lines) + "\n"


def _cell(one: Measured) -> str:
    def percent(share: float | None, form: Callable[[float], str]) -> str:
        return "–" if share is None else form(100 * share)

    whole = (
        percent(share, lambda value: f"{value:.0f}") for share in (one.precision, one.recall)
    )
    return " / ".join((*whole, percent(one.false_share, lambda value: f"{value:.1f}")))


def _halves(listener: Listener, checks: WordChecks, held_out: Rows) -> str:
    known = all_rows(listener, checks, COUNT, "known")
    lines = ["## What is lost on wordings that were not seen", ""]
    lines += ["All checks, languages and noises together.", ""]
    lines += ["| half | precision | recall | traps that fired |", "|---|--:|--:|--:|"]
    for name, rows in (("known", known), ("held out", held_out)):
        all_of = added(rows.values())
        found, missed, false, traps, trapped = (
            sum(getattr(one, each) for one in all_of)
            for each in ("found", "missed", "false", "traps", "trapped")
        )
        lines.append(
            f"| {name} | {100 * found / (found + false):.1f} % "
            f"| {100 * found / (found + missed):.1f} % | {trapped} of {traps} |"
        )
    return "\n".join(lines) + "\n"


def _off() -> str:
    lines = ["## Off unless asked for", ""]
    lines += ["Every noise together. The floor stands in `audit/words/fitness/floor.yaml`.", ""]
    lines += ["| check | language | precision | floor |", "|---|---|--:|--:|"]
    for one in unfit_checks():
        name = _NAMES[one.language]
        lines.append(
            f"| {one.check} | {name} | {one.precision_percent} % | {one.floor_percent} % |"
        )
    return "\n".join(lines) + "\n"


def _roles(listener: Listener) -> str:
    lines = ["## Who is the caller, where nobody says so", ""]
    for language in LANGUAGES:
        right, wrong = roles_right(listener, SEED, COUNT, language)
        lines.append(
            f"- {_NAMES[language]}: of {COUNT} calls {right} told rightly, {wrong} wrongly, "
            f"{COUNT - right - wrong} left open (then every check looks at both voices)."
        )
    return "\n".join(lines) + "\n"


def _by_title(checks: WordChecks) -> str:
    lines = [
        "## The checks",
        "",
        "| check | asks | law | wordings held out (de, en) |",
        "|---|---|---|---|",
    ]
    for check in checks.checks.values():
        counts = [
            str(
                len(wordings("held_out", each)["checks"].get(check.id, {}).get("fires", ()))
                or "–"
            )
            for each in LANGUAGES
        ]
        lines.append(
            f"| {check.id} | {check.title['en']} | {check.law} | {', '.join(counts)} |"
        )
    return "\n".join(lines) + "\n"


def small_of(text: str) -> str:
    """The small set as a page holds it."""
    return text.partition(_MARK)[2]


def main() -> None:
    """Write the figures, then the page that says which checks they switch off."""
    (FITNESS / MEASURED).write_text(measured_yaml(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
