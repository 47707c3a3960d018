"""People: lines, the persons on them, consents with their proof, objections, contracts.

A **line** is a phone number. A **person** is a customer under the company's own reference;
several can share a line, and one can have several. A **consent** is one declaration with
its proof, an **objection** covers a person or everybody on a line, a **contract** is the
company's own, a **register** is a public list of numbers with the date of its version.

Files come in as they are and are read strictly: what cannot be read is kept in a
quarantine file with its reason, and nothing is guessed. An objection counts at once.

Reading tables is open to later parts: ``opened`` a file, ``open_table``, ``match`` its
header to ``Field``s, go through ``rows()``, and keep each ``BadRow`` in a ``Quarantine``.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leumund.people.header import (
        Field,
        MissingColumn,
        Places,
        UnknownColumn,
        column_named,
        in_their_words,
        known,
        left_out,
        match,
        plain,
    )
    from leumund.people.line import (
        CHANNELS,
        EVERY_CHANNEL,
        EVERYTHING,
        LANDS,
        PERSON_KINDS,
        SOURCES,
        ZONE,
        Consent,
        Contract,
        Line,
        LineRecord,
        Objection,
        Person,
        PersonRecord,
        RegisterHit,
        name_key,
    )
    from leumund.people.loaded import Loaded
    from leumund.people.masking import shown
    from leumund.people.meant import (
        LEAST_WEIGHT,
        Known,
        Meant,
        Register,
        Told,
        customers_in,
        folded,
    )
    from leumund.people.measured import Measured
    from leumund.people.snapshot import Snapshot
    from leumund.people.table import (
        BadRow,
        EmptyFile,
        Row,
        Table,
        WrongEncoding,
        open_table,
    )
    from leumund.people.values import (
        UnknownWord,
        UnreadableDate,
        UnreadableNumber,
        UnreadableTime,
        channels,
        day,
        moment,
        yes_or_no,
    )
    from leumund.people.vocabulary import (
        CHANNEL_WORDS,
        LAND_WORDS,
        PERSON_KIND_WORDS,
        SOURCE_WORDS,
        WHOLE,
    )
    from leumund.people.writer import (
        Quarantine,
        opened,
    )

_HOMES = {
    "EmptyFile": "table",
    "Field": "header",
    "UnknownWord": "values",
    "UnreadableDate": "values",
    "UnreadableNumber": "values",
    "UnreadableTime": "values",
    "column_named": "header",
    "in_their_words": "header",
    "left_out": "header",
    "WrongEncoding": "table",
    "channels": "values",
    "day": "values",
    "moment": "values",
    "yes_or_no": "values",
    "MissingColumn": "header",
    "Places": "header",
    "UnknownColumn": "header",
    "known": "header",
    "plain": "header",
    "CHANNEL_WORDS": "vocabulary",
    "LAND_WORDS": "vocabulary",
    "PERSON_KIND_WORDS": "vocabulary",
    "SOURCE_WORDS": "vocabulary",
    "WHOLE": "vocabulary",
    "shown": "masking",
    "match": "header",
    "CHANNELS": "line",
    "EVERYTHING": "line",
    "EVERY_CHANNEL": "line",
    "LANDS": "line",
    "PERSON_KINDS": "line",
    "SOURCES": "line",
    "ZONE": "line",
    "Consent": "line",
    "Contract": "line",
    "Line": "line",
    "LineRecord": "line",
    "Objection": "line",
    "Person": "line",
    "PersonRecord": "line",
    "RegisterHit": "line",
    "name_key": "line",
    "Loaded": "loaded",
    "LEAST_WEIGHT": "meant",
    "Known": "meant",
    "Meant": "meant",
    "Register": "meant",
    "Told": "meant",
    "customers_in": "meant",
    "folded": "meant",
    "Measured": "measured",
    "Snapshot": "snapshot",
    "BadRow": "table",
    "Row": "table",
    "Table": "table",
    "open_table": "table",
    "Quarantine": "writer",
    "opened": "writer",
}

__all__ = [
    "CHANNELS",
    "CHANNEL_WORDS",
    "EVERYTHING",
    "EVERY_CHANNEL",
    "LANDS",
    "LAND_WORDS",
    "LEAST_WEIGHT",
    "PERSON_KINDS",
    "PERSON_KIND_WORDS",
    "SOURCES",
    "SOURCE_WORDS",
    "WHOLE",
    "ZONE",
    "BadRow",
    "Consent",
    "Contract",
    "EmptyFile",
    "Field",
    "Known",
    "Line",
    "LineRecord",
    "Loaded",
    "Meant",
    "Measured",
    "MissingColumn",
    "Objection",
    "Person",
    "PersonRecord",
    "Places",
    "Quarantine",
    "Register",
    "RegisterHit",
    "Row",
    "Snapshot",
    "Table",
    "Told",
    "UnknownColumn",
    "UnknownWord",
    "UnreadableDate",
    "UnreadableNumber",
    "UnreadableTime",
    "WrongEncoding",
    "channels",
    "column_named",
    "customers_in",
    "day",
    "folded",
    "in_their_words",
    "known",
    "left_out",
    "match",
    "moment",
    "name_key",
    "open_table",
    "opened",
    "plain",
    "shown",
    "yes_or_no",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(f"leumund.people.{_HOMES[name]}"), name)
    raise AttributeError(f"leumund.people has no {name!r}")
