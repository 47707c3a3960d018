"""What else lies in such a folder: a note, a photo, something of Windows', empty and broken."""

from __future__ import annotations

import struct
import zlib

from leumund.world.monday.formats import archive

README = """\
Hallo,

hier alles, was ich zusammenbekommen habe. Ein paar Hinweise:

- Kundenstamm.xlsx ist aus dem CRM, die IBAN-Spalte habe ich ausgeblendet. Ein paar Rufnummern
  hat Excel leider kaputt gemacht (das mit dem E+14).
- Die Anruflisten kommen von den Partnern, jeder macht es anders. Harbour Lights schreibt
  amerikanische Daten (Monat zuerst).
- Von Nebelturm haben wir keine Liste mehr gefunden.
- Die Liste West ging damals nur per Mail raus.
- Nachtrag.csv war schon leer, Anrufe_Mai.xlsx geht bei mir nicht auf.

Viele Grüße und bis Montag
H. Trugholz
"""
_DOCX = {
    "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?><Types '
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<?xml version="1.0" encoding="UTF-8"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
    'Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'officeDocument" '
    'Target="word/document.xml"/></Relationships>',
    "word/document.xml": '<?xml version="1.0" encoding="UTF-8"?><w:document '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>Protokoll Vertriebsrunde: Kaffee ist bestellt.</w:t></w:r></w:p></w:body>"
    "</w:document>",
}
EMPTY, BROKEN = "Nachtrag.csv", "Anrufe/Anrufe_Mai.xlsx"
KINDS = {
    "README.txt": "note",
    "Protokoll Vertriebsrunde.docx": "other",
    "IMG_2041.png": "photo",
    "Thumbs.db": "other",
    EMPTY: "empty",
    BROKEN: "broken",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def clutter(some_workbook: bytes) -> dict[str, bytes]:
    """The files; a broken workbook is the first half of a good one."""
    return {
        "README.txt": README.replace("\n", "\r\n").encode("utf-8"),
        "Protokoll Vertriebsrunde.docx": archive(_DOCX),
        "IMG_2041.png": _photo(160, 120),
        "Thumbs.db": _OLE + bytes(1528),
        EMPTY: b"",
        BROKEN: some_workbook[: len(some_workbook) // 2],
    }


def _photo(width: int, height: int) -> bytes:
    """A whale's back in the evening, more or less."""
    rows = b"".join(
        b"\0" + b"".join(_pixel(x, y, width, height) for x in range(width))
        for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _pixel(x: int, y: int, width: int, height: int) -> bytes:
    if y < height // 2:
        return bytes((200 - y, 120 + y // 2, 90 + y))
    is_whale = (x - width // 2) ** 2 // 9 + (y - height // 2) ** 2 < 180
    return bytes((40, 50, 70)) if is_whale else bytes((20, 60 + (x * y) % 13, 110))


def _chunk(name: bytes, data: bytes) -> bytes:
    return (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    )
