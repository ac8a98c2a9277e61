"""Many people keep versions at the same moment on the running portal: no more are stored than a network may."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from urllib.request import urlopen

from tests.forms import fields_of

from .conftest import Portal, manage
from .test_together import post

LEFT = 5
KEEP = "/briefings/keep/search/?q="
ASKED = list(product(("child", "family", "mother", "baby", "home"), ("briefing", "handout", "seven-minute", "slides")))
LEAVE = f"""
from learning.models import RateCount
from reviews_portal.briefings.versions.kept_versions import KEEPING
from reviews_portal.briefings.models import Edition
counted = RateCount.objects.filter(key__startswith=KEEPING.name)
print("rows", counted.update(number=KEEPING.network - {LEFT}), Edition.objects.count(), sep="|")
"""
FORGET = """
from learning.models import RateCount
from reviews_portal.briefings.versions.kept_versions import KEEPING
from reviews_portal.briefings.models import Edition
RateCount.objects.filter(key__startswith=KEEPING.name).delete()
print("rows", Edition.objects.count(), sep="|")
"""


def rows(portal: Portal, script: str) -> list[int]:
    """Run a script on the portal's database, and return the numbers that it prints."""
    lines = manage(portal, "shell", "-c", script).stdout.splitlines()
    return [int(one) for one in next(line for line in lines if line.startswith("rows")).split("|")[1:]]


def test_parallel_requests_keep_no_more_versions_than_a_network_may(portal):
    with urlopen(f"{portal.url}{KEEP}review") as answer:
        assert answer.headers["Set-Cookie"] is None
        sent = fields_of(answer.read().decode(), "keep")
    headers = {"Origin": portal.url}
    assert post(f"{portal.url}{KEEP}review", headers, sent) == 302
    _, before = rows(portal, LEAVE)

    def keep(asked: tuple[str, str]) -> int:
        word, layout = asked
        return post(f"{portal.url}{KEEP}{word}", headers, sent | {"layout": layout})

    try:
        with ThreadPoolExecutor(len(ASKED)) as pool:
            answers = Counter(pool.map(keep, ASKED))
    finally:
        (after,) = rows(portal, FORGET)
    assert answers == {302: LEFT, 429: len(ASKED) - LEFT}
    assert after - before == LEFT
