"""The components that a list draws: escaped, and never silent about a name that they were not given."""

import pytest
from django.test import RequestFactory
from jinja2 import UndefinedError

from learning.components import draw

HOSTILE = "<script>alert('x')</script> & \"more\""


def test_whatever_a_record_holds_is_escaped(world):
    made = world.reviews["public"]
    item, review = made.item, made.review
    review.title = review.partnership_as_named = item.text = HOSTILE
    item.place_name, item.relevant_to = HOSTILE, [HOSTILE]
    item.review = review
    drawn = draw("item", item=item, marked=(("script",), ("more",)))
    assert "<script" not in drawn
    assert drawn.count("&lt;<mark>script</mark>&gt;") == 1  # only the words are marked
    assert drawn.count("&lt;script&gt;") == 2  # the place, which is the title again, and the line of bodies


def test_a_name_that_was_not_given_is_an_error(db):
    with pytest.raises(UndefinedError, match="item"):
        draw("item")
    with pytest.raises(UndefinedError, match="filters"):
        draw("lists/filters", request=RequestFactory().get("/"))
    with pytest.raises(TypeError, match="heading"):
        draw("items", items=[], heading="What was learnt")
