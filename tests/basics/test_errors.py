"""Errors: the message is the docstring, in the reader's language, with the way out."""

from __future__ import annotations

import pytest
from tools.inventory import error_classes

from leumund.basics import errors
from leumund.basics.language import in_language
from leumund.basics.numbers import NotANumber

TREE = [
    (errors.LeumundError, 1, 500),
    (errors.BadInput, 2, 422),
    (errors.NotThere, 3, 404),
    (errors.Conflict, 4, 409),
    (errors.Unavailable, 5, 503),
    (errors.IntegrityError, 10, 500),
]


@pytest.mark.parametrize(("error", "exit_status", "http_status"), TREE)
def test_each_stem_of_the_tree_has_its_exit_status(
    error: type[errors.LeumundError], exit_status: int, http_status: int
) -> None:
    assert (error.exit_status, error.http_status) == (exit_status, http_status)


def test_no_error_belongs_to_two_stems() -> None:
    stems = {error for error, _exit, _http in TREE[1:]}
    assert not [one for one in error_classes() if len(stems & set(one.__mro__)) > 1]


def test_an_error_of_no_stem_is_a_mistake_in_the_program_and_says_so() -> None:
    stems = tuple(error for error, _exit, _http in TREE[1:])
    loose = [one for one in error_classes() if not issubclass(one, stems)]
    assert {one.exit_status for one in loose} == {1}
    assert all(one.hint for one in loose if one is not errors.LeumundError)


def test_one_error_reads_in_both_languages() -> None:
    error = NotANumber(shown="0302•••")
    assert error.message("en") == (
        "0302••• cannot be read as a phone number, so nothing was decided about it."
    )
    assert error.message("de").startswith("0302••• ist nicht als Rufnummer lesbar")
    with in_language("de"):
        assert error.way_out().startswith("Schreiben Sie sie mit Landesvorwahl")
    assert str(error) == error.message("en")


def test_an_error_without_a_way_out_says_nothing_there() -> None:
    assert errors.BadInput(what="x").way_out("en") == ""
