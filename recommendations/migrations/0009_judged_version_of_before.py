"""Give each judgement the version that was judged.

It is the newest that was published by the end of the day of the judgement. Where none was (a document's answer may
have come here later), it is the first that was published since; where no version was ever published, it stays unknown.
"""

from django.db import migrations
from django.utils import timezone


def give_versions(apps, schema_editor):
    """Give the judgements that have none their versions; records of other kinds are not touched."""
    assurances = apps.get_model("recommendations", "Assurance").objects
    steps = apps.get_model("recommendations", "ResponseStep").objects
    for assurance in assurances.filter(version=None).order_by("pk"):
        published = steps.filter(action="published", version__response=assurance.response_id)
        published = list(published.order_by("version__number").values_list("at", "version"))
        before = [version for at, version in published if timezone.localdate(at) <= assurance.judged_on]
        since = [version for _, version in published]
        if found := before[-1:] or since[:1]:
            assurances.filter(pk=assurance.pk).update(version=found[0])


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0008_judged_version")]
    operations = [migrations.RunPython(give_versions, migrations.RunPython.noop, elidable=True)]
