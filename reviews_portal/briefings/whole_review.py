"""A whole review as an outline, in the order of its documents."""

from collections.abc import Iterable

from django.http import HttpRequest

from learning.models import LearningItem, Outcome, Review
from learning.models.old_slug import at_slug
from learning.wordings import lacked_by_document
from recommendations.models import Recommendation
from reviews_portal.selectors.chapters import Block, with_under
from reviews_portal.selectors.hidden_places import HiddenPlace
from reviews_portal.selectors.review_detail import UNASSIGNED, Part, ReviewDetail, review_detail

from .listings import outline, quoter_for
from .outline import Fact, Item, Outline, Section
from .quoting.quoter import Quoter, give_themes
from .quoting.words import and_, marked_language
from .summaries.reading import APPROVAL, with_approval

NOT_SAID = "The published plan does not say which recommendation these actions belong to."
NO_HEADING = "The document gives no heading here."
LEFT_OUT = "Part of this review is left out, because it is being checked or has been withdrawn."


def of_review(request: HttpRequest, slug: str) -> Outline:
    """Return the outline of a whole review. Raises Http404 if the user may not see it."""
    visible = Review.objects.visible_to(request.user).select_related("briefing_approval__partnership")
    found = at_slug(visible.only("slug", *APPROVAL), slug)  # the rest of it may be in memory
    quoter = quoter_for(request)
    detail = review_detail(found.pk, request, quoter.language)
    review = detail.review
    blocks = [block for part in detail.parts for chapter in part.chapters for block in chapter.blocks]
    records = [record for block in blocks for record in block.records]
    give_themes([one for record in records if not isinstance(record, HiddenPlace) for one in with_under(record)])
    sections = [
        Section(
            part.document.title,
            sections=chapters_of(part.chapters, review, quoter),
            note=note_on(part),
            language=marked_language(part.document.language),
        )
        for part in detail.parts
    ]
    if len(sections) == 1 and not detail.parts[0].lacks:
        sections = list(sections[0].sections)
    if detail.plans:
        actions = tuple(quoter.action(one, review) for plan in detail.plans for one in plan.actions)
        sections.append(Section(UNASSIGNED, actions, note=NOT_SAID))
    if detail.wordings:
        worded = tuple(quoter.wording(one, review) for one in detail.wordings)
        sections.append(Section("Different wording in a second document", worded))
    quoter.mark(review)
    published = f"published {review.published}" if review.published else "publication date not stated"
    month = review.published.month if review.published else ""
    place = "" if review.place == review.title else review.place
    made = outline(
        quoter,
        review.get_absolute_url(),
        review.title,
        lead=" · ".join(filter(None, [review.kind_names, place, published])),
        subject=f"review/{review.code}",
        head=" · ".join(filter(None, [review.kind_names, place, month])),
        content_note=review.content_note,
        facts=facts_of(detail),
        sections=tuple(sections),
        remarks=(LEFT_OUT,) if detail.hidden else (),
    )
    return with_approval(made, found, review.partnerships.all())


def note_on(part: Part) -> str:
    """Return what an outline says of the text of a document: that there is none, or from where its words are."""
    if part.lacks:
        lacked = lacked_by_document(part.lacks)
        return f"{lacked[0].upper()}{lacked[1:]}."
    if part.quoted:
        return f"With text from {and_([f'“{one.title}”' for one in part.quoted])}."
    return part.without_text


def facts_of(detail: ReviewDetail) -> tuple[Fact, ...]:
    """Return the facts of a review as rows, which say so where no document states one."""
    review = detail.review
    named = f"“{review.partnership_as_named}”, as the document names it" if review.partnership_as_named else ""
    rows = {
        "Who this review is about": review.children or ("See the pen portrait" if detail.pen_portrait else ""),
        "Harm": review.harm,
        "Outcome": str(Outcome(review.outcome).label),
        review.owner_called.capitalize(): ", ".join(one.name for one in review.partnerships.all()) or named,
        "Commissioned": str(review.commissioned or ""),
        "Incident": str(review.incident or ""),
        "Published": str(review.published or ""),
        "Reviewer": review.reviewer,
        "Agencies involved": ", ".join(one.named_as for one in detail.agencies_involved),
        "Themes (given by this portal)": ", ".join(theme.name for theme in detail.themes),
    }
    if review.sharing_statement:
        rows["What the document says about sharing"] = review.sharing_statement
    return tuple(Fact(name, value or "Not stated") for name, value in rows.items())


def chapters_of(chapters, review: Review, quoter: Quoter) -> tuple[Section, ...]:
    """Return the chapters of a document, with a heading only where the document has one."""
    sections = []
    for number, chapter in enumerate(chapters):
        direct = [block for block in chapter.blocks if not block.subheading]
        under = [block for block in chapter.blocks if block.subheading]
        # Blocks without a subheading after one that has it would change their place.
        if direct != chapter.blocks[: len(direct)]:
            direct, under = [], list(chapter.blocks)
        sections.append(
            Section(
                chapter.heading,
                items=tuple(item for block in direct for item in items_of_block(block, review, quoter)),
                sections=tuple(
                    Section(
                        block.subheading,
                        tuple(items_of_block(block, review, quoter)),
                        note="" if block.subheading or block is chapter.blocks[0] else NO_HEADING,
                        language=marked_language(block.records[0].document.language) if block.subheading else "",
                    )
                    for block in under
                ),
                note=NO_HEADING if number and not chapter.heading else "",
                language=marked_language(chapter.language) if chapter.heading else "",
            )
        )
    return tuple(sections)


def items_of_block(block: Block, review: Review, quoter: Quoter) -> Iterable[Item]:
    """Yield the records of a block as items."""
    for record in block.records:
        if isinstance(record, HiddenPlace):
            continue
        if isinstance(record, LearningItem | Recommendation):
            yield quoter.statement(record, in_review=True)
        elif hasattr(record, "address_state"):
            yield quoter.resource(record, review)
        else:
            yield quoter.narrative(record, review)
