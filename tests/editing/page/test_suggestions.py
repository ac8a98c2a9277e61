"""Themes and agencies are suggested from the words of a row, but only a person adds them."""

import re

import pytest

from learning.models import Agency, AgencyKind, Theme
from reviews_portal.editing.actions import several
from reviews_portal.editing.models import Row, RowKind
from reviews_portal.editing.suggestions import Suggestions
from tests.editing.page.test_rows import SCRIPT


@pytest.fixture
def suggested(copy, rows, editor):
    """Return a function that returns the names suggested for a finding with this text, with their words."""

    def names(words: str, kind: str = RowKind.FINDING) -> dict[str, str]:
        row = rows[1]
        row.kind, row.words = kind, words
        row.save()
        found = Suggestions(copy, editor).of(
            row, themes=[theme.name for theme in row.themes.all()], has_agencies=False
        )
        return {one.record.name: one.because for one in found}

    return names


@pytest.fixture
def theme(db) -> Theme:
    theme = Theme.objects.get(slug="neglect")
    theme.aliases = ["hungry children", "GCP"]
    theme.save()
    return theme


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("There was neglect.", "neglect"),
        ("NEGLECT was seen.", "NEGLECT"),
        ("Nobody saw the hungry  child’s plate, or hungry children.", "hungry children"),
        ("The GCP was not used.", "GCP"),
    ],
)
def test_a_theme_is_suggested_by_its_names(suggested, theme, words, because):
    assert suggested(words)[theme.name] == because


@pytest.mark.parametrize("words", ["This was neglected.", "the gcp was not used.", "Nothing of it."])
def test_no_theme_is_suggested_by_other_words(suggested, theme, words):
    assert theme.name not in suggested(words)


@pytest.mark.parametrize(
    ("name", "words", "because"),
    [
        ("Non-accidental injury", "Respond to non-accidental injuries in babies.", "non-accidental injuries"),
        ("Support for parents", "They gave support to the parents.", "support to the parents"),
        ("Roles and responsibilities", "Nobody knew their role and responsibility.", "role and responsibility"),
        ("Support for parents", "They got no support. Parents were told so.", ""),
        ("Support for parents", "Support, parents said, was late.", ""),
        ("Quality assurance", "They were assured of it.", ""),
    ],
)
def test_endings_and_small_words_do_not_matter_in_a_name_of_several_words(suggested, theme, name, words, because):
    theme.name, theme.aliases = name, ["assurance"] if name == "Quality assurance" else []
    theme.save()
    assert suggested(words).get(name, "") == because


def test_a_heading_counts_after_the_words(suggested, theme, copy, rows):
    Row.objects.filter(pk=rows[0].pk).update(kind=RowKind.HEADING, words="Neglect")
    assert suggested("Something else.")["Neglect"] == "Neglect"


def test_an_agency_is_suggested_but_never_everyone(suggested):
    found = suggested("The police and all agencies should meet.")
    assert found[AgencyKind.objects.get(slug="police").name] == "police"
    assert AgencyKind.objects.get(slug=AgencyKind.EVERYONE).name not in found


def test_narrative_gets_no_suggestions(suggested):
    assert suggested("There was neglect, and the police came.", RowKind.BACKGROUND) == {}


def test_a_suggestion_is_added_by_its_button(client, at, rows, suggested, theme):
    suggested("There was neglect, which the police saw.")
    page = client.get(at("edit/")).text
    assert f'value="{rows[1].pk} theme:{theme.pk}"' in page
    row = Row.objects.get(pk=rows[1].pk)
    assert (row.themes.count(), row.revision) == (0, 0)
    client.post(at("rows/suggested/accept/"), {"suggestion": f"{row.pk} theme:{theme.pk}"})
    row = Row.objects.get(pk=row.pk)
    assert (list(row.themes.all()), row.revision) == ([theme], 1)
    assert [kind.slug for kind in row.agency_kinds.all()] == [AgencyKind.EVERYONE]


def test_all_suggestions_are_added_at_once_and_agencies_replace_all_agencies(client, at, rows, suggested, theme):
    suggested("There was neglect, which the police saw.")
    answer = client.post(at("rows/suggested/accept/"), {"suggestion": rows[1].pk}, **SCRIPT).json()
    assert "Suggested" not in answer["rows"][0]["html"]
    row = Row.objects.get(pk=rows[1].pk)
    assert theme in row.themes.all()
    assert [kind.slug for kind in row.agency_kinds.all()] == ["police"]


def test_further_themes_stay_suggested_for_an_imported_row(client, at, rows, suggested, theme):
    poverty = Theme.objects.get(slug="poverty")
    suggested("There was neglect, and poverty.")
    Row.objects.filter(pk=rows[1].pk).update(source_block=1)
    for one in (theme, poverty):
        client.post(at("rows/suggested/accept/"), {"suggestion": f"{rows[1].pk} theme:{one.pk}"})
    assert set(Row.objects.get(pk=rows[1].pk).themes.all()) >= {theme, poverty}


def test_an_agency_that_responds_is_suggested_by_its_printed_name(copy, rows, editor, world):
    agency = Agency.objects.create(
        name="Wombat Trust", slug="wombat-trust", kind=AgencyKind.objects.get(slug="police")
    )
    agency.partnerships.add(world.partnership)
    row = Row(document=rows[1].document, position=9, kind=RowKind.RESPONSE, words="Yes.", named_as="Wombat Trust")
    (found,) = Suggestions(copy, editor).of(row, themes=[], has_agencies=False)
    assert found.record == agency


def test_no_key_does_two_things(client, at, rows):
    keys = re.findall(r'data-key="(\w+)"', client.get(at("edit/")).text)
    assert len(keys) == len(set(keys)) > 20


def test_selected_rows_get_their_own_suggestions(client, at, copy, rows, suggested, theme, editor):
    suggested("There was neglect.")
    several.set_kind(copy, [rows[2].pk], RowKind.FINDING, by=editor)
    client.post(at("rows/suggested/add/"), {"rows": [rows[1].pk, rows[2].pk]})
    assert theme in Row.objects.get(pk=rows[1].pk).themes.all()
    assert theme not in Row.objects.get(pk=rows[2].pk).themes.all()


@pytest.mark.parametrize("sent", ["", "wombat", "0 theme:1", "own theme:999999", "own wombat"])
def test_what_is_not_suggested_is_not_added(client, at, rows, suggested, sent):
    suggested("There was neglect.")
    answer = client.post(at("rows/suggested/accept/"), {"suggestion": sent.replace("own", str(rows[1].pk))}, **SCRIPT)
    assert answer.status_code == 422
    assert not Row.objects.get(pk=rows[1].pk).themes.exists()


def test_a_suggestion_that_is_dismissed_is_gone_for_its_row_and_no_longer_counted(
    client, at, copy, rows, suggested, theme, editor
):
    suggested("There was neglect.")
    several.set_kind(copy, [rows[2].pk], RowKind.FINDING, by=editor)
    Row.objects.filter(pk=rows[2].pk).update(words="There was neglect here too.")
    assert "2 with suggestions" in client.get(at("edit/")).text
    revision = Row.objects.get(pk=rows[1].pk).revision
    sent = {"dismiss": f"{rows[1].pk} theme:{theme.pk}"}
    assert client.post(at("rows/suggested/dismiss/"), sent)["Location"] == f"{at('edit/')}#row-{rows[1].pk}"
    page = client.get(at("edit/")).text
    assert "1 with suggestions" in page
    assert f'value="{rows[1].pk} theme:{theme.pk}"' not in page
    assert Row.objects.get(pk=rows[1].pk).revision == revision
    client.post(at("rows/suggested/add/"), {"rows": rows[1].pk})
    assert not rows[1].themes.exists()
    assert client.post(at("rows/suggested/dismiss/"), sent, **SCRIPT).status_code == 422


@pytest.mark.parametrize("sent", ["", "wombat", "0 theme:1", "own theme:999999", "own wombat"])
def test_what_is_not_suggested_is_not_dismissed(client, at, rows, suggested, sent):
    suggested("There was neglect.")
    answer = client.post(at("rows/suggested/dismiss/"), {"dismiss": sent.replace("own", str(rows[1].pk))}, **SCRIPT)
    assert answer.status_code == 422
    assert Row.objects.get(pk=rows[1].pk).dismissed == []


def test_an_editor_of_another_partnership_dismisses_nothing(client_of, at, rows, suggested, theme):
    suggested("There was neglect.")
    sent = {"dismiss": f"{rows[1].pk} theme:{theme.pk}"}
    assert client_of("other-editor").post(at("rows/suggested/dismiss/"), sent).status_code == 404
    assert Row.objects.get(pk=rows[1].pk).dismissed == []
