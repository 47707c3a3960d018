"""``leumund demo``: a simulated year from end to end, and a report about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leumund.basics.errors import LeumundError
from leumund.basics.language import LANGUAGES, _, in_language, reader_language
from leumund.cli.places import free_place
from leumund.cli.progress import progress
from leumund.cli.render import show

if TYPE_CHECKING:
    from leumund.report import YearReport
    from leumund.settings import Settings

app = typer.Typer()


class NamedWrongly(LeumundError):
    """In this simulated year a copy was named that nobody used: {names}."""

    code = "named-wrongly"
    hint = (
        "By its promise at most one installation in a thousand ever does that; if another seed "
        "does it too, please tell us."
    )


@app.command()
def demo(
    seed: Annotated[int, typer.Option(help="Which year to play.")] = 7,
    customers: Annotated[
        int, typer.Option(min=4_000, help="How many customers the company has.")
    ] = 20_000,
    folder: Annotated[Path, typer.Option(help="Where its data and its report go.")] = Path(
        "leumund-demo"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Play a simulated year from end to end and write a report.

    A company that does not exist lives through a year with nine partners: one sells its
    copy, one is robbed of it, one passes it on, one never got a list. Everything else is
    real: database, draw, encrypted portions, complaints, tracing, ledger. The folder is
    made anew; an earlier demo in it stays beside it.

    \b
    leumund demo
    leumund demo --seed 8 --folder another-year
    """
    place = free_place(folder.absolute())
    report = _play(seed, customers, place)
    _write(report, place)
    close(report, place, as_json=as_json)


def close(report: YearReport, folder: Path, *, as_json: bool) -> None:
    """Show how the year ended; raises NamedWrongly, which is the demo's one bad end."""
    show(report, as_json=True) if as_json else _tell(report, folder)
    if report.wrongly_named:
        raise NamedWrongly(names=", ".join(report.wrongly_named))


def _play(seed: int, customers: int, folder: Path) -> YearReport:
    from leumund.app import Leumund
    from leumund.basics.clock import SetClock
    from leumund.cli.year import Year, first_day, secret_of
    from leumund.world import year_report

    clock, settings = SetClock(first_day()), _settings(folder / "data")
    with Leumund.open(settings, clock=clock, entropy=secret_of(seed)) as leumund:
        year = Year.of(leumund, clock, seed, customers, folder)
        with progress(_("A year goes by")) as on_progress:
            found = year.run(on_progress)
        return year_report(year.world, year.tally, found, year.prove())


def _settings(folder: Path) -> Settings:
    """The machine's settings, but never its database: the demo has one of its own."""
    from dataclasses import replace

    from leumund.settings import Settings
    from leumund.world import PRINCIPAL

    given = Settings.from_environment()
    return replace(
        given, folder=folder, principal=PRINCIPAL, database_url=None, database_owner_url=None
    )


def _write(report: YearReport, folder: Path) -> None:
    """HTML and PDF in both languages."""
    from leumund.cli.year import first_day
    from leumund.report import write_html, write_pdf, year_page

    for language in LANGUAGES:
        with in_language(language):
            page = year_page(report)
            write_html(page, folder / f"report.{language}.html")
            write_pdf(page, folder / f"report.{language}.pdf", first_day())


def _tell(report: YearReport, folder: Path) -> None:
    from leumund.report import listed, truth_of

    names = listed([copy.partner for copy in report.named])
    print(_("These copies were used: {names}.").format(names=names or _("none")))
    for sentence in truth_of(report):
        print(sentence)
    for partner in report.without_list:
        print(
            _("{partner} never got a list and is out of the question.").format(partner=partner)
        )
    print(_("Result {digest}").format(digest=report.digest))
    print(
        _("The report lies in {path}").format(path=folder / f"report.{reader_language()}.html")
    )
