"""The catalogue as JSON, for other programs: what the public may see, and nothing else."""

from collections import defaultdict

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from learning.models import LearningItem, Review, ReviewSection, SourceDocument
from learning.search.facets import Facets, facets_for
from learning.search.lines import slugs_of
from recommendations.models import Recommendation, RecommendationPart

DOCUMENT = ("pk", "slug", "title", "publisher", "kind", "licence", "address", "published_on")
PLACE = ("document_id", "position")
SECTION = (*PLACE, "kind", "heading", "text")
ITEM = (*PLACE, "pk", "reference", "kind", "text", "parent__reference", "heading")
RECOMMENDATION = (*PLACE, "pk", "reference", "number", "stem", "tail")


def review(request: HttpRequest, slug: str) -> JsonResponse:
    """Answer one public review whole: its facts, documents, narrative and statements; 404 for any other."""
    found = get_object_or_404(Review.objects.visible_to(None), slug=slug)
    return JsonResponse(review_as_data(found, facets_for(request)), json_dumps_params={"ensure_ascii": False})


def review_as_data(review: Review, known: Facets) -> dict[str, object]:
    """Return a review as plain data; what its documents do not state is null or empty."""
    documents = list(SourceDocument.objects.filter(review=review).order_by("position").values(*DOCUMENT))
    year = review.year_learnt([document.pop("published_on") for document in documents])
    titles = {document.pop("pk"): document["slug"] for document in documents}
    order = {key: place for place, key in enumerate(titles)}
    sections, items, recommendations = (
        sorted(
            model.objects.filter(review=review).order_by().values(*values),
            key=lambda one: (order[one["document_id"]], one["position"]),
        )
        for model, values in ((ReviewSection, SECTION), (LearningItem, ITEM), (Recommendation, RECOMMENDATION))
    )
    keys = {"item": [one["pk"] for one in items], "recommendation": [one["pk"] for one in recommendations]}
    tied = slugs_of({"review": [review.pk], **keys}, known)
    parts = parts_of(keys["recommendation"])
    return {
        "code": review.code,
        "slug": review.slug,
        "title": review.title,
        "type": review.review_type,
        "is_thematic": review.is_thematic,
        "subject": review.subject,
        "partnership_as_named": review.partnership_as_named,
        "partnerships": tied["review", review.pk, "partnership"],
        "published": str(review.published) if review.published else None,
        "year": year,
        "children": review.children,
        "harm": review.harm,
        "outcome": review.outcome or None,
        "documents": documents,
        "sections": [
            {"document": titles[one["document_id"]], **{name: one[name] for name in ("kind", "heading", "text")}}
            for one in sections
        ],
        "items": [
            {
                "reference": one["reference"],
                "kind": one["kind"],
                "text": one["text"],
                "under": one["parent__reference"],
                "document": titles[one["document_id"]],
                "heading": one["heading"],
                **ties(tied, "item", one["pk"]),
            }
            for one in items
        ],
        "recommendations": [
            {
                "reference": one["reference"],
                "number": one["number"],
                "stem": one["stem"],
                "parts": parts[one["pk"]],
                "tail": one["tail"],
                "document": titles[one["document_id"]],
                **ties(tied, "recommendation", one["pk"]),
            }
            for one in recommendations
        ],
    }


def parts_of(recommendations: list[int]) -> dict[int, list[dict[str, str]]]:
    """Return the parts of these recommendations in their order."""
    parts: dict[int, list[dict[str, str]]] = defaultdict(list)
    if recommendations:
        rows = RecommendationPart.objects.filter(recommendation__in=recommendations).order_by("label")
        for key, label, text in rows.values_list("recommendation_id", "label", "text"):
            parts[key].append({"label": label, "text": text})
    return parts


def ties(tied: dict[tuple[str, int, str], list[str]], source: str, key: int) -> dict[str, list[str]]:
    """Return the slugs of what a statement is tied to, as the data name them."""
    return {
        "themes": tied[source, key, "theme"],
        "agencies": tied[source, key, "agency"],
        "agency_kinds": tied[source, key, "speaks-to"],
    }
