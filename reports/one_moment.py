from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment():
    """All queries inside see the database as it was at the first of them, so that numbers agree with each other.

    On SQLite a transaction is exclusive anyway. Inside another transaction the level can no longer be chosen.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
