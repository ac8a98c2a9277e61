"""The migration to labels, of a database from before: numbers, parts and second wordings stay what they are."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from tests.browser.conftest import environment_of, fresh_database

pytestmark = pytest.mark.slow  # it goes back and forth through most migrations

# Goes back to the code before labels, makes rows of that time, comes forward, and prints what there is.
SCRIPT = """
import json
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

BEFORE = [("recommendations", "0014_decided_orders"), ("learning", "0018_decided_orders")]
NOW = [
    node for app, _ in BEFORE for node in MigrationExecutor(connection).loader.graph.leaf_nodes(app)
]

def migrate_to(targets):
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps

old = migrate_to(BEFORE)
get = old.get_model
review = get("learning", "Review").objects.create(
    code="R9100", slug="old", title="Old", review_type="rapid-review", added_on="2026-01-01"
)
documents = [
    get("learning", "SourceDocument").objects.create(
        review=review, slug=slug, title=slug, kind="report", position=position
    )
    for position, slug in enumerate(("first", "second"))
]
at = {"review": review, "document": documents[0]}
Recommendation = get("recommendations", "Recommendation")
Part = get("recommendations", "RecommendationPart")
for number, position in ((10, 10), (9, 20)):
    reference = f"R9100-{number}"
    one = Recommendation.objects.create(**at, position=position, number=number, stem="Do.", reference=reference)
    get("recommendations", "HistoricalRecommendation").objects.create(
        id=one.pk, review=review, document=documents[0], position=position, number=number, stem="Do it.",
        reference=one.reference, history_date="2026-01-01T00:00Z", history_type="+",
    )
# Three parts, two of which have one position, as nothing refused.
parts = [
    Part.objects.create(recommendation=one, position=position, label=label, text=f"Part {label}.")
    for position, label in ((1, "v"), (2, "ix"), (2, "x"))
]
wordings = [
    get("learning", model).objects.create(
        review=review, reference=one.reference, part=part, document=documents[1], text=f"Also {part}.", **more
    )
    for model, more in (
        ("SourceWording", {}),
        ("HistoricalSourceWording", {"id": 1, "history_date": "2026-01-01T00:00Z", "history_type": "+"}),
    )
    for part in ("", "v", "x", "gone")
]
agency = get("learning", "Agency").objects.create(
    slug="old", name="Old", kind=get("learning", "AgencyKind").objects.create(slug="old", name="Old", order=99)
)
response = get("recommendations", "Response").objects.create(recommendation=one, agency=agency)
draft = get("recommendations", "ResponseDraft").objects.create(response=response)
get("recommendations", "ConflictingDraft").objects.create(draft=draft, typed={"text": "Mine.", "parts": ["v", "x"]})
version = get("recommendations", "ResponseVersion").objects.create(
    response=response, number=1, text="Done.", document=documents[1]
)
version.parts.set(parts[1:])

new = migrate_to(NOW)
get = new.get_model
Recommendation = get("recommendations", "Recommendation")
here = {"recommendation__review__code": "R9100"}
print(json.dumps({
    "labels": list(Recommendation.objects.filter(review__code="R9100").order_by("position").values_list(
        "short_label", "series", "scope", "position")),
    "history": list(get("recommendations", "HistoricalRecommendation").objects.filter(
        reference__startswith="R9100").order_by("position").values_list("short_label", "stem")),
    "parts": list(get("recommendations", "RecommendationPart").objects.filter(**here).order_by("position").values_list(
        "position", "label", "parent")),
    "wordings": [
        list(get("learning", model).objects.filter(review__code="R9100").order_by("part_position").values_list(
            "part_position", "text"))
        for model in ("SourceWording", "HistoricalSourceWording")
    ],
    "answered": list(get("recommendations", "ResponseVersion").parts.through.objects.filter(
        responseversion__response__recommendation__review__code="R9100").order_by("recommendationpart__position")
        .values_list("recommendationpart__label", flat=True)),
    "typed": [
        get("recommendations", "RecommendationPart").objects.get(pk=pk).label
        for pk in get("recommendations", "ConflictingDraft").objects.get().typed["parts"]
    ],
}))

# Back again: refused with a label that would be lost, and then only without a wording of a part that nobody knows.
for model in ("SourceWording", "HistoricalSourceWording"):
    get("learning", model).objects.filter(text="Also gone.").delete()
nine = get("recommendations", "Recommendation").objects.filter(reference="R9100-9")
nine.update(short_label="9.1")
try:
    migrate_to(BEFORE)
except Exception as error:
    print(json.dumps([type(error).__name__, str(error)]))
nine.update(short_label="9")
old = migrate_to(BEFORE)
print(json.dumps({
    "numbers": list(old.get_model("recommendations", "Recommendation").objects.filter(
        review__code="R9100").order_by("position").values_list("number", flat=True)),
    "parts": list(old.get_model("learning", "SourceWording").objects.filter(
        review__code="R9100").order_by("text").values_list("part", flat=True)),
    "typed": old.get_model("recommendations", "ConflictingDraft").objects.get().typed["parts"],
}))
"""


def test_rows_of_before_become_the_same_rows_with_labels(tmp_path):
    with fresh_database(tmp_path, empty=True) as address:
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=settings.BASE_DIR,
            env=environment_of(tmp_path, address) | {"SECRET_KEY": "x" * 60, "PYTHONPATH": str(settings.BASE_DIR)},
            capture_output=True,
            text=True,
            timeout=900,
        )
    assert done.returncode == 0, done.stderr
    now, refused, before = map(json.loads, done.stdout.splitlines())
    assert now["labels"] == [["10", "", "not-stated", 10], ["9", "", "not-stated", 20]]
    assert now["history"] == [["10", "Do it."], ["9", "Do it."]]
    assert now["parts"] == [[1, "v", None], [2, "ix", None], [3, "x", None]]
    pointed = [[0, "Also ."], [1, "Also v."], [3, "Also x."], [4, "Also gone."]]
    assert now["wordings"] == [pointed, pointed]
    assert now["answered"] == ["ix", "x"]
    assert now["typed"] == ["v", "x"]
    assert before["numbers"] == [10, 9]
    assert before["parts"] == ["", "v", "x"]
    assert before["typed"] == ["v", "x"]
    assert refused[0] == "IrreversibleError"
