"""Editors add agencies to their partnership and change their names; what exists is offered, and nothing is told."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from learning.models import Agency, AgencyKind, Membership, NamedAgency, Partnership, Review, Role
from learning.public_names import use_generic_name
from learning.utils.marks import Marks, mark
from learning.utils.stale_forms import ChangedInBetween
from learning.vocabulary.agency_actions import (
    AgencyExists,
    add_agency,
    change_agency,
    use_agency,
)
from learning.vocabulary.similar import similar_agencies
from reviews_portal.hiding.actions import hide
from tests.forms import fields_of
from tests.world import make_user

NOT_EDITORS = ["signed-in", "practitioner", "member", "agency-editor", "scrutineer"]


def kind(slug: str = "voluntary") -> AgencyKind:
    found = AgencyKind.objects.filter(generic_name="").exclude(slug=AgencyKind.EVERYONE)
    return AgencyKind.objects.get(slug=slug) if slug != "voluntary" else found.order_by("pk").first()


def add(world, name: str = "Wombat Trust", who: str = "partnership-editor", **fields) -> Agency:
    said = {"name": name, "kind": kind(), "by": world.people[who]} | fields
    return add_agency(said.pop("partnership", world.partnership), **said)


def southshire() -> Partnership:
    return Partnership.objects.get(slug="southshire")


def marks(agency: Agency) -> Marks:
    return {"name": mark(agency.name), "aliases": mark(agency.aliases)}


def rename(world, agency: Agency, name: str, who: str = "partnership-editor", **fields) -> Agency:
    said = {"aliases": agency.aliases, "opened": marks(agency)} | fields
    return change_agency(agency, name=name, by=world.people[who], **said)


def test_an_editor_adds_an_agency_with_a_slug_of_the_portal(world):
    agency = add(world, aliases=["WT"])
    assert (agency.slug, agency.aliases, list(agency.partnerships.all())) == (
        "wombat-trust",
        ["WT"],
        [world.partnership],
    )
    newest = agency.history.first()
    assert (newest.history_user, newest.history_change_reason) == (
        world.people["partnership-editor"],
        "Added by an editor",
    )
    other = add(world, "Wombat Trust", "other-editor", partnership=southshire(), seen=[agency.pk])
    assert other.slug == "wombat-trust-2"


@pytest.mark.parametrize("who", [*NOT_EDITORS, "other-editor", "anyone"])
def test_nobody_else_adds_or_changes_one(world, who):
    agency = add(world)
    with pytest.raises(PermissionDenied):
        add(world, "Numbat Trust", who)
    with pytest.raises(PermissionDenied):
        use_agency(world.reviews["public"].agency, world.partnership, by=world.people[who])
    with pytest.raises(PermissionDenied):
        rename(world, agency, "Another", who)


@pytest.mark.parametrize("name", ["The Wombat Trust", "wombat trust.", "Wombat & Trust", "Wombatt Trust", "W.T.Q"])
def test_what_exists_with_nearly_the_same_name_is_offered_also_of_others(world, name):
    agency = add(world, aliases=["W T Q"])
    with pytest.raises(AgencyExists) as refused:
        add(world, name, "other-editor", partnership=southshire())
    assert refused.value.agencies == [agency]
    assert not similar_agencies(world.people["other-editor"], ["Numbat Trust", "WTZ"])


def test_the_same_agency_is_not_made_twice_for_one_partnership(world):
    agency = add(world)
    with pytest.raises(ValidationError, match="is already an agency of Northshire"):
        add(world, "The Wombat Trust", seen=[agency.pk])
    assert Agency.objects.filter(name__icontains="wombat").count() == 1


def test_an_agency_whose_name_may_tell_of_a_review_is_offered_only_to_those_who_know_it(world):
    school = add(world, "St Bilby Primary School", kind=kind("education"))
    use_generic_name(school, world.reviews["draft"].review)
    assert similar_agencies(world.people["partnership-editor"], ["St Bilby primary school"]) == [school]
    assert similar_agencies(world.people["administrator"], ["St Bilby primary school"]) == [school]
    assert similar_agencies(world.people["other-editor"], ["St Bilby primary school", "A school"]) == []
    with pytest.raises(PermissionDenied):
        use_agency(school, southshire(), by=world.people["other-editor"])
    NamedAgency.objects.create(review=world.reviews["public"].review, agency=school)
    world.reviews["public"].item.agencies.add(school)
    assert similar_agencies(world.people["other-editor"], ["St Bilby primary school"]) == [school]


def test_an_agency_is_used_once_and_only_if_nobody_depends_on_its_roles(world):
    agency = add(world)
    for _ in range(2):
        use_agency(agency, southshire(), by=world.people["other-editor"])
    assert agency.partnerships.count() == 2
    assert agency.history.count() == 3  # made, given to one partnership, and to the other
    alone = Agency.objects.create(name="Alone", slug="alone", kind=kind())
    Membership.objects.create(user=make_user("alone"), role=Role.AGENCY_EDITOR, agency=alone)
    named = world.reviews["public"].agency  # of no partnership, but a review of Northshire names it
    Membership.objects.filter(agency=named).delete()
    for one in (alone, named):
        with pytest.raises(ValidationError, match="Only an administrator can add it"):
            use_agency(one, southshire(), by=world.people["other-editor"])
    use_agency(named, world.partnership, by=world.people["partnership-editor"])
    use_agency(alone, southshire(), by=world.people["administrator"])


def test_names_are_changed_only_where_nobody_else_uses_the_agency(world):
    agency = add(world)
    changed = rename(world, agency, "Wombat Foundation", aliases=["Wombat Trust"])
    assert (changed.slug, changed.name, changed.aliases) == ("wombat-trust", "Wombat Foundation", ["Wombat Trust"])
    assert changed.history.first().history_user == world.people["partnership-editor"]
    add(world, "Numbat Trust")
    with pytest.raises(ValidationError, match="Another agency of the partnership is called"):
        rename(world, changed, "The Numbat Trust")
    foreign = Review.objects.exclude(partnerships=world.partnership).first()
    foreign.agencies_involved.create(agency=changed, named_as="Wombat")
    with pytest.raises(PermissionDenied, match="only an administrator"):
        rename(world, changed, "Mine")
    foreign.agencies_involved.all().delete()
    use_agency(changed, southshire(), by=world.people["other-editor"])
    with pytest.raises(PermissionDenied, match="only an administrator"):
        rename(world, changed, "Mine")
    assert rename(world, changed, "Ours", "administrator").name == "Ours"


def test_two_editors_do_not_overwrite_each_other(world):
    agency = add(world)
    opened = marks(agency)
    rename(world, agency, "First", opened=opened)
    with pytest.raises(ChangedInBetween) as refused:
        rename(world, agency, "Second", opened=opened)
    assert (refused.value.held["name"], refused.value.changed) == ("First", {"name"})
    assert rename(world, agency, "First", opened=opened).name == "First"  # a second click
    assert agency.history.count() == 3


def test_a_new_name_that_a_public_name_would_tell_is_refused(world):
    school = add(world, "St Bilby Primary School", kind=kind("education"))
    use_generic_name(school, world.reviews["public"].review, "A seaside school")
    with pytest.raises(ValidationError, match="identifies the agency"):
        rename(world, school, "Seaside")
    school.refresh_from_db()
    assert school.name == "St Bilby Primary School"


# --- Pages -----------------------------------------------------------------------------------------------------------


def sent(world, **fields) -> dict:
    return {"name": "Wombat Trust", "kind": kind().pk, "aliases": "WT\nWombats", "partnership": ""} | fields


def test_adding_on_the_page_a_second_click_and_using_one_that_exists(world, client_of):
    client = client_of("partnership-editor")
    page = client.post("/manage/agencies/add/", sent(world), follow=True)
    assert page.redirect_chain == [("/manage/agencies/?partnership=northshire", 302)]
    assert "“Wombat Trust” is now an agency of Northshire" in page.text
    again = client.post("/manage/agencies/add/", sent(world))
    assert again.status_code == 422
    assert "is already an agency of" in again.text
    agency = Agency.objects.get(name="Wombat Trust")

    other = client_of("other-editor")
    asked = other.post("/manage/agencies/add/", sent(world, name="Wombats Trust"))
    assert asked.status_code == 409
    assert f'name="seen" value="{agency.pk}"' in asked.text
    assert "Works with Northshire" in asked.text
    used = other.post("/manage/agencies/use/", {"agency": agency.pk, "partnership": southshire().pk}, follow=True)
    assert "“Wombat Trust” is now an agency of Southshire" in used.text
    assert other.post("/manage/agencies/add/", sent(world, name="Wombats Trust", seen=agency.pk)).status_code == 302
    assert Agency.objects.filter(name__startswith="Wombat").count() == 2


def test_forged_posts_do_nothing(world, client_of):
    agency = add(world)
    other = client_of("other-editor")
    for data in (
        {"agency": agency.pk, "partnership": world.partnership.pk},
        {"agency": "9" * 30, "partnership": southshire().pk},
        {"agency": "x", "partnership": "y"},
    ):
        assert other.post("/manage/agencies/use/", data).status_code == 404
    assert other.post("/manage/agencies/add/", sent(world, partnership=world.partnership.pk)).status_code == 422
    for path in ("names/", "public-name/", "public-name/change/"):
        assert other.post(f"/manage/agencies/{agency.slug}/{path}", {"name": "Mine"}).status_code == 404
    for who in NOT_EDITORS:
        for path in ("add/", "use/", f"{agency.slug}/names/"):
            assert client_of(who).post(f"/manage/agencies/{path}", sent(world)).status_code == 404, (who, path)
    agency.refresh_from_db()
    assert (agency.name, agency.partnerships.count()) == ("Wombat Trust", 1)


def test_a_school_gets_its_public_name_in_a_review_of_its_own_partnership_only(world, client_of):
    client = client_of("partnership-editor")
    education = AgencyKind.objects.get(slug="education")
    page = client.post("/manage/agencies/add/", sent(world, name="St Bilby School", kind=education.pk), follow=True)
    address = "/manage/agencies/st-bilby-school/public-name/"
    assert page.redirect_chain[-1][0] == address
    code = world.reviews["draft"].review.code
    chosen = {"review": code, "choice": "generic", "name": "A coastal school"}
    plan = client.post(address, chosen)
    assert "the public will see “<strong>A coastal school</strong>”" in plan.text
    assert not Agency.objects.filter(name="A coastal school").exists()
    done = client.post(f"{address}change/", chosen, follow=True)
    assert f"The public now sees “A coastal school” in {code}." in done.text
    assert f"Public name in {code}: “A coastal school”" in client.get("/manage/agencies/").text
    foreign = Review.objects.exclude(partnerships=world.partnership).first()
    for path in ("", "change/"):
        refused = client.post(f"{address}{path}", chosen | {"review": foreign.code})
        assert (refused.status_code, "Select a review from the list." in refused.text) == (422, True)
        assert foreign.title not in refused.text
    assert Agency.objects.get(name="A coastal school").stands_for_in == world.reviews["draft"].review


def choices(page) -> dict[str, str]:
    """Return the reviews that a page offers: their titles by code."""
    return dict(re.findall(r'<option value="(\w+)"(?: selected)?>\w+: ([^<]+)</option>', page.text))


def test_an_editor_chooses_among_the_own_reviews_and_an_administrator_types_a_reference(world, client_of):
    agency = add(world, "St Bilby School", kind=kind("education"))
    address = f"/manage/agencies/{agency.slug}/public-name/"
    own = {one.code: one.title for one in Review.objects.filter(partnerships=world.partnership)}
    assert choices(client_of("partnership-editor").get(address)) == own
    code = world.reviews["draft"].review.code
    chosen = client_of("partnership-editor").get(f"{address}?review={code}")
    assert f'<option value="{code}" selected>' in chosen.text
    page = client_of("administrator").get(address)
    assert choices(page) == {}
    foreign = Review.objects.exclude(partnerships=world.partnership).first()
    typed = {"review": foreign.code, "choice": "generic", "name": "A coastal school"}
    assert f"In {foreign}, the public will see" in client_of("administrator").post(address, typed).text


def test_a_review_that_was_hidden_at_once_is_not_offered(world, client_of):
    agency = add(world, "St Bilby School", kind=kind("education"))
    client, address = client_of("partnership-editor"), f"/manage/agencies/{agency.slug}/public-name/"
    review = world.reviews["public"].review
    use_generic_name(agency, review, "A coastal school")
    assert review.title in client.get(address).text
    hide(review, by=world.people["partnership-editor"], reason="It names a school.")
    for page in (client.get(address), client.get(f"{address}?review={review.code}")):
        assert review.title not in page.text
    refused = client.post(address, {"review": review.code, "choice": "own", "name": ""})
    assert (refused.status_code, "Select a review from the list." in refused.text) == (422, True)


def test_names_are_changed_on_the_page_and_a_conflict_keeps_what_was_typed(world, client_of):
    agency = add(world)
    client, address = client_of("partnership-editor"), f"/manage/agencies/{agency.slug}/names/"
    opened = fields_of(client.get(address).text)["opened"]
    rename(world, agency, "First")
    refused = client.post(address, {"name": "Second", "aliases": "", "opened": opened})
    assert refused.status_code == 409
    assert 'value="Second"' in refused.text
    assert "“Name of the agency” has been changed to “First” since you opened this page." in refused.text
    now = fields_of(refused.text)["opened"]
    assert client.post(address, {"name": "Second", "aliases": "", "opened": now}).status_code == 302
    agency.refresh_from_db()
    assert agency.name == "Second"


def test_the_list_reads_all_agencies_at_once(world, client_of, django_assert_max_num_queries):
    for number in range(12):
        add(world, f"Agency of {'abcdefghijkl'[number] * 9}")
    shared = use_agency(Agency.objects.get(name__endswith="aaa"), southshire(), by=world.people["other-editor"])
    client = client_of("partnership-editor")
    with django_assert_max_num_queries(60):
        page = client.get("/manage/agencies/")
    assert page.text.count('/names/"') == 11
    assert f"{shared.slug}/names/" not in page.text


def test_what_was_typed_is_there_again_after_signing_in(world, client_of):
    mark = client_of("partnership-editor").get("/manage/agencies/add/").context["writer"]
    late = Client().post("/manage/agencies/add/", sent(world, writer=mark))
    assert late.status_code == 403
    client = Client()
    data = {"login": "editor@example.org", "password": "a long password", "kept": late.context["kept"]}
    client.post("/accounts/sign-in/", data | {"next": "/manage/agencies/add/"})
    assert 'value="Wombat Trust"' in client.get("/manage/agencies/add/").text
    assert not Agency.objects.filter(name="Wombat Trust").exists()
