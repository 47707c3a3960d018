"""What costs nothing stays cheap: importing the library, weighing, asking for help.

Times are the best of several, so that a busy machine does not fail the test; what was
imported is counted, which no machine can blur.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

IMPORT_MILLISECONDS_MAX = 60
HELP_MILLISECONDS_MAX = 300
TRIES = 7
LEDGER_FILES = (
    "",
    ".verify",
    ".entry",
    ".tree",
    ".ed25519",
    ".checkpoint",
    ".proof",
    ".folder",
)

_LOADED = """
import json, sys
before = set(sys.modules)
{code}
print(json.dumps(sorted({{name.partition(".")[0] for name in set(sys.modules) - before}})))
"""


def milliseconds(*words: str) -> float:
    """How long a command takes, the best of several tries."""
    return min(_once(*words) for _try in range(TRIES))


def _once(*words: str) -> float:
    begin = time.perf_counter()
    subprocess.run(words, check=True, capture_output=True)
    return (time.perf_counter() - begin) * 1000


def loaded(code: str) -> set[str]:
    """The top names of all modules that a piece of code loads into a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED.format(code=code)],
        check=True,
        capture_output=True,
        text=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_the_library_takes_at_most_60_ms() -> None:
    bare = milliseconds(sys.executable, "-c", "pass")
    ours = milliseconds(sys.executable, "-c", "import leumund")
    assert ours - bare <= IMPORT_MILLISECONDS_MAX


def test_importing_the_library_loads_no_third_party() -> None:
    found = loaded("import leumund")
    assert found - set(sys.stdlib_module_names) == {"leumund"}


def test_help_takes_less_than_300_ms() -> None:
    assert milliseconds(sys.executable, "-m", "leumund", "--help") < HELP_MILLISECONDS_MAX


def test_help_loads_no_third_party() -> None:
    found = loaded("from leumund.cli.main import main; main(['--help'])")
    assert found - set(sys.stdlib_module_names) == {"leumund"}


@pytest.mark.parametrize(
    "code",
    [
        "from leumund.trace import weigh",
        "from leumund import trace; trace.weigh",
        "from leumund.permit import decide",
        "from leumund import permit; permit.decide",
    ],
)
def test_the_light_core_needs_no_database_engine_or_page(code: str) -> None:
    heavy = {"psycopg", "duckdb", "pyarrow", "typer", "rich", "jinja2", "altair", "litestar"}
    assert not loaded(code) & heavy


def test_verifying_needs_nothing_that_is_not_pythons_own() -> None:
    found = loaded("import leumund.ledger.verify")
    assert found - set(sys.stdlib_module_names) <= {"leumund"}


def test_verifying_reaches_only_the_ledgers_few_files_of_ours() -> None:
    names = loaded_names("import leumund.ledger.verify")
    allowed = {"", ".basics", ".basics.canonical", ".basics.sums"}
    ledger = {f".ledger{end}" for end in LEDGER_FILES}
    assert {name.removeprefix("leumund") for name in names} <= allowed | ledger


def loaded_names(code: str) -> set[str]:
    """The full names of our own modules that a piece of code loads."""
    listing = "import sys; print('\\n'.join(n for n in sys.modules if n.startswith('leumund')))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; {listing}"], check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())
