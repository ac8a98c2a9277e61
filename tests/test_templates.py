"""Templates as people read them; their format is checked by `make check`."""

from pathlib import Path

from django.conf import settings

LONGEST = 120


def test_no_line_is_too_long_to_read():
    """The formatter breaks no text and no template tag, and so leaves a line that has grown too long."""
    folder = Path(settings.BASE_DIR) / "templates"
    too_long = [
        f"{path.relative_to(folder)}, line {number}"
        for path in [*folder.rglob("*.html"), *folder.rglob("*.jinja")]
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert not too_long
