"""``leumund cases``: from a finding to the hearing, to what follows, and to its end."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from leumund.basics.errors import BadInput
from leumund.cases import Against, Target, findings_in
from leumund.cli import cases_asked
from leumund.cli.days import read_day, read_moment
from leumund.cli.desk import open_desk
from leumund.cli.render import show

app = typer.Typer(no_args_is_help=True)

Case = Annotated[int, typer.Argument(help="The number of the case.")]
By = Annotated[str, typer.Option(help="Who acts: the name of a person of yours.")]
Why = Annotated[str, typer.Option(help="The reasons, in a sentence.")]
Finding = Annotated[
    list[Path], typer.Option(help="A file of findings, YAML or JSON. May be repeated.")
]
Number = Annotated[int, typer.Option("--measure", help="The measure's number in the case.")]
LookedAt = Annotated[
    list[int], typer.Option(help="An item of evidence that you have read. May be repeated.")
]
Hours = Annotated[int, typer.Option(help="Hours that the case has cost the partner so far.")]
Cents = Annotated[int, typer.Option(help="An amount of money in cents.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class NoSuchTarget(BadInput):
    """{written} does not say whom or what the case is against. Nothing was changed."""

    code = "no-such-target"
    hint = "Write a kind, a colon and a name; the kinds are: {targets}."


def _moment(what: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(
        parser=read_moment, metavar="MOMENT", help=what
    )
    return found


Known = Annotated[datetime | None, _moment("When the company knew of it (default: now).")]
Collected = Annotated[datetime | None, _moment("When it was collected.")]
Started = Annotated[datetime, _moment("When the clock started.")]
Met = Annotated[datetime | None, _moment("When it was met.")]
Until = Annotated[datetime | None, _moment("When the measure ends by itself.")]
ReplyDue = Annotated[
    date, typer.Option(parser=read_day, metavar="DAY", help="The last day to answer.")
]

EndsBy = Annotated[
    date | None,
    typer.Option(
        parser=read_day, metavar="DAY", help="The last day of what a warning is about."
    ),
]


@app.command("open")
def open_(
    against: Annotated[
        str, typer.Option(help="partner:NAME, campaign:NAME, rule:NAME or hand_over:NAME.")
    ],
    by: By,
    finding: Annotated[
        list[Path] | None,
        typer.Option(help="A file of findings, YAML or JSON. May be repeated."),
    ] = None,
    known: Annotated[
        list[str] | None,
        typer.Option(help="The digest of a finding that audit knows. May be repeated."),
    ] = None,
    known_at: Known = None,
    as_json: Json = False,
) -> None:
    """Open a case from findings that were written down. Nothing follows from it.

    \b
    leumund cases open --finding calls.yaml --against partner:Norden --by "M. Weber"
    """
    findings = [each for path in finding or () for each in findings_in(path)]
    with open_desk() as desk:
        moved = desk.cases.open(findings, _against(against), by, known_at, known or ())
    show(moved, as_json)


@app.command()
def add(case: Case, finding: Finding, by: By, as_json: Json = False) -> None:
    """Add new findings; the partner is to be heard on them as well.

    \b
    leumund cases add 12 --finding more.yaml --by "M. Weber"
    """
    findings = [each for path in finding for each in findings_in(path)]
    with open_desk() as desk:
        moved = desk.cases.add(case, findings, by)
    show(moved, as_json)


@app.command()
def evidence(
    case: Case,
    path: Annotated[Path, typer.Argument(help="The file; a copy of it is kept.")],
    kind: Annotated[
        str, typer.Option(help="Its source: call_record, order_record, document, ... or score.")
    ],
    origin: Annotated[str, typer.Option(help="The system or place that it comes from.")],
    collector: Annotated[str, typer.Option(help="Who collected it.")],
    by: By,
    collected_at: Collected = None,
    says: Annotated[str, typer.Option(help="What it shows, in a sentence.")] = "",
    digest: Annotated[
        str | None, typer.Option(help="The SHA-256 that it had when it was collected.")
    ] = None,
    for_partner: Annotated[
        bool, typer.Option("--for-partner", help="It speaks for the partner.")
    ] = False,
    calls: Annotated[
        int | None, typer.Option(help="So many strange calls were looked at.")
    ] = None,
    never_given: Annotated[
        int | None,
        typer.Option(
            help="So many of them went to people whom the partner never had from you."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Put an item of evidence into a case: with checksum, origin, collector and time.

    \b
    leumund cases evidence 12 calls.csv --kind call_record --origin dialler \
        --collector "M. Weber" --collected-at "04.05.2026 10:00" --by "M. Weber"
    """
    with open_desk() as desk:
        moved = desk.cases.evidence(
            case, path, kind, origin, collector, collected_at, by, says, digest=digest,
            is_for_partner=for_partner, calls=calls, never_given=never_given,
        )  # fmt: skip
    show(moved, as_json)


@app.command()
def explain(
    case: Case,
    what: Annotated[str, typer.Argument(help="theft, spoofing, our_transfer or our_insider.")],
    found: Annotated[str, typer.Option(help="What was looked at, and what came of it.")],
    by: By,
    possible: Annotated[bool, typer.Option("--possible", help="It could still be so.")] = False,
    as_json: Json = False,
) -> None:
    """Write down that another explanation was checked, by whom and with what result.

    \b
    leumund cases explain 12 spoofing --found "carrier: number was ours" --by "A. Kurz"
    """
    with open_desk() as desk:
        moved = desk.cases.explain(case, what, found, by, is_possible=possible)
    show(moved, as_json)


@app.command()
def hear(
    case: Case,
    reply_due: ReplyDue,
    by: By,
    question: Annotated[
        list[str] | None, typer.Option(help="A question. May be repeated.")
    ] = None,
    access: Annotated[str, typer.Option(help="Where the partner sees the evidence.")] = "",
    fact: Annotated[
        list[str] | None,
        typer.Option(help="Of a finding that shows no row, DIGEST: what was seen."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Hear the partner on concrete facts, with a day until which it may answer.

    \b
    leumund cases hear 12 --reply-due 18.05.2026 --access "our reading room" --by "M. Weber"
    """
    with open_desk() as desk:
        told = (each.partition(":") for each in fact or ())
        facts = {at.strip(): said.strip() for at, _colon, said in told}
        moved = desk.cases.hear(case, reply_due, by, question or (), access, facts)
    show(moved, as_json)


@app.command()
def reply(
    case: Case,
    said: Annotated[str, typer.Option(help="What the partner answered.")],
    by: By,
    hours: Hours = 0,
    cents: Cents = 0,
    as_json: Json = False,
) -> None:
    """Take in the partner's answer, and what the case has cost it.

    \b
    leumund cases reply 12 --said "It was not us." --hours 6 --by "M. Weber"
    """
    with open_desk() as desk:
        moved = desk.cases.reply(case, said, by, hours, cents)
    show(moved, as_json)


@app.command()
def stop(
    case: Case,
    why: Why,
    by: By,
    hold_commission: Annotated[
        bool, typer.Option("--hold-commission", help="Commission of disputed orders is held.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Order a data stop for the time being: it ends by itself after ten working days.

    \b
    leumund cases stop 12 --why "People are called right now." --by "M. Weber"
    """
    with open_desk() as desk:
        moved = desk.cases.stop(case, why, by, is_commission_held=hold_commission)
    show(moved, as_json)


@app.command()
def renew(case: Case, measure: Number, why: Why, by: By, as_json: Json = False) -> None:
    """Renew a data stop as another person, after the reply, for ten working days.

    \b
    leumund cases renew 12 --measure 1 --why "It goes on." --by "A. Kurz"
    """
    with open_desk() as desk:
        moved = desk.cases.renew(case, measure, why, by)
    show(moved, as_json)


@app.command()
def propose(
    case: Case,
    measure: Annotated[str, typer.Argument(help="hint, warning, data_stop, order_stop, ...")],
    why: Why,
    looked_at: LookedAt,
    by: By,
    until: Until = None,
    why_no_warning: Annotated[
        str | None, typer.Option(help="Why a termination needs no warning before it.")
    ] = None,
    reserved: Annotated[
        bool, typer.Option("--reserved", help="The penalty was reserved at acceptance.")
    ] = False,
    letter: Annotated[str | None, typer.Option(help="The text that would go out.")] = None,
    ends_by: EndsBy = None,
    as_json: Json = False,
) -> None:
    """Propose a measure with reasons. Nothing follows before a second person has decided.

    \b
    leumund cases propose 12 order_stop --why "Calls are on record." --looked-at 1 \
        --by "M. Weber"
    """
    with open_desk() as desk:
        moved = desk.cases.propose(
            case, measure, why, looked_at, by, until=until, why_no_warning=why_no_warning,
            is_penalty_reserved=reserved, letter=letter, ends_by=ends_by,
        )  # fmt: skip
    show(moved, as_json)


@app.command()
def decide(
    case: Case,
    why: Why,
    looked_at: LookedAt,
    by: By,
    refuse: Annotated[bool, typer.Option("--refuse", help="Refuse what was proposed.")] = False,
    as_json: Json = False,
) -> None:
    """Decide about what was proposed, as another person, with reasons of your own.

    \b
    leumund cases decide 12 --why "I have read the calls." --looked-at 1 --by "A. Kurz"
    """
    with open_desk() as desk:
        moved = desk.cases.decide(case, why, looked_at, by, agrees=not refuse)
    show(moved, as_json)


@app.command()
def lift(case: Case, measure: Number, why: Why, by: By, as_json: Json = False) -> None:
    """Lift a measure; from the next question on it holds no more.

    \b
    leumund cases lift 12 --measure 1 --why "It has stopped." --by "M. Weber"
    """
    with open_desk() as desk:
        moved = desk.cases.lift(case, measure, why, by)
    show(moved, as_json)


@app.command()
def appeal(case: Case, why: Why, by: By, as_json: Json = False) -> None:
    """Take in that the partner objects to the decision.

    \b
    leumund cases appeal 12 --why "That is not so." --by "T. Brandt"
    """
    with open_desk() as desk:
        moved = desk.cases.appeal(case, why, by)
    show(moved, as_json)


@app.command()
def uphold(case: Case, why: Why, by: By, as_json: Json = False) -> None:
    """Let a decision stand, as somebody who had no part in it.

    \b
    leumund cases uphold 12 --why "I have read it all again." --by "T. Brandt"
    """
    with open_desk() as desk:
        moved = desk.cases.uphold(case, why, by)
    show(moved, as_json)


@app.command()
def reverse(case: Case, why: Why, by: By, as_json: Json = False) -> None:
    """Reverse a decision, as somebody who had no part in it; all measures end.

    \b
    leumund cases reverse 12 --why "The calls were another's." --by "T. Brandt"
    """
    with open_desk() as desk:
        moved = desk.cases.reverse(case, why, by)
    show(moved, as_json)


@app.command()
def clear(case: Case, why: Why, by: By, as_json: Json = False) -> None:
    """Clear the partner: all measures end, and a letter says so.

    \b
    leumund cases clear 12 --why "It never had these people." --by "T. Brandt"
    """
    with open_desk() as desk:
        moved = desk.cases.clear(case, why, by)
    show(moved, as_json)


@app.command()
def drop(case: Case, why: Why, by: By, as_json: Json = False) -> None:
    """Drop a case from which nothing can follow; all measures end.

    \b
    leumund cases drop 12 --why "Nothing came of it." --by "T. Brandt"
    """
    with open_desk() as desk:
        moved = desk.cases.drop(case, why, by)
    show(moved, as_json)


@app.command()
def close(case: Case, why: Why, by: By, as_json: Json = False) -> None:
    """End a decided case, once no measure is in force and the time to object is over.

    \b
    leumund cases close 12 --why "The warning was lifted, nothing new." --by "T. Brandt"
    """
    with open_desk() as desk:
        moved = desk.cases.close(case, why, by)
    show(moved, as_json)


@app.command()
def credit(
    case: Case,
    what: Annotated[str, typer.Option(help="What the partner has put right.")],
    by: By,
    customers: Annotated[int, typer.Option(help="For how many customers.")] = 0,
    cents: Cents = 0,
    as_json: Json = False,
) -> None:
    """Credit what the partner has put right for your customers.

    \b
    leumund cases credit 12 --what "Called all of them back." --customers 12 --by "M. Weber"
    """
    with open_desk() as desk:
        moved = desk.cases.credit(case, what, by, customers, cents)
    show(moved, as_json)


@app.command()
def deadline(
    case: Case,
    clock: Annotated[
        str, typer.Argument(help="art33 (a breach is known) or art12 (access was asked for).")
    ],
    started_at: Started,
    by: By,
    met_at: Met = None,
    as_json: Json = False,
) -> None:
    """Start a clock, or say when it was met.

    \b
    leumund cases deadline 12 art33 --started-at "04.05.2026 10:00" --by "M. Weber"
    """
    with open_desk() as desk:
        moved = desk.cases.deadline(case, clock, started_at, by, met_at)
    show(moved, as_json)


@app.command()
def ask_agent(
    case: Case,
    row: Annotated[str, typer.Option(help="The key of a row of the case, or TABLE:KEY.")],
    trigger: Annotated[int, typer.Option(help="The item that is the written trigger.")],
    why: Why,
    by: By,
    as_json: Json = False,
) -> None:
    """Ask which agent stands on a row of the case. Shows nothing before a second person agrees.

    \b
    leumund cases ask-agent 12 --row A-17 --trigger 2 --why "The works council agreed." \
        --by "M. Weber"
    """
    with open_desk() as desk:
        moved = desk.cases.ask_agent(case, row, trigger, why, by)
    show(moved, as_json)


@app.command()
def open_agent(
    case: Case,
    request: Annotated[int, typer.Option(help="The number of the request in the case.")],
    why: Why,
    by: By,
    as_json: Json = False,
) -> None:
    """Open that agent's pseudonym as another person, with reasons of your own.

    \b
    leumund cases open-agent 12 --request 1 --why "I have read it." --by "A. Kurz"
    """
    with open_desk() as desk:
        moved = desk.cases.open_agent(case, request, why, by)
    show(moved, as_json)


@app.command()
def expire(as_json: Json = False) -> None:
    """The nightly run: reply dates that have passed, measures whose time is over.

    \b
    leumund cases expire
    """
    with open_desk() as desk:
        expired = desk.cases.expire()
    show(expired, as_json)


@app.command()
def lock(as_json: Json = False) -> None:
    """Lock the cases that were over six months ago.

    \b
    leumund cases lock
    """
    with open_desk() as desk:
        locked = desk.cases.lock()
    show(locked, as_json)


def _against(written: str) -> Against:
    """Raises NoSuchTarget."""
    target, _colon, name = written.partition(":")
    if target not in list(Target) or not name.strip():
        raise NoSuchTarget(written=written, targets=", ".join(Target))
    return Against(Target(target), name.strip())


for _question in cases_asked.QUESTIONS:
    app.command()(_question)
