"""Rename LateText to ConflictingDraft."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0009_judged_version_of_before")]

    operations = [
        migrations.RenameModel("LateText", "ConflictingDraft"),
        migrations.AlterField(
            "conflictingdraft",
            "draft",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="conflicting_drafts",
                to="recommendations.responsedraft",
            ),
        ),
    ]
