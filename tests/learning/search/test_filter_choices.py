"""What a page offers as choices and links."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from learning import actions
from learning.models import AgencyKind, GlossaryTerm, Theme
from learning.search.filter_choices import read_vocabulary, vocabulary_for


def test_themes_and_kinds_of_agency_are_offered_to_all(world):
    found = read_vocabulary(world.people["anyone"])
    assert dict(found.themes) == dict(Theme.objects.values_list("slug", "name"))
    assert [slug for slug, _ in found.agency_kinds] == list(AgencyKind.objects.values_list("slug", flat=True))


def test_themes_stand_in_the_order_of_the_alphabet(world):
    names = [name for _, name in read_vocabulary(world.people["anyone"]).themes]
    assert names == sorted(names, key=str.lower)


def test_a_partnership_is_offered_to_who_may_read_a_review_of_it(world):
    other = world.people["other-editor"].memberships.get().partnership
    world.reviews["professionals"].review.partnerships.set([other])
    offered = {role: other.slug in dict(read_vocabulary(user).partnerships) for role, user in world.people.items()}
    assert [role for role, is_offered in offered.items() if not is_offered] == ["anyone", "signed-in"]


def test_a_term_is_linked_for_who_may_read_a_document_with_it(world):
    def terms(role):
        return {abbreviation for _, abbreviation, _ in read_vocabulary(world.people[role]).terms}

    assert "ZZQUOKKA0" in terms("anyone")
    assert "ZZQUOKKA1" not in terms("anyone")
    assert "ZZQUOKKA1" in terms("practitioner")


def test_no_term_theme_or_partnership_is_offered_twice(world):
    term = GlossaryTerm.objects.get(abbreviation="ZZQUOKKA0")
    for name in ("professionals", "draft", "withdrawn"):
        world.reviews[name].document.glossary_terms.add(term)
        world.reviews[name].document.glossary_terms.add(GlossaryTerm.objects.get(abbreviation="GP"))
    for user in world.people.values():
        found = read_vocabulary(user)
        for part in (found.themes, found.agency_kinds, found.partnerships, found.terms):
            assert len(part) == len(set(part))


def asked_by(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


@pytest.mark.django_db
def test_it_is_read_once_while_nothing_changes(django_assert_num_queries):
    before = vocabulary_for(asked_by(AnonymousUser()))
    request = asked_by(AnonymousUser())
    with django_assert_num_queries(1):  # the generation of the index
        assert vocabulary_for(request) is vocabulary_for(request) is before


def test_a_change_of_a_name_or_of_who_may_see_it_is_read_at_once(world):
    theme = Theme.objects.get(slug="neglect")
    theme.name = "Neglect."  # the same word to the index
    assert "Neglect." not in dict(vocabulary_for(asked_by(AnonymousUser())).themes).values()
    theme.save()
    assert dict(vocabulary_for(asked_by(AnonymousUser())).themes)["neglect"] == "Neglect."
    made = world.reviews["public"]
    assert made.term.abbreviation in {term[1] for term in vocabulary_for(asked_by(AnonymousUser())).terms}
    actions.withdraw_review(made.review, by=world.people["administrator"], reason="A name.")
    assert made.term.abbreviation not in {term[1] for term in vocabulary_for(asked_by(AnonymousUser())).terms}


@pytest.mark.parametrize("role", ["partnership-editor", "administrator"])
def test_who_sees_drafts_reads_a_change_of_one_at_once(world, role):
    """Drafts are not in the index, but a change of one moves its generation on."""
    made = world.reviews["draft"]
    before = vocabulary_for(asked_by(world.people[role]))
    assert vocabulary_for(asked_by(world.people[role])) is before
    assert made.term.abbreviation in {term[1] for term in before.terms}
    assert made.term.abbreviation not in {term[1] for term in vocabulary_for(asked_by(AnonymousUser())).terms}
    made.term.abbreviation = "NEWTERM"
    made.term.save()
    assert "NEWTERM" in {term[1] for term in vocabulary_for(asked_by(world.people[role])).terms}
    assert "NEWTERM" not in {term[1] for term in vocabulary_for(asked_by(AnonymousUser())).terms}
