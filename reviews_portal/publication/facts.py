"""A decision in words, for those who may confirm it."""

from collections.abc import Iterator
from dataclasses import dataclass

from learning.utils.dates import written_out

from .models import Ground, PublicationDecision, Purpose
from .requirements import Item, requirements_of


@dataclass(frozen=True)
class Fact:
    """One line of what is recorded; `link` is a web address to open."""

    name: str
    value: str
    link: str = ""


def facts_of(decision: PublicationDecision) -> list[Fact]:
    """Return what a decision records, in the order of its form; what a ground does not ask for is left out."""
    return list(lines(decision))


def lines(decision: PublicationDecision) -> Iterator[Fact]:
    """Yield what a decision records."""
    yield Fact("Decision", str(decision.get_purpose_display()))
    if decision.publishes:
        reason = f". {decision.audience_reason}" if decision.audience_reason else ""
        yield Fact("Who can read it", f"{decision.get_audience_display()}{reason}")
    if decision.ground == Ground.ELSEWHERE:
        yield Fact("Already published at", decision.address or "Missing", decision.link)
        yield Fact("Date it was published there", str(decision.published or "Missing"))
    if decision.ground == Ground.HERE or decision.purpose == Purpose.NOT_PUBLISHED:
        yield Fact("Who decided", decision.deciding_body or "Missing")
        yield Fact("Date of the decision", written_out(decision.decided_on) if decision.decided_on else "Missing")
        yield Fact("Reference of the minute", decision.minute or "Missing")
    if decision.purpose == Purpose.NOT_PUBLISHED:
        yield Fact("How the learning was shared", decision.learning_shared or "Missing")
    elif decision.ground == Ground.HERE:
        yield from (Fact(name_of(item), item.in_words) for item in items_of(decision))
        yield from family(decision)


def items_of(decision: PublicationDecision) -> list[Item]:
    """Return what is asked for now with what is recorded on it; of a confirmed decision, what was recorded."""
    if decision.confirmed_at:
        return decision.recorded
    return [decision.item_of(one) for one in requirements_of(decision.review)]


def name_of(item: Item) -> str:
    """Return what an item is called in the list of facts."""
    names = {"agreement": f"{item.requirement.possessive} agreement", "notice": f"Notice to {item.requirement.name}"}
    return names.get(item.requirement.sort.value, item.requirement.title)


def family(decision: PublicationDecision) -> Iterator[Fact]:
    """Yield what is recorded on the family."""
    if decision.family_reason:
        yield Fact("The family", f"Not told: {decision.family_reason}")
        return
    told = f"Told on {written_out(decision.family_told_on)}" if decision.family_told_on else "Missing"
    yield Fact("The family", told)
    yield Fact("The family’s wishes", decision.family_wishes or "Missing")
    yield Fact("Pseudonym chosen by the family", decision.family_pseudonym or "Missing")
