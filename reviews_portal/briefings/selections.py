"""What can be exported at once, by a plain address: each kind of selection becomes an Outline, with sight applied.

A selection is read by the same queries as the page of its name, so that it holds what that page shows.
"""

from collections.abc import Callable, Iterable
from itertools import groupby

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from learning.filters import StatementFilter
from learning.models import Agency, Closeness, LearningItem, Outcome, ReflectiveQuestion, Review, Theme
from learning.search.filters import FoundFilter
from learning.search.found import BEST, Found
from learning.search.query import UnreadableQuery, read_query
from recommendations.answers import answers
from recommendations.filters import RecommendationFilter
from recommendations.models import Recommendation, Response, ResponseVersion
from reviews_portal.pages.found import STATEMENT_KINDS, sort_of
from reviews_portal.pages.statements import StatementList, attach_parts
from reviews_portal.pages.theme import ThemeFilter, found_in
from reviews_portal.pages.whole import Block, WholeReview, read_whole

from .outline import LOOKS, Fact, Item, Outline, Section
from .quoting import Quoter, whole

MOST = 500  # items in one document: more is no briefing, and is offered as CSV


class TooMany(Exception):
    """A list that is too long for a document; its words say how long it is, and what to do."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"This list has {number:,} items, and a document holds {MOST}. Narrow the list, or take it as CSV."
        )


def quoter_for(request: HttpRequest) -> Quoter:
    """Return what quotes for this request, today."""
    return Quoter(request.build_absolute_uri("/").rstrip("/"), timezone.localdate())


def outline(quoter: Quoter, path: str, title: str, **parts) -> Outline:
    """Return an outline with what every outline says: by which portal, when, from which page, for whom."""
    return Outline(
        title=title,
        made_on=quoter.on,
        documents=quoter.documents,
        audience=quoter.audience,
        portal=quoter.portal,
        address=quoter.site + path,
        **parts,
    )


def of_review(request: HttpRequest, slug: str) -> Outline:
    """Return a review, whole, in the order of its documents; raises Http404 for one that the reader may not see."""
    review = get_object_or_404(Review.objects.visible_to(request.user).prefetch_related("partnerships"), slug=slug)
    held, quoter = read_whole(review, request), quoter_for(request)
    sections = [
        Section(part.document.title, sections=chapters_of(part.chapters, review, quoter), is_ours=False)
        for part in held.parts
    ]
    if len(sections) == 1:
        sections = list(sections[0].sections)
    if held.wordings:
        worded = tuple(quoter.wording(one, review) for one in held.wordings)
        sections.append(Section("Where a second document words it differently", worded))
    quoter.mark(review)
    published = f"published {review.published}" if review.published else "publication date not stated"
    place = "" if review.place == review.title else review.place
    return outline(
        quoter,
        review.get_absolute_url(),
        review.title,
        lead=" · ".join(filter(None, [str(review.get_review_type_display()), place, published])),
        content_note=review.content_note,
        facts=facts_of(held),
        sections=tuple(sections),
    )


def facts_of(held: WholeReview) -> tuple[Fact, ...]:
    """Return what is known of a review, row by row; what no document says is said to be so."""
    review = held.review
    named = f"“{review.partnership_as_named}”, as the document names it" if review.partnership_as_named else ""
    rows = {
        "Children": review.children,
        "Harm": review.harm,
        "Outcome": str(Outcome(review.outcome).label),
        "Partnership": ", ".join(one.name for one in review.partnerships.all()) or named,
        "Commissioned": str(review.commissioned or ""),
        "Incident": str(review.incident or ""),
        "Published": str(review.published or ""),
        "Reviewer": review.reviewer,
        "Agencies involved": ", ".join(review.agencies_involved.values_list("named_as", flat=True)),
        "Themes": ", ".join(theme.name for theme in review.themes.all()),
    }
    return tuple(Fact(name, value or "Not stated") for name, value in rows.items())


def chapters_of(chapters, review: Review, quoter: Quoter) -> tuple[Section, ...]:
    """Return the chapters of a document, with its own headings."""
    sections = []
    for number, chapter in enumerate(chapters):
        direct = [block for block in chapter.blocks if not block.subheading]
        under = [block for block in chapter.blocks if block.subheading]
        # What stands without a subheading after one that has one would change its place.
        if direct != chapter.blocks[: len(direct)]:
            direct, under = [], list(chapter.blocks)
        sections.append(
            Section(
                chapter.heading or ("Further" if number else "Opening"),
                items=tuple(item for block in direct for item in items_of_block(block, review, quoter)),
                sections=tuple(
                    Section(block.subheading or "Further", tuple(items_of_block(block, review, quoter)), is_ours=False)
                    for block in under
                ),
                is_ours=not chapter.heading,
            )
        )
    return tuple(sections)


def items_of_block(block: Block, review: Review, quoter: Quoter) -> Iterable[Item]:
    """Yield the records of a block as items."""
    for record in block.records:
        if isinstance(record, LearningItem | Recommendation):
            yield quoter.statement(record, in_review=True)
        elif hasattr(record, "address_state"):
            yield quoter.resource(record, review)
        else:
            yield quoter.narrative(record, review)


def of_theme(request: HttpRequest, slug: str) -> Outline:
    """Return what is known on a theme, narrowed as the address asks, kind by kind."""
    theme = get_object_or_404(Theme, slug=slug)
    filters = ThemeFilter(request.GET, request=request, kinds=STATEMENT_KINDS)
    found = filters.find(within=f"theme:{theme.pk}", order=sort_of(request))
    known = found_in(theme, found.facets, request.user)
    span = f", {known.span}" if known.span else ""
    lead = f"Found in {known.reviews} of {known.of} reviews{span}"
    return outline_of_found(request, found, theme.name, path=theme.get_absolute_url(), lead=lead)


def of_search(request: HttpRequest) -> Outline:
    """Return the statements that a search finds, in the order that the page shows; raises Http404 for no query."""
    text = request.GET.get("q", "").strip()
    try:
        query = read_query(text)
    except UnreadableQuery as error:
        raise Http404(str(error)) from error
    filters = FoundFilter(request.GET, request=request, kinds=STATEMENT_KINDS)
    found = filters.find(query=query, order=sort_of(request, BEST))
    return outline_of_found(request, found, f"Search: {text}" if text else "Search", path=reverse("search"))


def of_learning(request: HttpRequest) -> Outline:
    """Return the list of all learning, narrowed as the address asks."""
    filters = FoundFilter(request.GET, request=request, kinds=STATEMENT_KINDS)
    found = filters.find(order=sort_of(request, "newest"))
    return outline_of_found(request, found, "Learning", path=reverse("item_list"))


def of_questions(request: HttpRequest) -> Outline:
    """Return the reflective questions, narrowed as the address asks."""
    questions = ReflectiveQuestion.objects.visible_to(request.user)
    filters = StatementFilter(request.GET, questions, request=request)
    found = filters.qs.with_credits().select_related("parent").newest_first()
    return outline_of_records(request, found, "Questions for supervision", "question_list")


def of_recommendations(request: HttpRequest) -> Outline:
    """Return the recommendations, narrowed as the address asks, each with what was answered."""
    visible = Recommendation.objects.visible_to(request.user)
    filters = RecommendationFilter(request.GET, visible, request=request)
    found = filters.qs.with_credits().prefetch_related("parts")
    ordered = found.by_reference() if request.GET.get("sort") == "reference" else found.newest_first()
    return outline_of_records(request, ordered, "Recommendations", "recommendation_list")


def of_agency(request: HttpRequest, slug: str) -> Outline:
    """Return what speaks to an agency, the closest first, and what it answered."""
    agency = get_object_or_404(Agency.objects.visible_to(request.user).select_related("kind"), slug=slug)
    speaking = StatementList(
        LearningItem.objects.visible_to(request.user).closest_to(agency.kind, agency),
        Recommendation.objects.visible_to(request.user).closest_to(agency.kind, agency),
    )
    check_number(len(speaking))
    quoter = quoter_for(request)
    sections = [
        Section(str(Closeness(closeness).label), tuple(quoter.statement(one) for one in group))
        for closeness, group in groupby(whole(speaking[0 : len(speaking)]), key=lambda one: one.closeness)
    ]
    versions = ResponseVersion.objects.visible_to(request.user).current().filter(response__agency=agency)
    answered = versions.select_related("response__recommendation__review", "document").order_by(
        "response__recommendation__review__code", "response__recommendation__number"
    )
    if answered:
        sections.append(Section("What it answered", tuple(map(quoter.version, answered))))
    return outline(quoter, agency.get_absolute_url(), agency.name, lead=str(agency.kind), sections=tuple(sections))


def of_recommendation(request: HttpRequest, reference: str) -> Outline:
    """Return one recommendation with what each body answered, and where it stands."""
    visible = Recommendation.objects.visible_to(request.user).with_credits().with_parts()
    found = get_object_or_404(visible, reference=reference)
    responses = Response.objects.visible_to(request.user).filter(recommendation=found).fetch_current()
    quoter = quoter_for(request)
    sections = [Section("The recommendation", (quoter.statement(found),))]
    if responses:
        answered = tuple(quoter.answer(one, found.review) for one in answers(responses))
        sections.append(Section("Responses", answered))
        standing = tuple(quoter.standing(one, found.review) for one in responses)
        sections.append(
            Section(
                "Where each body stands",
                standing,
                note="Acceptance and progress are the body’s own word; assurance is the partnership’s.",
            )
        )
    else:
        sections.append(Section("Responses", note="No response is held here. That does not mean that nobody acted."))
    title = f"{found.label}, {found.review.title}"
    return outline(quoter, found.get_absolute_url(), title, sections=tuple(sections))


def outline_of_found(request: HttpRequest, found: Found, title: str, *, path: str, lead: str = "") -> Outline:
    """Return the statements of a list that search finds, those of one kind that follow each other under one heading.

    Raises TooMany for a list that no document holds.
    """
    check_number(len(found))
    listed = found[0 : len(found)]
    attach_parts(listed, with_answers=False)
    statements = whole(listed)
    quoter = quoter_for(request)
    sections = by_kind(statements, quoter)
    return outline(quoter, with_query(path, request), title, lead=lead or count_of(statements), sections=sections)


def outline_of_records(request: HttpRequest, found: QuerySet, title: str, page: str) -> Outline:
    """Return the statements of a list that the database narrows. Raises TooMany for a list that no document holds."""
    check_number(found.count())
    statements, quoter = list(found), quoter_for(request)
    sections = by_kind(statements, quoter)
    path = with_query(reverse(page), request)
    return outline(quoter, path, title, lead=count_of(statements), sections=sections)


def check_number(number: int) -> None:
    """Raise TooMany for more items than a document holds."""
    if number > MOST:
        raise TooMany(number)


def by_kind(statements: Iterable, quoter: Quoter) -> tuple[Section, ...]:
    """Return statements in their order, those of one kind that follow each other under its name."""
    return tuple(
        Section(LOOKS[look], tuple(quoter.statement(one) for one in group))
        for look, group in groupby(statements, key=lambda one: one.look)
    )


def with_query(path: str, request: HttpRequest) -> str:
    """Return the address of a page with the filters and the words that an export was asked for with."""
    chosen = request.GET.copy()
    chosen.pop("layout", None)
    return f"{path}?{chosen.urlencode()}" if chosen else path


def count_of(statements: list) -> str:
    """Return in words how many items from how many reviews these are."""
    reviews = len({one.review_id for one in statements})
    items = "1 item" if len(statements) == 1 else f"{len(statements)} items"
    return f"{items} from {reviews} review{'' if reviews == 1 else 's'}"


RECORDS: dict[str, Callable[[HttpRequest, str], Outline]] = {
    "review": of_review,
    "theme": of_theme,
    "agency": of_agency,
    "recommendation": of_recommendation,
}
LISTS: dict[str, Callable[[HttpRequest], Outline]] = {
    "questions": of_questions,
    "recommendations": of_recommendations,
    "learning": of_learning,
    "search": of_search,
}
