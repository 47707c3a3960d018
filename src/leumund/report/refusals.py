"""How this part refuses."""

from __future__ import annotations

from leumund.basics.errors import BadInput, Conflict, NotThere


class NoSuchLetterDue(Conflict):
    """Case {case} has given rise to no {about} letter. Nothing was written."""

    code = "no-such-letter-due"
    hint = "Letters that are due: {due}."


class LetterSpeaksOfOffence(Conflict):
    """The letter speaks of an offence ({words}) while there is a suspicion (C166). Nothing was
    written."""

    code = "letter-speaks-of-offence"
    hint = "Say what was done, and which duty it breaches, in the reasons and questions."


class YearToCome(BadInput):
    """The year {year} has not begun. Nothing was written."""

    code = "year-to-come"
    hint = "Ask for this year, so far, or for one that is over."


class NothingOfTheYear(NotThere):
    """The ledger holds nothing of the year {year}: a report would only say that nobody looked.
    Nothing was written."""

    code = "nothing-of-the-year"
    hint = "'leumund ledger entries' shows which years it holds."


class NobodyOnTheLine(NotThere):
    """Nobody and nothing is known about {number}. Nothing was written."""

    code = "nobody-on-the-line"
    hint = "Somebody who asks is told so as well: Art 12(3) GDPR."


class SeveralOnTheLine(BadInput):
    """{count} people share {number}, and each may know only what is theirs. Nothing was
    written."""

    code = "several-on-the-line"
    hint = "Say who asks with --person: the company's own reference of that person."


class NoConsentOnRecord(NotThere):
    """No consent of this person is on record. Nothing was written."""

    code = "no-consent-on-record"
    hint = "Then there was none to call by: see 'leumund people about'."


class NothingToSample(Conflict):
    """The ledger has no signed entries of the kind {kind}. Nothing was drawn."""

    code = "nothing-to-sample"
    hint = "'leumund ledger entries' lists what there is."
