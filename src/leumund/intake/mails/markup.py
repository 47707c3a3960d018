"""HTML becomes text. Nothing is fetched or run; what a reader would not see is dropped."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LONGEST_MARKUP = 2_000_000
_UNSEEN = frozenset(
    ("script", "style", "head", "title", "template", "noscript", "object", "svg", "math",
     "iframe", "select", "audio", "video", "textarea")
)  # fmt: skip
_BLOCKS = frozenset(
    ("p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6",
     "hr", "section", "article", "header", "footer", "pre", "dt", "dd")
)  # fmt: skip
_PARTED = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "hr"))
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
     "track", "wbr")
)  # fmt: skip
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|opacity\s*:\s*0(?![.\d])"
    r"|font-size\s*:\s*0(?![.\d])|(?:max-)?(?:height|width)\s*:\s*0(?![.\d])"
    r"|text-indent\s*:\s*-\d{3,}|(?:left|top)\s*:\s*-\d{3,}"
    r"|(?<![-\w])color\s*:\s*(?:#fff(?:fff)?|white|transparent)\b",
    re.IGNORECASE,
)
_DARK = re.compile(r"background", re.IGNORECASE)
_DEEPEST = 5_000


def text_of(markup: str) -> str:
    """The text that a reader of this HTML would see, with quotes marked by ``>``."""
    reader = _Reader()
    reader.feed(markup[:LONGEST_MARKUP])
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Collects visible text; a stack remembers which open element hides, quotes or signs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, bool, bool]] = []
        self._hidden = 0
        self._quoted = 0
        self._lines: list[tuple[int, list[str]]] = [(0, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._break(is_parted=tag in _PARTED)
        if tag in ("td", "th"):
            self._add(" ")
        if tag in _VOID or len(self._open) >= _DEEPEST:
            return
        if _is_signature(given):
            self._add("-- ")
            self._break()
        hides, quotes = tag in _UNSEEN or _is_hidden(given), tag == "blockquote"
        self._open.append((tag, hides, quotes))
        self._hidden += hides
        self._quoted += quotes

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _hides, _quotes in self._open[-50:]):
            return
        while self._open:
            name, hides, quotes = self._open.pop()
            self._hidden -= hides
            self._quoted -= quotes
            if name == tag:
                break
        if tag in _BLOCKS:
            self._break(is_parted=tag in _PARTED)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._add(re.sub(r"[ \t\r\n\f]+", " ", data))

    def text(self) -> str:
        lines = [
            ("> " * min(depth, 3) + "".join(parts).strip()).rstrip()
            if "".join(parts).strip()
            else ""
            for depth, parts in self._lines
        ]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _add(self, words: str) -> None:
        if not self._lines[-1][1]:
            self._lines[-1] = (self._quoted, [])
        self._lines[-1][1].append(words)

    def _break(self, *, is_parted: bool = False) -> None:
        if any(part.strip() for part in self._lines[-1][1]):
            self._lines.append((self._quoted, []))
        if is_parted and len(self._lines) > 1 and self._lines[-2][1]:
            self._lines.append((self._quoted, []))


def _is_hidden(given: dict[str, str]) -> bool:
    style = given.get("style", "")
    found = _HIDDEN.search(style)
    if found and "color" in found[0].lower() and _DARK.search(style):
        found = None  # white letters on a coloured ground are seen
    return found is not None or "hidden" in given or given.get("aria-hidden") == "true"


def _is_signature(given: dict[str, str]) -> bool:
    named = f"{given.get('class', '')} {given.get('id', '')}".lower()
    return "signature" in named
