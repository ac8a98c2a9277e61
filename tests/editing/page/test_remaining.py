"""The bar says what is left to do before publication, and leads there. Rows are selected together."""

import re

import pytest

from learning.models import Agency, AgencyKind, Review, Theme
from reviews_portal.editing.actions import several
from reviews_portal.editing.actions.rows import NewRow, add_rows
from reviews_portal.editing.models import Row, RowKind
from reviews_portal.editing.remaining import counts_of
from tests.editing.page.test_rows import SCRIPT


def left(page: str) -> dict[str, str]:
    """Return the links of the bar that are shown, by their text without numbers."""
    found = re.findall(r'<a href="([^"]*)"\s+data-next="(\w+)"([^>]*)>', page)
    return {name: address for address, name, more in found if "hidden" not in more}


def step(page: str) -> tuple[str, str]:
    """Return the address and the text of the next step."""
    address, text = re.search(r'href="([^"]*)"\s+data-next-step>([^<]*)<', page).groups()
    return address, text.strip()


@pytest.fixture
def marked(rows) -> list[Row]:
    """Return the rows as a heading, a doubtful finding without themes, and an agency that nobody has chosen."""
    kinds = [RowKind.HEADING, RowKind.FINDING, RowKind.AGENCY_INVOLVED]
    for row, kind in zip(rows, kinds, strict=True):
        Row.objects.filter(pk=row.pk).update(kind=kind, doubt="Is this so?" if kind == RowKind.FINDING else "")
    return list(Row.objects.filter(pk__in=[row.pk for row in rows]).in_order())


def test_the_bar_has_what_is_left_and_leads_to_it(client, at, marked):
    page = client.get(at("edit/")).text
    assert left(page) == {
        "doubtful": f"#row-{marked[1].pk}",
        "untagged": f"#row-{marked[1].pk}",
        "unnamed": f"#row-{marked[2].pk}",
        "signs": f"{at('check/')}#signs",
        "without_key_points": "?choose=key-points#key-points",
        "blank": f"{at('details/')}#blank",
    }
    assert step(page) == (f"#row-{marked[1].pk}", "Next: confirm rows")


def test_what_is_done_is_no_longer_left(client, at, copy, marked, editor, world):
    client.post(at("rows/confirm/"), {"confirm": marked[1].pk})
    client.post(at("rows/themes/"), {"rows": marked[1].pk, "themes": "neglect"})
    assert step(client.get(at("edit/")).text) == (f"#row-{marked[2].pk}", "Next: choose agencies")
    client.post(at("rows/key-points/"), {"rows": marked[1].pk})
    several.set_tags(copy, [marked[2].pk], {"agencies": [world.reviews["draft"].agency]}, by=editor)
    Review.objects.filter(pk=copy.review.pk).update(
        children="Two children", harm="Neglect", outcome="serious-harm", content_note="This review is about neglect."
    )
    page = client.get(at("edit/")).text
    assert set(left(page)) == {"signs"}
    assert step(page) == (at("check/"), "Next: check")
    assert counts_of(copy).left == 0


def test_suggestions_are_offered_before_themes_are_added_by_hand(client, at, marked):
    Row.objects.filter(pk=marked[1].pk).update(doubt="", words="There was neglect.")
    page = client.get(at("edit/")).text
    assert step(page) == ("?select=suggested#several", "Next: add suggestions")
    assert '<span data-count="suggested">1</span> with suggestions' in " ".join(page.split())
    client.post(at("rows/suggested/add/"), {"rows": marked[1].pk})
    assert step(client.get(at("edit/")).text) == (f"#row-{marked[2].pk}", "Next: choose agencies")


def test_suggestions_that_no_row_needs_are_no_step(client, at, marked):
    Row.objects.filter(pk=marked[1].pk).update(doubt="", words="There was neglect, and poverty.", source_block=1)
    marked[1].themes.set(Theme.objects.filter(slug="neglect"))
    page = client.get(at("edit/")).text
    assert "Add Poverty" in " ".join(page.split())
    assert step(page) == (f"#row-{marked[2].pk}", "Next: choose agencies")


def test_key_points_are_chosen_on_the_page_for_each_column_of_the_summary(client, at, copy, rows, editor):
    for row, kind in zip(rows, ["background", "finding", "question"], strict=True):
        several.set_kind(copy, [row.pk], kind, by=editor)
    add_rows(copy, [NewRow(f"Agencies should meet, {n}.", "recommendation") for n in range(5)], after=None, by=editor)
    note = 'aria-labelledby="choose-key-points" tabindex="-1" data-key-points'
    assert f"{note} hidden>" in " ".join(client.get(at("edit/")).text.split())
    assert f"{note}>" in " ".join(client.get(at("edit/?choose=key-points")).text.split())
    assert counts_of(copy).without_key_points == 3
    client.post(at("rows/key-points/"), {"rows": rows[1].pk})
    assert counts_of(copy).without_key_points == 2
    check = " ".join(client.get(at("check/")).text.split())
    assert "No key points are marked for: what happened, recommendations." in check
    assert f'href="{at("edit/")}?choose=key-points#key-points"' in check
    client.post(at("rows/key-points/"), {"rows": [row.pk for row in copy.rows.all()]})
    assert counts_of(copy).without_key_points == 0
    assert "Choose key points" not in client.get(at("check/")).text


def test_a_row_on_another_page_is_led_to(client, at, copy, editor, marked):
    add_rows(copy, [NewRow(f"Heading {n}", RowKind.HEADING) for n in range(300)], after=None, by=editor)
    row = Row.objects.get(pk=marked[1].pk)
    assert left(client.get(at("edit/")).text)["doubtful"] == f"?page=2#row-{row.pk}"


def test_a_script_gets_what_only_the_check_finds(client, at, marked):
    Row.objects.filter(pk=marked[1].pk).update(words="The twins were seen. A twin was hurt.", level=1)
    Row.objects.filter(pk=marked[0].pk).update(label="7")
    counts = client.get(at("check/"), **SCRIPT).json()["counts"]
    assert (counts["untagged"], counts["unnamed"], counts["signs"]) == (1, 1, 1)
    assert counts["wrong"] == 1  # the number of the heading, which readers would not see
    assert "Check before publication" in client.get(at("check/")).text


def test_a_script_gets_the_counts_when_an_agency_is_chosen(client, at, marked, sent, world):
    row, agency = marked[2], world.reviews["draft"].agency
    fields = sent(row, kind=row.kind, named_agencies=agency.name)
    answer = client.post(at(f"rows/{row.pk}/"), fields, **SCRIPT).json()
    assert answer["counts"]["unnamed"] == 0


@pytest.mark.parametrize(
    ("select", "chosen"), [("doubtful", [1]), ("untagged", [1]), ("unnamed", [2]), ("wombat", []), ("", [])]
)
def test_rows_with_the_same_to_do_are_selected_together(client, at, marked, select, chosen):
    page = client.get(at(f"edit/?select={select}")).text
    found = re.findall(r'name="rows"\s+form="selected"\s+value="(\d+)"[^>]*checked', page)
    assert found == [str(marked[number].pk) for number in chosen]


def test_selected_rows_are_confirmed_at_once(client, at, rows):
    Row.objects.update(doubt="Is this so?")
    client.post(at("rows/confirm/"), {"rows": [row.pk for row in rows[:2]]})
    assert [row.is_doubtful for row in Row.objects.filter(pk__in=[row.pk for row in rows]).in_order()] == [
        *(False, False),
        True,
    ]
    assert client.post(at("rows/confirm/"), **SCRIPT).json()["refused"] == "Select at least one row first."


def test_each_mark_of_a_row_is_an_attribute_of_its_own(client, at, marked):
    Row.objects.filter(pk=marked[1].pk).update(words="There was neglect.", is_key=True, source_block=3)
    opening = re.search(rf'<li [^>]*id="row-{marked[1].pk}"[^>]*>', client.get(at("edit/")).text)[0]
    assert {"data-key-point", "data-doubtful", "data-untagged", "data-suggested"} <= set(opening.rstrip(">").split())
    assert f'data-block="block-{marked[1].document_id}-3"' in opening.rstrip(">").split()


def test_a_name_of_several_agencies_is_never_added_with_all(client, at, copy, marked, world):
    for number in (1, 2):
        agency = Agency.objects.create(
            name=f"Wombat Trust {number}",
            slug=f"wombat-trust-{number}",
            aliases=["the trust"],
            kind=AgencyKind.objects.get(slug="police"),
        )
        agency.partnerships.add(world.partnership)
    row = marked[1]
    Row.objects.filter(pk=row.pk).update(words="There was neglect, said the trust.")
    page = client.get(at("edit/")).text
    assert "a name shared by several agencies" in page
    answer = client.post(at("rows/suggested/add/"), {"rows": [row.pk, marked[0].pk]}, **SCRIPT).json()
    assert answer["message"] == "Suggestions added to 1 row; 1 needs a choice; 1 had none."
    assert "a name shared by several agencies" in answer["rows"][0]["html"]
    assert [theme.slug for theme in row.themes.all()] == ["neglect"]
    assert not row.agencies.exists()
    client.post(at("rows/suggested/accept/"), {"suggestion": f"{row.pk} agency:{agency.pk}"})
    assert list(row.agencies.all()) == [agency]


def test_a_name_of_several_agencies_stays_offered_beside_an_agency_until_one_is_chosen(
    client, at, copy, marked, world
):
    trusts = [
        Agency.objects.create(
            name=f"Wombat {number} Trust",
            slug=f"wombat-trust-{number}",
            aliases=["the trust"],
            kind=AgencyKind.objects.get(slug="health-provider"),
        )
        for number in (1, 2)
    ]
    for agency in trusts:
        agency.partnerships.add(world.partnership)
    row = marked[1]
    Row.objects.filter(pk=row.pk).update(words="There was neglect, said the police and the trust.", source_block=1)
    client.post(at("rows/suggested/add/"), {"rows": row.pk})
    assert [kind.slug for kind in row.agency_kinds.all()] == ["police"]
    page = " ".join(client.get(at("edit/")).text.split())
    assert "Add Wombat 1 Trust" in page
    client.post(at("rows/suggested/accept/"), {"suggestion": f"{row.pk} agency:{trusts[0].pk}"})
    assert (list(row.agencies.all()), row.agency_kinds.count()) == ([trusts[0]], 1)
    assert "Add Wombat 2 Trust" not in " ".join(client.get(at("edit/")).text.split())
