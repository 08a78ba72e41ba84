from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections


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
