"""The migration from types of reviews to kinds keeps the type of each review and of each row of its history."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from tests.browser.conftest import fresh_database

pytestmark = pytest.mark.slow  # it goes back and forth through most migrations

# Run apart, in a database of its own: it goes back to the tables of before.
PROGRAM = """
import json
from datetime import date, datetime, UTC
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

BEFORE, AFTER = [("learning", "0024_parts_of_wordings")], [("learning", "0027_no_review_type")]

def go(to):
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    executor.migrate(to)
    return executor.loader.project_state(to).apps

apps = go(BEFORE)
Review, Old = apps.get_model("learning", "Review"), apps.get_model("learning", "HistoricalReview")
for number, kind in enumerate(["rapid-review", "domestic-homicide-review"]):
    fields = {"code": f"R000{number}", "slug": f"r{number}", "title": "T", "added_on": date(2026, 1, 1)}
    made = Review.objects.create(**fields, review_type=kind)
    for type in ("other", kind):
        Old.objects.create(id=made.pk, **fields, review_type=type, history_date=datetime.now(UTC), history_type="~")
apps = go(AFTER)
Review, Old = apps.get_model("learning", "Review"), apps.get_model("learning", "HistoricalReview_kinds")
kinds = dict(apps.get_model("learning", "ReviewKind").objects.values_list("pk", "slug"))
after = {
    "reviews": list(Review.objects.order_by("code").values_list("code", "kinds__slug")),
    "history": [
        (row.history.code, kinds[row.reviewkind_id], row.review_id == row.history.id)
        for row in Old.objects.order_by("history_id")
    ],
    "kinds": len(kinds),
}
apps = go(BEFORE)
after["back"] = list(apps.get_model("learning", "Review").objects.order_by("code").values_list("code", "review_type"))
old = apps.get_model("learning", "HistoricalReview").objects.order_by("history_id")
after["history back"] = list(old.values_list("code", "review_type"))
apps = go(AFTER)
after["again"] = list(apps.get_model("learning", "Review").objects.order_by("code").values_list("code", "kinds__slug"))
extra = apps.get_model("learning", "ReviewKind").objects.create(slug="new-kind", name="New")
apps.get_model("learning", "Review").objects.get(code="R0000").kinds.add(extra)
try:
    go(BEFORE)
except RuntimeError as error:
    after["refused"] = str(error)
print(json.dumps(after))
"""


def test_every_review_and_its_history_keep_their_type_as_kind(tmp_path):
    with fresh_database(tmp_path, empty=True) as address:
        site = {
            "DJANGO_SETTINGS_MODULE": "reviews_portal.settings",
            "SECRET_KEY": "k" * 64,
            "PORTAL_DEMO": "1",
            "PORTAL_VAR_DIR": str(tmp_path),
            "DATABASE_URL": address,
        }
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=settings.BASE_DIR,
            env=site,
            capture_output=True,
            text=True,
            timeout=900,
        )
    assert run.returncode == 0, run.stderr
    after = json.loads(run.stdout)
    kept = [["R0000", "rapid-review"], ["R0001", "domestic-homicide-review"]]
    assert after["reviews"] == after["back"] == after["again"] == kept
    assert after["history"] == [[code, kind, True] for code, last in kept for kind in ("other", last)]
    assert after["history back"] == [[code, kind] for code, kind, _ in after["history"]]
    assert after["kinds"] == 13
    assert after["refused"].startswith("Some reviews are of several kinds")
