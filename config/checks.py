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
