"""The four reviews and three themes whose short layouts are measured, and the fonts of Word."""

from functools import cache
from pathlib import Path

import fontpkg
import pytest

from reviews_portal.briefings.outline import Outline, with_under
from tests.briefings.exported import outline_at

REVIEWS = (
    "review/baby-e",
    "review/family-t",
    "review/thematic-review-non-accidental-injury-southampton",
    "review/r0004",  # for professionals only
)
THEMES = ("theme/domestic-abuse", "theme/information-sharing", "theme/young-parents")
EVERY = (*REVIEWS, *THEMES)


@pytest.fixture
def laid_out(client_of):
    """Return a function that returns a selection in a layout, as a practitioner gets it."""
    practitioner = client_of("practitioner")
    return lambda what, layout: outline_at(practitioner, f"/briefings/{what}.json?layout={layout}")


@pytest.fixture(scope="session", autouse=True)
def arial(tmp_path_factory):
    """Give LibreOffice a font as wide as Arial, which Word has everywhere and this machine may lack."""
    (regular,) = (file.path for file in fontpkg.family("arimo").files if file.style == "normal")
    folder = tmp_path_factory.mktemp("fonts")
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{Path(regular).parent}</dir><cachedir>{folder}</cachedir>"
        '<match target="pattern"><test name="family"><string>Arial</string></test>'
        '<edit name="family" mode="assign" binding="strong"><string>Arimo</string></edit></match></fontconfig>'
    )
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FONTCONFIG_FILE", str(config))
        yield


@cache
def number(text: str) -> int:
    """Return the number of words of a text."""
    return len(text.split())


def words_in(outline: Outline) -> int:
    """Return the number of words above the end of a document: its title, headings, statements and our own words."""

    def of(section) -> int:
        statements = [text for item in section.items for one in with_under(item) for text in one.texts]
        return sum(map(number, [section.heading, section.note, *section.fields, *statements])) + sum(
            map(of, section.sections)
        )

    return number(f"{outline.called} {outline.title} {outline.lead}") + sum(map(of, outline.sections))
