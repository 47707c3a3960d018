"""A person looks at each value that was read: right, wrong, or something else.

Pure logic; ``answers.py`` keeps the answers, the terminal asks. A question is one value of
one complaint. An answer holds as long as the same value is read from the same text; a value
that reads differently after a change of the rules is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from leumund.basics.errors import BadInput
from leumund.basics.language import _
from leumund.basics.numbers import Number
from leumund.intake.mails.calendar import clocks, days
from leumund.intake.mails.complaint import FIELDS, WITHHELD, MailComplaint, Read, Value

YES, NO, OTHER = "yes", "no", "other"
SKIPPED = "skipped"
_UNASKED = ("arrived_at",)
_TRUE = frozenset(("yes", "ja", "true", "j", "y", "1"))
_HEARSAY = "is_hearsay"


class NoSuchValue(BadInput):
    """{value} cannot be the {field} of a complaint. Nothing was saved for this question."""

    code = "no-such-value"
    hint = "Write a number with its area code, or a day and a time, for example 3.3.2026 17:05."


@dataclass(frozen=True, slots=True)
class Question:
    """Was this value read rightly? ``start`` to ``end`` are its words in ``message``'s text;
    both 0 for hearsay, which the whole mail tells."""

    key: str
    message: str
    name: str
    read: str
    start: int
    end: int
    confidence: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to one question: YES, NO, OTHER with its value, or SKIPPED."""

    key: str
    name: str
    read: str
    said: str
    value: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """The questions of a folder and the answers so far, in the order in which they came."""

    questions: tuple[Question, ...]
    answers: tuple[Answer, ...] = ()

    @property
    def open(self) -> tuple[Question, ...]:
        """What is still to be asked, what was skipped last."""
        given = {_mark(one): one.said for one in self.answers}
        fresh = [one for one in self.questions if _mark(one) not in given]
        put_off = [one for one in self.questions if given.get(_mark(one)) == SKIPPED]
        return (*fresh, *put_off)

    @property
    def done(self) -> int:
        """Questions that have an answer."""
        asked = {_mark(one) for one in self.questions}
        return len(
            {_mark(one) for one in self.answers if one.said != SKIPPED and _mark(one) in asked}
        )

    def answered(self, question: Question, said: str, value: str = "") -> Session:
        """With one more answer; raises NoSuchValue for another value that cannot be."""
        if said == OTHER:
            value = text_form(parsed(question.name, value))
        given = Answer(question.key, question.name, question.read, said, value)
        others = tuple(one for one in self.answers if _mark(one) != _mark(given))
        return replace(self, answers=(*others, given))

    def accepted(self, question: Question) -> Session:
        """All that is still open of this complaint is right."""
        session = self
        for one in self.open:
            if one.key == question.key:
                session = session.answered(one, YES)
        return session

    def undone(self) -> Session:
        """Without the answer that came last; it is asked next."""
        return replace(self, answers=self.answers[:-1])


def _mark(one: Question | Answer) -> tuple[str, str, str]:
    return one.key, one.name, one.read


def begun(complaints: Iterable[MailComplaint], answers: Sequence[Answer] = ()) -> Session:
    """A session over these complaints that takes up where the answers end."""
    return Session(tuple(one for each in complaints for one in questions(each)), tuple(answers))


def questions(complaint: MailComplaint) -> list[Question]:
    """One per value that was read, in the order in which people think of a call."""
    asked = [
        Question(
            complaint.key,
            read.message or complaint.message,
            name,
            text_form(read.value),
            read.start,
            read.end,
            read.confidence,
            read.note,
        )
        for name in FIELDS
        if name not in _UNASKED and (read := complaint.fields.get(name)) is not None
    ]
    if complaint.is_hearsay:
        asked.append(Question(complaint.key, complaint.message, _HEARSAY, "yes", 0, 0, 0.8))
    return asked


def applied(
    complaints: Iterable[MailComplaint], answers: Iterable[Answer]
) -> list[MailComplaint]:
    """The complaints as people confirmed them: right values have confidence 1, wrong ones are
    gone, other ones stand in their place with the note ``corrected``."""
    given = {_mark(one): one for one in answers if one.said != SKIPPED}
    return [_applied(one, given) for one in complaints]


def _applied(
    complaint: MailComplaint, given: Mapping[tuple[str, str, str], Answer]
) -> MailComplaint:
    fields: dict[str, Read] = {}
    for name, read in complaint.fields.items():
        answer = given.get((complaint.key, name, text_form(read.value)))
        settled = read if answer is None else _settled(name, read, answer)
        if settled is not None:
            fields[name] = settled
    hearsay = given.get((complaint.key, _HEARSAY, "yes"))
    is_hearsay = complaint.is_hearsay and not (hearsay and hearsay.said == NO)
    return replace(complaint, fields=fields, is_hearsay=is_hearsay)


def _settled(name: str, read: Read, answer: Answer) -> Read | None:
    if answer.said == NO:
        return None
    if answer.said == YES:
        return replace(read, confidence=1.0)
    value = parsed(name, answer.value)
    return replace(read, value=value, confidence=1.0, note="corrected")


def text_form(value: Value) -> str:
    """A value as it is shown and kept: 2026-03-03 17:05, 2026-03-03, yes, +49..."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value


def parsed(name: str, written: str) -> Value:
    """What somebody typed, as the value of a field; raises NoSuchValue."""
    typed = " ".join(written.split())
    if name in ("number_called", "number_shown"):
        return _number(name, typed)
    if name in ("called_at", "arrived_at"):
        return _moment(name, typed)
    if name.startswith("is_"):
        return typed.lower() in _TRUE
    if not typed:
        raise NoSuchValue(value="…", field=name)
    return typed


def _number(name: str, typed: str) -> str:
    if name == "number_shown" and typed.lower() in (WITHHELD, "unterdrückt", "anonym"):
        return WITHHELD
    try:
        return Number.read(typed).e164
    except BadInput:
        raise NoSuchValue(value="…", field=name) from None


def _moment(name: str, typed: str) -> datetime | date:
    try:
        exact = datetime.fromisoformat(typed)
        return exact.date() if len(typed) <= len("2026-03-03") else exact.replace(tzinfo=None)
    except ValueError:
        low = typed.lower()
    named = [day for day in days(low, 0, len(low), None) if not day.note]
    if not named:
        raise NoSuchValue(value="…", field=name)
    times = clocks(low, 0, len(low), named)
    return datetime.combine(named[0].day, times[0].at) if times else named[0].day


def field_words(name: str) -> str:
    """What a field is called on the screen."""
    return {
        "called_at": _("When the call was"),
        "number_called": _("The number that was called"),
        "number_shown": _("The number that was shown"),
        "said_name": _("Who the caller said to be"),
        "product": _("What was to be sold"),
        "tariff": _("The tariff that was named"),
        "said": _("What the caller said"),
        "is_objection": _("The person wants no more calls"),
        "is_order_denied": _("The person ordered nothing"),
        "is_hearsay": _("Somebody else was called, not the writer"),
    }.get(name, name)
