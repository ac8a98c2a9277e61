from django.db import migrations, models

import learning.models.review_kind
import learning.utils.fields

FIELDS = {
    "must_agree": learning.utils.fields.LinesField(
        blank=True,
        default=list,
        help_text="One on each line, as within a sentence: the police.",
        verbose_name="who must agree to publication",
    ),
    "must_be_checked": learning.utils.fields.LinesField(
        blank=True,
        default=learning.models.review_kind.general_checks,
        help_text="One on each line. Editors enter who checked it and when, or why it does not apply.",
        verbose_name="what is checked before publication",
    ),
    "must_be_notified": learning.utils.fields.LinesField(
        blank=True,
        default=list,
        help_text="National bodies, one on each line, as within a sentence: the national panel.",
        verbose_name="who is notified before publication",
    ),
    "publication_note": models.TextField(
        blank=True,
        help_text="Shown to editors who record the decision. Say here if the lists above were not checked.",
        verbose_name="note on the decision to publish",
    ),
}


class Migration(migrations.Migration):
    dependencies = [("learning", "0033_corrections")]
    operations = [
        migrations.AddField(model, name, field.clone())
        for model in ("historicalreviewkind", "reviewkind")
        for name, field in FIELDS.items()
    ]
