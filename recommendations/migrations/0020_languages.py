from django.db import migrations, models
from django.db.models import Q

import learning.utils.fields

BLANK = {
    "recommendation": "Leave blank if it is that of the document.",
    "recommendationpart": "Leave blank if it is that of the recommendation.",
}


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0032_languages"),
        ("recommendations", "0019_passages"),
    ]

    operations = [
        *(
            migrations.AddField(model, "language", learning.utils.fields.LanguageField(help_text=text))
            for name, text in BLANK.items()
            for model in (name, f"historical{name}")
        ),
        migrations.AddField(
            "responseversion",
            "language",
            learning.utils.fields.LanguageField(
                help_text="Leave blank if it is that of the document, or English without a document."
            ),
        ),
        migrations.RemoveConstraint("responseversion", "version_has_text"),
        migrations.AddConstraint(
            "responseversion",
            models.CheckConstraint(
                name="version_has_text",
                condition=Q(passage=None) & ~Q(text="")
                | Q(passage__isnull=False, text="", document=None, place="", language=""),
                violation_error_message="Enter the text, or choose a joint response, which has its text, document and "
                "language.",
            ),
        ),
    ]
