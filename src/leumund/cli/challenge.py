"""``leumund challenge``: play the thief with your own file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leumund.basics.language import _
from leumund.cli.progress import progress
from leumund.cli.render import show

if TYPE_CHECKING:
    from leumund.cli.table import Table
    from leumund.report import ActOfGame, GameReport
    from leumund.world import Dealt, Lineup

app = typer.Typer()
SIMULATED_DAY = datetime(2025, 1, 15, 12, tzinfo=UTC)


@app.command()
def challenge(
    customers: Annotated[Path, typer.Argument(help="Any CSV; each row counts as a customer.")],
    folder: Annotated[Path, typer.Option(help="Where the game is kept.")] = Path(
        "leumund-challenge"
    ),
    portions: Annotated[
        int, typer.Option(min=1, max=12, help="In how many portions the lists leave.")
    ] = 1,
    auto: Annotated[bool, typer.Option("--auto", help="Let it play by itself.")] = False,
    seed: Annotated[int, typer.Option(help="Which game it plays by itself.")] = 1,
    seeds: Annotated[
        int, typer.Option(min=0, help="Also play so many more games, and count.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Show the result as JSON.")] = False,
) -> None:
    """Play the thief with your own file: which copy did you take?

    Sixty lists are drawn from the file, out of a sealed secret and a number that you type.
    You pick a partner in secret, take people from its list and from elsewhere, and let them
    complain. Then Leumund names the copy, or says that it cannot yet. Nothing leaves this
    machine, and no database is needed.

    \b
    leumund challenge customers.csv
    leumund challenge customers.csv --auto --seed 7 --seeds 100
    """
    table = _table(customers, folder, portions, seed if auto else None, is_quiet=as_json)
    report = _play(table, seeds)
    page = _write_page(table, report)
    if as_json:
        show(report, as_json=True)
    else:
        print(_("The page about this game: {page}").format(page=page))


def _table(
    customers: Path, folder: Path, portions: int, seed: int | None, *, is_quiet: bool
) -> Table:
    from leumund.cli.table import Table
    from leumund.cli.visitor import AtTheTerminal, Seed
    from leumund.world import GameFolder, read_sheet

    return Table(
        folder=GameFolder(folder.absolute()),
        sheet=read_sheet(customers),
        portions=portions,
        visitor=AtTheTerminal() if seed is None else Seed(seed),
        at=datetime.now(UTC) if seed is None else SIMULATED_DAY,
        say=_say_nothing if is_quiet else print,
    )


def _play(table: Table, seeds: int) -> GameReport:
    from leumund.world import act_of, game_report

    dealt = table.deal(table.seal())
    table.steal()
    found, complaints, commitment = table.find(dealt)
    choice = table.reveal(commitment)
    acts = {
        "theft": act_of(dealt, choice.partner, complaints, found),
        "fewer": table.fewer(dealt, choice.partner),
    }
    _say_outcome(table, acts["theft"])
    acts["blind"], acts["holding"] = table.frame(dealt, choice.partner)
    checked = table.check(dealt, choice.partner, complaints)
    table.say(checked.answer)
    return game_report(dealt, acts, checked, _lineup(table, dealt, seeds))


def _say_outcome(table: Table, act: ActOfGame) -> None:
    if act.is_named:
        table.say(_("It was the right one."))
    elif not act.named:
        table.say(_("Too few of them came from the list; nobody was named, nobody suspected."))


def _lineup(table: Table, dealt: Dealt, seeds: int) -> Lineup | None:
    from leumund.world import play_many

    if not seeds:
        return None
    seal = dealt.opened.sealed.seal
    with progress(_("Playing more games")) as on_progress:
        return play_many(
            seal.universe,
            len(table.sheet),
            table.at.date(),
            seal.code,
            range(seeds),
            on_progress,
        )


def _write_page(table: Table, report: GameReport) -> Path:
    from leumund.report import game_page, write_html

    return write_html(game_page(report), table.folder.path / "report.html")


def _say_nothing(_sentence: str) -> None:
    """For ``--json``, where standard output belongs to the result."""
