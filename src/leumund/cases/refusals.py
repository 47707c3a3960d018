"""Why a move is refused, each by its name. Whatever is refused has changed nothing."""

from __future__ import annotations

from leumund.basics.errors import BadInput, Conflict, NotThere


class NoSuchCase(NotThere):
    """There is no case {case}."""

    code = "no-such-case"
    hint = "leumund cases overview shows those there are."


class CaseLocked(Conflict):
    """Case {case} was closed on {date} and has been locked since. Nobody reads or uses it."""

    code = "case-locked"
    hint = "New facts open a new case."


class NotAPerson(BadInput):
    """ "{by}" is no person. A person decides about a case, never a program. Nothing was
    changed."""

    code = "not-a-person"
    hint = "Say with --by who acts."


class ReasonsMissing(BadInput):
    """No reasons were given to {event} in case {case}. Nothing was changed."""

    code = "reasons-missing"
    hint = "Write the reasons down in a sentence; they are read in court."


class OccasionMissing(BadInput):
    """There is no new finding, so there is no occasion to look at anybody's conduct (C156).
    Nothing was changed."""

    code = "occasion-missing"
    hint = "Write down what was noticed, with source and time, as a finding."


class NothingSaidForPartner(BadInput):
    """An item of case {case} that speaks for the partner says nothing; its letter would have an
    empty line under what speaks for it. Nothing was changed."""

    code = "nothing-said-for-partner"
    hint = "Say with --says, in a sentence, what it shows."


class MomentToCome(BadInput):
    """{what} is {at:%Y-%m-%d %H:%M} UTC, which is still to come: nobody knows or has collected
    anything tomorrow, and clocks run from that moment. Nothing was changed."""

    code = "moment-to-come"
    hint = "Write down when it was."


class FindingOfAnother(BadInput):
    """The finding {code} is about {partner}, and the case is against {against}. Nothing was
    changed."""

    code = "finding-of-another"
    hint = "Open a case of its own for each partner."


class AlreadyInACase(Conflict):
    """The finding {code} stands in case {case} already, and nobody answers twice for the
    same. Nothing was changed."""

    code = "already-in-a-case"
    hint = "Go on with case {case}, or wait for new facts."


class NotAdmissible(BadInput):
    """The item of evidence lacks {missing}, so it is not admissible (C157). Nothing was
    changed."""

    code = "not-admissible"
    hint = "Say from which system it comes, who collected it and when."


class KindUnclear(BadInput):
    """{kind} is no kind of evidence: it names files and is read again when people decide.
    Nothing was changed."""

    code = "kind-unclear"
    hint = "Write at most 41 small letters, digits, _ or -, such as call_record or score."


class EvidenceChanged(BadInput):
    """{name} does not have the checksum {digest}: it is not the file that was collected.
    Nothing was changed."""

    code = "evidence-changed"
    hint = "Get the file again from where it was collected."


class UnknownExplanation(BadInput):
    """{what} is none of the other explanations. Nothing was changed."""

    code = "unknown-explanation"
    hint = "They are: {explanations}."


class NothingToHear(Conflict):
    """Case {case} has no facts on which {against} was not heard already. Nothing was sent."""

    code = "nothing-to-hear"
    hint = "Add the new findings first: leumund cases add."


class ReplyDateTooSoon(BadInput):
    """{date} leaves {days} working days to answer, and it must be at least {needed} (L152).
    Nothing was sent."""

    code = "reply-date-too-soon"
    hint = "The earliest day is {earliest}."


class ReplyDateTooLate(BadInput):
    """{date} is more than a year from now, and so long nobody is kept under suspicion (L152).
    Nothing was sent."""

    code = "reply-date-too-late"
    hint = "The latest day is {latest}. Whoever needs more time can be heard once more."


class NumberInText(BadInput):
    """The text holds a phone number in full ({number}). Nothing was changed."""

    code = "number-in-text"
    hint = "Write it masked; the partner sees the calls where the evidence lies."


class SpeaksOfOffence(BadInput):
    """The text speaks of an offence ({words}), and what we know is a suspicion of a breach
    (C166). Nothing was changed."""

    code = "speaks-of-offence"
    hint = "Say what was seen, and that it may be a breach of the contract."


class ReplyDateNotPassed(Conflict):
    """In case {case} the partner may answer until {date}. Nothing was changed."""

    code = "reply-date-not-passed"
    hint = "Wait for the day after; a reply before it does not shorten the time."


class NotAPartner(BadInput):
    """Case {case} is against {target} {against} of our own, where there are no data to stop.
    Nothing was changed."""

    code = "not-a-partner"
    hint = "Propose a correction, or a stop of the campaign."


class MeasureDoesNotFit(BadInput):
    """A measure of the kind {measure} does not fit a case against {target} {against}. Nothing
    was changed."""

    code = "measure-does-not-fit"
    hint = "Here there are: {measures}."


class OneKindOfEvidence(Conflict):
    """All of case {case} rests on one kind of evidence ({kinds}), however much there is of it
    (L154). Naming a copy, complaints and control numbers are one kind. Nothing was ordered."""

    code = "one-kind-of-evidence"
    hint = "Look for a second one from another source: orders, look-ups, money, transcripts."


class OnlyReasonsToLook(Conflict):
    """All of case {case} rests on reasons to look ({codes}): a number that was shown, or a
    figure that differs, proves nothing by itself. Nothing more than a hint was ordered."""

    code = "only-reasons-to-look"
    hint = "Look where they point, and take what you find there into the case."


class StopRunsAlready(Conflict):
    """In case {case} a data stop runs already, or has lapsed on the same facts. Nothing was
    ordered."""

    code = "stop-runs-already"
    hint = "A second person may renew it after the reply, while it runs."


class StoppedBefore(Conflict):
    """In case {earlier} the data of {against} were stopped for this matter already, and in case
    {case} it was not heard on all facts. A data stop before the hearing stands once; no further
    one was ordered."""

    code = "stopped-before"
    hint = "Hear it, and wait for the reply or its date: leumund cases hear."


class NotInForce(Conflict):
    """Measure {measure} of case {case} is not in force. Nothing was changed."""

    code = "not-in-force"
    hint = "leumund cases case {case} lists the measures."


class RenewedBeforeReply(Conflict):
    """In case {case} the partner was not heard on all facts, or may still answer. The data
    stop was not renewed; it ends on {until}."""

    code = "renewed-before-reply"
    hint = "Hear the partner and wait for the reply or its date."


class SamePersonTwice(Conflict):
    """{by} has acted in case {case} already, and the second step is another person's (L155).
    Nothing was changed."""

    code = "same-person-twice"
    hint = "Ask somebody else. If two people have such names, let both write them out."


class StillRuns(Conflict):
    """Measure {measure} of case {case} has not come to its end. Nothing was changed."""

    code = "still-runs"
    hint = "A person may lift it at any time: leumund cases lift."


class ScoreOnly(Conflict):
    """{by} names no item of evidence that was read, or a score alone (C170). Nothing follows
    from a score. Nothing was changed."""

    code = "score-only"
    hint = "Read the evidence and name its items with --looked-at."


class NoSuchItem(NotThere):
    """Case {case} has no item of evidence {item}."""

    code = "no-such-item"
    hint = "leumund cases case {case} lists them."


class NotHeardYet(Conflict):
    """In case {case} {against} was not heard, or may still answer, and a measure above a
    warning ({measure}) needs both (C158). Nothing was changed."""

    code = "not-heard-yet"
    hint = "Hear it first: leumund cases hear. A data stop may be ordered meanwhile."


class NewFactsUnheard(Conflict):
    """Case {case} rests on {count} findings on which {against} was not heard (C159). Nothing
    was changed."""

    code = "new-facts-unheard"
    hint = "Hear it once more, on the new facts: leumund cases hear."


class ExplanationsOpen(Conflict):
    """In case {case} nobody has looked into other explanations: {open}. Nothing was changed."""

    code = "explanations-open"
    hint = "Write down who checked each and what was found: leumund cases explain."


class TerminationUnwarned(Conflict):
    """{against} was not warned, and no reason was given why that is not needed (C160). Nothing
    was changed."""

    code = "termination-unwarned"
    hint = "Warn first, or say with --why-no-warning why § 314(2) BGB does not ask for it."


class NothingToEnd(BadInput):
    """A measure of the kind {measure} sets no day by which something must have ended; a warning
    does. Nothing was changed."""

    code = "nothing-to-end"
    hint = "Leave out --ends-by, or propose a warning."


class NoTimeToEnd(Conflict):
    """What the warning in case {case} is about would have to end by {date}, which leaves no
    time for it. Nothing was changed."""

    code = "no-time-to-end"
    hint = "Propose the warning with a later day: leumund cases propose --ends-by."


class JudgeInOwnCause(Conflict):
    """{by} has ordered or decided in case {case}, and somebody else looks again. Nothing was
    changed."""

    code = "judge-in-own-cause"
    hint = "Ask somebody who had no part in it."


class NoSuchClock(BadInput):
    """There is no clock called {clock}. Nothing was changed."""

    code = "no-such-clock"
    hint = "The clocks are: {clocks}."


class NotYetLocked(Conflict):
    """Case {case} is locked from {date} on. Nothing was changed."""

    code = "not-yet-locked"
    hint = "The nightly run of leumund cases lock does it in its time."


class NoFactToHear(Conflict):
    """Of finding {code} ({digest}) in case {case} no row can be shown to the partner, so there
    would be nothing it could answer. Nothing was sent."""

    code = "no-fact-to-hear"
    hint = 'Write in words what was seen: leumund cases hear --fact "{digest}: ...".'


class StillInForce(Conflict):
    """Measure {measure} of case {case} has not ended, so the case cannot. Nothing was
    changed."""

    code = "still-in-force"
    hint = "leumund cases lift ends it; leumund cases expire records one whose time is over."


class MayStillObject(Conflict):
    """In case {case} {against} may still object: the time for it ends with {date}. Nothing was
    changed."""

    code = "may-still-object"
    hint = "Close the case after that day."


class AgentsOff(Conflict):
    """In this house no agent's pseudonym is opened: that is off unless somebody has set it.
    Nothing was changed, and nothing is shown."""

    code = "agents-off"
    hint = "Set LEUMUND_AGENTS=on, once it is agreed with whom it concerns."


class NoWrittenTrigger(Conflict):
    """Item {item} of case {case} is of the kind {kind}, and only a document is a written
    trigger. Nothing was changed."""

    code = "no-written-trigger"
    hint = "Put it into the file first: leumund cases evidence {case} FILE --kind document."


class RowNotInCase(NotThere):
    """Not one row, and one alone, of the findings of case {case} is called {row}. Nothing was
    changed."""

    code = "row-not-in-case"
    hint = "leumund cases case {case} --json lists them; write TABLE:KEY if two have one key."


class NoAgentThere(NotThere):
    """On that row of case {case} no pseudonym of {against} is kept. Nothing was changed."""

    code = "no-agent-there"
    hint = "Orders carry one, calls of one moment, and transcripts listened to with --agents."


class AgentNotAsked(Conflict):
    """In case {case} no request {number} waits for a second person. Nothing was changed."""

    code = "agent-not-asked"
    hint = "leumund cases case {case} lists the requests; leumund cases ask-agent makes one."


class FindingsUnreadable(BadInput):
    """{name} holds no findings that could be read ({what}). Nothing was changed."""

    code = "findings-unreadable"
    hint = "See docs/reference/cases.md for how a finding is written."


class NoSuchLetter(NotThere):
    """No letter of this installation has the code {code}."""

    code = "no-such-letter"
    hint = "Compare the code with the letter once more; it has eight groups of four."


class NoSuchFinding(NotThere):
    """{count} known findings have a digest that begins with {digest}; one is needed. Nothing
    was changed."""

    code = "unknown-finding"
    hint = "leumund audit findings lists them with their digests."
