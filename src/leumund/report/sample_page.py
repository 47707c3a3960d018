"""The auditor's sample as a page: what was drawn from what, and how to draw it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.basics.language import _, in_language
from leumund.report.page import Code, Facts, Heading, Page, Table, Text
from leumund.report.words import grouped, moment_in_full

if TYPE_CHECKING:
    from leumund.report.sample import Sample

_AGAIN = """import csv, hashlib
seed = "{seed}"
rank = lambda index: hashlib.sha256(f"{{seed}}\\n{{index}}\\n".encode()).hexdigest()
with open("population.csv", encoding="utf-8-sig") as file:
    rows = [row["index"] for row in csv.DictReader(file)]
print(sorted(rows, key=rank)[:{count}])"""


def sample_page(sample: Sample, company: str, language: str) -> Page:
    """The page in that language."""
    with in_language(language):
        return Page(
            language=language,
            title=_("A sample from the ledger"),
            subtitle=f"{company} · {sample.kind or _('entries of every kind')}",
            blocks=(
                Facts(
                    (
                        (grouped(len(sample.chosen)), _("entries were drawn")),
                        (grouped(len(sample.population)), _("entries of this kind")),
                        (grouped(sample.size), _("entries in the ledger then")),
                    )
                ),
                Text(
                    _(
                        "Neither the company nor the auditor could choose what was drawn: "
                        "the seed is made of the root of the signed ledger and a word of "
                        "the auditor's own. Each entry of the sample has its proof; the "
                        "list of all entries, from which it was drawn, is population.csv."
                    )
                ),
                Code(_("root of the ledger"), sample.root),
                Code(_("the auditor's word"), sample.word or "–"),
                Code(_("seed"), sample.seed),
                Heading(_("What was drawn")),
                Table(
                    _(
                        "Index: the place in the signed tree, counted from 0; the proof and "
                        "the draw go by it. Entry: the number that “leumund ledger” calls "
                        "it by."
                    ),
                    (_("place"), _("index"), _("entry"), _("kind"), _("at")),
                    tuple(
                        (
                            str(place),
                            str(one.index),
                            str(one.entry_id),
                            one.kind,
                            moment_in_full(one.at),
                        )
                        for place, one in enumerate(sample.chosen, start=1)
                    ),
                    numeric=(0, 1, 2),
                ),
                Heading(_("Draw it again")),
                Code(
                    _("on any Python, in the folder of the sample"),
                    _AGAIN.format(seed=sample.seed, count=len(sample.chosen)),
                ),
            ),
            foot=_("A sample shows what it shows: {count} entries of {all}.").format(
                count=grouped(len(sample.chosen)), all=grouped(len(sample.population))
            ),
        )
