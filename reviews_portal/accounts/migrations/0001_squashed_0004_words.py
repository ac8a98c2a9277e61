import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import reviews_portal.accounts.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a new installation runs in place of the migrations that it replaces."""

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_domains'), ('accounts', '0003_earlier_passwords'), ('accounts', '0004_words')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='email address')),
                ('by_domain', models.BooleanField(default=False, help_text='They signed up themselves. They are a practitioner while their email domain is approved.', verbose_name='practitioner by domain')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, help_text='When the address was last confirmed.', null=True, verbose_name='address confirmed')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'ordering': ['email'],
            },
            managers=[
                ('objects', reviews_portal.accounts.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='ApprovedDomain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(help_text='The part after the @, such as “nhs.net”.', max_length=253, unique=True)),
                ('with_subdomains', models.BooleanField(default=False, help_text='“police.uk” then also covers “hampshire.police.uk”.', verbose_name='include subdomains')),
                ('note', models.CharField(blank=True, help_text='Whose domain it is, and who asked for its approval.', max_length=300)),
                ('added_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'ordering': ['domain'],
                'constraints': [models.CheckConstraint(condition=models.Q(('domain', django.db.models.functions.text.Lower('domain'))), name='domain_lower_case', violation_error_message='Enter the domain in lower case.')],
            },
        ),
        migrations.CreateModel(
            name='EarlierPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128)),
                ('replaced_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier_passwords', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique', violation_error_message='There is already an account with this email address.'),
        ),
    ]
