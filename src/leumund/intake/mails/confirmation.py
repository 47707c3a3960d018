"""A person looks at each mail: what was read is right, wrong or something else; what was
missed is in the mail or is not; a mail in which nothing was found is a complaint or is none.

Pure logic; ``answers.py`` keeps the answers, the terminal asks. A question is one value of
one complaint, read or missed. An answer holds as long as the same value is read from the same
text; a value that reads differently after a change of the rules is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from leumund.basics.language import _
from leumund.intake.mails.complaint import FIELDS, MailComplaint, MailItem, Read
from leumund.intake.mails.pointing import parsed, pointed, text_form

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

YES, NO, OTHER = "yes", "no", "other"
SKIPPED = "skipped"
HEARSAY, COMPLAINT = "is_hearsay", "is_complaint"
MISSED = ""
"""What a question says was read where nothing was."""
_UNASKED = ("arrived_at",)
_UNSURE = ("no-complaint", "answer")


@dataclass(frozen=True, slots=True)
class Question:
    """Was this value read rightly? ``start`` to ``end`` are its words in ``message``'s text;
    both 0 for hearsay, which the whole mail tells, and for what was MISSED. ``is_adopted``: it
    is asked only once a person has called the mail a complaint."""

    key: str
    message: str
    name: str
    read: str
    start: int = 0
    end: int = 0
    confidence: float = 0.0
    note: str = ""
    sent_at: datetime | None = None
    is_adopted: bool = False

    @property
    def mail(self) -> str:
        """Equal for all questions about one mail."""
        return self.key.split("/")[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to one question: YES, NO, OTHER with its value, or SKIPPED.

    To what was MISSED, YES means that it is not in the mail. ``start`` to ``end`` are the
    words that a person pointed at.
    """

    key: str
    name: str
    read: str
    said: str
    value: str = field(default="", repr=False)
    start: int = 0
    end: int = 0

    @property
    def mail(self) -> str:
        """Equal for all answers about one mail."""
        return self.key.split("/")[0]


@dataclass(frozen=True, slots=True)
class Session:
    """The questions of a folder and the answers so far, in the order in which they came."""

    questions: tuple[Question, ...]
    answers: tuple[Answer, ...] = ()

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that make sense after what was said about the mails as a whole."""
        added = _mails_said(self.answers, read=NO)
        dropped = _mails_said(self.answers, read=YES)
        return tuple(
            one
            for one in self.questions
            if one.mail not in dropped and (not one.is_adopted or one.mail in added)
        )

    @property
    def open(self) -> tuple[Question, ...]:
        """What is still to be asked, what was skipped last."""
        given = {_mark(one): one.said for one in self.answers}
        asked = self.asked
        fresh = [one for one in asked if _mark(one) not in given]
        put_off = [one for one in asked if given.get(_mark(one)) == SKIPPED]
        return (*fresh, *put_off)

    @property
    def done(self) -> int:
        """Questions that have an answer."""
        asked = {_mark(one) for one in self.asked}
        return len(
            {_mark(one) for one in self.answers if one.said != SKIPPED and _mark(one) in asked}
        )

    @property
    def mails(self) -> int:
        """How many mails the questions are about."""
        return len({one.mail for one in self.questions})

    @property
    def mails_open(self) -> int:
        """How many mails still have a question without an answer."""
        return len({one.mail for one in self.open})

    def about(self, mail: str) -> tuple[Question, ...]:
        """All questions that make sense about one mail: what was read, then what was missed."""
        asked = [one for one in self.asked if one.mail == mail and one.name != COMPLAINT]
        return tuple(sorted(asked, key=lambda one: (one.key, one.read == MISSED)))

    def said(self, question: Question) -> Answer | None:
        """The answer to one question, if there is one."""
        wanted = _mark(question)
        return next((one for one in self.answers if _mark(one) == wanted), None)

    def answered(
        self, question: Question, said: str, value: str = "", text: str = ""
    ) -> Session:
        """With one more answer; raises NoSuchValue for another value that cannot be.

        ``value`` may be words of the mail, whose ``text`` tells where they stand.
        """
        start = end = 0
        if said == OTHER:
            read = pointed(question.name, value, text, question.sent_at)
            value, start, end = text_form(read.value), read.start, read.end
        return self._with(
            Answer(question.key, question.name, question.read, said, value, start, end)
        )

    def accepted(self, question: Question) -> Session:
        """All that is still open of this mail is right, and what was missed is not there."""
        session = self
        for one in self.open:
            if one.mail == question.mail:
                session = session.answered(one, YES)
        return session

    def put_off(self, question: Question) -> Session:
        """All that is open of this mail is asked again when everything else is done."""
        session = self
        for one in self.open:
            if one.mail == question.mail:
                session = session.answered(one, SKIPPED)
        return session

    def dropped(self, question: Question) -> Session:
        """This mail was taken for a complaint and is none."""
        return self._with(Answer(question.key, COMPLAINT, YES, NO))

    def undone(self) -> Session:
        """Without the answer that came last; it is asked next."""
        return replace(self, answers=self.answers[:-1])

    def undone_mail(self) -> Session:
        """Without all that was said last about one mail; it is asked again."""
        last = self.answers[-1].mail if self.answers else ""
        return replace(self, answers=tuple(one for one in self.answers if one.mail != last))

    def _with(self, given: Answer) -> Session:
        others = tuple(one for one in self.answers if _mark(one) != _mark(given))
        return replace(self, answers=(*others, given))


def _mark(one: Question | Answer) -> tuple[str, str, str]:
    return one.key, one.name, one.read


def _mails_said(answers: Iterable[Answer], read: str) -> AbstractSet[str]:
    """The mails of which a person said that they were taken wrongly as a whole."""
    return {
        one.mail for one in answers if (one.name, one.read, one.said) == (COMPLAINT, read, NO)
    }


def begun(
    complaints: Iterable[MailComplaint],
    answers: Sequence[Answer] = (),
    items: Iterable[MailItem] = (),
) -> Session:
    """A session over these complaints, and the mails among ``items`` in which none was found;
    it takes up where the answers end."""
    asked = [one for each in complaints for one in questions(each)]
    asked += [one for each in _unsure(items) for one in _about_item(each)]
    return Session(tuple(asked), tuple(answers))


def questions(complaint: MailComplaint, *, is_adopted: bool = False) -> list[Question]:
    """One per value that was read, in the order in which people think of a call, then one per
    value that was missed."""
    arrived = complaint.value("arrived_at")
    blank = Question(
        complaint.key,
        complaint.message,
        "",
        MISSED,
        sent_at=arrived if isinstance(arrived, datetime) else None,
        is_adopted=is_adopted,
    )
    names = [name for name in FIELDS if name not in _UNASKED]
    asked = [
        replace(
            blank,
            message=read.message or complaint.message,
            name=name,
            read=text_form(read.value),
            start=read.start,
            end=read.end,
            confidence=read.confidence,
            note=read.note,
        )
        for name in names
        if (read := complaint.fields.get(name)) is not None
    ]
    hearsay = replace(blank, name=HEARSAY)
    if complaint.is_hearsay:
        asked.append(replace(hearsay, read=YES, confidence=0.8))
    asked += [replace(blank, name=name) for name in names if name not in complaint.fields]
    return asked if complaint.is_hearsay else [*asked, hearsay]


def _unsure(items: Iterable[MailItem]) -> list[MailItem]:
    """Each text in which no complaint was found, once."""
    found = {one.digest: one for one in items if one.became in _UNSURE and one.digest}
    return list(found.values())


def _about_item(item: MailItem) -> list[Question]:
    blank = blank_complaint(item)
    whole = Question(blank.key, blank.message, COMPLAINT, NO, sent_at=item.sent_at)
    return [whole, *questions(blank, is_adopted=True)]


def blank_complaint(item: MailItem) -> MailComplaint:
    """A mail in which nothing was found, as the complaint that a person says it is."""
    message = f"{item.file}#{item.row}"
    arrived = {"arrived_at": Read(item.sent_at, 0, 0, 1.0)} if item.sent_at else {}
    return MailComplaint(
        file=item.file,
        row=item.row,
        message=message,
        call=1,
        fields=arrived,
        is_call=True,
        is_hearsay=False,
        thread=message,
        sender=item.sender,
        attachments=item.attachments,
        digest=item.digest,
    )


def adopted(items: Iterable[MailItem], answers: Iterable[Answer]) -> list[MailComplaint]:
    """The mails in which nothing was found and of which a person said that they complain."""
    mails = _mails_said(answers, read=NO)
    return [blank_complaint(one) for one in _unsure(items) if one.digest in mails]


def applied(
    complaints: Iterable[MailComplaint], answers: Iterable[Answer]
) -> list[MailComplaint]:
    """The complaints as people confirmed them: right values have confidence 1, wrong ones are
    gone, other ones stand in their place with the note ``corrected``, missed ones with
    ``added``; mails that are no complaints are gone."""
    kept = [one for one in answers if one.said != SKIPPED]
    given = {_mark(one): one for one in kept}
    dropped = _mails_said(kept, read=YES)
    return [_applied(one, given) for one in complaints if one.digest not in dropped]


def _applied(
    complaint: MailComplaint, given: Mapping[tuple[str, str, str], Answer]
) -> MailComplaint:
    fields: dict[str, Read] = {}
    for name in FIELDS:
        settled = _settled(complaint, name, given)
        if settled is not None:
            fields[name] = settled
    hearsay = given.get((complaint.key, HEARSAY, YES if complaint.is_hearsay else MISSED))
    is_hearsay = complaint.is_hearsay
    if hearsay is not None and hearsay.said != YES:
        is_hearsay = not complaint.is_hearsay if hearsay.said == NO else hearsay.value == YES
    asked = [one for one in questions(complaint) if one.read != MISSED]
    is_looked_at = any(key == complaint.key for key, _name, _read in given)
    return replace(
        complaint,
        fields=fields,
        is_hearsay=is_hearsay,
        is_confirmed=is_looked_at and all(_mark(one) in given for one in asked),
    )


def _settled(
    complaint: MailComplaint, name: str, given: Mapping[tuple[str, str, str], Answer]
) -> Read | None:
    read = complaint.fields.get(name)
    marks = [(complaint.key, name, text_form(read.value))] if read is not None else []
    answer = next((given[mark] for mark in marks if mark in given), None)
    missed = given.get((complaint.key, name, MISSED))
    if answer is None and missed is not None and missed.said == OTHER:
        return _pointed_at(missed, "added")
    if read is None or answer is None:
        return read
    if answer.said == NO:
        return None
    return (
        replace(read, confidence=1.0)
        if answer.said == YES
        else _pointed_at(answer, "corrected", read)
    )


def _pointed_at(answer: Answer, note: str, read: Read | None = None) -> Read | None:
    """The value that a person gave; none where a yes-or-no field is said to be no."""
    value = parsed(answer.name, answer.value)
    if value is False:
        return None
    start, end = answer.start, answer.end
    if not end and read is not None:
        start, end = read.start, read.end
    if answer.name == "product":
        note = pointed("product", answer.value, "", None).note
    message = read.message if read is not None and not answer.end else ""
    return Read(value, start, end, 1.0, note, message)


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
        HEARSAY: _("Somebody else was called, not the writer"),
        COMPLAINT: _("Is this a complaint?"),
    }.get(name, name)
