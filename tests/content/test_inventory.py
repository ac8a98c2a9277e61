"""Nothing in the source documents is lost, and nothing is invented.

`inventory.json` lists each statement of the documents with its type. Every one must stand, word for word, in a record
of the right type; white space, quote marks and link markup apart. The part of the inventory that belongs to a
restricted review lies with that review's fixture.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from learning.models import AgencyInvolved, LearningItem, Resource, ReviewSection, SourceDocument, SourceWording
from recommendations.models import Recommendation, RecommendationPart, ResponseVersion

pytestmark = pytest.mark.django_db

PUBLIC = Path(__file__).parent / "data" / "inventory.json"
RESTRICTED = settings.BASE_DIR / "fixtures" / "restricted" / "inventory" / "R0004.json"

# Which document each seed of the inventory is.
DOCUMENTS = {
    "000": "southampton-thematic-six-step-briefing",
    "001": "southampton-thematic-response",
    "002": "r0004-learning-briefing",
    "003": "baby-e-learning-bulletin",
    "004": "family-t-learning-briefing",
}
SECTION_KINDS = {
    "background": "background",
    "review_scope": "scope",
    "purpose": "purpose",
    "definition": "definition",
    "findings_intro": "findings-intro",
    "instruction": "instruction",
    "context_note": "note",
    "footnote": "footnote",
    "family_history": "family-history",
    "case_fact": "case-fact",
    "family_involvement": "family-involvement",
}
ITEM_KINDS = {
    "key_theme": "key-theme",
    "emerging_theme": "emerging-theme",
    "learning_point": "learning-point",
    "area_to_strengthen": "area-to-strengthen",
    "finding": "finding",
    "sub_finding": "finding",
    "good_practice": "good-practice",
    "question": "question",
}
# The bodies of the response document, as the inventory names them.
BODIES = {
    "All agencies": "all-agencies",
    "CCG": "ccg-southampton",
    "FNP (Solent NHS Trust)": "family-nurse-partnership-solent",
    "Hampshire Constabulary": "hampshire-constabulary",
    "Integrated Commissioning Unit (Southampton City Council and CCG)": "integrated-commissioning-unit-southampton",
    "MASH Strategic Group": "mash-strategic-group-southampton",
    "Solent NHS Trust": "solent-nhs-trust",
    "Solent NHS Trust (FNP)": "solent-nhs-trust",
    "Solent NHS Trust (FNP, Health Visiting)": "solent-nhs-trust",
    "Southampton Children & Learning Services": "southampton-children-and-learning-services",
    "Southampton Safeguarding Children Partnership": "southampton-safeguarding-children-partnership",
    "University Hospital Southampton": "university-hospital-southampton",
    "University Hospital Southampton (Midwifery, NEST)": "university-hospital-southampton",
}


def statements() -> list[dict]:
    """Return every statement of the inventory that is held here."""
    files = [PUBLIC, RESTRICTED] if RESTRICTED.exists() else [PUBLIC]
    return [statement for file in files for statement in json.loads(file.read_text())]


def words(text: str) -> str:
    """Return a text without what may differ: white space, quote marks, and the markup of links and emphasis."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<(https?://[^>]*)>", r"\1", text).replace("*", "").replace(" > ", " ")
    return " ".join(re.sub(r"[\"'‘’“”]", "", text).split())


def holds(records, statement: dict, text: Callable = lambda record: record.text) -> bool:
    """Return whether one of the records has exactly the statement's words."""
    return any(words(text(record)) == words(statement["text"]) for record in records)


def finding_above(sub_finding: dict) -> dict:
    """Return the finding under which a sub-finding stands: the last one before it in the inventory."""
    before = statements()[: statements().index(sub_finding)]
    return [statement for statement in before if statement["type"] == "finding"][-1]


def number(statement: dict) -> str:
    """Return the number of the recommendation that a statement belongs to."""
    return statement["parent"].lstrip("R")


def is_found(statement: dict) -> bool:
    """Return whether the statement stands in a record of the right type, in the right place."""
    kind, document = statement["type"], DOCUMENTS[statement["seed"]]
    if kind in SECTION_KINDS:
        return holds(ReviewSection.objects.filter(document__slug=document, kind=SECTION_KINDS[kind]), statement)
    if kind == "scope_area":
        scopes = ReviewSection.objects.filter(document__slug=document, kind="scope")
        return any(words(statement["text"]) in words(scope.text) for scope in scopes)
    if kind in ITEM_KINDS:
        items = LearningItem.objects.filter(
            document__slug=document, kind=ITEM_KINDS[kind], parent__isnull=kind != "sub_finding"
        )
        if statement["parent"]:
            items = items.filter(subheading__endswith=statement["parent"])
        if kind == "sub_finding":
            items = [item for item in items if words(item.parent.text) == words(finding_above(statement)["text"])]
        return holds(items, statement)
    if kind == "resource":
        resources = Resource.objects.filter(document__slug=document)
        return holds(resources, statement, lambda resource: f"{resource.title} {resource.address}")
    if kind == "agency_involved":
        involved = AgencyInvolved.objects.filter(review__documents__slug=document)
        return holds(involved, statement, lambda record: record.named_as)
    if kind == "response_paragraph":
        return all(is_answered_by(body, statement) for body in statement["agency"])
    return is_recommended(statement)


def is_recommended(statement: dict) -> bool:
    """Return whether a recommendation, part or tail stands in its document, or in another with its wording kept."""
    review = SourceDocument.objects.get(slug=DOCUMENTS[statement["seed"]]).review
    recommendation = Recommendation.objects.filter(review=review, short_label=number(statement)).first()
    if recommendation is None:
        return False
    if statement["type"] == "rec_part":
        found = RecommendationPart.objects.filter(recommendation=recommendation, label=statement["part"]).first()
        original, part = (found.text, found.position) if found else (None, 0)
    else:
        original, part = recommendation.tail if statement["type"] == "rec_tail" else recommendation.stem, 0
    if original is None:
        return False
    if recommendation.document.slug != DOCUMENTS[statement["seed"]] and statement["text"]:
        wording = SourceWording.objects.filter(
            reference=recommendation.reference,
            part_position=part,
            document__slug=DOCUMENTS[statement["seed"]],
        ).first()
        if wording is None:
            return False
        original = wording.text or original
    return words(original) == words(statement["text"])


def is_answered_by(body: str, statement: dict) -> bool:
    """Return whether a body's published response holds the paragraph, and says which part it answers."""
    version = ResponseVersion.objects.published().filter(
        response__agency__slug=BODIES[body],
        response__recommendation__review__code="R0001",
        response__recommendation__short_label=number(statement),
        document__slug=DOCUMENTS[statement["seed"]],
    )
    if statement["part"]:
        version = version.filter(parts__label=statement["part"])
    return any(words(paragraph) == words(statement["text"]) for found in version for paragraph in found.paragraphs)


def missing() -> list[str]:
    """Return a line for each statement that is not found."""
    return [
        f"{statement['seed']} {statement['type']} {statement['parent'] or ''}{statement['part'] or ''}: "
        f"{statement['text'][:90]}"
        for statement in statements()
        if not is_found(statement)
    ]


def test_every_statement_of_the_documents_is_in_a_record_of_its_type():
    assert missing() == []


def test_the_restricted_review_is_checked_too():
    if not RESTRICTED.exists():
        pytest.skip("fixtures/restricted is not here, so that its review cannot be checked.")
    restricted = json.loads(RESTRICTED.read_text())
    assert restricted
    assert [row for row in restricted if not is_found(row)] == []


@pytest.mark.parametrize(
    ("model", "lookup"),
    [
        (ReviewSection, {"kind": "scope"}),
        (ReviewSection, {"kind": "footnote"}),
        (LearningItem, {"kind": "good-practice"}),
        (LearningItem, {"kind": "finding", "parent__isnull": False}),
        (Resource, {"address_state": "given"}),
        (AgencyInvolved, {"named_as": "CCG"}),
        (RecommendationPart, {"label": "d"}),
        (SourceWording, {"text": ""}),
        (SourceWording, {"text__gt": ""}),
    ],
)
def test_a_record_that_is_taken_out_is_named(model, lookup):
    record = model.objects.filter(**lookup).first()
    lost = words(str(getattr(record, "text", "") or getattr(record, "title", "") or getattr(record, "named_as", "")))
    record.delete()
    assert any(lost[:60] in words(line) for line in missing())


def test_a_sub_point_under_the_wrong_finding_is_named():
    sub_point = LearningItem.objects.exclude(parent=None).first()
    other = LearningItem.objects.filter(kind="finding", parent=None).exclude(pk=sub_point.parent_id).last()
    LearningItem.objects.filter(pk=sub_point.pk).update(parent=other)
    assert len(missing()) == 1


@pytest.mark.parametrize(
    ("model", "field"),
    [(LearningItem, "text"), (Recommendation, "stem"), (Recommendation, "tail"), (RecommendationPart, "text")],
)
def test_a_changed_word_is_named(model, field):
    record = model.objects.exclude(**{field: ""}).first()
    model.objects.filter(pk=record.pk).update(**{field: getattr(record, field) + " indeed"})
    assert len(missing()) >= 1


def test_a_response_that_is_not_published_any_more_is_named():
    version = ResponseVersion.objects.published().first()
    version.steps.create(action="withdrawn")
    assert missing() != []


def test_nothing_is_invented():
    """Each text that the portal shows as quoted stands in the inventory."""
    known = {words(statement["text"]) for statement in statements()}
    quoted = [
        *ReviewSection.objects.values_list("text", flat=True),
        *LearningItem.objects.values_list("text", flat=True),
        *Recommendation.objects.values_list("stem", flat=True),
        *Recommendation.objects.values_list("tail", flat=True),
        *RecommendationPart.objects.values_list("text", flat=True),
        *SourceWording.objects.values_list("text", flat=True),
        *(paragraph for version in ResponseVersion.objects.all() for paragraph in version.paragraphs),
        *(f"{title} {address}" for title, address in Resource.objects.values_list("title", "address")),
    ]
    assert [text for text in quoted if text and words(text) not in known] == []
