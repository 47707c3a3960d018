"""How an exhibit is refused."""

from __future__ import annotations

from leumund.basics.errors import BadInput, Conflict, IntegrityError


class NothingNamed(Conflict):
    """No copy of {partner} was named, so there is no exhibit of it. Nothing was written."""

    code = "nothing-named"
    hint = "'leumund trace' says what there is of each copy."


class ExhibitDisagrees(IntegrityError):
    """Weighed in whole numbers, the calls do not say of {partner} what the tool says. Nothing
    was written."""

    code = "exhibit-disagrees"
    hint = "This is a fault of Leumund: keep the data folder as it is, and tell its makers."


class ExhibitDoesNotHold(IntegrityError):
    """{name} does not hold: {why}. It proves nothing."""

    code = "naming-exhibit-does-not-hold"
    hint = "Ask whoever handed it over for the file again, and compare its digest."


class KeyUnusable(BadInput):
    """{given} is no public key of a ledger, nor a file that holds one. Nothing was checked."""

    code = "ledger-key-unusable"
    hint = "It is the line in ledger.pub; ask for it where it is shown, not beside the file."
