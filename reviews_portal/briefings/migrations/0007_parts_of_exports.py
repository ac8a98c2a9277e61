"""Long exports are kept in parts, and may be of a list; files that are ready become their first part."""

import zlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def divide(apps, schema_editor):
    exports, parts = (apps.get_model("briefings", name).objects for name in ("LongExport", "LongExportPart"))
    for key in exports.filter(state="ready").values_list("pk", flat=True):
        export = exports.defer("outline").get(pk=key)
        content = bytes(export.content)
        parts.create(export=export, attempt=export.attempt, number=0, content=zlib.compress(content, level=1))
        exports.filter(pk=key).update(size=len(content))


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0006_exports_without_version"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="LongExportPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempt", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("content", models.BinaryField(help_text="Packed by zlib.")),
                (
                    "export",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="briefings.longexport"
                    ),
                ),
            ],
            options={"ordering": ["number"]},
        ),
        migrations.AddConstraint(
            model_name="longexportpart",
            constraint=models.UniqueConstraint(fields=("export", "attempt", "number"), name="export_part_once"),
        ),
        migrations.AddField(
            model_name="longexport",
            name="size",
            field=models.PositiveBigIntegerField(default=0, help_text="Of the file in bytes, once it is ready."),
        ),
        migrations.RunPython(divide, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="longexport", name="content"),
        migrations.AlterField(model_name="longexport", name="outline", field=models.JSONField(null=True)),
        migrations.AddField(
            model_name="longexport",
            name="selection",
            field=models.JSONField(
                help_text="Of a list that no outline holds: its address and parameters.", null=True
            ),
        ),
        migrations.AddField(
            model_name="longexport",
            name="reader",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="longexport",
            name="requester",
            field=models.CharField(
                db_index=True, default="", help_text="Keyed; of an account or a network.", max_length=32
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="longexport",
            name="digest",
            field=models.CharField(db_index=True, help_text="Keyed; of what is in it but its date.", max_length=64),
        ),
        migrations.AddField(
            model_name="longexport",
            name="contents",
            field=models.CharField(
                blank=True, help_text="Of a list: keyed; of the records in the file.", max_length=64
            ),
            preserve_default=False,
        ),
    ]
