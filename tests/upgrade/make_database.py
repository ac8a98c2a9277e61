"""Make the populated databases of an earlier version, and what that version answered from them.

`python -m tests.upgrade.make_database NAME` makes data/NAME.sqlite.xz, data/NAME.postgresql.xz and, for each engine,
data/NAME.<engine>.answers.xz. It must run in the tree of the code that the databases are to be of: somebody has such a
database, and test_upgrade.py upgrades it for good. They are made once and never again: this command refuses to replace
any. Make the next ones, and commit them, when a release has changed models or what is kept.

They were made with the settings of the tests. Their secret key (tests/settings.py) signs nothing of worth, and must
stay as it is there: kept versions, approvals and codes have digests made with it. All accounts are invented; their
password is that of tests/world.py.
"""

import logging
import lzma
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
STAFF = ["practitioner", "writer", "scrutineer", "partnership-editor", "administrator"]
READERS = ["anyone", *STAFF]


def main(name: str) -> None:
    """Make the files of both engines."""
    from tests.engines import postgresql_binaries, postgresql_server

    if found := sorted(DATA.glob(f"{name}.*")):
        sys.exit(f"{found[0].name} is there already. Choose another name: an upgrade from it is tested for good.")
    DATA.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        file, small = Path(folder, "portal.sqlite3"), Path(folder, "small.sqlite3")
        run(f"sqlite:///{file}", DATA / f"{name}.sqlite.answers.xz", small)
        (DATA / f"{name}.sqlite.xz").write_bytes(lzma.compress(small.read_bytes(), preset=9))
    with postgresql_server() as server:
        run(server, DATA / f"{name}.postgresql.answers.xz")
        # As statements, so that no program of PostgreSQL is needed to load it.
        options = ["--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=500"]
        command = [postgresql_binaries() / "pg_dump", *options, server]
        dump = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        dump = re.sub(
            r"(?m)^(--.*|\\.*|SET .*|SELECT pg_catalog\.set_config.*)\n", "", dump
        )  # these depend on versions
        (DATA / f"{name}.postgresql.xz").write_bytes(lzma.compress(dump.encode(), preset=9))


def run(address: str, *files: Path) -> None:
    """Fill the database at this address and write what is answered from it, in a process of its own."""
    command = [sys.executable, "-m", "tests.upgrade.make_database", "--fill", *map(str, files)]
    subprocess.run(command, env=os.environ | {"TEST_DATABASE_URL": address}, check=True)


def fill(answers: Path, small: Path | None = None) -> None:
    """Fill the database of the settings, ask everything, and write questions and answers; also a small copy, if named.

    Only SQLite makes a copy.
    """
    from django.contrib.sessions.models import Session
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    from tests.upgrade.answers import all_answers, write
    from tests.upgrade.populated import populate

    call_command("migrate", verbosity=0)
    setup_test_environment()
    questions = questions_about(populate())
    found = all_answers(questions)
    Session.objects.all().delete()
    write(answers, {"questions": questions, "answers": found})
    if small:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(small)])


def questions_about(made: Any) -> dict[str, Any]:
    """Return what is asked of the portal with this content."""
    from recommendations.models import EvidenceFile
    from reviews_portal.briefings.layouts import LAYOUTS
    from reviews_portal.briefings.writers import FORMATS
    from tests.upgrade.answers import tables

    public, hidden = made.world.reviews["public"], made.world.reviews["professionals"]
    for record in (public.review, public.agency, public.recommendation):
        record.refresh_from_db()
    whole = f"/briefings/review/{public.review.slug}"
    exports = [
        *[("anyone", f"{whole}.json?layout={layout}") for layout in LAYOUTS],
        ("anyone", "/briefings/review/baby-e.json"),
        ("anyone", f"/briefings/agency/{public.agency.slug}.json"),
        ("anyone", f"/briefings/recommendation/{public.recommendation.reference}.json"),
        ("practitioner", f"/briefings/review/{hidden.review.slug}.json"),
        ("practitioner", "/briefings/theme/neglect.json?partnership=northshire"),
        ("practitioner", "/briefings/search.json?q=stepfather&partnership=northshire"),
        *[(name, f"/briefings/versions/{code}.json") for name, code in made.kept],
        *[("anyone", f"/briefings/saved/{key}.json") for key in made.saved],
    ]
    first = made.kept[0][1]
    return {
        "pages": [(name, address) for address in sorted(pages_about(made)) for name in READERS],
        "checks": [(reader, address) for name, address in made.checks for reader in {name, "administrator"}],
        "exports": exports,
        "files": [
            ("anyone", f"{address}.{format}{query}", format)
            for address, query in ((whole, "?layout=briefing"), (f"/briefings/versions/{first}", ""))
            for format in FORMATS
        ],
        "evidence": [
            ("partnership-editor", f"/responses/evidence/{pk}/")
            for pk in EvidenceFile.objects.order_by("pk").values_list("pk", flat=True)
        ],
        "api": [f"/api/v1/reviews/{slug}" for slug in (public.review.slug, "baby-e")],
        "tables": tables(),
    }


def pages_about(made: Any) -> set[str]:
    """Return the addresses of pages: of each record, with the old ones, and the lists."""
    from learning.models import Agency, LearningItem, Review
    from recommendations.models import Recommendation, ResponseRequest

    ours = {"review__code__startswith": "R900"}
    found = {
        *("/", "/themes/", "/reviews/", "/agencies/", "/whats-new/", "/glossary/", "/questions/", "/recommendations/"),
        *("/search/?q=quokka0", "/search/?q=stepfather", "/search/?q=Zorbelina", "/work-in/police/", "/responses/"),
        *("/themes/neglect/", "/themes/wombats/", "/themes/wombat-care/", "/themes/wombat-watch/"),
        *("/work-in/harbour-unit/", "/work-in/marine-unit/", "/briefings/saved/"),
        *("/reviews/review-quokka0/", "/agencies/agency-quokka0/", "/briefings/review/review-quokka0.json"),
        *("/themes/neglect/?partnership=southshire", "/reviews/baby-e/", "/manage/redactions/"),
        *("/agencies/quokka-police/", "/agencies/quokka-police/responses/", "/agencies/hampshire-constabulary/"),
    }
    found |= {review.get_absolute_url() for review in Review.objects.filter(code__startswith="R900")}
    found |= {item.get_absolute_url() for item in LearningItem.objects.filter(**ours)}
    found |= {agency.get_absolute_url() for agency in Agency.objects.filter(slug__contains="quokka")}
    found |= {request.get_absolute_url() for request in ResponseRequest.objects.all()}
    for one in Recommendation.objects.filter(**ours):
        found.add(one.get_absolute_url())
        found |= {f"{one.get_absolute_url()}responses/{answer.agency.slug}/" for answer in one.responses.all()}
    slug = made.world.partnership.slug
    found |= {f"/responses/partnerships/{slug}/{page}" for page in ("", "report/", "people/")}
    found |= {f"/briefings/saved/{key}/" for key in made.saved}
    found |= {f"/briefings/versions/{code}/" for _, code in made.kept}
    return found | {"/admin/", "/manage/reviews/family-quokka/briefing/", "/manage/reviews/review-quokka0/briefing/"}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    logging.disable()  # pages that are refused
    fill(*map(Path, sys.argv[2:])) if sys.argv[1] == "--fill" else main(sys.argv[1])
