import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a new installation runs in place of the migrations that it replaces."""

    replaces = [('audit', '0001_audit_log'), ('audit', '0002_readers_texts'), ('audit', '0003_words'), ('audit', '0004_briefing_approved'), ('audit', '0005_words_of_redactions'), ('audit', '0006_hidden')]

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('event', models.CharField(choices=[('signed-in', 'Signed in'), ('sign-in-failed', 'Sign-in failed'), ('factor-used', 'Two-step verification passed'), ('factor-failed', 'Two-step verification failed'), ('factor-added', 'Two-step verification method added'), ('factor-removed', 'Two-step verification method removed'), ('recovery-codes-made', 'Recovery codes created'), ('password-changed', 'Password changed'), ('password-reset', 'Password reset'), ('address-changed', 'Sign-in address changed'), ('single-sign-on-connected', 'Single sign-on connected'), ('single-sign-on-disconnected', 'Single sign-on disconnected'), ('account-made', 'Account created'), ('account-closed', 'Account closed'), ('account-reopened', 'Account reopened'), ('account-removed', 'Account removed'), ('role-given', 'Role given'), ('role-changed', 'Role changed'), ('role-taken', 'Role removed'), ('invited', 'Invited'), ('domain-approved', 'Domain approved'), ('domain-removed', 'Domain no longer approved'), ('published', 'Review published'), ('withdrawn', 'Review withdrawn'), ('audience-changed', 'Review audience changed'), ('hidden', 'Hidden at once'), ('hiding-confirmed', 'Kept hidden'), ('shown-again', 'Shown again'), ('briefing-approved', 'Seven-minute briefing approved'), ('briefing-approval-withdrawn', 'Approval of seven-minute briefing withdrawn'), ('redaction-proposed', 'Redaction proposed'), ('redaction-confirmed', 'Redaction confirmed'), ('redaction-refused', 'Redaction rejected or withdrawn'), ('readers-text-removed', 'Reader’s text removed'), ('exported', 'Restricted content exported')], max_length=30)),
                ('detail', models.CharField(help_text='Fixed terms and references, never typed text.', max_length=200)),
                ('network', models.CharField(help_text='The network of the request, not its full address.', max_length=50)),
                ('about', models.ForeignKey(db_constraint=False, help_text='The account that was affected.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('by', models.ForeignKey(db_constraint=False, help_text='Who did it. Empty if they were not signed in, or used the server’s command line.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'audit log entry',
                'verbose_name_plural': 'audit log',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['event', '-at'], name='audit_event')],
                'constraints': [models.CheckConstraint(condition=models.Q(('event__in', ['signed-in', 'sign-in-failed', 'factor-used', 'factor-failed', 'factor-added', 'factor-removed', 'recovery-codes-made', 'password-changed', 'password-reset', 'address-changed', 'single-sign-on-connected', 'single-sign-on-disconnected', 'account-made', 'account-closed', 'account-reopened', 'account-removed', 'role-given', 'role-changed', 'role-taken', 'invited', 'domain-approved', 'domain-removed', 'published', 'withdrawn', 'audience-changed', 'hidden', 'hiding-confirmed', 'shown-again', 'briefing-approved', 'briefing-approval-withdrawn', 'redaction-proposed', 'redaction-confirmed', 'redaction-refused', 'readers-text-removed', 'exported'])), name='audit_event_known')],
            },
        ),
    ]
