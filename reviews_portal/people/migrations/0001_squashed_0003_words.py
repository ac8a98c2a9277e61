import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a new installation runs in place of the migrations that it replaces."""

    replaces = [('people', '0001_initial'), ('people', '0002_words'), ('people', '0003_words')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('learning', '0013_correction'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='email address')),
                ('role', models.CharField(choices=[('agency-editor', 'Agency editor'), ('partnership-editor', 'Partnership editor'), ('scrutineer', 'Independent scrutineer'), ('member', 'Member')], max_length=20)),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='accepted at')),
                ('agency', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='learning.agency')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(help_text='The partnership that sent the invitation.', on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='learning.partnership')),
            ],
            options={
                'ordering': ['-invited_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('agency__isnull', False), ('role', 'agency-editor')), models.Q(('agency', None), models.Q(('role', 'agency-editor'), _negated=True)), _connector='OR'), name='invitation_agency_for_its_editors', violation_error_message='An agency editor must have an agency. Other roles belong to the partnership.'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('agency'), models.F('partnership'), condition=models.Q(('agency__isnull', False), ('taken_at', None)), name='invitation_to_agency_open_once'), models.UniqueConstraint(django.db.models.functions.text.Lower('email'), models.F('role'), models.F('partnership'), condition=models.Q(('agency', None), ('taken_at', None)), name='invitation_to_partnership_open_once')],
            },
        ),
    ]
