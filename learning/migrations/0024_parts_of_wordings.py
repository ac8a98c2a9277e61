from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError

POSITION = {"default": 0, "help_text": "The position of a recommendation’s part, or 0 for the statement itself."}


def wordings(apps):
    """Yield the rows of second wordings that name a part, and of their history, with the parts of that reference.

    The parts are pairs of position and label, those of the history before those of today.
    """
    parts: dict[str, list[tuple[int, str]]] = {}
    History = apps.get_model("recommendations", "HistoricalRecommendationPart")
    references = dict(apps.get_model("recommendations", "Recommendation").objects.values_list("pk", "reference"))
    for rows, order in (
        (History.objects, "history_id"),
        (apps.get_model("recommendations", "RecommendationPart").objects, "pk"),
    ):
        for recommendation, position, label in rows.order_by(order).values_list(
            "recommendation_id", "position", "label"
        ):
            if recommendation in references:
                parts.setdefault(references[recommendation], []).append((position, label))
    for name in ("SourceWording", "HistoricalSourceWording"):
        for row in apps.get_model("learning", name).objects.order_by("pk"):
            yield row, parts.setdefault(row.reference, [])


def point_to_positions(apps, schema_editor):
    """Let each second wording of a part name its position. One of a part that nobody knows gets a further position."""
    for row, parts in wordings(apps):
        if row.part:
            positions = {label: position for position, label in parts}
            if row.part not in positions:
                positions[row.part] = max((position for position, _ in parts), default=0) + 1
                parts.append((positions[row.part], row.part))
            type(row).objects.filter(pk=row.pk).update(part_position=positions[row.part])


def point_to_labels(apps, schema_editor):
    """Do the reverse. Raises IrreversibleError if a label is too long, or no part is known."""
    for row, parts in wordings(apps):
        if row.part_position:
            label = dict(parts).get(row.part_position, "")
            if not 0 < len(label) <= 5:
                raise IrreversibleError(f"The label of part {row.part_position} of {row.reference} does not fit.")
            type(row).objects.filter(pk=row.pk).update(part=label)


class Migration(migrations.Migration):
    dependencies = [("learning", "0023_original_files"), ("recommendations", "0015_labels_of_recommendations")]

    operations = [
        migrations.AddField("sourcewording", "part_position", models.PositiveSmallIntegerField(**POSITION)),
        migrations.AddField("historicalsourcewording", "part_position", models.PositiveSmallIntegerField(**POSITION)),
        migrations.RemoveConstraint("sourcewording", "wording_once_a_document"),
        migrations.RunPython(point_to_positions, point_to_labels, elidable=True),
        migrations.AlterModelOptions("sourcewording", {"ordering": ["document", "reference", "part_position"]}),
        migrations.RemoveField("sourcewording", "part"),
        migrations.RemoveField("historicalsourcewording", "part"),
        migrations.AddConstraint(
            "sourcewording",
            models.UniqueConstraint(
                fields=("document", "reference", "part_position"), name="wording_once_a_document"
            ),
        ),
    ]
