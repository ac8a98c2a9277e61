"""The names and themes by which a partnership's requests are counted.

Like the requests themselves, they are kept in memory for one generation of what readers see (see `table.py`).
"""

from collections import defaultdict

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Coalesce, Concat

from learning.models import Agency, Partnership, Review, Theme
from learning.models.old_slug import slugs_now
from learning.search.index_sets import index_sets
from recommendations.models import Recommendation

type Names = dict[int, tuple[str, str]]  # code or slug, and name, by the key of the record


def names_asked(partnership: Partnership) -> dict[str, Names]:
    """Return the names of each "review", "agency" and "theme" that a partnership asked about, read once and kept.

    "agency for staff" has the names of agencies behind generic ones, for pages that only the partnership sees.
    """
    return index_sets().keep(("names of requests", partnership.pk), lambda: read_names(partnership))


def keys_named(names: dict[str, Names], part: str, code: str) -> list[int]:
    """Return the keys of the reviews, agencies or themes with this code or slug, which may be a former slug."""
    model = {"agency": Agency, "theme": Theme}.get(part)
    is_known = any(one == code for one, _ in names[part].values())
    wanted = code if is_known or model is None else slugs_now(model, [code]).get(code, code)
    return [key for key, (one, _) in names[part].items() if one == wanted]


def themes_asked(partnership: Partnership) -> dict[int, set[int]]:
    """Return the keys of the themes of each recommendation that a partnership asked about, read once and kept."""
    return index_sets().keep(("themes of requests", partnership.pk), lambda: read_themes(partnership))


def read_themes(partnership: Partnership) -> dict[int, set[int]]:
    """Return the keys of the themes of each recommendation that a partnership asked about."""
    found: dict[int, set[int]] = defaultdict(set)
    asked = partnership.requests.shown().order_by().values("recommendation")
    ties = Recommendation.themes.through.objects.filter(recommendation__in=asked)
    for recommendation, theme in ties.values_list("recommendation_id", "theme_id"):
        found[recommendation].add(theme)
    return dict(found)


def read_names(partnership: Partnership) -> dict[str, Names]:
    """Return the code or slug and the name of each review, agency and theme that a partnership asked about, by key."""
    asked = Recommendation.objects.filter(
        pk__in=partnership.requests.shown().order_by().values("recommendation")
    ).order_by()
    asked_agencies = (
        partnership.requests.shown().order_by().values(stands_as=Coalesce("agency__merged_into", "agency"))
    )
    real = Concat("name", Value(" ("), "stands_for__name", Value(")"), output_field=CharField())
    staff_name = Case(When(stands_for=None, then=F("name")), default=real)
    records = {
        "review": Review.objects.filter(pk__in=asked.values("review")).values_list("pk", "code", "title"),
        "agency": Agency.objects.filter(pk__in=asked_agencies).values_list("pk", "slug", "name"),
        "agency for staff": Agency.objects.filter(pk__in=asked_agencies).values_list("pk", "slug", staff_name),
        "theme": Theme.objects.filter(pk__in=asked.values("themes")).values_list("pk", "slug", "name"),
    }
    return {part: {pk: (code, name) for pk, code, name in rows.order_by()} for part, rows in records.items()}
