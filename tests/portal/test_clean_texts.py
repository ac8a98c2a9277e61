"""Every text is cleaned, whichever way it gets in; what is stored already stays until somebody edits it."""

import json
from datetime import UTC, datetime

import pytest
from django.core import serializers
from django.core.management import call_command

from learning.models import ErrorReport, LearningItem, SourceDocument, Theme
from recommendations.models import RecommendationPart, ResponseDraft, ResponseVersion
from tests.briefings.exported import body, outline_at
from tests.briefings.versions.test_checking import CHANGED, SAME, told
from tests.portal.administration import address_of, opened
from tests.world import publish_version

DIRTY = "\ufeffSee the step\u00adfather\u200b.\n\uf0b7 Ask\u2060 him,\nalone.\u202e"
CLEAN = "See the stepfather.\nAsk him,\nalone."


@pytest.fixture
def item(world) -> LearningItem:
    return world.reviews["public"].item


def test_in_the_administration(client_of, item):
    browser = client_of("administrator")
    sent = opened(browser, item, text=DIRTY, heading="A hea\u00adding", source_defect="\u200b")
    assert browser.post(address_of(item), sent).status_code == 302
    item.refresh_from_db()
    assert (item.text, item.heading, item.source_defect) == (CLEAN, "A heading", "")
    assert item.history.latest().text == CLEAN
    theme = Theme.objects.get(slug="neglect")
    sent = opened(browser, theme, aliases="ne\u00adglected\n\u200b\nhome alone")
    assert browser.post(address_of(theme), sent).status_code == 302
    theme.refresh_from_db()
    assert theme.aliases == ["neglected", "home alone"]


def test_invisible_characters_are_no_text_in_a_form(client_of, item, client):
    sent = opened(client_of("administrator"), item, text="\u00ad\u200b")
    answer = client_of("administrator").post(address_of(item), sent)
    assert answer.status_code == 200
    item.refresh_from_db()
    assert item.text
    assert client.post("/contact/", {"kind": "error", "text": "\u200b", "about": ""}).status_code == 422
    assert client.post("/contact/", {"kind": "error", "text": f"{DIRTY}\0", "about": "R\u200b9"}).status_code == 302
    report = ErrorReport.objects.get()
    assert (report.text, report.about) == (CLEAN, "R9")


def test_in_a_fixture_which_can_be_loaded_twice(world, item, tmp_path, client):
    """The words of a dirty source are found, and shown whole."""
    version = publish_version(world.reviews["public"].response, "Words.")
    for record, name in ((item, "text"), (world.reviews["public"].document, "title"), (version, "text")):
        (row,) = json.loads(serializers.serialize("json", [record], use_natural_foreign_keys=True))
        row["fields"][name] = "A quick step\u00adfather\u200b\nsaw it."
        if record == version:
            row["fields"]["number"], row["pk"] = version.number + 1, None
        else:
            row["pk"] = record.pk
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps([row]))
        for _ in range(2):
            call_command("loaddata", str(file), verbosity=0)
    item.refresh_from_db()
    assert item.text == "A quick stepfather\nsaw it."
    assert SourceDocument.objects.filter(title="A quick stepfather\nsaw it.").exists()
    assert ResponseVersion.objects.latest("pk").text == "A quick stepfather\nsaw it."
    for words in ("stepfather", "stepfather+saw", "step\u00adfather"):
        page = client.get(f"/search/?q={words}").text
        assert item.reference in page
        assert "\u00ad" not in page.replace(words, "")


def test_in_bulk(world, item):
    parts = [
        RecommendationPart(
            recommendation=world.reviews["public"].recommendation, label="z\u200b", text=DIRTY, position=9
        )
    ]
    (part,) = RecommendationPart.objects.bulk_create(parts)
    part.refresh_from_db()
    assert (part.label, part.text) == ("z", CLEAN)
    item.text = DIRTY
    LearningItem.objects.bulk_update([item], ["text"])
    item.refresh_from_db()
    assert item.text == CLEAN


def test_of_an_agency_that_responds(world):
    response = world.reviews["public"].response
    draft = ResponseDraft.objects.create(response=response, text=DIRTY)
    draft.refresh_from_db()
    assert draft.text == CLEAN


def test_a_stored_text_stays_until_it_is_edited_and_its_codes_hold(client, client_of, item):
    """An earlier version of the portal stored it, and people have printed it."""
    LearningItem.objects.filter(pk=item.pk).update(text=DIRTY)
    item.refresh_from_db()
    item.save()
    assert item.text == DIRTY
    address = f"/briefings/review/{item.review.slug}.json"
    check = outline_at(client, address).check_address
    typed = check[: check.index("check=") + 18]
    browser = client_of("administrator")
    assert browser.post(address_of(item), opened(browser, item, text=DIRTY)).status_code == 302
    item.refresh_from_db()
    assert item.text == CLEAN
    assert outline_at(client, address).check_address != check
    assert told(client, check)[0] == told(client, typed)[0] == SAME
    item.text = f"{CLEAN} Always."
    item.save()
    assert told(client, check)[0] == CHANGED


def test_a_version_that_was_submitted_stays_as_it_is(world, tmp_path):
    """It was stored by an earlier version of the portal. A dump of it can be loaded again."""
    response = world.reviews["public"].response
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)  # precise to the second, like times in fixtures
    stored = ResponseVersion(response=response, number=9, text=DIRTY, created_at=noon)
    (version,) = ResponseVersion._base_manager.bulk_create([stored])
    version.save()
    file = tmp_path / "version.json"
    call_command("dumpdata", "recommendations.responseversion", pks=str(version.pk), output=str(file))
    call_command("loaddata", str(file), verbosity=0)
    version.refresh_from_db()
    assert version.text == DIRTY


def test_every_format_keeps_the_lines(client, item):
    item.text = DIRTY
    item.save()
    exported = body(client.get(f"/briefings/review/{item.review.slug}.json")).decode()
    assert json.dumps(CLEAN)[1:-1] in exported
