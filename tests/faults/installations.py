"""Installations to break: data folders with their own PostgreSQL, and commands on them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from uuid import uuid4

from leumund.settings import Settings
from leumund.store import erase_database
from leumund.store.account import account_for
from leumund.store.home import Home, database_folder, home_of
from leumund.store.locks import FileLock
from leumund.store.server import Server
from leumund.store.wheel import Programs

REPOSITORY = Path(__file__).parent.parent.parent


@dataclass
class Command:
    """A running command (see database_user)."""

    process: subprocess.Popen[str]

    def told(self) -> str:
        """Its next line; empty when it has ended."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def tell(self, order: str) -> str:
        """Give an order; the answer."""
        assert self.process.stdin
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        return self.told()

    def leave(self) -> int:
        """Let it end of itself; its exit status."""
        assert self.process.stdin
        self.process.stdin.close()
        return self._gone()

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self._gone()

    def _gone(self) -> int:
        status = self.process.wait(timeout=150)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe
            if not pipe.closed:
                pipe.close()
        return status

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()
        else:
            self._gone()


@dataclass
class Installation:
    """A data folder, and the place where root's database may have to lie."""

    folder: Path
    place: Path
    environment: dict[str, str] = field(default_factory=dict)
    user: int | None = None

    def start(self) -> Command:
        """Begin a command; it says "ready" when it has the database."""
        account = [] if self.user is None else [str(self.user)]
        program = [sys.executable, "-m", "tests.faults.database_user"]
        return Command(
            subprocess.Popen(
                [*program, self.folder, self.place, *account],
                cwd=REPOSITORY,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, **self.environment},
            )
        )

    def use(self, *orders: str) -> list[str]:
        """One whole command; what it answered to each order."""
        with self.start() as command:
            assert command.told() == "ready"
            answers = [command.tell(order) for order in orders]
            assert command.leave() == 0
        return answers

    def twin(self, folder: Path) -> None:
        """The same installation at rest in another folder, as if it had been made there."""
        _copied(self.folder, folder)
        place = folder / "database" / "place.json"
        if place.exists():  # as root the database lies elsewhere, and each knows the other
            home = self.home.folder.with_name(uuid4().hex[:16])
            _copied(self.home.folder, home)
            place.write_text(json.dumps({"home": str(home)}))
            belongs = {"database": str((folder / "database").resolve())}
            home.with_suffix(".json").write_text(json.dumps(belongs))

    @property
    def settings(self) -> Settings:
        return Settings(folder=self.folder, database_place=self.place)

    @property
    def home(self) -> Home:
        account = account_for(self.settings.database_account)
        return home_of(database_folder(self.folder), account, self.place)

    @property
    def server(self) -> Server:
        return Server(self.home, Programs(Path()), wait_seconds=60)

    def is_down(self) -> bool:
        """Is nothing of the server alive?"""
        with FileLock(self.folder / "database" / "server.lock") as lock:
            return lock.try_take()

    def wait_until_down(self) -> None:
        with FileLock(self.folder / "database" / "server.lock") as lock:
            lock.take(60)

    def remove(self) -> None:
        """Stop what still runs, and erase everything."""
        erase_database(self.settings)
        shutil.rmtree(self.folder, ignore_errors=True)


def _copied(source: Path, target: Path) -> None:
    subprocess.run(["/bin/cp", "-a", source, target], check=True)
