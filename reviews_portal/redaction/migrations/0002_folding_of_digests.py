from django.db import migrations, models


class Migration(migrations.Migration):
    """Each redaction keeps the version of the folding of its digests: that of those from before is the first."""

    dependencies = [
        ("redaction", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="redaction",
            name="folding",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="redaction",
            name="folding",
            field=models.PositiveSmallIntegerField(default=2, help_text="The version of the folding of its digests."),
        ),
        migrations.AddField(
            model_name="redaction",
            name="letters",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="How many letters the passage has, from the second folding on."
            ),
        ),
    ]
