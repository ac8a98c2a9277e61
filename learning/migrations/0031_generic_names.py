from django.db import migrations

# The kinds whose agencies are mostly small, so that their name could identify a child or an adult.
GENERIC = {
    "education": "A school",
    "early-years": "A nursery",
    "general-practice": "A GP practice",
    "care-provider": "A care provider",
    "domestic-abuse-service": "A domestic abuse service",
}


def give_generic_names(apps, schema_editor) -> None:
    """Give these kinds the generic name of their agencies; an administrator may change or remove it."""
    kinds = apps.get_model("learning", "AgencyKind").objects
    for slug, name in GENERIC.items():
        kinds.filter(slug=slug, generic_name="").update(generic_name=name)


class Migration(migrations.Migration):
    dependencies = [("learning", "0030_public_names")]
    operations = [migrations.RunPython(give_generic_names, migrations.RunPython.noop, elidable=True)]
