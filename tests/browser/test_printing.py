"""Restricted pages say so on every sheet that Chromium prints."""

import re
import subprocess

import pytest

from .pages import sign_in

RESTRICTED = {
    "a review": ("/reviews/r0004/", "Professionals only"),
    "a list": ("/themes/multi-agency-working/", "Not all of this is public"),
    "a page to print": ("/briefings/review/r0004.html", "Professionals only"),
}


def printed(page, folder) -> list[str]:
    """Return the text of each sheet."""
    page.pdf(path=folder / "printed.pdf", format="A5", prefer_css_page_size=False)
    read = subprocess.run(["pdftotext", "-layout", folder / "printed.pdf", "-"], capture_output=True, check=True)
    return read.stdout.decode().split("\f")[:-1]


@pytest.mark.parametrize(("address", "mark"), RESTRICTED.values(), ids=RESTRICTED)
def test_each_printed_sheet_says_for_whom_it_is(page, portal, tmp_path, address, mark):
    sign_in(page, portal, portal.practitioner)
    assert page.goto(address).status == 200
    sheets = printed(page, tmp_path)
    assert len(sheets) > 2
    for sheet in sheets:
        assert re.match(rf"\s*{mark}\n", sheet), sheet[:200]  # in the margin above everything else: it hides no word


def test_a_public_page_prints_no_mark(page, tmp_path):
    page.goto("/reviews/baby-e/")
    assert not [sheet for sheet in printed(page, tmp_path) if re.search("Professionals only|not all of", sheet, re.I)]


def test_the_builder_prints_the_briefing_only_and_says_for_whom_it_is(page, portal, tmp_path):
    sign_in(page, portal, portal.practitioner)
    page.goto("/briefings/add/?from=review/r0004")
    page.get_by_role("button", name="every page will be marked").click()
    page.goto("/briefings/")
    sheets = printed(page, tmp_path)
    assert len(sheets) > 2
    for sheet in sheets:
        assert re.match(r"\s*Professionals only\n", sheet), sheet[:200]
        assert not re.search("Move up|Introduction|Update preview|Save changes", sheet)
    assert "Documents quoted" in "".join(sheets)
