"""A version that was made for who saw more, or earlier, tells its reader nothing that they may not know now."""

import json
from dataclasses import replace
from datetime import date
from importlib import import_module
from itertools import cycle

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from learning.models import Audience, ItemKind, LearningItem, ReflectiveQuestion, Review, Status
from recommendations.models import ResponseStep
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.outline import Item, Outline, Section, as_data
from reviews_portal.briefings.reader_view import NOT_FOR_YOU, UNTITLED, as_read_by
from reviews_portal.briefings.versions.kept_versions import edition_of
from tests.briefings.exported import collect, keep, save
from tests.briefings.exports.long import ask, content, run
from tests.slowly import slow
from tests.world import publish_version

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def read(code: str, user=NOBODY) -> Outline | None:
    """Return what a user reads of a version now."""
    return as_read_by(Edition.objects.get(code=code), user)


@pytest.mark.parametrize("all_of_them", [False, slow(True)], ids=["each selection in one layout", "in all"])
def test_no_version_of_who_sees_more_tells_of_what_is_hidden(client_of, world, hidden, all_of_them):
    """Every selection, made by each who sees more in one layout after the other, and read by everyone by its code."""
    words = [made.word for name, made in world.reviews.items() if name != "public"]
    words += [made.review.code for name, made in world.reviews.items() if name != "public"]
    slugs = [made.agency.slug for made in world.reviews.values()]
    addresses = ["theme/neglect", "learning", "questions", "recommendations", f"review/{hidden.review.slug}"]
    addresses += [f"agency/{slug}" for slug in slugs] + ["search?q=child", f"search?q={hidden.word}"]
    read_of, layouts = 0, cycle(LAYOUTS)
    for who in ("practitioner", "partnership-editor", "administrator"):
        browser = client_of(who)
        for address in addresses:
            path, _, query = address.partition("?")
            for layout in LAYOUTS if all_of_them else [next(layouts)]:
                answer = browser.post(f"/briefings/keep/{path}/?{query}&layout={layout}")
                if answer.status_code != 302:
                    continue
                found = read(answer["Location"].split("/")[-2])
                if found is None:
                    continue
                read_of += 1
                told = json.dumps(as_data(found), ensure_ascii=False)
                assert not [word for word in words if word in told], (who, address, layout)
    assert read_of > (50 if all_of_them else 10)


def test_no_number_is_told_of_what_is_hidden(client_of, public, hidden):
    version = keep(client_of("practitioner"), "/briefings/theme/neglect.json?layout=seven-minute")
    assert version.lead
    assert any(section.note for section in version.sections)
    found = read(version.code)
    assert not [section for section in found.sections if section.note]
    assert (found.title, found.lead, found.remarks) == (version.title, "", (NOT_FOR_YOU,))


def test_what_a_layout_does_not_show_counts_as_well(client, client_of, public, hidden):
    """A briefing is about all that is in it, so that a trainer's words and the content note are kept back too."""
    Review.objects.filter(pk=hidden.review.pk).update(content_note=f"It tells of {hidden.word}.")
    question = ReflectiveQuestion.objects.create(
        kind=ItemKind.QUESTION,
        review=public.review,
        document=public.document,
        text="Who was not asked?",
        place="line 1",
        position=900,
    )
    trainer = client_of("practitioner")
    collect(trainer, question.reference, hidden.item.reference, layout="supervision", introduction="About both.")
    own = save(trainer)
    trainer.post(f"{own.get_absolute_url()}share/")
    page = client.get(own.get_absolute_url()).text
    assert "Who was not asked?" in page
    assert hidden.word not in page
    assert "About both." not in page
    assert "About both." in trainer.get(own.get_absolute_url()).text


def test_a_member_is_not_told_what_an_editor_saw(client_of, world):
    draft = world.reviews["draft"]
    version = keep(client_of("partnership-editor"), f"/briefings/agency/{draft.agency.slug}.json")
    assert version.title == draft.agency.name
    found = read(version.code, world.people["member"])
    assert found is None or draft.word not in json.dumps(as_data(found))


def test_the_name_of_an_agency_is_told_as_long_as_it_may_be_known(client, public):
    """What speaks to everyone is public still, when the only review that names the agency is not."""
    version = keep(client, f"/briefings/agency/{public.agency.slug}.json")
    Review.objects.filter(pk=public.review.pk).update(audience=Audience.PARTNERSHIP)
    found = read(version.code)
    assert found is None or public.word not in json.dumps(as_data(found))


def test_a_withdrawn_response_does_not_stand_any_more(client, public):
    version = publish_version(public.response, "It should not have been said.")
    code = keep(client, f"/briefings/recommendation/{public.recommendation.reference}.json").code
    assert any("Acceptance:" in item.line for item in read(code).items())
    for one in public.response.versions.all():
        ResponseStep.objects.create(version=one, action="withdrawn", note="Wrong.")
    assert version.text not in read(code).words()
    assert not [item for item in read(code).items() if "Acceptance:" in item.line]


def test_who_sees_everything_reads_a_version_of_others_as_it_is(client, world, public):
    version = keep(client, f"/briefings/review/{public.review.slug}.json")
    assert replace(read(version.code, world.people["administrator"]), **coded(version)) == version


def coded(version: Outline) -> dict[str, str]:
    return {"code": version.code, "code_address": version.code_address}


def test_a_trainers_briefing_of_public_items_is_read_by_everyone_as_they_wrote_it(client, client_of, public):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, title="Neglect training", introduction="Read this first.")
    code = keep(trainer, "/briefings/mine.json").code
    assert (read(code).title, read(code).introduction) == ("Neglect training", "Read this first.")


def test_a_list_of_who_sees_more_has_no_title_with_their_words(client_of, public):
    version = keep(client_of("practitioner"), f"/briefings/search.json?q={public.word}")
    assert public.word in version.title
    assert read(version.code).title == UNTITLED


def test_a_long_export_of_a_briefing_that_has_lost_something_is_handed_out(
    client, client_of, public, hidden, settings
):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, hidden.item.reference)
    own = save(trainer)
    trainer.post(f"{own.get_absolute_url()}share/")
    LearningItem.objects.filter(pk=public.item.pk).update(text="Other words.")
    settings.EXPORT_SECONDS = 0
    asked = ask(client, f"/briefings/saved/{own.key}.md")
    run()
    assert hidden.word.encode() not in content(client, asked)


def test_the_marks_of_what_is_not_shown_are_told_too(client_of, world, public, hidden):
    shown = Item("learning", "", "Words.", review=public.review.code)
    made = Outline("T", date(2026, 1, 1), sections=(Section("", (shown,)),), reviews=(hidden.review.code,))
    kept = edition_of(made, world.people["practitioner"])
    assert as_read_by(kept, world.people["practitioner"]).audience == "Professionals only"


def test_a_withdrawn_review_leaves_no_title_of_an_agency_that_only_it_names(client_of, client, public):
    version = keep(client, f"/briefings/agency/{public.agency.slug}.json")
    Review.objects.filter(pk=public.review.pk).update(status=Status.WITHDRAWN)
    found = read(version.code)
    assert found is None or found.title == UNTITLED


def test_words_on_what_a_trainer_cannot_see_any_more_are_kept_back(client, client_of, public, hidden):
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, hidden.item.reference, introduction="About both.", title="Both of them")
    own = save(trainer)
    trainer.post(f"{own.get_absolute_url()}share/")
    Review.objects.filter(pk=hidden.review.pk).update(audience=Audience.PARTNERSHIP)
    trainer.post(f"{own.get_absolute_url()}renew/")
    page = client.get(own.get_absolute_url()).text
    assert public.item.text in page
    assert "About both." not in page
    assert "Both of them" not in page
    code = keep(trainer, "/briefings/mine.json").code
    assert read(code).introduction == ""


def test_a_copy_has_no_words_on_a_response_that_was_withdrawn(client, client_of, public):
    version = publish_version(public.response, "It should not have been said.")
    trainer = client_of("practitioner")
    collect(trainer, public.recommendation.reference, responses=True, introduction="See what they say.")
    own = save(trainer)
    trainer.post(f"{own.get_absolute_url()}share/")
    ResponseStep.objects.create(version=version, action="withdrawn", note="Wrong.")
    client.post(f"{own.get_absolute_url()}copy/")
    assert "See what they say." not in json.dumps(client.session["briefing"])


def test_an_address_does_not_tell_by_what_a_list_was_narrowed(client_of, hidden):
    version = keep(client_of("practitioner"), f"/briefings/theme/neglect.json?agency={hidden.agency.slug}")
    assert hidden.agency.slug in version.address
    found = read(version.code)
    assert found is None or hidden.agency.slug not in json.dumps(as_data(found))


def test_what_others_took_along_stays_when_a_saved_one_is_removed(client_of, public):
    first, second = client_of("practitioner"), client_of("signed-in")
    for browser in (first, second):
        collect(browser, public.item.reference)
    code = keep(second, "/briefings/mine.json").code
    own = save(first)
    first.post(f"{own.get_absolute_url()}remove/")
    assert read(code) is not None


def test_versions_of_before_keep_back_what_nobody_can_tell_any_more(client_of, public, world):
    """As they were kept before a version said whose its headings are, and all that it was made from."""
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, introduction="On somebody.")
    session = trainer.session
    session["briefing"]["entries"][0]["heading"] = "As with somebody"
    session.save()
    version = keep(trainer, "/briefings/mine.json")
    kept = Edition.objects.get(code=version.code)
    del kept.outline["reviews"], kept.outline["subject"]
    for section in kept.outline["sections"]:
        del section["is_trainers"]
    kept.save()
    assert "On somebody." in json.dumps(as_data(read(version.code)))
    import_module("reviews_portal.briefings.migrations.0005_earlier_briefings").keep_back(apps, None)
    told = json.dumps(as_data(read(version.code)))
    assert "somebody" not in told
    assert public.item.text in told
    own = as_read_by(Edition.objects.get(code=version.code), world.people["practitioner"], is_own=True)
    assert own.introduction == "On somebody."
