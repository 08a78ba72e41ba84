"""The English catalogue: complete, true to the placeholders of its ids, without Chinese; and screens that read it."""

import re
import shutil
import subprocess

import pytest
from django.conf import settings

CATALOGUE = "locale/en/LC_MESSAGES/django.po"
ENTRY = re.compile(r'(?:^msgctxt "(.+)"\n)?^msgid "(.+)"\n(?:^msgid_plural "(.+)"\n)?((?:^msgstr.*\n)+)', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\(\w+\)\d*[sd]|%[sd]|\{\w+\}|</?\w+>|\|(?:约|万|比上年)")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
# Numbers of official documents, names of bureaus and the report's tokens stay as they are written.
EXAMPLES = {"乡", "镇", "街道", "官亭", "号", "临安监", "县安全生产监督管理局", "约", "万", "比上年"}


def entries(folder):
    """{(context, id): [English, …]}; what awaits review counts as having none."""
    whole = re.sub(r'"\n"', "", (folder / CATALOGUE).read_text())
    found = {}
    for entry in whole.split("\n\n"):
        for context, chinese, _plural, english in ENTRY.findall(f"{entry}\n"):
            found[context, chinese] = [""] if "#, fuzzy" in entry else re.findall(r'"(.*)"$', english, re.MULTILINE)
    return found


@pytest.fixture(scope="module")
def english():
    return entries(settings.BASE_DIR)


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory):
    """The entries after script/messages has run on a copy of the code."""
    copy = tmp_path_factory.mktemp("copy") / "code"
    left_out = shutil.ignore_patterns(".*", "node_modules", "var", "tests", "docs", "benchmarks", "__pycache__", "*.mo")
    shutil.copytree(settings.BASE_DIR, copy, ignore=left_out)
    (copy / ".venv").symlink_to(settings.BASE_DIR / ".venv")
    subprocess.run(["script/messages"], cwd=copy, check=True, capture_output=True)
    return entries(copy)


def test_every_string_has_english(refreshed):
    wanting = sorted(chinese for (_context, chinese), english in refreshed.items() if not all(english))

    assert wanting == [], "run script/messages and write the English of these into " + CATALOGUE


def test_nothing_is_left_of_strings_that_are_gone(english, refreshed):
    assert english.keys() - refreshed.keys() == set()


def test_the_catalogue_compiles_with_its_formats(tmp_path):
    subprocess.run(["msgfmt", "--check-format", "-o", tmp_path / "django.mo", settings.BASE_DIR / CATALOGUE], check=True)


def test_placeholders_are_those_of_the_id(english):
    astray = {
        chinese: words
        for (_context, chinese), translations in english.items()
        for words in translations
        if sorted(PLACEHOLDER.findall(words)) != sorted(PLACEHOLDER.findall(chinese))
    }

    assert astray == {}


def test_english_is_not_chinese(english):
    left = {word for translations in english.values() for words in translations for word in CHINESE.findall(words)}

    assert left - EXAMPLES == set()


def test_scripts_get_their_words_from_the_page():
    for script in (settings.BASE_DIR / "static/js").rglob("*.js"):
        code = re.sub(r"^\s*//.*$|/\*.*?\*/", "", script.read_text(), flags=re.MULTILINE | re.DOTALL)
        assert CHINESE.findall(code) == [], script.name
