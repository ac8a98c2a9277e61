"""The briefing that a reader is putting together: it is stored in the session, so that nobody needs an account."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from .glossary import with_terms
from .layouts import LAYOUTS, arranged
from .listings import quoter_for
from .outline import Outline
from .plans import Plan, Statement, data_of, outline_of, plan_of

HELD = "briefing"  # session key of the plan
REVISION = "briefing revision"  # session key of a random value, renewed with each change of what was typed
WINDOW = "briefing window"  # session key of the browser window that made the last change
BEFORE = "briefing before"  # session key of the plan that was emptied or replaced last, for undo
SAVED = "saved briefing"  # session key of the saved briefing that this is, and its revision
LONGEST_WINDOW = 12  # characters in the name of a window, which the builder's script sets


def plan_for(request: HttpRequest) -> Plan:
    """Return the plan in the session of this request."""
    return plan_of(request.session.get(HELD))


def collected(request: HttpRequest) -> frozenset[str]:
    """Return the references in the briefing of this request, for the many items of a page.

    The page of a reader without a session is the same for everybody, and reads none.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return frozenset()
    if (known := getattr(request, "collected", None)) is None:
        known = request.collected = frozenset(plan_for(request).references)  # type: ignore[attr-defined]
    return known


def hold(request: HttpRequest, plan: Plan) -> None:
    """Store a plan in the session."""
    request.session[HELD] = data_of(plan)
    request.session.setdefault(REVISION, get_random_string(12))


def is_of_before(request: HttpRequest) -> bool:
    """Return whether a form is older than a change made in another window, which it would overwrite.

    The window that made the last change may send its form again: after a download it still shows the same form.
    """
    window = request.POST.get("window")
    is_own = bool(window) and window == request.session.get(WINDOW)
    return not is_own and request.POST.get("revision") != request.session.get(REVISION)


def hold_typed(request: HttpRequest, plan: Plan, window: str = "") -> None:
    """Store a plan with changes from the builder; forms in other windows are then out of date."""
    hold(request, plan)
    request.session[WINDOW] = window[:LONGEST_WINDOW]
    request.session[REVISION] = get_random_string(12)


def replace_held(request: HttpRequest, plan: Plan, saved: list[str | int] | None = None) -> None:
    """Replace the plan in the session with another; the old one can be restored.

    `saved` is the key and the revision of the saved briefing that the new plan is from, if any.
    """
    now = plan_for(request)
    if now.has_words and now != plan:  # a second click must not overwrite the stored one
        request.session[BEFORE] = [data_of(now), request.session.get(SAVED)]
    request.session[SAVED] = saved or ["", 0]
    hold_typed(request, plan)


def bring_back(request: HttpRequest) -> None:
    """Restore the plan that was replaced last; the current one can be restored in turn."""
    if BEFORE in request.session:
        plan, saved = request.session.pop(BEFORE)
        replace_held(request, plan_of(plan), saved)


def made(
    request: HttpRequest, plan: Plan, *, found: dict[str, Statement] | None = None, public_only: bool = False
) -> Outline:
    """Return the outline of a plan for this user now, in its layout; `found` and `public_only` as in `outline_of`."""
    outline = outline_of(plan, request.user, quoter_for(request), found=found, public_only=public_only)
    layout = LAYOUTS[outline.layout]
    quoted = {item.review for item in outline.items()}  # its `reviews` are also those that the reader does not see
    return arranged(with_terms(outline, quoted) if layout.is_short else outline, layout)
