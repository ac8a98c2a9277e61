"""The builder: what a trainer collects and arranges stays, whatever button is pressed; nothing restricted slips in."""

import json

import pytest
from django.test import Client

from learning.models import ItemKind, LearningItem, Review
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.plans import MOST, Entry, Plan
from tests.briefings.exported import ADD, BUILDER, outline_at, plan_in, sent

pytestmark = pytest.mark.django_db


def press(browser: Client, plan: Plan, button: str = "save", **changed):
    """Send the builder's form as it is on the page now to the address of a button, with some fields changed."""
    now = {"revision": browser.session["briefing revision"]}
    return browser.post(f"{BUILDER}{button}/", sent(plan, **now | changed))


@pytest.fixture
def collecting(client, public) -> Client:
    """Return the browser of somebody without an account who has collected two things."""
    for reference in (public.item.reference, public.recommendation.reference):
        assert client.post(ADD, {"item": reference}).status_code == 200
    return client


def test_anyone_collects_across_pages_without_an_account(client, public):
    page = client.get(public.item.get_absolute_url()).text
    assert f"{ADD}?item={public.item.reference}" in page
    asked = client.get(f"{ADD}?item={public.item.reference}", headers={"referer": "http://testserver/themes/neglect/"})
    assert 'value="/themes/neglect/"' in asked.text
    done = client.post(ADD, {"item": public.item.reference, "back": "/themes/neglect/"})
    assert 'href="/themes/neglect/">Go back to the previous page' in done.text
    assert plan_in(client).references[0] == public.item.reference
    assert public.item.text in client.get(BUILDER).text
    again = client.post(ADD, {"item": public.item.reference}).text
    assert "Already in your briefing" in again


def test_a_whole_list_is_added_in_its_order_as_it_is_narrowed(client):
    address = "theme/fathers-and-male-carers?kind=finding"
    listed = client.get("/themes/fathers-and-male-carers/?kind=finding").context["page"]
    assert client.post(ADD, {"from": address, "layout": "handout"}).status_code == 200
    plan = plan_in(client)
    assert plan.references == [one.reference for one in listed]
    assert (plan.title, plan.layout) == ("Fathers and male carers", "handout")


@pytest.mark.parametrize("asked", ["item=R8888-1", "from=theme/nothing", "from=poem/x", "from=", "", "item="])
def test_what_does_not_exist_is_not_added(client, asked):
    assert client.get(f"{ADD}?{asked}").status_code == 404


def test_no_page_of_elsewhere_is_led_back_to(client, public):
    done = client.post(ADD, {"item": public.item.reference, "back": "https://evil.example/"})
    assert "evil.example" not in done.text


def test_each_button_keeps_what_was_typed(collecting, public):
    plan = plan_in(collecting)
    last = plan.references[-1]
    typed = {"title": "For Tuesday", "introduction": "Read it first.", "form-0-note": "Ask Anna.", "background": "on"}
    answer = press(collecting, plan, "items/up", **typed, item=last)
    assert answer["Location"] == f"{BUILDER}#{last}"
    now = plan_in(collecting)
    assert now.references == [*plan.references[:-2], last, plan.references[-2]]
    assert (now.title, now.introduction) == ("For Tuesday", "Read it first.")
    assert next(one.note for one in now.entries if one.reference == plan.references[0]) == "Ask Anna."
    press(collecting, now, "items/down", item=last)
    assert plan_in(collecting).references == plan.references
    press(collecting, plan_in(collecting), "items/order", order=f"{last} R9-9 {plan.references[0]}")
    assert plan_in(collecting).references == [last, *plan.references[:-1]]
    press(collecting, plan_in(collecting), "items/remove", item=last)
    assert plan_in(collecting).references == plan.references[:-1]
    press(collecting, plan_in(collecting), "empty")
    assert plan_in(collecting) == Plan()


def test_a_form_with_errors_keeps_what_was_typed_and_changes_nothing(collecting):
    plan = plan_in(collecting)
    answer = press(collecting, plan, title="x" * 200, **{"form-0-note": "n" * 4000}, layout="poem")
    page = answer.text
    assert answer.status_code == 422
    assert "x" * 200 in page
    assert "n" * 4000 in page
    assert "Shorten to 150 characters or fewer; it has 200 now" in page
    assert plan_in(collecting) == plan


def test_two_windows_lose_nothing_of_each_other(collecting, world):
    """What was added in another window stays; what was taken out there does not come back."""
    opened = plan_in(collecting)
    other = world.reviews["public"].review.learningitems.exclude(reference__in=opened.references).first()
    collecting.post(ADD, {"item": other.reference})
    press(collecting, opened, title="From the first window")
    assert other.reference in plan_in(collecting).references
    press(collecting, plan_in(collecting), "items/remove", item=opened.references[0])
    press(collecting, opened, title="Again")
    assert opened.references[0] not in plan_in(collecting).references


def test_what_another_window_wrote_meanwhile_is_not_written_over(collecting):
    opened = plan_in(collecting)
    press(collecting, opened, title="First", introduction="Of the first window.")
    late = press(collecting, opened, title="Second", revision="of before")
    assert late.status_code == 409
    page = late.text
    assert "changed in another window" in page
    assert 'value="Second"' in page
    assert (plan_in(collecting).title, plan_in(collecting).introduction) == ("First", "Of the first window.")
    press(collecting, opened, title="Second")
    assert plan_in(collecting).title == "Second"


def test_taking_a_file_keeps_what_was_typed_first(collecting):
    answer = press(collecting, plan_in(collecting), "download/pdf", title="Typed just now")
    assert answer["Location"] == "/briefings/mine.pdf"
    assert outline_at(collecting, "/briefings/mine.json").title == "Typed just now"


def test_what_was_emptied_is_brought_back(collecting, world):
    plan = plan_in(collecting)
    press(collecting, plan, "empty", title="Much work")
    assert plan_in(collecting) == Plan()
    assert "Restore previous briefing" in collecting.get(BUILDER).text
    collecting.post(f"{BUILDER}restore/")
    assert plan_in(collecting).references == plan.references
    assert plan_in(collecting).title == "Much work"
    assert "Restore previous briefing" not in collecting.get(BUILDER).text


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_each_layout_shows_all_that_a_trainer_chose(collecting, public, layout):
    kinds = [ItemKind.QUESTION] * 3 + [ItemKind.KEY_THEME]
    others = [
        LearningItem.objects.create(
            kind=kind, review=public.review, document=public.document, text=f"Who {at}?", place="line 1", position=at
        )
        for at, kind in enumerate(kinds, start=900)
    ]
    LearningItem.objects.filter(pk=public.item.pk).update(text="It was on 3 May 2021.")
    collecting.post(ADD, {"item": [one.reference for one in others]})
    press(collecting, plan_in(collecting), layout=layout)
    assert "leaves out" not in collecting.get(BUILDER).text
    shown = outline_at(collecting, "/briefings/mine.json").items()
    assert set(plan_in(collecting).references) <= {item.reference for item in shown}


def test_a_handout_shows_what_was_answered_if_a_trainer_asks_for_it(collecting):
    press(collecting, plan_in(collecting), layout="handout", responses="on")
    assert any(item.look == "response" for item in outline_at(collecting, "/briefings/mine.json").items())


def test_content_notes_of_several_reviews_say_whose_they_are(client, world):
    reviews = Review.objects.filter(code__in=["R0002", "R0003"])
    for review in reviews:
        client.post(ADD, {"item": review.learningitems.first().reference})
    note = outline_at(client, "/briefings/mine.json").content_note
    assert note.split("\n\n") == [f"{review.title}: {review.content_note}" for review in reviews.order_by("code")]


def test_the_title_of_a_restricted_review_is_not_taken_over(client_of, world):
    browser, made = client_of("practitioner"), world.reviews["professionals"]
    browser.post(ADD, {"from": f"review/{made.review.slug}", "all": "1"})
    assert made.item.reference in plan_in(browser).references
    assert plan_in(browser).title == ""


def test_headings_begin_parts_and_notes_are_the_trainers(collecting):
    plan = plan_in(collecting)
    last = len(plan.entries) - 1
    press(collecting, plan, **{f"form-{last}-heading": "Now we", f"form-{last}-note": "Ours is better."})
    outline = outline_at(collecting, "/briefings/mine.json")
    assert [section.heading for section in outline.sections] == ["What reviews say", "Now we"]
    assert outline.sections[1].items[0].note == "Ours is better."
    assert "Ours is better." not in outline.words()


def test_background_and_responses_are_shown_as_chosen(collecting, public):
    plan = plan_in(collecting)
    press(collecting, plan, responses="on")
    assert any(item.look == "response" for item in outline_at(collecting, "/briefings/mine.json").items())
    press(collecting, plan)
    assert not any(item.look == "response" for item in outline_at(collecting, "/briefings/mine.json").items())


def test_an_empty_briefing_is_answered_with_what_to_do(client):
    assert "Collect learning from reviews" in client.get(BUILDER).text
    answer = client.get("/briefings/mine.pdf")
    assert answer.status_code == 422
    assert "Add an item from any list" in answer.text


def test_a_briefing_holds_so_many_items(client, public):
    plan = Plan(entries=tuple(Entry(f"R9-{number}") for number in range(MOST - 1)))
    full = plan.with_added(["R1-1", "R1-2"])
    assert len(full.entries) == MOST
    assert full.references[-1] == "R1-1"


def test_what_is_restricted_is_added_only_when_asked_and_a_public_copy_leaves_it_out(client_of, world):
    browser, made, public = client_of("practitioner"), world.reviews["professionals"], world.reviews["public"]
    both = {"item": [made.item.reference, public.item.reference]}
    asked = browser.get(ADD, both).text
    assert "not public" in asked
    browser.post(ADD, both)
    assert made.item.reference not in plan_in(browser).references
    browser.post(ADD, both | {"all": "1"})
    assert made.item.reference in plan_in(browser).references
    outline = outline_at(browser, "/briefings/mine.json")
    assert outline.audience == "Professionals only"
    copy = outline_at(browser, "/briefings/mine.json?public=1")
    assert copy.audience == ""
    assert made.word not in json.dumps(copy.words())
    assert public.item.text in copy.words()
    page = browser.get(BUILDER).text
    assert "download a public copy" in page


def test_nothing_posted_brings_anything_restricted_to_the_public(client, world):
    hidden = [made for name, made in world.reviews.items() if name != "public"]
    for made in hidden:
        for reference in (made.item.reference, made.recommendation.reference):
            assert client.get(f"{ADD}?item={reference}").status_code == 404
            assert client.post(ADD, {"item": reference, "all": "1"}).status_code == 404
        assert client.post(ADD, {"from": f"review/{made.review.slug}", "all": "1"}).status_code == 404
    public = world.reviews["public"].item.reference
    client.post(ADD, {"item": [public, *(made.item.reference for made in hidden)], "all": "1"})
    assert hidden[0].item.reference not in plan_in(client).references
    session = client.session
    session["briefing"]["entries"] += [{"reference": made.item.reference} for made in hidden]
    session.save()
    page = client.get(BUILDER).text
    outline = outline_at(client, "/briefings/mine.json")
    for made in hidden:
        assert made.word not in page
        assert made.word not in json.dumps([item.text for item in outline.items()])
        assert made.item.reference not in " ".join(outline.remarks)
    assert "left out" in outline.remarks[0]


def test_an_export_by_who_lost_sight_leaves_it_out_and_says_so(collecting, public):
    public.review.audience = "partnership"
    public.review.save()
    answer = collecting.get("/briefings/mine.json")
    assert answer.status_code == 422
    assert "no longer published, or you do not have permission to see it" in collecting.get(BUILDER).text


def test_a_session_that_holds_nonsense_is_an_empty_briefing(client):
    session = client.session
    session["briefing"] = {"entries": "nonsense"}
    session.save()
    assert "Collect learning from reviews" in client.get(BUILDER).text


def test_one_page_takes_file_after_file_and_goes_on(collecting):
    """A file does not change the page from which it was taken."""
    opened = plan_in(collecting)
    form = {"revision": collecting.session["briefing revision"], "window": "the only one"}
    for title, button in (("One", "download/pdf"), ("Two", "download/docx"), ("Three", "save")):
        assert press(collecting, opened, button, title=title, **form).status_code == 302
        assert plan_in(collecting).title == title


def test_a_window_from_which_a_file_was_taken_does_not_write_over_another(collecting):
    opened = plan_in(collecting)
    shown = collecting.session["briefing revision"]
    first, second = ({"revision": shown, "window": name} for name in ("first", "second"))
    press(collecting, opened, "download/pdf", title="Of the first", **first)
    assert press(collecting, opened, title="Of the second", **second).status_code == 409
    assert plan_in(collecting).title == "Of the first"
    shown = {"revision": collecting.session["briefing revision"], "window": "second"}
    press(collecting, opened, title="Of the second", **shown)
    assert press(collecting, opened, "download/pdf", title="Of the first, again", **first).status_code == 409


def test_who_goes_to_sign_in_keeps_what_was_typed(collecting):
    answer = press(collecting, plan_in(collecting), "sign-in", introduction="Half an hour.")
    assert answer["Location"] == "/accounts/sign-in/?next=/briefings/"
    assert plan_in(collecting).introduction == "Half an hour."


def test_a_form_cannot_ask_for_a_page_that_is_many_times_as_long(client):
    form = {"layout": "briefing", "form-INITIAL_FORMS": "0"}
    page = client.post(f"{BUILDER}save/", form | {"form-TOTAL_FORMS": "1200"})
    assert f'name="form-{MOST}-reference"' in page.text
    assert f"form-{MOST + 1}-reference" not in page.text
    assert f"A briefing can have up to {MOST} items." in page.text
    long = "R" * 100_000
    page = client.post(f"{BUILDER}save/", form | {"form-TOTAL_FORMS": "1", "form-0-reference": long})
    assert page.status_code == 400
    assert page.text.count(long) <= 1
