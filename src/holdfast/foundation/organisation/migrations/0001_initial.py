import django.db.models.deletion
import holdfast.foundation.organisation.models.imports
import holdfast.kernel.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Trust',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, unique=True, verbose_name='ODS code')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=150)),
                ('short_name', models.CharField(blank=True, max_length=60)),
                ('published_name', models.CharField(blank=True, max_length=150, verbose_name='name as ODS publishes it')),
                ('region_code', models.CharField(blank=True, max_length=10)),
                ('geography_code', models.CharField(blank=True, max_length=10)),
                ('address', models.CharField(blank=True, max_length=250)),
                ('postcode', models.CharField(blank=True, max_length=10)),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('opened', models.DateField(blank=True, null=True)),
                ('closed', models.DateField(blank=True, null=True)),
                ('live', models.BooleanField(default=False)),
                ('pack', models.CharField(blank=True, max_length=40, verbose_name='pack in force')),
                ('anonymous_reports', models.BooleanField(default=True)),
                ('reports_without_account', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee_number', models.CharField(blank=True, max_length=40)),
                ('given_name', models.CharField(max_length=80)),
                ('family_name', models.CharField(max_length=80)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('job_title', models.CharField(blank=True, max_length=150)),
                ('staff_group', models.CharField(blank=True, max_length=100)),
                ('started', models.DateField(blank=True, null=True)),
                ('left', models.DateField(blank=True, null=True)),
                ('supervisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='team', to='organisation.person')),
                ('trust', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.trust')),
            ],
            options={
                'ordering': ['family_name', 'given_name', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('is_active', models.BooleanField(default=True)),
                ('created', models.DateTimeField(default=holdfast.kernel.clock.now)),
                ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='user', to='organisation.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=150)),
                ('role', models.CharField(max_length=40)),
                ('mailbox', models.EmailField(blank=True, max_length=254, verbose_name='shared mailbox')),
                ('of_policy', models.BooleanField(default=False, verbose_name="comes from the trust's pack")),
                ('level', models.CharField(choices=[('trust', 'one for the whole trust'), ('directorate', 'one for each directorate, division or department'), ('area', 'one for each area or group of sites'), ('site', 'one for each site'), ('team', 'one for each team'), ('everyone', 'everyone who works for the trust')], default='trust', max_length=20)),
                ('about', models.CharField(blank=True, max_length=300)),
                ('closed', models.DateField(blank=True, null=True)),
                ('reports_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='organisation.post')),
                ('trust', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.trust')),
            ],
            options={
                'ordering': ['title'],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, verbose_name='ODS code')),
                ('name', models.CharField(max_length=150)),
                ('published_name', models.CharField(blank=True, max_length=150, verbose_name='name as ODS publishes it')),
                ('address', models.CharField(blank=True, max_length=250)),
                ('postcode', models.CharField(blank=True, max_length=10)),
                ('telephone', models.CharField(blank=True, max_length=40)),
                ('opened', models.DateField(blank=True, null=True)),
                ('closed', models.DateField(blank=True, null=True)),
                ('trust', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.trust')),
            ],
            options={
                'ordering': ['name', 'code'],
            },
        ),
        migrations.CreateModel(
            name='PostHolding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateField()),
                ('end', models.DateField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to='organisation.person')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holdings', to='organisation.post')),
                ('trust', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.trust')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Number',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('value', models.CharField(blank=True, max_length=60)),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name='where the number comes from')),
                ('set_by_trust', models.BooleanField(default=False, verbose_name='set on screen: a pack leaves it alone')),
                ('trust', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.trust')),
            ],
        ),
        migrations.CreateModel(
            name='ImportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=holdfast.foundation.organisation.models.imports.unguessable_key, max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('ods', 'trusts and sites'), ('staff', 'staff')], max_length=10)),
                ('file', models.FileField(blank=True, max_length=150, upload_to=holdfast.foundation.organisation.models.imports.unguessable_path)),
                ('table', models.FileField(blank=True, max_length=150, upload_to=holdfast.foundation.organisation.models.imports.unguessable_path)),
                ('name', models.CharField(max_length=200)),
                ('size', models.PositiveBigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField(default=holdfast.kernel.clock.now)),
                ('choices', models.JSONField(default=dict)),
                ('outcome', models.JSONField(default=dict)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.person')),
                ('trust', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.trust')),
            ],
        ),
        migrations.CreateModel(
            name='Deputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.DateField()),
                ('end', models.DateField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=150)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deputies', to='organisation.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deputising', to='organisation.person')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deputies', to='organisation.post')),
                ('trust', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.trust')),
            ],
            options={
                'verbose_name_plural': 'deputies',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150)),
                ('path', models.CharField(blank=True, db_index=True, max_length=250)),
                ('closed', models.DateField(blank=True, null=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisation.unit')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='organisation.site')),
                ('trust', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.trust')),
            ],
            options={
                'ordering': ['path'],
            },
        ),
        migrations.AddField(
            model_name='post',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='person',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='organisation.unit'),
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40)),
                ('position_title', models.CharField(blank=True, max_length=150)),
                ('primary', models.BooleanField(default=True)),
                ('started', models.DateField(blank=True, null=True)),
                ('ended', models.DateField(blank=True, null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='organisation.person')),
                ('supervisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='supervises', to='organisation.person')),
                ('site', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.site')),
                ('trust', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.trust')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='organisation.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60)),
                ('words', models.CharField(max_length=250)),
                ('trust', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.trust')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('trust', 'key'), name='one_word_per_term')],
            },
        ),
        migrations.CreateModel(
            name='StaffImportMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('columns', models.JSONField(default=dict)),
                ('delimiter', models.CharField(blank=True, max_length=2)),
                ('encoding', models.CharField(blank=True, max_length=20)),
                ('sheet', models.CharField(blank=True, max_length=100)),
                ('saved_at', models.DateTimeField(default=holdfast.kernel.clock.now)),
                ('saved_by', models.CharField(max_length=160)),
                ('trust', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.trust')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('trust',), name='one_staff_import_map')],
            },
        ),
        migrations.AddIndex(
            model_name='site',
            index=models.Index(fields=['trust', 'name'], name='site_by_name'),
        ),
        migrations.AddConstraint(
            model_name='site',
            constraint=models.UniqueConstraint(fields=('trust', 'code'), name='one_site_per_code'),
        ),
        migrations.AddIndex(
            model_name='postholding',
            index=models.Index(fields=['person', 'start'], name='holding_by_person'),
        ),
        migrations.AddConstraint(
            model_name='postholding',
            constraint=models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='postholding_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='number',
            constraint=models.UniqueConstraint(fields=('trust', 'key'), name='one_value_per_number'),
        ),
        migrations.AddIndex(
            model_name='importfile',
            index=models.Index(fields=['trust', 'uploaded_at'], name='import_file_by_age'),
        ),
        migrations.AddIndex(
            model_name='deputy',
            index=models.Index(fields=['person', 'start'], name='deputy_by_person'),
        ),
        migrations.AddConstraint(
            model_name='deputy',
            constraint=models.CheckConstraint(condition=models.Q(('end__isnull', True), ('end__gte', models.F('start')), _connector='OR'), name='deputy_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('trust', 'parent', 'name'), name='one_unit_per_name'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(condition=models.Q(('parent__isnull', True)), fields=('trust', 'name'), name='one_root_unit_per_name'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(fields=('trust', 'key', 'unit'), name='one_post_per_unit'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', True)), fields=('trust', 'key'), name='one_post_of_the_trust'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['trust', 'family_name', 'given_name'], name='person_by_name'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['trust', 'email'], name='person_by_email'),
        ),
        migrations.AddConstraint(
            model_name='person',
            constraint=models.UniqueConstraint(condition=models.Q(('employee_number', ''), _negated=True), fields=('trust', 'employee_number'), name='one_person_per_employee_number'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(fields=('trust', 'number'), name='one_assignment_per_number'),
        ),
    ]
