"""Two running copies of the portal on one database: what one is told, both know at the next request."""

import json

import pytest

from tests.browser.conftest import free_port, manage, serving

from .test_served import answer

SLUG, CODE = "family-t", "R0003"
WHERE = [
    "/",
    "/reviews/",
    f"/reviews/{SLUG}/",
    "/search/?q=family+t",
    "/search/?q=father&theme=fathers-and-male-carers",
    "/search/suggest/?q=family+t",
    "/learning/?sort=newest",
    "/learning/?format=csv",
    "/recommendations/",
    "/whats-new/",
    f"/api/v1/reviews/{SLUG}",
]
PUBLISH = "actions.publish_review(review, by=boss)"
HIDE = {
    "withdrawn": ('actions.withdraw_review(review, by=boss, reason="A name.")', PUBLISH),
    "hidden at once": (
        'hiding.hide(review, reason="A name.", by=boss)',
        """
second = get_user_model().objects.create_user(email="second@example.org", is_superuser=True)
for one in Hiding.objects.open():
    hiding.restore(one, note="Checked.", by=second)
""",
    ),
    "for professionals only": (
        'actions.change_audience(review, "professionals", by=boss, reason="A name.")',
        'actions.change_audience(review, "public", by=boss, reason="Checked.")',
    ),
}


@pytest.fixture
def copies(portal, tmp_path):
    """Yield the addresses of the portal and of a second copy of it, on the same database."""
    port, log = free_port(), tmp_path / "log"
    command = ["-m", "gunicorn", "-c", "python:reviews_portal.gunicorn", "--workers=1", f"--bind=127.0.0.1:{port}"]
    with serving(command, f"http://127.0.0.1:{port}/", portal.environment, log):
        yield [portal.url, f"http://127.0.0.1:{port}"]


@pytest.mark.parametrize("how", HIDE)
def test_what_is_hidden_in_one_copy_is_gone_from_all(portal, copies, how):
    assert CODE in json.loads(answer(copies[0] + WHERE[-1])[1])["items"][0]["reference"]
    hide, show = HIDE[how]
    for _ in range(4):  # the first copy has two processes: each has the pages in memory then
        seen = {page: [answer(copy + page)[1] for copy in copies] for page in WHERE}
    assert all(tells(page, text) for page, texts in seen.items() for text in texts)
    tell(portal, hide)
    try:
        for page in WHERE:
            for copy in copies * 3:
                assert not tells(page, answer(copy + page)[1]), page
    finally:
        tell(portal, show)
    assert CODE in answer(copies[1] + WHERE[-1])[1]


def tells(page: str, text: str) -> bool:
    """Return whether a page holds anything of the review; its own page repeats the address that was asked for."""
    return CODE in text or (SLUG not in page and f"/{SLUG}/" in text)


def tell(portal, what: str) -> None:
    """Act on the review in a process of its own."""
    code = f"""
from django.contrib.auth import get_user_model
from learning import actions
from learning.models import Hiding, Review
from reviews_portal.hiding import actions as hiding
boss = get_user_model().objects.get(email="{portal.administrator}")
review = Review.objects.get(slug="{SLUG}")
{what}
"""
    manage(portal, "shell", "--command", code)
