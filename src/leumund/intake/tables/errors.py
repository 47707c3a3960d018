"""Why a file is not read as a table; every reason says the way out."""

from __future__ import annotations

from leumund.basics.errors import BadInput


class NoTableInside(BadInput):
    """{name} is {what}, which holds no table that can be read here. It was left out."""

    code = "no-table-inside"
    hint = "If there is a table in it, save it as XLSX or CSV and put that into the folder."


class PackedFiles(BadInput):
    """{name} is an archive of other files. It was left out, and nothing was unpacked."""

    code = "packed-files"
    hint = "Unpack it yourself and put the files that belong here into the folder."


class NeedsPassword(BadInput):
    """{name} is protected by a password. It was left out."""

    code = "needs-password"
    hint = "Open it, save it without the password, and put that into the folder."


class OldBinaryWorkbook(BadInput):
    """{name} is a binary workbook (XLSB), which is not read here. It was left out."""

    code = "binary-workbook"
    hint = "Save it as XLSX and put that into the folder."


class DamagedWorkbook(BadInput):
    """{name} is damaged or not whole and cannot be opened. It was left out."""

    code = "damaged-workbook"
    hint = "Open it in a spreadsheet program, save it again, and put that into the folder."


class BrokeTheReader(BadInput):
    """{name} broke off the program that reads workbooks. It was left out."""

    code = "broke-the-reader"
    hint = "Open it in a spreadsheet program, save it as CSV, and put that into the folder."


class ClaimsTooMuch(BadInput):
    """{name} would unpack to more than this program takes in ({what}). Reading was stopped,
    and it was left out."""

    code = "claims-too-much"
    hint = (
        "If the file is what it should be, save its table as CSV, which may be of any size. "
        "If you do not know where it comes from, ask who sent it."
    )


class HoldsEntities(BadInput):
    """{name} holds instructions for building text that no spreadsheet program writes.
    Nothing was built from them, and it was left out."""

    code = "holds-entities"
    hint = "Ask who sent the file; a spreadsheet program has not made it."


class TookTooLong(BadInput):
    """{name} was not read within {minutes} minutes. Reading was stopped, and it was left
    out."""

    code = "took-too-long"
    hint = "Save its tables as CSV, which is read much faster."


class NotAFileToRead(BadInput):
    """{name} cannot be opened: {why}. It was left out."""

    code = "not-a-file-to-read"
    hint = "Close the program that holds it, or let this account read it."
