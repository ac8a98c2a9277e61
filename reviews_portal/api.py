"""The catalogue as JSON, for other programs: what the public may see, and nothing else."""

from collections import defaultdict

from django.db.models import CharField, Value
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from learning.models import LearningItem, Review, ReviewSection, SourceDocument, Statement
from recommendations.models import Recommendation, RecommendationPart


def review(request: HttpRequest, slug: str) -> JsonResponse:
    """Answer one public review whole: its facts, documents, narrative and statements; 404 for any other."""
    found = get_object_or_404(Review.objects.visible_to(None).with_year(), slug=slug)
    return JsonResponse(review_as_data(found), json_dumps_params={"ensure_ascii": False})


def review_as_data(review: Review) -> dict[str, object]:
    """Return a review as plain data; what its documents do not state is null or empty."""
    held = SourceDocument.objects.filter(review=review).order_by("position")
    documents = list(held.values("pk", "slug", "title", "publisher", "kind", "licence", "address"))
    titles = {document.pop("pk"): document["slug"] for document in documents}
    return {
        "code": review.code,
        "slug": review.slug,
        "title": review.title,
        "type": review.review_type,
        "is_thematic": review.is_thematic,
        "subject": review.subject,
        "partnership_as_named": review.partnership_as_named,
        "partnerships": list(review.partnerships.values_list("slug", flat=True)),
        "published": str(review.published) if review.published else None,
        "year": review.learnt_year,
        "children": review.children,
        "harm": review.harm,
        "outcome": review.outcome or None,
        "documents": documents,
        "sections": [
            {"document": titles[document], "kind": kind, "heading": heading, "text": text}
            for document, kind, heading, text in ReviewSection.objects.filter(review=review)
            .order_by("document__position", "position")
            .values_list("document_id", "kind", "heading", "text")
        ],
        "items": items(review, titles),
        "recommendations": recommendations(review, titles),
    }


def items(review: Review, documents: dict[int, str]) -> list[dict[str, object]]:
    """Return the learning items of a review in the order of its documents."""
    held = LearningItem.objects.filter(review=review).order_by("document__position", "position")
    tied = slugs(LearningItem, review)
    return [
        {
            "reference": reference,
            "kind": kind,
            "text": text,
            "under": parent,
            "document": documents[document],
            "heading": heading,
            "themes": tied[key, "theme"],
            "agencies": tied[key, "agency"],
            "agency_kinds": tied[key, "agencykind"],
        }
        for key, reference, kind, text, parent, document, heading in held.values_list(
            "pk", "reference", "kind", "text", "parent__reference", "document_id", "heading"
        )
    ]


def recommendations(review: Review, documents: dict[int, str]) -> list[dict[str, object]]:
    """Return the recommendations of a review in the order of its documents, with their parts."""
    held = Recommendation.objects.filter(review=review).order_by("document__position", "position")
    tied = slugs(Recommendation, review)
    parts: dict[int, list[dict[str, str]]] = defaultdict(list)
    rows = RecommendationPart.objects.filter(recommendation__review=review).order_by("label")
    for key, label, text in rows.values_list("recommendation_id", "label", "text"):
        parts[key].append({"label": label, "text": text})
    return [
        {
            "reference": reference,
            "number": number,
            "stem": stem,
            "parts": parts[key],
            "tail": tail,
            "document": documents[document],
            "themes": tied[key, "theme"],
            "agencies": tied[key, "agency"],
            "agency_kinds": tied[key, "agencykind"],
        }
        for key, reference, number, stem, tail, document in held.values_list(
            "pk", "reference", "number", "stem", "tail", "document_id"
        )
    ]


def slugs(model: type[Statement], review: Review) -> dict[tuple[int, str], list[str]]:
    """Return the slugs of what each statement of a review is tied to, by its key and what that is; one query."""
    owner = model._meta.model_name
    queries = [
        through._base_manager.filter(**{f"{owner}__review": review})
        .annotate(what=Value(what, CharField()))
        .values_list(f"{owner}_id", "what", f"{what}__slug")
        for through, what in (
            (model.themes.through, "theme"),
            (model.agencies.through, "agency"),
            (model.agency_kinds.through, "agencykind"),
        )
    ]
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for key, what, slug in sorted(queries[0].union(*queries[1:], all=True)):
        found[key, what].append(slug)
    return found
