"""Measure what editing costs: python -m bench.editing, with the corpus in the database of the environment.

Two editors of one partnership edit a review of 300 rows through its pages, publish it, and publish corrections of it.
All of it is one transaction, which is undone, so that the database stays as it was. README.md in this folder says how
to read the table.
"""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count, cycle, islice

import django
import psutil
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

ROWS = 300
TIMES = 5  # of which the best counts
SAVED = 20  # rows saved in one go: the clock of PostgreSQL's process counts hundredths of a second
WORDS = (
    "Practitioners did not always ask who else lived in the home, and what the family said was not compared with what "
    "other agencies had recorded. Supervision should ask what daily life is like for each child. ({number})"
)
KINDS = ["heading", "background", "finding", "learning-point", "good-practice", "finding", "recommendation", "part",
         "part", "question"]  # fmt: skip
HEADINGS = "Editing|CPU ms|Queries|kB"


def main() -> None:
    """Print the table."""
    django.setup()
    logging.disable(logging.ERROR)
    from bench.run import show

    with transaction.atomic():
        show([HEADINGS, *measured()])
        transaction.set_rollback(True)


def measured() -> Iterator[str]:
    """Yield a row of the table for each thing that editors do."""
    from reviews_portal.editing.actions.opening import open_copy

    first, second, partnership = make_editors()
    review = make_draft(partnership, first)
    editor, other = client_of(first), client_of(second)
    at = f"/manage/reviews/{review.slug}/"
    yield row(f"The page of {ROWS} rows", lambda: editor.get(f"{at}edit/"))
    yield row("Save a row", saving(review, first, at), SAVED)
    yield row("Check", lambda: editor.get(f"{at}check/"))
    yield row("Preview", lambda: editor.get(f"{at}preview/"))
    confirmation = sent_for_confirmation(review, first)
    yield row(f"Publish a draft of {ROWS} rows", lambda: undone(other, f"{at}publication/confirm/", confirmation))
    other.post(f"{at}publication/confirm/", confirmation)
    copy = open_copy(review, by=first)
    for one in copy.rows.exclude(kind="heading"):
        one.words = f"{one.words} Corrected."
        one.save()
    yield row("The page of its corrections", lambda: editor.get(f"{at}changes/"))
    reasons = reasons_for(copy)
    yield row(f"Publish {len(reasons) - 1} corrections", lambda: undone(editor, f"{at}changes/publish/", reasons))


# --- What is edited --------------------------------------------------------------------------------------------------


def make_editors():
    """Return two editors of a partnership, and the partnership."""
    from django.contrib.auth import get_user_model

    from learning.models import Membership, Partnership, Role
    from reviews_portal.accounts.approved_domains import vouched

    partnership = Partnership.objects.create(name="Partnership that edits", slug="that-edits", area="Everywhere")
    people = []
    for name in ("first", "second"):
        person = get_user_model().objects.create_user(email=f"{name}-editor@bench.example.org", password=None)
        vouched(person)
        Membership.objects.create(user=person, role=Role.PARTNERSHIP_EDITOR, partnership=partnership)
        people.append(person)
    return *people, partnership


def client_of(person) -> Client:
    """Return the browser of a person."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person)
    return client


def make_draft(partnership, editor):
    """Return a draft of a review with rows of each kind; each statement has two themes and an agency."""
    from learning.models import Agency, ReviewKind, Theme
    from reviews_portal.editing.actions import documents, reviews, rows, several

    values = {"title": "A review to edit", "kinds": ReviewKind.objects.order_by("pk")[:1], "audience": "public"}
    document = documents.NewDocument(title="Its report", kind="report")
    review = reviews.add_review(values | {"published": None}, document, partnership=partnership, by=editor)
    new = [
        rows.NewRow(f"Heading {number}" if kind == "heading" else WORDS.format(number=number), kind)
        for number, kind in enumerate(islice(cycle(KINDS), ROWS))
    ]
    made = rows.add_rows(review.working_copy, new, after=None, by=editor)
    tags = {"themes": Theme.objects.order_by("pk")[:2], "agencies": Agency.objects.visible_to(None).order_by("pk")[:1]}
    several.set_tags(review.working_copy, [one.pk for one in made if one.is_statement], tags, by=editor)
    if connection.vendor == "postgresql":
        # As autovacuum does in production, which sees nothing of an open transaction: without it the planner takes the
        # tables of rows for empty.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE editing_row, editing_row_themes, editing_row_agencies, editing_row_agency_kinds")
    return review


def saving(review, editor, at: str) -> Callable[[], HttpResponse]:
    """Return a function that saves SAVED rows of a review one by one, with new words each time, as the script does."""
    from reviews_portal.editing.row_form import RowForm

    copy, client, numbers = review.working_copy, client_of(editor), count()
    rows = list(copy.rows.filter(kind="finding").select_related("document").in_order()[:SAVED])
    forms = [RowForm(row=one, user=editor) for one in rows]
    fields = [{field.html_name: field.value() or "" for field in form} for form in forms]

    def save() -> HttpResponse:
        number = next(numbers)
        for one, sent in zip(rows, fields, strict=True):
            sent |= {"words": WORDS.format(number=f"saved {number}"), "revision": one.revision + number}
            answer = checked(client.post(f"{at}rows/{one.pk}/", sent, headers={"accept": "application/json"}))
        return answer

    return save


def sent_for_confirmation(review, editor) -> dict:
    """Send the decision to publish a review for confirmation, and return what the page that confirms it sends."""
    from reviews_portal.publication import actions
    from reviews_portal.publication.models import Purpose
    from reviews_portal.publication.rules import mark_of

    day = {"published_on": date(2026, 3, 3), "published_precision": "day"}
    entered = actions.Entered(Purpose.PUBLISH, "elsewhere", {"address": "https://example.org/review"} | day)
    decision = actions.save(review, entered, revision=0, by=editor)
    decision = actions.send(decision, revision=decision.revision, by=editor)
    return {"decision": decision.pk, "seen": mark_of(decision)}


def reasons_for(copy) -> dict:
    """Return what the page of the corrections of a working copy sends."""
    from reviews_portal.editing.actions.publishing.differences import compared, mark_of

    found = compared(copy).found
    return {"seen": mark_of(found)} | {f"reason-{one.row.pk}": "A word had been left out." for one in found}


# --- What it costs ---------------------------------------------------------------------------------------------------


def undone(client: Client, address: str, fields: dict) -> HttpResponse:
    """Send a form, undo what it did, and return the answer."""
    with transaction.atomic():
        answer = client.post(address, fields)
        if connection.vendor == "postgresql":
            connection.check_constraints()  # those that are otherwise checked when it is committed
        transaction.set_rollback(True)
    return answer


def checked(answer: HttpResponse) -> HttpResponse:
    """Return an answer; raise RuntimeError if it says that something was refused."""
    if answer.status_code >= 400:
        raise RuntimeError(f"{answer.request['PATH_INFO']} answered {answer.status_code}.")
    return answer


def row(name: str, do: Callable[[], HttpResponse], number: int = 1) -> str:
    """Return the row of the table for a call that does something `number` times."""
    do()
    cpu, queries, size = min(cost(do) for _ in range(TIMES))
    return f"{name}|{cpu / number:.1f}|{queries // number}|{size / 1000:.0f}"


def cost(do: Callable[[], HttpResponse]) -> tuple[float, int, int]:
    """Return milliseconds of processor time, including PostgreSQL's, the number of queries, and the bytes answered."""
    queries = 0

    def counted(execute, sql, params, many, context):
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        before = time.process_time() + of_the_database()
        answer = checked(do())
        seconds = time.process_time() + of_the_database() - before
    return seconds * 1000, queries, len(answer.content)


def of_the_database() -> float:
    """Return the seconds of processor time of the process of PostgreSQL that serves us; 0 on SQLite."""
    if connection.vendor != "postgresql":
        return 0
    return sum(psutil.Process(connection.connection.info.backend_pid).cpu_times()[:2])


if __name__ == "__main__":
    main()
