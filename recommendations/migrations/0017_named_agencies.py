from django.db import migrations

# What refers to an agency in a review: model, its fields for the agency and the review.
LINKS = [
    ("learning", "AgencyInvolved", "agency", "review"),
    ("learning", "LearningItem", "agencies", "review"),
    ("recommendations", "Recommendation", "agencies", "review"),
    ("recommendations", "RecommendationPart", "agencies", "recommendation__review"),
    ("recommendations", "Response", "agency", "recommendation__review"),
    ("recommendations", "ResponseRequest", "agency", "recommendation__review"),
]


def take_as_named(apps, schema_editor) -> None:
    """Record that documents name the agencies that their reviews refer to until now: these names are public already."""
    agencies = apps.get_model("learning", "Agency").objects.exclude(kind__generic_name="")
    stands_as = {pk: merged_into or pk for pk, merged_into in agencies.values_list("pk", "merged_into")}
    named = set()
    for app, model, to_agency, to_review in LINKS:
        rows = apps.get_model(app, model).objects.filter(**{f"{to_agency}__in": list(stands_as)}).order_by()
        named |= {(review, stands_as[agency]) for review, agency in rows.values_list(to_review, to_agency)
                  if agency in stands_as}  # fmt: skip
    records = apps.get_model("learning", "NamedAgency")
    records.objects.bulk_create(records(review_id=review, agency_id=agency) for review, agency in sorted(named))


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0031_generic_names"),
        ("recommendations", "0016_words_for_adults"),
    ]
    operations = [migrations.RunPython(take_as_named, migrations.RunPython.noop, elidable=True)]
