"""Reading stores nothing, for anyone: no GET of any address changes a row of any table.

Three exceptions are stated: the audit log notes who, signed in, exports what is not for everyone; who sets up a second
factor has what is asked of it in their own session until they answer; and the session of who is signed in notes once a
minute that they are there, so that it ends an hour after their last request.
"""

import pytest
from django.db import connection

from reviews_portal.accounts import sessions
from reviews_portal.audit.models import AuditEntry
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.writers import FORMATS
from tests.briefings.exported import collect, keep_code, save
from tests.slowly import slow

from .addresses import ADDRESSES, ROLES

pytestmark = pytest.mark.django_db
READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "PRAGMA", "WITH", "DECLARE")
USUAL = {"partnership-editor"}  # the other roles are tried in the slow tests
# What is asked of an app or a passkey stands in one's own session until it is answered.
FACTORS = ["/accounts/second-factor/totp/activate/", "/accounts/second-factor/webauthn/add/"]


def addresses(made) -> list[str]:
    """Return the pages of a review, its exports, and what keeps and checks them."""
    slug, reference, agency = made.review.slug, made.recommendation.reference, made.agency.slug
    small, records = f"recommendation/{reference}", [f"review/{slug}", f"agency/{agency}", "theme/neglect"]
    lists = ["learning", "questions", "recommendations", "search"]
    found = [*made.addresses, f"/agencies/{agency}/", "/themes/neglect/", "/search/?q=child", "/search/?q=chlid"]
    found += [f"/briefings/{small}.{format}" for format in FORMATS]
    found += [f"/briefings/{what}.md?q={made.word}" for what in (*records, *lists)]
    found += [f"/briefings/review/{slug}.csv?layout={layout}" for layout in LAYOUTS]
    for what in (small, *records, *lists):
        found += [f"/briefings/keep/{what}/?q={made.word}", f"/check/{what}/?q={made.word}&check=1K4X9M2P7QTW"]
    return found


def everything() -> dict[str, list[tuple]]:
    """Return every row of every table."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(("sqlite_", "fts")):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


class Writes:
    """Notes each statement that is more than reading."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        if not sql.lstrip(" (").upper().startswith(READS):  # PostgreSQL puts the parts of a union in brackets
            self.found.append(sql)
        return execute(sql, params, many, context)


@pytest.mark.parametrize("role", [role if role in USUAL else slow(role) for role in ROLES])
def test_no_get_changes_a_row_of_any_table(client_of, world, role, monkeypatch):
    monkeypatch.setattr(sessions, "NOTED_EVERY", 3_600)
    trainer = client_of("practitioner")
    public = world.reviews["public"]
    collect(trainer, public.item.reference)
    own = save(trainer)
    trainer.post(f"{own.get_absolute_url()}share/")
    code = keep_code(trainer, "/briefings/mine.json")
    asked = [address for address, _ in ADDRESSES.values()]
    asked += [address for name in ("public", "professionals") for address in addresses(world.reviews[name])]
    for path in (f"/briefings/versions/{code}", own.get_absolute_url().rstrip("/")):
        asked += [f"{path}/", f"{path}.json", f"{path}.html"]
    browser = client_of(role)
    collect(browser, public.item.reference)
    asked += ["/briefings/", "/briefings/mine.pdf", "/briefings/mine.md?public"]
    before, wrote = everything(), {}
    for address in sorted(set(asked) - set(FACTORS)):
        writes = Writes()
        with connection.execute_wrapper(writes):
            answer = browser.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)
        if writes.found:
            wrote[address] = writes.found
    audit = AuditEntry._meta.db_table
    noted = {address for address, found in wrote.items() if all(audit in sql for sql in found)}
    assert "\n".join(f"{address}: {wrote[address]}" for address in wrote if address not in noted) == ""
    assert all(address.startswith(("/briefings/", "/responses/", "/recommendations/actions.csv")) for address in noted)
    assert not noted or role != "anyone"
    after = everything()
    assert [table for table in before if before[table] != after[table] and table != audit] == []
