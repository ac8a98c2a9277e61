"""The preview beside the builder reads like the HTML file of the briefing, and clashes with nothing of its page."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import Review
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.preview import PREFIX, fitted_in, preview
from tests.briefings.exported import BUILDER, body, collect, outline_at, plan_in, sent, sent_by
from tests.once import rest_once

pytestmark = pytest.mark.django_db


def previewed(page: str) -> str:
    """Return the HTML of the preview in a page of the builder."""
    start = page.index('id="previewed"')
    return page[page.index(">", start) + 1 : page.index('<div class="files">')]


def words(html: str) -> str:
    """Return what is read of HTML."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("layout", rest_once(LAYOUTS, 1))
def test_it_reads_like_the_html_file_in_each_layout(client, public, layout):
    references = [public.item.reference, public.recommendation.reference, "R0002-27", "R0003-14"]
    collect(client, *references, layout=layout, title="For <b>Tuesday</b>", introduction='Read "this" & that.')
    file = body(client.get("/briefings/mine.html")).decode()
    main = file[file.index("<main") : file.index("</main>")]
    of_the_file = re.sub(r" Check code .*", "", words(main))  # a code is for what was handed out
    shown = words(previewed(client.get(BUILDER).text))
    assert shown == of_the_file
    assert "For &lt;b&gt;Tuesday&lt;/b&gt;" in shown


def test_no_id_is_there_twice_and_no_heading_is_above_its_own(client, public):
    collect(client, public.item.reference, public.recommendation.reference)
    page = client.get(BUILDER).text
    assert max(Counter(re.findall(r'\sid="([^"]*)"', page)).values()) == 1
    assert f'id="{public.item.reference}"' in page
    assert f'id="{PREFIX}{public.item.reference}"' in previewed(page)
    assert page.count("<h1") == 1
    assert {int(level) for level in re.findall(r"<h(\d)", previewed(page))} <= {3, 4, 5, 6}
    assert "<h3>My briefing</h3>" in previewed(page)


@pytest.mark.parametrize(
    ("tag", "fitted"),
    [
        ("<h1>", "<h3>"),
        ("</h2>", "</h4>"),
        ("<h6>", "<h6>"),
        ('<h2 id="a" class="b">', '<h4 id="preview-a" class="b">'),
        ("<hr>", "<hr>"),
        ('<section aria-labelledby="a b">', '<section aria-labelledby="preview-a preview-b">'),
        ('<a href="#a">', '<a href="#preview-a">'),
        (
            '<a href="https://x.example/" rel="external">',
            '<a target="_blank" href="https://x.example/" rel="external">',
        ),
        ('<p class="id">', '<p class="id">'),
    ],
)
def test_a_tag_is_fitted_into_the_page(tag, fitted):
    assert re.sub(r"\A.*\Z", fitted_in, tag) == fitted


def test_it_shows_the_layout_and_the_words_that_were_saved_last(client, public):
    collect(client, public.item.reference)
    form = sent_by(client) | {"layout": "handout", "introduction": "For our team on Tuesday."}
    answer = client.post(f"{BUILDER}preview/", form)
    assert answer["Location"] == f"{BUILDER}#preview"
    page = client.get(BUILDER).text
    assert "For our team on Tuesday." in previewed(page)
    assert 'class="sheet handed handout"' in page
    wrong = client.post(f"{BUILDER}preview/", sent_by(client) | {"title": "x" * 200})
    assert wrong.status_code == 422
    assert "x" * 200 not in previewed(wrong.text)
    assert "For our team on Tuesday." in previewed(wrong.text)


def test_warnings_and_marks_are_in_it_and_only_what_its_reader_may_see(client, client_of, world):
    hidden, public = world.reviews["professionals"], world.reviews["public"]
    Review.objects.filter(pk=public.review.pk).update(content_note="This is about a death.")
    trainer = client_of("practitioner")
    collect(trainer, hidden.item.reference, public.item.reference)
    own = previewed(trainer.get(BUILDER).text)
    assert "This is about a death." in own
    assert hidden.word in own
    assert "<strong>Professionals only</strong>" in own
    session = client.session
    session["briefing"] = trainer.session["briefing"]
    session.save()
    page = client.get(BUILDER).text
    assert hidden.word not in page
    assert "1 item is left out" in previewed(page)


def test_a_briefing_of_which_nothing_is_shown_says_so(client):
    session = client.session
    session["briefing"] = {"entries": [{"reference": "R9-9"}]}
    session.save()
    assert "None of your items are shown in this layout." in previewed(client.get(BUILDER).text)
    form = sent(plan_in(client), title="x" * 200)
    del session["briefing"]
    session.save()
    after = client.post(f"{BUILDER}preview/", form)
    assert after.status_code == 422
    assert "Your briefing has no items yet." in previewed(after.text)


def test_it_costs_no_query(client, public):
    collect(client, public.item.reference, public.recommendation.reference, responses=True)
    outline = outline_at(client, "/briefings/mine.json")
    with CaptureQueriesContext(connection) as captured:
        preview(outline)
    assert not captured.captured_queries
