"""Who a caller said to be, what was sold, and what was said: words in their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leumund.intake.mails.calendar_words import MONTHS, WEEKDAYS
from leumund.intake.mails.cues import compiled
from leumund.intake.mails.cues_context import NOT_SAID, PRODUCTS, SAID
from leumund.intake.mails.turns import cues

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leumund.intake.mails.sentences import Span


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the text with what it says, and how much it can be trusted."""

    start: int
    end: int
    value: str
    confidence: float
    note: str = ""


_CAPITAL = r"[A-ZÄÖÜ][\wÄÖÜäöüß&.’'-]*"
_LINK = r"(?: (?:für|der|und|of|the|&|and) (?=[A-ZÄÖÜ]))?"
_NAME = rf"{_CAPITAL}(?:(?:{_LINK}| ){_CAPITAL}){{0,4}}"
_QUOTED = r"[\"„“»](?P<quoted>[^\"“”«\n]{3,60})[\"“”«]"
NAME = rf"(?:{_QUOTED}|(?P<plain>{_NAME}))"

# Words before a name, most telling first. {name} is the name.
_COMPANY = (
    (0.95, r"(?mi:^[ -]*(?:name des anrufers|name of (?:the )?caller|firma"
           r"|name/firma des anrufers|firma des anrufers|unternehmen|company|im namen von"
           r"|angebliche firma|caller said to be|anrufer|caller))(?i:\s*:\s*)(?:{name})"),
    (0.9, r"(?i:stellte sich (?:\w+ )?als) (?:(?:\w+ ){{0,4}}(?:von|der|of) )?{name}"),
    (0.9, r"(?i:als mitarbeiter(?:in)? (?:von|der|des)|mitarbeiter(?:in)? (?:von|der"
          r"|des)(?: firma)?"
          r"|im auftrag (?:von|der|des)|im namen (?:von|der|des)|n[ea]nn(?:t|te|en"
          r"|ten) (?:man )?sich|man nennt sich|meldete(?:n)? sich"
          r"(?: sämtlich| immer| als| alle){{0,2}}(?: mit| als| von)?|gab sich als|ausgab als"
          r"|angeblich (?:von|vom|für|im auftrag)"
          r"(?: der| den| dem)?(?: firma)?|behauptete, von|vertreter der) {name}"),
    (0.9, r"(?i:on behalf of|claim(?:ed|ing) to (?:be|represent|act for|be from"
          r"|be calling from)"
          r"|purported to (?:act for|be(?: from)?)|pretending to be(?: from)?|calling from"
          r"|claimed to be from"
          r"|introduced (?:him|her)self as(?: [\w ]{{1,20}} (?:of|from))?|to act for"
          r"|says (?:he|she)'s(?: from)?"
          r"|(?:he|she|they) (?:was|were|is|are) (?:calling )?from|represented|said (?:he"
          r"|she) was(?: from)?) "
          r"(?:the |your )?{name}"),
    (0.85, r"(?i:(?:sie|er|she|he) (?:sei|ist|wär(?:e)?|wäre|war|is|sig|wör|is)) (?i:von|vom"
           r"|von der|vo|vun|für|vo da|vo de|from)"
           r"(?: (?:der|dem|den|da|de|the))? {name}"),
    (0.8, r"(?i:(?:frau|herr|herrn|dame|mann|typ|kerl|keerl|mitarbeiter(?:in)?|jemand|einer"
          r"|person|anruf|anrufer|callcenter)"
          r"(?: [A-ZÄÖÜ][\wäöüß-]+)?(?: \([^)\n]{{1,30}}\))?(?: hier)?(?: anropen)?(?: an"
          r"| angerufen)?,? (?:von|vom|von der|von den|vun|aus der|für)"
          r"(?: der| dem| einer| einem)?(?: firma| fa\.)?) {name}"),
    (0.85, r"(?i:gave (?:his|her|their) (?:employer|name|company) as"
           r"|firma (?:ist|war|hieß|heißt|hiess)|meld(?:en|ete|eten"
           r"|et) sich (?:\w+ ){{0,2}}als|arbeite(?:t|n)? für"
           r"|angeblich war (?:das|es)|angeblichen|hier (?:ist|spricht)(?: die| der)?"
           r"|[\"„“]hier|this is \w+ from) {name}"),
    (0.9, r"(?i:meldete(?:n)? sich als|stellte sich(?: mir)? vor als|was from"
          r"|call was from) (?:(?:der|die|das|ein|eine|the"
          r"|your) )?(?:[a-zäöü]+ ){{0,2}}{name}"),
    (0.75, r"(?i:from|of|for|with) (?:the )?(?:[a-z]+ ){{0,2}}{name}"),
    (0.8, r"(?:Frau|Herrn?|Mr\.?|Ms\.?) [A-ZÄÖÜ][\wäöüß-]+, {name}"),
    (0.6, r"(?i:\bsagt(?:e)?(?: sie| er)?|\bsays?|\bsaid)[,:]? {name}"),
    (0.55, r"(?i:behauptet(?: wurde)?|behauptete)[,:]? {name}"),
    (0.55, r"(?i:\bzu|\bto) {name} (?i:wechseln|switch)"),
    (0.3, r"(?i:\bbei) {name}"),
    (0.7, r"(?i:\bfirma|\bfa\.|anbieter|versorger|unternehmen) {name}"),
    (0.65, r"(?i:\bvon|\bvom|\bvun|\bvo|für) (?:der |den |dem |einem |einer |eine |einen "
           r"|irgendeiner |oana |ihrer |eurer |angeblichen )?(?:Firma |firma )?{name}"),
    (0.6, r"(?i:ruft?|rief|meldet sich|anrufer:?) {name} (?i:an\b)"),
    (0.6, r"(?i:jedes mal|jeweils|angeblich|hier ist(?: die| der)?|rief"
          r"|angeblich eine \w+ des|umfrage des) {name}"),
)  # fmt: skip
_PERSON = (
    (0.6, r"(?i:namens|genannt) {name}"),
    (0.5, r"(?P<title>(?:Herr|Frau|Mr\.?|Mrs\.?|Ms\.?|Miss)) {name}"),
    (0.6, r"(?i:call(?:ed|ing) (?:him|her|them)sel(?:f|ves)) {name}"),
    (0.5, r"(?m:^){name} from your"),
)
_ROLE = (
    (
        0.55,
        r"(?i:(?:er|sie|he|she) (?:ist|sei|is|was|wäre|war) (?:von|vom|from)(?: der| den| dem"
        r"| einer| the| your| ihre[rmn]?| ihrem)?) "
        r"(?P<role>[A-ZÄÖÜa-zäöü][\w-]{3,25}(?: (?:company|network|provider|department"
        r"|office))?)",
    ),
    (
        0.5,
        r"(?i:says (?:he|she)'s|on behalf of|said (?:he|she) was"
        r"|calling) \"(?P<role>[^\"\n]{3,50})\"",
    ),
    (
        0.45,
        r"(?i:angeblich(?:e|er)?"
        r"|von wegen) \"?(?P<role>[A-Za-zÄÖÜäöü][\w-]{2,25}(?: [\w-]{3,25}){0,2})\"?",
    ),
    (
        0.45,
        r"(?i:von|vom) (?P<role>(?:i|I)hre[mrn]? [A-ZÄÖÜ][\w-]{3,25}"
        r"|de[rm] [A-ZÄÖÜ][\w-]*(?:firma|werke|anbieter|gesellschaft|zentrale|agentur))",
    ),
)


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NOT_NAMES = _listed(
    """
    a abend abs anfang anruf anrufbeantworter anrufer anschluss anwalt anybody anzeige art
    art. article auftrag auskunft bestellung betreff bgb bitte black dame damen dann das
    data daten datum dear dem den der deutschland die diese dieser direct display dort
    dsgvo dsl einkauf einwilligung ende er es euch fax festnetz firma forderung frau gas
    gdpr geld gestern glasfaser guten hallo handy haus hause he hello her herr herrn heute
    hi hier his i i'd i'm i've iban ich id ihnen ihr ihre ihrem ihren ihrer ihres inhalt
    internet ja jahr jemand kollegen kontakt kontodaten kunde kunden kundin lads liste
    madam mailbox mann marketing mbit mein meine meinem meiner menschen mich minuten mir
    mittag monat monaten monday morgen mr mrs ms mutter my nachbarin nachmittag nein
    niemand nobody nummer oma opa opt ostern pc pin processing reaktion reparatur
    rufnummer schon schreiben seiten service she sie sir sms somebody someone
    stellungnahme strom sunday tag tagen tan telefon telefonnummer thanks the they uhr
    uhrzeit uns unterlagen unterlassung unternehmen uroma uropa uwg vaddern vater vertrag
    verträge vormittag weihnachten werbeanrufe werbezwecken werbung wir woche wochen you
    your zeit zwecken
    """
)
_ENDINGS = re.compile(r"[\s,.;:!?'’-]+$")


def names(text: str, around: Span) -> Iterator[Words]:
    """Who the caller said to be, with the phrases of one sentence; firms before persons."""
    words = text[around.start : around.end]
    for confidence, pattern in _COMPANY:
        for hit in compiled(pattern.format(name=NAME)).finditer(words):
            yield from _named(hit, around.start, confidence)
    for cue in cues("name"):
        for hit in compiled(cue.pattern.replace("{name}", NAME)).finditer(words):
            yield from _named(hit, around.start, cue.weight)
    for confidence, pattern in _ROLE:
        for hit in compiled(pattern).finditer(words):
            first = hit["role"].split()[0].lower()
            if first in _NOT_NAMES and not first.startswith(("ihre", "your")):
                continue
            start, end = hit.span("role")
            yield Words(
                around.start + start, around.start + end, hit["role"], confidence, "role"
            )
    for confidence, pattern in _PERSON:
        for hit in compiled(pattern.format(name=NAME)).finditer(words):
            for found in _named(hit, around.start, confidence):
                yield Words(found.start, found.end, found.value, confidence, "person")


def _named(hit: re.Match[str], offset: int, confidence: float) -> Iterator[Words]:
    group = "quoted" if hit["quoted"] else "plain"
    start, value = hit.start(group), hit[group]
    if group == "plain":
        value = _ENDINGS.sub("", " ".join(_until_stop(value.split(" "))))
        first = value.split(" ")[0].lower().strip(".") if value else ""
        second = value.split(" ")[1:2]
        is_role = first in ("ihr", "your") and second and not _is_no_name(second[0].lower())
        if not value or (_is_no_name(first) and not is_role):
            return
    elif (
        len(value.split()) > (7 if value[:1].isupper() else 3)
        or value.endswith(("?", "!"))
        or (not value[:1].isupper() and value.split()[0] in _NOT_NAMES)
    ):
        return
    value, moved = _behind_person(value)
    start += moved
    yield Words(offset + start, offset + start + len(value), value, confidence)


def _until_stop(words: list[str]) -> Iterator[str]:
    for index, word in enumerate(words):
        if (
            index
            and _is_no_name(word.lower().strip(".,;:!?"))
            and word.lower()
            not in ("service", "internet", "strom", "gas", "post", "der", "the", "kunde")
        ):
            return
        yield word
        if word.endswith((".", "!", "?", ":", ";")) and not re.search(
            r"^(?:dr|st|e|v)\.$", word.lower()
        ):
            return


def _behind_person(value: str) -> tuple[str, int]:
    """ "Stefan Krause, Fernhall Kundenbetreuung": the firm behind the person."""
    head, comma, tail = value.partition(", ")
    if comma and len(head.split()) == 2 and tail[:1].isupper() and not tail.startswith("Best"):
        return tail, len(head) + 2
    match = re.match(r"(?:Mr|Mrs|Ms|Frau|Herr)\.? \w+ (?:of|von|from) ", value)
    return (value[match.end() :], match.end()) if match else (value, 0)


def _is_no_name(word: str) -> bool:
    if word in _NOT_NAMES or word in MONTHS or word in WEEKDAYS or word.isdecimal():
        return True
    return word.startswith("werbe") or any(
        compiled(pattern).fullmatch(word) for _name, pattern in PRODUCTS
    )


def products(low: str, around: Span) -> Iterator[Words]:
    """The products named in one stretch, in their order; ``note`` is the class."""
    words = low[around.start : around.end]
    hits = [
        (hit.start(), name, hit)
        for name, pattern in PRODUCTS
        for hit in compiled(rf"(?<![\w-])(?:{pattern})(?![\w])").finditer(words)
    ]
    for start, name, hit in sorted(hits, key=lambda one: one[0]):
        at = around.start + start
        yield Words(at, at + len(hit[0]), hit[0], 0.8, name)


_TARIFF = re.compile(
    r"\b(?:[Tt]arif|[Oo]ption|[Pp]lan|[Pp]aket|[Pp]roduct|called|choosing|ordering)[ :]+"
    r"[\"„“]?(?P<tariff>(?:[A-ZÄÖÜ][\w-]+ ){1,3}(?:\d{1,4}\b|[XSML]{1,3}\b|Max\b|Plus\b"
    r"|Flex\b|Komfort\b)"
    r"(?: [A-Z]\w*)?)[\"“”]?"
    r"|(?P<short>\b(?:[A-ZÄÖÜ]\w*(?:faser|netz|fon|mobil|strom|gas|flat|tarif|surf|net|fibre"
    r"|phone)|Mobil|Strom|Gas|DSL|Internet|Fibre|Mobile|Kabel|Cable) \d{2,4}\b)(?![.:]\d"
    r"| ?(?:Uhr|Euro|€|Cent))"
    r"|(?P<free>\b[A-ZÄÖÜ][\wäöü-]{2,}(?: [A-ZÄÖÜ][\w-]+){1,2} \d{2,4}\b)(?![.:]\d| ?(?:Uhr"
    r"|Euro|€))"
)


def tariffs(text: str, around: Span) -> Iterator[Words]:
    """Tariffs by name: "Quarz Komfort 250"."""
    for hit in _TARIFF.finditer(text, around.start, around.end):
        group = "tariff" if hit["tariff"] else "short" if hit["short"] else "free"
        if group == "free" and any(
            _is_no_name(word.lower()) for word in hit["free"].split()[:-1]
        ):
            continue
        start, end = hit.span(group)
        yield Words(start, end, hit[group], 0.5 if group == "free" else 0.8)


_LONGEST_SAID = 400
_WORDS_OF_A_SAYING = 4


def sayings(text: str, low: str, around: Span) -> Iterator[Words]:
    """What the caller said, in one sentence: from the verb of saying to the sentence's end."""
    words = low[around.start : around.end]
    denied = [hit.span() for cue in NOT_SAID for hit in compiled(cue.pattern).finditer(words)]
    best: tuple[float, int] | None = None
    for cue in SAID:
        for hit in compiled(cue.pattern).finditer(words):
            if any(start < hit.end() and hit.start() < end for start, end in denied):
                continue
            if best is None or cue.weight > best[0]:
                best = (cue.weight, hit.start())
    quote = _quote(text, around)
    if best is None and quote is None:
        return
    if best is None and quote is not None:
        yield Words(quote[0], quote[1], text[quote[0] : quote[1]], 0.5, "quote")
        return
    assert best is not None
    start = around.start + (0 if words[best[1] :].count(" ") < 4 else best[1])
    end = min(around.end, start + _LONGEST_SAID)
    yield Words(start, end, " ".join(text[start:end].split()), best[0] * 0.9)


def _quote(text: str, around: Span) -> tuple[int, int] | None:
    hit = re.search(r"[\"„“»]([^\"“”«]{12,300})[\"“”«]", text[around.start : around.end])
    if hit is None or len(hit[1].split()) < _WORDS_OF_A_SAYING:
        return None
    return around.start + hit.start(1), around.start + hit.end(1)
