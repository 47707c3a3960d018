"""``leumund story``: something that has happened, played again with today's tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leumund.basics.errors import LeumundError, NotThere
from leumund.basics.language import LANGUAGES, _, in_language, reader_language
from leumund.cli.places import free_place
from leumund.cli.progress import OnProgress, progress
from leumund.cli.render import show

if TYPE_CHECKING:
    from leumund.report import StoryReport
    from leumund.settings import Settings
    from leumund.world import Story, StoryTally

app = typer.Typer()


class StoppedWrongly(LeumundError):
    """In this story a partner was stopped that had placed no wrong order: {names}."""

    code = "stopped-wrongly"
    hint = "That must not happen with any seed; please tell us which one it was."


class NoSuchStory(NotThere):
    """There is no story called {name}. Nothing was played."""

    code = "no-such-story"
    hint = "Known are: {known}."


@app.command()
def story(
    name: Annotated[str, typer.Argument(help="Which one: 2009 or 2025.")],
    seed: Annotated[int, typer.Option(help="With which people and which chance.")] = 7,
    folder: Annotated[
        Path | None, typer.Option(help="Where its data and its report go.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Play something that has happened, with made-up people, and write a short report.

    2009: shops whose log-in is used by call centres abroad, orders by telephone booked as
    sales in the shop. 2025: agencies that write contracts nobody has spoken about. Everything
    is done by the real commands: look-ups, calls, orders, confirmations, findings, cases.

    \b
    leumund story 2009
    leumund story 2025 --seed 8 --folder another
    """
    place = free_place((folder or Path(f"leumund-story-{name}")).absolute())
    report = play(story_called(name, seed), place)
    _write(report, place)
    show(report, as_json=True) if as_json else _tell(report, place)
    if report.wrongly_stopped:
        raise StoppedWrongly(names=", ".join(report.wrongly_stopped))


def story_called(name: str, seed: int = 7) -> Story:
    """The story of that name with this chance; raises NoSuchStory."""
    from dataclasses import replace

    from leumund.world import STORIES

    if name not in STORIES:
        raise NoSuchStory(name=name, known=", ".join(STORIES))
    return replace(STORIES[name], seed=seed)


def play(story: Story, folder: Path) -> StoryReport:
    """The whole story in a data folder and a database of its own."""
    from leumund.world import story_report

    with progress(_("The weeks go by")) as on_progress:
        return story_report(play_through(story, folder, on_progress))


def play_through(
    story: Story, folder: Path, on_progress: OnProgress = lambda _done, _total: None
) -> StoryTally:
    """The same as what the actions answered, before it becomes a report."""
    from datetime import UTC, datetime

    from leumund.app import Leumund
    from leumund.basics.clock import SetClock
    from leumund.cli.stage import Stage
    from leumund.world import seeded_bytes

    clock = SetClock(datetime(story.begins.year, 1, 1, tzinfo=UTC))
    with Leumund.open(
        _settings(folder / "data"),
        clock=clock,
        entropy=lambda count: seeded_bytes(story.seed, "story", count=count),
    ) as leumund:
        return Stage.of(leumund, clock, story, folder).run(on_progress)


def _settings(folder: Path) -> Settings:
    """The machine's settings, but never its database: a story has one of its own."""
    from dataclasses import replace

    from leumund.settings import Settings
    from leumund.world import PRINCIPAL

    given = Settings.from_environment()
    return replace(
        given, folder=folder, principal=PRINCIPAL, database_url=None, database_owner_url=None
    )


def _write(report: StoryReport, folder: Path) -> None:
    from leumund.report import story_page, write_html

    for language in LANGUAGES:
        with in_language(language):
            write_html(story_page(report), folder / f"report.{language}.html")


def _tell(report: StoryReport, folder: Path) -> None:
    from leumund.report import story_headline, story_truth

    print(story_headline(report))
    print(story_truth(report))
    print(_("Result {digest}").format(digest=report.digest))
    path = folder / f"report.{reader_language()}.html"
    print(_("The report lies in {path}").format(path=path))
