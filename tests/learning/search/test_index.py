"""The index is as the records are, whatever changes them and however."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import connection

from learning import actions
from learning.models import (
    Audience,
    GlossaryTerm,
    LearningItem,
    ReflectiveQuestion,
    Review,
    SearchEntry,
    SearchGeneration,
    Status,
    Theme,
)
from learning.search import engine, index
from learning.search.index_sets import MOST_KEPT, READ, IndexSets, index_sets
from learning.search.query import read_query
from learning.search.results import SearchResults
from recommendations.models import ResponseStep
from tests.world import publish_version

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def found(text: str, user=ANYONE, **options) -> list:
    """Return what a reader finds, in order."""
    return list(SearchResults(user, index_sets(), query=read_query(text), **options)[0:50])


def in_step() -> bool:
    wrong = list(index.differences())
    assert wrong == []
    return True


def test_the_fixtures_are_indexed():
    assert SearchEntry.objects.filter(source="item").count() == LearningItem.objects.count()
    assert in_step()


def test_a_saved_word_is_found_at_once_and_a_replaced_one_no_more(world):
    item = world.reviews["public"].item
    item.text = "A wombat was here."
    item.save()
    assert found("wombats") == [item]
    item.text = "Nothing was here."
    item.save()
    assert found("wombat") == []
    assert in_step()


def test_update_and_bulk_changes_are_found(world):
    item = world.reviews["public"].item
    LearningItem.objects.filter(pk=item.pk).update(text="First wombat")
    assert found("wombat") == [item]
    item.text = "Second numbat"
    LearningItem.objects.bulk_update([item], ["text"])
    assert (found("wombat"), found("numbat")) == ([], [item])
    made = LearningItem.objects.bulk_create(
        [
            LearningItem(
                review=item.review,
                document=item.document,
                position=999,
                kind="finding",
                text="A bilby",
                reference="R9-1",
            )
        ]
    )
    assert found("bilby") == made
    made[0].delete()
    assert found("bilby") == []
    assert in_step()


def test_a_save_through_a_proxy_is_found(world):
    question = ReflectiveQuestion.objects.filter(review=world.reviews["public"].review).first()
    question.text = "Who saw the wombat?"
    question.save()
    assert [one.pk for one in found("wombat")] == [question.pk]


def test_tags_follow_what_is_tied_and_cut(world):
    item, theme = world.reviews["public"].item, Theme.objects.get(slug="neglect")
    on_theme = {"chosen": {"theme": [f"theme:{theme.pk}"]}}
    assert item in SearchResults(ANYONE, index_sets(), kinds=[item.kind], **on_theme)[0:100]
    item.themes.remove(theme)
    assert item not in SearchResults(ANYONE, index_sets(), kinds=[item.kind], **on_theme)[0:100]
    theme.learningitems.add(item)
    assert item in SearchResults(ANYONE, index_sets(), kinds=[item.kind], **on_theme)[0:100]
    theme.learningitems.clear()
    item.agencies.set([world.reviews["public"].agency])
    item.agencies.clear()
    assert in_step()


def test_a_theme_is_found_by_a_new_alias_at_once(world):
    theme = Theme.objects.create(name="Wombats", slug="wombats", group="harm", scope_note="Digging.")
    item = world.reviews["public"].item
    item.themes.add(theme)
    assert found("burrowers") == []
    theme.aliases = ["burrowers"]
    theme.save()
    assert found("burrowers") == [theme, item, item.review]
    theme.delete()
    assert found("burrowers") == []
    assert in_step()


def test_an_abbreviation_finds_its_expansion_and_back(world):
    item, document = world.reviews["public"].item, world.reviews["public"].document
    LearningItem.objects.filter(pk=item.pk).update(text="The multi-agency wombat hub met.")
    term = GlossaryTerm.objects.create(abbreviation="MAWH", slug="mawh", expansion="Multi-agency wombat hub")
    document.glossary_terms.add(term)
    assert found("MAWH") == [term, item]
    assert found("multi-agency wombat hub") == [term, item]
    assert found('"MAWH"') == [term]
    document.glossary_terms.remove(term)
    assert found("MAWH") == []


def test_a_response_is_found_while_a_version_of_it_is_published(world):
    made = world.reviews["public"]
    version = publish_version(made.response, "The wombat was moved.")
    assert found("wombat") == [made.response]
    ResponseStep.objects.create(version=version, action="withdrawn")
    assert found("wombat") == []
    assert in_step()


def test_a_part_belongs_to_its_recommendation(world):
    part = world.reviews["public"].recommendation.parts.first()
    part.text = "Count each wombat"
    part.save()
    assert found("wombat") == [part.recommendation]
    part.delete()
    assert found("wombat") == []


@pytest.mark.parametrize("how", ["withdraw", "professionals", "draft"])
def test_what_is_hidden_is_gone_from_search_facets_and_suggestions_at_once(world, client, client_of, how):
    made, boss = world.reviews["public"], world.people["administrator"]
    words = [f'"{name}"' for name in (made.word, made.term.abbreviation, made.agency.name, made.review.title)]
    before = SearchResults(ANYONE, index_sets()).counts("kind")
    assert all(found(word) for word in words)
    if how == "withdraw":
        actions.withdraw_review(made.review, by=boss, reason="A name was in it.")
    elif how == "professionals":
        actions.change_audience(made.review, Audience.PROFESSIONALS, by=boss, reason="A name was in it.")
    else:
        Review.objects.filter(pk=made.review.pk).update(status=Status.DRAFT)
    assert [found(word) for word in words] == [[], [], [], []]
    after = SearchResults(ANYONE, index_sets()).counts("kind")
    assert after["finding"] == before["finding"] - 2
    for word in words:
        assert client.get("/search/suggest/", {"q": word.strip('"')}).json() == {"suggestions": []}
        assert client.get("/search/", {"q": word}).context["page"].paginator.count == 0
    seen = found(f'"{made.word}"', world.people["practitioner"])
    assert bool(seen) == (how == "professionals")
    assert in_step()


def test_another_process_that_is_behind_applies_the_difference(world):
    """What this process has in memory is brought forward; a process that starts now reads all: both are the same."""
    old = index_sets()
    made = world.reviews["public"]
    actions.change_audience(made.review, Audience.PROFESSIONALS, by=world.people["administrator"], reason="Because.")
    forward = index_sets()
    assert forward.generation > old.generation
    fresh = type(old)().with_changes(SearchEntry.objects.values_list(*READ), forward.generation)
    assert {tag: set(one) for tag, one in forward.by_tag.items()} == {
        tag: set(one) for tag, one in fresh.by_tag.items()
    }
    assert forward.places.tolist()[: len(fresh.places)] == fresh.places.tolist()


def test_a_process_older_than_the_last_reindex_reads_all_again(world):
    index_sets()
    made = world.reviews["public"]
    actions.withdraw_review(made.review, by=world.people["administrator"], reason="Because.")
    index.rebuild()  # takes away the emptied entries that the process would have learnt from
    assert not SearchEntry.objects.filter(tags="").exists()
    assert found(made.word) == []


def test_a_reindex_that_was_stopped_is_run_again_and_search_goes_on(world, monkeypatch):
    SearchEntry.objects.filter(source="item").update(title="", body="", tags="kind:finding")
    SearchEntry.objects.filter(source="review").delete()
    SearchEntry.objects.create(source="item", record=10**9, tags="kind:finding seen-by:public", changed=1)
    with pytest.raises(CommandError, match="out of date"):
        call_command("reindex", check=True)
    whole, calls = index.write, []

    def killed(source, keys, **options):
        calls.append(source)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return whole(source, keys, **options)

    monkeypatch.setattr(index, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        index.rebuild()
    assert found("neglect")
    monkeypatch.setattr(index, "write", whole)
    call_command("reindex", verbosity=0)
    call_command("reindex", check=True, verbosity=0)
    assert index.rebuild() == 0, "what is right is left as it is"


def test_no_entry_is_written_where_nothing_changed(world):
    before = list(SearchEntry.objects.order_by("pk").values_list())
    world.reviews["public"].item.save()
    world.reviews["public"].review.save()
    assert list(SearchEntry.objects.order_by("pk").values_list()) == before


def test_a_broken_fixture_leaves_the_index_as_it_was(tmp_path):
    before = list(SearchEntry.objects.order_by("pk").values_list())
    broken = tmp_path / "broken.json"
    broken.write_text(
        '[{"model": "learning.theme", "fields": {"name": "Wombats", "slug": "wombats", "group": "harm",'
        ' "scope_note": "x"}}, {"model": "learning.theme", "fields": {"nonsense": 1}}]'
    )
    with pytest.raises(Exception, match="nonsense"):
        call_command("loaddata", broken, verbosity=0)
    assert list(SearchEntry.objects.order_by("pk").values_list()) == before


def test_the_engines_own_parts_are_made_again_after_each_migrate(world):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in ("insert", "update", "delete"):
                cursor.execute(f"DROP TRIGGER search_fts_{name}")
    engine.install()
    item = world.reviews["public"].item
    LearningItem.objects.filter(pk=item.pk).update(text="A wombat again")
    assert found("wombat") == [item]


def test_an_index_by_older_rules_is_noticed_and_migrate_writes_it_anew(world):
    item = world.reviews["public"].item
    item.text = "Małgorzata came."
    item.save()
    SearchEntry.objects.filter(source="item", record=item.pk).update(body="mau142gorzata came")  # as it was read then
    SearchGeneration.objects.update(words_version=1)
    assert found("Malgorzata") == []
    with pytest.raises(CommandError, match="out of date"):
        call_command("reindex", "--check")
    call_command("migrate", verbosity=0)
    assert found("Malgorzata") == [item]
    assert in_step()
    generation = SearchGeneration.objects.get().number
    call_command("migrate", verbosity=0)
    assert SearchGeneration.objects.get().number == generation  # nothing is left to do


def test_a_generation_keeps_a_limited_number_of_other_data():
    sets, made = IndexSets(), []

    def read(key: int) -> int:
        return sets.keep(key, lambda: made.append(key) or key)

    for key in [*range(MOST_KEPT + 9), MOST_KEPT + 8]:
        assert read(key) == key
    assert made == [*range(MOST_KEPT + 9)]
    assert len(sets.kept) == MOST_KEPT
    read(0)
    assert made[-1] == 0
