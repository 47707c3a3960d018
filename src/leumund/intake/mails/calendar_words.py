"""Words for days and times, as data. German and English, with the commoner dialect forms."""

from __future__ import annotations

MONTHS = {
    "januar": 1, "jänner": 1, "jan": 1, "january": 1, "februar": 2, "feber": 2, "feb": 2,
    "february": 2, "märz": 3, "maerz": 3, "mär": 3, "mrz": 3, "march": 3, "mar": 3,
    "april": 4, "apr": 4, "mai": 5, "may": 5, "juni": 6, "juno": 6, "jun": 6, "june": 6,
    "juli": 7, "julei": 7, "jul": 7, "july": 7, "august": 8, "aug": 8, "september": 9,
    "sept": 9, "sep": 9, "oktober": 10, "okt": 10, "october": 10, "oct": 10, "november": 11,
    "nov": 11, "dezember": 12, "dez": 12, "december": 12, "dec": 12,
}  # fmt: skip

WEEKDAYS = {
    "montag": 0, "monday": 0, "mon": 0, "moondag": 0, "dienstag": 1, "tuesday": 1, "tues": 1,
    "tue": 1, "mittwoch": 2, "wednesday": 2, "weds": 2, "wed": 2, "donnerstag": 3,
    "thursday": 3, "thurs": 3, "thur": 3, "thu": 3, "freitag": 4, "friday": 4, "fri": 4,
    "samstag": 5, "sonnabend": 5, "saturday": 5, "sat": 5, "sonntag": 6, "sunday": 6, "sun": 6,
    "samschtig": 5, "sunndag": 6, "friedag": 4, "zischtig": 1,
}  # fmt: skip

# Days away from the day on which the mail was sent.
NEAR_DAYS = {
    r"heute|heutigen tag|heut|heit|hüt|hüüt|today|this (?:very )?(?:morning|afternoon|evening"
    r"|lunchtime)"
    r"|tonight|letzte nacht|heute? nacht|vorhin|soeben|eben grade|eben gerade|gerade eben"
    r"|just now|eben": 0,
    r"gestern|gestrigen (?:tag|abend|nachmittag|morgen)|gestriger tag|yday|gesternabend"
    r"|geschtern|geschder|gistern|gestan|yesterday|last (?:night|evening)"
    r"|gestrig(?:e[nrs]?)?": -1,
    r"vorgestern(?:abend)?|vorgeschtern|(?:the )?day before yesterday": -2,
}  # fmt: skip

SMALL_NUMBERS = {
    "einem": 1, "'ner": 1, "ner": 1, "a couple": 2, "einer": 1, "ein": 1, "eins": 1,
    "ei": 1, "one": 1, "a": 1, "an": 1,
    "zwei": 2, "zwee": 2, "two": 2, "drei": 3, "dree": 3, "three": 3, "vier": 4, "veer": 4,
    "four": 4, "fünf": 5, "fief": 5, "five": 5, "femfe": 5, "fümfe": 5, "fünfe": 5,
    "sechs": 6, "söss": 6, "six": 6, "sieben": 7,
    "siebni": 7, "siebme": 7, "siebne": 7, "siem": 7, "söven": 7, "seven": 7,
    "acht": 8, "achte": 8, "eight": 8,
    "neun": 9, "neune": 9, "negen": 9, "nine": 9, "zehn": 10, "zehne": 10, "tein": 10,
    "ten": 10, "elf": 11, "ölven": 11, "elfe": 11, "eleven": 11, "zwölf": 12, "twölf": 12,
    "twelve": 12, "zwanzig": 20, "twenty": 20, "fünfundzwanzig": 25, "twenty-five": 25,
    "fourteen": 14, "vierzehn": 14,
}  # fmt: skip

# Days of the month in words, as they stand before the month.
ORDINALS = {
    "ersten": 1, "zweiten": 2, "dritten": 3, "vierten": 4, "fünften": 5, "sechsten": 6,
    "siebten": 7, "siebenten": 7, "achten": 8, "neunten": 9, "zehnten": 10, "elften": 11,
    "zwölften": 12, "dreizehnten": 13, "vierzehnten": 14, "fünfzehnten": 15, "zwanzigsten": 20,
    "dreißigsten": 30, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
    "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11,
    "twelfth": 12, "fifteenth": 15, "twentieth": 20,
}  # fmt: skip

# Days with a name: month and day, or days from Easter Sunday.
NAMED_DAYS = {
    r"silvester(?:tag|abend|nachmittag)?|new year's eve": (12, 31),
    r"neujahr(?:stag|smorgen)?|new year's day": (1, 1),
    r"heilig(?:abend|en abend|er abend)|christmas eve": (12, 24),
    r"(?:ersten? )?weihnachts(?:feier)?tag|christmas day": (12, 25),
    r"(?:zweite[nr]?|2\.) weihnachts(?:feier)?tag|boxing day": (12, 26),
    r"nikolaus(?:tag|abend)?": (12, 6),
    r"tag der deutschen einheit": (10, 3),
    r"halloween": (10, 31),
    r"allerheiligen": (11, 1),
    r"reformationstag": (10, 31),
    r"valentinstag|valentine's day": (2, 14),
}  # fmt: skip
EASTER_DAYS = {
    r"karfreitag|good friday": -2,
    r"ostersonntag|easter sunday": 0,
    r"ostermontag|easter monday": 1,
    r"(?:christi )?himmelfahrt(?:stag)?|vatertag|ascension day": 39,
    r"pfingstsonntag": 49,
    r"pfingstmontag|whit monday": 50,
    r"fronleichnam(?:stag)?": 60,
    r"rosenmontag": -48,
    r"aschermittwoch": -46,
}

# The half of the day that words near a time tell: hours below 12 become 13 to 23 for "pm".
DAY_PARTS = {
    r"nachmittags?|namiddag|nomittag|abends?|obend|obnd|abig|oomd|auf d'nacht|afternoon|evening"
    r"|tonight|mittags?|after lunch": "pm",
    r"morgens|früh|frühs|vormittags?|vormittag|morning|in der früh|breakfast|frühstück"
    r"|laudes": "am",
    r"nachts?|in der nacht|at night|last night|late": "night",
}  # fmt: skip

# Behind these a date is something else than a call: a letter, a deadline, a begin, an end.
NOT_A_CALL_BEFORE = (
    r"(?:schreiben|brief|mail|e-mail|rechnung|bestätigung|auftragsbestätigung|nachricht|anfrage"
    r"|auftrag|beschwerde|letter|invoice|email|order|bestellung|vertrag|kündigung|sms|paket"
    r"|antwort|anzeige|widerruf|message|anrufe?s? ihrer|beauftragung)"
    r"(?: ihr(?:e|es)?| mein(?:e|es)?| a-\d+)? (?:vom|dated|of|from|on)(?: the)? $"
    r"|\b(?:bis(?: zum| spätestens)?|ab(?: dem| dem)?|zum|until|till|by|before|effective|frist"
    r"|spätestens(?: zum)?|since|geboren(?: am)?|born(?: on)?|frist bis zum|spätestens am"
    r"|gültig ab|stand|seit dem|per|with effect from|nach dem|ende|anfang|mitte) $"
    r"|\b(?:von|from) $|\bfrom 1 $"
)
NOT_A_CALL_BEHIND = (
    r"^[^.!?\n]{0,60}\b(?:schriftlich widersprochen|gekündigt|bestellt und|geboren"
    r"|eine (?:auftrags|vertrags|bestell|kündigungs|wechsel)"
    r"\w*bestätigung|widerrufen|geschrieben|zurückgeschickt|eingezogen|schaden|umgezogen"
    r"|an order confirmation|a letter|i wrote|cancelled|an invoice|moved)\b"
    r"|^ (?:schrieb|wrote|um \d{1,2}:\d{2} (?:uhr )?schrieb)|^\)? (?:beim|bei der) (?:gericht"
    r"|amt)"
    r"|^[^.!?\n]{0,25}\b(?:erzählt|berichtet|gelesen|told me|gefunden|zugesandt)\b"
    r"|^ (?:verdoppelt|erhöht|umgestellt)"
)
SINCE = r"\b(?:seit|since|for the past|for|innerhalb von|binnen|within) $"
