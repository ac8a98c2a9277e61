"""The JSON API: the public part of the catalogue for other programs."""

from collections import defaultdict
from functools import partial
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404

from learning.models import LearningItem, Review, ReviewSection, SourceWording
from learning.models.old_slug import at_slug
from learning.search.index_sets import IndexSets, index_sets_for
from learning.search.related_names import slugs_of
from learning.utils.bounded import weight_of
from learning.wordings import DOCUMENT_ORDER
from recommendations.models import QuotedAction, Recommendation, ResponseVersion
from recommendations.models.quoted_action import COLUMNS
from recommendations.models.recommendation import Scope, whole_or_none
from recommendations.models.response_version import PAIR_ORDER

# 2: recommendations have a label, a series and a scope, `number` is null unless the label is a whole number, and parts
# have a level; `actions` are those of a published plan, and `joint_responses` those that speak for several. Texts have
# a language, and `wordings`: the same words as other documents or languages have them. In version 1, which did not
# state it, `number` was always a number.
VERSION = 2
DOCUMENT = ("slug", "title", "publisher", "kind", "licence", "address", "language")
PLACE = ("document_id", "position")
SECTION = (*PLACE, "pk", "kind", "heading", "text", "language")
ITEM = (*PLACE, "pk", "reference", "kind", "text", "parent__reference", "heading", "language")
PART = ("parts__position", "parts__pk", "parts__label", "parts__text", "parts__parent", "parts__language")
RECOMMENDATION = (*PLACE, "pk", "reference", "short_label", "series", "scope", "stem", "tail", "language", *PART)
WORDING = ("reference", "part_position", "section_id", "document_id", "language", "place", "heading", "text", "tail")

type Wordings = defaultdict[tuple[str, Any, int], list[dict[str, str]]]


def review(request: HttpRequest, slug: str) -> JsonResponse:
    """Return a whole public review: facts, documents, narrative and statements. Raises Http404 for any other."""
    found = at_slug(Review.objects.visible_to(None).only("slug"), slug)
    sets = index_sets_for(request)
    # Read once in a generation. It is the same for all readers, because every one gets what the public may see.
    data = sets.shown.keep(("data", found.pk), partial(review_as_data, found.pk, sets), weight_of)
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def review_as_data(key: int, sets: IndexSets) -> dict[str, Any]:
    """Return a review, by its primary key, as plain data; values that its documents do not state are null or empty.

    Raises Http404 if it was deleted in the meantime.
    """
    review = get_object_or_404(Review._base_manager, pk=key)
    documents = list(review.documents.order_by("position"))
    kinds = list(review.kinds.values_list("slug", flat=True))
    titles = {document.pk: document.slug for document in documents}
    order = {key: place for place, key in enumerate(titles)}
    sections, items, recommendations = (
        sorted(
            model.objects.shown().filter(review=review, document__in=titles).order_by().values(*values),
            key=lambda one: (order[one["document_id"]], one["position"]),
        )
        for model, values in ((ReviewSection, SECTION), (LearningItem, ITEM), (Recommendation, RECOMMENDATION))
    )
    languages = {document.pk: document.language for document in documents}
    for one in (*sections, *items, *recommendations):
        one["language"] = one["language"] or languages[one["document_id"]]
    wordings = wordings_in(review, titles, languages)
    recommendations, parts = with_parts(recommendations, wordings)
    keys = {"item": [one["pk"] for one in items], "recommendation": [one["pk"] for one in recommendations]}
    actions = actions_of(review, set(keys["recommendation"]), titles, languages)
    tied = slugs_of({"review": [review.pk], **keys}, sets)
    return {
        "version": VERSION,
        "code": review.code,
        "slug": review.slug,
        "title": review.title,
        "type": kinds[0] if kinds else None,
        "types": kinds,
        "is_thematic": review.is_thematic,
        "subject": review.subject,
        "partnership_as_named": review.partnership_as_named,
        "partnerships": tied["review", review.pk, "partnership"],
        "published": str(review.published) if review.published else None,
        "year": review.year_learnt([document.published_on for document in documents]),
        "children": review.children,
        "harm": review.harm,
        "outcome": review.outcome or None,
        "documents": [{name: getattr(document, name) for name in DOCUMENT} for document in documents],
        "sections": [
            {
                "document": titles[one["document_id"]],
                **{name: one[name] for name in ("kind", "heading", "text", "language")},
                "wordings": wordings["section", one["pk"], 0],
            }
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
                "language": one["language"],
                "wordings": wordings["reference", one["reference"], 0],
                **ties(tied, "item", one["pk"]),
            }
            for one in items
        ],
        "recommendations": [
            {
                "reference": one["reference"],
                "number": whole_or_none(one["short_label"]),
                "label": one["short_label"],
                "series": one["series"],
                "scope": one["scope"] if one["scope"] != Scope.NOT_STATED else None,
                "stem": one["stem"],
                "parts": parts[one["pk"]],
                "tail": one["tail"],
                "language": one["language"],
                "wordings": wordings["reference", one["reference"], 0],
                "document": titles[one["document_id"]],
                "actions": actions[one["pk"]],
                **ties(tied, "recommendation", one["pk"]),
            }
            for one in recommendations
        ],
        "actions": actions[None],
        "joint_responses": joint_responses(review, languages),
    }


def actions_of(
    review: Review, recommendations: set[int], titles: dict[int, str], languages: dict[int, str]
) -> dict[int | None, list[dict[str, Any]]]:
    """Return the actions of published plans by the keys of their recommendations; None is for those that name none.

    `recommendations` are the keys of those of the review; `titles` and `languages` are those of its documents by key,
    in order. Columns that a plan does not print
    are "", and `due_on` is null unless the words under `due` are a real date.
    """
    found: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    order = {key: place for place, key in enumerate(titles)}
    actions = QuotedAction.objects.shown().filter(review=review, document__in=titles).order_by()
    for one in sorted(actions, key=lambda one: (order[one.document_id], one.position)):
        found[one.recommendation_id if one.recommendation_id in recommendations else None].append(
            {
                "label": one.label,
                "text": one.text,
                **{column: getattr(one, column) for column in COLUMNS},
                "due_on": one.due_on and one.due_on.isoformat(),
                "further_columns": [
                    {"heading": cell.heading, "text": cell.text} for cell in one.cells if not cell.column
                ],
                "language": one.language or languages[one.document_id],
                "document": titles[one.document_id],
                "position": one.position,
            }
        )
    return found


def wordings_in(review: Review, titles: dict[int, str], languages: dict[int, str]) -> Wordings:
    """Return the second wordings of a review, by what they word and, for parts, the position of the part."""
    found: Wordings = defaultdict(list)
    rows = SourceWording.objects.shown().filter(
        ~Q(text="", tail=""), review=review, document__in=titles, resource=None
    )
    for one in rows.order_by(*DOCUMENT_ORDER).values(*WORDING):
        worded = ("section", one["section_id"]) if one["section_id"] else ("reference", one["reference"])
        found[*worded, one["part_position"]].append(
            {
                "language": one["language"] or languages[one["document_id"]],
                "document": titles[one["document_id"]],
                **{name: one[name] for name in ("place", "heading", "text", "tail")},
            }
        )
    return found


def joint_responses(review: Review, languages: dict[int, str]) -> list[dict[str, Any]]:
    """Return the published joint responses in a review's documents, each once, with all that it answers.

    Its key is the slug of its document and its number there.
    """
    passage = ("document__slug", "number", "place", "text")
    versions = ResponseVersion.objects.current().in_review_of_passage().filter(passage__document__review=review)
    rows = versions.order_by("passage__document__position", "passage__number", *PAIR_ORDER).values(
        "passage_id",
        "passage__language",
        "passage__document_id",
        *(f"passage__{name}" for name in passage),
        recommendation=F("response__recommendation__reference"),
        agency=Coalesce("response__agency__merged_into__slug", "response__agency__slug"),
    )
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        document, *values = (row[f"passage__{name}"] for name in passage)
        language = row["passage__language"] or languages[row["passage__document_id"]]
        said = {"document": document, **dict(zip(passage[1:], values, strict=True)), "language": language}
        answers = found.setdefault(row["passage_id"], said | {"answers": []})["answers"]
        answers.append({"recommendation": row["recommendation"], "agency": row["agency"]})
    return list(found.values())


def with_parts(rows: list[dict], wordings: Wordings) -> tuple[list[dict], dict[int, list[dict[str, Any]]]]:
    """Return each recommendation once, from rows with one for each part, and the parts of each by its key."""
    parts: dict[int, list[dict[str, Any]]] = defaultdict(list)
    with_part = [row for row in rows if row["parts__pk"] is not None]
    for row in sorted(with_part, key=lambda one: (one["parts__position"], one["parts__pk"])):
        level = 2 if row["parts__parent"] else 1
        parts[row["pk"]].append(
            {
                "label": row["parts__label"],
                "text": row["parts__text"],
                "level": level,
                "language": row["parts__language"] or row["language"],
                "wordings": wordings["reference", row["reference"], row["parts__position"]],
            }
        )
    return list({row["pk"]: row for row in rows}.values()), parts


def ties(tied: dict[tuple[str, int, str], list[str]], source: str, key: int) -> dict[str, list[str]]:
    """Return the slugs of the records related to a statement, under the names used in the API."""
    return {
        "themes": tied[source, key, "theme"],
        "agencies": tied[source, key, "agency"],
        "agency_kinds": tied[source, key, "speaks-to"],
    }
