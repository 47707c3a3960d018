"""Documents that want to be believed, to run something, or to bring the reader down."""

from __future__ import annotations

import io
import os
import random
import sys
import time
import zlib
from pathlib import Path

import pypdf
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from tests.intake.documents.paper import table, typeset, words
from tests.intake.documents.statements import two_pages
from tests.intake.documents.test_statements import codes, document, rows

from leumund.basics.errors import BadInput
from leumund.intake import Limits, read_document
from leumund.intake.documents.opening import (
    DocumentBroken,
    DocumentLocked,
    DocumentTooLarge,
    DocumentTooSlow,
    NotADocument,
)

CLAUSE = "Audits durch den Auftraggeber duldet der Auftragnehmer und wirkt daran mit."
CONTRACT = (
    "= Vertrag zur Auftragsverarbeitung\nAuftraggeber: Blauwalfunk AG\n\nAuftragnehmer: "
    "Kranich GmbH\n\n== § 1 Gegenstand\nAnrufe.\n== § 2 Haftung\nNach Gesetz.\n"
    "== § 3 Ende\nOffen.\n"
)
SMALL = table(["Auftrag", "Betrag"], [["A-1", "10,00"], ["Summe", "10,00"]], align="lr")
STATEMENT = typeset("= Provisionsabrechnung\nEmpfänger: Kranich GmbH\n\n" + SMALL)


def rewritten(pdf: bytes) -> pypdf.PdfWriter:
    return pypdf.PdfWriter(io.BytesIO(pdf))


def written(writer: pypdf.PdfWriter) -> bytes:
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def painted(pdf: bytes, content: bytes, *, is_below: bool = False) -> bytes:
    """The first page with more content, in a font called /Plain."""
    writer = rewritten(pdf)
    page = writer.pages[0]
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    resources = page["/Resources"].get_object()
    fonts = resources.get("/Font", DictionaryObject()).get_object()
    fonts[NameObject("/Plain")] = writer._add_object(font)
    resources[NameObject("/Font")] = fonts
    more = StreamObject()
    more.set_data(b"q " + content + b" Q")
    old = page["/Contents"]
    parts = list(old) if isinstance(old, ArrayObject) else [page.raw_get("/Contents")]
    added = writer._add_object(more)
    page[NameObject("/Contents")] = ArrayObject(
        [added, *parts] if is_below else [*parts, added]
    )
    return written(writer)


def picture(folder: Path, source: str, *, below: str = "") -> bytes:
    """A page that is a picture of a page, as a scanner makes it."""
    made = typst.compile(
        b'#set text(font: "Libertinus Serif")\n' + source.encode(), format="png", ppi=72
    )
    (folder / "scan.png").write_bytes(made if isinstance(made, bytes) else made[0])
    (folder / "scan.typ").write_text(
        '#set page(paper: "a4", margin: 0pt)\n'
        f'{below}#image("scan.png", width: 100%, height: 100%)\n',
        encoding="utf-8",
    )
    pdf: bytes = typst.compile(folder / "scan.typ", root=folder)
    return pdf


def text_at(text: str, *, mode: int = 0, x: int = 70, y: int = 300) -> bytes:
    encoded = text.encode("cp1252").hex().encode()
    return b"BT /Plain 10 Tf %d Tr %d %d Td <%s> Tj ET" % (mode, x, y, encoded)


def test_an_encrypted_document_is_named_as_such(tmp_path: Path) -> None:
    writer = rewritten(STATEMENT)
    writer.encrypt("geheim", algorithm="RC4-128")
    with pytest.raises(DocumentLocked, match="password"):
        document(written(writer), tmp_path)


def test_a_document_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    writer = rewritten(STATEMENT)
    writer.encrypt("", owner_password="besitzer", algorithm="RC4-128")
    assert len(rows(document(written(writer), tmp_path))) == 1


@pytest.mark.parametrize(
    "pdf",
    [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0" * 5000, STATEMENT[:400], b"%PDF-1.4\n%%EOF"],
    ids=["head", "zeros", "cut", "nothing"],
)
def test_a_broken_document_is_a_message_and_no_crash(pdf: bytes, tmp_path: Path) -> None:
    with pytest.raises(DocumentBroken):
        document(pdf, tmp_path)


@pytest.mark.parametrize("pdf", [b"", b"<html>%PDF</html>", b"PK\x03\x04"])
def test_what_is_no_pdf_is_said_to_be_none(pdf: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotADocument):
        document(pdf, tmp_path)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 2**32))
def test_damaged_bytes_never_do_more_than_say_so(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    pdf = bytearray(STATEMENT)
    for _damage in range(chance.randrange(1, 40)):
        pdf[chance.randrange(8, len(pdf))] = chance.randrange(256)
    try:
        read = document(bytes(pdf), tmp_path)
    except BadInput as error:
        assert "Abrechnung.pdf" in str(error)  # noqa: PT017, it may also be read
    else:
        assert read.pages <= 500


def test_scripts_and_launch_actions_are_counted_and_never_run(tmp_path: Path) -> None:
    mark = tmp_path / "was-run"
    writer = rewritten(STATEMENT)
    script = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject(f"app.launchURL('file://{mark}')"),
        }
    )
    tree = DictionaryObject(
        {NameObject("/Names"): ArrayObject([TextStringObject("a"), writer._add_object(script)])}
    )
    names = DictionaryObject({NameObject("/JavaScript"): tree})
    writer.root_object[NameObject("/Names")] = names
    action = DictionaryObject(
        {
            NameObject("/S"): NameObject("/Launch"),
            NameObject("/F"): TextStringObject(f"/bin/sh -c 'touch {mark}'"),
        }
    )
    link = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): ArrayObject([FloatObject(x) for x in (0, 0, 500, 800)]),
            NameObject("/A"): action,
        }
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(link)])
    writer.root_object[NameObject("/OpenAction")] = action
    read = document(written(writer), tmp_path)
    assert len(rows(read)) == 1
    [note] = [note for note in read.notes if note.code == "active-content"]
    assert note.values["count"] == 2
    assert not mark.exists()


def test_files_inside_a_document_are_not_opened(tmp_path: Path) -> None:
    writer = rewritten(STATEMENT)
    writer.add_attachment("../../boese.sh", b"touch was-run")
    assert "attachments-ignored" in codes(document(written(writer), tmp_path))
    assert not list(tmp_path.rglob("*boese*"))


def test_a_picture_of_a_page_is_named_a_scan(tmp_path: Path) -> None:
    read = document(picture(tmp_path, "= Provisionsabrechnung\nA-1 10,00"), tmp_path)
    assert (read.kind, read.scans, read.rows, read.table) == ("scan", (1,), 0, None)
    assert "scanned-pages" in codes(read)


def test_what_a_machine_read_beneath_a_scan_is_not_believed(tmp_path: Path) -> None:
    scan = picture(tmp_path, "= Rechnung")
    unseen = painted(scan, text_at(CLAUSE * 3, mode=3))
    covered = painted(scan, text_at(CLAUSE * 3), is_below=True)
    for pdf in (unseen, covered):
        read = document(pdf, tmp_path)
        assert (read.kind, read.scans) == ("scan", (1,))


def test_a_letterhead_behind_text_makes_no_scan(tmp_path: Path) -> None:
    (tmp_path / "head.png").write_bytes(
        typst.compile(b"#set page(fill: luma(240))\n*Blauwalfunk*", format="png", ppi=30)
    )
    (tmp_path / "a.typ").write_text(
        '#set page(paper: "a4", background: image("head.png", width: 100%, height: 100%))\n'
        '#set text(lang: "de")\n= Provisionsabrechnung\nEmpfänger: Kranich GmbH\n\n'
        + "Wir rechnen Ihre Vermittlungen ab; bitte prüfen Sie die Zeilen binnen vier Wochen.\n"
        + SMALL,
        encoding="utf-8",
    )
    read = document(typst.compile(tmp_path / "a.typ", root=tmp_path), tmp_path)
    assert (read.kind, read.scans) == ("statement", ())


def test_one_scanned_page_among_others_is_named(tmp_path: Path) -> None:
    writer = rewritten(STATEMENT)
    writer.append(io.BytesIO(picture(tmp_path, "= Anlage")))
    read = document(written(writer), tmp_path)
    assert (read.kind, read.pages, read.scans) == ("statement", 2, (2,))


@pytest.mark.parametrize(
    "content",
    [text_at(CLAUSE, mode=3), text_at(CLAUSE, x=5000), text_at(CLAUSE, y=-900)],
    ids=["invisible", "right of the page", "below the page"],
)
def test_words_that_nobody_can_see_add_no_clause(content: bytes, tmp_path: Path) -> None:
    seen = document(painted(typeset(CONTRACT), text_at(CLAUSE)), tmp_path)
    assert seen.contract is not None
    assert seen.contract.clauses["28(3)(h)"] == 1
    read = document(painted(typeset(CONTRACT), content), tmp_path)
    assert read.contract is not None
    assert read.contract.clauses["28(3)(h)"] is None


def test_pages_and_characters_beyond_the_limits_are_said_to_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "lang.pdf"
    path.write_bytes(two_pages(random.Random(1)).pdf)
    for limits in (Limits(pages=1), Limits(characters=500)):
        read = read_document(path, tmp_path, limits=limits)
        [note] = [note for note in read.notes if note.code == "cut-off"]
        assert note.values == {"read": 1, "pages": 2}
    with pytest.raises(DocumentTooLarge):
        read_document(path, tmp_path, limits=Limits(size_mib=0))


def nested(depth: int, width: int) -> bytes:
    """Forms that draw forms that draw forms: a few hundred bytes, endless work."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    inner = None
    for _level in range(depth):
        form = StreamObject()
        form.set_data(b"/X Do " * width if inner else b"0 0 1 1 re f")
        form.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Form"),
                NameObject("/BBox"): ArrayObject([NumberObject(n) for n in (0, 0, 9, 9)]),
                NameObject("/Resources"): _resources(inner),
            }
        )
        inner = writer._add_object(form)
    page[NameObject("/Resources")] = _resources(inner)
    content = StreamObject()
    content.set_data(b"/X Do")
    page[NameObject("/Contents")] = writer._add_object(content)
    return written(writer)


def _resources(inner: object) -> DictionaryObject:
    if inner is None:
        return DictionaryObject()
    forms = DictionaryObject({NameObject("/X"): inner})
    return DictionaryObject({NameObject("/XObject"): forms})


def inflating(mebibytes: int) -> bytes:
    """A page whose content is small in the file and large once it is unpacked."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(200, 200)
    content = StreamObject()
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _part in range(mebibytes))
    content._data = packed + packer.flush()
    content[NameObject("/Filter")] = NameObject("/FlateDecode")
    page[NameObject("/Contents")] = writer._add_object(content)
    return written(writer)


def test_a_document_that_never_ends_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "bombe.pdf"
    path.write_bytes(nested(14, 12))
    begin = time.monotonic()
    with pytest.raises((DocumentTooSlow, DocumentBroken)):
        read_document(path, tmp_path, limits=Limits(seconds=1))
    assert time.monotonic() - begin < 20


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited there")
def test_a_document_that_wants_all_memory_gets_none_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "blase.pdf"
    path.write_bytes(inflating(600))
    with pytest.raises((DocumentBroken, DocumentTooSlow)):
        read_document(path, tmp_path, limits=Limits(memory_mib=256, seconds=10))


def test_a_module_that_lies_beside_the_documents_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "was-run"
    for name in ("json", "pypdfium2", "typing", "leumund"):
        (tmp_path / f"{name}.py").write_text(f"open({str(mark)!r}, 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(rows(document(STATEMENT, tmp_path))) == 1
    assert not mark.exists()


def test_our_settings_do_not_reach_the_process_that_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from leumund.intake.documents.restraint import _surroundings

    monkeypatch.setenv("LEUMUND_DATABASE_URL", "postgresql://geheim")
    assert "LEUMUND_DATABASE_URL" not in _surroundings()
    assert os.environ["PATH"] == _surroundings()["PATH"]


def test_text_made_to_be_searched_for_ever_is_searched_in_time(tmp_path: Path) -> None:
    lines = [
        "zwischen " + "A " * 900,
        "(" * 900,
        "1.2" * 400,
        "Auftraggeber: " * 90,
        ". " * 900,
    ]
    source = "= Vertrag\n" + "".join(f"{words(line)}\n\n" for line in lines * 6)
    begin = time.monotonic()
    read = document(typeset(source), tmp_path)
    assert read.kind in ("contract", "other")
    assert time.monotonic() - begin < 20


def test_a_made_up_answer_of_the_reader_is_refused() -> None:
    from leumund.intake.documents.meaning import Meaning
    from leumund.intake.documents.plainly import from_plain, to_plain

    right = to_plain(Meaning("other", 0.5, (), (), (), None, ()))
    assert from_plain(Meaning, right).kind == "other"
    for wrong in (None, {}, [], right[:-1], ["virus", *right[1:]], [*right[:2], 7, *right[3:]]):
        with pytest.raises((ValueError, TypeError)):
            from_plain(Meaning, wrong)
