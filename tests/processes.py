"""Processes of the product that a test starts itself, on the test's own database and Redis, and waiting for what they do."""

import os
import subprocess
import sys
import time

from django.conf import settings
from django.db import connection


def start_python(*arguments, changes=None, **kwargs):
    """A Python of its own, in a process group of its own; the caller ends it."""
    database = os.environ["DATABASE_URL"].replace("/postgres?", f"/{connection.settings_dict['NAME']}?")
    environment = os.environ | {"DATABASE_URL": database, "REDIS_URL": settings.REDIS_URL} | (changes or {})
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, start_new_session=True, **kwargs)


def wait_until(condition, seconds=60):
    give_up = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up, "waited too long"
        time.sleep(0.02)
