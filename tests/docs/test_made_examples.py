"""The example files are what their generator makes."""

from tools import examples


def test_the_generator_still_makes_the_example_files() -> None:
    stored = {path.name: path.read_text(encoding="utf-8") for path in examples.FOLDER.iterdir()}
    assert stored == examples.files(), "run `python -m tools.examples`"
