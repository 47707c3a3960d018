"""``leumund audit``: was it asked and obeyed, and what was said?"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from leumund.basics.language import _
from leumund.basics.numbers import Number
from leumund.cli.days import read_day
from leumund.cli.desk import open_desk
from leumund.cli.progress import progress
from leumund.cli.render import show

app = typer.Typer(no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Since = Annotated[
    date | None,
    typer.Option(parser=read_day, help="The first day; left out: the first call's."),
]
Until = Annotated[
    date | None, typer.Option(parser=read_day, help="The last day; left out: the last call's.")
]
Into = Annotated[
    Path | None, typer.Option(help="The folder for the files; left out: in the data folder.")
]
Digest = Annotated[str, typer.Argument(help="The finding's digest, or the beginning of it.")]
_INPUT_CHARACTERS_MAX = 1000


@app.command()
def calls(since: Since = None, until: Until = None, as_json: Json = False) -> None:
    """Lay declared calls beside what was asked, allowed, handed over and objected to.

    Per partner: asked and obeyed, asked and ignored, never asked, asked for another number;
    calls outside the hours, on holidays, over the caps, after an objection, to former
    customers, to numbers that were never handed over. Keeps nothing; 'collect' does.

    \b
    leumund audit calls --since 2026-03-01 --until 2026-03-31
    """
    with open_desk() as desk:
        result = desk.audit.calls(since, until)
    show(result, as_json)


@app.command()
def lookups(since: Since = None, until: Until = None, as_json: Json = False) -> None:
    """Show what stands out in the portal's look-ups.

    Many records in an hour, look-ups at night, from a country without a site, one log-in on
    many devices.

    \b
    leumund audit lookups
    """
    with open_desk() as desk:
        result = desk.audit.lookups(since, until)
    show(result, as_json)


@app.command()
def scorecards(
    since: Since = None,
    until: Until = None,
    into: Annotated[
        Path | None, typer.Option(help="An HTML page with pictures to be written.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare partners: how often what happens, and what chance alone explains.

    Every rate has its range. A rate outside what chance explains is a question, not a finding.
    Nothing is shown about fewer than five people.

    \b
    leumund audit scorecards --into scorecards.html
    """
    from leumund.report import scorecards_page, write_html

    with open_desk() as desk:
        result = desk.audit.scorecards(since, until)
    if into is not None:
        write_html(scorecards_page(result), into)
    show(result, as_json)


@app.command()
def outlier(
    partner: Annotated[str, typer.Option(help="Whose rate it is.")],
    measure: Annotated[str, typer.Option(help="Its name in 'audit scorecards --json'.")],
    by: Annotated[str, typer.Option(help="Who has looked at it.")],
    since: Annotated[date, typer.Option(parser=read_day, help="The first day of the calls.")],
    until: Annotated[date, typer.Option(parser=read_day, help="The last day of the calls.")],
    as_json: Json = False,
) -> None:
    """Take a rate that stands out as a finding, because a person has looked at it.

    Until then it is a question. It is a reason to look and no evidence: a case with nothing
    else carries a hint at most. Nothing is taken about fewer than five people.

    \b
    leumund audit outlier --partner Norden --measure lost --by mk --since 2026-03-01
        --until 2026-03-31
    """
    with open_desk() as desk:
        taken = desk.audit.outlier(partner, measure, by, since, until)
    show(taken, as_json)


@app.command()
def collect(as_json: Json = False) -> None:
    """Take in as findings what calls, look-ups, transcripts, orders and traces show.

    What is known already stays as it was first known.

    \b
    leumund audit collect
    """
    with open_desk() as desk:
        result = desk.audit.collect()
    show(result, as_json)


@app.command()
def findings(
    partner: Annotated[str | None, typer.Option(help="Only those of this partner.")] = None,
    as_json: Json = False,
) -> None:
    """List what is known: first sign, known since, who was told, what was done.

    \b
    leumund audit findings --partner Norden
    """
    with open_desk() as desk:
        known = desk.audit.known(partner)
    show(known, as_json)


@app.command()
def tell(
    finding: Digest,
    who: Annotated[str, typer.Option(help="Who was told.")],
    as_json: Json = False,
) -> None:
    """Note who was told of a finding, now.

    \b
    leumund audit tell 3f9a0c --who "sales management"
    """
    with open_desk() as desk:
        noted = desk.audit.tell(finding, who)
    show(noted, as_json)


@app.command()
def done(
    finding: Digest,
    what: Annotated[str, typer.Option(help="What was done.")],
    as_json: Json = False,
) -> None:
    """Note what was done about a finding, now.

    \b
    leumund audit done 3f9a0c --what "case 12 opened"
    """
    with open_desk() as desk:
        noted = desk.audit.done(finding, what)
    show(noted, as_json)


@app.command()
def forget(as_json: Json = False) -> None:
    """Delete what may be held no longer: words in transcripts, notes, reported numbers.

    How long, each table says. For every night's run; what the ledger proves stays.

    \b
    leumund audit forget
    """
    with open_desk() as desk:
        result = desk.audit.forget()
    show(result, as_json)


@app.command()
def tomorrow(into: Into = None, as_json: Json = False) -> None:
    """Write for each partner the numbers that it has and may not call again.

    One file per partner, encrypted to its key, each number once. The partner acknowledges it;
    until then the file is put there again every night.

    \b
    leumund audit tomorrow --into /srv/partners
    """
    with open_desk() as desk:
        result = desk.audit.tomorrow(into)
    show(result, as_json)


@app.command()
def acknowledge(
    partner: Annotated[str, typer.Argument(help="The partner's name as in partners.yaml.")],
    digest: Annotated[str, typer.Argument(help="The SHA-256 of what the file holds, opened.")],
    as_json: Json = False,
) -> None:
    """Note that a partner has opened its file of numbers.

    \b
    leumund audit acknowledge Norden 9c1d…
    """
    with open_desk() as desk:
        notice = desk.audit.acknowledge(partner, digest)
    show(notice, as_json)


@app.command()
def number(as_json: Json = False) -> None:
    """Look up a number that somebody reports; it is read from standard input.

    Who may show it, who has declared calls that did, who complained. A number that was shown
    proves nothing by itself.

    \b
    leumund audit number < number.txt
    """
    with open_desk() as desk:
        result = desk.audit.number(_number(desk.settings.region))
    show(result, as_json)


@app.command()
def rang(
    by: Annotated[str, typer.Option(help="Who rang it.")],
    said: Annotated[str, typer.Option(help="What was said after the greeting.")],
    named: Annotated[
        str | None, typer.Option(help="The partner for which whoever answered spoke.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Note what a person heard at a reported number, which is read from standard input.

    A number is looked up first and rung once. Nothing is recorded.

    \b
    leumund audit rang --by mk --said "Norden, good morning" --named Norden < number.txt
    """
    with open_desk() as desk:
        ring = desk.audit.rang(_number(desk.settings.region), by, said, named)
    show(ring, as_json)


def _number(region: str) -> Number:
    return Number.read(sys.stdin.read(_INPUT_CHARACTERS_MAX).strip(), region)


@app.command()
def words(
    path: Annotated[Path, typer.Argument(help="A folder with transcripts.csv, or that file.")],
    agents: Annotated[
        bool, typer.Option("--agents", help="Keep the pseudonyms that the partner made.")
    ] = False,
    all_checks: Annotated[
        bool, typer.Option("--all-checks", help="Ask also those that are right too seldom.")
    ] = False,
    holidays: Annotated[
        Path | None, typer.Option(help="A CSV file of school holidays: land, from, to, source.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Listen to the transcripts of calls: which places should a person read?

    The sheet transcripts.csv names each file, its partner, the time of the call and the
    permission to record. A transcript without a recorded permission is not opened. What is
    found counts only when a person has confirmed it.

    \b
    leumund audit words calls/2026-03
    """
    with open_desk() as desk, progress(_("Listening")) as on_progress:
        result = desk.audit.words(
            path, with_agents=agents, with_all_checks=all_checks, holidays=holidays,
            on_progress=on_progress,
        )  # fmt: skip
    show(result, as_json)


@app.command(name="open-words")
def open_words(as_json: Json = False) -> None:
    """List the places in calls that wait for a person.

    \b
    leumund audit open-words
    """
    with open_desk() as desk:
        show(list(desk.audit.open_words()), as_json)


@app.command()
def confirm(
    finding: Annotated[
        str, typer.Argument(help="The finding's key from open-words, or the beginning of it.")
    ],
    by: Annotated[str, typer.Option("--by", help="Who has read the place.")],
    is_right: Annotated[
        bool, typer.Option("--right/--wrong", help="Whether the words say what was found.")
    ],
    as_json: Json = False,
) -> None:
    """Say whether a place in a call says what was found there.

    Where two people disagree the finding does not count; how far people agree is measured.

    \b
    leumund audit confirm 0f3a… --by mk --right
    """
    with open_desk() as desk:
        confirmed = desk.audit.confirm(finding, by, is_right)
    show(confirmed, as_json)
