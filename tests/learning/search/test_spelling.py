"""American and British spellings of a word are treated alike."""

import pytest
from django.contrib.auth.models import AnonymousUser

from learning.models import LearningItem
from learning.search.index_sets import index_sets
from learning.search.query import read_query
from learning.search.results import SearchResults
from learning.search.tokenizer import stem

PAIRS = """
behavior behaviour, behavioral behavioural, organization organisation, organizations organisations, recognized
recognised, pediatric paediatric, pediatrician paediatrician, counseling counselling, counselor counsellor,
fetal foetal, fetus foetus, hemorrhage haemorrhage, leukemia leukaemia, anesthetic anaesthetic, gynecology
gynaecology, diarrhea diarrhoea, neighbor neighbour, labor labour, color colour, honor honour, program
programme, programs programmes, center centre, defense defence, offense offence, license licence, practicing
practising, judgment judgement, acknowledgment acknowledgement, enquiry inquiry, enrollment enrolment, fulfill
fulfil, traveled travelled, skeptical sceptical, mom mum, moms mums, mold mould, analyze analyse, stabilized
stabilised, hospitalization hospitalisation, orthopedic orthopaedic, edema oedema, cesarean caesarean, harbor
harbour, rumor rumour"""


@pytest.mark.parametrize("pair", [pair.split() for pair in PAIRS.split(",")], ids=" ".join)
def test_both_spellings_are_one_token(pair):
    one, other = pair
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("four", "for"), ("poet", "pet"), ("hour", "hor"), ("shoes", "shes"), ("calling", "caling"), ("prize", "pride"),
     ("fourth", "forth"), ("size", "side"), ("course", "corse"), ("michael", "michel")],
)  # fmt: skip
def test_other_words_stay_apart(one, other):
    assert stem(one) != stem(other)


def found(text: str) -> set:
    """Return the keys of what holds all that was typed."""
    records = SearchResults(AnonymousUser(), index_sets(), query=read_query(text))
    return set() if records.ranking.is_relaxed else {one.pk for one in records[0:200]}


@pytest.mark.parametrize(
    ("written", "typed"), [("behaviour", "behavior"), ("behavior", "behaviour"), ("paediatric", "pediatric")]
)
def test_either_spelling_finds_the_other(world, written, typed):
    item = world.reviews["public"].item
    LearningItem.objects.filter(pk=item.pk).update(text=f"Lantern {written} of a ward.")
    assert item.pk in found(f"lantern {typed}")
