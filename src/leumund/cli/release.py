"""``leumund release``: plan and draw copies, hand them over in portions, recall them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from leumund.basics.language import _
from leumund.cli.columns import columns_from
from leumund.cli.days import read_day
from leumund.cli.desk import open_desk
from leumund.cli.progress import progress
from leumund.cli.render import show

app = typer.Typer(no_args_is_help=True)

CampaignFile = Annotated[Path, typer.Argument(help="A campaign.yaml.")]
Campaign = Annotated[str, typer.Argument(help="The name of a campaign that was drawn.")]
Partner = Annotated[str, typer.Option(help="The partner's name in the network.")]
Beacon = Annotated[
    str | None,
    typer.Option(help="A number nobody could know when the secret was sealed."),
]
Portion = Annotated[
    int | None, typer.Option(help="The portion, counted from 1; left out: all that are due.")
]
Into = Annotated[
    Path | None, typer.Option(help="A folder (default: handed-over in the data folder).")
]
HandedOver = Annotated[
    date,
    typer.Option(parser=read_day, metavar="DAY", help="The day on which the partner got it."),
]
Column = Annotated[
    list[str] | None,
    typer.Option(help="Our column and the file's: number=Telefon. May be repeated."),
]
Region = Annotated[
    str | None, typer.Option(help="The country of numbers without a country code.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def plan(
    campaign: CampaignFile,
    calls_a_day: Annotated[
        float, typer.Option(help="People called a day out of a copy that is used.")
    ] = 200.0,
    complaining: Annotated[float, typer.Option(help="The part of them that complains.")] = 0.03,
    others_a_day: Annotated[
        float, typer.Option(help="Unexplained calls a day that come from elsewhere.")
    ] = 1.0,
    wish: Annotated[
        int | None, typer.Option(help="Look for the cheapest way to name within so many days.")
    ] = None,
    call_worth: Annotated[float, typer.Option(help="What a call is worth, for --wish.")] = 2.0,
    late_worth: Annotated[
        float, typer.Option(help="What a day's delay of a call costs, for --wish.")
    ] = 0.005,
    one_number: Annotated[
        bool,
        typer.Option(
            "--one-number",
            help="With --wish: all calls out of a copy show the same number. Without it they "
            "cannot be told from others.",
        ),
    ] = False,
    into: Annotated[Path | None, typer.Option(help="Write a page with pictures here.")] = None,
    as_json: Json = False,
) -> None:
    """Show what a campaign's draw could show, and what holding back costs. Draws nothing.

    Says how many unexplained calls and how many days it takes until a copy that is used is
    named, and where it can only be excluded. With a wish: the cheapest portions and hold-back
    that reach it, in calls and in money.

    \b
    leumund release plan campaign.yaml
    leumund release plan campaign.yaml --wish 30 --into plan.html
    """
    from leumund.release import Expected, Goal
    from leumund.report import plan_page, write_html

    expected = Expected(calls_a_day, complaining, others_a_day)
    goal = None if wish is None else Goal(wish, call_worth, late_worth, one_number)
    with open_desk() as desk, progress(_("Planning")):
        report = desk.release.plan(campaign, expected, goal)
    if into is not None:
        write_html(plan_page(report), into)
    show(report, as_json)


@app.command()
def draw(campaign: CampaignFile, beacon: Beacon = None, as_json: Json = False) -> None:
    """Seal a secret for a campaign; with a beacon, draw its copies.

    Run it once without a beacon: the secret is sealed in the ledger, and nothing is drawn.
    Run it again when the number is known that nobody could choose: the numbers of the next
    lottery, or one that your partner types. The same command again changes nothing.

    \b
    leumund release draw campaign.yaml
    leumund release draw campaign.yaml --beacon "3 17 22 29 41 44"
    """
    with open_desk() as desk, progress(_("Drawing")):
        outcome = desk.release.draw(campaign, beacon)
    show(outcome, as_json)


@app.command()
def hand_over(
    campaign: Campaign, portion: Portion = None, into: Into = None, as_json: Json = False
) -> None:
    """Let a portion leave: one encrypted file per partner, with a signed manifest.

    Everybody in it is screened again today; whoever may no longer be contacted stays at home.

    \b
    leumund release hand-over spring-2026 --into outbox/
    leumund release hand-over spring-2026 --portion 2
    """
    with open_desk() as desk, progress(_("Handing over")) as on_progress:
        handed_over = desk.release.hand_over(campaign, portion, into, on_progress)
    show(handed_over, as_json)


@app.command()
def recall(
    campaign: Campaign,
    partner: Partner,
    why: Annotated[str, typer.Option(help="Why; kept in the record, not in the notice.")],
    into: Into = None,
    as_json: Json = False,
) -> None:
    """Recall a partner's copy: nothing more leaves, and a notice to the partner is written.

    \b
    leumund release recall spring-2026 --partner Norden --why "engagement ended"
    """
    with open_desk() as desk:
        recalled = desk.release.recall(campaign, partner, why, into)
    show(recalled, as_json)


@app.command()
def seal(
    path: Annotated[Path, typer.Argument(help="A CSV file with a column of numbers.")],
    partner: Partner,
    handed_over: HandedOver,
    column: Column = None,
    region: Region = None,
    as_json: Json = False,
) -> None:
    """Register a list that somebody else chose, also an old one: for exclusion only.

    \b
    leumund release seal list.csv --partner Norden --handed-over 2026-01-15
    """
    with open_desk() as desk, progress(_("Reading the list")):
        sealed = desk.release.seal(
            path,
            partner,
            handed_over,
            columns_from(column),
            region or desk.settings.region,
        )
    show(sealed, as_json)


@app.command()
def lookups(
    path: Annotated[Path, typer.Argument(help="The portal's record of look-ups, as CSV.")],
    partner: Partner,
    column: Column = None,
    region: Region = None,
    as_json: Json = False,
) -> None:
    """Take in what a partner looked up in the portal: hand-overs one record at a time.

    Whoever looks up a customer may know that customer from then on. That speaks against
    excluding the partner's copies, and never for naming one.

    \b
    leumund release lookups portal.csv --partner Norden
    """
    with open_desk() as desk, progress(_("Reading the look-ups")):
        where = desk.settings.region if region is None else region
        loaded = desk.release.lookups(path, partner, columns_from(column), where)
    show(loaded, as_json)


@app.command()
def decoys(
    path: Annotated[
        Path, typer.Argument(help="Rented numbers as CSV: number, ref, and a person's fields.")
    ],
    column: Column = None,
    region: Region = None,
    as_json: Json = False,
) -> None:
    """Take in a pool of decoys: rented numbers that stand among your people.

    Each has a person that nobody is, with a reference of its own, so that nobody can tell it
    apart. A campaign with "decoys: {per_copy: 20}" draws so many into every copy; load a
    consent for each before, and announce them to the partners.

    \b
    leumund release decoys decoys.csv
    """
    with open_desk() as desk, progress(_("Reading the pool")):
        where = region or desk.settings.region
        taken = desk.release.decoys(path, columns_from(column), where)
    show(taken, as_json)


@app.command()
def announce(
    partner: Partner,
    annex: Annotated[str, typer.Option(help="The contract annex in which it was told.")],
    on: Annotated[
        date,
        typer.Option("--on", parser=read_day, metavar="DAY", help="The day it was told."),
    ],
    as_json: Json = False,
) -> None:
    """Note that a partner was told of the decoys in its copies, and where.

    Without it no copy with decoys is handed over to that partner.

    \b
    leumund release announce --partner Norden --annex "Annex 4, version 2" --on 2026-01-05
    """
    with open_desk() as desk:
        announced = desk.release.announce(partner, annex, on)
    show(announced, as_json)


@app.command()
def draws(as_json: Json = False) -> None:
    """List every draw and every sealed list, with what has left of it.

    \b
    leumund release draws
    """
    with open_desk() as desk:
        found = [record.in_short() for record in desk.release.draws()]
    show(found, as_json)


@app.command()
def account(as_json: Json = False) -> None:
    """Show what of the installation's one promise is spent, on whom, and what is left.

    \b
    leumund release account
    """
    with open_desk() as desk:
        report = desk.release.account()
    show(report, as_json)
