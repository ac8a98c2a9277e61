"""The content supplied with the portal, as Django fixtures."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def fixture_files() -> list[Path]:
    """Return the fixtures in the order in which they load: vocabularies, reviews, then restricted content."""
    folder = settings.BASE_DIR / "fixtures"
    return sorted(folder.glob("*.json")) + sorted(folder.glob("restricted/*.json"))


def load_fixtures() -> int:
    """Load all fixtures or, after an error, none. Return the number of files."""
    files = fixture_files()
    if files:
        call_command("loaddata", *map(str, files), verbosity=0)
    return len(files)
