"""Only the editors of the review's partnership and administrators may use the editing page; others get 404."""

import pytest
from django.urls import get_resolver

from reviews_portal.editing.models import Row
from tests.once import once
from tests.sweeps.addresses import ROLES, patterns

MAY = {"partnership-editor", "administrator"}
FORGED = {"rows": "", "kind": "finding", "words": "Forged.", "themes": "neglect", "text": "Forged.", "level": "2"}
PAGES = ["edit/", "edit/?mark", "edit/suggest/themes/?q=neg", "edit/suggest/agencies/?q=pol"]
ACTIONS = [
    path.removeprefix("manage/reviews/<slug:slug>/")
    for path in patterns(get_resolver())
    if path.startswith(("manage/reviews/<slug:slug>/rows/", "manage/reviews/<slug:slug>/edit/open/"))
]


@pytest.mark.parametrize("role", [role if role in ("anyone", "other-editor") else once(role) for role in ROLES])
def test_each_role_gets_the_pages_or_nothing(client_of, at, rows, role):
    client, expected = client_of(role), 200 if role in MAY else 302 if role == "anyone" else 404
    for page in [*PAGES, f"edit/?row={rows[1].pk}"]:
        answer = client.get(at(page))
        assert answer.status_code == expected, page
        if expected != 200:
            assert rows[1].words not in answer.text


@pytest.mark.parametrize("role", [one if one == "other-editor" else once(one) for one in ROLES if one not in MAY])
def test_a_forged_form_changes_nothing(client_of, at, rows, role):
    client, before = client_of(role), list(Row.objects.values_list())
    for action in ACTIONS:
        fields = FORGED | {"rows": rows[1].pk, "row": rows[1].pk, "revision": 0, "put_back": rows[1].pk}
        answer = client.post(at(action.replace("<int:pk>", str(rows[1].pk))), fields)
        assert answer.status_code in ((302, 403) if role == "anyone" else (404,)), action
    assert list(Row.objects.values_list()) == before


def test_each_action_is_tried():
    assert len(ACTIONS) >= 22
