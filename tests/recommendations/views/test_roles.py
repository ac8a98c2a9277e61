"""Who gets which page of the workspace, and who may send which form."""

import pytest

from learning.models import Membership, Role
from recommendations.models import Assurance, ConflictingDraft, ResponseDraft, ResponseRequest, ResponseStep
from reviews_portal.accounts.models import User
from tests.recommendations.conftest import ROLES, STAFF, WHOLE, page_of, typed
from tests.world import make_user


@pytest.mark.parametrize("role", ROLES)
def test_each_page_answers_each_role(client_of, asked, draft, role):
    """404 to those to whom the request does not exist; 403 where only the workspace as a whole is refused."""
    client = client_of(role)
    reference, partnership = asked.recommendation.reference, asked.asked_by.slug
    others = 302 if role == "anyone" else 404
    own_page = {"agency-editor": 404, "other-editor": 404} | STAFF
    pages = {
        "/responses/": STAFF | {"agency-editor": 200, "other-editor": 200},
        page_of(asked): own_page,
        page_of(asked, "preview/"): {"writer": 200},
        page_of(asked, "late/1/"): {},
        f"/responses/partnerships/{partnership}/": {one: 200 for one in STAFF if one != "writer"},
        f"/responses/partnerships/{partnership}/report/": {one: 200 for one in STAFF if one != "writer"},
        f"/responses/ask/{reference}/": {"partnership-editor": 200},
    }
    refused = {"/responses/": 403, f"/responses/ask/{reference}/": 403}
    for address, expected in pages.items():
        fallback = others if role == "anyone" else refused.get(address, 404)
        assert client.get(address).status_code == expected.get(role, fallback), address


@pytest.mark.parametrize("role", [role for role in ROLES if role not in ("writer", "partnership-editor")])
def test_nobody_else_changes_anything_by_a_forged_post(client_of, world, asked, submitted, role):
    client = client_of(role)
    late_by = world.people["writer"]
    kept = ConflictingDraft.objects.create(draft=ResponseDraft.objects.get(), by=late_by, typed={"text": "Late."})
    before = ResponseDraft.objects.get().revision, ResponseStep.objects.count(), ResponseRequest.objects.count()
    posts = {
        page_of(asked): typed(ResponseDraft.objects.get(), text="Mine.", do="submit"),
        **{
            page_of(asked, f"{do}/"): typed(ResponseDraft.objects.get(), text="Mine.")
            for do in ("save", "save-and-preview", "submit")
        },
        page_of(asked, f"late/{kept.pk}/"): {},
        page_of(asked, f"late/{kept.pk}/delete/"): {},
        page_of(asked, "publish/"): {"version": 1, "deciding_body": "Mine"},
        page_of(asked, "return/"): {"version": 1, "comment": "Mine"},
        page_of(asked, "withdraw/"): {"version": 1, "comment": "Mine"},
        page_of(asked, "chase/"): {"to": "reminded"},
        page_of(asked, "comment/"): {"text": "Mine"},
        page_of(asked, "assure/"): {
            "version": 1,
            "judgement": "partial",
            "judged_on": "2026-01-01",
            "deciding_body": "Mine",
        },
        f"/responses/ask/{asked.recommendation.reference}/": {"agencies": [asked.agency.pk], "due_on": "2030-01-01"},
    }
    for address, data in posts.items():
        if role != "scrutineer" or not address.endswith("comment/"):
            assert client.post(address, data).status_code in (302, 403, 404), address
    assert not asked.comments.exists()
    assert not Assurance.objects.exists()
    assert ConflictingDraft.objects.exists()
    after = ResponseDraft.objects.get().revision, ResponseStep.objects.count(), ResponseRequest.objects.count()
    assert before == after


@pytest.mark.parametrize("do", ["", "save/", "save-and-preview/", "submit/"])
def test_the_editor_of_a_partnership_writes_for_no_agency(client_of, asked, draft, do):
    response = client_of("partnership-editor").post(page_of(asked, do), typed(draft, text="Mine."))
    assert response.status_code == 404
    assert ResponseDraft.objects.get().text == WHOLE["text"]


def test_the_menu_leads_to_the_workspace_only_those_who_have_one(client_of, asked):
    for role in ROLES:
        has_link = 'href="/responses/"' in client_of(role).get("/").text
        assert has_link == (role in STAFF or role in ("agency-editor", "other-editor")), role


def test_somebody_who_works_for_two_sides_writes_and_decides(client_of, world, asked, submitted):
    both = make_user("both")
    Membership.objects.create(user=both, role=Role.AGENCY_EDITOR, agency=asked.agency)
    Membership.objects.create(user=both, role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership)
    world.people["both"] = User.objects.get(pk=both.pk)
    client = client_of("both")
    assert f'href="{page_of(asked)}?check"' in client.get(page_of(asked)).text
    assert "Publish version 1" in client.get(page_of(asked, "?check")).text
    assert client.post(page_of(asked, "publish/"), {"version": 1, "deciding_body": "Board"}).status_code == 302
