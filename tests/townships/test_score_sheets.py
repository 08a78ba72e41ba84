"""A sheet is edited while it is a draft, frozen in use, copied to another year; and its .xlsx, out, in, and hostile."""

import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from tests.factories.appraisal import AT, CriterionFactory, DraftSheetFactory, ScoreSheetFactory
from tests.factories.townships import BureauFactory, CountyFactory
from townships import evidence
from townships.models import Clause, Criterion, EvidenceNeed, ScoreSheet
from townships.score_sheet_files import book_of, needs_in_words, read_draft, take
from townships.score_sheets import (
    SheetFrozen,
    by_element,
    copy_sheet,
    issue,
    remove_criterion,
    remove_sheet,
    resume,
    retire,
    save_clause,
    save_criterion,
)
from townships.spreadsheets import write_book
from townships.uploaded_book import MAX_BYTES, read_book

pytestmark = pytest.mark.django_db

HEAD = ["一级要素", "二级要素", "标准分值", "考评要点", "评分标准", "考评方式", "佐证来源"]


def test_examples_come_with_the_product_marked_as_such():
    examples = ScoreSheet.objects.filter(county=None)

    assert {example.year: sum(one.points for one in example.criteria.all()) for example in examples} == {2020: 100, 2008: 100}
    assert all("示例（请按当年文件核对）" in example.name for example in examples)


def test_shape_of_2020_begins_as_the_document_does():
    sheet = ScoreSheet.objects.get(county=None, year=2020)

    (element, points, criteria), *_rest = by_element(sheet.criteria.all())

    assert (element, points, [one.points for one in criteria]) == ("工作推进", 30, [10, 10, 10])


def test_examples_name_only_evidence_that_is_declared():
    named = set(EvidenceNeed.objects.values_list("source", flat=True))

    assert named - set(evidence.SOURCES) == set()


def test_copy_holds_everything_and_the_original_stays():
    example = ScoreSheet.objects.get(county=None, year=2008)
    county = CountyFactory()

    copied = copy_sheet(example, county=county, year=2027, name="考评细则")

    def shape(sheet):
        return [(one.element, one.name, one.points, one.rule, one.needs.count()) for one in sheet.criteria.all()]

    assert (copied.county, copied.year, copied.state, copied.copied_from) == (county, 2027, "draft", example)
    assert shape(copied) == shape(example)
    assert list(copied.clauses.values_list("kind", "text")) == list(example.clauses.values_list("kind", "text"))


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: save_criterion(Criterion(sheet=sheet, element="新", name="新", points=1), []),
        lambda sheet: remove_criterion(sheet.criteria.first()),
        lambda sheet: save_clause(Clause(sheet=sheet, kind="veto", text="新")),
        lambda sheet: issue(sheet, by=sheet.issued_by),
    ],
)
def test_a_sheet_in_use_is_frozen(change):
    sheet = ScoreSheetFactory()

    with pytest.raises(SheetFrozen):
        change(sheet)


def test_draft_is_issued_by_somebody_and_retired_once():
    draft = DraftSheetFactory()
    bureau = BureauFactory(county=draft.county)

    issued = issue(draft, by=bureau, at=AT)

    assert (issued.state, issued.issued_by, issued.issued_at) == ("in_use", bureau, AT)
    assert (retire(issued), retire(issued)) == (True, False)


def test_a_sheet_retired_by_mistake_is_in_use_again_unless_another_one_is():
    sheet = ScoreSheetFactory()
    retire(sheet)

    assert (resume(sheet), resume(sheet)) == (True, False)
    retire(sheet)
    ScoreSheetFactory(county=sheet.county, year=sheet.year)
    with pytest.raises(ValidationError, match="正在执行，请先停用它"):
        resume(sheet)


@pytest.mark.parametrize(("fields", "message"), [({"criteria": 0}, "还没有考评要素"), ({"pass_mark": 21}, "高于总分 20")])
def test_draft_that_can_not_be_scored_by_is_not_issued(fields, message):
    draft = DraftSheetFactory(**fields)

    with pytest.raises(ValidationError, match=message):
        issue(draft, by=BureauFactory(county=draft.county), at=AT)


def test_more_points_than_a_score_holds_are_not_issued():
    draft = DraftSheetFactory()
    for _ in range(11):
        CriterionFactory(sheet=draft, points=Decimal("999"))

    with pytest.raises(ValidationError, match=r"超过 9999\.99"):
        issue(draft, by=BureauFactory(county=draft.county), at=AT)


def test_criteria_of_one_element_stand_together():
    draft = DraftSheetFactory(criteria=0)
    for element, name in [("甲", "一"), ("乙", "二")]:
        save_criterion(Criterion(sheet=draft, element=element, name=name, points=5), [])

    save_criterion(Criterion(sheet=draft, element="甲", name="三", points=5), [("trainings.classes", Decimal(2))])

    assert [(one.element, one.name) for one in draft.criteria.all()] == [("甲", "一"), ("甲", "三"), ("乙", "二")]
    assert list(EvidenceNeed.objects.filter(criterion__sheet=draft).values_list("source", "minimum")) == [("trainings.classes", 2)]


def test_same_criterion_twice_is_refused_by_the_database():
    draft = DraftSheetFactory(criteria=0)
    CriterionFactory(sheet=draft, element="甲", name="一")

    with pytest.raises(IntegrityError):
        CriterionFactory(sheet=draft, element="甲", name="一")


def a_file(*rows, head=HEAD, clauses=(), title=("考评细则",)):
    """An .xlsx as an office would send it: a title, the heads, the rows, and a second table."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        for name, lines in [("细则", [title, head, *rows]), ("条件", [("条件",), ("类别", "内容"), *clauses])]:
            page = book.add_worksheet(name)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
    return SimpleUploadedFile("细则.xlsx", written.getvalue())


def test_what_was_exported_comes_back_the_same():
    sheet = ScoreSheet.objects.get(county=None, year=2020)
    written = io.BytesIO()
    write_book(written, book_of(sheet))

    draft = read_draft(SimpleUploadedFile("a.xlsx", written.getvalue()))
    taken = take(draft.as_told(), county=CountyFactory(), year=2026, name="导入")

    def shape(sheet):
        criteria = [(one.element, one.name, one.points, one.focus, one.rule, one.method) for one in sheet.criteria.all()]
        needs = EvidenceNeed.objects.filter(criterion__sheet=sheet).order_by("criterion__position", "pk")
        return criteria, list(needs.values_list("source", "minimum")), list(sheet.clauses.values_list("kind", "text"))

    assert draft.wrong == []
    assert shape(taken) == shape(sheet)
    assert (taken.pass_mark, taken.fresh_days) == (sheet.pass_mark, sheet.fresh_days) == (80, 90)
    assert draft.told_facts["source"] == sheet.source


def test_a_sheet_without_a_pass_mark_comes_back_without_one():
    written = io.BytesIO()
    write_book(written, book_of(ScoreSheetFactory(pass_mark=None, source="", fresh_days=30)))

    draft = read_draft(SimpleUploadedFile("a.xlsx", written.getvalue()))

    assert draft.told_facts == {"fresh_days": 30}


def test_a_pass_mark_that_is_no_number_is_told():
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        for name, lines in [("细则", [HEAD, ("甲", "一", 5)]), ("基本情况", [("项目", "内容"), ("合格分数线", "八十")])]:
            page = book.add_worksheet(name)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)

    draft = read_draft(SimpleUploadedFile("a.xlsx", written.getvalue()))

    assert [(line.number, line.errors) for line in draft.wrong] == [(2, ["合格分数线：请填写数字。"])]


def test_merged_cells_full_width_digits_and_sums_are_understood():
    draft = read_draft(a_file(("工作推进", "方案", "１０分"), ("", "经费", 10.5), ("合计", "", 20.5)))

    assert [(line.fields["element"], line.fields["name"], line.fields["points"]) for line in draft.lines] == [
        ("工作推进", "方案", 10),
        ("工作推进", "经费", Decimal("10.5")),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("甲", "二", "十分"), "标准分值“十分”不是数字"),
        (("甲", "二", -1), "须大于 0"),
        (("甲", "二", 1000), "不超过 999"),
        (("甲", "二", 0.125), "最多两位小数"),
        (("甲", "二", "NaN"), "须大于 0"),
        (("甲", "二", "1e9"), "不超过 999"),
        (("甲", "", 5), "“二级要素”没有填"),
        (("甲", "二", ""), "“标准分值”没有填"),
        (("甲", "一", 5), "已经有了"),
        (("甲", "安" * 61, 5), "“二级要素”超过 60 字"),
        (("甲", "二", 5, "", "", "", "签到次数≥3"), "没有名为“签到次数≥3”的佐证来源"),
        (("甲", "二", 5, "", "", "", "培训班>2"), "“培训班>2”应写成“培训班≥数字”"),
        (("甲", "二", 5, "", "", "", "培训班≤2"), "应写成“培训班≥数字”"),
        (("甲", "二", 5, "", "", "", "责任链空白点≥0"), "应写成“责任链空白点≤数字”"),
        (("甲", "二", 5, "", "", "", "培训班≥-1"), "培训班≥-1：不能小于 0"),
        (("甲", "二", 5, "", "", "", "培训班≥1e2"), "培训班≥1e2："),
    ],
)
def test_row_that_is_wrong_is_told_with_its_number(row, message):
    draft = read_draft(a_file(("甲", "一", 5), row))

    (line,) = draft.wrong
    assert line.number == 4
    assert message in " ".join(line.errors)


def test_element_in_two_pieces_is_told():
    draft = read_draft(a_file(("甲", "一", 5), ("乙", "二", 5), ("甲", "三", 5)))

    assert [(line.number, line.errors) for line in draft.wrong] == [(5, ["一级要素“甲”分成了几段，请排在一起。"])]


def test_clause_of_an_unknown_kind_is_told():
    draft = read_draft(a_file(("甲", "一", 5), clauses=[("准入条件", "自评合格"), ("加分", "有创新")]))

    assert [(line.number, line.errors) for line in draft.wrong] == [(4, ["类别应为“准入条件”或“一票否决”。"])]


def test_a_clause_said_twice_is_told_with_the_worksheet_and_the_row():
    said = [(kind, "发生较大事故") for kind in ("一票否决", "准入条件", "一票否决")]

    draft = read_draft(a_file(("甲", "一", 5), clauses=said))

    assert [(line.number, line.errors) for line in draft.wrong] == [(5, ["与工作表“条件”第 3 行重复。"])]
    assert [line.tab for line in (*draft.lines, *draft.clauses)] == ["细则", "条件", "条件", "条件"]


def test_evidence_is_named_by_its_label():
    draft = read_draft(a_file(("甲", "一", 5, "", "", "", "培训班>=2；责任链空白点≤0")))

    assert draft.lines[0].fields["needs"] == [("trainings.classes", 2), ("gaps", 0)]


def test_of_a_shortfall_the_sheet_says_the_most_that_there_may_be():
    draft = read_draft(a_file(("甲", "一", 5, "", "", "", "责任链空白点≤0")))

    assert draft.lines[0].fields["needs"] == [("gaps", 0)]
    needs = [EvidenceNeed(source=source, minimum=minimum) for source, minimum in (("gaps", 0), ("drills.held", 1))]
    assert needs_in_words(needs) == "责任链空白点≤0；应急演练≥1"


def test_columns_stand_in_any_order_and_others_are_left_out():
    draft = read_draft(a_file((5, "一", "甲", "扣分栏"), head=["标准分值", "二级要素", "一级要素", "扣分说明"]))

    assert (draft.lines[0].fields["element"], draft.lines[0].fields["points"]) == ("甲", 5)


def bomb():
    """Two kilobytes that unfold to fifty megabytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 50 * 1024 * 1024)
    return written.getvalue()


def lying_bomb():
    """Says that it unfolds to a hundred bytes."""
    content = bomb()
    size = (50 * 1024 * 1024).to_bytes(4, "little")
    return content.replace(size, (100).to_bytes(4, "little"))


def plain_zip():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("readme.txt", "x")
    return written.getvalue()


def empty_book():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("xl/workbook.xml", "<not a workbook")
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04" + b"0" * MAX_BYTES, "超过 2 MB"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 500, "不是 .xlsx 文件"),
        ("一级要素,二级要素".encode(), "不是 .xlsx 文件"),
        (plain_zip(), "不是 .xlsx 文件"),
        (empty_book(), "读不出来"),
        (bomb(), "解开后过大"),
        (lying_bomb(), "不是 .xlsx 文件"),
    ],
    ids=["empty", "too big", "old xls", "csv", "zip", "broken", "bomb", "lying bomb"],
)
def test_hostile_or_wrong_file_is_refused_in_words(content, message):
    with pytest.raises(ValidationError, match=message):
        read_draft(SimpleUploadedFile("细则.xlsx", content))


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (lambda: a_file(("甲", "一", 5), head=["要素", "名称", "分"]), "缺少“一级要素、二级要素、标准分值”列"),
        (lambda: a_file(), "表头下面没有内容"),
        (lambda: a_file(*[("甲", f"第{n}项", 1) for n in range(301)]), "超过 300 行"),
        (lambda: a_file(*[("甲", f"第{n}项", 1) for n in range(2001)]), "超过 2000 行"),
    ],
)
def test_table_that_is_no_score_sheet_is_refused_in_words(file, message):
    with pytest.raises(ValidationError, match=message):
        read_draft(file())


@pytest.mark.parametrize("words", ["培训班≥99999999999999999999", "责任链空白点≤12345678901"])
def test_a_number_that_no_sheet_can_hold_is_an_error_of_its_row(words):
    (line,) = read_draft(a_file(("甲", "一", 5, "", "", "", words))).wrong

    assert words[:10] in " ".join(line.errors)


def test_without_a_number_a_shortfall_is_to_be_none_as_in_the_form():
    draft = read_draft(a_file(("甲", "一", 5, "", "", "", "责任链空白点；培训班")))

    assert draft.lines[0].fields["needs"] == [("gaps", 0), ("trainings.classes", 1)]
    assert draft.lines[0].needs_in_words == "责任链空白点≤0；培训班≥1"


def test_a_draft_is_removed_unless_another_was_copied_from_it():
    draft = DraftSheetFactory()
    copied = copy_sheet(draft, county=draft.county, year=2027, name="新细则")

    assert (remove_sheet(draft), remove_sheet(copied), remove_sheet(draft)) == (False, True, True)
    with pytest.raises(SheetFrozen):
        remove_sheet(ScoreSheetFactory())


def test_a_formula_that_nobody_computed_is_told_by_its_cell():
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as made:
        made.add_worksheet().write_formula("C4", "=5+5", value="")

    with pytest.raises(ValidationError, match="C4 等 1 个单元格是公式"):
        read_book(SimpleUploadedFile("细则.xlsx", written.getvalue()))
