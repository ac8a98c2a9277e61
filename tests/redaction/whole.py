"""A separate portal that contains a passage everywhere, and redacts it; test_whole.py runs this.

It works outside a test's transaction, as people do, and looks at the files of the database and at every page.
"""

import os
import sqlite3
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import django

PASSAGE = "Zorbelína Quux"
STEM = "Zorbel"  # the start of its first word, whatever happened to the accent
PUBLIC = [
    "/",
    "/themes/",
    "/reviews/",
    "/learning/",
    "/learning/?format=csv",
    "/recommendations/",
    "/agencies/",
    "/glossary/",
    "/questions/",
    "/whats-new/",
    "/search/?q=quokka0",
    "/search/suggest/?q=quok",
    "/search/suggest/?q=zo",
    "/work-in/police/",
]


def in_base64(text: str) -> list[bytes]:
    """Return how a text appears in base64, for each possible offset."""
    encoded = [b64encode(b"x" * lead + text.encode()) for lead in range(3)]
    return [one[-(-8 * lead // 6) : 8 * (lead + len(text)) // 6] for lead, one in enumerate(encoded)]


def holds(content: bytes) -> bool:
    """Return whether content contains the passage: as text in any case, with escaped letters, or as base64."""
    return STEM.lower().encode() in content.lower() or any(one in content for one in in_base64(STEM))


def stored() -> bytes:
    """Return everything that the database stores: the bytes of its files, or a full dump."""
    from django.db import connection

    from tests.engines import postgresql_binaries

    if connection.vendor == "sqlite":
        file = connection.settings_dict["NAME"]
        return b"".join(path.read_bytes() for path in map(Path, (file, f"{file}-wal", f"{file}-shm")) if path.exists())
    command = [postgresql_binaries() / "pg_dump", os.environ["TEST_DATABASE_URL"]]
    return subprocess.run(command, check=True, capture_output=True).stdout


def tables_that_hold_it() -> list[str]:
    """Return PostgreSQL's tables and indexes whose files contain the passage, even if only in dead rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT relname, pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
            " WHERE relkind IN ('r', 'i', 't', 'm') AND pg_relation_filepath(oid) IS NOT NULL"
        )
        return [name for name, content in cursor if holds(bytes(content))]


def addresses(made, most: int) -> list[tuple[str, str]]:
    """Return which client opens which pages: public pages, the workspace, and the admin pages of each model.

    In the admin these are the pages of at most this number of rows, starting with the one that contains the passage.
    """
    from django.contrib import admin

    from recommendations.models import ResponseRequest
    from reviews_portal.redaction.occurrences import path_to_review

    for record in (made.review, made.agency, made.item, made.recommendation):
        record.refresh_from_db()
    own = [*made.addresses, made.agency.get_absolute_url(), f"/api/v1/reviews/{made.review.slug}"]
    found = [(name, address) for name in ("anyone", "practitioner", "administrator") for address in (*PUBLIC, *own)]
    for asked in ResponseRequest.objects.filter(recommendation=made.recommendation):
        found += [(name, asked.get_absolute_url()) for name in ("partnership-editor", "scrutineer", "administrator")]
    found += [("writer", "/responses/"), ("writer", asked.get_absolute_url()), ("partnership-editor", "/responses/")]
    briefing = f"/manage/reviews/{made.review.slug}/briefing/"
    found += [("partnership-editor", briefing), ("partnership-editor", f"{briefing}preview/")]
    for partnership in made.review.partnerships.all():
        dashboard = f"/responses/partnerships/{partnership.slug}/"
        found += [("partnership-editor", dashboard), ("partnership-editor", f"{dashboard}report/?from=2000-01-01")]
    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        found.append(("administrator", address))
        rows = model._base_manager.order_by("-pk")
        if path := path_to_review(model):
            rows = rows.filter(**{path: made.review.pk})
        for row in rows[:most]:
            found += [("administrator", f"{address}{row.pk}/{page}/") for page in ("change", "history")]
    return found


def crawl(browsers, made, most: int) -> dict[tuple[str, str], bool]:
    """Return, for each page that responds, whether it contains the passage."""
    found = {}
    for name, address in addresses(made, most):
        answer = browsers[name].get(address)
        if answer.status_code == 200:
            found[name, address] = holds(b"".join(answer) if answer.streaming else answer.content)
    return found


def others_are_refused() -> None:
    """Check that another connection cannot change immutable rows while the guard is down for this one."""
    import psycopg
    from django.db import connection

    from recommendations.models import ResponseVersion
    from recommendations.triggers.immutability import unguarded

    change = f"UPDATE {ResponseVersion._meta.db_table} SET text = 'Other words.'"
    with unguarded():
        try:
            if connection.vendor == "sqlite":
                with sqlite3.connect(connection.settings_dict["NAME"], timeout=0.2) as other:
                    other.execute(change)
            else:
                with psycopg.connect(os.environ["TEST_DATABASE_URL"]) as other:
                    other.execute("SET lock_timeout = '200ms'")
                    other.execute(change)
        except (sqlite3.OperationalError, psycopg.errors.LockNotAvailable):
            return
    raise AssertionError("Another connection changed what is immutable.")


def main(most: int) -> None:
    """Make the portal, redact, and check at each step what occurs where; crawl this number of rows of each model."""
    from django.conf import settings
    from django.contrib.sessions.models import Session
    from django.core.cache import caches
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client

    from learning.models import ErrorReport, Theme
    from learning.search.index import rebuild
    from reviews_portal.briefings.models import Briefing, LongExport, LongExportPart
    from reviews_portal.fixtures import load_fixtures
    from reviews_portal.imports.models import ImportJob
    from reviews_portal.redaction.models import Redaction
    from tests.redaction.conftest import make_everything, typed_before_signing_in
    from tests.redaction.planting import plant

    settings.PAGES_KEPT = 500
    if connection.vendor == "sqlite":  # some builds erase deleted content automatically
        connection.settings_dict["OPTIONS"]["init_command"] += " PRAGMA secure_delete = OFF;"
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Theme.objects.exists():
        load_fixtures()
    world = make_everything()
    made = world.reviews["public"]
    plant(PASSAGE, made)
    LongExport.objects.update(outline={"of": PASSAGE}, selection={"query": PASSAGE}, name=PASSAGE)
    LongExportPart.objects.update(content=f"Of {PASSAGE}.".encode())
    ImportJob.objects.update(content=f"Of {PASSAGE}.".encode())
    rebuild()
    for number in range(3):  # several, because otherwise PostgreSQL takes no sample of them
        caches["default"].set(f"answer {number}", f"Of {PASSAGE}, {number}.", timeout=None)
    browsers = {name: Client(SERVER_NAME="127.0.0.1") for name in world.people}
    for name, user in world.people.items():
        if user.is_authenticated:
            browsers[name].force_login(user)
    session = browsers["other-editor"].session
    session["kept"] = typed_before_signing_in(f"Of {PASSAGE}.")
    session.save()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the samples that PostgreSQL otherwise takes at a time of its own choosing

    before = crawl(browsers, made, most)
    for name in ("anyone", "practitioner", "partnership-editor", "scrutineer", "administrator", "writer"):
        assert any(held for (who, _), held in before.items() if who == name), name
    assert holds(stored())
    briefing = Briefing.objects.get()
    Briefing.objects.update(plan=briefing.plan | {"introduction": f"Of {PASSAGE}."})
    ErrorReport.objects.update(text=f"Of {PASSAGE}.")

    browsers["partnership-editor"].post(
        "/manage/redactions/propose/",
        {"passage": PASSAGE, "reason": "A sister.", "replacement": "[redacted]", "match_case": "no"},
    )
    address = Redaction.objects.open().get(passage=PASSAGE).get_absolute_url()
    page = browsers["administrator"].get(address).text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    answer = browsers["administrator"].post(f"{address}confirm/", {"seen": seen})
    assert answer.status_code == 302, answer.text

    # What readers wrote stays until an administrator removes it by hand and sessions end.
    assert holds(stored())
    page = browsers["administrator"].get(address).text
    texts = [part.partition('"')[0] for part in page.split('name="text" value="')[1:]]
    assert len(texts) == 2, texts
    assert browsers["administrator"].post(f"{address}remove/", {"text": texts}).status_code == 302
    Session.objects.filter(pk=session.session_key).delete()

    after = crawl(browsers, made, most)
    assert not (pages := [page for page, held in after.items() if held]), pages
    assert len(after) >= len(before) - 2, before.keys() - after.keys()  # other rows in the admin
    assert not Redaction.objects.done().get().cleaned_at
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    assert Redaction.objects.done().get().cleaned_at
    call_command("redact", "--check", verbosity=0)
    call_command("reindex", "--check", verbosity=0)
    assert not LongExport.objects.exists()
    assert not holds(stored())
    if connection.vendor == "postgresql":
        assert not (tables := tables_that_hold_it()), tables
    assert not any(holds(repr(one.get_decoded()).encode()) for one in Session.objects.all())
    assert Theme.objects.filter(name__contains="[redacted]").exists()
    others_are_refused()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    main(int(sys.argv[1]))
    sys.exit()
