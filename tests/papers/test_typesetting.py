import io
import logging
import subprocess
from pathlib import Path

import pikepdf
import pypdf
import pytest
from fontTools.ttLib import TTFont

from papers import fonts, typesetting
from papers.borrowed import MEASURED, borrowed, measure
from papers.typesetting import TypesettingError, typeset
from tests.papers.measuring import sheets

SECRET = "file:///etc/hostname"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
RED = b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10" fill="red"/></svg>'


def read(pdf):
    return pypdf.PdfReader(io.BytesIO(pdf))


def test_a_paper_comes_back_as_a_pdf():
    assert "隐患整改通知单" in read(typeset("<p>隐患整改通知单</p>")).pages[0].extract_text()


@pytest.mark.parametrize(
    "html",
    [
        f"<img src='{SECRET}'>",
        "<img src='http://127.0.0.1:9/x.png'>",
        "<img src='https://127.0.0.1:9/x.png'>",
        "<img src='ftp://127.0.0.1:9/x.png'>",
        "<img src='//127.0.0.1:9/x.png'>",
        "<img src='/etc/hostname'>",
        "<img src='../../etc/hostname'>",
        "<img src='asset://../../etc/hostname'>",
        "<img src='font://../../etc/hostname'>",
        f"<link rel=stylesheet href='{SECRET}'>",
        f"<link rel=attachment href='{SECRET}'>",
        f"<a rel=attachment href='{SECRET}'>x</a>",
        f"<style>@import url({SECRET});</style>",
        f"<style>p {{ background: url({SECRET}) }}</style><p>x",
        f"<style>p::before {{ content: url({SECRET}) }}</style><p>x",
        f"<style>@font-face {{ font-family: x; src: url({SECRET}) }}</style><p style='font-family: x'>x",
        f"<object data='{SECRET}'></object>",
        f"<embed src='{SECRET}'>",
        f"<svg width='9' height='9'><image href='{SECRET}' width='9' height='9'/></svg>",
        f"<base href='{SECRET}'><img src='x'>",
    ],
)
def test_a_paper_that_reaches_out_is_refused(html):
    with pytest.raises(TypesettingError, match="refused"):
        typeset(html)


def test_a_reference_that_is_never_followed_brings_nothing_in():
    pdf = typeset(f"<svg width='9' height='9'><use href='{SECRET}#x'/></svg>")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert not document.attachments
    assert Path("/etc/hostname").read_text().strip() not in read(pdf).pages[0].extract_text()


def test_pictures_come_as_assets_or_within_the_paper():
    pdf = typeset(f"<img src='asset://seal.svg' width=100><img src='{PIXEL}'>", assets={"seal.svg": RED})
    assert len(read(pdf).pages) == 1


def test_the_same_paper_is_the_same_file():
    html = "<html lang='zh-CN'><title>总结</title><h1>总结</h1><p>举办培训班16次。" + f"<img src='{PIXEL}'>"
    assert typeset(html) == typeset(html)


def test_a_paper_names_its_title_its_language_and_its_headings():
    pdf = read(typeset("<html lang='zh-CN'><title>工作总结</title><h1 data-label='总结'>总<br>结</h1><h2>一、责任</h2><h3>（一）分工</h3>"))
    assert (pdf.metadata.title, pdf.root_object["/Lang"]) == ("工作总结", "zh-CN")
    assert [item.title if not isinstance(item, list) else [item[0].title] for item in pdf.outline] == ["总结", ["一、责任"]]


def test_a_paper_names_the_faces_that_set_it():
    with pikepdf.open(io.BytesIO(typeset("<p>x"))) as pdf:
        assert "仿宋=Fandol" in str(pdf.docinfo["/Faces"])


def test_thousands_of_characters_are_subset_without_complaint(caplog):
    """A face of which more than 800 characters are used was once embedded whole, with nothing but a line in the log."""
    common = bytes(byte for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (high, low)).decode("gb2312", "ignore")
    pdf = typeset(f"<p>{common}<h1>{common[:1500]}</h1>")
    assert (len(common), [record.message for record in caplog.records]) == (6763, [])
    assert len(pdf) < 5_000_000


def test_words_in_a_chart_are_set_in_the_faces_of_the_text():
    page = read(typeset("<svg width='300' height='50'><text y='30'>已销号27处</text></svg>")).pages[0]
    used = {font.get_object()["/BaseFont"].split("+")[1] for font in page["/Resources"]["/Font"].values()}
    assert used == {"仿宋", "数字", "宋体"}  # 宋体: the page number


def test_rare_characters_of_names_are_printed_and_keep_the_line():
    [sheet] = sheets(typeset("<p>喆淏镕珺垚昇墈塅旻璟"))
    assert sheet.body[0].text == "喆淏镕珺垚昇墈塅旻璟"


def test_a_rare_character_is_borrowed_by_the_face_of_its_line():
    page = read(typeset("<h1>河洑镇</h1><h2>河洑镇</h2><h3>河洑镇</h3><p>河洑镇")).pages[0]
    used = {font.get_object()["/BaseFont"].split("+")[1] for font in page["/Resources"]["/Font"].values()}
    assert used == {"小标宋", "小标宋补", "黑体", "黑体补", "楷体", "楷体补", "仿宋", "仿宋补", "宋体"}


@pytest.mark.parametrize("family", fonts.FACES)
def test_a_borrowed_character_is_as_large_and_sits_as_high_as_its_neighbours(family):
    loan = fonts.loans("洑")[f"{family}补"] | {"characters": MEASURED}
    with TTFont(loan["face"]) as own, TTFont(io.BytesIO(borrowed(**loan))) as lent:
        assert measure(lent) == pytest.approx(measure(own), abs=0.002)


def test_a_character_that_no_face_has_is_named(caplog):
    with caplog.at_level(logging.WARNING), pikepdf.open(io.BytesIO(typeset("<p>安全\U0001f6a7生产"))) as pdf:
        assert str(pdf.docinfo["/MissingCharacters"]) == "\U0001f6a7"
    assert "no face has \U0001f6a7" in caplog.messages


def test_a_space_after_a_figure_is_no_complaint(caplog):
    with caplog.at_level(logging.WARNING):
        typeset("<p>编制：2012年9月26日 10:30 考评员</p>")

    assert caplog.messages == []


def test_a_press_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(typesetting, "TIME_LIMIT", 0.05)
    with pytest.raises(TypesettingError, match=r"not finished after 0\.05 s"):
        typeset("<p>x")


def test_the_press_sees_nothing_of_the_environment(monkeypatch):
    seen = {}

    def run(command, **options):
        seen.update(options["env"])
        return subprocess.CompletedProcess(command, 0, b"", b"")

    monkeypatch.setattr(subprocess, "run", run)
    typeset("<p>x")
    assert seen.keys() == {"LANG", "XDG_CACHE_HOME"}
