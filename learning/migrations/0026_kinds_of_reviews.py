"""Give each review, and each row of its history, the kind of review that its type was.

The kinds get the slugs and names of the types, so that addresses with `?type=` lead to the same lists; the fixture of
kinds completes them. A database without reviews gets none: the fixture has them all. The search index, which holds
the kinds, is rebuilt after these migrations, because its version was raised with them (`WORDS_VERSION`).
"""

from itertools import batched

from django.db import migrations

ROWS = 2000
KINDS = [  # slug, name, nation and who it is about, in the order of lists
    ("serious-case-review", "Serious case review", "", "children"),
    (
        "local-child-safeguarding-practice-review",
        "Local child safeguarding practice review",
        "england",
        "children",
    ),
    (
        "national-child-safeguarding-practice-review",
        "National child safeguarding practice review",
        "england",
        "children",
    ),
    ("rapid-review", "Rapid review", "england", "children"),
    ("child-practice-review", "Child practice review (Wales)", "wales", "children"),
    ("single-unified-safeguarding-review", "Single unified safeguarding review (Wales)", "wales", "either"),
    ("significant-case-review", "Significant case review (Scotland)", "scotland", "children"),
    ("learning-review", "Learning review (Scotland)", "scotland", "children"),
    ("case-management-review", "Case management review (Northern Ireland)", "northern-ireland", "children"),
    ("safeguarding-adult-review", "Safeguarding adult review", "england", "adults"),
    ("domestic-homicide-review", "Domestic homicide review", "", "adults"),
    ("multi-agency-audit", "Multi-agency audit", "", "either"),
    ("other", "Other", "", "either"),
]


def give_kinds(apps, schema_editor):
    """Make the kinds, and relate reviews and their history to them."""
    review, historical = (apps.get_model("learning", name) for name in ("Review", "HistoricalReview"))
    if not review.objects.exists() and not historical.objects.exists():
        return
    model = apps.get_model("learning", "ReviewKind")
    kinds = {
        slug: model.objects.get_or_create(
            slug=slug,
            defaults={
                "name": name,
                "nation": nation,
                "about": about,
                "is_about_domestic_abuse": slug == "domestic-homicide-review",
                "order": place * 10,
            },
        )[0].pk
        for place, (slug, name, nation, about) in enumerate(KINDS, start=1)
    }
    through = review.kinds.through
    rows = review.objects.order_by("pk").values_list("pk", "review_type")
    for some in batched(list(rows), ROWS, strict=False):
        through.objects.bulk_create([through(review_id=pk, reviewkind_id=kinds[kind]) for pk, kind in some])
    # A row of the history names the key of the row that related the two; it is of no use without one, and stays 0.
    of_history = apps.get_model("learning", "HistoricalReview_kinds")
    rows = historical.objects.order_by("pk").values_list("pk", "id", "review_type")
    for some in batched(list(rows), ROWS, strict=False):
        of_history.objects.bulk_create(
            [
                of_history(id=0, history_id=pk, review_id=key, reviewkind_id=kinds[kind])
                for pk, key, kind in some
                if kind in kinds
            ]
        )


def give_types(apps, schema_editor):
    """Give each review its kind as type again. Raises RuntimeError if a type cannot hold the kinds of a review."""
    review, historical = (apps.get_model("learning", name) for name in ("Review", "HistoricalReview"))
    known = {slug for slug, *_ in KINDS}
    for model, through in (
        (review, review.kinds.through),
        (historical, apps.get_model("learning", "HistoricalReview_kinds")),
    ):
        owner = "review_id" if model is review else "history_id"
        kinds = dict(apps.get_model("learning", "ReviewKind").objects.values_list("pk", "slug"))
        types: dict[int, str] = {}
        for key, kind in through.objects.order_by("pk").values_list(owner, "reviewkind_id"):
            if model is review and (key in types or kinds.get(kind) not in known):
                raise RuntimeError("Some reviews are of several kinds, or of a kind that was no type. Change them first.")
            types.setdefault(key, kinds.get(kind, "other") if kinds.get(kind) in known else "other")
        for slug in set(types.values()):
            keys = [key for key, one in types.items() if one == slug]
            for some in batched(keys, 500, strict=False):
                model.objects.filter(pk__in=some).update(review_type=slug)
        through.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("learning", "0025_review_kinds")]
    operations = [migrations.RunPython(give_kinds, give_types, elidable=True)]
