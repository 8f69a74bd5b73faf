"""The entries of the logs and the checkpoints that were published."""

from django.db import migrations, models

from erdem.base import rls


class Migration(migrations.Migration):

    initial = True

    dependencies = [('base', '0002_locks')]

    operations = [
        migrations.CreateModel(
            name='Leaf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('log', models.CharField(choices=[('register', 'public register')], max_length=16)),
                ('kind', models.CharField(choices=[('register_version', 'version of a record')], max_length=32)),
                ('entry', models.BinaryField(max_length=65535)),
                ('leaf_hash', models.BinaryField(max_length=32)),
                ('position', models.BigIntegerField(blank=True, null=True)),
                ('written_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'log entry',
                'ordering': ['log', 'position', 'id'],
                'indexes': [models.Index(condition=models.Q(('position__isnull', True)), fields=['log', 'id'], name='leaf_waiting'), models.Index(fields=['leaf_hash'], name='leaf_by_hash')],
                'constraints': [models.UniqueConstraint(fields=('log', 'position'), name='leaf_position_once'), models.CheckConstraint(condition=models.Q(('position__isnull', True), ('position__gte', 0), _connector='OR'), name='leaf_position_counts'), models.CheckConstraint(condition=models.Q(('log__in', ['register'])), name='leaf_log_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['register_version'])), name='leaf_kind_known'), models.CheckConstraint(condition=models.Q(('leaf_hash', models.Func(models.Func(models.Value(b'\x00'), models.F('entry'), function='byteacat'), function='sha256'))), name='leaf_hash_is_of_its_entry')],
            },
        ),
        migrations.CreateModel(
            name='PublishedCheckpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('log', models.CharField(choices=[('register', 'public register')], max_length=16)),
                ('size', models.BigIntegerField()),
                ('root', models.BinaryField(max_length=32)),
                ('note', models.TextField()),
                ('published_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'checkpoint',
                'ordering': ['log', '-size'],
                'constraints': [models.UniqueConstraint(fields=('log', 'size'), name='checkpoint_size_once'), models.CheckConstraint(condition=models.Q(('size__gte', 0)), name='checkpoint_size_counts'), models.CheckConstraint(condition=models.Q(('log__in', ['register'])), name='checkpoint_log_known')],
            },
        ),
        rls.sql_file("erdem.notary", "notary.sql"),
    ]
