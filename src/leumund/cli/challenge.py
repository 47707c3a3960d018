"""``leumund challenge``: play the thief with your own file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leumund.basics.language import _
from leumund.cli.columns import columns_from
from leumund.cli.places import free_place
from leumund.cli.progress import progress
from leumund.cli.render import show

if TYPE_CHECKING:
    from leumund.cli.table import Table
    from leumund.report import ActOfGame, GameReport, LineupRow
    from leumund.world import Dealt, Lineup, Sheet

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
    column: Annotated[
        list[str] | None,
        typer.Option(help="Put only such columns into the lists: name=Kunde. May be repeated."),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="How the file is written, if not in UTF-8: cp1252.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Show the result as JSON.")] = False,
) -> None:
    """Play the thief with your own file: which copy did you take?

    Sixty lists are drawn from the file, out of a sealed secret and a number that you type.
    You pick a partner in secret, take people from its list and from elsewhere, and let them
    complain. Then Leumund names the copy, or says that it cannot yet. Nothing leaves this
    machine, and no database is needed. Every game has a folder of its own.

    \b
    leumund challenge customers.csv
    leumund challenge customers.csv --auto --seed 7 --seeds 100
    leumund challenge export.csv --encoding cp1252 --column ref=KdNr --column name=Kunde
    """
    from leumund.world import read_sheet

    sheet = read_sheet(customers, columns_from(column), encoding)
    table = _table(sheet, folder, portions, seed if auto else None, is_quiet=as_json)
    report = _play(table, seeds)
    page = _write_page(table, report)
    if as_json:
        show(report, as_json=True)
        return
    for row in report.rows:
        print(_row_in_words(row))
    print(_("The page about this game: {page}").format(page=page))


def _table(
    sheet: Sheet, folder: Path, portions: int, seed: int | None, *, is_quiet: bool
) -> Table:
    from leumund.cli.table import Table
    from leumund.cli.visitor import AtTheTerminal, Seed
    from leumund.world import GameFolder

    return Table(
        folder=GameFolder(free_place(folder.absolute())),
        sheet=sheet,
        portions=portions,
        visitor=AtTheTerminal() if seed is None else Seed(seed),
        at=datetime.now(UTC) if seed is None else SIMULATED_DAY,
        say=_say_nothing if is_quiet else print,
    )


def _say_what_was_read(table: Table) -> None:
    sheet = table.sheet
    read = _("{rows} customers in {name}, one per row. Columns of the lists: {columns}")
    table.say(read.format(rows=len(sheet), name=sheet.name, columns=sheet.header.strip()))
    if sheet.unsplit:
        odd = _("Rows with more or fewer values than columns, each a customer, too: {rows}")
        table.say(odd.format(rows=sheet.unsplit))


def _play(table: Table, seeds: int) -> GameReport:
    from leumund.world import act_of, game_report

    _say_what_was_read(table)
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


def _row_in_words(row: LineupRow) -> str:
    from leumund.report import decimal

    median = "–" if row.after_median is None else decimal(row.after_median)
    return _(
        "{games} games, {from_list} of {complaints} from the list, portions: {portions}. Named "
        "{named}, not yet {not_yet}, anybody else {others}; after {median} complaints (median; "
        "the bound is {least})."
    ).format(
        games=row.games,
        from_list=row.from_list,
        complaints=row.complaints,
        portions=row.portions,
        named=row.named,
        not_yet=row.not_yet,
        others=row.others_named,
        median=median,
        least=decimal(row.least),
    )


def _write_page(table: Table, report: GameReport) -> Path:
    from leumund.report import game_page, write_html

    return write_html(game_page(report), table.folder.path / "report.html")


def _say_nothing(_sentence: str) -> None:
    """For ``--json``, where standard output belongs to the result."""
