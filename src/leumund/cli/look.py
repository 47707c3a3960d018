"""``leumund look``: what the files of a folder already show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leumund.basics.language import LANGUAGES, _, in_language, reader_language
from leumund.basics.legible import legible
from leumund.cli.errors import STOPPED, say_stopped
from leumund.cli.look_asking import Asking
from leumund.cli.look_confirm import confirm
from leumund.cli.look_place import make_place, place_for
from leumund.cli.progress import progress
from leumund.cli.render import show
from leumund.cli.usage import NoSuchLanguage, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from leumund.look import LookReport
    from leumund.report import WrittenLook

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look showed, in figures. ``findings``: rows by code; ``unsaid``: codes that the
    folder cannot answer; ``unasked``: doubts about which nobody was asked."""

    folder: str
    html: Path
    pdf: Path
    mapping: Path
    files: int
    files_left_out: int
    rows_left_over: int
    unasked: int
    stands_out: tuple[str, ...]
    findings: Mapping[str, int]
    unsaid: tuple[str, ...]

    def in_words(self) -> str:
        """The first page in short, and where the whole lies."""
        from leumund.report import nothing_read

        lines = [f"{at}. {text}" for at, text in enumerate(self.stands_out, 1)]
        if not self.files:
            lines = [_("There is no file in this folder.")]
        elif self.files == self.files_left_out:
            lines = [nothing_read(self.files)]
        lines = lines or [_("Nothing of what was looked for was found in these files.")]
        return legible("\n".join([*lines, "", *self._notes(), "", *self._places()]))

    def _notes(self) -> list[str]:
        left_out = _(
            "Files: {files}; left out whole: {out}; rows left over in the others: {rows}."
        )
        notes = [
            left_out.format(files=self.files, out=self.files_left_out, rows=self.rows_left_over)
        ]
        if self.unasked:
            asked = _(
                "Doubts settled as proposed, because nobody was asked: {count}; they stand in "
                "look.toml and in the report."
            )
            notes.append(asked.format(count=self.unasked))
        return notes

    def _places(self) -> list[str]:
        return [
            _("The report: {path}").format(path=self.html),
            _("The same on paper: {path}").format(path=self.pdf),
            _("What each file was taken for, to be changed: {path}").format(path=self.mapping),
        ]


@app.command()
def look(
    folder: Annotated[Path, typer.Argument(help="The folder with your files, as they are.")],
    into: Annotated[
        Path | None, typer.Option(help="Where the report goes; else NAME-look beside you.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(help="Another rule pack: its folder or pack.yaml.")
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="A look.toml; else that of the folder or the report.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing, take what is proposed.")] = (
        False
    ),
    show_numbers: Annotated[
        bool, typer.Option("--show-numbers", help="Write numbers in full into the CSV files.")
    ] = False,
    language: Annotated[
        str | None, typer.Option(help="The report's language: de or en.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look at a folder of files and write a report: what do they already show?

    Exports from the CRM, calls, orders, commission statements, mails, contracts, lists that
    went out: as they are, in any order, with whatever is missing. Nothing leaves this
    machine; no database is needed, nothing in the folder is changed. What each file is taken
    for is asked where it is unsure, and kept in look.toml.

    What was read from mails waits for a person: leumund look confirm FOLDER.

    \b
    leumund look examples/monday
    leumund look FOLDER --into report --language de --yes
    """
    with in_language(_language(language)):
        where = place_for(folder, into)
        asking = Asking(is_silent=yes or as_json)
        try:
            looked = _look(folder, where, rules, mapping, asking, show_numbers)
        except (KeyboardInterrupt, typer.Abort):
            say_stopped(
                _(
                    "Stopped, so there is no new report, or only a part of one. The same "
                    "command begins again from the start."
                )
            )
            raise typer.Exit(STOPPED) from None
        show(looked, as_json)


app.command("confirm")(confirm)


def _look(
    folder: Path,
    into: Path,
    rules: Path | None,
    mapping: Path | None,
    asking: Asking,
    is_shown: bool,
) -> Looked:
    from leumund.app import open_look
    from leumund.basics.clock import SystemClock
    from leumund.report import forget_look, write_look
    from leumund.settings import Settings

    make_place(into)
    clock = SystemClock()
    try:
        with progress(_("Looking at your files")) as watch:
            asking.pause = watch.pause
            report = open_look(into, Settings.from_environment(), clock).run(
                folder, into, rules=rules, mapping=mapping, ask=asking, on_progress=watch
            )
        with progress(_("Writing the report")):
            written = write_look(report, into, clock.now(), is_shown=is_shown)
    finally:
        forget_look(into)
    return _looked(report, written, asking)


def _looked(report: LookReport, written: WrittenLook, asking: Asking) -> Looked:
    from leumund.report import files_left_out, rows_left_over, what_stands_out

    return Looked(
        folder=report.folder,
        html=written.html,
        pdf=written.pdf,
        mapping=written.mapping,
        files=len({each.file for each in report.files}),
        files_left_out=files_left_out(report),
        rows_left_over=rows_left_over(report),
        unasked=len(asking.unasked),
        stands_out=tuple(what_stands_out(report)),
        findings={each.code.code: each.rows for each in report.findings},
        unsaid=tuple(each.code for each in report.unsaid),
    )


def _language(wanted: str | None) -> str:
    if wanted is not None and wanted not in LANGUAGES:
        raise NoSuchLanguage(shown=shown(wanted))
    return wanted or reader_language()
