"""Put right what the database refuses from now on: addresses that are none of the web, and two documents at one place.

Addresses of resources are said to be damaged: they are shown, and not linked. Those of documents and partnerships go
into the history of their record. Documents keep the order in which they were shown.
"""

from django.db import migrations
from django.db.models import Count, Q
from django.utils import timezone

OF_THE_WEB = ("http://", "https://")


def begins(field, *more):
    """Return the condition that an address begins as one of the web."""
    condition = Q()
    for beginning in (*OF_THE_WEB, *more):
        condition |= Q(**{f"{field}__istartswith": beginning})
    return condition


def take_out(apps, schema_editor):
    """Take out what is no address of the web; nothing is lost."""
    resources = apps.get_model("learning", "Resource").objects.filter(address_state="given")
    resources.exclude(begins("address", "www.")).update(address_state="damaged")
    for name, field in (("SourceDocument", "address"), ("Partnership", "website")):
        history = apps.get_model("learning", f"Historical{name}").objects
        others = apps.get_model("learning", name).objects.exclude(**{field: ""}).exclude(begins(field))
        for record in others:
            held = {one.attname: getattr(record, one.attname) for one in record._meta.concrete_fields}
            history.create(
                **held,
                history_date=timezone.now(),
                history_type="~",
                history_change_reason="Its address was none of the web (http or https), and was taken out.",
            )
        others.update(**{field: ""})


def part_places(apps, schema_editor):
    """Count the documents of each review anew of which two stand at one place."""
    documents = apps.get_model("learning", "SourceDocument").objects
    twice = documents.order_by().values("review", "position").annotate(number=Count("pk")).filter(number__gt=1)
    for review in set(twice.values_list("review", flat=True)):
        own = documents.filter(review=review).order_by("position", "pk")
        for place, key in enumerate(list(own.values_list("pk", flat=True)), start=1):
            documents.filter(pk=key).update(position=place * 10)


class Migration(migrations.Migration):
    dependencies = [("learning", "0006_sharing_statement")]
    operations = [
        migrations.RunPython(take_out, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(part_places, migrations.RunPython.noop, elidable=True),
    ]
