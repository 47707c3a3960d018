"""Our own columns for complaints: what the Bundesnetzagentur asks of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leumund.intake.complaint import WrittenComplaint
from leumund.intake.formats import Habits
from leumund.intake.shown import TAKEN_BY
from leumund.people import Field

if TYPE_CHECKING:
    from leumund.intake.formats import Cells

NAME = "complaints"
HOLDS = "complaints"
HABITS = Habits()
COLUMNS = (
    Field("arrived_at", ("arrived", "received_at", "created_at", "Eingang", "Eingegangen am")),
    Field("called_at", ("time_of_call", "Anruf am", "Anrufzeit"), is_required=True),
    Field("number_called", ("called", "own_number", "Angerufene Rufnummer"), is_required=True),
    Field("number_shown", ("shown", "cli", "caller_number", "Angezeigte Rufnummer")),
    Field("caller_said", ("caller", "company", "Anrufer", "Angegebene Firma")),
    Field("product", ("subject", "Produkt", "Thema")),
    Field("told", ("knew", "known_facts", "Gewusst", "Vorgelesen")),
    Field("objection", ("objects", "do_not_call", "Widerspruch")),
    Field("text", ("complaint", "description", "Beschwerde", "Verlauf")),
    Field(TAKEN_BY[0], TAKEN_BY[1:]),
    Field(
        "name",
        ("person_called", "complainant", "first_name", "last_name", "Vorname", "Nachname"),
        is_many=True,
    ),
    Field("postcode", ("zip", "zip_code", "postal_code", "PLZ", "Postleitzahl")),
    Field("address", ("street", "city", "Anschrift", "Adresse", "Ort"), is_many=True),
    Field("ref", ("customer", "customer_number", "Kundennummer", "Kundennr")),
)


def read(cells: Cells) -> WrittenComplaint:
    """One complaint."""
    return WrittenComplaint(**{column.name: cells[column.name] for column in COLUMNS})
