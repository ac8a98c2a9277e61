"""Versions that trainers made before a version said whose its headings are, and all that it was made from.

Nobody can tell any more what their layouts hid. Where their trainer saw more than everyone, something unknown counts as
hidden, so that others read what is quoted, without the trainer's words.
"""

from django.db import migrations

UNKNOWN = "unknown"  # the code of no review
EVERYONES = ["seen-by:public"]


def keep_back(apps, schema_editor):
    editions = apps.get_model("briefings", "Edition").objects
    for edition in editions.filter(outline__is_trainers=True).iterator(chunk_size=100):
        if "reviews" in edition.outline:
            continue
        for section in edition.outline["sections"]:
            section["is_trainers"] = True
        edition.outline["reviews"] = [] if edition.sight == EVERYONES else [UNKNOWN]
        edition.save(update_fields=["outline"])


class Migration(migrations.Migration):
    dependencies = [("briefings", "0004_earlier_versions")]
    operations = [migrations.RunPython(keep_back, migrations.RunPython.noop, elidable=True)]
