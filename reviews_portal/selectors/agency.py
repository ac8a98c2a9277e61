"""The statements relevant to an agency, and its published responses."""

from collections.abc import Iterable, Sequence
from copy import copy

from django.db.models import F, OuterRef, Q, Subquery
from django.http import HttpRequest

from learning.models import Agency, AgencyKind, Closeness, Statement
from learning.search.filter_choices import vocabulary_for
from learning.search.index_sets import IndexSets, index_sets_for
from learning.search.registry import SOURCES
from learning.search.results import SearchResults
from learning.sight import tags_seen_by
from recommendations.grouped_responses import also_answered, names_of
from recommendations.models import Response, ResponseVersion
from recommendations.models.response_version import PAIR_ORDER, ResponseVersionQuerySet, with_pairs
from recommendations.search import RESPONSE
from recommendations.statements import STATEMENT_KINDS


class Closest(SearchResults):
    """The statements relevant to an agency, the closest tier first, and good practice first in each tier.

    They come from the index in this order, so that neither a page nor an export has to sort them.
    """

    def __init__(self, request: HttpRequest, agency: Agency) -> None:
        known = index_sets_for(request)
        by_name = known.tagged(f"agency:{agency.pk}")
        to_kind = known.with_value(f"speaks-to:{agency.kind_id}") - by_name
        everyone = vocabulary_for(request).key("agency_kinds", AgencyKind.EVERYONE)
        to_everyone = known.tagged(f"speaks-to:{everyone}") - by_name - to_kind
        tiers = [by_name, to_kind, to_everyone]  # in the order of Closeness
        super().__init__(request.user, known, kinds=STATEMENT_KINDS, tiers=tiers)
        self.agency = agency

    @property
    def numbers(self) -> list[tuple[int, str]]:
        """The number of statements in each tier that has any, and whom they are for."""
        whom = ["this agency", self.agency.kind.in_a_sentence, "all agencies"]
        return [(len(tier), for_whom) for tier, for_whom in zip(self.ranking.tiers, whom, strict=True) if tier]

    def fetch(self, keys: Sequence[int]) -> list[Statement]:
        """Return the statements of these entries, each with its `closeness`."""
        rows = zip(self.sets.records_of(keys), keys, strict=True)
        entries = {(SOURCES[source].model, record): key for (source, record), key in rows}
        statements: list[Statement] = list(map(copy, super().fetch(keys)))  # because other pages show them too
        for statement in statements:
            entry = entries[type(statement), statement.pk]
            tiers = zip(Closeness, self.ranking.tiers, strict=True)
            statement.closeness = next(closeness for closeness, tier in tiers if entry in tier)
        return statements


class ResponsesOf(SearchResults):
    """The published responses of an agency, review by review, each with its current version."""

    def __init__(self, request: HttpRequest, agency: Agency) -> None:
        sets = index_sets_for(request)
        self.agency = agency
        super().__init__(request.user, sets, kinds=[RESPONSE], within=f"response-of:{agency.pk}", order="reference")

    def fetch(self, keys: Sequence[int]) -> list[ResponseVersion]:
        """Return the current versions of this agency's responses with these entries.

        An entry may stand for the same response of several agencies, and be made from another agency's.
        """
        if not keys:
            return []
        owners = [record for _, record in self.sets.records_of(keys)]
        own = Q(response__agency=self.agency) | Q(response__agency__merged_into=self.agency)
        published = ResponseVersion.objects.visible_to(self.user).filter(own).with_words()
        published = published.select_related("response__recommendation__review")
        newest = ResponseVersion.objects.current().filter(response=OuterRef("owner"))
        # The current version is the newest published one, and comes last.
        versions = {
            version.owner: version
            for version in published.annotate(owner=F("response__recommendation__responses"))
            .annotate(owner_passage=Subquery(newest.values("passage")[:1]))
            .filter(owner__in=owners)
            .order_by("number")
        }
        found = {owner: one for owner, one in versions.items() if one.owner_passage is None}
        if joint := [owner for owner in owners if owner not in found]:
            found |= self.joint(joint, published)
        return [found[owner] for owner in owners if owner in found]

    def joint(self, owners: list[int], published: ResponseVersionQuerySet) -> dict[int, ResponseVersion]:
        """Return this agency's first version of each joint response, of these published ones."""
        responses = Response.objects.filter(pk__in=owners).with_current_text()
        passages = dict(responses.values_list("pk", "current_passage"))
        first: dict[int, ResponseVersion] = {}
        for version in published.current().filter(passage__in=passages.values()).order_by(*PAIR_ORDER):
            first.setdefault(version.passage_id, version)
        with_pairs(version.passage for version in first.values())
        for version in first.values():
            pairs = version.passage.pairs if version.passage else []
            here = [pair.response.agency for pair in pairs if is_to_same(pair, version)]
            others = [pair.response.agency for pair in pairs if pair.response.agency.stands_as != self.agency.pk]
            version.given_with = names_of(others)
            if version.passage:
                besides = version.response.recommendation_id
                version.also_answered = also_answered(version.passage, besides, names_of(here))
        return {owner: first[passage] for owner, passage in passages.items() if passage in first}


def is_to_same(one: ResponseVersion, other: ResponseVersion) -> bool:
    """Return whether two versions answer the same recommendation."""
    return one.response.recommendation_id == other.response.recommendation_id


def mark_restricted(agencies: Iterable[Agency], sets: IndexSets) -> None:
    """Set `is_restricted` of agencies: whether no record that the public may see names them."""
    public = sets.tagged("kind:agency") & sets.seen_by(tags_seen_by(None))
    for agency in agencies:
        agency.is_restricted = not public.intersect(sets.tagged(f"agency:{agency.pk}"))
