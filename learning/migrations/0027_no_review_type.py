"""Remove the type of reviews, which are of kinds now.

The types get a default first, so that the columns can be added again.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("learning", "0026_kinds_of_reviews")]
    operations = [
        migrations.RemoveConstraint(model_name="review", name="review_type_known"),
        *(
            migrations.AlterField(
                model_name=model, name="review_type", field=models.CharField(default="other", max_length=60)
            )
            for model in ("review", "historicalreview")
        ),
        *(migrations.RemoveField(model_name=model, name="review_type") for model in ("review", "historicalreview")),
    ]
