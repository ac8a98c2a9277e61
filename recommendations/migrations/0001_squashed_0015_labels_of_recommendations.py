import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a new installation runs in place of the migrations that it replaces."""

    replaces = [('recommendations', '0001_initial'), ('recommendations', '0002_workspace'), ('recommendations', '0003_comments'), ('recommendations', '0004_evidence'), ('recommendations', '0005_acted_as'), ('recommendations', '0006_late_text_stays'), ('recommendations', '0007_order_of_parts'), ('recommendations', '0008_judged_version'), ('recommendations', '0009_judged_version_of_before'), ('recommendations', '0010_conflicting_draft'), ('recommendations', '0011_statement_words'), ('recommendations', '0012_words'), ('recommendations', '0013_words_of_responses'), ('recommendations', '0014_decided_orders'), ('recommendations', '0015_labels_of_recommendations')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('learning', '0014_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalRecommendation',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('position', models.PositiveIntegerField(help_text='Its order in the document, counting all kinds of record.')),
                ('place', models.CharField(blank=True, help_text='Where in the document, such as “line 29”.', max_length=60)),
                ('heading', models.CharField(blank=True, help_text='As in the source.', max_length=200)),
                ('subheading', models.CharField(blank=True, help_text='As in the source.', max_length=200)),
                ('source_defect', models.CharField(blank=True, help_text='The fault in our copy of the text that is corrected here. Words are never changed.', max_length=300)),
                ('is_key', models.BooleanField(default=False, help_text='Shown in the summary at the top of the review’s page.', verbose_name='key point')),
                ('reference', models.CharField(blank=True, db_index=True, help_text='Assigned when first saved. Never changed or reused.', max_length=24)),
                ('numbering_is_ours', models.BooleanField(default=False, help_text='Tick if the document numbers neither recommendations nor parts.')),
                ('stem', models.TextField(blank=True)),
                ('tail', models.TextField(blank=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('short_label', models.CharField(help_text='As printed in the document, such as 9.1, PR1 or 4(b), or, without a number there, its position.', max_length=20, verbose_name='number or label')),
                ('series', models.CharField(blank=True, help_text='If the document numbers several series: the heading of this one, as printed, such as “National recommendations”.', max_length=200)),
                ('scope', models.CharField(choices=[('not-stated', 'Not stated'), ('local', 'Local'), ('regional', 'Regional'), ('national', 'National')], default='not-stated', help_text='Only if the document states it.', max_length=10)),
                ('document', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='learning.sourcedocument')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='learning.review')),
            ],
            options={
                'verbose_name': 'historical recommendation',
                'verbose_name_plural': 'historical recommendations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField(help_text='Its order in the document, counting all kinds of record.')),
                ('place', models.CharField(blank=True, help_text='Where in the document, such as “line 29”.', max_length=60)),
                ('heading', models.CharField(blank=True, help_text='As in the source.', max_length=200)),
                ('subheading', models.CharField(blank=True, help_text='As in the source.', max_length=200)),
                ('source_defect', models.CharField(blank=True, help_text='The fault in our copy of the text that is corrected here. Words are never changed.', max_length=300)),
                ('is_key', models.BooleanField(default=False, help_text='Shown in the summary at the top of the review’s page.', verbose_name='key point')),
                ('reference', models.CharField(blank=True, help_text='Assigned when first saved. Never changed or reused.', max_length=24, unique=True)),
                ('numbering_is_ours', models.BooleanField(default=False, help_text='Tick if the document numbers neither recommendations nor parts.')),
                ('stem', models.TextField(blank=True)),
                ('tail', models.TextField(blank=True)),
                ('short_label', models.CharField(help_text='As printed in the document, such as 9.1, PR1 or 4(b), or, without a number there, its position.', max_length=20, verbose_name='number or label')),
                ('series', models.CharField(blank=True, help_text='If the document numbers several series: the heading of this one, as printed, such as “National recommendations”.', max_length=200)),
                ('scope', models.CharField(choices=[('not-stated', 'Not stated'), ('local', 'Local'), ('regional', 'Regional'), ('national', 'National')], default='not-stated', help_text='Only if the document states it.', max_length=10)),
                ('agencies', models.ManyToManyField(blank=True, related_name='%(class)ss', to='learning.agency')),
                ('agency_kinds', models.ManyToManyField(blank=True, related_name='%(class)ss', to='learning.agencykind')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='learning.sourcedocument')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='learning.review')),
                ('themes', models.ManyToManyField(blank=True, related_name='%(class)ss', to='learning.theme')),
            ],
            options={
                'ordering': ['document', 'position'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HistoricalResponseRequest',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('asked_on', models.DateField(verbose_name='requested on')),
                ('due_on', models.DateField()),
                ('chase_stage', models.CharField(choices=[('asked', 'No reminder sent'), ('reminded', 'Reminder sent'), ('escalated', 'Escalated')], default='asked', max_length=20, verbose_name='reminders')),
                ('note', models.TextField(blank=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('chased_on', models.DateField(blank=True, null=True, verbose_name='last reminder or escalation')),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='learning.agency')),
                ('asked_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='learning.partnership', verbose_name='requested by')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recommendation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recommendations.recommendation')),
            ],
            options={
                'verbose_name': 'historical response request',
                'verbose_name_plural': 'historical response requests',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRecommendationPart',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('label', models.CharField(help_text='A letter or number as printed, without brackets around it.', max_length=20)),
                ('text', models.TextField()),
                ('place', models.CharField(blank=True, max_length=60)),
                ('source_defect', models.CharField(blank=True, max_length=300)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('position', models.PositiveSmallIntegerField(blank=True, default=0, help_text='Its position in the recommendation, counting all its parts and their parts. 0 puts it last.')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recommendation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recommendations.recommendation')),
            ],
            options={
                'verbose_name': 'historical recommendation part',
                'verbose_name_plural': 'historical recommendation parts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRecommendation_themes',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='recommendations.historicalrecommendation')),
                ('theme', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='learning.theme')),
                ('recommendation', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recommendations.recommendation')),
            ],
            options={
                'verbose_name': 'HistoricalRecommendation_themes',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRecommendation_agency_kinds',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('agencykind', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='learning.agencykind')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='recommendations.historicalrecommendation')),
                ('recommendation', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recommendations.recommendation')),
            ],
            options={
                'verbose_name': 'HistoricalRecommendation_agency_kinds',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRecommendation_agencies',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='learning.agency')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='recommendations.historicalrecommendation')),
                ('recommendation', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recommendations.recommendation')),
            ],
            options={
                'verbose_name': 'HistoricalRecommendation_agencies',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='RecommendationPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(help_text='A letter or number as printed, without brackets around it.', max_length=20)),
                ('text', models.TextField()),
                ('place', models.CharField(blank=True, max_length=60)),
                ('source_defect', models.CharField(blank=True, max_length=300)),
                ('position', models.PositiveSmallIntegerField(blank=True, default=0, help_text='Its position in the recommendation, counting all its parts and their parts. 0 puts it last.')),
                ('agencies', models.ManyToManyField(blank=True, related_name='+', to='learning.agency')),
                ('agency_kinds', models.ManyToManyField(blank=True, related_name='+', to='learning.agencykind')),
                ('parent', models.ForeignKey(blank=True, help_text='The part that this is a part of. A new part must be saved before others can be put under it.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='recommendations.recommendationpart')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='recommendations.recommendation')),
            ],
            options={
                'ordering': ['recommendation', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalRecommendationPart_agency_kinds',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('agencykind', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='learning.agencykind')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='recommendations.historicalrecommendationpart')),
                ('recommendationpart', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recommendations.recommendationpart')),
            ],
            options={
                'verbose_name': 'HistoricalRecommendationPart_agency_kinds',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalRecommendationPart_agencies',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('m2m_history_id', models.AutoField(primary_key=True, serialize=False)),
                ('agency', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='learning.agency')),
                ('history', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, to='recommendations.historicalrecommendationpart')),
                ('recommendationpart', models.ForeignKey(blank=True, db_constraint=False, db_tablespace='', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recommendations.recommendationpart')),
            ],
            options={
                'verbose_name': 'HistoricalRecommendationPart_agencies',
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='historicalrecommendationpart',
            name='parent',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The part that this is a part of. A new part must be saved before others can be put under it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recommendations.recommendationpart'),
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('named_as', models.CharField(blank=True, help_text='The agency’s name as printed in the document.', max_length=200)),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Its position among the responses.')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='learning.agency')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='recommendations.recommendation')),
            ],
            options={
                'ordering': ['recommendation', 'position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ResponseDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('acceptance', models.CharField(choices=[('not-stated', 'Not stated'), ('accepted', 'Accepted'), ('accepted-in-part', 'Accepted in part'), ('not-accepted', 'Not accepted')], default='not-stated', max_length=20)),
                ('acceptance_reason', models.TextField(blank=True)),
                ('progress', models.CharField(choices=[('not-stated', 'Not stated'), ('not-started', 'Not started'), ('in-progress', 'In progress'), ('delayed', 'Delayed'), ('completed', 'Completed'), ('superseded', 'Superseded by other work')], default='not-stated', max_length=20)),
                ('progress_reason', models.TextField(blank=True)),
                ('new_date', models.DateField(blank=True, help_text='The new due date of a delayed action.', null=True)),
                ('completed_on', models.DateField(blank=True, null=True)),
                ('signed_off_by', models.CharField(blank=True, help_text='A role, not a person’s name.', max_length=200)),
                ('signed_off_on', models.DateField(blank=True, null=True)),
                ('text', models.TextField(blank=True, max_length=20000)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('parts', models.ManyToManyField(blank=True, related_name='+', to='recommendations.recommendationpart')),
                ('response', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='recommendations.response')),
                ('saved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ConflictingDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('typed', models.JSONField(help_text='The fields of the form, as typed.')),
                ('kept_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicting_drafts', to='recommendations.responsedraft')),
            ],
            options={
                'ordering': ['-kept_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ResponseRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_on', models.DateField(verbose_name='requested on')),
                ('due_on', models.DateField()),
                ('chase_stage', models.CharField(choices=[('asked', 'No reminder sent'), ('reminded', 'Reminder sent'), ('escalated', 'Escalated')], default='asked', max_length=20, verbose_name='reminders')),
                ('note', models.TextField(blank=True)),
                ('chased_on', models.DateField(blank=True, null=True, verbose_name='last reminder or escalation')),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='learning.agency')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='learning.partnership', verbose_name='requested by')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='recommendations.recommendation')),
            ],
            options={
                'ordering': ['due_on', 'recommendation', 'agency', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ResponseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField(help_text='Separate paragraphs with an empty line.')),
                ('acceptance', models.CharField(choices=[('not-stated', 'Not stated'), ('accepted', 'Accepted'), ('accepted-in-part', 'Accepted in part'), ('not-accepted', 'Not accepted')], default='not-stated', max_length=20)),
                ('acceptance_reason', models.TextField(blank=True)),
                ('progress', models.CharField(choices=[('not-stated', 'Not stated'), ('not-started', 'Not started'), ('in-progress', 'In progress'), ('delayed', 'Delayed'), ('completed', 'Completed'), ('superseded', 'Superseded by other work')], default='not-stated', max_length=20)),
                ('progress_reason', models.TextField(blank=True)),
                ('new_date', models.DateField(blank=True, help_text='The new due date of a delayed action.', null=True)),
                ('completed_on', models.DateField(blank=True, null=True)),
                ('signed_off_by', models.CharField(blank=True, help_text='A role, not a person’s name.', max_length=200)),
                ('signed_off_on', models.DateField(blank=True, null=True)),
                ('place', models.CharField(blank=True, max_length=60)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now)),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='response_versions', to='learning.sourcedocument')),
                ('parts', models.ManyToManyField(blank=True, related_name='+', to='recommendations.recommendationpart')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='recommendations.response')),
            ],
            options={
                'ordering': ['response', 'number'],
            },
        ),
        migrations.CreateModel(
            name='ResponseStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(choices=[('submitted', 'Submitted'), ('returned', 'Returned'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], max_length=20)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('note', models.TextField(blank=True)),
                ('as_only_editor', models.BooleanField(default=False, help_text='Published by the person who submitted it, because the partnership has no other editor.')),
                ('deciding_body', models.CharField(blank=True, max_length=200, verbose_name='publication approved by')),
                ('meeting', models.CharField(blank=True, help_text='The meeting that decided it, and its date.', max_length=200)),
                ('acted_as', models.CharField(blank=True, help_text='The role of the person who did it. Kept if their account is removed.', max_length=300)),
                ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='recommendations.responseversion')),
            ],
            options={
                'ordering': ['version', 'at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalAssurance',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('judgement', models.CharField(choices=[('not-assessed', 'Not assessed'), ('insufficient', 'Not assured'), ('partial', 'Partly assured'), ('assured', 'Assured')], max_length=20, verbose_name='level of assurance')),
                ('judged_on', models.DateField(verbose_name='date of decision')),
                ('deciding_body', models.CharField(max_length=200, verbose_name='decided by')),
                ('meeting', models.CharField(blank=True, max_length=200)),
                ('evidence', models.TextField(blank=True, help_text='A description of the evidence. Evidence is not published.')),
                ('evidence_on', models.DateField(blank=True, null=True, verbose_name='date of evidence')),
                ('shows', models.CharField(blank=True, choices=[('activity', 'Activity'), ('change-in-practice', 'Change in practice'), ('outcome-for-children', 'Outcome for children')], max_length=30, verbose_name='what the evidence shows')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('file_count', models.PositiveSmallIntegerField(default=0, editable=False, help_text='The number of files attached.')),
                ('link', models.URLField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(message='Enter a full address that begins with https:// or http://.', schemes=['http', 'https'])], verbose_name='link to the evidence')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='learning.partnership')),
                ('response', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recommendations.response')),
                ('version', models.ForeignKey(blank=True, db_constraint=False, help_text='The version that was assessed. It may be unknown for older decisions.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='recommendations.responseversion')),
            ],
            options={
                'verbose_name': 'historical assurance',
                'verbose_name_plural': 'historical assurances',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Assurance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('judgement', models.CharField(choices=[('not-assessed', 'Not assessed'), ('insufficient', 'Not assured'), ('partial', 'Partly assured'), ('assured', 'Assured')], max_length=20, verbose_name='level of assurance')),
                ('judged_on', models.DateField(verbose_name='date of decision')),
                ('deciding_body', models.CharField(max_length=200, verbose_name='decided by')),
                ('meeting', models.CharField(blank=True, max_length=200)),
                ('evidence', models.TextField(blank=True, help_text='A description of the evidence. Evidence is not published.')),
                ('evidence_on', models.DateField(blank=True, null=True, verbose_name='date of evidence')),
                ('shows', models.CharField(blank=True, choices=[('activity', 'Activity'), ('change-in-practice', 'Change in practice'), ('outcome-for-children', 'Outcome for children')], max_length=30, verbose_name='what the evidence shows')),
                ('file_count', models.PositiveSmallIntegerField(default=0, editable=False, help_text='The number of files attached.')),
                ('link', models.URLField(blank=True, max_length=500, validators=[django.core.validators.URLValidator(message='Enter a full address that begins with https:// or http://.', schemes=['http', 'https'])], verbose_name='link to the evidence')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assurances', to='learning.partnership')),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assurances', to='recommendations.response')),
                ('version', models.ForeignKey(help_text='The version that was assessed. It may be unknown for older decisions.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assurances', to='recommendations.responseversion')),
            ],
            options={
                'ordering': ['response', '-judged_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ScrutinyComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('text', models.TextField(max_length=5000)),
                ('acted_as', models.CharField(blank=True, help_text='The role of the person who wrote it. Kept if their account is removed.', max_length=300)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='recommendations.responserequest')),
            ],
            options={
                'ordering': ['-written_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='EvidenceFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('content', models.BinaryField()),
                ('size', models.PositiveIntegerField(help_text='In bytes.')),
                ('digest', models.CharField(help_text='SHA-256 of the content.', max_length=64)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('assurance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='recommendations.assurance')),
            ],
            options={
                'ordering': ['assurance', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='evidence_file_has_name'), models.CheckConstraint(condition=models.Q(('size__gt', 0), ('size__lte', 10485760)), name='evidence_file_has_size')],
            },
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.UniqueConstraint(fields=('document', 'position'), name='recommendation_place_once'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(('short_label', ''), _negated=True), name='recommendation_has_label'),
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.CheckConstraint(condition=models.Q(('scope__in', ['not-stated', 'local', 'regional', 'national'])), name='recommendation_scope_known'),
        ),
        migrations.AddConstraint(
            model_name='recommendationpart',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='part_has_text'),
        ),
        migrations.AddConstraint(
            model_name='recommendationpart',
            constraint=models.UniqueConstraint(fields=('recommendation', 'position'), name='part_position_once'),
        ),
        migrations.AddConstraint(
            model_name='recommendationpart',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='part_not_under_itself'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.UniqueConstraint(fields=('recommendation', 'agency'), name='response_once_a_body'),
        ),
        migrations.AddConstraint(
            model_name='responserequest',
            constraint=models.UniqueConstraint(fields=('recommendation', 'agency', 'asked_by'), name='request_once_by_a_partnership'),
        ),
        migrations.AddConstraint(
            model_name='responserequest',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('asked_on'))), name='request_due_after_asking', violation_error_message='Due date must be on or after the date of the request.'),
        ),
        migrations.AddConstraint(
            model_name='responserequest',
            constraint=models.CheckConstraint(condition=models.Q(('chase_stage__in', ['asked', 'reminded', 'escalated'])), name='request_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='responseversion',
            constraint=models.UniqueConstraint(fields=('response', 'number'), name='version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='responseversion',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='version_has_text'),
        ),
        migrations.AddConstraint(
            model_name='responseversion',
            constraint=models.CheckConstraint(condition=models.Q(('acceptance__in', ['not-stated', 'accepted', 'accepted-in-part', 'not-accepted'])), name='version_acceptance_known'),
        ),
        migrations.AddConstraint(
            model_name='responseversion',
            constraint=models.CheckConstraint(condition=models.Q(('progress__in', ['not-stated', 'not-started', 'in-progress', 'delayed', 'completed', 'superseded'])), name='version_progress_known'),
        ),
        migrations.AddConstraint(
            model_name='responseversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('acceptance', 'not-accepted'), _negated=True), models.Q(('acceptance_reason', ''), _negated=True), _connector='OR'), name='version_refusal_has_reason', violation_error_message='Enter why the recommendation is not accepted.'),
        ),
        migrations.AddConstraint(
            model_name='responseversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('progress', 'delayed'), _negated=True), models.Q(models.Q(('progress_reason', ''), _negated=True), ('new_date__isnull', False)), _connector='OR'), name='version_delay_has_reason_and_date', violation_error_message='Enter the reason for the delay and the new due date.'),
        ),
        migrations.AddConstraint(
            model_name='responseversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('progress', 'completed'), _negated=True), ('completed_on__isnull', False), _connector='OR'), name='version_completed_has_date', violation_error_message='Enter the date completed.'),
        ),
        migrations.AddConstraint(
            model_name='responseversion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('signed_off_by', ''), ('signed_off_on', None)), models.Q(models.Q(('signed_off_by', ''), _negated=True), ('signed_off_on__isnull', False)), _connector='OR'), name='version_sign_off_whole', violation_error_message='Enter both the role and the date of the sign-off.'),
        ),
        migrations.AddConstraint(
            model_name='responsestep',
            constraint=models.UniqueConstraint(fields=('version', 'action', 'at'), name='step_once'),
        ),
        migrations.AddConstraint(
            model_name='responsestep',
            constraint=models.CheckConstraint(condition=models.Q(('action__in', ['submitted', 'returned', 'published', 'withdrawn'])), name='step_action_known'),
        ),
        migrations.AddConstraint(
            model_name='responsestep',
            constraint=models.UniqueConstraint(fields=('version', 'action'), name='step_of_a_version_once'),
        ),
        migrations.AddConstraint(
            model_name='responsestep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action', 'published'), _negated=True), ('actor', None), models.Q(('deciding_body', ''), _negated=True), _connector='OR'), name='step_publishing_names_who_decided', violation_error_message='Enter the group that approved publication.'),
        ),
        migrations.AddConstraint(
            model_name='responsestep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ['returned', 'withdrawn']), _negated=True), ('actor', None), models.Q(('note', ''), _negated=True), _connector='OR'), name='step_return_says_why', violation_error_message='Enter why it is returned or withdrawn.'),
        ),
        migrations.AddConstraint(
            model_name='responsestep',
            constraint=models.CheckConstraint(condition=models.Q(('as_only_editor', False), ('action', 'published'), _connector='OR'), name='step_only_editor_publishes'),
        ),
        migrations.AddConstraint(
            model_name='assurance',
            constraint=models.CheckConstraint(condition=models.Q(('judgement__in', ['not-assessed', 'insufficient', 'partial', 'assured'])), name='assurance_judgement_known'),
        ),
        migrations.AddConstraint(
            model_name='assurance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('judgement', 'assured'), _negated=True), models.Q(models.Q(models.Q(('evidence', ''), _negated=True), models.Q(('link', ''), _negated=True), ('file_count__gt', 0), _connector='OR'), ('evidence_on__isnull', False)), _connector='OR'), name='assurance_assured_has_dated_evidence', violation_error_message='To record “Assured”, add evidence and its date.'),
        ),
        migrations.AddConstraint(
            model_name='assurance',
            constraint=models.CheckConstraint(condition=models.Q(('link', ''), ('link__istartswith', 'http://'), ('link__istartswith', 'https://'), _connector='OR'), name='assurance_link_is_of_the_web'),
        ),
        migrations.AddConstraint(
            model_name='scrutinycomment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_has_text'),
        ),
    ]
