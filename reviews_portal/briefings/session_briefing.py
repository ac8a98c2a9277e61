"""What a browser collects for a briefing: it stays in the session, so that nobody needs an account for it."""

from django.http import HttpRequest
from django.utils.crypto import get_random_string

from .layouts import LAYOUTS, arranged
from .listings import quoter_for
from .outline import Outline
from .plans import Plan, data_of, outline_of, plan_of

HELD = "briefing"  # its place in the session
REVISION = "briefing revision"  # another one each time that what is typed was kept
WINDOW = "briefing window"  # from which of them it was kept last
BEFORE = "briefing before"  # the one that was emptied or replaced last, to be brought back
SAVED = "saved briefing"  # which saved one it is, and at which revision
LONGEST_WINDOW = 12  # characters in the name of a window, which the builder sets


def plan_for(request: HttpRequest) -> Plan:
    """Return the briefing that this browser collects."""
    return plan_of(request.session.get(HELD))


def hold(request: HttpRequest, plan: Plan) -> None:
    """Keep the briefing that this browser collects."""
    request.session[HELD] = data_of(plan)
    request.session.setdefault(REVISION, get_random_string(12))


def is_of_before(request: HttpRequest) -> bool:
    """Return whether a form was shown before another window changed the briefing: it would write over that.

    A window that took a file still shows the form from which it did.
    """
    window = request.POST.get("window")
    is_own = bool(window) and window == request.session.get(WINDOW)
    return not is_own and request.POST.get("revision") != request.session.get(REVISION)


def hold_typed(request: HttpRequest, plan: Plan, window: str = "") -> None:
    """Keep a briefing in which something was typed or arranged: what another window shows is of before now."""
    hold(request, plan)
    request.session[WINDOW] = window[:LONGEST_WINDOW]
    request.session[REVISION] = get_random_string(12)


def replace_held(request: HttpRequest, plan: Plan, saved: list[str | int] | None = None) -> None:
    """Put another briefing in the place of the one that this browser collects, which can be brought back.

    `saved` is the key and the revision of the saved one that it is, if it is one.
    """
    now = plan_for(request)
    if now.has_words and now != plan:  # a second click leaves what the first one kept
        request.session[BEFORE] = [data_of(now), request.session.get(SAVED)]
    request.session[SAVED] = saved or ["", 0]
    hold_typed(request, plan)


def bring_back(request: HttpRequest) -> None:
    """Bring back the briefing that was replaced last; the one that stands in its place can then be brought back."""
    if BEFORE in request.session:
        plan, saved = request.session.pop(BEFORE)
        replace_held(request, plan_of(plan), saved)


def made(request: HttpRequest, plan: Plan, *, public_only: bool = False) -> Outline:
    """Return what a plan comes to now for the reader, in its layout."""
    outline = outline_of(plan, request.user, quoter_for(request), public_only=public_only)
    return arranged(outline, LAYOUTS[outline.layout])
