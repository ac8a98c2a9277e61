import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the public notices of redactions, which were a model of the app redaction."""

    dependencies = [
        ("learning", "0012_search_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="learning.review"
                    ),
                ),
            ],
            options={
                "ordering": ["-on", "review__code"],
                "constraints": [
                    models.UniqueConstraint(fields=("review", "on"), name="correction_of_review_once_a_day")
                ],
            },
        ),
    ]
