from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader


@register(Tags.database)
def check_encoding(databases=None, **kwargs):
    """A PostgreSQL cluster made under the C locale counts bytes: three for each Chinese character, and every length is wrong."""
    return [
        Error(
            f"Database {alias} has the encoding {encoding}, not UTF8.",
            hint="Make it with: createdb -E UTF8 -T template0 --locale=C.UTF-8 (README).",
            id="config.E001",
        )
        for alias in databases or []
        if connections[alias].vendor == "postgresql" and (encoding := _encoding(connections[alias])) != "UTF8"
    ]


def _encoding(connection):
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        return cursor.fetchone()[0]


@register(Tags.database)
def check_old_migrations(databases=None, **kwargs):
    """Decision 123: Django passes over a beginning of which a database has a part, and its tables would stay as they are without a word."""
    return [
        Error(
            f"Database {alias} stopped half way through the old migrations: {', '.join(sorted(missing))} did not run.",
            hint="Check out d28ae26, migrate, and come back (docs/operations.md, Upgrade). Of a demonstration delete var/db.sqlite3.",
            id="config.E004",
        )
        for alias in databases or []
        if (missing := _missing_of_the_old(connections[alias]))
    ]


def _missing_of_the_old(connection):
    loader = MigrationLoader(connection)
    old = {told for migration in loader.replacements.values() for told in migration.replaces}
    missing = old.difference(loader.applied_migrations)
    return {f"{app}.{name}" for app, name in missing} if missing != old else set()


@register()
def check_webhook(app_configs=None, **kwargs):
    """Where messages are sent is for http or https alone, and nobody can tell the county's from a stranger's without a secret."""
    url = urlsplit(settings.MESSAGE_WEBHOOK_URL)
    if not settings.MESSAGE_WEBHOOK_URL:
        return []
    if url.scheme not in ("http", "https") or not url.hostname:
        return [Error("MESSAGE_WEBHOOK_URL is no http or https address.", id="config.E002")]
    if not settings.MESSAGE_WEBHOOK_SECRET:
        return [Error("MESSAGE_WEBHOOK_URL is set without MESSAGE_WEBHOOK_SECRET.", id="config.E003")]
    return []
