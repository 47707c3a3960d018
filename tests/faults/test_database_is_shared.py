"""Many commands at once use one server; the last one out stops it."""

from __future__ import annotations

from contextlib import ExitStack

from tests.faults.installations import Installation


def test_the_first_starts_it_and_the_last_stops_it(furnished: Installation) -> None:
    with furnished.start() as first, furnished.start() as second:
        assert first.told() == second.told() == "ready"
        pid = furnished.server.postmaster()
        assert first.leave() == 0
        assert second.tell("add 2") == "2"
        assert furnished.server.postmaster() == pid
        assert second.leave() == 0
    assert furnished.is_down()


def test_commands_that_begin_at_the_same_moment_make_one_database(
    installation: Installation,
) -> None:
    with ExitStack() as stack:
        commands = [stack.enter_context(installation.start()) for _ in range(4)]
        assert [command.told() for command in commands] == ["ready"] * 4
        assert commands[0].tell("make") == "0"
        counts = [command.tell("add 7") for command in commands]
        assert counts == ["1", "2", "3", "4"]
        assert [command.leave() for command in commands] == [0] * 4
    assert installation.is_down()


def test_coming_and_going_without_a_pause_loses_nobody(furnished: Installation) -> None:
    for number in range(2, 6):
        with furnished.start() as first, furnished.start() as second:
            assert first.told() == "ready"
            assert first.tell(f"add {number}") == str(number)
            assert first.leave() == 0
            assert second.told() == "ready"
            assert second.leave() == 0
    assert furnished.use("count") == ["5"]
