"""Add response requests at national scale, and a person of each role, to a database that contains the corpus.

    python -m bench.workspace [--requests 20000]

One partnership, which commissioned a few hundred reviews, made all the requests. Half of them have a response, most of
the responses are published, and half of the published versions are judged. One agency editor writes for every agency
that was asked. Existing records are kept.
"""

import argparse
import random
from datetime import timedelta
from itertools import batched

import django
from django.db import connection

ROWS = 1000
SLUG = "all-requests"
ANSWER = "We wrote to every team, changed the form, and look at ten records each month. "
PEOPLE = ("practitioner", "agency-editor", "partnership-editor", "scrutineer", "administrator")


def main() -> None:
    """Fill the database that the environment configures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=20_000)
    options = parser.parse_args()
    django.setup()
    fill(options.requests)


def address_of(role: str) -> str:
    """Return the email address of the person who has this role."""
    return f"{role}@bench.example.org"


def fill(number: int) -> None:
    """Make the partnership, its requests and responses, and the people, unless they already exist."""
    from django.db import transaction

    from learning.models import Agency, Partnership, Review
    from learning.search.index import deferred, touch

    if Partnership.objects.filter(slug=SLUG).exists():
        return
    chance = random.Random(1)  # noqa: S311 - nothing here is secret
    with transaction.atomic():
        partnership = Partnership(name="Partnership of all requests", slug=SLUG, area="Everywhere", nation="england")
        save(Partnership, [partnership])
        agencies = list(Agency.objects.order_by("pk"))
        tie(Agency.partnerships.through, agency=agencies, partnership=[partnership])
        reviews = list(Review.objects.filter(status="published").order_by("pk")[: max(number // 90, 1)])
        tie(Review.partnerships.through, review=reviews, partnership=[partnership])
        requests = make_requests(partnership, reviews, agencies, number, chance)
        answer(partnership, requests, chance)
        make_people(partnership, agencies)
        with deferred():
            touch(Review, [one.pk for one in reviews])
    print(f"{len(requests):,} requests of {len(agencies)} agencies on {len(reviews)} reviews.")


def save(model, records: list) -> list:
    """Insert records without signals or index updates, and return them."""
    for number, some in enumerate(batched(records, ROWS, strict=False)):
        model._base_manager.bulk_create(some)
        if number == 0 and connection.vendor == "postgresql":
            # Until PostgreSQL knows the table's size, triggers plan for an empty table and scan it all for each row.
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
    return records


def tie(through, **sides: list) -> None:
    """Link each record on one side to each on the other."""
    (first, many), (second, others) = sides.items()
    save(through, [through(**{first: one, second: other}) for one in many for other in others])


def make_requests(partnership, reviews: list, agencies: list, number: int, chance: random.Random) -> list:
    """Make this number of requests, dated within the last two years, and return them."""
    from django.utils import timezone

    from recommendations.models import ChaseStage, Recommendation, ResponseRequest

    recommendations = list(Recommendation.objects.filter(review__in=reviews).order_by("pk"))
    pairs = [(one, agency) for one in recommendations for agency in agencies]
    today, made = timezone.localdate(), []
    for recommendation, agency in sorted(chance.sample(pairs, min(number, len(pairs))), key=lambda _: chance.random()):
        asked_on = today - timedelta(days=chance.randrange(1, 700))
        made.append(
            ResponseRequest(
                recommendation=recommendation,
                agency=agency,
                asked_by=partnership,
                asked_on=asked_on,
                due_on=asked_on + timedelta(days=chance.randrange(30, 400)),
                chase_stage=chance.choice(ChaseStage.values),
                chased_on=today,
            )
        )
    return save(ResponseRequest, made)


def answer(partnership, requests: list, chance: random.Random) -> None:
    """Give half of the requests a response, with a draft, versions, steps and judgements."""
    from django.utils import timezone

    from recommendations.models import (
        Assurance,
        ConflictingDraft,
        EvidenceFile,
        Response,
        ResponseDraft,
        ResponseStep,
        ResponseVersion,
        ScrutinyComment,
    )

    now, today = timezone.now(), timezone.localdate()
    answered = chance.sample(requests, len(requests) // 2)
    responses = save(Response, [Response(recommendation=one.recommendation, agency=one.agency) for one in answered])
    drafts = [ResponseDraft(response=one, text=ANSWER, revision=2, saved_at=now) for one in responses]
    save(ResponseDraft, drafts)
    versions = save(
        ResponseVersion,
        [
            ResponseVersion(
                response=one,
                number=number,
                text=ANSWER * 20,
                acceptance=chance.choice(["accepted", "accepted-in-part"]),
                acceptance_reason="It is in force already.",
                progress=chance.choice(["not-started", "in-progress", "completed"]),
                completed_on=today,
                signed_off_by="Head of safeguarding",
                signed_off_on=today,
            )
            for one in responses
            for number in range(1, chance.choice([2, 2, 2, 3]))
        ],
    )
    steps, published = [], []
    last = {version.response: version for version in versions}
    for version in versions:
        is_last = last[version.response] is version
        at = now - timedelta(days=chance.randrange(2, 400) + 400 * (not is_last))
        steps.append(ResponseStep(version=version, action="submitted", at=at, acted_as="an editor"))
        later, fate = {"version": version, "at": at + timedelta(days=1), "acted_as": "an editor"}, chance.random()
        if fate < 0.8 or not is_last:
            published.append(version)
            steps.append(ResponseStep(action="published", deciding_body="Board", **later))
        elif fate < 0.9:
            steps.append(ResponseStep(action="returned", note="Say since when.", **later))
    save(ResponseStep, steps)
    judged = [
        Assurance(
            response=version.response,
            version=version,
            partnership=partnership,
            judgement=chance.choice(["insufficient", "partial", "assured"]),
            judged_on=today - timedelta(days=chance.randrange(1, 300)),
            deciding_body="Learning group",
            evidence="A look at ten records.",
            evidence_on=today - timedelta(days=300),
            shows=chance.choice(["activity", "change-in-practice", "outcome-for-children"]),
        )
        for version in chance.sample(published, len(published) // 2)
    ]
    save(Assurance, judged)
    file = EvidenceFile.of("audit.pdf", b"%PDF-1.7\n%%EOF\n")
    file.assurance = judged[0]
    save(EvidenceFile, [file])
    save(ScrutinyComment, [ScrutinyComment(request=one, text="Ask for dates.") for one in answered[:10]])
    save(ConflictingDraft, [ConflictingDraft(draft=drafts[0], typed={"text": ANSWER})])


def make_people(partnership, agencies: list) -> None:
    """Make a person of each role; the agency editor writes for all agencies."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group

    from learning.models import Membership
    from reviews_portal.accounts.approved_domains import vouched
    from reviews_portal.groups import ADMINISTRATORS, PRACTITIONERS

    groups = {"practitioner": PRACTITIONERS, "administrator": ADMINISTRATORS}
    for role in PEOPLE:
        person = get_user_model().objects.create_user(
            email=address_of(role), password=None, is_staff=role == "administrator"
        )
        vouched(person)
        person.groups.set(Group.objects.filter(name=groups.get(role, "")))
        places = [{"agency": one} for one in agencies] if role == "agency-editor" else [{"partnership": partnership}]
        if role not in groups:
            save(Membership, [Membership(user=person, role=role, **place) for place in places])


if __name__ == "__main__":
    main()
