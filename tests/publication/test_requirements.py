"""What the kinds of a review ask for, and how what is missing is named."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from learning.models import ReviewKind
from reviews_portal.publication import actions
from reviews_portal.publication.actions import Entered
from reviews_portal.publication.models import Purpose
from reviews_portal.publication.requirements import Item, Requirement, Sort, requirements_of
from reviews_portal.publication.rules import problems_of

from .recorded import MINUTE, confirmed, elsewhere, here, saved, sent, state_of

KIND = "local-child-safeguarding-practice-review"


def give_kinds(review, *slugs):
    review.kinds.set(ReviewKind.objects.filter(slug__in=slugs))


def test_without_the_agreement_of_the_police_it_is_refused_and_with_it_published(draft, editor, second):
    give_kinds(draft, KIND)
    decision = saved(draft, here(draft, without="the police"), editor)
    with pytest.raises(ValidationError) as caught:
        actions.send(decision, revision=decision.revision, by=editor)
    says = ["The police’s agreement is missing. Enter who agreed and when."]
    assert caught.value.message_dict == {"agreement_the_police_by": says}
    assert confirmed(sent(draft, here(draft), editor), second)
    assert state_of(draft)[0] == "published"


def test_what_a_kind_asks_for_is_kept_by_administrators(draft, editor):
    ReviewKind.objects.filter(reviews=draft).update(
        must_agree=["the probation service"], must_be_notified=["the inspectorate"], must_be_checked=["The sky"]
    )
    decision = saved(draft, Entered(Purpose.PUBLISH, "here", MINUTE | {"family_reason": "Nobody is left."}), editor)
    assert problems_of(decision) == {
        "agreement_the_probation_service_by": (
            "The probation service’s agreement is missing. Enter who agreed and when."
        ),
        "notice_the_inspectorate_on": "Notice to the inspectorate is missing. Enter when they were notified.",
        "check_the_sky_by": "“The sky” is missing. Enter who checked it and when, or why it does not apply.",
    }


def test_a_review_of_several_kinds_asks_for_all_that_they_ask_for_once(draft):
    give_kinds(draft, KIND, "domestic-homicide-review")
    ReviewKind.objects.filter(slug="domestic-homicide-review").update(must_agree=["The police", "the council"])
    names = [one.name for one in requirements_of(draft) if one.sort == Sort.AGREEMENT]
    assert names == ["the local authority", "the integrated care board", "the police", "the council"]
    notices = [one.name for one in requirements_of(draft) if one.sort == Sort.NOTICE]
    assert notices == ["the Child Safeguarding Practice Review Panel", "the Home Office"]
    draft.kinds.clear()
    assert {one.sort for one in requirements_of(draft)} == {Sort.CHECK}
    assert len(requirements_of(draft)) == 7


def test_each_kind_of_the_fixtures_says_that_nobody_has_checked_it(db):
    kinds = ReviewKind.objects.filter(checked_on=None)
    assert kinds
    assert not [kind.slug for kind in kinds if not kind.publication_note.startswith("Not checked")]
    assert not [kind.slug for kind in kinds if not kind.must_be_checked]


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"by": "Head"}, "check_x_on"),
        ({"on": date(2026, 1, 1)}, "check_x_by"),
        ({"by": "Head", "on": date(2026, 1, 1)}, None),
        ({"reason": "There was no inquest."}, None),
    ],
)
def test_a_check_has_who_and_when_or_why_it_does_not_apply(item, field):
    asked = Requirement(Sort.CHECK, "x")
    assert [name for name, _ in Item(asked, **item).problems()] == ([field] if field else [])
    assert [name for name, _ in Item(Requirement(Sort.AGREEMENT, "x"), **item).problems()] != [] or item.keys() == {
        "by", "on"
    }  # fmt: skip


@pytest.mark.parametrize("field", ["deciding_body", "decided_on", "minute", "family_told_on", "family_wishes"])
def test_each_part_of_a_decision_is_asked_for(draft, editor, field):
    decision = saved(draft, here(draft, **{field: None}), editor)
    assert list(problems_of(decision)) == [field]


@pytest.mark.parametrize("field", ["address", "published_on"])
def test_where_and_when_it_was_published_is_asked_for(draft, editor, field):
    empty = {"published_precision": ""} if field == "published_on" else {}
    decision = saved(draft, elsewhere(**{field: None}, **empty), editor)
    assert list(problems_of(decision)) == [field]


def test_how_learning_was_shared_is_asked_for(draft, editor):
    decision = saved(draft, Entered(Purpose.NOT_PUBLISHED, "", MINUTE), editor)
    assert list(problems_of(decision)) == ["learning_shared"]


def test_a_decision_is_not_recorded_before_it_is_made(draft, editor):
    tomorrow = timezone.localdate() + timedelta(days=1)
    entered = here(draft, decided_on=tomorrow)
    late = Item(entered.items[0].requirement, "Head", tomorrow)
    decision = saved(draft, Entered(entered.purpose, "here", entered.values, (late, *entered.items[1:])), editor)
    assert set(problems_of(decision)) == {"decided_on", f"{late.requirement.key}_on"}
    assert "must be today or earlier" in problems_of(decision)["decided_on"]


def test_a_restriction_needs_a_reason_that_readers_see(draft, editor):
    decision = saved(draft, elsewhere(audience="professionals"), editor)
    assert list(problems_of(decision)) == ["audience_reason"]
