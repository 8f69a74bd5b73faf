"""Backups of a whole installation: database, files, logs with their keys. What they hold is told in docs/guides/backup.md."""
