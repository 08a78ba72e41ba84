"""The production settings that the README shows, exactly as it shows them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
NEEDED = ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "MEDIA_ROOT"]


def environment(**more):
    shown = re.search(r"```sh\n(.*?)```", README, re.DOTALL).group(1)
    return {"PATH": os.environ["PATH"]} | dict(line.split("=", 1) for line in shown.splitlines()) | more


def manage(*arguments, env):
    return subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True)


def test_deploy_check_has_nothing_to_say():
    check = manage("check", "--deploy", "--fail-level", "WARNING", env=environment())

    assert (check.returncode, check.stdout) == (0, "System check identified no issues (0 silenced).\n"), check.stderr


@pytest.mark.parametrize("name", [name for name in NEEDED if name != "SECRET_KEY"])
def test_nothing_that_production_needs_has_a_default(name):
    env = environment()
    del env[name]

    refused = manage("check", env=env)

    assert refused.returncode != 0
    assert f"Set the {name} environment variable" in refused.stderr


def test_empty_secret_is_refused():
    refused = manage("check", "--deploy", "--fail-level", "WARNING", env=environment(SECRET_KEY=""))

    assert refused.returncode != 0
    assert "SECRET_KEY" in refused.stderr


def test_units_run_what_is_installed_here():
    commands = re.findall(r"^ExecStart=\S+/\.venv/bin/python -m (\S+)", README, re.MULTILINE)

    assert commands == ["gunicorn", "celery"]
