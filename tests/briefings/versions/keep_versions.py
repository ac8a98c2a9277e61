"""Make a file of kept versions, as the code of today keeps them.

The command is `python -m tests.briefings.versions.keep_versions FILE`.

Somebody may hold the code of a version for years, so test_kept_files.py opens the versions of every file in data/ for
good. A file is made once and never again: this command refuses to replace one. When a change gives outlines a new
field, layout or kind of selection, or writes their data in another way, make a file with the next name
(kept_versions_5.json) with the changed code, and commit it with the change. If the changed code cannot read an earlier
file, it must learn to: do not touch the file.
"""

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import django

FOLDER = Path(__file__).parent / "data"
LONG = "The worker asked who else was at home, and wrote down what was said. Nobody had asked before. " * 60
THEIRS = "?partnership=northshire"  # of the invented partnership, so that no real restricted review is in it


def selections(made) -> list[tuple[str, str]]:
    """Return who keeps which selection: each kind of it, then each layout of a review and of a theme."""
    from reviews_portal.briefings.layouts import LAYOUTS

    public, hidden, own = (made[name] for name in ("public", "professionals", "partnership"))
    found = [
        ("anyone", f"review/{public.review.slug}"),
        ("practitioner", f"review/{hidden.review.slug}"),
        ("member", f"review/{own.review.slug}"),
        ("anyone", "review/baby-e"),  # a real one: long, of several documents
        ("practitioner", f"theme/neglect{THEIRS}"),
        ("anyone", f"agency/{public.agency.slug}"),
        ("anyone", "work-in/police?theme=fathers-and-male-carers"),
        ("anyone", f"recommendation/{public.recommendation.reference}"),
        ("practitioner", f"recommendation/{hidden.recommendation.reference}"),
        ("partnership-editor", "report/northshire"),
        *(("practitioner", f"{name}{THEIRS}") for name in ("learning", "recommendations", "questions")),
        ("practitioner", "search?q=quokka1"),
    ]
    found += [("anyone", f"review/{public.review.slug}?layout={layout}") for layout in LAYOUTS]
    return found + [("practitioner", f"theme/neglect{THEIRS}&layout={layout}") for layout in LAYOUTS]


def keep_all(world) -> dict[str, tuple[str, str]]:
    """Keep a version of each selection, and of a trainer's own briefing in each layout.

    Return what each is of and who kept it, by their codes. The same words are kept once.
    """
    from reviews_portal.briefings.layouts import LAYOUTS
    from tests.briefings.exported import collect, keep_code

    kept = {}
    for name, address in selections(world.reviews):
        path, _, query = address.partition("?")
        code = keep_code(browser_of(world.people[name]), f"/briefings/{path}.json?{query}")
        kept.setdefault(code, (address, name))
    for layout in LAYOUTS:
        for names in (["public"], ["public", "professionals"]):
            browser = browser_of(world.people["practitioner"])
            chosen = [one.reference for name in names for one in statements_of(world.reviews[name])]
            fields = {"title": "For Tuesday", "introduction": "We meet at ten.\n\nBring questions."}
            collect(browser, *chosen, **fields, layout=layout, background=True, responses=True)
            session = browser.session
            session["briefing"]["entries"][0] |= {
                "heading": "To begin with",
                "note": "Give it ten minutes: who was not asked?",
            }
            session.save()
            kept[keep_code(browser, "/briefings/mine.json")] = (
                f"mine, {layout}, {' and '.join(names)}",
                "practitioner",
            )
    return kept


def browser_of(user):
    """Return the browser of a person of the world, signed in."""
    from django.test import Client

    browser = Client(SERVER_NAME="127.0.0.1")
    if user.is_authenticated:
        browser.force_login(user)
    return browser


def statements_of(made) -> list:
    """Return what a trainer chooses of a review: an item, the long finding and the recommendation."""
    from learning.models import LearningItem

    return [made.item, LearningItem.objects.filter(review=made.review, kind="finding").first(), made.recommendation]


def make_world():
    """Return the named world of the tests, in which the public review also has long words and a judged response."""
    from learning.models import LearningItem, ReviewSection
    from recommendations.actions import asking
    from recommendations.models import Assurance, RecommendationPart
    from tests import world as worlds
    from tests.recommendations.conftest import in_days

    world = worlds.make_world()
    made = world.reviews["public"]
    finding = LearningItem.objects.get(review=made.review, text=f"finding {made.word}")
    finding.text = f"{LONG.strip()}\n\nA second paragraph, {made.word}."
    finding.save()
    RecommendationPart.objects.filter(recommendation=made.recommendation, label="a").update(text=LONG.strip())
    ReviewSection.objects.filter(review=made.review).update(text=f"First.\n\n{LONG.strip()}")
    version = worlds.publish_version(
        made.response,
        f"We did, {made.word}.\n\nAnd will again.",
        acceptance="accepted",
        progress="completed",
        completed_on=date(2026, 10, 1),
    )
    Assurance.objects.create(
        response=made.response, version=version, partnership=world.partnership, judgement="assured",
        judged_on=date(2026, 11, 1), deciding_body="Board", evidence="An audit of ten records.",
        evidence_on=date(2026, 10, 1), shows="activity",
    )  # fmt: skip
    asking.ask(
        world.reviews["professionals"].recommendation,
        [world.reviews["professionals"].agency],
        asked_by=world.partnership,
        by=world.people["partnership-editor"],
        due_on=in_days(30),
    )
    return world


def check_for_real_restricted(outline: dict[str, Any]) -> None:
    """End the command if a version was made from a real review that is not public: this file is public."""
    from learning.models import Audience, Review

    real = Review.objects.filter(code__in=outline["reviews"]).exclude(code__startswith="R9")
    if hidden := real.exclude(audience=Audience.PUBLIC).values_list("code", flat=True):
        sys.exit(f"{outline['title']} quotes {', '.join(hidden)}, which is not public. Choose another selection.")


def rows(kept: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """Return every kept version as data, with the names of the rows that it refers to by their keys."""
    from reviews_portal.briefings.models import Edition
    from reviews_portal.briefings.outline import from_data

    for edition in Edition.objects.all():
        check_for_real_restricted(edition.outline)
    return [
        {
            "of": kept[edition.code][0],
            "kept_by": kept[edition.code][1],
            "code": edition.code,
            "sight": edition.sight,
            "outline": edition.outline,
            "words": from_data(edition.outline).words(),
            "keys": keys_in(edition),
        }
        for edition in Edition.objects.order_by("pk")
    ]


def keys_in(edition) -> dict[str, dict[str, Any]]:
    """Return what the keys of an edition stand for: versions by what they answer, partnerships by their slugs."""
    from learning.models import Partnership
    from recommendations.models import ResponseVersion
    from reviews_portal.briefings.outline import from_data

    quoted = {key for item in from_data(edition.outline).items() for key in item.versions}
    versions = ResponseVersion.objects.filter(pk__in=quoted).order_by("pk")
    seen = [mark.partition(":")[2] for mark in edition.sight]
    partnerships = Partnership.objects.filter(pk__in=[key for key in seen if key.isdigit()]).order_by("pk")
    return {
        "versions": {
            str(one.pk): [one.response.recommendation.reference, one.response.agency.slug, one.number]
            for one in versions.select_related("response__recommendation", "response__agency")
        },
        "partnerships": {str(one.pk): one.slug for one in partnerships},
    }


def main() -> None:
    """Make the file that the command names, in a database of its own in memory."""
    from django.test.utils import get_runner, setup_test_environment

    from reviews_portal.fixtures import load_fixtures

    file = FOLDER / sys.argv[1]
    if file.exists():
        sys.exit(f"{file.name} is there already. Versions that were kept are never made again: choose the next name.")
    from django.conf import settings

    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    load_fixtures()
    kept = rows(keep_all(make_world()))
    FOLDER.mkdir(exist_ok=True)
    file.write_text("[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in kept) + "\n]\n")
    runner.teardown_databases(databases)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    main()
