"""How German and English files call what a record says: one entry per field, words with ``|``.

Only the names of columns stand here; what their contents look like is told by the type of
the field (``kinds``).
"""

REF = (
    "Kundennummer | Kunden-Nr | KdNr | Kd.-Nr. | Kunde | Kunden-ID | Debitor | KNR",
    "customer number | customer id | customer no | person ref | account | id",
)
NUMBER = (
    "Telefon | Telefonnummer | Rufnummer | Tel | Tel. | Tel.-Nr. | Fon | Mobil | "
    "Mobilnummer | Handy | Festnetz | Anschluss | MSISDN | Telefon privat",
    "number | phone | phone number | telephone | mobile | landline | msisdn | "
    "called number | dialled number",
)
NAME = (
    "Name | Kundenname | Nachname | Vor- und Nachname | Ansprechpartner",
    "name | customer name | full name | last name | surname",
)
KIND = (
    "Kundenart | Kundentyp | Privat/Gewerbe | Kundengruppe | Typ",
    "kind | customer type | customer kind | b2b/b2c",
)
CUSTOMERS_LAND = (
    "Bundesland | Land | BL | Bundesland-Kürzel",
    "land | federal state | state | region",
)
POSTCODE = ("PLZ | Postleitzahl", "postcode | zip | zip code | postal code")
ADDRESS = (
    "Anschrift | Adresse | Straße | Strasse | Straße und Hausnummer | Lieferadresse",
    "address | street | street address | delivery address",
)
EMAIL = (
    "E-Mail | Email | Mail | E-Mail-Adresse | Mailadresse",
    "email | e-mail | mail address | email address",
)
IBAN = (
    "IBAN | Bankverbindung | Konto | Kontonummer | Bankkonto",
    "iban | bank account | account number",
)
SEGMENT = ("Segment | Kundensegment | Zielgruppe | Wertklasse", "segment | customer segment")
PRODUCT = (
    "Produkt | Produktart | Sparte | Artikel | Leistung",
    "product | product type | line of business | service",
)
TARIFF = (
    "Tarif | Tarifname | Tarifbezeichnung | Vertragstarif | Angebot",
    "tariff | plan | rate plan | price plan | offer",
)
MONTHLY_PRICE = (
    "Monatspreis | Grundgebühr | Preis/Monat | Preis mtl. | monatlich | Grundpreis",
    "monthly price | monthly fee | price per month | mrc",
)
CONTRACT_ENDS_ON = (
    "Vertragsende | Laufzeitende | Ende | MVLZ-Ende | Vertrag endet am | "
    "Ende Mindestlaufzeit | Laufzeit bis",
    "contract ends on | contract end | end of contract | end date",
)
COMPANY = (
    "Unternehmen | Firma | Firmen | Werbender | für Unternehmen | Konzern",
    "company | companies | advertiser | brand",
)
PRODUCTS = (
    "Produkte | Produkt | Produktarten | Zweck | Themen",
    "products | product | purpose | topics",
)
CHANNEL = (
    "Kanal | Werbekanal | Weg | Kontaktweg | Kommunikationskanal",
    "channel | channels | contact channel | medium",
)
WORDING = (
    "Wortlaut | Einwilligungstext | Formulierung | Text | Textfassung | Klausel | Erklärung",
    "wording | text | consent text | declaration | clause",
)
GRANTED_AT = (
    "Erteilt am | Einwilligungsdatum | Einwilligung am | Opt-in am | Datum",
    "granted at | consent date | given at | opt-in date | date",
)
RECORDED_AT = (
    "Dokumentiert am | Erfasst am | Nachweis vom | Angelegt am | erfasst",
    "recorded at | documented at | captured at | created at",
)
SOURCE = (
    "Quelle | Herkunft | Erhoben über | Einholung | Erhebung",
    "source | origin | collected through | lead source",
)
PROOF = (
    "Nachweis | Beleg | Nachweis-Hash | Nachweisdatei | Dokument | Ablage",
    "proof | evidence | proof file | document | record",
)
NUMBER_CONFIRMED = (
    "Rufnummer bestätigt | Nummer bestätigt | SMS-bestätigt | Nummer verifiziert",
    "number confirmed | number verified | phone verified",
)
ORIGIN_CHECKED = (
    "Herkunft geprüft | Quelle geprüft | Herkunft bestätigt",
    "origin checked | origin verified | source checked",
)
WITHDRAWN_AT = (
    "Widerrufen am | Widerruf am | Widerruf | Opt-out am | Zurückgezogen am",
    "withdrawn at | revoked at | opt-out date | revocation date",
)
VALID_UNTIL = (
    "Gültig bis | Ablauf | Läuft ab am | gültig bis",
    "valid until | expires on | valid to | expiry",
)
AT = (
    "Widerspruch am | Widersprochen am | Datum | Eingang | gesperrt am | Sperre",
    "at | objected at | objection date | blocked on | date",
)
OBJECTION_WITHDRAWN_AT = (
    "Zurückgezogen am | Zurückgenommen am | Widerspruch zurückgezogen am | Aufgehoben am",
    "withdrawn at | taken back on | lifted on",
)
SCOPE = (
    "Umfang | Widerspruch gegen | Sperrgrund | Grund | Art | Art des Widerspruchs | Anliegen",
    "scope | objection scope | against | type of objection",
)
STARTED_ON = (
    "Vertragsbeginn | Beginn | Vertrag seit | gültig ab | Start",
    "started on | start | contract start | start date | valid from",
)
ENDED_ON = (
    "Vertragsende | Laufzeitende | Ende | MVLZ-Ende | Vertrag endet am | "
    "Ende Mindestlaufzeit | Laufzeit bis",
    "ended on | end | contract end | end date | valid to",
)
CANCELLED_ON = (
    "Gekündigt am | Kündigung am | Kündigungsdatum | Kündigung | Storno am",
    "cancelled on | cancellation date | terminated on | churned on",
)
PARTNER = (
    "Partner | Vertriebspartner | VP | Agentur | Callcenter | Call-Center | "
    "Dienstleister | Vermittler | Händler | VP-Name | Partnername",
    "partner | sales partner | agency | call centre | dealer | vendor",
)
LEGAL_NAME = (
    "Firma | Firmenname | Firmierung | Vertragspartner | Rechtsträger",
    "legal name | company name | company | contracting party",
)
PARENT = (
    "Untervertrag von | Hauptpartner | über | Oberpartner | Unterpartner von",
    "parent | sub-partner of | main partner | via",
)
VALID_FROM = (
    "Vertrag ab | gültig ab | Beginn | seit | Vertragsbeginn",
    "valid from | from | start | contract from",
)
VALID_TO = (
    "Vertrag bis | gültig bis | Ende | bis | Vertragsende",
    "valid to | to | end | contract to | valid until",
)
CALLER_NUMBER = (
    "Angezeigte Nummer | Absendernummer | CLI | Anrufende Nummer | Anrufernummer | "
    "Rufnummer | Absenderrufnummer | Telefonnummer",
    "shown number | cli | caller id | caller number | from number | ani | number | "
    "phone number",
)
LOGIN = (
    "Login | Benutzer | Anmeldung | Benutzername | User | Kennung | VO-Nummer",
    "login | user | user name | user id | log-in",
)
ART28_SIGNED = (
    "AVV | AV-Vertrag | AVV unterschrieben | Auftragsverarbeitung | Art. 28",
    "art 28 signed | dpa | dpa signed | processing agreement",
)
CALLS_NUMBER = (
    "Zielrufnummer | Angerufene Nummer | gewählte Nummer | Ziel | Telefon | "
    "Telefonnummer | Rufnummer | Tel | Tel. | Tel.-Nr. | Fon | Mobil | Mobilnummer | "
    "Handy | Festnetz | Anschluss | MSISDN | Telefon privat",
    "called | destination | to number | callee | number | phone | phone number | "
    "telephone | mobile | landline | msisdn | called number | dialled number",
)
STARTED_AT = (
    "Beginn | Anrufbeginn | Zeitpunkt | Datum/Uhrzeit | Anrufzeit | Start | Anrufdatum | "
    "Gesprächsbeginn | Datum und Zeit",
    "started at | call start | start time | call date | timestamp | date",
)
STARTED_TIME = (
    "Uhrzeit | Anrufzeit | Zeit | Startzeit | Anrufbeginn | Beginn | Gesprächsbeginn",
    "time | call time | start time | time of day | started at",
)
DIRECTION = (
    "Richtung | Anrufrichtung | Gesprächsrichtung | Eingehend/Ausgehend",
    "direction | call direction | inbound/outbound",
)
DURATION_S = (
    "Dauer | Gesprächsdauer | Dauer (s) | Sekunden | Sprechzeit",
    "duration | duration s | talk time | seconds | secs | billsec",
)
SHOWN_NUMBER = (
    "Angezeigte Nummer | Absendernummer | CLI | Anrufende Nummer | Anrufernummer",
    "shown number | cli | caller id | caller number | from number | ani",
)
RESULT = (
    "Ergebnis | Status | Anrufergebnis | Kontaktergebnis",
    "result | disposition | outcome | status",
)
CALLS_AGENT = ("Agent | Mitarbeiter | Bearbeiter | Telefonist", "agent | operator | agent id")
CAMPAIGN = ("Kampagne | Aktion | Projekt | Kampagnenname", "campaign | project | campaign id")
ATTEMPT = (
    "Versuch | Versuche | Anwahlversuche | Anwahlen | Versuch Nr.",
    "attempt | attempts | tries | attempt number",
)
EARLIER_CONTACTS = (
    "Frühere Kontakte | Bisherige Kontakte | Vorkontakte",
    "earlier contacts | previous contacts | previous | prior contacts",
)
DAYS_SINCE_LAST = (
    "Tage seit letztem Kontakt | Tage seit Kontakt",
    "days since last contact | days since last | pdays",
)
ORDERS_ORDER_REF = (
    "Auftragsnummer | Auftrags-Nr | Auftrag | Bestellnummer | Vorgang | AuNr",
    "order ref | order number | order id | order | order no",
)
ORDERED_AT = (
    "Auftragsdatum | Bestellt am | Auftrag vom | Erfasst am | Datum | Eingang",
    "ordered at | order date | created at | date | order time",
)
ORDERED_TIME = (
    "Uhrzeit | Zeit | Auftragszeit | Bestellzeit | Uhrzeit der Bestellung",
    "time | order time | time of day",
)
ORDERS_CHANNEL = (
    "Kanal | Vertriebskanal | Vertriebsweg | Auftragskanal",
    "channel | sales channel | order channel",
)
ORDERS_AGENT = ("Agent | Verkäufer | Mitarbeiter | Berater", "agent | seller | sales rep")
SHOP = ("Shop | Filiale | Laden | Standort | Shop-Nr", "shop | store | branch | outlet")
DEVICE = (
    "Gerät | Geräte-ID | Endgerät | IMEI | Fingerprint | IP-Adresse",
    "device | device id | imei | fingerprint | ip address",
)
WITHDRAWN_ON = (
    "Widerrufen am | Widerruf am | Widerruf | Widerrufsdatum",
    "withdrawn on | withdrawal date | withdrawal | revoked on",
)
CALL_REF = (
    "Anruf-ID | Anrufnummer | Gesprächs-ID | Call-ID",
    "call ref | call id | call | recording id",
)
PAYEE = (
    "Empfänger | Zahlungsempfänger | Gutschrift an | Begünstigter | Kreditor",
    "payee | recipient | paid to | beneficiary | creditor",
)
STATEMENTS_ORDER_REF = (
    "Auftragsnummer | Auftrags-Nr | Auftrag | Vorgang | Bestellnummer",
    "order ref | order number | order id | order",
)
AMOUNT = (
    "Betrag | Provision | Provisionsbetrag | Summe | Auszahlung | EUR",
    "amount | commission | sum | payout | eur",
)
PERIOD = (
    "Zeitraum | Abrechnungsmonat | Monat | Periode | Abrechnungszeitraum",
    "period | month | billing period",
)
HANDED_OVER_ON = (
    "Übergeben am | Versandt am | Listendatum | Stand | Ausgabe am",
    "handed over on | sent on | list date | delivered on",
)
APPROVED_BY = (
    "Freigegeben von | Freigabe | Freigegeben durch | Freigabe durch | Genehmigt von",
    "approved by | approver | released by | authorised by",
)
ARRIVED_AT = (
    "Eingang | Eingegangen am | Beschwerde vom | Datum | Eingangsdatum",
    "arrived at | received | received at | complaint date | date",
)
CALLED_AT = (
    "Angerufen am | Anruf am | Anrufzeit | Zeitpunkt des Anrufs",
    "called at | call date | time of call",
)
CALLED_TIME = (
    "Uhrzeit des Anrufs | Anrufzeit | Angerufen um | Uhrzeit Anruf",
    "time of call | call time | called at time",
)
NUMBER_CALLED = (
    "Angerufene Nummer | Rufnummer des Kunden | Telefon | Telefonnummer | Rufnummer | "
    "Tel | Tel. | Tel.-Nr. | Fon | Mobil | Mobilnummer | Handy | Festnetz | Anschluss | "
    "MSISDN | Telefon privat",
    "number called | called number | number | phone | phone number | telephone | "
    "mobile | landline | msisdn | called number | dialled number",
)
NUMBER_SHOWN = (
    "Angezeigte Nummer | Absendernummer | CLI | Anrufende Nummer | Anrufernummer",
    "number shown | shown number | cli | caller id | caller number | from number | ani",
)
SAID_NAME = (
    "Genannter Name | Anrufer | meldete sich als | Firma des Anrufers",
    "said name | caller name | caller said",
)
COMPLAINTS_PRODUCT = (
    "Produkt | beworbenes Produkt | Angebot",
    "product | offered product | offer",
)
IS_OBJECTION = (
    "Widerspruch | widerspricht | Sperrwunsch",
    "is objection | objection | objects",
)
IS_ORDER_DENIED = (
    "Auftrag bestritten | bestreitet Auftrag | nicht bestellt",
    "is order denied | order denied | denies order",
)
TEXT = (
    "Text | Beschwerdetext | Sachverhalt | Beschreibung | Inhalt",
    "text | complaint | description | what happened",
)
SHOPS_LAND = ("Bundesland | Land", "land | federal state")
MON = ("Montag | Mo | Mo.", "mon | monday")
TUE = ("Dienstag | Di | Di.", "tue | tuesday")
WED = ("Mittwoch | Mi | Mi.", "wed | wednesday")
THU = ("Donnerstag | Do | Do.", "thu | thursday")
FRI = ("Freitag | Fr | Fr.", "fri | friday")
SAT = ("Samstag | Sonnabend | Sa | Sa.", "sat | saturday")
SUN = ("Sonntag | So | So.", "sun | sunday")
