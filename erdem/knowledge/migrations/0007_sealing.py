"""Sealed content, keys of holders and how they come back."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0003_belonging'),
        ('knowledge', '0006_community'),
        ('people', '0005_groups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HolderKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60, verbose_name='what it is called')),
                ('recipient', models.CharField(max_length=70, unique=True, verbose_name='public key')),
                ('keeping', models.CharField(choices=[('server', 'here, locked with the passphrase'), ('holder', 'only as a file with its holder')], max_length=16, verbose_name='where the private key lies')),
                ('state', models.CharField(choices=[('active', 'in use'), ('retired', 'retired'), ('lost', 'lost or in wrong hands')], default='active', max_length=16, verbose_name='state')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('community', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holder_keys', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': "holder's key",
                'verbose_name_plural': "holders' keys",
                'ordering': ['user_id', '-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('recipient__regex', '^age1[02-9ac-hj-np-z]{58}$')), name='holder_key_is_public'),
                    models.CheckConstraint(condition=models.Q(('label__regex', '\\S')), name='holder_key_has_a_label'),
                    models.CheckConstraint(condition=models.Q(('keeping__in', ['server', 'holder'])), name='holder_key_keeping_known'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['active', 'retired', 'lost'])), name='holder_key_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'active')), models.Q(models.Q(('state', 'active'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='holder_key_ends_with_a_moment'),
                ],
            },
        ),
        migrations.CreateModel(
            name='HolderKeySecret',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wrapped', models.TextField(max_length=4000)),
                ('version', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('key', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='secret', to='knowledge.holderkey')),
            ],
            options={
                'verbose_name': 'locked private key',
                'verbose_name_plural': 'locked private keys',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('wrapped__startswith', '-----BEGIN AGE ENCRYPTED FILE-----')), name='holder_secret_is_encrypted'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RecoverySplit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('threshold', models.PositiveSmallIntegerField(verbose_name='shares needed')),
                ('count', models.PositiveSmallIntegerField(verbose_name='shares made')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='splits', to='knowledge.holderkey')),
            ],
            options={
                'verbose_name': 'split of a key',
                'verbose_name_plural': 'splits of keys',
                'ordering': ['key_id', '-id'],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('count__lte', 16), ('threshold__gte', 2), ('threshold__lte', models.F('count'))), name='recovery_numbers_sensible'),
                    models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('key',), name='recovery_split_one_in_force'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RecoveryShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('holder_name', models.CharField(max_length=100, verbose_name='who keeps it')),
                ('fingerprint', models.CharField(max_length=16)),
                ('split', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='knowledge.recoverysplit')),
            ],
            options={
                'verbose_name': 'share of a key',
                'verbose_name_plural': 'shares of keys',
                'ordering': ['split_id', 'ordinal'],
                'constraints': [
                    models.UniqueConstraint(fields=('split', 'ordinal'), name='recovery_share_once'),
                    models.CheckConstraint(condition=models.Q(('fingerprint__regex', '^[0-9a-f]{16}$')), name='recovery_fingerprint_is_hex'),
                    models.CheckConstraint(condition=models.Q(('holder_name__regex', '\\S')), name='recovery_share_has_a_keeper'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SealedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveIntegerField()),
                ('commitment', models.CharField(max_length=64)),
                ('media_class', models.CharField(choices=[('text', 'text'), ('image', 'picture'), ('audio', 'sound recording'), ('video', 'film'), ('other', 'other file')], max_length=16, verbose_name='sort')),
                ('size_band', models.CharField(choices=[('small', 'under 100 KB'), ('medium', '100 KB to 1 MB'), ('large', '1 to 10 MB'), ('huge', 'over 10 MB')], max_length=16, verbose_name='size')),
                ('suite', models.CharField(choices=[('age-x25519', 'age, X25519 and ChaCha20-Poly1305')], default='age-x25519', max_length=32)),
                ('version', models.PositiveIntegerField(default=1)),
                ('sealed_at', models.DateTimeField(auto_now_add=True)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_items', to='knowledge.record')),
                ('sealed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'sealed content',
                'verbose_name_plural': 'sealed contents',
                'ordering': ['record_id', 'ordinal'],
                'constraints': [
                    models.UniqueConstraint(fields=('record', 'ordinal'), name='sealed_item_once'),
                    models.CheckConstraint(condition=models.Q(('commitment__regex', '^[0-9a-f]{64}$')), name='sealed_commitment_is_hex'),
                    models.CheckConstraint(condition=models.Q(('media_class__in', ['text', 'image', 'audio', 'video', 'other'])), name='sealed_class_known'),
                    models.CheckConstraint(condition=models.Q(('size_band__in', ['small', 'medium', 'large', 'huge'])), name='sealed_size_known'),
                    models.CheckConstraint(condition=models.Q(('suite__in', ['age-x25519'])), name='sealed_suite_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SealedVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
                ('blob', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.blob')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='knowledge.sealeditem')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'version of sealed content',
                'verbose_name_plural': 'versions of sealed content',
                'ordering': ['item_id', '-version'],
                'constraints': [
                    models.UniqueConstraint(fields=('item', 'version'), name='sealed_version_once'),
                    models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='sealed_sha256_is_hex'),
                    models.CheckConstraint(condition=models.Q(models.Q(('blob__isnull', False), ('dropped_at__isnull', True)), models.Q(('blob__isnull', True), ('dropped_at__isnull', False)), _connector='OR'), name='sealed_version_is_there_or_dropped'),
                ],
            },
        ),
        migrations.CreateModel(
            name='SealedRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sealed', to='knowledge.holderkey')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='knowledge.sealedversion')),
            ],
            options={
                'verbose_name': 'recipient of sealed content',
                'verbose_name_plural': 'recipients of sealed content',
                'ordering': ['version_id', 'key_id'],
                'constraints': [
                    models.UniqueConstraint(fields=('version', 'key'), name='sealed_recipient_once'),
                ],
            },
        ),
        rls.sql_file("erdem.knowledge", "sealing.sql"),
    ]
