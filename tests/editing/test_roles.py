"""Who may use the pages on which one review is edited: its own editors and administrators, and nobody else."""

from contextlib import suppress

import pytest
from django.urls import NoReverseMatch, URLPattern, reverse

from reviews_portal.editing import urls
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.models import ConflictingRow, Row, WorkingCopy
from tests.editing.records import records_of
from tests.once import once

pytestmark = pytest.mark.django_db
EDITORS = ["partnership-editor", "administrator"]
OTHERS = ["anyone", "signed-in", "practitioner", "member", "agency-editor", "scrutineer", "other-editor"]
OF_ALL = {"manage_reviews", "add_review"}
OF_DOCUMENT = {"edit_document", "add_document_file"}


def addresses(row: Row) -> dict[str, str]:
    """Return the address of each page and action of the review of a row, by name."""
    known = {"slug": row.copy.review.slug, "pk": row.pk, "format": "pdf"}
    names = {"slug": ["slug"], "row": ["slug", "pk"], "file": ["slug", "format"]}
    found = {}
    for name in names_in(urls.urlpatterns):
        for keys in names.values():
            with suppress(NoReverseMatch):
                record = {"pk": row.document_id} if name in OF_DOCUMENT else {}
                found[name] = reverse(name, kwargs={key: (known | record)[key] for key in keys})
    return found


def names_in(patterns: list) -> list[str]:
    """Return the names of all URL patterns, also of included ones, but for those that name no review."""
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            found += [] if pattern.name in OF_ALL else [str(pattern.name)]
        else:
            found += names_in(pattern.url_patterns)
    return found


@pytest.fixture(params=["draft", "public"])
def row(request, world):
    copy = open_copy(world.reviews[request.param].review, by=world.people["partnership-editor"])
    return copy.rows.filter(kind="finding").in_order().first()


@pytest.mark.parametrize("role", [*OTHERS[:1], *map(once, OTHERS[1:-1]), *OTHERS[-1:]])
def test_for_others_they_do_not_exist(client_of, row, role):
    client, review = client_of(role), row.copy.review
    before = (list(Row.objects.order_by("pk").values()), records_of(review), ConflictingRow.objects.count())
    for name, address in addresses(row).items():
        for method in ("get", "post"):
            answer = getattr(client, method)(address, {"words": "Forged.", "revision": row.revision, "rows": row.pk})
            is_refused = answer.status_code in ((302, 403, 404, 405) if role == "anyone" else (404, 405))
            assert is_refused or is_moved(answer), (name, method)
    assert (list(Row.objects.order_by("pk").values()), records_of(review), ConflictingRow.objects.count()) == before
    assert WorkingCopy.objects.filter(review=review).exists()


def is_moved(answer) -> bool:
    """Return whether an address that only receives a form leads to its page, where the reader is refused."""
    return answer.status_code == 302 and answer["Location"].startswith("/manage/reviews/")


@pytest.mark.parametrize("role", EDITORS)
def test_its_editors_open_each_page(client_of, row, role):
    client = client_of(role)
    for name, address in addresses(row).items():
        assert client.get(address).status_code in (200, 302), name


@pytest.mark.parametrize("role", EDITORS)
def test_its_editors_find_it_in_the_list(client_of, row, role):
    page = client_of(role).get("/manage/reviews/")
    assert row.copy.review.title in page.text
    assert "Open for editing" in page.text


def test_another_partnership_does_not_find_it(client_of, row):
    assert row.copy.review.title not in client_of("other-editor").get("/manage/reviews/").text


@pytest.mark.parametrize("role", [*EDITORS, "other-editor", "practitioner"])
def test_the_menu_of_an_item_leads_its_editors_to_its_row(client_of, world, role):
    made = world.reviews["professionals"]
    link = f'<a href="/manage/statements/{made.item.reference}/edit/">Edit</a>'
    for address in (made.review.get_absolute_url(), f"/search/?q={made.word}"):
        assert (link in client_of(role).get(address).text) == (role in EDITORS), address


def test_the_preview_leads_to_no_row(client_of, world):
    made = world.reviews["public"]
    open_copy(made.review, by=world.people["partnership-editor"])
    page = client_of("partnership-editor").get(f"/manage/reviews/{made.review.slug}/preview/")
    assert made.item.reference in page.text
    assert "/manage/statements/" not in page.text
