"""A government response with joint responses, and what the tests look for in pages and exports."""

import re

import pytest

from learning.models import Agency
from tests.documents.joint_responses import AGENCIES, LABELS, government_response

WORDING = re.compile(r"Wording ([JK]\d\d)")
MINISTRY, WOMBAT, NUMBAT = AGENCIES.values()
FIRST, LAST = (f"recommendation {label} ({series})" for series, label in (LABELS[0], LABELS[4]))


@pytest.fixture
def review():
    return government_response()


def words_in(page: str) -> list[str]:
    return WORDING.findall(page)


def agency(name: str) -> Agency:
    return Agency.objects.get(slug=f"joint-{name}")
