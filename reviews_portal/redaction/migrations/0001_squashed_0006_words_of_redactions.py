import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a new installation runs in place of the migrations that it replaces."""

    replaces = [('redaction', '0001_initial'), ('redaction', '0002_folding_of_digests'), ('redaction', '0003_forget_joined_facts'), ('redaction', '0004_move_corrections'), ('redaction', '0005_words'), ('redaction', '0006_words_of_redactions')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('learning', '0013_correction'),
    ]

    operations = [
        migrations.CreateModel(
            name='Redaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passage', models.CharField(blank=True, max_length=300)),
                ('match_case', models.BooleanField(default=False)),
                ('replacement', models.CharField(default='[redacted]', max_length=60)),
                ('reason', models.TextField()),
                ('state', models.CharField(choices=[('proposed', 'Awaiting confirmation'), ('done', 'Completed'), ('refused', 'Rejected')], default='proposed', max_length=20)),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('places', models.PositiveIntegerField(default=0, help_text='The number of fields that were changed, in all records.')),
                ('length', models.PositiveSmallIntegerField(help_text='The number of words in the passage.')),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('exact_digest', models.CharField(blank=True, help_text='Set if capital letters matter.', max_length=64)),
                ('cleaned_at', models.DateTimeField(blank=True, help_text='When the original words were cleaned from the database files.', null=True)),
                ('folding', models.PositiveSmallIntegerField(default=2, help_text='The version of the folding used for its digests.')),
                ('letters', models.PositiveSmallIntegerField(default=0, help_text='The number of letters in the passage, from the second folding on.')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(help_text='Empty once their account is removed.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-proposed_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'done', 'refused'])), name='redaction_state_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='redaction_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'proposed'), models.Q(('passage', ''), _negated=True)), models.Q(models.Q(('state', 'proposed'), _negated=True), ('passage', '')), _connector='OR'), name='redaction_forgets_its_passage'), models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('exact_digest', ''), ('state', 'refused')), models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='redaction_refused_forgets_its_digest'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='redaction_decision_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='redaction_takes_two_people', violation_error_message='Another person must confirm the redaction.')],
            },
        ),
    ]
