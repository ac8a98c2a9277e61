"""A long export is of a kept version or of none: what its reader could see is noted with it."""

import django.db.models.deletion
from django.db import migrations, models


def note_sight(apps, schema_editor):
    exports = apps.get_model("briefings", "LongExport").objects
    for export in exports.select_related("edition").defer("outline", "content", "edition__outline"):
        export.sight = export.edition.sight
        export.save(update_fields=["sight"])


class Migration(migrations.Migration):
    dependencies = [("briefings", "0005_earlier_briefings")]
    operations = [
        migrations.AlterField(
            model_name="longexport",
            name="edition",
            field=models.ForeignKey(
                help_text="If it is of one.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="long_exports",
                to="briefings.edition",
            ),
        ),
        migrations.AddField(
            model_name="longexport",
            name="sight",
            field=models.JSONField(default=list, help_text="What its reader could see when they asked."),
        ),
        migrations.AddField(
            model_name="longexport",
            name="digest",
            field=models.CharField(
                db_index=True, default="", help_text="Keyed; of the outline but its date.", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.RunPython(note_sight, migrations.RunPython.noop, elidable=True),
    ]
