"""A small named world, beside the four real reviews: one invented partnership and a review for every kind of reader.

Everything is made through the models and actions. Each text of a review holds the review's own word (`word`), so
that a text which shows up where it should not can be told.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group
from django.test import override_settings

from learning.actions import change_audience, publish_review, withdraw_review
from learning.models import (
    Agency,
    AgencyInvolved,
    AgencyKind,
    Audience,
    DocumentKind,
    GlossaryTerm,
    ItemKind,
    LearningItem,
    Membership,
    Partnership,
    Resource,
    Review,
    ReviewKind,
    ReviewSection,
    Role,
    SectionKind,
    SourceDocument,
    Theme,
)
from learning.search.index import deferred
from recommendations.models import (
    QuotedAction,
    Recommendation,
    RecommendationPart,
    Response,
    ResponseStep,
    ResponseVersion,
)
from reviews_portal.accounts.approved_domains import vouched
from reviews_portal.groups import ADMINISTRATORS, PRACTITIONERS

ADDED = date(2026, 11, 21)


@dataclass
class World:
    """Who and what there is."""

    partnership: Partnership
    people: dict[str, object]
    reviews: dict[str, "MadeReview"] = field(default_factory=dict)
    made: dict[str, Any] = field(default_factory=dict)  # what was made in it besides, by the name of its fixture


@dataclass
class MadeReview:
    """A review of the world and what hangs on it."""

    review: Review
    word: str
    document: SourceDocument
    item: LearningItem
    recommendation: Recommendation
    agency: Agency
    term: GlossaryTerm
    response: Response

    @property
    def addresses(self) -> list[str]:
        """The addresses of its own pages."""
        return [
            self.review.get_absolute_url(),
            self.item.get_absolute_url(),
            self.recommendation.get_absolute_url(),
            f"{self.recommendation.get_absolute_url()}responses/{self.agency.slug}/",
        ]


def make_user(name: str, *groups: str, **fields):
    """Return a new user with an e-mail address of this name, in these groups."""
    user = get_user_model().objects.create_user(email=f"{name}@example.org", password="a long password", **fields)
    vouched(user)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_partnership(name: str = "Northshire") -> Partnership:
    """Return an invented partnership."""
    return Partnership.objects.create(
        name=f"{name} Safeguarding Children Partnership", slug=name.lower(), area=name, nation="england"
    )


def everyone() -> AgencyKind:
    return AgencyKind.objects.get(slug=AgencyKind.EVERYONE)


# Kinds that came when tests named the references of the others: tests/documents/three_levels.py has items of them.
LATER_KINDS = (ItemKind.CONCERN, ItemKind.ACTION_TAKEN_SINCE)


@override_settings(SIMPLE_HISTORY_ENABLED=False)  # it is of no use here, and takes two thirds of the time
@deferred()
def make_review(
    code: str, word: str, partnership: Partnership | None = None, kind: str = "rapid-review", **fields
) -> MadeReview:
    """Return a draft review with one of everything, each text with the review's own word in it."""
    review = Review.objects.create(
        **{
            "code": code,
            "slug": f"review-{word}",
            "title": f"Review {word}",
            "added_on": ADDED,
            "children": f"A child {word}",
        }
        | fields
    )
    review.kinds.add(ReviewKind.objects.get(slug=kind))
    if partnership:
        review.partnerships.add(partnership)
    term = GlossaryTerm.objects.create(abbreviation=f"ZZ{word.upper()}", slug=f"zz{word}", expansion=f"Zed {word}")
    document = SourceDocument.objects.create(
        slug=f"document-{word}", review=review, title=f"Document {word}", kind=DocumentKind.REPORT, position=10
    )
    document.glossary_terms.add(term)
    agency = Agency.objects.create(
        name=f"Agency {word}", slug=f"agency-{word}", kind=AgencyKind.objects.get(slug="police")
    )
    AgencyInvolved.objects.create(review=review, agency=agency, named_as=f"Agency {word}")
    at = {"review": review, "document": document, "heading": f"Heading {word}"}
    ReviewSection.objects.create(**at, position=10, kind=SectionKind.BACKGROUND, text=f"Happened {word}", is_key=True)
    items = [
        make_item(at | {"position": 20 + number}, kind, f"{kind} {word}")
        for number, kind in enumerate(kind for kind in ItemKind.values if kind not in LATER_KINDS)
    ]
    sub_point = make_item(at | {"position": 40}, ItemKind.FINDING, f"sub-point {word}")
    LearningItem.objects.filter(pk=sub_point.pk).update(parent=items[2])
    recommendation, response = make_recommendation(at | {"position": 50}, agency, word)
    make_actions(recommendation, word)
    Resource.objects.create(**at, position=60, title=f"Reading {word}")
    return MadeReview(review, word, document, items[0], recommendation, agency, term, response)


@deferred()
def make_item(at: dict, kind: str, text: str, theme: str = "neglect") -> LearningItem:
    """Return an item on a theme that speaks to everyone."""
    item = LearningItem.objects.create(**at, kind=kind, text=text)
    item.themes.add(Theme.objects.get(slug=theme))
    item.agency_kinds.add(everyone())
    return item


@deferred()
def make_recommendation(at: dict, agency: Agency, word: str, number: int = 1) -> tuple[Recommendation, Response]:
    """Return a recommendation with two parts, and a published response to it."""
    recommendation = Recommendation.objects.create(
        **at, short_label=str(number), stem=f"Stem {word}", tail=f"Tail {word}"
    )
    recommendation.themes.add(Theme.objects.get(slug="neglect"))
    recommendation.agencies.add(agency)
    for label in "ab":
        RecommendationPart.objects.create(recommendation=recommendation, label=label, text=f"Part {label} {word}")
    response = Response.objects.create(recommendation=recommendation, agency=agency, position=10)
    publish_version(response, f"Answer {word}")
    return recommendation, response


def make_actions(recommendation: Recommendation, word: str) -> None:
    """Quote an action of a plan for a recommendation, and one for no recommendation, in its document."""
    at = {"review": recommendation.review, "document": recommendation.document}
    QuotedAction.objects.create(
        **at,
        recommendation=recommendation,
        position=55,
        label="1",
        text=f"Deed {word}",
        lead=f"Lead {word}",
        due="31 September 2020",
        further_columns=[["RAG", f"Amber {word}"]],
    )
    QuotedAction.objects.create(**at, position=56, text=f"Deed of none {word}", evidence=f"Proof {word}")


@deferred()
def publish_version(response: Response, text: str, **fields) -> ResponseVersion:
    """Return a new published version of a response, quoted from the document of what it answers."""
    fields = {"number": response.versions.count() + 1, "document": response.recommendation.document} | fields
    version = ResponseVersion.objects.create(response=response, text=text, **fields)
    ResponseStep.objects.create(version=version, action="published")
    return version


@deferred()
def make_world() -> World:
    """Return the world: its people, and a review for every audience and status."""
    partnership, other = make_partnership(), make_partnership("Southshire")
    administrator = make_user("boss", ADMINISTRATORS, is_staff=True)
    people = {
        "anyone": AnonymousUser(),
        "signed-in": make_user("nobody"),
        "practitioner": make_user("health-visitor", PRACTITIONERS),
        "member": make_user("member"),
        "agency-editor": make_user("agency-editor"),
        "scrutineer": make_user("scrutineer"),
        "partnership-editor": make_user("editor"),
        "other-editor": make_user("other-editor"),
        "administrator": administrator,
    }
    for name, role, place in (
        ("member", Role.MEMBER, partnership),
        ("scrutineer", Role.SCRUTINEER, partnership),
        ("partnership-editor", Role.PARTNERSHIP_EDITOR, partnership),
        ("other-editor", Role.PARTNERSHIP_EDITOR, other),
    ):
        Membership.objects.create(user=people[name], role=role, partnership=place)
    world = World(partnership, people)
    for number, (name, audience, status) in enumerate(
        (
            ("public", Audience.PUBLIC, "published"),
            ("professionals", Audience.PROFESSIONALS, "published"),
            ("partnership", Audience.PARTNERSHIP, "published"),
            ("draft", Audience.PUBLIC, "draft"),
            ("withdrawn", Audience.PUBLIC, "withdrawn"),
            ("withdrawn-professionals", Audience.PROFESSIONALS, "withdrawn"),
        )
    ):
        made = make_review(f"R900{number}", f"quokka{number}", partnership)
        change_audience(made.review, audience, by=administrator, reason="So it was decided.")
        if status != "draft":
            publish_review(made.review, by=administrator)
        if status == "withdrawn":
            withdraw_review(made.review, by=administrator, reason="It was wrong.")
        world.reviews[name] = made
    Membership.objects.create(
        user=people["agency-editor"], role=Role.AGENCY_EDITOR, agency=world.reviews["public"].agency
    )
    return world
