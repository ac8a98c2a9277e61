"""Fill an empty database as use fills it: through the portal's own actions and pages, with something of everything.

make_database.py calls this with the code that the database is to be of. Everything is invented, but for the published
reviews of the fixtures; the restricted one is left out, because the database is a public file.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from learning.models import (
    Agency,
    AgencyKind,
    GlossaryTerm,
    LaterNote,
    LearningItem,
    Membership,
    Partnership,
    Resource,
    ReviewSection,
    Role,
    SourceDocument,
    SourceWording,
    Theme,
    ThemeGroup,
)
from recommendations.actions import asking, assuring, checking, commenting, drafting
from recommendations.models import (
    ChaseStage,
    EvidenceFile,
    Recommendation,
    RecommendationPart,
    Response,
    ResponseRequest,
    ResponseVersion,
)
from reviews_portal.accounts.models import ApprovedDomain
from reviews_portal.briefings.models import LongExport
from reviews_portal.outbox.models import OutboxMessage
from reviews_portal.people.actions import invite
from reviews_portal.redaction import actions as redaction
from tests.briefings.exported import collect, keep_code, outline_at, save
from tests.briefings.exports import long
from tests.briefings.summaries import pages as summaries
from tests.redaction.planting import confirm
from tests.world import World, make_item, make_user, make_world, publish_version

PASSAGE = "Zorbelina Quux"  # is redacted everywhere
PROPOSED, REFUSED = "Tarquin Vole", "Ottoline Newt"
LONG = "The worker asked who else was at home, and wrote down what was said. Nobody had asked before. " * 20
# A text as it comes out of a PDF: soft hyphens, characters without width, a bullet of private use, single line breaks.
PASTED = "\ufeffAsk about the step\u00adfather\u200b at\nhome:\n\uf0b7 who he\u2060 is\n\uf0b7 when he is there"
ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
DUE = date(2099, 1, 1)  # a request cannot be due in the past
PDF = b"%PDF-1.7\n%%EOF\n"
LEFT = {  # everything of a response but its words
    "acceptance": "accepted",
    "progress": "in-progress",
    "signed_off_by": "Head of safeguarding",
    "signed_off_on": date(2026, 11, 1),
}


@dataclass
class Populated:
    """What the database holds that cannot be read from it: who got which codes and links."""

    world: World
    kept: list[tuple[str, str]] = field(default_factory=list)  # the reader and the code of each kept version
    checks: list[tuple[str, str]] = field(default_factory=list)  # the reader and the printed address of each code
    saved: list[str] = field(default_factory=list)  # the keys of saved briefings


def populate() -> Populated:
    """Fill a migrated, empty database."""
    files = sorted(Path(settings.BASE_DIR, "fixtures").glob("*.json"))
    call_command("loaddata", *map(str, files), verbosity=0)
    made = Populated(make_world())
    catalogue(made.world)
    workspace(made.world)
    people(made.world)
    hand_out(made)
    edit(made.world)
    redact(made.world)
    hand_out(made)
    briefings(made)
    return made


def browser_of(world: World, name: str) -> Client:
    """Return the browser of a person of the world, signed in."""
    browser, user = Client(SERVER_NAME="127.0.0.1"), world.people[name]
    if user.is_authenticated:
        browser.force_login(user)
    return browser


def catalogue(world: World) -> None:
    """Add to the reviews what only longer documents have."""
    made = world.reviews["public"]
    at = {"review": made.review, "document": made.document, "heading": "Recommendations"}
    finding = LearningItem.objects.filter(review=made.review, kind="finding", parent=None).get()
    finding.text = f"{LONG}\n\nA second paragraph,\nin two lines."
    finding.save()
    pasted = make_item(at | {"position": 61}, "learning-point", PASTED)
    below = make_item(at | {"position": 62}, "finding", f"Told by {PASSAGE} herself.")
    below.parent = pasted
    below.save()
    make_item(at | {"position": 63}, "question", f"Who asked {PROPOSED}, and who asked {REFUSED}?")
    ReviewSection.objects.create(**at, position=64, kind="background", text=f"{PASTED}\n\n{PASSAGE} saw it.")
    LaterNote.objects.create(item=made.item, dated=date(2026, 1, 1), text="Since then.", author=None)
    Resource.objects.filter(review=made.review).update(address="https://example.org/", address_state="given")
    for place, number in enumerate((9, 10, 3, 8), 70):  # as the document counts
        jumping = Recommendation.objects.create(**at, position=place, number=number, stem=f"Number {number}:")
        jumping.agency_kinds.add(AgencyKind.objects.get(slug="police"))
        jumping.themes.add(Theme.objects.get(slug="neglect"))
        for label in ROMAN if number == 9 else "ab":
            part = RecommendationPart.objects.create(
                recommendation=jumping, label=label, text=f"{number} {label}\u00ad, see the child"
            )
            part.agencies.add(made.agency)
    second = SourceDocument.objects.create(
        slug="second-quokka0", review=made.review, title="Second", kind="briefing", position=20, file_name="b.pdf"
    )
    ninth = Recommendation.objects.get(review=made.review, number=9)
    wordings = {("", ninth): "", ("iv", ninth): "Other words for iv.", ("ix", ninth): "", ("", made.item): "Else."}
    for (part, statement), text in wordings.items():
        SourceWording.objects.create(
            review=made.review, document=second, reference=statement.reference, part=part, text=text, place="page 2"
        )
    quoted = Response.objects.create(recommendation=ninth, agency=made.agency, named_as="The Police", position=10)
    version = publish_version(quoted, f"We agree,\nwith i and ii.\n\n{PASTED}", acceptance="accepted")
    version.parts.set(ninth.parts.filter(label__in=["i", "ii"]))


def workspace(world: World) -> None:
    """Let a partnership ask an agency about five recommendations, each of which gets to another stage."""
    made, people = world.reviews["public"], world.people
    people["writer"], people["second-writer"] = make_user("writer"), make_user("second-writer")
    people["second-editor"] = make_user("second-editor")
    health = Agency.objects.create(
        name="Northshire Health", slug="northshire-health", kind=AgencyKind.objects.get(slug="health-provider")
    )
    health.partnerships.add(world.partnership)
    for name in ("writer", "second-writer"):
        Membership.objects.create(user=people[name], role=Role.AGENCY_EDITOR, agency=health)
    editors = {"role": Role.PARTNERSHIP_EDITOR, "partnership": world.partnership}
    Membership.objects.create(user=people["second-editor"], **editors)
    editor, writer = people["partnership-editor"], people["writer"]
    asked_of = Recommendation.objects.filter(review=made.review).order_by("position")
    for recommendation in asked_of:
        asking.ask(recommendation, [health], asked_by=world.partnership, by=editor, due_on=DUE, note="Please answer.")
    hidden = world.reviews["professionals"]
    asking.ask(hidden.recommendation, [hidden.agency], asked_by=world.partnership, by=editor, due_on=DUE)
    drafted, waiting, returned, published, unanswered = asked_of

    def write(recommendation: Recommendation, text: str, **more):
        draft = drafting.draft_for(recommendation, health, by=writer)
        typed = LEFT | {"text": text} | more
        return drafting.save_draft(draft, typed, revision=draft.revision, by=writer)

    def submit(recommendation: Recommendation, text: str, **more) -> ResponseVersion:
        draft = write(recommendation, text, **more)
        return drafting.submit(draft, revision=draft.revision, by=writer)

    draft = write(drafted, f"A draft that names {PASSAGE}.\n\n{PASTED}", parts=drafted.parts.filter(label="b"))
    try:
        late = LEFT | {"text": "Typed at the same time."}
        drafting.save_draft(draft, late, revision=draft.revision - 1, by=people["second-writer"])
    except drafting.SavedInBetween:
        pass
    submit(waiting, "Waits to be checked.", parts=waiting.parts.filter(label__in=["i", "xii"]))
    checking.return_version(submit(returned, "Came back."), by=editor, comment="Which forms?")
    for text in ("We changed our form.", f"We changed it, said {PASSAGE}.", "We changed it in May.", "Withdrawn."):
        version = submit(published, text)
        checking.publish_version(version, by=editor, deciding_body="Board", meeting="January")
    checking.withdraw_version(version, by=editor, reason="It was wrong.")
    asked = ResponseRequest.objects.get(recommendation=published)
    commenting.comment(asked, by=people["scrutineer"], text="Who has looked?")
    assuring.assure(
        ResponseVersion.objects.current().get(response=version.response),
        partnership=world.partnership,
        by=editor,
        judgement="assured",
        judged_on=timezone.localdate(),
        deciding_body="Board",
        evidence="An audit of ten records.",
        link="https://example.org/audit",
        evidence_files=[EvidenceFile.of("audit.txt", b"Ten records.\n"), EvidenceFile.of("audit.pdf", PDF)],
        evidence_on=date(2026, 10, 1),
        shows="activity",
    )
    for stage in (ChaseStage.REMINDED, ChaseStage.ESCALATED):
        asking.chase(ResponseRequest.objects.get(recommendation=unanswered), by=editor, to=stage)


def people(world: World) -> None:
    """Invite somebody, approve the email domain of others, report an error, and leave an email to be sent."""
    invite("invited@example.org", Role.MEMBER, partnership=world.partnership, by=world.people["partnership-editor"])
    report = {"kind": "error", "about": world.reviews["public"].item.reference, "text": "A word is missing."}
    assert browser_of(world, "anyone").post("/contact/", report).status_code == 302
    ApprovedDomain.objects.create(domain="health.example", note="A trust.")
    OutboxMessage.objects.create(
        message_id="<1@portal>", sender="portal@example.org", recipients=["writer@example.org"], subject="A subject"
    )


def hand_out(made: Populated) -> None:
    """Keep a version of each kind of selection, and print each once, which gives it a check code."""
    public, hidden = made.world.reviews["public"], made.world.reviews["professionals"]
    theirs = "partnership=northshire"
    selections = [
        ("anyone", f"review/{public.review.slug}", ""),
        ("anyone", f"review/{public.review.slug}", "layout=handout"),
        ("anyone", "review/baby-e", ""),
        ("anyone", f"recommendation/{public.recommendation.reference}", ""),
        ("anyone", f"agency/{public.agency.slug}", ""),
        ("practitioner", f"review/{hidden.review.slug}", ""),
        ("practitioner", "theme/neglect", theirs),
        ("practitioner", "recommendations", theirs),
        ("anyone", "search", "q=stepfather"),
    ]
    for name, path, query in selections:
        browser, address = browser_of(made.world, name), f"/briefings/{path}.json?{query}"
        made.checks.append((name, outline_at(browser, address).check_address))
        made.kept.append((name, keep_code(browser, address)))
    report = f"/briefings/report/{made.world.partnership.slug}.json?"
    made.kept.append(("partnership-editor", keep_code(browser_of(made.world, "partnership-editor"), report)))


def edit(world: World) -> None:
    """Change words and addresses, so that there is history and old links lead on."""
    made = world.reviews["public"]
    for text in ("Workers saw the child.", "Workers heard the child."):
        made.item.text = text
        made.item.save()
    theme = Theme.objects.create(name="Wombats", slug="wombats", group=ThemeGroup.HARM, scope_note="Wombats. Again.")
    made.item.themes.add(theme)
    kind = AgencyKind.objects.create(name="Harbour unit", slug="harbour-unit")
    made.item.agency_kinds.add(kind)
    southshire = Partnership.objects.get(slug="southshire")
    for record, slug in (
        (made.review, "family-quokka"),
        (made.agency, "quokka-police"),
        (theme, "wombat-care"),
        (theme, "wombat-watch"),
        (kind, "marine-unit"),
        (southshire, "southshire-and-isles"),
    ):
        record.refresh_from_db()
        record.slug = slug
        record.save()
    term = GlossaryTerm.objects.get(pk=made.term.pk)
    term.expansion = "Zed of the quokkas"
    term.save()


def redact(world: World) -> None:
    """Carry out one redaction, refuse one, and leave one open."""
    boss = world.people["administrator"]
    second = make_user("second-boss", "Administrators", is_staff=True)
    world.people["second-boss"] = second
    why = "It is the name of a sister."
    confirm(redaction.propose(PASSAGE, reason=why, by=boss), second)
    redaction.refuse(redaction.propose(REFUSED, reason=why, by=boss), by=second)
    redaction.propose(PROPOSED, reason=why, by=world.people["partnership-editor"])


def briefings(made: Populated) -> None:
    """Save trainers' briefings, approve a partnership's own words, and ask for long exports."""
    world = made.world
    public, hidden = world.reviews["public"], world.reviews["professionals"]
    trainer = browser_of(world, "practitioner")
    chosen = [public.item.reference, public.recommendation.reference, hidden.item.reference]
    collect(trainer, *chosen, title="For Tuesday", introduction="We meet at ten.\n\nBring questions.")
    save(trainer)
    collect(trainer, LearningItem.objects.get(text__startswith="Who asked").reference)
    saved = save(trainer)  # once more, which keeps the earlier version
    made.saved.append(saved.key)
    made.checks.append(("practitioner", outline_at(trainer, "/briefings/mine.json").check_address))
    saved.is_shared = True
    saved.save()
    assert saved.earlier.exists()
    editor = browser_of(world, "partnership-editor")
    summaries.save(editor, public)
    summaries.approve(editor, public)
    long.run()  # what cleans up after a redaction would delete them
    with override_settings(EXPORT_SECONDS=0):
        for name, ready in (("anyone", True), ("practitioner", False)):
            long.ask(browser_of(world, name), "/briefings/recommendations.csv")
            if ready:
                long.run()
    assert LongExport.objects.filter(state="ready").exists()
