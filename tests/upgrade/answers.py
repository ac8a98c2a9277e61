"""What the portal answers from a populated database, as far as no later change may change it.

`python -m tests.upgrade.answers QUESTIONS FILE [--short]` upgrades the database of TEST_DATABASE_URL, asks the
questions of a file and writes the answers to another one. It is a process of its own, and so has nothing in memory of
another database. make_database.py asked them with the code of then; test_upgrade.py asks the code of today, and
compares.

No words of ours are among the answers, and no HTML: only statuses, where an address leads, references, quoted words,
the outcome of checking a code, the API's data, and the rows that are never changed.
"""

import hashlib
import json
import logging
import lzma
import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django

REFERENCE = re.compile(r'href="/(?:learning|recommendations)/(R\d{4}-\d+)/')
PEOPLE = {"practitioner": "health-visitor", "partnership-editor": "editor", "administrator": "boss"}  # see world.py
SHORT = 200  # characters of a value that is written down; a longer one is told by its digest
# Tables of the portal whose rows are not compared: made again from others, or of no use after some time.
VOLATILE = {"learning_searchentry", "learning_searchgeneration", "learning_publishedchange", "learning_ratecount"}
APPS = ("learning", "recommendations", "briefings", "redaction", "audit", "people", "accounts", "outbox")
# Columns that a later version may hold in another way: pages, exports and the API say what they held.
NOT_KEPT = {
    "recommendations_recommendation": {"number", "numbering_is_ours"},
    "learning_sourcewording": {"part"},
    "learning_review": {"review_type"},
    "learning_agencykind": {"name", "order", "description"},
    "learning_theme": {"name", "scope_note", "aliases"},
    "accounts_user": {"last_login", "password"},
}


def tables() -> list[str]:
    """Return the tables whose rows no migration changes or deletes."""
    from django.db import connection

    found = connection.introspection.table_names()
    return sorted(table for table in found if table.startswith(APPS) and table not in VOLATILE)


def all_answers(questions: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to each question, by its kind and its address."""
    return {
        "pages": {f"{name} {at}": page(name, at) for name, at in questions["pages"]},
        "checks": {f"{name} {at}": checked(name, at) for name, at in questions["checks"]},
        "exports": {f"{name} {at}": exported(name, at) for name, at in questions["exports"]},
        "files": {f"{name} {at}": is_quoted(name, at, format) for name, at, format in questions["files"]},
        "evidence": {f"{name} {at}": digest(sent(ask(name, at))) for name, at in questions["evidence"]},
        "api": {at: json.loads(sent(ask("anyone", at))) for at in questions["api"]},
        "rows": {table: rows_of(table) for table in questions["tables"]},
        "numbers": numbers(),
        "wordings": wordings(),
    }


@cache
def browser_of(name: str):
    """Return the browser of somebody of the world, signed in; "anyone" has none of it."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    browser = Client(SERVER_NAME="127.0.0.1")
    if name != "anyone":
        browser.force_login(get_user_model().objects.get(email=f"{PEOPLE.get(name, name)}@example.org"))
    return browser


def ask(name: str, address: str):
    return browser_of(name).get(address, HTTP_ACCEPT="*/*")


def sent(answer) -> bytes:
    return b"".join(answer)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def page(name: str, address: str) -> dict[str, Any]:
    """Return the status of a page, where it leads, and the statements that it links to."""
    answer = ask(name, address)
    found = {"status": answer.status_code, "to": urlsplit(answer.get("Location", "")).path}
    is_page = answer.get("Content-Type", "").startswith("text/html")
    return found | {"references": sorted(set(REFERENCE.findall(sent(answer).decode()))) if is_page else []}


def checked(name: str, address: str) -> dict[str, Any]:
    """Return what the page that checks a code found out."""
    parts = urlsplit(address)
    answer = browser_of(name).get(f"{parts.path}?{parts.query}", follow=True)
    found = answer.context["found"]
    references = sorted(one.item.reference for one in found.changed)
    return {"status": answer.status_code, "is_same": found.is_same, "number": found.number, "changed": references}


def outline_of(name: str, address: str):
    from reviews_portal.briefings.outline import from_data

    answer = ask(name, address)
    assert answer.status_code == 200, f"{address} answers {answer.status_code}"
    return from_data(json.loads(sent(answer)))


def exported(name: str, address: str) -> dict[str, Any]:
    """Return the quoted words of an export in order, with their references and check code."""
    outline = outline_of(name, address)
    quoted = [item for item in outline.items() if item.texts]
    return {
        "words": [without_invisible(word) for word in outline.words()],
        "references": [item.reference for item in quoted],
        "own": [item.text for item in quoted if item.look == "summary"],
    }


def is_quoted(name: str, address: str, format: str) -> bool:
    """Return whether a file of this format holds the quoted words of the export in order."""
    from tests.briefings.formats import pdf_reading
    from tests.briefings.formats.test_any_text import READ

    words = outline_of(name, address.replace(f".{format}", ".json")).words()
    content = sent(ask(name, address))
    text = pdf_reading.text_of(content) if format == "pdf" else "".join(READ[format](content))
    letters, at = only_letters(text), 0
    for word in words:
        at = letters.find(only_letters(word), at)
        if at < 0:
            return False
        at += len(only_letters(word))
    return True


def only_letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def without_invisible(text: str) -> str:
    """Return a text as it is seen, in one line: the invisible characters of catalogue texts may be removed."""
    from learning.utils.folding import as_seen

    return " ".join(re.sub("[\ue000-\uf8ff]", "", as_seen(text)).split())


def rows_of(table: str) -> dict[str, Any]:
    """Return the values of each row by its key."""
    from django.db import connection

    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return {}
        cursor.execute(f'SELECT * FROM "{table}"')
        columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
        return {
            str(row[columns.index("id" if "id" in columns else "history_id")]): {
                column: told(value)
                for column, value in zip(columns, row, strict=True)
                if column not in NOT_KEPT.get(table.replace("_historical", "_"), ())
            }
            for row in cursor.fetchall()
        }


def numbers() -> dict[str, str]:
    """Return the number of each recommendation by its key, as a column of a number or, later, of a label."""
    from recommendations.models import Recommendation

    columns = {field.name for field in Recommendation._meta.concrete_fields}
    return {
        str(one.pk): str(one.short_label if "short_label" in columns else one.number)
        for one in Recommendation._base_manager.all()
    }


def part_of(wording: Any) -> Any:
    """Return the part that a second wording names by its position, or ""."""
    from recommendations.models import RecommendationPart

    parts = RecommendationPart._base_manager
    here = parts.filter(recommendation__reference=wording.reference, position=wording.part_position)
    return here.first() or ""


def wordings() -> dict[str, str]:
    """Return the label of the part that each second wording is of, as a label or, later, as a record."""
    from learning.models import SourceWording

    found = {}
    for one in SourceWording._base_manager.all():
        part = part_of(one) if hasattr(one, "part_position") else getattr(one, "part", "")
        found[str(one.pk)] = part if isinstance(part, str) else getattr(part, "label", "")
    return found


def told(value: Any) -> Any:
    """Return a value of a row as text: a long one as its digest."""
    if value is None:
        return None
    if isinstance(value, bytes | memoryview):
        return digest(bytes(value))
    text = without_invisible(str(value))
    return text if len(text) <= SHORT else digest(text.encode())


def read(file: Path) -> Any:
    """Return the data of a compressed file."""
    return json.loads(lzma.decompress(file.read_bytes()))


def write(file: Path, data: Any) -> None:
    file.write_bytes(lzma.compress(json.dumps(data, ensure_ascii=False, sort_keys=True).encode(), preset=9))


def few(questions: dict[str, Any]) -> dict[str, Any]:
    """Return the questions that `make test` asks: of three readers instead of six, in two formats instead of seven."""
    readers, formats = ("anyone", "writer", "partnership-editor"), ("csv", "docx")
    return questions | {
        "pages": [one for one in questions["pages"] if one[0] in readers],
        "files": [one for one in questions["files"] if one[2] in formats],
    }


def main(questions: Path, answers: Path, *, is_short: bool) -> None:
    """Upgrade the database of the settings, ask the questions of a file, and write the answers to another."""
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    call_command("migrate", verbosity=0)
    setup_test_environment()
    asked = read(questions)["questions"]
    write(answers, all_answers(few(asked) if is_short else asked))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    logging.disable()  # pages that are refused
    main(Path(sys.argv[1]), Path(sys.argv[2]), is_short="--short" in sys.argv)
