"""Asking from the page of a recommendation."""

from recommendations.models import ResponseRequest


def test_an_editor_asks_from_the_page_of_a_recommendation(client_of, world, agency):
    made, editor = world.reviews["public"], client_of("partnership-editor")
    address = f"/responses/ask/{made.recommendation.reference}/"
    assert address in editor.get(made.recommendation.get_absolute_url()).text
    page = editor.post(address, {"agencies": [agency.pk], "due_on": "2020-01-01", "note": "Since when?"})
    assert page.status_code == 422
    assert "must be today or later" in page.text
    assert "Since when?" in page.text
    assert editor.post(address, {"agencies": [agency.pk], "due_on": "2030-01-01"}).url.endswith("/northshire/")
    assert ResponseRequest.objects.get().agency == agency
    hidden = world.reviews["draft"].recommendation.reference
    assert client_of("other-editor").get(f"/responses/ask/{hidden}/").status_code == 404
