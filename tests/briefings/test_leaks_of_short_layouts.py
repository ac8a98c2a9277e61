"""Short layouts tell nobody of a review, a term or a wording that is not theirs to read."""

import pytest

from learning.models import GlossaryTerm, LearningItem, Membership
from reviews_portal.audit.models import AuditEntry
from reviews_portal.briefings.writers import FORMATS

from .exported import body, collect, keep, outline_at, save
from .formats.slides import read, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def spelt(world):
    """Return the public and the hidden review, whose statements both have the abbreviation of the hidden one."""
    public, hidden = world.reviews["public"], world.reviews["professionals"]
    GlossaryTerm.objects.filter(pk=hidden.term.pk).update(expansion="Hidden meaning")
    for made in (public, hidden):
        made.item.text = f"The nurse wrote to {hidden.term.abbreviation} about {made.word} and waited."
        made.item.save()
    return public, hidden


def test_a_public_document_spells_out_no_term_of_a_restricted_one(client_of, spelt):
    public, hidden = spelt
    practitioner = client_of("practitioner")
    own = outline_at(practitioner, f"/briefings/review/{hidden.review.slug}.json?layout=handout")
    assert [fact.value for fact in own.abbreviations] == ["Hidden meaning"]
    outline = outline_at(practitioner, f"/briefings/review/{public.review.slug}.json?layout=handout")
    assert hidden.term.abbreviation in " ".join(outline.words())
    assert outline.audience == ""
    assert outline.abbreviations == ()


def test_a_code_tells_no_term_of_a_review_that_its_reader_may_not_see(client, client_of, spelt):
    public, hidden = spelt
    trainer = client_of("practitioner")
    collect(trainer, public.item.reference, hidden.item.reference, layout="handout", background=False)
    code = keep(trainer, "/briefings/mine.json").code
    assert "Hidden meaning" in str(outline_at(trainer, f"/briefings/versions/{code}.json"))
    for format in FORMATS:
        answer = client.get(f"/briefings/versions/{code}.{format}")
        assert b"Hidden meaning" not in body(answer)
    assert "Hidden meaning" not in str(outline_at(client, f"/briefings/versions/{code}.json"))


def test_an_abbreviation_with_two_meanings_is_not_spelt_out(client, world):
    public = world.reviews["public"]
    public.item.text = f"The nurse wrote to {public.term.abbreviation} about it and waited."
    public.item.save()
    address = f"/briefings/review/{public.review.slug}.json?layout=handout"
    GlossaryTerm.objects.filter(pk=public.term.pk).update(expansion="One meaning")
    assert [fact.value for fact in outline_at(client, address).abbreviations] == ["One meaning"]
    GlossaryTerm.objects.create(
        abbreviation=public.term.abbreviation, slug="another", expansion="Another meaning", is_ours=True
    )
    assert outline_at(client, address).abbreviations == ()


@pytest.mark.parametrize("layout", ["slides", "handout", "seven-minute"])
def test_a_saved_briefing_names_no_review_that_its_owner_may_not_see_any_more(client_of, world, layout):
    trainer = client_of("practitioner")
    public, hidden = world.reviews["public"], world.reviews["professionals"]
    collect(trainer, public.item.reference, hidden.item.reference, layout=layout, background=False)
    saved = save(trainer)
    assert hidden.word in str(outline_at(trainer, f"{saved.get_absolute_url().rstrip('/')}.json"))
    hidden.review.audience = "partnership"
    hidden.review.save()
    assert not Membership.objects.filter(user__email="practitioner@example.org").exists()
    assert hidden.word not in str(outline_at(trainer, f"{saved.get_absolute_url().rstrip('/')}.json"))


def test_a_restricted_sheet_is_recorded_like_a_file(client_of, world):
    hidden, public = world.reviews["professionals"], world.reviews["public"]
    practitioner = client_of("practitioner")
    practitioner.get(f"/briefings/supervision/review/{public.review.slug}/")
    assert not AuditEntry.objects.filter(event="exported").exists()
    practitioner.get(f"/briefings/supervision/review/{hidden.review.slug}/")
    assert hidden.review.code in str(list(AuditEntry.objects.filter(event="exported").values()))


def test_slides_mark_what_only_some_of_them_have(client_of, world):
    trainer = client_of("practitioner")
    public, hidden = world.reviews["public"], world.reviews["professionals"]
    LearningItem.objects.filter(pk__in=[public.item.pk, hidden.item.pk]).update(kind="finding")
    collect(trainer, public.item.reference, hidden.item.reference, layout="slides", background=False)
    slides = read(outline_at(trainer, "/briefings/mine.json")).slides
    marked = [text_of(slide, 1) for slide in slides if "Professionals only" in text_of(slide, 1)]
    assert len(marked) == 1
    assert hidden.item.text in marked[0]
