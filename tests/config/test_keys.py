import sqlite3
from contextlib import closing

import pytest
from django.http import Http404

from config.keys import NoSuchKeyMiddleware


def overflow():
    """What sqlite3 says to a key of more than 64 bits."""
    with pytest.raises(OverflowError) as caught, closing(sqlite3.connect(":memory:")) as database:
        database.execute("SELECT ?", [2**63])
    return caught.value


def test_a_key_beyond_64_bits_is_a_row_that_is_not_there(rf):
    with pytest.raises(Http404):
        NoSuchKeyMiddleware(None).process_exception(rf.get("/"), overflow())


def test_any_other_overflow_is_a_fault(rf):
    assert NoSuchKeyMiddleware(None).process_exception(rf.get("/"), OverflowError("date value out of range")) is None
