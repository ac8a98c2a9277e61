from collections import Counter

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError
from django.db.models import F, Q

LABEL = {"help_text": "As printed in the document, such as 9.1, PR1 or 4(b), or, without a number there, its position."}
SERIES = {
    "max_length": 200,
    "blank": True,
    "help_text": "If the document numbers several series: the heading of this one, as printed, such as “National "
    "recommendations”.",
}
SCOPES = [("not-stated", "Not stated"), ("local", "Local"), ("regional", "Regional"), ("national", "National")]
SCOPE = {
    "choices": SCOPES,
    "default": "not-stated",
    "help_text": "Only if the document states it.",
    "max_length": 10,
}
PARENT = {
    "blank": True,
    "null": True,
    "help_text": "The part that this is a part of. A new part must be saved before others can be put under it.",
}
POSITION = {
    "blank": True,
    "default": 0,
    "help_text": "Its position in the recommendation, counting all its parts and their parts. 0 puts it last.",
}
PART_LABEL = {"help_text": "A letter or number as printed, without brackets around it.", "max_length": 20}


def place_parts_once(apps, schema_editor):
    """Number the parts of recommendations anew, in their order, where two have one position or one has none."""
    Part = apps.get_model("recommendations", "RecommendationPart")
    History = apps.get_model("recommendations", "HistoricalRecommendationPart")
    parts: dict[int, list] = {}
    for part in Part.objects.order_by("recommendation", "position", "pk").only("pk", "recommendation_id", "position"):
        parts.setdefault(part.recommendation_id, []).append(part)
    for some in parts.values():
        positions = [part.position for part in some]
        if 0 in positions or len(set(positions)) < len(positions):
            for position, part in enumerate(some, start=1):
                Part.objects.filter(pk=part.pk).update(position=position)
                History.objects.filter(id=part.pk).update(position=position)


def name_parts_by_key(apps, schema_editor):
    """Let conflicting drafts name the parts that they answer by key: a label may now occur twice."""
    for draft, parts in parts_of_drafts(apps):
        keys = {label: key for key, label in reversed(parts)}
        draft.typed["parts"] = [keys[label] for label in draft.typed["parts"] if label in keys]
        draft.save(update_fields=["typed"])


def name_parts_by_label(apps, schema_editor):
    """Do the reverse."""
    for draft, parts in parts_of_drafts(apps):
        labels = dict(parts)
        draft.typed["parts"] = [labels[key] for key in draft.typed["parts"] if key in labels]
        draft.save(update_fields=["typed"])


def parts_of_drafts(apps):
    """Yield each conflicting draft about some parts, with the keys and labels of the recommendation's parts."""
    Part = apps.get_model("recommendations", "RecommendationPart")
    for draft in apps.get_model("recommendations", "ConflictingDraft").objects.select_related("draft__response"):
        if draft.typed.get("parts"):
            parts = Part.objects.filter(recommendation=draft.draft.response.recommendation_id).order_by("position")
            yield draft, list(parts.values_list("pk", "label"))


def refuse_what_would_be_lost(apps, schema_editor):
    """Refuse to go back if a label, a series, a scope or a part of a part would be lost."""
    Recommendation = apps.get_model("recommendations", "Recommendation")
    Part = apps.get_model("recommendations", "RecommendationPart")
    History = apps.get_model("recommendations", "HistoricalRecommendation")
    rows = list(Recommendation.objects.values_list("review_id", "short_label"))
    labels = [label for _, label in rows] + list(History.objects.values_list("short_label", flat=True))
    are_whole = all(label.isascii() and label.isdigit() and int(label) < 1 << 15 for label in labels)
    are_told_apart = max(Counter(rows).values(), default=0) < 2
    stated = ~Q(series="") | ~Q(scope="not-stated")
    kept = Recommendation.objects.filter(stated).exists() or History.objects.filter(stated).exists()
    twice = Counter(Part.objects.values_list("recommendation_id", "label"))
    History = apps.get_model("recommendations", "HistoricalRecommendationPart")
    longest = max((len(label) for model in (Part, History) for label in model.objects.values_list("label", flat=True)), default=0)
    nested = Part.objects.exclude(parent=None).exists()
    if not (are_whole and are_told_apart) or kept or nested or longest > 5 or max(twice.values(), default=0) > 1:
        raise IrreversibleError("Recommendations or parts have labels, series, scopes or levels that would be lost.")


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0014_decided_orders")]

    operations = [
        migrations.RunPython(place_parts_once, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(name_parts_by_key, name_parts_by_label, elidable=True),
        migrations.RemoveConstraint("recommendation", "recommendation_number_once"),
        migrations.RenameField("recommendation", "number", "short_label"),
        migrations.RenameField("historicalrecommendation", "number", "short_label"),
        *(
            operation
            for model in ("recommendation", "historicalrecommendation")
            for operation in (
                # The database turns 3 into "3".
                migrations.AlterField(
                    model, "short_label", models.CharField("number or label", max_length=20, **LABEL)
                ),
                migrations.AddField(model, "series", models.CharField(**SERIES)),
                migrations.AddField(model, "scope", models.CharField(**SCOPE)),
            )
        ),
        migrations.AddConstraint(
            "recommendation",
            models.CheckConstraint(condition=~Q(short_label=""), name="recommendation_has_label"),
        ),
        migrations.AddConstraint(
            "recommendation",
            models.CheckConstraint(
                condition=Q(scope__in=[scope for scope, _ in SCOPES]), name="recommendation_scope_known"
            ),
        ),
        migrations.RemoveConstraint("recommendationpart", "part_label_once"),
        *(
            operation
            for model in ("recommendationpart", "historicalrecommendationpart")
            for operation in (
                migrations.AlterField(model, "label", models.CharField(**PART_LABEL)),
                migrations.AlterField(model, "position", models.PositiveSmallIntegerField(**POSITION)),
            )
        ),
        migrations.AddField(
            "recommendationpart",
            "parent",
            models.ForeignKey(
                **PARENT,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="parts",
                to="recommendations.recommendationpart",
            ),
        ),
        migrations.AddField(
            "historicalrecommendationpart",
            "parent",
            models.ForeignKey(
                **PARENT,
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="recommendations.recommendationpart",
            ),
        ),
        migrations.AddConstraint(
            "recommendationpart",
            models.UniqueConstraint(fields=("recommendation", "position"), name="part_position_once"),
        ),
        migrations.AddConstraint(
            "recommendationpart",
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("pk")), name="part_not_under_itself"),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse_what_would_be_lost, elidable=True),
    ]
