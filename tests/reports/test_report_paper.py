"""The finished PDF, measured: what an office would put its seal on."""

import re
from datetime import date
from itertools import pairwise

import pypdfium2
import pytest

from papers.typesetting import typeset
from reports.annexes.hazards import BY_TOWNSHIP
from reports.annexes.ledger import LEDGER
from reports.annexes.tables import Table, count, text
from reports.charts import chart
from reports.document import Document
from tests.factories.reports import a_snapshot
from tests.papers.measuring import sheets

TOWNSHIPS = [f"{name}乡" for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]


def by_township(townships=16):
    rows = [[name, "40", "9", "8", "88.9%", "1", "0", "0.0%", "1", "0", "0", "1.25"] for name in TOWNSHIPS[:townships]]
    bars = [[name, "8", "1"] for name in TOWNSHIPS[:townships]]
    drawn = chart("各乡镇隐患整改情况", "条", ["已销号", "未销号"], bars)
    return Table(
        "hazards", "隐患排查治理统计表（按乡镇）", BY_TOWNSHIP, rows, ["合计", *rows[0][1:]], is_landscape=True, chart=drawn
    ).frozen()


def ledger(length):
    row = ["官亭隐〔2012〕17号", "官亭乡", "官亭花炮厂二号库", "烟花爆竹", "2012-03-05", "仓库超量存放，未落实双人双锁", "一般"]
    row += ["官亭花炮厂（王某）", "2012-04-05", "已销号 2012-03-20"]
    return Table("ledger", "安全隐患排查治理台账", LEDGER, [row] * length, is_landscape=True).frozen()


@pytest.fixture(scope="module")
def document():
    return Document.by_default(a_snapshot(annexes=[by_township(), ledger(60)]), dated_on=date(2012, 10, 26))


@pytest.fixture(scope="module")
def pdf(document):
    return document.pdf()


@pytest.fixture(scope="module")
def pages(pdf):
    return sheets(pdf)


@pytest.fixture(scope="module")
def words(pdf):
    """Of every page, without line ends, and without the page's number."""
    with pypdfium2.PdfDocument(pdf) as opened:
        texts = [re.sub(r"\s", "", page.get_textpage().get_text_bounded()) for page in opened]
    return [re.sub(r"—\d+—", "", text) for text in texts]


@pytest.mark.parametrize(
    "statement",
    [
        "举办各类人员培训班16次",
        "发放各类安全宣传资料5000份",
        "悬挂横幅32幅",
        "新增安全挂牌200块",
        "刷写安全固定标语4幅",
        "印发安全常识手册400多本",
        "累计投入宣传资金5万余元",
        "开展了道路交通、非煤矿山、水上交通、烟花爆竹专项整治行动4次",
        "排除各类安全隐患80多条",
        "由县长张三同志任组长，县委常委、副县长李四同志为副组长",
        "按“县管、乡包、村落实”的原则",
        "附件：1.隐患排查治理统计表（按乡镇）2.安全隐患排查治理台账3.数据来源表",
        "临澧县安全生产监督管理局2012年10月26日",
    ],
)
def test_statements_of_the_first_document(words, statement):
    assert statement in "".join(words)


def test_first_sheet_has_the_title_and_begins_the_text(pages):
    first = pages[0]
    title = "".join(line.text for line in first.body[:2])
    assert title == "临澧县2012年“安全生产示范乡镇”创建工作总结"
    for line in first.body[:2]:
        assert (line.left + line.right) / 2 == pytest.approx(28 + 156 / 2, abs=1)
    assert len(first.body) >= 18


def test_a_full_sheet_has_22_lines_of_28_characters(pages):
    lines = pages[1].body
    assert len(lines) == 22
    assert [after.baseline - before.baseline for before, after in pairwise(lines)] == pytest.approx([28.95 * 25.4 / 72] * 21, abs=0.1)
    full = [line for line in lines if line.right > 183]
    assert len(full) >= 12
    assert all(line.right <= 184.5 for line in lines)
    widest = max(len(line.text) for line in full if not re.search(r"[0-9]", line.text))
    assert widest == 28


def test_page_numbers_run_on_at_the_outer_edge(pages):
    upright = [(place, page) for place, page in enumerate(pages, 1) if page.width == 210]
    for place, page in upright:
        assert page.number.text.replace(" ", "") == f"—{place}—"
        assert page.number.left > 150 if place % 2 else page.number.left < 40


def test_annexes_begin_new_sheets_with_their_number(pages, words):
    for place, title in enumerate(["隐患排查治理统计表（按乡镇）", "安全隐患排查治理台账", "数据来源表"], 1):
        [head] = [page for page, text in zip(pages, words, strict=True) if text.startswith(f"附件{place}{title}")]
        assert head.lines[0].text == f"附件{place}"
        assert head.lines[1].text == title


def test_wide_tables_lie_in_landscape_with_their_head_on_every_sheet(pages, words):
    of_ledger = [text for page, text in zip(pages, words, strict=True) if page.width == 297 and "官亭花炮厂" in text]
    assert len(of_ledger) >= 3
    assert all("编号乡镇单位或部位行业领域" in text for text in of_ledger)


def test_a_table_of_16_townships_stands_on_one_sheet(words):
    [table] = [text for text in words if "附件1" in text and "乡镇（街道）" in text]
    assert all(name in table for name in [*TOWNSHIPS, "合计"])


@pytest.fixture(scope="module")
def in_landscape():
    """Tables of the lengths around what a sheet holds, then charts of few and of many bars: the lines of each one's sheets."""
    few, many = by_township(4), by_township(16)
    annexes = [*[ledger(length) for length in range(8, 15)], few, many]
    pdf = typeset(Document.by_default(a_snapshot(annexes=annexes), dated_on=date(2012, 10, 26)).html())
    wide = [[line for line in page.lines if line.left >= 34] for page in sheets(pdf) if page.width == 297]
    starts = [place for place, lines in enumerate(wide) if lines[0].text.startswith("附件")]
    return [wide[start:end] for start, end in pairwise([*starts, len(wide)])]


def test_no_note_stands_alone_on_a_sheet(in_landscape):
    ledgers = in_landscape[:7]
    assert {len(pages) for pages in ledgers} == {1, 2}
    assert not [pages for pages in ledgers if pages[-1][0].text.startswith("统计期间")]


def test_a_chart_stands_below_its_table_or_fills_the_next_sheet(in_landscape):
    few, many = in_landscape[7:]
    assert [any("各乡镇隐患整改情况" in line.text for line in page) for page in few] == [True]
    assert [any("各乡镇隐患整改情况" in line.text for line in page) for page in many] == [False, True]
    assert many[1][-1].baseline - many[1][0].baseline > 110


def columns_of(label, unit, number):
    columns = [text("乡镇（街道）", 7), *[count(label, unit, 5)] * number]
    return Table("publicity", "统计表", columns, [["官亭乡", *["5"] * number]], is_landscape=True).frozen()


def test_a_unit_in_a_head_stands_on_one_line_where_the_column_holds_it():
    annexes = [columns_of("人员与经费", "万元", 7), columns_of("接待咨询群众", "人次", 20)]
    pdf = typeset(Document.by_default(a_snapshot(annexes=annexes), dated_on=date(2012, 10, 26)).html())
    wide, narrow = [page for page in sheets(pdf) if page.width == 297]

    assert any("（万元）" in line.text for line in wide.lines)
    assert not any("（人次）" in line.text for line in narrow.lines)
    assert all(letter.ink[2] <= 260.5 for line in narrow.body for letter in line.letters)


def test_every_number_of_the_text_has_its_source(words):
    sources = words[-2] + words[-1]
    for key in ("publicity.banners", "drives.hazards_closed", "hazards.unclosed"):
        assert a_snapshot()["figures"][key]["label"] in sources


def test_nothing_runs_over_the_edge(pages):
    for page in pages:
        right = 210 - 26 if page.width == 210 else 297 - 37
        assert all(letter.ink[2] <= right + 0.5 for line in page.body for letter in line.letters)


def test_the_same_words_and_snapshot_make_the_same_bytes(document, pdf):
    assert typeset(document.html()) == pdf


def test_text_stays_text():
    snapshot = a_snapshot(words={"leading_group.head": "<b>张三</b>&<img src=file:///etc/passwd>"})
    html = Document.by_default(snapshot, dated_on=date(2012, 10, 26)).html()
    assert "<b>" not in html
    assert "&lt;b&gt;张三&lt;/b&gt;&amp;&lt;img" in html


def test_chart_says_itself_in_words(document):
    html = document.html()
    assert '<title id="chart-1-title">各乡镇隐患整改情况（条）</title>' in html
    assert "各乡镇隐患整改情况，共16项，最多的是甲乡：9条。</desc>" in html
