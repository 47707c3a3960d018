"""The small grammars, continued: what stands around a number, a name, a date, a product."""

from __future__ import annotations

from leumund.intake.mails.cues import Cue

# Before or behind a number: it was shown to the person called ("shown"), it is the line that
# was called ("called"), or it is neither ("other").
SHOWN_BEFORE = (
    Cue(r"\bnummern?[ :]*$|\b(?:calling|calls) (?:is|was|number was|from)[ :]*$", 0.7),
    Cue(r"\bthe calling number (?:was|is)[ :]*$|\bversuch[ :]*$|\beingehend, *$", 1.2),
    Cue(r"\bdieselbe nummer(?: an)?[ :]*$|\bthe number, it was *$", 1.2),
    Cue(r"\bmeldete(?:n)? sich(?: \w+){0,3} unter(?: der)?(?: \w+)?[ :]*$", 1.3),
    Cue(r"\bangerufen (?:hat|haben|hatte)(?: mich)? (?:die|eine)(?: nummer)?[ :]*$", 1.3),
    Cue(r"\bvoice on[ :]*$", 1.1),
    Cue(r"\b(?:stand|stund|erschien|leuchtete|zu sehen|display|foto vom display)(?: die"
        r"| war)?[ :]*$"),
    Cue(r"\b(?:absenderrufnummer|anrufnummer|anrufernummer)[ :]*(?:stets|immer)?[ :]*$", 1.2),
    Cue(r"(?:^|\n|[.;] )(?:von|from)[ :]*$", 1.0),
    Cue(r"\bnumber (?:she|he|they) (?:used|called from|rang from)[ :]*$", 1.1),
    Cue(r"\bboth (?:times )?from[ :]*$|\bis[ :]*$", 0.6),
    Cue(r"\b(?:angerufen|angeklingelt),? *$", 0.5),
    Cue(r"(?:angezeigte?n?|übermittelte?|anrufende|gezeigte"
        r"|angezeigt wurde)(?: \w+){0,4}[ :]*$"),
    Cue(r"\bdisplay(?: \w+){0,3}[ :,]*$|\banzeige(?: \w+){0,2}[ :,]*$"),
    Cue(r"(?:nummer|rufnummer|nr\.?)(?: des| der| von| vom)(?: \w+){0,2}(?:anrufer(?:s|in)?"
        r"|frau|mann|herrn|dame|firma)(?: \w+)?[ :]*$"),
    Cue(r"\banrufer(?:nummer|in|s)?(?: \w+){0,2}[ :,]*$"),
    Cue(r"\b(?:von|mit|unter|durch)(?: der| dieser| einer| immer der| folgender)"
        r"(?: \w+)?(?: nummer| rufnummer| nr\.?| telefonnummer| vorwahl| festnetznummer)?"
        r"(?: \w+){0,1}[ :,]*$", 0.8),
    Cue(r"\b(?:anruf(?:e)?|angerufen|kam|kamen|jeweils|bekommen)(?: \w+){0,3} von[ :]*$"),
    Cue(r"\b(?:immer|jedesmal|jedes mal|wieder|beide male|beides mal|diesmal)(?: mit)?"
        r"(?: die| der)?(?: nummer)?[ :]*$", 0.9),
    Cue(r"(?:^|[.!?:,;–(-] ?|\b(?:die|der|deren|seine) )(?:ruf|telefon)?nummer(?: war| lautet"
        r"| lautete| weer| ist)?(?: die)?[ :,]*$", 0.55),
    Cue(r"\bnummer(?:e)? (?:von|uf|war|weer|auf)(?: \w+){0,3}[ :,]*$", 0.7),
    Cue(r"\b(?:ob|wer ist|gehört|wem gehört)(?: die| diese)?(?: nummer)?[ :]*$", 0.9),
    Cue(r"\bnr\.? im telefon[ :]*$|\bvon[ :]*$", 0.7),
    Cue(r"\b(?:angerufen hat|rief|gewählt von|kontaktiert von)(?: \w+)? (?:die)?[ :]*$", 0.8),
    Cue(r"\b(?:number|id)(?: \w+){0,3} (?:shown|displayed|display|screen|phone|caller)"
        r"(?: \w+){0,4}[ :,]*$"),
    Cue(r"\b(?:caller id|caller's number|number shown|displayed)(?: \w+){0,3}[ :,]*$"),
    Cue(r"\b(?:came|call|calls|called|rang|ringing|rung)(?: \w+){0,4} from[ :]*$"),
    Cue(r"\bfrom(?: the)?(?: number)?[ :]*$", 0.9),
    Cue(r"(?:^|[.!?,;] ?)(?:the )?number(?: was| is| shown is always)?[ :]*$", 0.7),
    Cue(r"\bnumber (?:on my \w+ )?(?:was|is always|shown)[ :]*$", 0.9),
    Cue(r"\b(?:who is|whose number is|his number|her number|the number)[ :]*(?:is"
        r"|was)?[ :]*$", 0.6),
    Cue(r"\b(?:today|gestern|heute)[^.!?]{0,12},? *$", 0.4),
)  # fmt: skip
SHOWN_BEHIND = (
    Cue(r"^[ ,.]*(?:stand|stund|war|erschien|wurde angezeigt|leuchtete)(?: \w+){0,3} "
        r"(?:display|do|telefon|anzeige)\b"),
    Cue(r"^[ ,.]*(?:stand im|stund do|im display|auf dem display|angezeigt)"),
    Cue(r"^[ ,.]*(?:comes? up|came up|ist (?:die )?nummer|is one of yours)", 0.9),
    Cue(r"^[ ,.]*(?:blockiert|gesperrt|hat (?:mich|bei)|rief)", 0.9),
    Cue(r"^ *(?:on (?:my|the) (?:display|screen)|was (?:displayed|shown)|came up|rings|keeps)"),
    Cue(r"^ *(?:von euch|zu ihnen|aus ihrem haus)|^ *\? (?:rings|keeps)", 0.8),
    Cue(r"^ *(?:auf|to|called) (?=[+0(])", 0.9),
)  # fmt: skip
CALLED_BEFORE = (
    Cue(r"\bauf (?:ihr|sein|mein|unser) (?:handy|telefon|festnetz|mobiltelefon)[ :(]*$", 1.2),
    Cue(r"\b(?:contacted|called|rung|reached) (?:by (?:tele)?phone )?\($"
        r"|\bby telephone \($", 1.1),
    Cue(r"\b(?:surgery|office|home|shop|house) number[ :]*(?:is)?[ :]*$|telefon \($"
        r"|darauf \($", 1.1),
    Cue(r"\btelefon von(?: \w+)?[ :]*$|\bwurden? angerufen \($|\bangerufen \($", 1.0),
    Cue(r"\b(?:zielrufnummer|zielnummer)[ :]*$", 1.3),
    Cue(r"(?:^|\n|[.;] )(?:an|to)[ :]*$|\bboth to[ :]*$", 1.0),
    Cue(r"\b(?:hat|habe|haben) die (?:telefon|ruf|handy)?(?:nummer )?[ :]*$", 1.1),
    Cue(r"\b(?:ours|mine|hers|his) is[ :]*$|\b(?:she|he|they)(?:'s| is| are) on[ :]*$", 1.2),
    Cue(r"\bmy (?:phone|office line|home number)[ :,(]*$|\blines? \($", 1.1),
    Cue(r"\bmeine eigene nummer[ :]*(?:ist|lautet)?[ :]*$|\bbei mir an, telefon[ :]*$", 1.3),
    Cue(r"\b(?:\w+s) (?:nummer|telefonnummer) (?:ist|lautet|is)(?: die)?[ :]*$", 1.0),
    Cue(r"\bauf (?:meine[rmn]?|unsere[rmn]?|seine[rm]?|ihre[rmn]?|dem|der|deren|dessen|die)"
        r"(?: \w+){0,3}[ :(,]*$", 0.9),
    Cue(r"\b(?:angerufene|eigene|betroffene|gewählte)(?: \w+){0,2}[ :]*$", 1.2),
    Cue(r"\bangerufen(?: wurde| wurden| jeweils| werden)?(?: \w+){0,2}[ :]*$", 0.9),
    Cue(r"\banschlu(?:ss|ß)(?:es)?(?: ist| lautet| war)?(?: die)?[ :,(]*$"),
    Cue(r"\b(?:mein(?:e|er|em)?|unsere?|ihre|seine|opas|omas|oma ihre|deren)(?: \w+)? "
        r"(?:nummer|rufnummer|telefonnummer|nr\.?|handynummer|festnetz|festnetznummer|telefon"
        r"|leitung|handy|anschluss|praxisleitung|mobilnummer)(?: \w+){0,4}[ :,(]*$", 1.1),
    Cue(r"\b(?:unter|auf)(?: meiner| seiner| ihrer| unserer| der)?(?: \w+)? (?:rufnummer"
        r"|nummer|telefonnummer)[ :]*$", 0.9),
    Cue(r"\b(?:telefonnummer|rufnummer)(?: von| meiner| meines)(?: \w+){1,3}[ :]*(?:ist"
        r"|lautet)?"
        r"[ :]*$"),
    Cue(r"\b(?:leitung|praxisleitung|mailbox|anrufbeantworter|vereinsheim|festnetz"
        r"|laden telefon"
        r"|pforte|büro|zentrale)[ :(,]*(?:ist|die)?[ :]*$"),
    Cue(r"\b(?:bei mir|bei uns|bei meiner \w+|bei ihr|bei ihm)[ (:]*(?:anschluss )?$", 1.1),
    Cue(r"\b(?:er|sie) hat die nummer[ :]*$|\bdarauf\b[^.]*$", 1.1),
    Cue(r"\bsie auf[ :]*$|\bauf[ :]*$|\ban[ :]*$", 0.9),
    Cue(r"\bmy (?:\w+ )?(?:number|phone|landline|mobile|line|home)(?: number)?(?: is| was)?"
        r"[ :,(]*$", 1.1),
    Cue(r"\b(?:her|nan's|dad's|mum's|mother's|father's|our|client's|gran's)(?: \w+)? (?:number"
        r"|phone|landline|line)(?: is)?[ :,(]*$", 1.1),
    Cue(r"\bon (?:my|his|her|our|the)?(?: \w+){0,3}[ :,(]*$", 0.8),
    Cue(r"\b(?:called|rung|telephoned|phoned|contacted)(?: \w+){0,3} on[ :]*$", 1.1),
    Cue(r"\bto (?:my|our|his|her)(?: \w+){0,2}[ :,]*$|\bnumber called[ :]*$", 1.0),
    Cue(r"\bunter[ :]*$", 0.7),
    Cue(r"\b(?:his|seine) (?:tele)?(?:fon)?(?:phone )?(?:number|nummer)(?: is| was"
        r"| ist)?[ :]*$", 0.6),
    Cue(r"\bihre rufnummer, auf der sie angerufen wurden[ :]*$", 1.5),
    Cue(r"\bphone \($|\bhandy \($|\bnummer \($|\bdienstliche[nr]? nummer[ (]*$"),
)  # fmt: skip
CALLED_BEHIND = (
    Cue(r"^ *(?:is|are) (?:her|his|my|our|their) (?:tele)?(?:phone )?(?:number|line)", 1.3),
    Cue(r"^ *\(that's me\)|^ *ist (?:meine|unsere|ihre|seine) nummer", 1.3),
    Cue(r"^[ ,]*(?:darauf kam|wurde angerufen|was called|klingelte)", 1.1),
    Cue(r"^[) ]*(?:wird|wurde|hat)\b[^.]{0,60}(?:belegt|angerufen|geklingelt|klingelt)", 0.9),
    Cue(r"^[) ]*(?:aus ihrer|aus eurer|from your|aus der)", 1.0),
    Cue(r"^[) ]*(?:jemand durchgeklingelt|klingelte|has rung|rang)", 1.0),
)  # fmt: skip
OTHER_BEFORE = (
    Cue(r"\b(?:hotline|fax|telefax|faxnummer|direct dial|rückruf|zurück(?: unter)?"
        r"|servicenummer"
        r"|erreichen sie (?:mich|uns)(?: \w+)?|erreichbar(?: \w+)?|call me(?: back)?(?: \w+)?"
        r"|mich an|rufen sie(?: \w+){0,4}|or phone|questions\? call)[ :]*(?:unter|on"
        r"|at)?[ :]*$",
        1.6),
    Cue(r"\b(?:kundennummer|vertragsnummer|rechnungsnummer|auftragsnummer|zählernummer"
        r"|aktenzeichen"
        r"|ticket|account|reference|iban|bic|konto|kd\.?-?nr)[ .:]*(?:lautet|ist"
        r"|is)?[ :]*$", 2.0),
    Cue(r"\b(?:privat|büro)[ :]*$", 0.8),
    Cue(r"\bbei fragen\b[^.]*$|\bfor (?:urgent|any)\b[^.]*$", 1.6),
    Cue(r"\bhotline[^.!?]{0,30}$|\bmöchte ich hier nicht\b", 1.2),
    Cue(r"\b(?:etwa|zum beispiel|e\.g\.|z\. ?b\.)[ :]*$", 1.5),
    Cue(r"\b(?:am besten|tomorrow|(?<!heute )(?<!guten )morgen)\b[^.!?]{0,40}$", 1.0),
)  # fmt: skip

WITHHELD_CUES = (
    Cue(r"\b(?:unterdrückte?r?|anonyme?r?|verborgene?) (?:ruf|telefon)?(?:nummer|anrufer?)\b"),
    Cue(r"\b(?:ruf|telefon)?nummer (?:war |wurde |ist )?(?:\w+ ){0,3}(?:unterdrückt|anonym"
        r"|verborgen"
        r"|nicht angezeigt|unbekannt|nicht zu sehen|nicht sichtbar)\b"),
    Cue(r"\b(?:unterdrückt|ohne (?:ruf)?nummer|keine (?:ruf)?nummer(?:nanzeige)?|keine anzeige"
        r"|ohne rufnummernanzeige|ohne anzeige)\b(?! (?:mehr )?nennen)", 0.8),
    Cue(r"\b(?:number|id|caller id)(?: \w+){0,2} (?:was )?(?:withheld|hidden|blocked|private"
        r"|unknown|suppressed|anonymous)\b"),
    Cue(r"\b(?:withheld|private|hidden|unknown|anonymous|no caller) (?:number|id)\b"),
    Cue(r"\bno number (?:was )?(?:shown|displayed)|\bdid not show a number\b"),
    Cue(r"\b(?:stand|erschien|war) (?:nichts?|keine nummer|nicht im display"
        r"|nicht auf dem display)\b"),
    Cue(r"\bnone was (?:displayed|shown)\b|\bnummer war nicht zu (?:erkennen|sehen)\b"),
    Cue(r"\b1471 (?:wouldn't|did not|didn't|would not)"),
)  # fmt: skip

# Words of a product and its class. The more telling one of two comes first.
PRODUCTS = (
    ("internet", r"glasfaser\w*|internet\w*|dsl(?:[- ]?\w+)?|breitband\w*|router\w*|wlan|fibre"
                 r"|fiber|broadband|wi-?fi|kabelinternet|netzanschluss|\d+ ?mbit\w*|mbit"),
    ("mobile", r"mobilfunk\w*|handy(?:s|vertr\w+|tarif\w*|flat\w*|abo)|mobil(?: \d+)?"
               r"|firmenhandys"
               r"|smartphone\w*|sim(?:-?karte|-?card)?|mobile (?:phone|telephone|contract|plan)"
               r"|kostenloses handy|sim contract|mobile|tablet|5g|prepaid\w*|handy zahle"
               r"|handyversicherungx|phone upgrade|smartphone|sim"),
    ("landline", r"festnetz(?:vertrag|tarif|flat\w*|anschluss)|telefonflatrate\w*"
                 r"|telefonanschluss|landline (?:contract|plan|deal)|telefontarif\w*"
                 r"|telefonvertrag\w*|telefonanbieter|telephone supplier|telephone provider"
                 r"|neue[nrs]? (?:apparat|telefon)|phone (?:deal|contract|plan)|line rental"
                 r"|telephone line"),
    ("tv", r"fernsehanschluss|kabelfernseh\w*|fernsehen|fernsehpaket\w*|kabelanschluss"
           r"|tv(?: max)?"
           r"|pay-?tv|tv-?\w+|tv-?paket|streaming\w*|your box|my box"),
    ("electricity", r"strom(?!schnell|auf|ab)\w*|stroom\w*|ökostrom|gewerbestrom|nachtstrom"
                    r"|electric(?:ity)?\w*|liefervertrag|power supply|zähler(?:nummer|stand)"
                    r"|meter (?:number|reading)"
                    r"|stromanbieter"),
    ("gas", r"(?:erd)?gas(?!se|t\b|tro|t\w)\w*|gaspreis\w*"),
    ("energy", r"energieberat\w*|energievertr\w*|energietarif\w*|energy (?:tariff|deal"
               r"|advisor)"),
    ("insurance", r"\w*versicherung(?!t|\b an eides)\w*|insurance|sterbegeld\w*|zahnzusatz\w*"
                  r"|krankenkasse\w*|funeral plan|policy"),
    ("lottery", r"gewinnspiel\w*|lott(?:o|erie)\w*|gewonnen|gewinn\b|lottery|prize\w*|voucher"
                r"|gutschein|raffle|sweepstakes?|preisausschreiben|tippgemeinschaft|won a \w+"),
    ("investment", r"krypto\w*|crypto\w*|bitcoin\w*|geldanlage\w*|zinsen|aktien\w*"
                   r"|invest(?:ment\w*)"
                   r"|trading|festgeld|shares|tagesgeld\w*|edelmetalle?|gold"),
    ("solar", r"solar\w*|photovoltaik\w*|pv-?anlage|pv"),
    ("heating", r"wärmepumpe\w*|heizung\w*|boiler\w*|heat pumps?|heizkessel"),
    ("magazine", r"zeitschrift\w*|zeitung\w*|\w*magazin(?:e)?|fernsehzeitschrift|newspaper\w*"
                 r"|abonnement"),
    ("wine", r"wein(?:e|kellerei|probe|paket)?\w*(?<!weint)|wine|sekt|champagner"),
    ("health", r"nahrungsergänzung\w*|vitamin\w*|tabletten|hörgerät\w*|hearing aids?"
               r"|supplements?"),
)  # fmt: skip

# What a caller did with words. Behind it stands what was said.
SAID = (
    Cue(r"\b(?:geworben|labert|belabert|tonband|fragt,|asserted|the pitch was|rang to discuss"
        r"|tries to|trying to sell|sie rufe|er rufe|nannte mein|begrüßte|kurze frage)\b", 0.75),
    Cue(r"\b(?:bedrängte|drängte|bewarb|bewarben|warb|gab an|gaben an|wollten mir|wolle"
        r"|in aussicht"
        r" gestellt|hieß es|verlangte|zur probe)\b", 0.75),
    Cue(r"\b(?:bandansage|computerstimme|robot voice|voicemail|recorded voice)\b", 0.7),
    Cue(r"\bob (?:ich|wir) (?:nicht|schon|noch)?\b|\b(?:müsse|müssten|müsste|werde|sei|seien"
        r"|hätte"
        r"|solle|bräuchte)\b", 0.55),
    Cue(r"\b(?:gschwätzt|gschwätzt vo|gsait|gsagt|gwusst|gesprochen)\b", 0.7),
    Cue(r"\b(?:enquired|selling|flogging|offering|congratulations|insisting|saying|speak i must"
        r"|they know|she know|asked for)\b", 0.75),
    Cue(r"\b(?:gegenstand|inhalt|thema|grund|betreff)\b:", 0.75),
    Cue(r"\b(?:er|sie|die|der|man|dame|herr|frau|mann|jemand|einer|anrufer(?:in)?|stimme|kerl"
        r"|typ"
        r"|deandl|maa|keerl|kääl|person|mensch|mitarbeiter(?:in)?|der|computerstimme|\w+)"
        r"(?: \w+){0,3} (?:sagte|meinte|behauptete|erklärte|fragte|versprach|drohte|wollte"
        r"|bot|erzählte|teilte|las|kannte|wusste|gratulierte|berichtete|verlangte|schlug|würde"
        r"|ließ|lockte|redete)\b", 0.8),
    Cue(r"\b(?:sagte|meinte|behauptete|behaupteten|erklärte|erklärten|fragte|versprach|drohte"
        r"|erzählte|teilte (?:mir|uns|ihr|ihm)|verlangte|bot (?:mir|uns|einen|ein|eine|ihr)"
        r"|las (?:mir|sie)|vorlas|anbot|wusste|kannte|gratulierte|erzählt|säht|sagt)\b", 0.9),
    Cue(r"\b(?:gesagt|gemeint|behauptet|erklärt|eingeredet|angeboten|erzählt|gefragt|seggt"
        r"|gseit"
        r"|versprochen|gsagt|mitgeteilt|vorgelesen|verlangt|gedroht)\b", 0.9),
    Cue(r"\bwoll(?:te|ten)\b|\bwill\b|\bwull\b", 0.6),
    Cue(r"\b(?:es ging|ging es|es gehe|gegenstand war|inhalt:|grund:|thema:)", 0.75),
    Cue(r"\bsoll(?:te)? (?:ich|sie|opa|oma|er)\b", 0.7),
    Cue(r"\bbietet|\bangeblich\b|\bman wolle\b|\bließ sich\b", 0.6),
    Cue(r"\bvon wegen\b|\bgarantiert\b|\bwürde mir\b|\bwerde zum\b", 0.6),
    Cue(r"\b(?:he|she|they|caller|callers|man|woman|lady|voice|agent|fella|bloke|chap|gentleman"
        r"|kevin|person|someone|somebody)(?: \([^)]*\))?(?: \w+){0,8} (?:say|said|told"
        r"|claimed|offered"
        r"|stated|asked|promised|wanted|says?|explained|threatened|insisted|knew"
        r"|kept saying)\b"),
    Cue(r"\b(?:said|told|claimed|offered|stated|promised|wanted|says|threatened|insisted|knew"
        r"|telling me|tried to|trying to|sought to|about \"|purported)", 0.8),
)  # fmt: skip
# The writer speaks, not the caller.
NOT_SAID = (
    Cue(r"\b(?:meine|mein) (?:frau|mann) (?:hat )?(?:gesagt|sagte)|\bproceedings\b|\bletter\b"),
    Cue(r"\b(?:ich|wir|i|we)(?: \w+){0,3} (?:gesagt|sagte|erklärt|gefragt|seggt|said|told|asked"
        r"|gemeint|wollte|will|wollt|want)\b"),
    Cue(r"\b(?:hab|habe|haben|heff)(?: ich| ik| wir| ihm| ihr| klar| jedes mal| mich"
        r"| ausdrücklich"
        r"| \w+){0,4} (?:gesagt|erklärt|seggt|gemeint|gefragt|bedankt)"),
    Cue(r"\bopa sagt|\bnan said she never|\bmeine mutter sagt|\bkollege sagt"
        r"|\bauf meine nachfrage"),
    Cue(r"\b(?:möchte|will) ich\b|\bwollt nur\b|\bwas wollt\b"),
    Cue(r"widerruf[^.!?]*erklärt|never asked|nie gesagt|wurde nicht gesagt"),
    Cue(r"\bwill (?:ich|aber doch|das nicht|bleiben|ye|you|be)\b|\bi will\b"),
)  # fmt: skip
