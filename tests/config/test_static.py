import re
from pathlib import Path

import pytest
from django.conf import settings

STATIC = settings.BASE_DIR / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_block_of_a_sheet_is_closed(sheet):
    assert sheet.read_text().count("{") == sheet.read_text().count("}")


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.name not in ("tokens.css", "print.css")], ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_only(sheet):
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(", sheet.read_text(), re.IGNORECASE) == []


def test_templates_hold_no_inline_style_or_script():
    pages = [page for page in Path(settings.BASE_DIR / "templates").rglob("*.html") if "papers" not in page.parts]

    assert [page.name for page in pages if re.search(r'\sstyle="|<style|<script(?! src=)|\son[a-z]+="', page.read_text())] == []
