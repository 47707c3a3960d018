"""The small grammars, as data: how people write that they were called, that they object, that
they ordered nothing, who told it to whom. German and English beside each other.

A pattern is a regular expression over one sentence in lower case, with spaces for line ends.
Every repetition is bounded, so that no text can make it slow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Cue:
    """A turn of phrase and how much it says, from -1 to 1."""

    pattern: str
    weight: float = 1.0


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled once."""
    return re.compile(pattern)


def found(cues: tuple[Cue, ...], text: str) -> list[tuple[Cue, re.Match[str]]]:
    """Every cue's places in the text (which is in lower case), in the order of the table."""
    return [(cue, hit) for cue in cues for hit in compiled(cue.pattern).finditer(text)]


# Somebody was called by somebody else. Negative: the writer called, or asks to be called.
CALLED = (
    Cue(r"\b(?:wurd|werd|wird|bin|sind|ist|worden)[^.!?]{0,120}?\b(?:angerufen|antelefoniert"
        r"|kontaktiert|angeklingelt|angesprochen|belästigt|heimgesucht)\b"),
    Cue(r"\b(?:angerufen|antelefoniert) (?:worden|wurde|wurd|werde|hat|haben)\b"),
    Cue(r"\b(?:rief|riefen|ruft|rufen|rufts)\b(?! ich)[^.!?]{0,90}?\b(?:an|durch)\b"),
    Cue(r"\b(?:rief|ruft|riefen) (?:mich|uns|bei)\b"),
    Cue(r"\b(?:hat|haben|hatte|hatten|habt|ham|han)\b(?! ich)[^.!?]{0,130}?\b(?:angerufen"
        r"|durchgeklingelt|geklingelt|angeklingelt|durchgerufen|telefoniert|kontaktiert)\b"),
    Cue(r"\b(?:angerufen|anruft?|anriefen|anrief) (?:hat|haben|und)\b"),
    Cue(r"\b(?:einen|nen|ein|der|den|dieser|weiterer|zweiter|erster|dritter) anruf\b"),
    Cue(r"\banruf(?:e)? (?:von|vom|am|bekommen|erhalten|gekriegt|gekommen|durch|auf|bei|um"
        r"|gegen|wegen|heute|gestern)\b"),
    Cue(r"\banrufe? ?(?:ihr|eur|des callcenters|seit)"),
    Cue(r"\b(?:viele|ständige?|mehrere|zwei|drei|vier|fünf|\d+) anrufe\b"),
    Cue(r"\b(?:werbe|stör|spam|kalt|droh|verkaufs|lock|phishing|betrugs)-?anruf"),
    Cue(r"\b(?:telefonterror|anrufer(?:in|s)?|anrufende|angerufene?)\b"),
    Cue(r"\bangerufen\b", 0.6),
    Cue(r"\b(?:mann|frau|einer|jemand|dame|herr)(?: \w+)? am telefon\b", 0.9),
    Cue(r"\bversucht,? mich (?:\w+ )?zu erreichen\b"),
    Cue(r"\bmailbox gesprochen\b", 0.6),
    Cue(r"\bschon (?:wieder|widder)\b|\bscho wieder\b|\berneut\b"
        r"|\bmost recent\b|\bzuletzt\b|\bthe last (?:time|one)\b|\b(?:dann|and) (?:again"
        r"|noch ?mal)\b", 0.4),
    Cue(r"\banruf\w*\b|\bcall(?:s|er)?\b|\btelefon\w*\b|\bphone\b", 0.3),
    Cue(r"\banruf\b[^.!?]{0,60}\d|\d[^.!?]{0,40}\banruf\b", 0.8),
    Cue(r"\b(?:läutete?|klingelte?|ging|schellte|bimmelte)\b[^.!?]{0,40}\b(?:telefon|handy"
        r"|apparat)\b|\b(?:telefon|handy|apparat) (?:ging|klingelte?|läutete?|schellte)\b"),
    Cue(r"\bging\b[^.!?]{0,70}\banruf\b|\btelefonanrufe?n?\b|\bhatte\b[^.!?]{0,60}\banruf\b"),
    Cue(r"\b(?:rief|ruft|riefe|riefen)\b(?! (?:ich|sie mich|mich bitte))", 0.5),
    Cue(r"\bmeld(?:ete|eten|en|et) sich\b|\b(?:war|ist) (?:dran|am apparat)\b|\bdran war\b",
        0.5),
    Cue(r"\b(?:ziel|absender)rufnummer\b|\banrufzeit(?:punkt)?\b|\brückrufnummer\b", 0.7),
    Cue(r"\b(?:oa|aa|a|o)ge?r[uo]a?f\w*\b|\b(?:raus|heraus|bett) ?geklingelt\b"),
    Cue(r"\b(?:sie|er) rufe\b|\bversuch\b|\bbells? me\b|\bbelabert\b", 0.4),
    Cue(r"\b(?:hartnäckig|aufdringlich)\b|\bandre?he?n\b|\baufschwatz\w*", 0.3),
    Cue(r"(?<!\bi )(?<!\bwe )\b(?:rang|phoned|telephoned|rings)\b", 0.6),
    Cue(r"\b(?:is )?call(?:s|ed)? me (?:the|a|man|woman|on)\b"),
    Cue(r"\b(?:missed call|voicemail|robocalls?|robot voice|recorded (?:message|voice)"
        r"|automated (?:message|voice|call))\b", 0.8),
    Cue(r"\bspoken? to [^.!?]{0,40}on the (?:tele)?phone\b", 0.8),
    Cue(r"\b(?:a|by a|two|three|several|gets|get) (?:\w+ )?calls?\b(?! back)", 0.6),
    Cue(r"\bsaying (?:he|she|they)(?:'s| is| was|'re) from\b", 0.6),
    Cue(r"\b(?:phone|telephone) calls?\b"),
    Cue(r"\bklingelt(?:e|en)? (?:das|mein|es|das)|\bklingelt(?:e|en)?\b|\bgeklingelt\b", 0.8),
    Cue(r"\bmeldete sich\b[^.!?]{0,60}(?:nummer|stimme|herr|frau|telefon)", 0.9),
    Cue(r"\b(?:am telefon|telefonat|telefonisch|per telefon)\b", 0.4),
    Cue(r"\bzeitpunkt des anrufs|\bdatum des anrufs"),
    Cue(r"\b(?:ogrufa|ogruafa|ogrufn|aaglütet|aglüte|anropen|anjerufe?n?|aagerufe|ogeruffe)\b"),
    Cue(r"\b(?:telefonieren|anrufen sagt?|anrufen heute|anrufen gestern)\b", 0.6),
    Cue(r"\bauf (?:die|meine|meiner) mailbox\b|\banrufbeantworter\b", 0.4),
    Cue(r"\b(?:nummer|[0-9]{3}) blockiert\b", 0.7),
    Cue(r"\b(?:was|were|been|being|be|got|is) (?:\w+ )?(?:called|rung|telephoned|phoned"
        r"|contacted|rang|cold-called|harassed)\b"),
    Cue(r"\b(?:called|rang|rings|phoned|telephoned|calls|ring) (?:me|my|us|our|him|her"
        r"|the house"
        r"|up|here|again|to|on|just|from|every|at|on)\b"),
    Cue(r"\b(?:someone|somebody|man|woman|lady|fella|bloke|guy|chap|person|agent|gentleman|he"
        r"|she|they|who|voice)(?: \w+){0,4} (?:rang|phoned|called|telephoned|call)\b"),
    Cue(r"\b(?:received|got|get|had|having|getting|answered|of) (?:\w+ ){0,4}(?:phone "
        r"|telephone "
        r"|sales |cold )?calls?\b"),
    Cue(r"\b(?:cold|sales|nuisance|unsolicited|silent|scam|repeated|marketing|spam|weird)"
        r"(?: \w+)? calls?\b"),
    Cue(r"\b(?:caller|callers|caller id)\b"),
    Cue(r"\b(?:the|this|that|third|second|first|another|log of) (?:\w+ )?calls?\b", 0.8),
    Cue(r"\bcalls? (?:from|came|on|was|this|today|yesterday)\b", 0.8),
    Cue(r"\b(?:rang|phoned|telephoned)\b", 0.7),
    Cue(r"\bphone (?:has )?rung\b|\bhas rung\b|\bstop (?:calling|ringing)\b", 0.8),
)  # fmt: skip

NOT_CALLED = (
    Cue(r"\bich (?:hatte|habe|hab)[^.!?]{0,80}(?:hotline|bei ihnen"
        r"|ihrer)[^.!?]{0,60}angerufen"),
    Cue(r"\b(?:rufen|ruft|ruf|rufe)(?: ich)?(?: sie)?(?: mich| mir| uns| sie)?[^.!?]{0,40}"
        r"(?:zurück|an:|bitte an|gern)\b"),
    Cue(r"\bbitte rufen sie mich\b"),
    Cue(r"\bgern(?:e)? rufe ich\b"),
    Cue(r"\bzurückgerufen|\brückruf"),
    Cue(r"\b(?:können|könnten|würden) sie mich[^.!?]{0,40}(?:anrufen|zurückrufen)\b"),
    Cue(r"\bdanke für (?:den|ihren) (?:anruf|rückruf)|\bdank für (?:unser|das) telefonat"),
    Cue(r"\b(?:hat|hatte) mich (?:auch )?(?:keiner|niemand)[^.!?]{0,20}angerufen\b"),
    Cue(r"\bmich (?:hat )?(?:auch )?(?:keiner|niemand) angerufen\b"
        r"|\bnobody (?:has )?(?:called|rang)\b"),
    Cue(r"\b(?:call|ring|phone) me (?:back|on|at|tomorrow)\b|\bcallback\b"),
    Cue(r"\b(?:could|can|would|please) (?:some(?:one|body) |you )?(?:please )?(?:call|ring"
        r"|phone)\b"),
    Cue(r"\bi (?:called|rang|phoned) (?:your|you|the|customer)\b"),
    Cue(r"\bcall (?:cent(?:er|re) conversion)|\bdemo call\b|\bai dialer\b"),
    Cue(r"\b(?:my number is|erreichbar|bin ich [^.!?]{0,40}zu erreichen|you can phone)\b"),
    Cue(r"\bi (?:rang|phoned|called)\b(?! the police)"),
    Cue(r"\bangerufen hat (?:mich )?(?:niemand|keiner)\b|\bthere was no (?:such )?call\b"),
    Cue(r"\bcall from (?:a|my) (?:friend|sister|brother|mother|father|colleague)\b"),
    Cue(r"\bwie (?:versprochen|vereinbart|gewünscht|besprochen)\b|\bvorher unter\b"),
    Cue(r"\bteilgenommen\b|\bvielen von uns\b|\bsolchen anrufen\b"),
    Cue(r"\bmehrere leser\b|\bpresseanfrage\b"),
)  # fmt: skip

OBJECTION = (
    Cue(r"\bkein(?:e|erlei)?(?: weiteren?| mehr| solchen?| einzigen?)?(?: telefonischen?)? "
        r"(?:werbe|rückwerbe|telefon)?-?(?:anrufer?|werbung|telefonwerbung|kontaktaufnahme)\b"
        r"(?! (?:erhalten|bekommen|gehabt|gekriegt))"),
    Cue(r"\b(?:nicht|nie|niemals|niemand|nimmer)(?: mehr| wieder| mehr wieder)?(?: \w+){0,3} "
        r"(?:an(?:ge)?rufen|anzurufen|anruft|angerufen werden|kontaktiert|kontaktieren"
        r"|belästig\w*)\b"
        r"(?! (?:hat|haben|worden|wurde))", 0.9),
    Cue(r"\b(?:ruft?|rufen|rufts|ruafts)(?: sie)?(?: mich| mi| uns| bitte| hier| da)*"
        r" (?:nicht|nie|nimmer|niemals)(?: mehr| wieder)?(?: \w+){0,2} (?:an|o)\b"),
    Cue(r"\b(?:in|tofreden|in d) ?(?:ruhe|frieden|rueh|ruah|rua)(?: zu)? ?(?:lassen|lasst"
        r"|lass)?\b"),
    Cue(r"\b(?:lasst|lassen|lass|lönd|lossn?)(?: sie)? (?:mich|mi|uns|ihn|meine \w+)"
        r"(?: \w+){0,2} (?:in|tofreden)\b"),
    Cue(r"\b(?:schall|soll)(?: he)? mi tofreden laten\b|\bsolle dat sin losse\b"),
    Cue(r"\b(?:widerspreche|widersprechen|widerspruch|widersprochen)\b"
        r"(?![^.!?]{0,20}aufzeichnung)"),
    Cue(r"\b(?:verbiete|untersage|verbitte|untersagen|verbieten|verbitten)\b"),
    Cue(r"\bunterlassungserklärung|\bunterlassung\b(?! (?:und schaden))"),
    Cue(r"\b(?:zu )?unterlassen(?: sie)?\b|\bunterlasst\b"),
    Cue(r"\b(?:aus|von) (?:der|eurer|ihrer|ihrem|eurem|dem|allen|sämtlichen)(?: \w+){0,2} "
        r"(?:liste|listen|datei|verteiler|datenbank|kartei|system|anrufliste|werbeliste)\b"),
    Cue(r"\b(?:sperren?|sperrt|löschen?|löscht|streichen?|streicht"
        r"|entfernen?)(?: sie)?(?: bitte)?"
        r"(?: umgehend| sofort)? (?:meine|unsere|diese|ihre|die|seine)(?: \w+)? "
        r"(?:nummer|rufnummer|telefonnummer|nr|daten)\b"),
    Cue(r"\b(?:sperrung|löschung|streichung) (?:meiner|unserer|ihrer|seiner|der)(?: \w+)? "
        r"(?:nummer|rufnummer|telefonnummer|daten)\b"),
    Cue(r"\btelefonisch nicht (?:mehr )?(?:kontaktiert|belästigt|beworben)\b"),
    Cue(r"\b(?:sehen sie|ist) von [^.!?]{0,30}anrufen ab(?:zusehen)?\b"),
    Cue(r"\bmacht das nie wieder\b|\bnicht (?:noch einmal|nochmal|nochmals) (?:erleben"
        r"|vorkomm)"),
    Cue(r"\bdamit sie aufhören\b|\bhör(?:t|en sie)(?: endlich| bitte)? auf\b(?! zu)"),
    Cue(r"\bkommt das (?:noch ?mal|noch einmal|wieder) vor\b"),
    Cue(r"\bdem anrufer weitere anrufe untersagt\? ja\b"),
    Cue(r"\b(?:nicht|nix) mehr (?:anrufe|telefon)"),
    Cue(r"\beinwilligung(?:en)? (?:widerrufe|ziehe)|\bwiderruf(?:e)? (?:\w+ ){0,3}"
        r"(?:werbe)?einwilligung"),
    Cue(r"\bintern abstellen\b|\bstellen sie das ab\b", 0.6),
    Cue(r"\b(?:do not|don't|dont|never|not to|not)(?: \w+){0,2} (?:call|ring|phone|telephone"
        r"|contact|bother)(?: me| us| my| here| him| her)?(?: \w+){0,2}(?: again| any ?more)?\b"
        r"(?! (?:list|centre|center|log))", 0.9),
    Cue(r"\bnever(?: \w+){0,4} (?:ring|call|phone)s?\b"),
    Cue(r"\bunterbleib\w*|\bverschon\w*|\bbehellig\w*|\bein(?:zu)?stell\w* sie\b"),
    Cue(r"\banrufe?\b[^.!?]{0,25}\bein(?:zu)?stell(?:en|t)\b"
        r"|\bstell\w* [^.!?]{0,20}anrufe[^.!?]{0,20}\bein\b"),
    Cue(r"\bnehm(?:t|en|e)(?: sie| ihr)? (?:mich|uns|meine \w+|unsere \w+|sie"
        r"|ihn)\b[^.!?]{0,40}\b(?:raus|heraus|aus)\b"),
    Cue(r"\bnicht (?:mehr|länger|weiter)(?: \w+){0,2} (?:für anrufe|zu werbezwecken"
        r"|für werbung)"),
    Cue(r"\b(?:nie|niemals) (?:wieder|mehr)\b(?![^.!?]{0,20}(?:gehört|gesehen))", 0.5),
    Cue(r"\bnächsten? mal\b[^.!?]{0,20}\banzeige\b|^stop\b|!+ ?stop\b", 0.6),
    Cue(r"\bwill (?:das|des|so was|sowas) (?:nicht|ned|net) mehr\b|\bwoi?n? des ned\b", 0.6),
    Cue(r"\b(?:von )?(?:telefonaten?|anrufen?|telefonwerbung)\b[^.!?]{0,30}\babzusehen\b"),
    Cue(r"\bweitere[nr]? anrufe?\b[^.!?]{0,20}\bunter(?:sagt|bunden|lassen)\b|\buntersagt,"),
    Cue(r"\bstop(?:pt)? (?:bitte|please|das|damit|it|that|this)\b|(?:^|[.!] ?)stop\b", 0.7),
    Cue(r"\b(?:them|him|her|you|it|this|these calls) to stop\b|\bplease no more\b"),
    Cue(r"\bno (?:further|more) (?:\w+ )?(?:communications?|contact|approaches)\b"),
    Cue(r"\bjetzt? (?:is|ist) schluss\b|\babstellen(?:!|\.|$)|\bdes brauchts? ned\b", 0.8),
    Cue(r"\bwünsch(?:e|en) (?:ich|wir )?(?:das|dies|so etwas|solche \w+|keine)\b[^.!?]{0,20}"
        r"(?:nicht|mehr)\b|\bwir wünschen das nicht\b", 0.8),
    Cue(r"\beinwilligung\b[^.!?]{0,80}\bwiderrufen\b|\bwithdrew (?:my|our) consent\b", 0.8),
    Cue(r"\b(?:isn't|not|never|aren't) (?:be )?(?:rung|called|phoned|telephoned"
        r"|bothered) again\b"),
    Cue(r"\bnever again\b|\bcall (?:him|her|them) off\b|\bcalls (?:will|must|should) cease\b"),
    Cue(r"\blösch(?:en sie|t|e)(?: bitte)? (?:alle|sämtliche)(?: meine| unsere)? daten\b"),
    Cue(r"\b(?:weitere|auf) [^.!?]{0,20}anrufe? verzichte|\bcorrect your lists?\b"),
    Cue(r"\bnot to (?:ring|call|phone|contact)\b"),
    Cue(r"\blose my number\b|\bunsubscribe me\b|\bpls don'?t\b|\bmakes you go away\b", 0.8),
    Cue(r"\brefrain from (?:\w+ )?(?:telephoning|calling|contacting|phoning|ringing)\b"),
    Cue(r"\bnumbers? (?:\w+ )?be (?:suppressed|removed|deleted|blocked)\b"),
    Cue(r"\b(?:delete|remove) (?:\w+ ){0,3}(?:details|number|data)\b", 0.8),
    Cue(r"\bstop (?:calling|ringing|phoning|these|this|it|harassing|contacting)\b"),
    Cue(r"\b(?:take|get|remove|delete|strike)(?: \w+){0,4} (?:off|from)(?: \w+){0,3} "
        r"(?:lists?|database|system|records|books|files?|dialler|dialer)\b"),
    Cue(r"\b(?:remove|delete|block|erase) (?:me|my|our|his|her|this)(?: \w+)? "
        r"(?:numbers?|data|details)\b"),
    Cue(r"\bto be (?:removed|taken off)\b"),
    Cue(r"\b(?:not|no longer) (?:be )?(?:contacted|called|telephoned|rung)\b"),
    Cue(r"\b(?:i|we|hereby) (?:\w+ )?object\b|\bobjection to\b|\bnotice of objection\b"),
    Cue(r"\bwithdraw (?:my|our|any|all) (?:\w+ )?(?:consent|permission)"),
    Cue(r"\bleave (?:me|us|her|him|my \w+)(?: \w+)? alone\b"),
    Cue(r"\bmake it stop\b|\bwill (?:ye|you) (?:ever|never|please) stop\b"),
    Cue(r"\bno (?:more|further) (?:\w+ )?(?:calls?|contact)\b"),
    Cue(r"\bcease and desist\b|\bcease (?:all|calling|contacting)\b"),
    Cue(r"\bdo not want(?: \w+){0,2} (?:calls?|phone)"),
)  # fmt: skip

NO_OBJECTION = (
    Cue(r"\bwenn sie[^.!?]{0,60}widersprech|\bwerbung im radio\b"),
    Cue(r"aufzeichnung[^.!?]{0,100}widersproch|\b(?:nie|nicht|never) (?:widersproch|objected)"),
    Cue(r"\bfrage[^.!?]{0,30}widerspr|\b(?:not|never) object(?:ed)?\b"),
    Cue(r"\bdo-?not-?call (?:list|register)"),
)  # fmt: skip

_ORDERED = (
    r"(?:bestellt|bstellt|unterschrieben|zugesagt|gekauft|abgeschlossen|beauftragt|vereinbart"
    r"|zugestimmt|gemacht|geschlossen|genehmigt|erteilt|geordert|bestätigt|angenommen|gebucht"
    r"|gewollt"
    r"|bstöllt|bestöllt)"
)
DENIAL = (
    Cue(rf"\b(?:nichts|nix|nüt|nüscht|nichs|nie etwas|nie was|niemals etwas)(?: \w+){{0,4}} "
        rf"{_ORDERED}\b"),
    Cue(rf"\b(?:kein(?:e|en|em|er|erlei)?)(?: \w+){{0,5}} {_ORDERED}\b(?!,? (?:war|hätte))"),
    Cue(r"\b(?:nie|niemals|nicht|zu keiner zeit|zu keinem zeitpunkt|weder)(?: \w+){0,5} "
        r"(?:bestellt|unterschrieben|zugestimmt|abgeschlossen|beauftragt|zugesagt|eingewilligt"
        r" in den|gekündigt und)\b"),
    Cue(r"\b(?:vertrag|auftrag|bestellung)\b[^.!?]{0,40}\b(?:nicht|nie|niemals)\b[^.!?]{0,20}"
        r"\b(?:zugestimmt|abgeschlossen|geschlossen|erteilt|bestellt|gemacht|gekündigt"
        r"|unterschrieben|gewollt|beauftragt|anerkenne?n?)\b"),
    Cue(r"\b(?:es )?(?:besteht|existiert|gibt) (?:\w+ )?kein(?:e|en)? (?:\w+ )?(?:vertrag"
        r"|auftrag)"),
    Cue(rf"\bweder\b(?: \w+){{1,9}} {_ORDERED}\b"),
    Cue(rf"\b{_ORDERED} (?:hab|habe|haben|hat)(?: ich| wir| er| sie)?(?: \w+)? "
        rf"(?:nichts|nix|nicht|nie)\b|\b(?:bestellt|unterschrieben) (?:auch )?(?:nicht|nichts"
        rf"|nix)\b"),
    Cue(r"\b(?:vertrag|vertragsverhältnis|auftrag)\w* besteht (?:\w+ )?nicht\b"),
    Cue(r"\b(?:auftrag|erklärung|vertragserklärung|zustimmung|bestellung)\b[^.!?]{0,40}\bnicht "
        r"(?:ab)?gegeben\b|\buntergejubelt\b|\bnicht, dass ich (?:es|das) (?:kaufe|bestelle"
        r"|will)"),
    Cue(r"\b(?:placed|made|entered into|signed|given|gave|agreed to|accepted"
        r"|authorised) (?:no|none"
        r"|nothing)\b"),
    Cue(r"\bkeine(?:rlei)? (?:zustimmung|einwilligung zum vertrag)\b[^.!?]{0,20}\b(?:gegeben"
        r"|erteilt)\b"),
    Cue(r"\bdas wollte (?:sie|er|ich|wir) (?:gar )?nicht\b"
        r"|\bin (?:gar )?nichts eingewilligt\b"),
    Cue(rf"\b{_ORDERED} (?:wurde|worden|ist)(?: \w+){{0,3}} nichts\b"
        rf"|\bnie geschlossen worden\b"),
    Cue(r"\b(?:vertrag|auftrag|er|der)\b[^.!?]{0,30}\b(?:nichtig|unwirksam|nicht anerkannt)\b"),
    Cue(r"\binstructed no\b|\bthere is no contract\b|\bnot sa(?:id|y) yes\b"
        r"|\bdidn't say yes\b"),
    Cue(r"\bdisputes? having\b|\bnone was accepted\b"),
    Cue(r"\bbestreite[^.!?]{0,60}(?:vertrag|auftrag|bestellung)|\bbeauftragung[^.!?]{0,60}"
        r"bestritten"),
    Cue(r"\b(?:erkenne|erkennen|genehmige) (?:ich )?(?:\w+ ){1,3}nicht\b"),
    Cue(r"\bzu keinem zeitpunkt (?:\w+ ){0,9}(?:willenserklärung|vertrag|auftrag)"),
    Cue(r"\bkein(?:e|en)? (?:neue[nr]? )?(?:vertrag|auftrag) (?:machen|mache|gemacht"
        r"|mit euch)"),
    Cue(r"\bich nicht unterschreib|\bhat nicht unterschrieb"),
    Cue(r"\bkein(?:e|en)? neue[nr]? vertrag!"),
    Cue(r"\bbestellung[^.!?]{0,40}nicht von mir\b|\bohne auftrag\b|\bohne mein(?:e|en)? "
        r"(?:zustimmung|einverständnis|auftrag)"),
    Cue(r"\bvertrag (?:untergeschoben|untergejubelt)\b|\buntergeschoben(?:er|en)? vertrag"),
    Cue(r"\b(?:did not|didn't|didnt|never|have not|haven't|has not|hasn't|not)(?: \w+){0,3} "
        r"(?:order|ordered|agreed?|sign(?:ed)?|accept(?:ed)?|buy|bought|purchased?"
        r"|ask(?:ed)? for"
        r"|sign up|signed up|enter(?:ed)? into|consent(?:ed)? to (?:a|any|this|the) "
        r"(?:contract|order)|commission(?:ed)?|authoris(?:ed|e)|want this contract)\b"),
    Cue(r"\b(?:i|we|she|he) (?:chose|ordered|signed|agreed to|bought|accepted) nothing\b"),
    Cue(r"\bno (?:contract|order|agreement)(?: \w+){0,3} (?:exists?|was|has been|made"
        r"|placed)\b"),
    Cue(r"\b(?:deny|dispute)[^.!?]{0,50}(?:order|contract|agreement)"),
    Cue(r"\bwithout (?:my|her|his|our) (?:agreement|approval|authorisation|knowledge)"),
)  # fmt: skip
NO_DENIAL = (
    Cue(r"\bkein(?:e|erlei)? (?:einwilligung|zustimmung zur werbung)"),
    Cue(r"\bsigned? up for (?:\w+ )?(?:robo)?calls|\bals eigentümer\b"),
    Cue(r"\bkeine? (?:einwilligung|auskunft|antwort|kontodaten|nummer|unterlagen)\b(?! und)"),
    Cue(r"\bnever consented to marketing|\bgiven consent\b|never consented"),
    Cue(r"\bgewinnspiel mitgemacht\b|\bnoch nicht (?:bestellt|unterschrieben|zugestimmt)"),
)  # fmt: skip

_KIN_DE = (
    r"(?:oma|opa|omi|uroma|uropa|omma|oppa|großmutter|grossmutter|großvater|grossvater|mutter"
    r"|vater|mama|papa|mutti"
    r"|vati|eltern|schwiegermutter|schwiegervater|schwiegereltern|tante|onkel|nachbarin|nachbar"
    r"|nachbarn|schwester|bruder|schwägerin|schwager|sohn|tochter|mann|frau|freundin|freund"
    r"|kollegin|kollege|bekannte|bekannter|mandantin|mandant|mandantschaft|klientin|enkel"
    r"|enkelin"
    r"|ehefrau|ehemann|lebensgefährte|lebensgefährtin|mieterin|mieter|betreute|vadder|cousine"
    r"|patientin|patient|bewohnerin|bewohner|kundin)n?"
)
_KIN_EN = (
    r"(?:mother|mum|mom|mam|father|dad|nan|nana|gran|granny|grandma|grandmother|grandad|grandpa"
    r"|grandfather|neighbour|neighbor|aunt|auntie|uncle|sister|brother|wife|husband|son"
    r"|daughter"
    r"|friend|colleague|client|flatmate|granda|constituent|resident|carer|patient|landlady"
    r"|partner|parents|mother-in-law|father-in-law|tenant)s?"
)
KIN = (
    Cue(
        r"\bgemeindemitglied\b|\b(?:a|one of our|our) (?:constituent|resident|tenant"
        r"|patient)s?\b"
        r"|\bof our residents\b"
    ),
    Cue(
        rf"\b(?:mein|mei|mi|unser|unsa|sein|ihr|der|dein)(?:e|er|em|en"
        rf"|es)? (?:\w+ )?{_KIN_DE}\b"
    ),
    Cue(rf"\bne? {_KIN_DE} von mir\b"),
    Cue(r"\b(?:my|our) (?:\w+ )?(?:\w+ )?" + _KIN_EN + r"\b"),
    Cue(
        r"\b(?:bei|dass|hat|ist) (?:der )?(?:oma|opa|mama|papa|omi|opas|omas)\b|\b(?:oma"
        r"|opa)s? "
    ),
    Cue(r"\b(?:nan|grandma|grandad|granny|mum)'?s? (?:said|number|was|got)\b"),
    Cue(r"\bbetreuer(?:in)? von\b|\bfür vaddern\b"),
)
# The person called says "me": then the words are first-hand.
FIRST_HAND = (
    Cue(r"\b(?:mich|ich wurde|ich werde|wurde ich|werde ich|bei (?:mir|uns)|mein(?:em|er)? "
        r"(?:anschluss|anschluß|nummer|handy|festnetz|telefon)|i was|(?:called|rang|phoned"
        r"|telephoned|ring|call) (?:me|us)|i received|i got|ich bekam|ich erhielt|war (?:dran"
        r"|am apparat)"
        r"|ging (?:ran|dran))\b"),
)  # fmt: skip
