import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import learning.utils.fields

OF_DOCUMENT = "Leave blank if it is that of the document."
DOCUMENT = {
    "max_length": 2,
    "choices": [("en", "English"), ("cy", "Cymraeg"), ("gd", "Gàidhlig"), ("ga", "Gaeilge")],
    "default": "en",
    "help_text": "Quotations from this document are in this language unless you record another. For a bilingual "
    "document, choose the language of its title.",
}
TWICE = "This document already has a second wording of this record in this language. Change that one."
WORDING = {
    "heading": models.CharField(max_length=200, blank=True, help_text="The heading above it in this language."),
    "language": learning.utils.fields.LanguageField(help_text=OF_DOCUMENT),
    "tail": models.TextField(blank=True, help_text="For a recommendation: the words after its parts."),
}
REWORDED = {
    "reference": models.CharField(
        max_length=24, blank=True, help_text="The reference of the learning item or recommendation."
    ),
    "text": models.TextField(
        blank=True, help_text="The exact words. Leave blank if they are the same, in the same language."
    ),
}


def kept(to: str) -> models.ForeignKey:
    """Return the relation of a row of history."""
    return models.ForeignKey(
        blank=True,
        db_constraint=False,
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name="+",
        to=to,
    )


def worded(to: str) -> models.ForeignKey:
    """Return the relation of a second wording to what it words."""
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to=to,
    )


def once(name: str, field: str, **condition: bool) -> models.UniqueConstraint:
    """Return the rule that a document has one wording of a section or a resource in a language."""
    return models.UniqueConstraint(
        fields=("document", field, "language"),
        condition=Q(**condition),
        name=name,
        violation_error_message=TWICE,
    )


class Migration(migrations.Migration):
    dependencies = [("learning", "0031_generic_names")]

    operations = [
        migrations.AlterModelOptions("sourcewording", {"ordering": ["document", "reference", "part_position", "pk"]}),
        migrations.RemoveConstraint("sourcewording", "wording_once_a_document"),
        *(
            migrations.AddField(model, "language", learning.utils.fields.LanguageField(help_text=OF_DOCUMENT))
            for name in ("learningitem", "resource", "reviewsection")
            for model in (name, f"historical{name}")
        ),
        *(
            migrations.AddField(model, "language", models.CharField(**DOCUMENT))
            for model in ("sourcedocument", "historicalsourcedocument")
        ),
        *(
            migrations.AddField(model, name, field.clone())
            for model in ("sourcewording", "historicalsourcewording")
            for name, field in WORDING.items()
        ),
        *(
            migrations.AlterField(model, name, field.clone())
            for model in ("sourcewording", "historicalsourcewording")
            for name, field in REWORDED.items()
        ),
        migrations.AddField("sourcewording", "section", worded("learning.reviewsection")),
        migrations.AddField("sourcewording", "resource", worded("learning.resource")),
        migrations.AddField("historicalsourcewording", "section", kept("learning.reviewsection")),
        migrations.AddField("historicalsourcewording", "resource", kept("learning.resource")),
        migrations.AddConstraint(
            "sourcedocument",
            models.CheckConstraint(
                name="document_language_known", condition=Q(language__in=["en", "cy", "gd", "ga"])
            ),
        ),
        migrations.AddConstraint(
            "sourcewording",
            models.UniqueConstraint(
                fields=("document", "reference", "part_position", "language"),
                condition=~Q(reference=""),
                name="wording_once_a_document",
                violation_error_message=TWICE,
            ),
        ),
        migrations.AddConstraint("sourcewording", once("wording_of_section_once", "section", section__isnull=False)),
        migrations.AddConstraint(
            "sourcewording", once("wording_of_resource_once", "resource", resource__isnull=False)
        ),
        migrations.AddConstraint(
            "sourcewording",
            models.CheckConstraint(
                name="wording_of_one_record",
                condition=~Q(reference="") & Q(section=None, resource=None)
                | Q(reference="", part_position=0, section__isnull=False, resource=None)
                | Q(reference="", part_position=0, section=None, resource__isnull=False),
                violation_error_message="Enter only one of these: a reference, a section or a resource.",
            ),
        ),
        migrations.AddConstraint(
            "sourcewording",
            models.CheckConstraint(
                name="wording_in_language_has_words",
                condition=Q(language="") | ~Q(text="") | ~Q(tail=""),
                violation_error_message="Enter the words in this language.",
            ),
        ),
    ]
