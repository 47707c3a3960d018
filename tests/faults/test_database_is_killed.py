"""kill -9, of the command and of PostgreSQL: the next command finds what was committed."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest
from tests.faults.installations import Installation

pytestmark = pytest.mark.long


def test_a_killed_command_leaves_the_server_to_the_next_which_stops_it(
    furnished: Installation,
) -> None:
    with furnished.start() as command:
        assert command.told() == "ready"
        assert command.tell("add 2") == "2"
        assert command.tell("hang 3") == "hanging"
        command.kill()
    assert not furnished.is_down()
    assert furnished.use("count") == ["2"]
    assert furnished.is_down()


def test_a_killed_server_is_started_again_for_the_command_in_use(
    furnished: Installation,
) -> None:
    with furnished.start() as command:
        assert command.told() == "ready"
        assert command.tell("add 2") == "2"
        pid = furnished.server.postmaster()
        assert pid
        os.kill(pid, signal.SIGKILL)
        furnished.wait_until_down()
        assert command.tell("add 3") == "3"
        assert command.leave() == 0
    assert furnished.is_down()


def test_a_server_killed_in_the_middle_of_a_transaction_rolls_it_back(
    furnished: Installation,
) -> None:
    with furnished.start() as command:
        assert command.told() == "ready"
        assert command.tell("hang 2") == "hanging"
        pid = furnished.server.postmaster()
        assert pid
        os.kill(pid, signal.SIGKILL)
        furnished.wait_until_down()
        assert command.tell("go on").startswith("database-lost: The connection")
        assert command.leave() == 5
    assert furnished.use("count") == ["1"]


def test_one_process_of_the_server_is_killed_and_the_others_recover(
    furnished: Installation,
) -> None:
    with furnished.start() as command:
        assert command.told() == "ready"
        pid = furnished.server.postmaster()
        assert pid
        os.kill(_a_child_of(pid), signal.SIGKILL)
        assert command.tell("add 2") in ("2", "")
    assert furnished.use("count")[0] in ("1", "2")


def _a_child_of(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0])


def test_recovery_is_killed_again_and_again(furnished: Installation) -> None:
    for number in range(2, 5):
        with furnished.start() as command:
            assert command.told() == "ready"
            assert command.tell(f"add {number}") == str(number)
            pid = furnished.server.postmaster()
            assert pid
            os.kill(pid, signal.SIGKILL)
            command.kill()
    assert furnished.use("count") == ["4"]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_very_first_start_is_killed_at_any_moment(
    installation: Installation, seed: int
) -> None:
    moments = random.Random(seed)
    for _ in range(4):
        with installation.start() as command:
            time.sleep(moments.uniform(0.2, 1.6))
            command.kill()
    assert installation.use("make", "add 1") == ["0", "1"]
    assert installation.is_down()
    left = {path.name for path in installation.home.folder.iterdir()}
    assert left == {"cluster", "socket"}


def test_a_command_is_killed_while_it_stops_the_server(furnished: Installation) -> None:
    for number in range(2, 6):
        with furnished.start() as command:
            assert command.told() == "ready"
            assert command.tell(f"add {number}") == str(number)
            assert command.process.stdin
            command.process.stdin.close()
            time.sleep(number / 200)
            command.process.kill()
    assert furnished.use("count") == ["5"]
