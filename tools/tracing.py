"""Write the page of figures of tracing: ``python -m tools.tracing``.

``--only PART ...`` plays some parts anew and keeps the others as they stand; ``--streams N``
and ``--quick`` as for every benchmark, ``--quick`` prints instead of writing.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module

from benchmarks.printed import (
    QUICK_STREAMS,
    STREAMS,
    Picture,
    Section,
    Size,
    in_markdown,
    timed,
)

from tools.inventory import ROOT

PAGE = ROOT / "docs" / "reference" / "figures-of-tracing.md"
PARTS = (
    "false",
    "stress",
    "naive",
    "needed",
    "rules",
    "portions",
    "gains",
    "shares",
    "files",
    "cost",
    "draw",
)
OPENING = f"""# Figures of tracing

<!-- Made by `make figures`; change the benchmarks, not this page. -->

What the statistics of [trace](trace.md) do, played by the thousand. `make figures` plays
everything anew and writes this page. Each section is a module of `benchmarks/`; it says how
many seconds it took on one core, and gives a digest of its figures, the same on every run.
Unless said otherwise a cell has {STREAMS:,} streams. A figure that misses what it was meant to
be is marked.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Play the parts and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=PARTS)
    parser.add_argument("--streams", type=int)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args(arguments)
    streams = given.streams or (QUICK_STREAMS if given.quick else STREAMS)
    size = Size(streams, given.quick)
    old = {} if given.quick or not given.only or not PAGE.exists() else _sections()
    for name, (section, seconds) in played(given.only or PARTS, size):
        text = in_markdown(section, seconds)
        old[name] = text
        _say(f"{name}: {seconds:.0f} s, {section.digest}\n")
        if given.quick:
            _say(text + "\n")
        else:
            PAGE.write_text(page(old), encoding="utf-8")
            for picture in section.pictures:
                _draw(picture)


def played(names: Sequence[str], size: Size) -> Iterator[tuple[str, tuple[Section, float]]]:
    """These parts one after the other."""
    for name in names:
        make = import_module(f"benchmarks.bench_tracing_{name}").section
        yield name, timed(make, size)


def page(sections: dict[str, str]) -> str:
    """The whole page of these sections, in their order."""
    marked = (f"<!-- {name} -->\n\n{sections[name]}" for name in PARTS if name in sections)
    return "\n\n".join([OPENING.rstrip(), *marked]) + "\n"


def _draw(picture: Picture) -> None:
    """As the report draws its own."""
    import altair as alt

    from leumund.report.pictures import COLOURS, as_svg

    points = [
        {"across": x, "up": y, "line": line}
        for line, values in picture.lines.items()
        for x, y in values
    ]
    chart = (
        alt.Chart({"values": points}, width=560, height=280)
        .mark_line(point=True)
        .encode(
            x=alt.X("across:Q", title=picture.across),
            y=alt.Y("up:Q", title=picture.up),
            color=alt.Color("line:N", title=None, scale=alt.Scale(range=list(COLOURS))),
            strokeDash=alt.StrokeDash("line:N", title=None),
        )
    )
    folder = PAGE.parent / "pictures"
    folder.mkdir(exist_ok=True)
    (folder / f"{picture.name}.svg").write_text(as_svg(chart, "screen"), encoding="utf-8")


def _sections() -> dict[str, str]:
    text = PAGE.read_text(encoding="utf-8")
    found = re.split(r"^<!-- (\w+) -->\n\n", text, flags=re.MULTILINE)[1:]
    return {name: part.rstrip() for name, part in zip(found[::2], found[1::2], strict=True)}


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
