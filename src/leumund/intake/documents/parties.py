"""Who concludes a contract: named between "zwischen" and "und", or behind a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from leumund.intake.documents.document import Party
from leumund.intake.documents.passages import Sentence

Role = Literal["controller", "processor"] | None

_CONTROLLER = re.compile(
    r"Auftraggeber|Verantwortlich|Controller|Customer|Principal|Prinzipal|Kund|Company|Client"
    r"|Unternehmer(?!n)|data exporter",
    re.IGNORECASE,
)
_PROCESSOR = re.compile(
    r"Auftragnehmer|Auftragsverarbeiter|Processor|Supplier|Dienstleister|Vertriebspartner|Agency"
    r"|Handelsvertreter|Contractor|Service Provider|Provider|Partner|Vendor|Agent\b"
    r"|data importer",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:zwischen(?:\s+(?:der|dem|den|folgenden Parteien))?|by and between|between)\s*:?\s+"
    r"(?P<first>[^§]{3,400}?)[\s,;)“”\"–—-]+(?:und(?:\s+(?:der|dem|den))?|and)\s+"
    r"(?P<second>[^§]{3,400}?)(?=\s*(?:[.;§]|\bPräambel|\bPreamble|\bRecitals|\bWHEREAS|\bWhereas"
    r"|\b1\s|$))"
)
_LABEL = re.compile(
    r"(?:^|(?<=[\s(]))(?P<label>Auftraggeber(?:in)?|Verantwortliche[rn]?|Auftragnehmer(?:in)?"
    r"|Auftragsverarbeiter(?:in)?|(?:Data )?Controller|(?:Data )?Processor|Principal|Supplier"
    r"|Vertriebspartner|Customer|Agency|Contractor|Handelsvertreter|Unternehmer)"
    r"(?:\s*\((?:[^)]{1,60})\))?\s*:\s*(?=[A-ZÄÖÜ0-9])"
)
_FORM = (
    r"(?:GmbH\s*&\s*Co\.?\s*KG(?:aA)?|GmbH|gGmbH|mbH|AG|KGaA|KG|OHG|UG(?:\s*\(haftungsbeschränkt\))?"
    r"|GbR|e\.\s?Kfm\.|e\.\s?K\.|e\.\s?V\.|eG|SE|Ltd\.?|Limited|LLP|LLC|PLC|plc|Inc\.?|Corp\.?"
    r"|S\.?A\.?R\.?L\.?|B\.?V\.?|S\.?p\.?A\.?|N\.?V\.?|GesmbH|A/S|A\.Ş\.|Oy)"
)
_WORD = r"(?:[A-ZÄÖÜ][\w&.+'’-]*|\d+&\d+|und|and|of|für|&|von)"
_COMPANY = re.compile(
    rf"(?<!\w)(?P<name>{_WORD}(?:\s+{_WORD}){{0,7}}?(?:\s+\([A-ZÄÖÜ]\w+\))?[\s,]+{_FORM})(?!\w)"
)
_TOWN = re.compile(r"\b\d{4,5}\s+$")
_AFTER_TOWN = re.compile(r"^.*?\s(?:und|and)\s+")
_LEADING = re.compile(
    r"^(?:(?:der|die|das|dem|den|the|Firma|Fa\.|folgenden|Parteien|1\.|2\.|\(1\)|\(2\)|a\)|b\)|und|and)"
    r"[\s:,]+)+",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    r"\s*(?:,|\(|–|—|\s-\s|;|nachfolgend|nachstehend|im Folgenden|im Weiteren|hereinafter"
    r"|vertreten|represented|whose|mit Sitz|with its|having its|a company|eingetragen"
    r"|registered|[-–]\s*(?:Auftrag|Verantw|Controller|Processor)|HRB?\b|„|\"|“)"
)
_NAME_LONGEST = 90
_HEAD_SENTENCES = 40


def find_parties(found: Sequence[Sentence]) -> tuple[Party, ...]:
    """The parties in their order; each name once."""
    head = found[:_HEAD_SENTENCES]
    named = list(_between(head)) or []
    if len(named) < 2:
        named += _labelled(head)
    parties: dict[str, Party] = {}
    for party in named:
        known = parties.get(party.name.casefold())
        if known is None or known.role is None:
            parties[party.name.casefold()] = party
    return tuple(parties.values())


def _between(head: Sequence[Sentence]) -> Iterator[Party]:
    """As in "zwischen A (Auftraggeber) und B (Auftragnehmer)"; names may hold full stops."""
    for place in range(len(head)):
        if not re.search(r"\b(?:zwischen|between)\b", head[place].text, re.IGNORECASE):
            continue
        text = " ".join(one.text for one in head[place : place + 6])
        start = re.search(r"\b(?:zwischen|between)\b", text, re.IGNORECASE)
        text = text[start.end() if start else 0 :][:1200]
        found = [match for match in _COMPANY.finditer(text) if _name(match)]
        first, second = _distinct(found)
        if first is None or second is None:
            found_pair = _BETWEEN.search("zwischen " + text)
            if found_pair is None:
                continue
            for half in (found_pair["first"], found_pair["second"]):
                name = _clean(half)
                if name:
                    yield Party(name, _role(half), head[place].page, half.strip()[:200])
            return
        end = text.find("§", second.end())
        rest = text[second.end() : end if end > 0 else second.end() + 250]
        for match, after in (
            (first, text[first.end() : second.start()]),
            (second, rest[:250]),
        ):
            words = (match[0] + after)[:200].strip()
            yield Party(_name(match), _role(after), head[place].page, words)
        return


def _labelled(head: Sequence[Sentence]) -> Iterator[Party]:
    for one in head:
        labels = list(_LABEL.finditer(one.text))
        ends = [*(label.start() for label in labels[1:]), len(one.text)]
        for label, end in zip(labels, ends, strict=False):
            written = one.text[label.end() : end][:200]
            company = _COMPANY.match(written)
            name = _clean(company["name"] if company else written)
            if name:
                yield Party(
                    name, _role(label["label"]), one.page, f"{label[0]} {written}".strip()
                )


def _distinct(
    found: Sequence[re.Match[str]],
) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    if not found:
        return None, None
    first = found[0]
    for other in found[1:]:
        if _name(other).casefold() != _name(first).casefold():
            return first, other
    return first, None


def _name(match: re.Match[str]) -> str:
    """The company's name; what stands between a postcode and "and" is a town."""
    is_town = _TOWN.search(match.string[: match.start()]) is not None
    return _clean(_AFTER_TOWN.sub("", match["name"]) if is_town else match["name"])


def _clean(written: str) -> str:
    name = _LEADING.sub("", " ".join(written.split()))
    cut = _NAME_ENDS.search(name)
    if cut and cut.start() > 2:
        name = name[: cut.start()]
    name = name.strip(' ,;:–-"“”„')
    return name if 2 < len(name) <= _NAME_LONGEST and re.search(r"[A-Za-zÄÖÜ]{2}", name) else ""


def _role(said: str) -> Role:
    """What a party is called; where both words stand, the one that stands first."""
    controller, processor = _CONTROLLER.search(said), _PROCESSOR.search(said)
    if controller and (not processor or controller.start() < processor.start()):
        return "controller"
    return "processor" if processor else None
