import re

from django.db import migrations

# Sentences of our notes that joined a document with what is known elsewhere; what they named is not repeated here.
JOINED = re.compile(r"\s*(?:It is not Southampton(?:’s board)?\.|Press reports [^.]*\.)")
NOTES = (
    ("learning", "Review", {"code": "R0002"}, "curator_note"),
    ("learning", "HistoricalReview", {"code": "R0002"}, "curator_note"),
    ("learning", "GlossaryTerm", {"slug": "sscb-baby-e"}, "explanation"),
    ("learning", "HistoricalGlossaryTerm", {"slug": "sscb-baby-e"}, "explanation"),
)


def forget(apps, schema_editor):
    """Take them out of the records and their history, and have all indexed anew; no version of an export held them."""
    for app, name, which, column in NOTES:
        rows = apps.get_model(app, name).objects.filter(**which)
        for key, text in rows.values_list("pk", column):
            if JOINED.search(text):
                rows.filter(pk=key).update(**{column: JOINED.sub("", text)})
    apps.get_model("learning", "SearchGeneration").objects.update(words_version=1)  # `migrate` then writes it anew


class Migration(migrations.Migration):
    """Forget what our notes on one review said that its document does not say, also in installations of before."""

    dependencies = [
        ("redaction", "0002_folding_of_digests"),
        ("learning", "0005_search_words_version"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
    ]
