from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from leumund.basics.errors import BadInput
from leumund.network import Entry, read_document
from leumund.network.chain import DoubledPartner, OverlappingNumbers, chain_of, check
from leumund.network.document import DocumentTooLarge, DoubledKey, NotYaml, YamlTrick
from leumund.network.partners_file import (
    NoPartners,
    NoSuchCallerNumber,
    NoSuchKey,
    read_partners,
)
from leumund.network.stating import (
    EndsBeforeItBegins,
    MissingKey,
    NoSuchChoice,
    NoSuchCountry,
    NoSuchDay,
    NotAList,
    NotAMap,
    NotAText,
    UnknownKey,
)

GOOD = """\
partners:
  - name: norden
    country: DE
    risk: high
    engagements:
      - role: joint
        purposes: [winback]
        valid_from: 2026-01-01
        valid_to: 2026-12-31
    caller_numbers:
      - number: 030 23125001
        valid_from: 2026-01-01
        right_of_use: yes
"""


def test_a_good_file_is_read() -> None:
    [norden] = read_partners(GOOD, "partners.yaml").partners
    assert (norden.name, norden.legal_name, norden.line) == ("norden", "norden", 2)
    assert norden.engagements[0].role == "joint"
    assert norden.caller_numbers[0].has_right_of_use


@pytest.mark.parametrize(
    ("old", "new", "error", "said"),
    [
        (
            "    country: DE",
            "    contry: DE",
            UnknownKey,
            "Line 3 of p.yaml has the key contry",
        ),
        ("    country: DE\n", "", MissingKey, "line 2 of p.yaml has no country"),
        ("country: DE", "country: Germany", NoSuchCountry, "line 3 of p.yaml is GERMANY"),
        ("country: DE", "country: XX", NoSuchCountry, "is XX"),
        ("risk: high", "risk: huge", NoSuchChoice, "risk in line 4 of p.yaml is huge"),
        ("role: joint", "role: boss", NoSuchChoice, "role in line 6 of p.yaml is boss"),
        ("2026-12-31", "2026-02-31", NoSuchDay, "valid_to in line 9 of p.yaml is 2026-02-31"),
        ("2026-12-31", "31.12.2025", EndsBeforeItBegins, "2026-01-01 to 2025-12-31"),
        ("[winback]", "winback", NotAList, "purposes in line 7"),
        ("[winback]", "[[winback]]", NotAText, "purposes in line 7"),
        ("[winback]", "[]", MissingKey, "has no purposes"),
        ("name: norden", "name: [norden]", NotAText, "name in line 2"),
        ("030 23125001", "030 CALL", NoSuchCallerNumber, "line 11"),
        ("030 23125001", "4.93E+11", NoSuchCallerNumber, "line 11"),
        ("right_of_use: yes", "right_of_use: maybe", NoSuchChoice, "is maybe"),
        ("risk: high", "age_recipient: age1xyz", NoSuchKey, "line 4"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    old: str, new: str, error: type[BadInput], said: str
) -> None:
    assert old in GOOD
    with pytest.raises(error) as caught:
        read_partners(GOOD.replace(old, new, 1), "p.yaml")
    assert said in caught.value.message("en")
    assert "p.yaml" in caught.value.message("de")
    assert "Es wurde nichts geladen" in caught.value.message("de")


def test_an_unknown_key_is_answered_with_the_closest() -> None:
    with pytest.raises(UnknownKey) as caught:
        read_partners(GOOD.replace("valid_to", "valid_until"), "p.yaml")
    assert caught.value.way_out("en").startswith("Closest is: valid_to.")
    assert caught.value.way_out("de").startswith("Am ähnlichsten ist: valid_to.")


def test_a_public_age_key_is_accepted_and_a_secret_one_is_not_repeated() -> None:
    identity = x25519.Identity.generate()
    public, secret = str(identity.to_public()), str(identity)
    [norden] = read_partners(
        GOOD.replace("risk: high", f"age_recipient: {public}"), "p.yaml"
    ).partners
    assert norden.age_recipient == public
    with pytest.raises(NoSuchKey) as caught:
        read_partners(GOOD.replace("risk: high", f"age_recipient: {secret}"), "p.yaml")
    assert secret not in f"{caught.value}{caught.value.values}"


@pytest.mark.parametrize("text", ["", "# nothing\n", "partners:\n", "partners: []\n"])
def test_a_file_without_partners_is_refused(text: str) -> None:
    with pytest.raises(NoPartners):
        read_partners(text, "p.yaml")


@pytest.mark.parametrize("text", ["just text", "- a list"])
def test_a_file_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(NotAMap):
        read_partners(text, "p.yaml")


def test_attack_a_bomb_of_aliases_is_refused_at_once() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + depth)}: &{chr(98 + depth)} [*{chr(97 + depth)}, *{chr(97 + depth)}]\n"
        for depth in range(24)
    )
    start = time.monotonic()
    with pytest.raises(YamlTrick):
        read_document(bomb, "p.yaml")
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "a: !!python/object/apply:os.system [echo]",
        "a: !!binary aGk=",
        "a: &anchor x",
        "a: {<<: *b}",
    ],
)
def test_attack_tags_and_anchors_do_nothing(text: str) -> None:
    with pytest.raises(YamlTrick):
        read_document(text, "p.yaml")


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 50_000, "a: " + "{a: " * 500])
def test_attack_endless_depth_is_refused(text: str) -> None:
    with pytest.raises((DocumentTooLarge, NotYaml)):
        read_document(text, "p.yaml")


def test_attack_an_endless_file_is_refused() -> None:
    with pytest.raises(DocumentTooLarge):
        read_document("a: b\n" * 1_000_000, "p.yaml")


def test_a_key_given_twice_is_refused_with_its_line() -> None:
    with pytest.raises(DoubledKey, match=r"Line 2 of p\.yaml gives valid_to a second time"):
        read_document("valid_to: 2026-01-01\nvalid_to: 2027-01-01\n", "p.yaml")


@pytest.mark.parametrize("text", ["a: [1, 2", "a: b: c", "\tx: y", "{a}: b\n", "a: b\n---\nc"])
def test_what_is_no_yaml_is_refused_with_a_line(text: str) -> None:
    with pytest.raises(NotYaml, match="from line"):
        read_document(text, "p.yaml")


def test_every_value_stays_the_text_that_stands_there() -> None:
    whole = read_document("country: NO\nnumber: 0049\nday: 2026-02-31\nyes: on\n", "p.yaml")
    assert whole.value == {
        "country": Entry("NO", 1),
        "number": Entry("0049", 2),
        "day": Entry("2026-02-31", 3),
        "yes": Entry("on", 4),
    }


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_by_one_of_our_errors(text: str) -> None:
    try:
        assert isinstance(read_document(text, "p.yaml"), Entry)
    except BadInput as error:
        message = error.message("en")
        assert "p.yaml" in message


def test_two_partners_of_one_name_are_refused() -> None:
    twice = GOOD + "  - name: NORDEN\n    country: DE\n"
    with pytest.raises(DoubledPartner) as caught:
        check(read_partners(twice, "p.yaml").partners, {}, "p.yaml")
    assert "lines 2 and 14" in caught.value.message("en")
    assert "Zeilen 2 und 14" in caught.value.message("de")


def test_a_number_shown_twice_at_a_time_is_refused_masked() -> None:
    twice = GOOD + "      - {number: 030 23125001, valid_from: 2026-06-01}\n"
    with pytest.raises(OverlappingNumbers) as caught:
        check(read_partners(twice, "p.yaml").partners, {}, "p.yaml")
    assert "23125001" not in caught.value.message("de")


@given(st.integers(1, 300))
def test_a_chain_has_no_limit_but_a_loop(depth: int) -> None:
    parents: dict[str, str | None] = {f"p{n}": f"p{n + 1}" for n in range(depth)}
    parents[f"p{depth}"] = None
    assert len(chain_of("p0", parents)) == depth
    parents[f"p{depth}"] = "p0"
    with pytest.raises(BadInput, match="p0 → "):
        chain_of("p0", parents)
