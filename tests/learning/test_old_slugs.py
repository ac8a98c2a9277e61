"""When the slug of a theme, an agency, a kind of agency or a partnership changes, its old address redirects."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError

from learning.models import Agency, AgencyKind, OldAddress, OldSlug, Partnership, Review, Theme
from recommendations.models import ResponseRequest
from tests.briefings.exported import outline_at
from tests.portal.administration import address_of, opened
from tests.world import ADDED

HEADING = re.compile("<h1>(.*?)</h1>")


def move(record, slug: str) -> None:
    """Give a record another slug."""
    record = record.__class__.objects.get(pk=record.pk)
    record.slug = slug
    record.save()


@pytest.fixture
def made(world):
    return world.reviews["public"]


def test_every_page_and_file_of_an_old_slug_leads_to_that_of_now(client, client_of, made, world):
    theme, kind = Theme.objects.get(slug="neglect"), AgencyKind.objects.get(slug="police")
    for record, slug in ((theme, "new-theme"), (kind, "new-kind"), (made.agency, "new-agency")):
        move(record, slug)
    for old, new in {
        "/themes/neglect/?kind=finding&page=2": "/themes/new-theme/?kind=finding&page=2",
        "/briefings/theme/neglect.docx?layout=handout": "/briefings/theme/new-theme.docx?layout=handout",
        "/work-in/police/": "/work-in/new-kind/",
        "/agencies/agency-quokka0/": "/agencies/new-agency/",
        "/briefings/agency/agency-quokka0.csv": "/briefings/agency/new-agency.csv",
    }.items():
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new), old
        assert client.get(new.partition("?")[0]).status_code == 200, new
    move(made.review, "moved-review")
    for old, new in {
        f"/briefings/review/{made.review.slug}.md": "/briefings/review/moved-review.md",
        f"/reviews/{made.review.slug}/": "/reviews/moved-review/",
    }.items():
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new), old
    move(world.partnership, "new-partnership")
    editor = client_of("partnership-editor")
    for page in ("", "report/"):
        old, new = (f"/responses/partnerships/{slug}/{page}" for slug in ("northshire", "new-partnership"))
        assert editor.get(old)["Location"] == new
        assert editor.get(new).status_code == 200
    assert editor.get("/briefings/report/northshire.md")["Location"] == "/briefings/report/new-partnership.md"


def test_what_is_kept_or_printed_of_an_old_slug_is_found_as_before(client, client_of, made, world):
    theme, editor = Theme.objects.get(slug="neglect"), client_of("partnership-editor")
    versions = {}
    for browser, page in ((client, "theme/neglect"), (client, f"agency/{made.agency.slug}")):
        versions[browser.post(f"/briefings/keep/{page}/")["Location"]] = browser
    asked = {"recommendation": made.recommendation, "agency": made.agency, "asked_by": world.partnership}
    ResponseRequest.objects.create(**asked, asked_on=ADDED, due_on="2099-01-01")
    versions[editor.post("/briefings/keep/report/northshire/")["Location"]] = editor
    before = {address: browser.get(address) for address, browser in versions.items()}
    printed = outline_at(client, "/briefings/theme/neglect.json").check_address
    for record, slug in ((theme, "new"), (made.agency, "new-agency"), (world.partnership, "new-partnership")):
        move(record, slug)
    for address, browser in versions.items():
        assert (answer := browser.get(address)).status_code == 200
        assert HEADING.search(answer.text)[1] == HEADING.search(before[address].text)[1] != "Briefing"
    answer = client.get(printed)
    parts = urlsplit(printed)
    assert (answer.status_code, answer["Location"]) == (301, f"/check/theme/new/?{parts.query}")
    assert "These words are unchanged" in client.get(answer["Location"]).text
    for added in ("/briefings/add/?from=theme/neglect", "/briefings/add/?from=theme/new"):
        assert client.get(added).status_code == 200


def test_who_takes_the_slug_of_a_partnership_reads_no_report_of_it(client_of, made, world):
    asked = {"recommendation": made.recommendation, "agency": made.agency, "asked_by": world.partnership}
    ResponseRequest.objects.create(**asked, asked_on=ADDED, due_on="2099-01-01")
    editor, other = client_of("partnership-editor"), client_of("other-editor")
    version = editor.post("/briefings/keep/report/northshire/")["Location"]
    assert (editor.get(version).status_code, other.get(version).status_code) == (200, 404)
    move(world.partnership, "new-partnership")
    move(Partnership.objects.get(slug="southshire"), "northshire")
    assert other.get(version).status_code == 404


def test_chains_and_swaps_lead_where_the_records_are_now(client, world):
    first, second = Theme.objects.get(slug="neglect"), Theme.objects.exclude(slug="neglect").first()
    other = second.slug
    for slug in ("step-1", "step-2"):
        move(first, slug)
    for old in ("neglect", "step-1"):
        assert client.get(f"/themes/{old}/")["Location"] == "/themes/step-2/", "straight to the last"
    move(second, "neglect")
    move(first, other)
    assert client.get("/themes/neglect/").context["theme"] == second
    assert client.get(f"/themes/{other}/").context["theme"] == first
    for old in ("step-1", "step-2"):
        assert client.get(f"/themes/{old}/")["Location"] == f"/themes/{other}/"
    move(first, "step-1")
    assert client.get("/themes/step-1/").status_code == 200
    assert client.get(f"/themes/{other}/")["Location"] == "/themes/step-1/"


def test_an_old_slug_tells_nobody_of_what_they_may_not_see(client, client_of, world):
    """An agency that only a hidden review names, and the workspace of another partnership."""
    hidden = world.reviews["partnership"].agency
    old = hidden.slug
    move(hidden, "moved-agency")
    move(world.partnership, "moved-partnership")
    for page in (f"/agencies/{old}/", f"/briefings/agency/{old}.md"):
        answers = [client.get(page), client.get(page.replace(old, "never-was"))]
        assert {answer.status_code for answer in answers} == {404}
        assert "moved-agency" not in answers[0].text
        assert client_of("member").get(page).status_code == 301
    for page in ("", "report/"):
        assert client_of("other-editor").get(f"/responses/partnerships/northshire/{page}").status_code == 404


def test_what_was_deleted_leads_nowhere(client, world):
    theme = Theme.objects.create(name="Brief", slug="brief", group="harm", scope_note="Note.")
    move(theme, "briefer")
    assert client.get("/themes/brief/").status_code == 301
    Theme.objects.get(slug="briefer").delete()
    assert client.get("/themes/brief/").status_code == 404


def test_a_record_takes_a_slug_that_another_left_behind(made):
    """A former slug can be used by another theme, agency, kind of agency or partnership."""
    kind = made.agency.kind
    for model, fields in (
        (Theme, {"group": "harm", "scope_note": "Note."}),
        (AgencyKind, {}),
        (Agency, {"kind": kind}),
        (Partnership, {}),
    ):
        record = model.objects.create(name="One", slug="one-slug", **fields)
        move(record, "one-moved")
        other = model(name="Two", slug="one-slug", **fields)
        other.full_clean()
        other.save()
        assert not OldSlug.objects.filter(kind=model._meta.model_name, slug="one-slug").exists()
        # One name may be in use for records of two kinds.
        assert OldSlug.objects.filter(slug="one-moved").count() == 0


def test_the_old_address_of_a_draft_that_nobody_read_is_free(world):
    draft = Review.objects.create(code="R9100", slug="mistyped", title="New", added_on="2026-11-01")
    move(draft, "typed-well")
    assert not OldAddress.objects.filter(slug="mistyped").exists()
    other = Review(code="R9101", slug="mistyped", title="Newer", added_on="2026-11-01")
    other.full_clean()


def test_the_old_address_of_a_published_review_is_kept_and_can_be_given_on(client_of, client, world, made):
    """The error says whose slug it was and what to do; everything typed is kept."""
    old = made.review.slug
    move(made.review, "moved-on")
    draft = world.reviews["draft"].review
    administrator = client_of("administrator")
    page = administrator.post(address_of(draft), opened(administrator, draft, slug=old, title="Long thought about"))
    assert page.status_code == 200
    said = page.text.replace("&#x27;", "'")
    assert f"“{made.review}” used to have this address, and old links lead there. Choose another slug." in said
    assert f"first delete “{old}” from the old addresses on that review’s page" in said
    assert "Long thought about" in page.text
    assert client.get(f"/reviews/{old}/")["Location"] == "/reviews/moved-on/"
    moved = Review.objects.get(pk=made.review.pk)
    sent = opened(administrator, moved, **{"old_addresses-0-DELETE": "on"})
    assert administrator.post(address_of(moved), sent).status_code == 302
    draft.refresh_from_db()
    assert administrator.post(address_of(draft), opened(administrator, draft, slug=old)).status_code == 302
    draft.refresh_from_db()
    assert draft.slug == old
    with pytest.raises(ValidationError):
        Review(code="R9102", slug=old, title="T", added_on="2026-11-01").full_clean()
