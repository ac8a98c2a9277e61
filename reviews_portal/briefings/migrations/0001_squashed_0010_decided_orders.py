import django.db.models.deletion
import django.utils.timezone
import reviews_portal.briefings.models.kept
import reviews_portal.briefings.models.summary
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a new installation runs in place of the migrations that it replaces."""

    replaces = [('briefings', '0001_editions'), ('briefings', '0002_briefing'), ('briefings', '0003_long_exports'), ('briefings', '0004_earlier_versions'), ('briefings', '0005_earlier_briefings'), ('briefings', '0006_exports_without_version'), ('briefings', '0007_parts_of_exports'), ('briefings', '0008_words'), ('briefings', '0009_partnership_summaries'), ('briefings', '0010_decided_orders')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('learning', '0014_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True)),
                ('digest', models.CharField(editable=False, help_text='Keyed digest of everything except its date.', max_length=64, unique=True)),
                ('outline', models.JSONField()),
                ('sight', models.JSONField(default=list, editable=False, help_text='What the person it was made for could see.')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='BriefingApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('acted_as', models.CharField(blank=True, help_text='The role of the person who did it. Kept if their account is removed.', max_length=300)),
                ('approved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('digest', models.CharField(editable=False, help_text='Keyed digest of what was approved.', max_length=64)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefing_approvals', to='learning.partnership')),
                ('review', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='briefing_approval', to='learning.review')),
            ],
            options={
                'ordering': ['review'],
            },
        ),
        migrations.CreateModel(
            name='Briefing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('plan', models.JSONField()),
                ('key', models.CharField(default=reviews_portal.briefings.models.kept.new_key, editable=False, max_length=40, unique=True)),
                ('is_shared', models.BooleanField(default=False, help_text='Anyone with the link can view what they are permitted to see.')),
                ('revision', models.PositiveIntegerField(default=1, editable=False)),
                ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='briefings', to=settings.AUTH_USER_MODEL)),
                ('earlier', models.ManyToManyField(editable=False, help_text='Earlier saved versions, which are deleted with it.', related_name='earlier_of', to='briefings.edition')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefings', to='briefings.edition')),
            ],
            options={
                'ordering': ['-saved_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalPartnershipSummary',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('part', models.CharField(choices=reviews_portal.briefings.models.summary.parts_of_briefing, max_length=20)),
                ('text', models.TextField(max_length=5000)),
                ('references', models.JSONField(default=list, help_text='References of the statements that it is based on.')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='learning.review')),
            ],
            options={
                'verbose_name': 'historical partnership summary',
                'verbose_name_plural': 'historical partnership summaries',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='LongExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=reviews_portal.briefings.models.kept.new_key, editable=False, max_length=40, unique=True)),
                ('outline', models.JSONField(null=True)),
                ('format', models.CharField(max_length=8)),
                ('name', models.CharField(help_text='Name of the file.', max_length=300)),
                ('state', models.CharField(choices=[('waiting', 'Queued'), ('running', 'In progress'), ('ready', 'Ready'), ('stopped', 'Stopped'), ('failed', 'Failed')], default='waiting', max_length=8)),
                ('attempt', models.PositiveSmallIntegerField(default=1, help_text='A task of an earlier attempt writes nothing.')),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField()),
                ('problem', models.TextField(blank=True, help_text='Why it could not be made.')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('sight', models.JSONField(default=list, help_text='What its reader could see when they asked.')),
                ('digest', models.CharField(db_index=True, help_text='Keyed digest of its content except the date.', max_length=64)),
                ('size', models.PositiveBigIntegerField(default=0, help_text='Size of the file in bytes, once it is ready.')),
                ('selection', models.JSONField(help_text='For a list too long for an outline: its address and parameters.', null=True)),
                ('requester', models.CharField(db_index=True, help_text='Keyed digest of an account or a network.', max_length=32)),
                ('contents', models.CharField(blank=True, help_text='For a list: keyed digest of the records in the file.', max_length=64)),
                ('edition', models.ForeignKey(help_text='The kept version that it is of, if any.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='long_exports', to='briefings.edition')),
                ('reader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='LongExportPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attempt', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('content', models.BinaryField(help_text='Compressed with zlib.')),
                ('export', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='briefings.longexport')),
            ],
            options={
                'ordering': ['number', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('export', 'attempt', 'number'), name='export_part_once')],
            },
        ),
        migrations.CreateModel(
            name='PartnershipSummary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=reviews_portal.briefings.models.summary.parts_of_briefing, max_length=20)),
                ('text', models.TextField(max_length=5000)),
                ('references', models.JSONField(default=list, help_text='References of the statements that it is based on.')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partnership_summaries', to='learning.review')),
            ],
            options={
                'verbose_name_plural': 'partnership summaries',
                'ordering': ['review', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('review', 'part'), name='partnership_summary_once'), models.CheckConstraint(condition=models.Q(('part__in', ['why', 'happened', 'experience', 'worked', 'learnt', 'do', 'ask'])), name='partnership_summary_part_known')],
            },
        ),
    ]
