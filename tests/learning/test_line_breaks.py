"""Line breaks within a statement are kept wherever it is shown, and no word changes."""

from io import BytesIO

import docx
import pptx
import pytest

from learning.models import LearningItem, ReviewSection, SourceDocument, SourceWording
from recommendations.models import Recommendation, RecommendationPart
from tests.briefings.exported import body
from tests.briefings.formats.pdf_reading import text_of
from tests.world import publish_version

TEXT = "First line:\nsecond <line>\n\nNew paragraph"
ON_PAGES = "First line:<br>second &lt;line&gt;"


@pytest.fixture
def made(world):
    """Return the public review, each text of which has lines."""
    made = world.reviews["public"]
    LearningItem.objects.filter(review=made.review).update(text=TEXT)
    ReviewSection.objects.filter(review=made.review).update(text=TEXT)
    Recommendation.objects.filter(review=made.review).update(stem=TEXT, tail=TEXT)
    RecommendationPart.objects.filter(recommendation__review=made.review).update(text=TEXT)
    publish_version(made.response, TEXT)
    return made


def test_pages_show_each_line(client, made):
    document = SourceDocument.objects.create(
        slug="second", review=made.review, title="Second", kind="report", position=20
    )
    SourceWording.objects.create(
        review=made.review, reference=made.recommendation.reference, document=document, text=TEXT
    )
    for address, times in {
        made.review.get_absolute_url(): 8,
        made.item.get_absolute_url(): 1,
        made.recommendation.get_absolute_url(): 6,
        f"{made.recommendation.get_absolute_url()}responses/{made.agency.slug}/": 1,
        "/questions/?theme=neglect": 1,
    }.items():
        page = client.get(address).text
        assert page.count(ON_PAGES) >= times, address


def test_the_api_gives_each_line(client, made):
    data = client.get(f"/api/v1/reviews/{made.review.slug}").json()
    (asked,) = data["recommendations"]
    texts = [asked["stem"], *(part["text"] for part in asked["parts"]), asked["tail"]]
    assert {*texts, *(item["text"] for item in data["items"])} == {TEXT}


def test_exports_show_each_line_of_a_response(client, made):
    for format, words in {
        "html": ON_PAGES,
        "md": "First line\\:  \n",
        "csv": "First line:\nsecond <line>",
        "json": "First line:\\nsecond <line>",
    }.items():
        file = body(client.get(f"/briefings/recommendation/{made.recommendation.reference}.{format}")).decode()
        assert file.count(words) == 5, f"{format}: the stem, two parts, the tail and the response"


def exported(client, made, format: str) -> bytes:
    return body(client.get(f"/briefings/review/{made.review.slug}.{format}"))


def test_exports_show_each_line(client, made):
    assert exported(client, made, "html").decode().count(ON_PAGES) >= 10
    assert exported(client, made, "md").decode().count("First line\\:  \n> ") >= 10
    assert exported(client, made, "csv").decode().count("First line:\nsecond <line>\n\nNew") >= 10
    assert exported(client, made, "json").decode().count("First line:\\nsecond <line>\\n\\nNew") >= 10
    assert text_of(exported(client, made, "pdf")).count("First line:\nsecond <line>") >= 10


def test_word_and_slides_show_each_line(client, made):
    word = docx.Document(BytesIO(exported(client, made, "docx")))
    assert sum("First line:\nsecond <line>" in paragraph.text for paragraph in word.paragraphs) >= 10
    slides = pptx.Presentation(BytesIO(exported(client, made, "pptx"))).slides
    texts = [shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame]
    assert sum("First line:\vsecond <line>" in text for text in texts) >= 5
