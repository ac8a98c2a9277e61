from django.db import migrations


def copied(source: str, target: str):
    """Return a function that copies all corrections from the model of one app to that of another."""

    def copy(apps, schema_editor):
        new = apps.get_model(target, "Correction")
        rows = apps.get_model(source, "Correction").objects.values_list("review_id", "on")
        new.objects.bulk_create(new(review_id=review, on=on) for review, on in rows)

    return copy


class Migration(migrations.Migration):
    """Move the public notices of redactions to the catalogue, so that exports need not know of redaction."""

    dependencies = [
        ("redaction", "0003_forget_joined_facts"),
        ("learning", "0013_correction"),
    ]

    operations = [
        migrations.RunPython(copied("redaction", "learning"), copied("learning", "redaction"), elidable=True),
        migrations.DeleteModel("Correction"),
    ]
