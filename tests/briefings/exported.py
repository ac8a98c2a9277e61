"""What the tests of briefings do at an address, and how they read its answer."""

import csv
import io
import json

from django.test import Client

from recommendations.models import ResponseStep, ResponseVersion
from reviews_portal.briefings.models import Briefing
from reviews_portal.briefings.outline import Outline, from_data
from reviews_portal.briefings.plans import Plan, plan_of

BUILDER, ADD = "/briefings/", "/briefings/add/"


def body(answer) -> bytes:
    """Return the file that was answered."""
    assert answer.status_code == 200, answer.text
    return answer.content


def outline_at(browser: Client, address: str) -> Outline:
    """Return the outline that is exported as JSON at an address."""
    return from_data(json.loads(body(browser.get(address))))


def rows_of(answer) -> list[dict[str, str]]:
    """Return the rows of an answer that is CSV."""
    return list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))


def plan_in(browser: Client) -> Plan:
    """Return what a browser is collecting."""
    return plan_of(browser.session.get("briefing"))


def collect(browser: Client, *references: str, **fields) -> None:
    """Add items to the briefing of a browser, restricted ones too, and set fields of it."""
    assert browser.post(ADD, {"item": references, "all": "1"}).status_code == 200
    session = browser.session
    session["briefing"] |= fields
    session.save()


def sent(plan: Plan, **changed) -> dict[str, str]:
    """Return what the builder's form sends of a plan, with some fields changed."""
    fields = {"title": plan.title, "introduction": plan.introduction, "layout": plan.layout}
    fields |= {"form-TOTAL_FORMS": len(plan.entries), "form-INITIAL_FORMS": len(plan.entries)}
    for number, entry in enumerate(plan.entries):
        fields |= {
            f"form-{number}-reference": entry.reference,
            f"form-{number}-heading": entry.heading,
            f"form-{number}-note": entry.note,
        }
    return fields | changed


def sent_by(browser: Client) -> dict[str, str]:
    """Return what the form of a browser's builder sends as it stands now."""
    plan = plan_in(browser)
    ticked = {name: "on" for name in ("background", "responses") if getattr(plan, name)}
    return sent(plan, revision=browser.session.get("briefing revision", "")) | ticked


def save(browser: Client) -> Briefing:
    """Save the briefing of a browser, and return it."""
    answer = browser.post(f"{BUILDER}save-for-later/", sent_by(browser))
    assert answer.status_code == 302
    return Briefing.objects.get(key=answer["Location"].split("/")[-2])


def publish_typed(response, text: str = "Typed here.") -> ResponseVersion:
    """Return a new published version of a response that was written here and not quoted from a document."""
    version = ResponseVersion.objects.create(response=response, text=text, number=response.versions.count() + 1)
    for action in ("submitted", "published"):
        ResponseStep.objects.create(version=version, action=action)
    return version


def keep(browser: Client, address: str) -> Outline:
    """Keep the export at an address as a version, and return it as its code opens it in a browser."""
    return outline_at(browser, f"/briefings/versions/{keep_code(browser, address)}.json")


def keep_code(browser: Client, address: str) -> str:
    """Keep the export at an address as a version, and return its code."""
    if address.startswith("/briefings/mine."):
        answer = browser.post(f"{BUILDER}keep-version/", sent_by(browser))
    else:
        path, _, query = address.removeprefix("/briefings/").partition("?")
        answer = browser.post(f"/briefings/keep/{path.partition('.')[0]}/?{query}")
    assert answer.status_code == 302, answer.text
    return answer["Location"].split("/")[-2]
