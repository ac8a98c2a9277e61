"""Words that are redacted or hidden are gone in both languages."""

import pytest
from django.contrib.auth.models import Group

from learning.models import LearningItem, Review, SearchEntry, SourceWording
from reviews_portal.groups import ADMINISTRATORS
from reviews_portal.redaction import actions as redaction_actions
from tests.briefings.exported import body, keep_code
from tests.documents.two_languages import CY, PAGE, SECOND, SLUG, whole
from tests.redaction.planting import confirm, held
from tests.world import make_user

pytestmark = pytest.mark.django_db


def test_a_redaction_covers_both_languages(client, briefing, world):
    name = "Gwenllïan Ŵyn"
    heard = LearningItem.objects.get(text=SECOND[0])
    heard.text = f"{name} said that homes should be safe."
    heard.save()
    wording = SourceWording.objects.get(text=SECOND[1])
    wording.text = f"Dywedodd Gwenllian Wyn’r un peth, a {name}."
    wording.heading, wording.tail = name, f"{name}’n iawn."
    wording.save()
    code = keep_code(client, f"/briefings/review/{SLUG}.json?language=cy")
    assert name in client.get(PAGE, {"language": CY}).text
    people = world.people
    made = redaction_actions.propose(name, reason="It is the name of a sister.", by=people["administrator"])
    second = make_user("second-administrator")
    second.groups.add(Group.objects.get(name=ADMINISTRATORS))
    confirm(made, second)
    assert held(name) == 0
    wording.refresh_from_db()
    assert (wording.text, wording.heading, wording.tail) == (
        "Dywedodd [redacted]’r un peth, a [redacted].", "[redacted]", "[redacted]’n iawn.",
    )  # fmt: skip
    for address in (PAGE, f"{PAGE}?language=cy", f"/api/v1/reviews/{SLUG}", f"/briefings/versions/{code}.json"):
        page = client.get(address)
        assert "Ŵyn" not in body(page).decode()
    assert not SearchEntry.objects.filter(body__contains="gwenllian").exists()


@pytest.mark.parametrize("hidden", [{"audience": "partnership"}, {"audience": "professionals"}, {"status": "draft"}])
def test_words_of_a_hidden_review_are_nowhere_in_any_language(client, briefing, hidden):
    Review.objects.filter(pk=briefing.pk).update(**hidden)
    words = {*whole("en"), *whole(CY)}
    item = LearningItem.objects.get(text=SECOND[0])
    for address in (
        *("/", "/learning/", "/themes/neglect/", "/recommendations/", "/whats-new/", PAGE, f"{PAGE}?language=cy"),
        *("/search/?q=dymuniad", "/search/?q=teulu", "/search/suggest/?q=dymun", item.get_absolute_url()),
        *(f"/api/v1/reviews/{SLUG}", f"/briefings/review/{SLUG}.json?language=cy"),
        *("/briefings/theme/neglect.json?language=cy", "/briefings/learning.csv?language=cy"),
    ):
        page = client.get(address)
        text = " ".join(page.getvalue().decode().split())
        assert [one for one in words if one in text] == [], address
