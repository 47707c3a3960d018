"""campaign.yaml is read strictly, and every problem is told at once with its place."""

from contextlib import suppress
from datetime import date
from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from leumund.release.campaign import BadCampaign, Campaign, Lawful, Portion, Wish
from leumund.release.campaign_file import read_campaign

FULL = """
campaign: winback-2026-03
principal: Muster Strom AG
product: Ökostrom Flex
purpose: winback
design: independent
declared: true
beacon: Lotto 6 aus 49 of 14 March 2026
strata: [segment, land]
partners:
  - {partner: Norden, share: 2 %}
  - {partner: Süden, count: 20000, where: {land: [BY, BW]}}
portions:
  - {on: 2026-03-15, share: 0.5}
  - {on: 2026-04-01, share: 0.3}
  - {on: 2026-04-15, share: 0.2}
hold_back: {permanent: 0.05, rotating: 1/20}
embargo: {days: 21, reason: "DPO, 3 March 2026: calls to a random half later tell a leak"}
decoys: {per_copy: 3}
fields: [number, land, not_before]
"""
KEYS = [
    "campaign", "principal", "product", "purpose", "design", "partners", "portions", "strata",
    "hold_back", "embargo", "decoys", "fields", "declared", "beacon", "on", "share", "where",
    "partner", "count", "first", "every_days", "days", "reason", "pool", "per_copy",
]  # fmt: skip
SHORT = """
campaign: spring
principal: Muster AG
product: Flex
purpose: winback
design: exclusive
partners: [{partner: Norden, share: 0.1}]
portions: {first: 2026-03-15, count: 4, every_days: 14}
"""


def test_a_campaign_says_which_lawful_calls_count_and_how_readily_people_complain():
    assert read_campaign(SHORT).lawful == Lawful("contacted", Fraction(1))
    matching = read_campaign(SHORT + "lawful_calls: {left_out: matching}\n")
    assert matching.lawful == Lawful("matching", Fraction(2))
    stricter = SHORT + "lawful_calls: {left_out: contacted, readiness: 1.5}\n"
    assert read_campaign(stricter).lawful == Lawful("contacted", Fraction(3, 2))
    assert Campaign.from_document(matching.document()) == matching


def test_a_campaign_that_says_nothing_of_lawful_calls_keeps_the_seal_it_had():
    assert "lawful_calls" not in read_campaign(SHORT).document()
    told = SHORT + "lawful_calls: {left_out: matching}\n"
    assert read_campaign(told).digest() != read_campaign(SHORT).digest()


@pytest.mark.parametrize("value", ["0.5", "101", "many", "0/0", "true"])
def test_a_readiness_below_one_or_without_sense_is_told_with_its_place(value):
    told = SHORT + f"lawful_calls: {{readiness: {value}}}\n"
    assert "lawful_calls.readiness" in problems(told)


def problems(text):
    with pytest.raises(BadCampaign) as told:
        read_campaign(text)
    return told.value.values["problems"]


def test_every_key_is_read():
    campaign = read_campaign(FULL)
    assert campaign.partners == (
        Wish("Norden", share=Fraction(1, 50)),
        Wish("Süden", count=20000, where=(("land", ("BY", "BW")),)),
    )
    assert campaign.portions[1] == Portion(date(2026, 4, 1), Fraction(3, 10))
    assert (campaign.permanent, campaign.rotating) == (Fraction(1, 20), Fraction(1, 20))
    assert campaign.embargo.days == 21
    assert campaign.decoys.per_copy == 3
    assert campaign.fields == ("number", "land", "not_before")
    assert campaign.last_day == date(2026, 4, 15)


def test_the_short_form_has_even_portions_and_hands_over_numbers_only():
    campaign = read_campaign(SHORT)
    assert campaign.design == "conditional"
    assert [portion.on for portion in campaign.portions] == [
        date(2026, 3, 15), date(2026, 3, 29), date(2026, 4, 12), date(2026, 4, 26)
    ]  # fmt: skip
    assert {portion.share for portion in campaign.portions} == {Fraction(1, 4)}
    assert campaign.fields == ("number",)
    assert campaign.declared
    assert campaign.permanent is None
    assert campaign.embargo is None


def test_comments_and_layout_do_not_change_what_is_sealed_but_any_value_does():
    same = "# spring\n" + FULL.replace("share: 0.5", "share: 1/2")
    assert read_campaign(same).digest() == read_campaign(FULL).digest()
    for old, new in (("2 %", "3 %"), ("Norden", "Westen"), ("2026-03-15", "2026-03-14"),
                     ("per_copy: 3", "per_copy: 4"), ("winback\n", "offer\n"),
                     ("1/20", "1/21"), ("14 March", "21 March")):  # fmt: skip
        assert read_campaign(FULL.replace(old, new)).digest() != read_campaign(FULL).digest()


def test_a_share_is_exact_and_never_a_binary_fraction():
    assert read_campaign(SHORT).partners[0].share == Fraction(1, 10)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("hold_back:", "holdback:", "holdback is not known; did you mean hold_back?"),
        ("share: 2 %}", "share: 2 %, count: 5}", "partners[1]: say either count or share"),
        ("share: 2 %}", "share: 1.2}", "partners[1].share: 1.2 is no part of one"),
        ("count: 20000", "count: many", "partners[2].count: many is no whole number from 1"),
        ("count: 20000", "count: true", "True is no whole number"),
        ("land: [BY", "region: [BY", "region is not known"),
        ("Süden", "Norden", "Norden stands there twice, and a copy is drawn only once"),
        ("design: independent", "design: random", "random is none of independent, exclusive"),
        ("share: 0.2}", "share: 0.1}", "portions: their shares sum to 9/10, not to 1"),
        ("2026-04-15", "2026-03-31", "each must leave on a later day than the one before"),
        ("2026-04-15", "'soon'", "portions[3].on: soon is no day, such as 2026-03-15"),
        ("permanent: 0.05", "permanent: 0.6", "more than half of all customers held back"),
        (", reason: \"DPO, 3 March 2026: calls to a random half later tell a leak\"", "",
         "the data-protection officer's reason is missing (Art 5(1)(c) GDPR)"),
        ("land, not_before", "land", "an embargo needs the field not_before"),
        ("[number, land", "[number, iban", "iban is not known"),
        ("[number, land", "[land", "number is missing"),
        ("declared: true", "declared: yes", "true or false is expected here"),
        ("winback-2026-03", "'spring / 2026'", "may hold letters, digits, points, dashes"),
        ("strata: [segment, land]", "strata: [segment, segment, land]", "stands there twice"),
        ("strata: [segment, land]", "strata: [hair]", "hair is none of segment, land, kind"),
        ("purpose: winback\n", "", "purpose: is missing"),
        ("purpose: winback", "purpose:", "purpose: a text is expected here"),
        ("partners:\n", "partners: {}\nx:\n", "x is not known"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(old, new, told):
    assert old in FULL
    assert told in problems(FULL.replace(old, new))


def test_all_mistakes_are_told_at_once():
    found = problems(FULL.replace("share: 2 %", "share: 3").replace("days: 21", "days: 0"))
    assert found.count(";") == 1


def test_a_key_that_stands_there_twice_is_refused_and_not_silently_the_last():
    assert "hold_back stands there twice" in problems(FULL + "hold_back: {}\n")


@pytest.mark.parametrize("text", ["", " \n\n", "\n# nothing\n"])
def test_a_file_with_nothing_in_it_is_told(text):
    assert "it is empty" in problems(text) or "are expected here" in problems(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
        | st.dates() | st.sampled_from(["2026-02-31", "1e9", "2 %", "1/0", "x" * 99]),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=4),
        max_leaves=8,
    ),
    st.sampled_from(KEYS),
)  # fmt: skip
def test_whatever_stands_under_a_key_is_read_or_told_and_never_breaks(value, key):
    document = yaml.safe_load(FULL) | {key: value}
    with suppress(BadCampaign):
        read_campaign(yaml.safe_dump(document, allow_unicode=True))


@given(st.text(max_size=80))
def test_whatever_text_is_given_is_read_or_told(text):
    with pytest.raises(BadCampaign):
        read_campaign(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("? [a, b]\n: 1\n", "is no YAML"),
        ("a: " + "[" * 20_000, "nested too deeply"),
        ("a: " + "9" * 5_000, "a value that nobody can read"),
        (FULL.replace("2026-04-15", "2026-02-31"), "2026-02-31 is no day"),
        (FULL.replace("days: 21", "days: 999999999"), "no whole number from 1 to 3650"),
        (SHORT.replace("2026-03-15", "9999-12-30"), "after the end of the calendar"),
        (SHORT.replace("Norden", "+49 30 23125 123").replace("0.1", "+49 30 23125 123"),
         "+4930•••••••• is no part of one"),
        (FULL.replace("20000", "0x" + "f" * 5_000), "… is no whole number"),
    ],
)  # fmt: skip
def test_odd_yaml_is_told_and_breaks_nothing(text, told):
    found = problems(text)
    assert told in found
    assert "23125 123" not in found


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words"])
def test_a_file_that_is_no_campaign_at_all(text):
    assert "keys and values are expected here" in problems(text)


def test_a_file_that_is_no_yaml_names_the_line():
    assert "line 3 is no YAML" in problems("campaign: x\npurpose: y\n\t bad")


@pytest.mark.parametrize("key", ["not_in_copy", "except_members_of", "membership"])
def test_an_attack_that_lets_an_earlier_membership_shape_this_draw_has_no_word_for_it(key):
    # Eligibility may follow contacts and outcomes. If it followed membership of older copies,
    # who is in those would no longer be left to chance.
    assert f"{key} is not known" in problems(FULL + f"{key}: [winback-2026-02]\n")


def test_braces_in_the_file_do_not_confuse_the_message():
    assert "{boom} is not known" in problems(FULL.replace("declared:", "'{boom}':"))
