"""Give the kinds of agency that come with the portal their new names: in the plural, and "All agencies".

A kind that somebody has renamed keeps its name. The index, which holds the names, is rebuilt after this migration,
because its version was raised with it (`WORDS_VERSION`).
"""

from django.db import migrations

RENAMED = {  # by slug: the name until now, and the new one
    "health-provider": ("Health provider", "Health providers"),
    "drug-and-alcohol-service": ("Drug and alcohol service", "Drug and alcohol services"),
    "voluntary": ("Voluntary organisation", "Voluntary organisations"),
    "council": ("Council", "Councils"),
    "health-commissioner": ("Health commissioner", "Health commissioners"),
    "inspectorate": ("Inspectorate", "Inspectorates"),
    "partnership-body": ("Partnership body", "Safeguarding partnerships"),
    "everyone": ("Everyone", "All agencies"),
}


def rename(apps, schema_editor):
    for slug, (until_now, new) in RENAMED.items():
        apps.get_model("learning", "AgencyKind").objects.filter(slug=slug, name=until_now).update(name=new)


def rename_back(apps, schema_editor):
    for slug, (until_now, new) in RENAMED.items():
        apps.get_model("learning", "AgencyKind").objects.filter(slug=slug, name=new).update(name=until_now)


class Migration(migrations.Migration):
    dependencies = [("learning", "0015_editors_note")]
    operations = [migrations.RunPython(rename, rename_back, elidable=True)]
