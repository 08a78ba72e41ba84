"""A key of more than 64 bits, typed into an address or a field, is a row that isn't there.

PostgreSQL compares it and finds nothing; sqlite3 raises before it looks, and a form with it would be lost instead of refused.
"""

from math import inf

from django.db.backends.signals import connection_created
from django.dispatch import receiver

LARGEST = 2**63 - 1


@receiver(connection_created)
def look_for_large_keys(connection, **_):
    if connection.vendor == "sqlite" and as_endless not in connection.execute_wrappers:
        connection.execute_wrappers.append(as_endless)


def as_endless(execute, sql, params, many, context):
    """What asks for rows goes on with infinity, which no column of whole numbers holds; what writes such a number is left to fail."""
    if params and sql.startswith("SELECT"):
        params = [endless(value) if isinstance(value, int) else value for value in params]
    return execute(sql, params, many, context)


def endless(number):
    if number > LARGEST:
        return inf
    return number if number >= -LARGEST else -inf
