"""Lists drawn inside a partner's list, traced from end to end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.trace.spring import START, complain, number, spring

from leumund.app import Leumund
from leumund.release import DrawRecord
from leumund.store import Store
from leumund.trace.verify import verify_exhibit

ABOVE, BELOW = "summer", "below"
CAMPAIGN = """campaign: {name}
principal: Muster Telefon
product: DSL
purpose: winback
design: independent
partners: [{{partner: {partner}, share: {share}}}]
portions: [{{on: {day}, share: 1}}]
{inside}"""


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Leumund:
    """Osten has half of all customers, and Laden, below it, a quarter of these."""
    desk = spring(tmp_path, store)
    text = (tmp_path / "partners.yaml").read_text("utf-8")
    chain = "  - name: Laden\n    parent: Osten\n    authorised: 2026-01-01\n"
    (tmp_path / "chain.yaml").write_text(text.replace("  - name: Laden\n", chain), "utf-8")
    desk.network.load(tmp_path / "chain.yaml")
    _handed(desk, tmp_path, ABOVE, "Osten", "0.5", "")
    _handed(
        desk, tmp_path, BELOW, "Laden", "0.25", "inside: {campaign: summer, partner: Osten}\n"
    )
    return desk


def _handed(
    desk: Leumund, folder: Path, name: str, partner: str, share: str, inside: str
) -> None:
    day = f"{START:%Y-%m-%d}"
    path = folder / f"{name}.yaml"
    text = CAMPAIGN.format(name=name, partner=partner, share=share, day=day, inside=inside)
    path.write_text(text, "utf-8")
    desk.release.draw(path)
    desk.release.draw(path, beacon="1 2 3 4 5 6")
    desk.release.hand_over(name)


def draw_of(desk: Leumund, name: str) -> DrawRecord:
    return next(draw for draw in desk.release.draws() if draw.campaign == name)


def customers_in(desk: Leumund, name: str) -> list[int]:
    draw = draw_of(desk, name)
    units = set(draw.released.unit[draw.released.is_handed_over].tolist())
    pairs = zip(draw.line_ids.tolist(), draw.line_units.tolist(), strict=True)
    lines = [line for line, unit in pairs if unit in units]
    return sorted(int(found[-3:]) for found in desk.people.numbers(lines).values())


def test_the_evidence_leads_on_to_the_list_drawn_inside(desk: Leumund, tmp_path: Path):
    complain(desk, tmp_path, customers_in(desk, BELOW))
    report = desk.trace.run()
    named = {copy.campaign: copy for copy in report.named}
    assert set(named) == {ABOVE, BELOW}
    assert [copy.partner for copy in report.deepest] == ["Laden"]
    assert named[ABOVE].leads_to == ("Laden (below)",)
    assert named[BELOW].inside == "Osten (summer)"
    assert "leads on to the list of Laden (below)" in named[ABOVE].in_words()
    assert "führt weiter zur Liste von Laden (below)" in named[ABOVE].in_words("de")
    assert "This copy was used. It does not say by whom." in named[BELOW].in_words()
    assert "It was drawn inside the copy of Osten (summer)." in named[BELOW].in_words()
    first = next(line for line in report.in_words().splitlines() if "was used" in line)
    assert first.startswith("Laden")
    assert named[BELOW].audit.redraws == 10_000
    assert not named[BELOW].audit.is_blocking
    assert not desk.trace.run().is_new


def test_a_list_used_as_a_whole_names_it_and_none_drawn_inside(desk: Leumund, tmp_path: Path):
    complain(desk, tmp_path, customers_in(desk, ABOVE)[:60])
    report = desk.trace.run()
    assert [copy.partner for copy in report.deepest] == ["Osten"]
    (found,) = report.named
    assert (found.leads_to, found.drawn_inside) == ((), ("Laden (below)",))
    assert "or a list drawn inside it (Laden (below))" in found.in_words()
    assert "innerhalb von ihr gezogene Liste" in found.in_words("de")


def test_people_outside_the_list_above_say_nothing_of_the_list_inside(
    desk: Leumund, tmp_path: Path
):
    outside = sorted(set(range(240)) - set(customers_in(desk, ABOVE)))
    complain(desk, tmp_path, outside[:40])
    report = desk.trace.run()
    (node,) = (copy for copy in report.copies if copy.campaign == BELOW)
    assert (node.used, node.log_e) == (0, 0.0)
    assert node.excluding.not_in_copy == 40


def test_calls_that_the_partner_below_declared_are_no_hits_of_either(
    desk: Leumund, tmp_path: Path
):
    mine = customers_in(desk, BELOW)
    at = desk.clock.now() + timedelta(days=1)
    rows = "".join(f"{at:%Y-%m-%dT%H:%MZ},{number(each)},\n" for each in mine)
    (tmp_path / "declared.csv").write_text("called_at,number_called,number_shown\n" + rows)
    desk.intake.calls(tmp_path / "declared.csv", "Laden")
    complain(desk, tmp_path, mine)
    report = desk.trace.run()
    assert report.named == ()
    found = {copy.campaign: copy.log_e for copy in report.copies}
    assert (found[ABOVE], found[BELOW]) == (0.0, 0.0)


def test_the_exhibit_of_a_list_drawn_inside_holds_from_itself_alone(
    desk: Leumund, tmp_path: Path
):
    complain(desk, tmp_path, customers_in(desk, BELOW))
    desk.trace.run()
    made = desk.trace.make_exhibit(BELOW, "Laden")
    assert verify_exhibit(made.expert).has_grounds
    assert not verify_exhibit(made.files["exhibit.json"]).has_grounds
