"""The searchable models of the catalogue, and how lists show them."""

from functools import partial

from django.db.models import Model

from learning.languages import language_of
from learning.models import (
    Agency,
    AgencyInvolved,
    AgencyKind,
    GlossaryTerm,
    ItemKind,
    LearningItem,
    Partnership,
    Resource,
    Review,
    ReviewKind,
    ReviewSection,
    SourceDocument,
    SourceWording,
    Theme,
)

from .catalogue_entries import (
    agency_entries,
    item_entries,
    named_by_reviews,
    resource_entries,
    review_entries,
    term_entries,
    theme_entries,
    work_entries,
)
from .languages import of_documents, reviews_worded, worded
from .registry import Shown, Source
from .signals import follow, register

OF_THE_REVIEW: dict[type[Model], str] = {Partnership: "review__partnerships", ReviewKind: "review__kinds"}


def register_all() -> None:
    """Register the sources of this app; `recommendations` registers its own."""
    register(
        Source(
            "theme",
            Theme,
            theme_entries,
            lambda keys, user: Theme.objects.filter(pk__in=keys),
            {"theme": "Theme"},
            order=60,
            shown=show_theme,
            names=lambda theme: [theme.name, *theme.aliases],
        )
    )
    register(
        Source(
            "work",
            AgencyKind,
            work_entries,
            lambda keys, user: AgencyKind.objects.filter(pk__in=keys),
            {"work": "Role"},
            order=65,
            shown=lambda kind: Shown("Role", kind.name, kind.get_absolute_url(), kind.description),
        )
    )
    register(
        Source(
            "term",
            GlossaryTerm,
            term_entries,
            lambda keys, user: GlossaryTerm.objects.visible_to(user).filter(pk__in=keys),
            {"term": "Glossary"},
            order=90,
            shown=show_term,
            names=lambda term: [term.abbreviation, *([term.expansion] if term.expansion else [])],
            affected_by={SourceDocument: "documents", Review: "documents__review"},
        )
    )
    register(
        Source(
            "item",
            LearningItem,
            item_entries,
            lambda keys, user: LearningItem.objects.visible_to(user).filter(pk__in=keys).with_line(),
            {kind.value: kind.label for kind in ItemKind},
            order=10,
            affected_by={
                Review: "review",
                SourceDocument: partial(of_documents, LearningItem),
                SourceWording: partial(worded, LearningItem),
            },
            reindex_on_delete={Theme: "themes", Agency: "agencies", **OF_THE_REVIEW},
        )
    )
    register(
        Source(
            "review",
            Review,
            review_entries,
            lambda keys, user: (
                Review.objects.visible_to(user)
                .filter(pk__in=keys)
                .with_year()
                .prefetch_related("partnerships", "kinds")
            ),
            {"review": "Review"},
            order=50,
            shown=show_review,
            names=lambda review: [review.title, *([review.subject] if review.subject else [])],
            affected_by={
                SourceDocument: "documents",
                ReviewSection: "reviewsections",
                SourceWording: reviews_worded,
                AgencyInvolved: "agencies_involved",
                Partnership: "partnerships",
            },
            reindex_on_delete={Theme: "themes", ReviewKind: "kinds"},
        )
    )
    register(
        Source(
            "agency",
            Agency,
            agency_entries,
            lambda keys, user: Agency.objects.visible_to(user).filter(pk__in=keys).select_related("kind"),
            {"agency": "Agency"},
            order=70,
            shown=show_agency,
            names=lambda agency: [agency.name, *agency.aliases],
            affected_by={Review: named_by_reviews, LearningItem: "learningitems", AgencyInvolved: "involvements"},
        )
    )
    register(
        Source(
            "resource",
            Resource,
            resource_entries,
            lambda keys, user: (
                Resource.objects.visible_to(user).filter(pk__in=keys).select_related("review", "document")
            ),
            {"resource": "Resource"},
            order=80,
            shown=show_resource,
            affected_by={
                Review: "review",
                SourceDocument: partial(of_documents, Resource),
                SourceWording: partial(worded, Resource),
            },
            reindex_on_delete={ReviewKind: "review__kinds"},
        )
    )
    follow(SourceWording)


# --- How lists show them ------------------------------------------------------------------------------------


def show_theme(theme: Theme) -> Shown:
    return Shown("Theme", theme.name, theme.get_absolute_url(), theme.scope_note, ", ".join(theme.aliases))


def show_term(term: GlossaryTerm) -> Shown:
    return Shown("Glossary", term.abbreviation, term.get_absolute_url(), term.expansion, term.explanation)


def show_agency(agency: Agency) -> Shown:
    return Shown("Agency", agency.name, agency.get_absolute_url(), line=agency.kind.name)


def show_review(review: Review) -> Shown:
    words = ": ".join(text for text in (review.children, review.harm) if text)
    line = [review.kind_names, review.place, str(review.learnt_year or "undated")]
    return Shown(
        "Review",
        review.title,
        review.get_absolute_url(),
        words,
        " · ".join(part for part in line if part and part != review.title),
        review=review,
    )


def show_resource(resource: Resource) -> Shown:
    review = resource.review
    title = resource.title or resource.address
    language = language_of(resource) if resource.title else ""
    return Shown("Resource", title, review.get_absolute_url(), line=review.title, review=review, language=language)
