"""Actions in processes of their own, each killed with -9 some steps later than the one before.

A step is a file that gets its name, or a transaction that is about to be committed or just
was. Every command killed is then repeated as it was; the first that is not killed any more
ends the row. One line of JSON per command: the step, and the secret right after the kill.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path

from tests.ledger.breaking import Fuse
from tests.release.desk import CAMPAIGN, campaign, desk_in, number, write

from leumund.app import Leumund
from leumund.store import Store, Transaction
from leumund.store.connections import Logins

NEVER = 0
BEACON = "4 8 15 16 23 42"


# Not frozen: the store it stands for is not.
@dataclass(slots=True)
class CountingStore(Store):
    """A store whose commits are steps."""

    fuse: Fuse = field(default_factory=lambda: Fuse(NEVER))

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        with Store.transaction(self) as tx:
            yield tx
            self.fuse.step("before commit")
        self.fuse.step("after commit")


def name(action: str, step: int) -> str:
    return f"{action}-{step}"


def file_of(folder: Path, action: str, step: int) -> Path:
    """An undeclared campaign of its own for every step."""
    text = CAMPAIGN.replace("spring-2026", name(action, step)) + "declared: false\n"
    return campaign(folder, text, f"{name(action, step)}.yaml")


def draw(desk: Leumund, folder: Path, step: int) -> None:
    path = file_of(folder, "draw", step)
    desk.release.draw(path)
    desk.release.draw(path, BEACON)


def hand_over(desk: Leumund, folder: Path, step: int) -> None:
    """The portions of one campaign leave one after the other, one for every step."""
    desk.release.hand_over(name("hand_over", 0), step, folder / "out")


def recall(desk: Leumund, folder: Path, step: int) -> None:
    desk.release.recall(name("recall", step), "Norden", "ended", folder / "out")


def seal(desk: Leumund, folder: Path, step: int) -> None:
    rows = "".join(f"{number(of)}\n" for of in range(step, step + 9))
    path = write(folder, f"list-{step}.csv", f"number\n{rows}")
    desk.release.seal(path, "Osten", date(2025, 6, 1))


ACTIONS: dict[str, Callable[[Leumund, Path, int], None]] = {
    "draw": draw,
    "hand_over": hand_over,
    "recall": recall,
    "seal": seal,
}


def _prepare(action: str, login: str, folder: Path, step: int) -> None:
    """What must stand before a recall: a draw, and a portion that left."""
    if action == "recall":
        with CountingStore(Logins.given(login)) as store:
            desk = desk_in(folder / "data", store)
            path = file_of(folder, action, step)
            desk.release.draw(path)
            desk.release.draw(path, BEACON)
            desk.release.hand_over(name(action, step), into=folder / "out")


def _act(action: str, login: str, folder: Path, step: int, fuse: Fuse) -> None:
    data = str(folder / "data")

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("os.rename", "os.link") and data in str(arguments[1]):
            fuse.step(f"before naming {arguments[1]}")

    sys.addaudithook(watch)
    with CountingStore(Logins.given(login), fuse=fuse) as store:
        ACTIONS[action](desk_in(folder / "data", store), folder, step)


def _forked(work: Callable[[], None]) -> bool:
    """Do it in a process of its own; False where that was killed."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001, a child must end here, and say why
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return False
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit("a command failed that was not killed")
    return True


def _import_what_is_used() -> None:
    """Once, here, and not in every child; nothing of it starts a thread by being imported."""
    for module in (
        *("duckdb", "pyarrow.csv", "pyarrow.parquet", "pyarrow.compute", "psycopg", "yaml"),
        *("phonenumbers", "rphonenumbers", "holidays", "scipy.sparse.csgraph", "jsonschema"),
        *(f"leumund.{part}.actions" for part in ("people", "network", "permit", "release")),
        *("leumund.engine.duck", "leumund.trace.needed", "leumund.ledger.records"),
        "cryptography.hazmat.primitives.asymmetric.ed25519",
    ):
        import_module(module)


def main() -> None:
    """Arguments: the action, the folder, how many steps lie between two kills; the database's
    login on standard input."""
    action, folder, stride = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    login = sys.stdin.read()
    _import_what_is_used()
    for step in range(1, 200, stride):
        _forked(lambda: _prepare(action, login, folder, step))  # noqa: B023, done at once
        ended = _forked(
            lambda: _act(action, login, folder, step, Fuse(step, kills=True))  # noqa: B023
        )
        secret = folder / "data" / "keys" / "draws" / f"{name(action, step)}.json"
        held = secret.read_text("utf-8") if secret.exists() else None
        _forked(lambda: _act(action, login, folder, step, Fuse(NEVER)))  # noqa: B023
        print(json.dumps({"step": step, "secret": held, "ended": ended}))  # noqa: T201
        if ended:
            return
    raise SystemExit("never came to an end")


if __name__ == "__main__":
    main()
