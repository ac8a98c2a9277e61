from django.db import migrations, models


class Migration(migrations.Migration):
    """Let a document's resource be an email address, as it is printed there."""

    dependencies = [("learning", "0020_review_stages")]

    operations = [
        migrations.RemoveConstraint(model_name="resource", name="resource_given_address_is_of_the_web"),
        migrations.AddConstraint(
            model_name="resource",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address_state", "given"), _negated=True),
                    ("address__istartswith", "http://"),
                    ("address__istartswith", "https://"),
                    ("address__istartswith", "www."),
                    ("address__istartswith", "mailto:"),
                    _connector="OR",
                ),
                name="resource_given_address_is_of_the_web",
                violation_error_message=(
                    "Enter an address that begins with https://, http://, www. or mailto:, such as "
                    "https://example.org. If the document prints the address like this, choose “Address damaged in "
                    "the document”: the address is then shown, but not linked."
                ),
            ),
        ),
    ]
