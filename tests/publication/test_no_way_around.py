"""People publish a review, or show it to more readers, by a confirmed decision only."""

import ast

import pytest
from django.conf import settings
from django.urls import reverse

from tests.portal.administration import opened

from .recorded import confirmed, elsewhere, sent, state_of

# What publishes or may widen, and the only modules that call it.
CALLERS = {
    "publish_review": {"learning/actions.py", "reviews_portal/demo/bilingual.py", "reviews_portal/demo/workspace.py"},
    "publish_to": {"reviews_portal/publication/actions.py"},
    "change_audience": {"learning/actions.py", "reviews_portal/publication/actions.py"},
}


def callers(name: str) -> set[str]:
    """Return the modules of the portal that name a function, other than to define it."""
    found = set()
    for folder in ("learning", "recommendations", "reviews_portal"):
        for path in (settings.BASE_DIR / folder).rglob("*.py"):
            if name not in path.read_text():
                continue
            nodes = ast.walk(ast.parse(path.read_text()))
            if any(name in (getattr(node, "id", ""), getattr(node, "attr", "")) for node in nodes):
                found.add(str(path.relative_to(settings.BASE_DIR)))
    return found


@pytest.mark.parametrize("name", CALLERS)
def test_nothing_else_publishes_or_widens(name):
    assert callers(name) == CALLERS[name]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("draft", {"status": "published"}),
        ("withdrawn", {"status": "published"}),
        ("professionals", {"audience": "public"}),
        ("partnership", {"audience": "professionals"}),
    ],
)
def test_the_administration_refuses_and_leads_to_the_decision(client_of, world, name, change):
    browser, review = client_of("administrator"), world.reviews[name].review
    before = state_of(review)
    address = reverse("admin:learning_review_change", args=[review.pk])
    page = browser.post(address, opened(browser, review) | change | {"reason": "It is ready."})
    assert page.status_code == 200
    assert "by a recorded decision that a second person confirms" in page.text
    errors = page.text.partition('class="errornote"')[2].partition("</ul>")[0]
    assert f'<a href="/manage/reviews/{review.slug}/publication/">Record the decision to publish</a>' in errors
    assert state_of(review) == before


def test_a_review_with_a_confirmed_decision_is_not_deleted(client_of, world, draft, editor, second):
    assert confirmed(sent(draft, elsewhere(), editor), second)
    browser = client_of("administrator")
    change = {"status": "draft", "reason": "A name."}
    address = reverse("admin:learning_review_change", args=[draft.pk])
    assert browser.post(address, opened(browser, draft) | change).status_code == 302
    page = browser.post(reverse("admin:learning_review_delete", args=[draft.pk]), {"post": "yes"})
    assert page.status_code == 403
    assert "with a confirmed decision" in page.text
