"""How the responses to one recommendation are shown: each paragraph once, under all who gave it."""

import pytest

from recommendations.grouped_responses import answers, number_of_responses, without_copies
from recommendations.models import Response, ResponseVersion

pytestmark = pytest.mark.django_db


def response(name: str, *paragraphs: str) -> Response:
    """Return a response with this text, unsaved."""
    made = Response(named_as=name)
    made.published_versions = [ResponseVersion(text="\n\n".join(paragraphs))] if paragraphs else []
    return made


def shown(*responses: Response) -> list[tuple[list[str], list[str]]]:
    merged = answers(list(responses))
    return [(answer.paragraphs, [response.named_as for response in answer.responses]) for answer in merged]


def test_nothing_answered_shows_nothing():
    assert shown() == []
    assert shown(response("Police")) == []


def test_one_bodys_paragraphs_stay_together_in_order():
    assert shown(response("Police", "One.", "Two.")) == [(["One.", "Two."], ["Police"])]


def test_each_body_stands_with_its_own_words():
    assert shown(response("Police", "One."), response("Council", "Two.")) == [
        (["One."], ["Police"]),
        (["Two."], ["Council"]),
    ]


def test_a_paragraph_of_several_bodies_stands_once_under_all_their_names():
    assert shown(response("Police", "Both."), response("Council", "Both.")) == [(["Both."], ["Police", "Council"])]


def test_a_joint_paragraph_stands_between_what_each_says_alone():
    police = response("Police", "Police first.", "Both.", "Police last.")
    council = response("Council", "Both.", "Council last.")
    health = response("Health", "Health first.", "Both.")
    assert shown(police, council, health) == [
        (["Police first."], ["Police"]),
        (["Health first."], ["Health"]),
        (["Both."], ["Police", "Council", "Health"]),
        (["Police last."], ["Police"]),
        (["Council last."], ["Council"]),
    ]


def test_joint_paragraphs_that_follow_each_other_are_shown_together():
    assert shown(response("Police", "One.", "Two."), response("Council", "One.", "Two.")) == [
        (["One.", "Two."], ["Police", "Council"])
    ]


def test_bodies_that_disagree_on_the_order_are_all_quoted_whole():
    police, council = response("Police", "One.", "Two.", "Three."), response("Council", "Three.", "Two.", "One.")
    merged = answers([police, council])
    for body in (police, council):
        own = [text for answer in merged if body in answer.responses for text in answer.paragraphs]
        assert own == body.current.paragraphs


def test_a_body_that_says_the_same_twice_is_quoted_twice():
    assert shown(response("Police", "Yes.", "Yes.")) == [(["Yes.", "Yes."], ["Police"])]


def test_blank_paragraphs_are_none():
    assert ResponseVersion(text="One.\n\n \n\nTwo.\n\n").paragraphs == ["One.", "Two."]


def test_of_the_real_responses_every_paragraph_is_shown_and_each_body_keeps_its_order():
    responses = Response.objects.fetch_current()
    assert len(responses) == 29
    for recommendation in {one.recommendation_id for one in responses}:
        given = [one for one in responses if one.recommendation_id == recommendation]
        merged = answers(given)
        for one in given:
            own = [text for answer in merged if one in answer.responses for text in answer.paragraphs]
            assert own == one.current.paragraphs, one
        quoted = [text for answer in merged for text in answer.paragraphs]
        assert len(quoted) == len(set(quoted)), recommendation


def once(*given: tuple[str, ...]) -> list[tuple[str, list[str], list[str]]]:
    """Return owner, givers and paragraphs of each response; the first text of `given` is the name of an agency."""
    responses = [response(name, *paragraphs) for name, *paragraphs in given]
    for key, one in enumerate(responses, 1):
        one.pk = key
    found = without_copies((one, one.current.paragraphs) for one in responses)
    assert number_of_responses(responses) == len(found)
    return [(one.owner.named_as, [giver.named_as for giver in one.givers], one.paragraphs) for one in found]


def test_a_response_that_several_agencies_give_is_one_response():
    assert once(("Police", "Both."), ("Council", "Both.")) == [("Police", ["Police", "Council"], ["Both."])]


def test_paragraphs_that_others_part_are_not_one_quotation():
    police, council = response("Police", "One.", "Two.", "Three.", "Four."), response("Council", "Three.")
    police.pk, council.pk = 1, 2
    own, joint = without_copies((one, one.current.paragraphs) for one in (police, council))
    assert own.runs == [["One.", "Two."], ["Four."]]
    assert own.as_one_quotation == "One.\n\nTwo.\n\n…\n\nFour."
    assert joint.as_one_quotation == "Three."


def test_an_agency_stands_for_one_response_only():
    given = once(("Police", "All."), ("All", "All.", "Two."), ("Council", "All.", "Own."), ("Board", "Two."))
    assert given == [
        ("Police", ["Police", "All", "Council"], ["All."]),
        ("All", ["All", "Board"], ["Two."]),
        ("Council", ["Council"], ["Own."]),
    ]


def test_there_are_never_more_responses_than_agencies():
    assert once(("Police", "One.", "Two."), ("Council", "Two.", "Three.")) == [
        ("Police", ["Police"], ["One."]),
        ("Council", ["Council"], ["Three."]),
    ]
    assert once(("Police", "One.", "Two.", "Three."), ("Council", "Two.")) == [
        ("Police", ["Police"], ["One.", "Three."]),
        ("Council", ["Police", "Council"], ["Two."]),
    ]
