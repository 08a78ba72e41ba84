"""The lock files say what is installed; the files for people say why. They must not part."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", re.MULTILINE)


def pins(name):
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in PIN.findall((ROOT / name).read_text())}


@pytest.mark.parametrize("stem", ["requirements", "requirements-dev"])
def test_lock_holds_every_pin(stem):
    wanted, locked = pins(f"{stem}.txt"), pins(f"{stem}.lock")

    assert {package: locked.get(package) for package in wanted} == wanted, "run script/lock"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_and_says_why(name):
    for line in (ROOT / name).read_text().splitlines():
        assert line.startswith("#") or re.match(r"[\w.\[\]-]+==\S+ +# \w", line), line


def test_locks_hold_no_addresses():
    for name in ["requirements.lock", "requirements-dev.lock", "package-lock.json"]:
        assert "resolved" not in (ROOT / name).read_text()
        assert "https://files." not in (ROOT / name).read_text()
