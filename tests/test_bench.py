"""The benchmark walks every address: a pattern that it does not know is found here, and not after minutes."""

from collections import defaultdict

from django.urls import get_resolver

from bench.addresses import ADMIN, of_records, patterns


def test_an_address_is_known_for_every_pattern_with_parts():
    known = of_records(defaultdict(str))
    with_parts = {one for one in patterns(get_resolver()) if "<" in one and not one.startswith(ADMIN)}
    assert with_parts == set(known)
