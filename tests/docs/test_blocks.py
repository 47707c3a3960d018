"""The reader of code blocks itself: it must notice when a page and the program differ."""

from pathlib import Path

import pytest
from tests.docs.blocks import Step, agrees, blocks, steps

PAGE = """\
Text.

```console
$ leumund --version
leumund 0.1.0
$ echo one \\
  two
one two
```

```python
assert True
```
"""


def test_blocks_are_found_by_their_language(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    assert blocks(page, "python") == [(11, "assert True\n")]
    ((line, console),) = blocks(page, "console")
    assert line == 3
    assert list(steps(console)) == [
        Step("leumund --version", "leumund 0.1.0\n"),
        Step("echo one \\\n  two", "one two\n"),
    ]


@pytest.mark.parametrize(
    ("expected", "printed"),
    [
        ("a\nb\n", "a\nb\n"),
        ("", ""),
        ("took ... seconds\n", "took 12 seconds\n"),
        ("a\n...\nz\n", "a\nb\nc\nz\n"),
        ("a\n...\n", "a\n"),
        ("a (b) [c]", "a (b) [c]\n"),
    ],
)
def test_output_as_the_page_says_agrees(expected: str, printed: str) -> None:
    assert agrees(expected, printed)


@pytest.mark.parametrize(
    ("expected", "printed"),
    [("a\n", "b\n"), ("", "a\n"), ("a\n", ""), ("a\n...\nz\n", "a\nb\n"), ("a.c", "abc\n")],
)
def test_output_that_differs_from_the_page_is_noticed(expected: str, printed: str) -> None:
    assert not agrees(expected, printed)
