"""Several rows are changed at once, and rows are marked in one form without scripts."""

import pytest
from django.test import Client

from learning.models import Agency, AgencyKind, Theme, ThemeGroup
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.rows import NewRow, add_rows
from reviews_portal.editing.models import Row, RowKind


def test_rows_are_marked_as_one_kind(client, at, rows):
    page = client.post(at("rows/kind/"), {"rows": [rows[0].pk, rows[2].pk], "kind": "heading"}, follow=True)
    assert "2 rows marked as “Heading”." in page.text
    assert [row.kind for row in Row.objects.in_order()] == ["heading", "unmarked", "heading"]


def test_a_printed_number_is_the_label_of_a_recommendation_only(client, at, rows):
    Row.objects.filter(pk=rows[2].pk).update(words="2. Agencies should meet.", label="2")
    client.post(at("rows/kind/"), {"rows": rows[2].pk, "kind": "recommendation"})
    rows[2].refresh_from_db()
    assert (rows[2].label, rows[2].words) == ("2", "Agencies should meet.")
    client.post(at("rows/kind/"), {"rows": rows[2].pk, "kind": "finding"})
    rows[2].refresh_from_db()
    assert rows[2].words == "2. Agencies should meet."


def test_themes_are_added_or_replaced(client, at, rows):
    both = {"rows": [rows[0].pk, rows[1].pk]}
    client.post(at("rows/themes/"), both | {"themes": "neglect"})
    client.post(at("rows/themes/add/"), both | {"themes": "fathers and"})
    assert rows[0].themes.count() == 2
    client.post(at("rows/themes/"), both | {"themes": "Fathers and male carers"})
    assert [theme.slug for theme in rows[1].themes.all()] == ["fathers-and-male-carers"]
    assert not rows[2].themes.exists()


def test_a_wrong_name_changes_nothing_and_the_rows_stay_selected(client, at, rows):
    page = client.post(at("rows/themes/add/"), {"rows": [rows[0].pk], "themes": "neglect, nonsense"})
    assert page.status_code == 422
    assert "“nonsense” is not in the list." in page.text
    assert 'value="neglect, nonsense"' in page.text
    assert page.text.count("checked>") - page.text.count("data-single-keys checked") >= 1
    assert not rows[0].themes.exists()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("curio", ""),  # in one name
        ("chronic neglect", ""),  # another name
        ("fath", ""),  # the beginning of one name, and a word within another
        ("mental", "Choose one: "),
        ("home", "Choose one: "),
        ("nonsense", "is not in the list. Choose a theme from the list, browse themes or propose a theme."),
    ],
)
def test_a_text_is_taken_if_it_means_one_name(client, at, rows, text, problem):
    page = client.post(at("rows/themes/"), {"rows": rows[0].pk, "themes": text}, follow=True)
    assert problem in page.text
    assert rows[0].themes.count() == (0 if problem else 1)


def test_what_is_taken_is_what_is_suggested(client, at, rows):
    before: list[str] = []
    for text in ("curio", "lived", "the child", "professional c", "neglect", "fath", "Record", "home"):
        found = client.get(at(f"edit/suggest/themes/?q={text}")).json()["suggestions"]
        answer = client.post(at("rows/themes/"), {"rows": rows[0].pk, "themes": text})
        meant = [one["label"] for one in found if one["is_meant"]]
        assert answer.status_code == (302 if meant else 422)
        assert [theme.name for theme in rows[0].themes.all()] == (meant or before)
        before = [theme.name for theme in rows[0].themes.all()]


def test_of_many_names_five_are_listed(client, at, rows):
    kind = ThemeGroup.values[0]
    for number in range(8):
        Theme.objects.create(name=f"Zebra {number}", slug=f"zebra-{number}", group=kind)
    page = client.post(at("rows/themes/"), {"rows": rows[0].pk, "themes": "zebra"})
    assert "Choose one: Zebra 0, Zebra 1, Zebra 2, Zebra 3, Zebra 4 and 3 more." in page.text


def test_agencies_are_typed_by_kind_and_by_name(client, at, rows, world):
    agency = world.reviews["draft"].agency
    client.post(at("rows/agencies/"), {"rows": rows[0].pk, "agencies": f"All agencies, police, {agency.name.lower()}"})
    assert [one.slug for one in rows[0].agency_kinds.all()] == ["police"]
    assert list(rows[0].agencies.all()) == [agency]
    client.post(at("rows/agencies/"), {"rows": rows[0].pk, "agencies": ""})
    assert rows[0].relevant_to == [AgencyKind.objects.get(slug="everyone").name]


def test_the_name_of_an_agency_that_the_public_must_not_see_is_refused(client, at, rows, world):
    kind = AgencyKind.objects.exclude(generic_name="").first()
    school = Agency.objects.create(name="Larkhill Primary", slug="larkhill", kind=kind)
    school.partnerships.add(world.partnership)
    page = client.post(at("rows/agencies/"), {"rows": rows[0].pk, "agencies": "Larkhill Primary"})
    assert page.status_code == 422
    assert "The public must not see the name of “Larkhill Primary”" in page.text
    assert not rows[0].agencies.exists()


def test_an_agency_of_reviews_that_the_editor_may_not_see_does_not_exist(client, at, rows):
    hidden = Agency.objects.create(name="Hidden Trust", slug="hidden", kind=AgencyKind.objects.get(slug="police"))
    page = client.post(at("rows/agencies/"), {"rows": rows[0].pk, "agencies": hidden.name})
    assert page.status_code == 422
    assert "“Hidden Trust” is not in the list." in page.text
    found = client.get(at("edit/suggest/agencies/?q=hidd")).json()["suggestions"]
    assert found == []


def test_levels_and_taking_out(client, at, rows, words_in_order):
    client.post(at("rows/level/"), {"rows": [rows[1].pk, rows[2].pk], "level": "2"})
    assert list(Row.objects.in_order().values_list("level", flat=True)) == [1, 2, 2]
    page = client.post(at("rows/take-out/"), {"rows": [rows[0].pk, rows[1].pk]}, follow=True)
    assert "2 rows removed." in page.text
    assert words_in_order() == [rows[2].words]
    client.post(at("rows/put-back/"), {"put_back": f"{rows[0].pk} {rows[1].pk}"})
    assert words_in_order() == [one.words for one in rows]


def test_all_rows_taken_out_can_be_put_back_from_the_message(client, at, rows):
    page = client.post(at("rows/take-out/"), {"rows": [one.pk for one in rows]}, follow=True)
    assert 'form="selected"' in page.text
    assert 'id="selected"' in page.text


def test_rows_are_marked_as_key_points_and_not(client, at, rows, finding):
    both = {"rows": [rows[0].pk, finding.pk]}
    page = client.post(at("rows/key-points/"), both, follow=True)
    assert "1 row added to the key points." in page.text
    assert list(Row.objects.filter(is_key=True)) == [finding]
    client.post(at("rows/key-points/remove/"), both)
    assert not Row.objects.filter(is_key=True).exists()
    page = client.post(at("rows/key-points/"), {"rows": rows[0].pk})
    assert page.status_code == 422
    assert "not headings or rows that are not marked" in page.text


def test_key_points_are_ticked_in_the_form_without_scripts(client, at, rows):
    one, two, _ = (row.pk for row in rows)
    fields = {"row": [one, two], f"kind-{one}": "heading", f"key-{one}": "on", f"kind-{two}": "finding"}
    page = client.post(at("rows/marks/"), fields | {f"key-{two}": "on"})
    assert page.status_code == 422
    assert list(Row.objects.filter(is_key=True)) == [rows[1]]


def test_a_script_gets_a_row_also_if_it_was_of_that_kind_already(client, at, finding):
    fields = {"rows": finding.pk, "kind": "finding"}
    answer = client.post(at("rows/kind/"), fields, HTTP_ACCEPT="application/json").json()
    assert [one["pk"] for one in answer["rows"]] == [finding.pk]


def test_the_check_leads_to_the_field_for_missing_themes(client, at, finding):
    assert f'/edit/#themes-of-{finding.pk}"' in client.get(at("check/")).text
    assert f'id="themes-of-{finding.pk}"' in client.get(at("edit/")).text


def test_the_page_says_what_each_kind_means(client, at, rows):
    page = client.get(at("edit/")).text
    assert all(kind.meaning in page for kind in RowKind if kind != RowKind.UNMARKED)


@pytest.mark.parametrize("do", ["key-points", "kind", "themes", "themes/add", "agencies", "level", "take-out"])
def test_without_a_selection_nothing_changes_and_the_page_says_so(client, at, rows, do):
    page = client.post(at(f"rows/{do}/"), {"kind": "finding", "themes": "neglect", "level": "2"})
    assert page.status_code == 422
    assert "Select at least one row first." in page.text
    assert set(Row.objects.values_list("kind", "revision")) == {("unmarked", 0)}


def test_rows_of_another_review_are_not_changed(client, at, rows, world, editor):
    other = open_copy(world.reviews["partnership"].review, by=editor)
    (row,) = add_rows(other, [NewRow("Elsewhere.")], after=None, by=editor)
    client.post(at("rows/kind/"), {"rows": row.pk, "kind": "finding"})
    assert client.post(at(f"rows/{row.pk}/"), {"words": "Changed."}).status_code == 404
    row.refresh_from_db()
    assert (row.kind, row.words) == (RowKind.UNMARKED, "Elsewhere.")


def test_rows_are_marked_and_tagged_in_one_form(client, at, rows):
    page = client.get(at("edit/?mark"))
    assert all(one.words in page.text for one in rows)
    one, two, three = (row.pk for row in rows)
    fields = {
        "row": [one, two, three],
        f"kind-{one}": "heading",
        f"kind-{two}": "finding",
        f"themes-{two}": "neglect",
        f"kind-{three}": "recommendation",
        f"themes-{three}": "nonsense",
    }
    page = client.post(at("rows/marks/"), fields)
    assert page.status_code == 422
    assert "“nonsense” is not in the list." in page.text
    assert rows[2].words in page.text
    assert rows[0].words not in page.text
    assert [row.kind for row in Row.objects.in_order()] == ["heading", "finding", "recommendation"]
    assert [theme.slug for theme in rows[1].themes.all()] == ["neglect"]
    answer = client.post(at("rows/marks/"), {"row": three, f"kind-{three}": "recommendation"})
    assert answer["Location"].endswith("/edit/")


def test_names_are_suggested_by_their_words(client, at, rows):
    labels = [one["label"] for one in client.get(at("edit/suggest/themes/?q=fath")).json()["suggestions"]]
    assert "Fathers and male carers" in labels
    labels = [one["label"] for one in client.get(at("edit/suggest/agencies/?q=pol")).json()["suggestions"]]
    assert labels[0] == "Police"


def test_marks_that_were_chosen_before_the_session_ended_are_shown_again(client, at, rows, editor):
    page = client.get(at("edit/?mark"))
    own = page.text.split('name="writer" value="')[1].split('"')[0]
    other = Client()
    fields = {"row": [rows[0].pk], f"kind-{rows[0].pk}": "finding", f"themes-{rows[0].pk}": "negl", "writer": own}
    expired = other.post(at("rows/marks/"), fields)
    form = {"login": editor.email, "password": "a long password", "kept": expired.context["kept"]}
    other.post("/accounts/sign-in/", form | {"next": expired.context["next"]})
    again = other.get(expired.context["next"])
    assert 'value="negl"' in again.text
    rows[0].refresh_from_db()
    assert rows[0].kind == "unmarked"


def test_a_name_that_is_typed_in_full_comes_first(client, at, rows):
    group = ThemeGroup.values[0]
    Theme.objects.create(name="Wombats and care", slug="wombats-and-care", group=group)
    Theme.objects.create(name="Zebras", slug="zebras", group=group, aliases=["wombats"])
    found = client.get(at("edit/suggest/themes/?q=wombats")).json()["suggestions"]
    assert [one["label"] for one in found] == ["Zebras", "Wombats and care"]
