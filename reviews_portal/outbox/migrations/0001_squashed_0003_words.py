import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a new installation runs in place of the migrations that it replaces."""

    replaces = [('outbox', '0001_initial'), ('outbox', '0002_words'), ('outbox', '0003_words')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.CharField(help_text='The same for every attempt to send it.', max_length=200, unique=True)),
                ('sender', models.CharField(max_length=320)),
                ('recipients', models.JSONField()),
                ('subject', models.CharField(max_length=500)),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('stored_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                ('try_after', models.DateTimeField(default=django.utils.timezone.now, verbose_name='next attempt at')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='failed attempts')),
                ('last_error', models.CharField(blank=True, max_length=200)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-stored_at', '-pk'],
                'verbose_name': 'email',
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['try_after'], name='outbox_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sent_at', None), models.Q(('html', ''), ('text', '')), _connector='OR'), name='outbox_forgets_what_it_sent')],
            },
        ),
    ]
