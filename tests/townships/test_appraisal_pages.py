"""Pages of score sheets and appraisals: scope of every address, who may write, bad input that loses nothing, query counts."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from papers.models import PrintJob
from papers.printing import kept_from_the_queue, print_now, request_print
from tests.factories.appraisal import Action, CriterionFactory, DraftSheetFactory, ScoreSheetFactory, Side, State, Walk
from tests.factories.campaign import candidacy_at
from tests.factories.documents import a_pdf
from tests.factories.means import accident
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    DutyFactory,
    InspectorFactory,
    OfficialFactory,
    TownshipFactory,
)
from tests.townships.test_score_sheets import a_file
from townships.appraising import denied_clauses, record
from townships.documents import CleanDocument
from townships.models import Appraisal, Criterion, EvidenceNeed, FileKind, ScoreSheet
from townships.printers import APPRAISAL, sheet_words
from townships.proving import add_file
from townships.voiding import void

pytestmark = pytest.mark.django_db

LISTS = ["score_sheets", "appraisals", "export_appraisals"]
BUREAU_SHEETS = ["new_score_sheet", "import_score_sheet", "edit_score_sheet", "copy_score_sheet", "issue_score_sheet", "remove_score_sheet"]
BUREAU_PARTS = ["new_score_sheet_criterion", "edit_score_sheet_criterion", "new_score_sheet_clause", "edit_score_sheet_clause"]
SHEET_POSTS = ["retire_score_sheet", "resume_score_sheet", "remove_score_sheet_criterion", "remove_score_sheet_clause"]
READ = ["score_sheet", "export_score_sheet", "appraisal", "appraisal_evidence", "appraisal_file"]
KEEPERS = ["new_appraisal", "score_appraisal", "act_on_appraisal", "check_appraisal_clause"]
POSTS = ["withdraw_appraisal_file", "print_appraisal"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def address(name, *args):
    return reverse(f"townships:{name}", args=args)


def addresses(township):
    """{name: address} of everything that belongs to one township or its county."""
    walk, draft = Walk(township=township), DraftSheetFactory(county=township.county)
    criterion = walk.sheet.criteria.first()
    file = add_file(walk.appraisal, criterion, CleanDocument(b"%PDF-", FileKind.PDF, "方案.pdf"), by=walk.inspector)
    one, part, clause = walk.appraisal.pk, draft.criteria.first().pk, draft.clauses.first().pk
    return {
        **{name: address(name) for name in (*LISTS, "new_score_sheet", "import_score_sheet", "new_appraisal")},
        **{name: address(name, draft.pk) for name in (*BUREAU_SHEETS[2:], *SHEET_POSTS[:2], "new_score_sheet_criterion")},
        "new_score_sheet_clause": address("new_score_sheet_clause", draft.pk, "veto"),
        **{name: address(name, part) for name in ("edit_score_sheet_criterion", "remove_score_sheet_criterion")},
        **{name: address(name, clause) for name in ("edit_score_sheet_clause", "remove_score_sheet_clause")},
        **{name: address(name, walk.sheet.pk) for name in ("score_sheet", "export_score_sheet")},
        **{name: address(name, one) for name in ("appraisal", "score_appraisal", "print_appraisal")},
        "act_on_appraisal": address("act_on_appraisal", one, Action.VOID),
        "check_appraisal_clause": address("check_appraisal_clause", one, walk.sheet.clauses.first().pk),
        "appraisal_evidence": address("appraisal_evidence", one, criterion.pk),
        **{name: address(name, file.pk) for name in ("appraisal_file", "withdraw_appraisal_file")},
    }


def statuses(client, found, names, method="get"):
    return {name: status_of(getattr(client, method)(found[name])) for name in names}


def status_of(response):
    """A download is read to its end, which closes its file."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code


def all_are(status, names):
    return dict.fromkeys(names, status)


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture
def bureau(client, township):
    bureau = BureauFactory(county=township.county)
    client.force_login(bureau)
    return bureau


def test_bureau_opens_everything_of_its_county(client, bureau, township):
    names = [*LISTS, *BUREAU_SHEETS, *BUREAU_PARTS, *READ, "new_appraisal", "act_on_appraisal"]

    assert statuses(client, addresses(township), names) == all_are(200, names)


def test_another_county_is_not_there(client, bureau):
    found = addresses(TownshipFactory())
    shared = {*LISTS, "new_score_sheet", "import_score_sheet", "new_appraisal"}
    gets, posts = set(found) - shared - {*SHEET_POSTS, *POSTS}, [*SHEET_POSTS, *POSTS]

    assert statuses(client, found, gets) == all_are(404, gets)
    assert statuses(client, found, posts, "post") == all_are(404, posts)


def test_retiring_a_sheet_is_asked_first_and_taken_back(client, bureau, township):
    sheet = Walk(township=township).sheet
    url = address("retire_score_sheet", sheet.pk)

    assert "现有 1 个考评还没有定结果" in client.get(url).text
    states = []
    for post in (url, address("resume_score_sheet", sheet.pk)):
        client.post(post)
        sheet.refresh_from_db()
        states.append(sheet.state)
    assert states == ["retired", "in_use"]


def test_inspector_sees_the_sheet_and_the_own_appraisal(client, township):
    client.force_login(InspectorFactory(township=township))
    own, neighbour = addresses(township), addresses(TownshipFactory(county=township.county))

    names = [*LISTS, *READ, "new_appraisal", "score_appraisal"]
    assert statuses(client, own, names) == all_are(200, names)
    assert statuses(client, own, [*BUREAU_SHEETS, *BUREAU_PARTS]) == all_are(403, [*BUREAU_SHEETS, *BUREAU_PARTS])
    assert statuses(client, own, SHEET_POSTS, "post") == all_are(403, SHEET_POSTS)
    hidden = ["appraisal", "score_appraisal", "appraisal_evidence", "appraisal_file", "act_on_appraisal", "check_appraisal_clause"]
    assert statuses(client, neighbour, hidden) == all_are(404, hidden)
    assert statuses(client, neighbour, POSTS, "post") == all_are(404, POSTS)


@pytest.mark.parametrize("reader", [OfficialFactory, AuditorFactory, AdministratorFactory])
def test_readers_read_and_do_not_write(client, township, reader):
    client.force_login(reader(county=township.county))
    found = addresses(township)

    assert statuses(client, found, LISTS + READ) == all_are(200, LISTS + READ)
    writes = [*BUREAU_SHEETS, *BUREAU_PARTS, *KEEPERS]
    assert statuses(client, found, writes) == all_are(403, writes)
    posts = [*writes, *SHEET_POSTS, "withdraw_appraisal_file", "appraisal_evidence"]
    assert statuses(client, found, posts, "post") == all_are(403, posts)


def test_strangers_are_asked_to_log_in(client, township):
    found = addresses(township)

    assert {client.get(url).url.partition("?")[0] for url in found.values()} == {reverse("login")}


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("score_sheets", lambda county: ScoreSheetFactory(county=county)),
        ("appraisals", lambda county: Walk(township=TownshipFactory(county=county)).to(State.SUBMITTED)),
    ],
)
def test_lists_ask_as_much_for_three_rows_as_for_one(client, bureau, django_assert_num_queries, name, make):
    make(bureau.county)
    with CaptureQueriesContext(connection) as one:
        client.get(address(name))
    make(bureau.county), make(bureau.county)

    with django_assert_num_queries(len(one)):
        client.get(address(name))


def test_pages_ask_as_much_for_a_long_sheet_as_for_a_short_one(client, township, django_assert_num_queries):
    def asks(count):
        place = TownshipFactory(county=township.county)
        walk = Walk(township=place, sheet=ScoreSheetFactory(county=township.county, criteria=count))
        client.force_login(walk.inspector)
        with CaptureQueriesContext(connection) as asked:
            client.get(walk.appraisal.get_absolute_url())
            client.get(address("score_appraisal", walk.appraisal.pk))
        return len(asked)

    assert asks(2) == asks(12)


# Sheets


def test_county_copies_an_example_and_edits_it(client, bureau):
    example = ScoreSheet.objects.get(county=None, year=2020)

    page = client.post(address("copy_score_sheet", example.pk), {"year": 2026, "name": " 考评细则 "}, follow=True)

    copied = ScoreSheet.objects.get(county=bureau.county)
    assert (copied.name, copied.criteria.count()) == ("考评细则", example.criteria.count())
    assert "已复制" in page.text


def test_example_itself_is_not_edited(client, bureau):
    example = ScoreSheet.objects.get(county=None, year=2020)

    assert client.get(address("edit_score_sheet", example.pk)).status_code == 403


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"year": 1999}, "year", "请核对年份"),
        ({"name": "有了"}, "name", "已有名为“有了”的细则"),
        ({"name": ""}, "name", "必填"),
    ],
)
def test_bad_input_of_a_sheet_is_told_beside_its_field(client, bureau, fields, field, message):
    ScoreSheetFactory(county=bureau.county, year=2026, name="有了")
    told = {"year": 2026, "name": "考评细则", "fresh_days": 90, "source": "文号", **fields}

    page = client.post(address("new_score_sheet"), told)

    assert message in "".join(page.context["form"].errors[field])
    assert "文号" in page.text


def a_criterion(**fields):
    needs = {"needs-TOTAL_FORMS": 2, "needs-INITIAL_FORMS": 0, "needs-0-source": "trainings.classes", "needs-0-minimum": "2"}
    return {"element": "抓宣传", "name": "培训", "points": "5.5", "focus": "", "rule": "", "method": "", **needs, **fields}


def test_criterion_is_added_with_its_evidence(client, bureau):
    draft = DraftSheetFactory(county=bureau.county)

    client.post(address("new_score_sheet_criterion", draft.pk), a_criterion())

    need = EvidenceNeed.objects.get(criterion__sheet=draft)
    assert (need.criterion.name, need.source, need.minimum) == ("培训", "trainings.classes", 2)


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [({"points": "0"}, "points", "不能小于 0.01"), ({"points": "1000"}, "points", "整数部分最多"), ({"element": ""}, "element", "必填")],
)
def test_bad_input_of_a_criterion_is_told_beside_its_field(client, bureau, fields, field, message):
    draft = DraftSheetFactory(county=bureau.county, criteria=0)

    page = client.post(address("new_score_sheet_criterion", draft.pk), a_criterion(**fields))

    assert message in "".join(page.context["form"].errors[field])
    assert not Criterion.objects.filter(sheet=draft).exists()


def test_same_source_twice_is_told(client, bureau):
    draft = DraftSheetFactory(county=bureau.county, criteria=0)

    page = client.post(address("new_score_sheet_criterion", draft.pk), a_criterion(**{"needs-1-source": "trainings.classes"}))

    assert "同一来源只填一次" in page.text


def test_criterion_is_removed_while_the_sheet_is_a_draft(client, bureau):
    draft, used = DraftSheetFactory(county=bureau.county), ScoreSheetFactory(county=bureau.county)

    client.post(address("remove_score_sheet_criterion", draft.criteria.first().pk))
    refused = client.post(address("remove_score_sheet_criterion", used.criteria.first().pk), follow=True)

    assert (draft.criteria.count(), used.criteria.count()) == (1, 2)
    assert "不能再修改" in refused.text


def test_sheet_is_looked_at_and_put_into_use(client, bureau):
    draft = DraftSheetFactory(county=bureau.county)

    assert "启用后不能再修改" in client.get(address("issue_score_sheet", draft.pk)).text
    client.post(address("issue_score_sheet", draft.pk))

    draft.refresh_from_db()
    assert (draft.state, draft.issued_by) == ("in_use", bureau)


def test_a_second_sheet_of_a_year_is_put_into_use_only_when_that_is_said(client, bureau):
    used, draft = ScoreSheetFactory(county=bureau.county), DraftSheetFactory(county=bureau.county)
    page = address("issue_score_sheet", draft.pk)

    refused = client.post(page, follow=True)
    assert ("一年一般只用一份细则" in refused.text, f'<a href="{used.get_absolute_url()}">' in refused.text) == (True, True)
    draft.refresh_from_db()
    assert draft.is_draft
    client.post(page, {"beside": "on"})

    draft.refresh_from_db()
    assert draft.is_in_use


def test_a_township_is_scored_by_a_second_sheet_of_a_year_only_when_that_is_said(client):
    walk = Walk()
    other = ScoreSheetFactory(county=walk.sheet.county)
    client.force_login(walk.inspector)

    asked = client.post(address("new_appraisal"), {"sheet": other.pk}).context["form"]
    assert f"年已按“{walk.sheet}”考评（自评中）" in asked.errors["another"][0]
    client.post(address("new_appraisal"), {"sheet": other.pk, "another": "on"})

    assert Appraisal.objects.filter(township=walk.township).count() == 2


def test_export_is_a_book_of_three_tables(client, bureau):
    sheet = ScoreSheet.objects.get(county=None, year=2020)

    content = b"".join(client.get(address("export_score_sheet", sheet.pk)).streaming_content)

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["考评细则", "准入条件和一票否决", "基本情况"]
    assert book.get_sheet_by_index(0).to_python()[2][:3] == ["工作推进", "工作方案", 10.0]


def importing(file, **fields):
    return {"file": file, "year": 2026, "name": "导入的细则", "source": "", **fields}


def test_import_is_looked_at_first_and_then_taken(client, bureau):
    check = client.post(address("import_score_sheet"), importing(a_file(("甲", "一", 5), ("", "二", 6), clauses=[("一票否决", "瞒报")])))
    assert not ScoreSheet.objects.filter(county=bureau.county).exists()

    client.post(address("import_score_sheet"), {"sealed": check.context["sealed"]})

    sheet = ScoreSheet.objects.get(county=bureau.county)
    assert (sheet.name, [one.points for one in sheet.criteria.all()], sheet.clauses.count()) == ("导入的细则", [5, 6], 1)


def test_an_imported_sheet_has_the_pass_mark_and_the_source_of_the_exported_one(client, bureau):
    sheet = ScoreSheetFactory(county=bureau.county, pass_mark=85, source="县安委〔2026〕3号")
    file = b"".join(client.get(address("export_score_sheet", sheet.pk)).streaming_content)
    check = client.post(address("import_score_sheet"), importing(SimpleUploadedFile("a.xlsx", file), source=""))

    client.post(address("import_score_sheet"), {"sealed": check.context["sealed"]})

    assert "合格分数线：85" in check.text
    taken = ScoreSheet.objects.get(name="导入的细则")
    assert (taken.pass_mark, taken.source) == (85, "县安委〔2026〕3号")


def test_of_a_shortfall_the_number_is_the_most(client, bureau):
    draft = DraftSheetFactory(county=bureau.county)
    told = a_criterion(**{"needs-0-source": "gaps", "needs-0-minimum": "0"})
    client.post(address("new_score_sheet_criterion", draft.pk), told)
    criterion = EvidenceNeed.objects.get(criterion__sheet=draft).criterion

    needs = client.get(address("edit_score_sheet_criterion", criterion.pk)).context["needs"]

    assert [str(need.fields["minimum"].label) for need in needs][:2] == ["至多", "至少（空白点、逾期等为至多）"]


def test_import_with_one_wrong_row_takes_nothing(client, bureau):
    check = client.post(address("import_score_sheet"), importing(a_file(("甲", "一", 5), ("甲", "二", "五"))))

    assert "sealed" not in check.context
    assert "第 4 行" in check.text
    assert "标准分值“五”不是数字" in check.text
    assert '<td class="number" data-label="标准分值">五</td>' in check.text


def test_wrong_file_is_told_beside_its_field(client, bureau):
    page = client.post(address("import_score_sheet"), importing(SimpleUploadedFile("a.xlsx", b"no"), source="文号12"))

    assert "不是 .xlsx 文件" in "".join(page.context["form"].errors["file"])
    assert "文号12" in page.text


def test_check_page_of_somebody_else_is_not_taken(client, bureau):
    check = client.post(address("import_score_sheet"), importing(a_file(("甲", "一", 5))))
    client.force_login(BureauFactory(county=bureau.county))

    page = client.post(address("import_score_sheet"), {"sealed": check.context["sealed"]}, follow=True)

    assert "没有导入" in page.text
    assert not ScoreSheet.objects.filter(county=bureau.county).exists()


@pytest.mark.parametrize("text", ["", "x", "e30:1abc:def"])
def test_forged_check_page_is_not_taken(client, bureau, text):
    assert "没有导入" in client.post(address("import_score_sheet"), {"sealed": text}, follow=True).text


def test_import_confirmed_twice_is_one_sheet(client, bureau):
    check = client.post(address("import_score_sheet"), importing(a_file(("甲", "一", 5))))

    for _ in range(2):
        client.post(address("import_score_sheet"), {"sealed": check.context["sealed"]})

    assert ScoreSheet.objects.filter(county=bureau.county).count() == 1


# Appraisals


@pytest.fixture
def walk(client, township):
    walk = Walk(township=township)
    client.force_login(walk.inspector)
    return walk


def lines(walk, *deductions, reasons=(), seen=None):
    """What the form sends: a deduction and a reason for each criterion, and what stood there when it was opened."""
    told = {}
    for number, criterion in enumerate(walk.sheet.criteria.all()):
        deduction = deductions[number] if number < len(deductions) else ""
        reason = reasons[number] if number < len(reasons) else ""
        told |= {f"deduction_{criterion.pk}": deduction, f"reason_{criterion.pk}": reason}
        told |= {f"initial-deduction_{criterion.pk}": seen or "", f"initial-reason_{criterion.pk}": ""}
    return told


def test_township_opens_and_scores_itself(client, township):
    sheet = ScoreSheetFactory(county=township.county)
    client.force_login(InspectorFactory(township=township))

    client.post(address("new_appraisal"), {"sheet": sheet.pk})

    found = Appraisal.objects.get()
    assert (found.township, found.state) == (township, State.SELF)
    again = client.post(address("new_appraisal"), {"sheet": sheet.pk})
    assert again.url == found.get_absolute_url()


def test_scores_are_saved_line_by_line(client, walk):
    client.post(address("score_appraisal", walk.appraisal.pk), lines(walk, "2", "0", reasons=["缺方案"]))

    assert list(walk.appraisal.scores.order_by("criterion").values_list("side", "deduction", "reason")) == [
        (Side.SELF, 2, "缺方案"),
        (Side.SELF, 0, ""),
    ]


def test_what_is_left_empty_can_be_taken_as_nothing_deducted(client, walk):
    client.post(address("score_appraisal", walk.appraisal.pk), lines(walk, "2", reasons=["缺方案"]) | {"rest": "on"})

    assert walk.appraisal.scores.count() == 2


@pytest.mark.parametrize(
    ("deduction", "reason", "field", "message"),
    [
        ("11", "缺", "deduction", "不能超过标准分值 10 分"),
        ("-1", "缺", "deduction", "不能是负数"),
        ("两分", "缺", "deduction", "请填写数字"),
        ("2", "", "reason", "请说明扣分原因"),
        ("", "缺方案", "deduction", "不扣分的填 0"),
        ("1", "安" * 301, "reason", "最多 300 字"),
        ("NaN", "缺", "deduction", "请填写数字"),
    ],
)
def test_bad_score_is_told_beside_its_field_and_nothing_typed_is_lost(client, walk, deduction, reason, field, message):
    page = client.post(address("score_appraisal", walk.appraisal.pk), lines(walk, deduction, "3", reasons=[reason, "第二项的原因"]))

    criterion = walk.sheet.criteria.first()
    assert message in "".join(page.context["form"].errors[f"{field}_{criterion.pk}"])
    assert "第二项的原因" in page.text
    assert walk.appraisal.scores.count() == 0


def test_colleagues_score_is_shown_and_the_second_saving_counts(client, walk):
    walk.write(Side.SELF, walk.inspector, 4, reason="同事写的")
    told = lines(walk, "1", "0", reasons=["我写的"])

    page = client.post(address("score_appraisal", walk.appraisal.pk), told)
    first = walk.sheet.criteria.first()
    assert "别人已改为扣 4 分（同事写的）" in "".join(page.context["form"].errors[f"deduction_{first.pk}"])
    shown = page.context["form"]
    client.post(address("score_appraisal", walk.appraisal.pk), shown.data)

    assert walk.appraisal.scores.get(criterion=first).reason == "我写的"


def test_scores_sent_after_submission_are_refused_and_kept_on_the_page(client, walk):
    walk.submit(self_deductions=())

    page = client.post(address("score_appraisal", walk.appraisal.pk), lines(walk, "5", reasons=["晚了一步"]))

    assert "没有办理：当前状态为“考评中”" in page.text
    assert "晚了一步" in page.text


def test_nobody_is_shown_a_form_out_of_turn(client, walk):
    walk.submit(self_deductions=())

    page = client.get(address("score_appraisal", walk.appraisal.pk), follow=True)

    assert page.redirect_chain == [(walk.appraisal.get_absolute_url(), 302)]


def test_incomplete_self_scores_are_not_submitted(client, walk):
    page = client.post(address("act_on_appraisal", walk.appraisal.pk, Action.SUBMIT), {"reason": ""})

    assert "还有 2 项没有评分" in page.text


def test_somebody_of_the_township_is_not_offered_as_assessor(client, township):
    walk = Walk(township=township)
    walk.submit(self_deductions=())
    walk.second.person.township = township
    walk.second.person.save()
    client.force_login(walk.clerk)

    page = client.get(address("act_on_appraisal", walk.appraisal.pk, Action.ASSIGN))
    refused = client.post(address("act_on_appraisal", walk.appraisal.pk, Action.ASSIGN), {"first": walk.first.pk, "second": walk.second.pk})

    assert {str(walk.first.pk): True, str(walk.second.pk): False} == {
        str(user.pk): str(user.pk) in page.context["form"].users for user in (walk.first, walk.second)
    }
    assert "不在可选范围内" in "".join(refused.context["form"].errors["second"])


def test_one_assessor_twice_is_told_beside_the_field(client, township):
    walk = Walk(township=township)
    walk.submit(self_deductions=())
    client.force_login(walk.clerk)

    page = client.post(address("act_on_appraisal", walk.appraisal.pk, Action.ASSIGN), {"first": walk.first.pk, "second": walk.first.pk})

    assert "不同的人" in "".join(page.context["form"].errors["second"])


def test_bureau_replaces_an_assessor_and_the_old_scores_are_read_once_all_may_read(client, township):
    walk = Walk(township=township).to(State.AGREED, first=(2,), second=(2,))
    page, told = address("act_on_appraisal", walk.appraisal.pk, Action.REPLACE), {"side": "first", "user": walk.clerk.pk}
    client.force_login(walk.clerk)

    refused = client.post(page, told)
    after = client.post(page, told | {"reason": "应当回避"}, follow=True)

    assert set(refused.context["form"].errors) == {"reason"}
    assert after.context["former"] == []
    walk.write(Side.FIRST, walk.clerk, 1), walk.press(Action.FINISH, walk.clerk)
    [(former, [first_line, _second])] = client.get(walk.appraisal.get_absolute_url()).context["former"]
    assert (former.user, first_line[1:]) == (walk.first, (2, "缺一份资料"))
    assert "应当回避），其评分不计入" in render_to_string("papers/townships/_result.html", sheet_words(walk.appraisal))


def test_who_has_not_signed_is_named_and_why_not_is_asked_only_then(client, township):
    walk = Walk(township=township).to(State.AGREED)
    walk.sign()
    page = address("act_on_appraisal", walk.appraisal.pk, Action.CONCLUDE)
    client.force_login(walk.second)

    shown = client.get(walk.appraisal.get_absolute_url()).context
    asked = client.get(page).context["form"].fields
    walk.sign(), walk.sign()

    assert [who for _seat, who, signature in shown["signatures"] if signature is None] == [walk.second, township]
    assert shown["main_action"] == Action.SIGN
    assert (list(asked), list(client.get(page).context["form"].fields)) == (["reason"], [])


def test_named_assessors_are_not_to_be_named_again_and_who_is_done_is_told(client, township):
    walk = Walk(township=township).to(State.SUBMITTED)
    walk.finish(first_deductions=(), second_deductions=())
    client.force_login(walk.clerk)

    page = client.get(walk.appraisal.get_absolute_url())

    assert page.context["main_action"] is None
    assert f"{walk.first}（已评完）、{walk.second}（未评完）" in page.text


def test_assessor_sees_self_scores_and_not_the_other_assessor(client, township):
    walk = Walk(township=township).to(State.SUBMITTED, self_deductions=(1,))
    walk.write(Side.SECOND, walk.second, 7, reason="乙的理由")
    client.force_login(walk.first)

    for page in (client.get(walk.appraisal.get_absolute_url()), client.get(address("score_appraisal", walk.appraisal.pk))):
        assert "乙的理由" not in page.text
        assert "缺一份资料" in page.text


def test_differences_are_listed_before_they_are_agreed(client, township):
    walk = Walk(township=township).to(State.SCORED, first=(2, 1), second=(2, 3))
    client.force_login(walk.first)

    page = client.get(walk.appraisal.get_absolute_url())

    criterion = walk.sheet.criteria.last()
    assert criterion in [row.criterion for row in page.context["table"].differences]


def test_veto_is_written_down_and_fails(client, township):
    walk = Walk(township=township).to(State.SCORED)
    client.force_login(walk.clerk)
    entry, veto = walk.sheet.clauses.all()

    refused = client.post(address("check_appraisal_clause", walk.appraisal.pk, veto.pk), {"holds": "1", "note": ""})
    assert "必填" in "".join(refused.context["form"].errors["note"])
    for clause in (entry, veto):
        client.post(address("check_appraisal_clause", walk.appraisal.pk, clause.pk), {"holds": "1", "note": "查阅事故台账"})
    client.force_login(walk.first)
    client.post(address("act_on_appraisal", walk.appraisal.pk, Action.AGREE), {"reason": ""})

    walk.appraisal.refresh_from_db()
    assert (walk.appraisal.points, walk.appraisal.is_passed) == (20, False)
    assert "不合格" in client.get(walk.appraisal.get_absolute_url()).text


def test_who_holds_a_post_in_the_township_is_told_so_where_vetoes_are_judged(client):
    walk = Walk().to(State.SUBMITTED)
    DutyFactory(place=walk.township, person=walk.clerk.person)
    client.force_login(walk.clerk)

    page = client.get(address("check_appraisal_clause", walk.appraisal.pk, walk.sheet.clauses.first().pk), follow=True)

    assert f"在{walk.township}任职，不能考评本乡镇。" in page.text
    shown = client.get(walk.appraisal.get_absolute_url())
    assert (shown.context["may_check"], shown.context["side"]) == (False, None)


def test_who_comes_too_late_is_told_what_somebody_else_did(client, walk):
    walk.submit(self_deductions=())

    page = client.post(address("act_on_appraisal", walk.appraisal.pk, Action.SUBMIT), {"reason": ""}, follow=True)

    assert "最近一步是" in page.text


@pytest.mark.parametrize("action", ["crown", "open", "score"])
def test_action_that_does_not_exist_is_not_there(client, walk, action):
    assert client.get(address("act_on_appraisal", walk.appraisal.pk, action)).status_code == 404


def test_list_is_filtered_and_exported_as_filtered(client, bureau, township):
    done = Walk(township=township).to(State.FINAL)
    Walk(township=TownshipFactory(county=township.county))

    page = client.get(address("appraisals"), {"state": "final"})
    content = b"".join(client.get(address("export_appraisals"), {"state": "final"}).streaming_content)

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert list(page.context["table"].data) == [done.appraisal]
    assert [row[0] for row in rows[2:]] == [township.name]


def test_voided_is_listed_when_it_is_asked_for(client, bureau, township):
    Walk(township=township).to(State.VOID)

    assert len(client.get(address("appraisals")).context["table"].data) == 0
    assert len(client.get(address("appraisals"), {"state": "void"}).context["table"].data) == 1


# Evidence


def test_township_chooses_records_and_uploads_a_paper(client, walk):
    page = address("appraisal_evidence", walk.appraisal.pk, walk.sheet.criteria.first().pk)

    client.post(page, {"sources": ["trainings.classes", "gaps"]})
    client.post(page, {"add_file": "1", "file": SimpleUploadedFile("方案.pdf", a_pdf())})

    assert {link.source for link in walk.appraisal.links.all()} == {"trainings.classes", "gaps"}
    assert walk.appraisal.files.get().file_name == "方案.pdf"


def test_program_is_refused_beside_its_field(client, walk):
    page = address("appraisal_evidence", walk.appraisal.pk, walk.sheet.criteria.first().pk)

    refused = client.post(page, {"add_file": "1", "file": SimpleUploadedFile("方案.pdf", b"MZ")})

    assert "不是 PDF、Word、Excel 或图片" in "".join(refused.context["file"].errors["file"])


def test_file_is_a_download_for_those_who_may_see_it(client, walk, settings):
    file = add_file(walk.appraisal, walk.sheet.criteria.first(), CleanDocument(b"%PDF-x", FileKind.PDF, "方案.pdf"), by=walk.inspector)

    response = client.get(address("appraisal_file", file.pk))

    assert b"".join(response.streaming_content) == b"%PDF-x"
    assert response["Content-Disposition"].startswith("attachment")
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
    assert "方案" not in file.file.name


def test_withdrawn_file_is_no_longer_served(client, walk):
    file = add_file(walk.appraisal, walk.sheet.criteria.first(), CleanDocument(b"%PDF-x", FileKind.PDF, "方案.pdf"), by=walk.inspector)

    client.post(address("withdraw_appraisal_file", file.pk))

    assert client.get(address("appraisal_file", file.pk)).status_code == 404


# Paper


def printed(walk):
    with kept_from_the_queue():
        return print_now(request_print(APPRAISAL, walk.appraisal.pk))


def test_paper_bears_scores_reasons_result_and_signatures(walk):
    CriterionFactory.create_batch(60, sheet=walk.sheet, rule="每少1次扣1分，扣完为止，并说明原因和整改情况")
    walk.to(State.FINAL, first=(2,), second=(2,))

    # pypdf reads zero bytes between figures of a face of few glyphs.
    with printed(walk).file.open("rb") as paper:
        pages = [page.extract_text().replace("\0", "") for page in PdfReader(paper).pages]

    assert len(pages) > 2
    # The head stands on every sheet that holds criteria.
    assert all("评分标准" in page for page in pages[:-1])
    words = "".join(pages)
    for part in ("缺一份资料", "考评结果", str(walk.first), str(walk.second), walk.township.government, "准入条件"):
        assert part in words


def test_paper_says_why_the_township_did_not_sign(walk):
    walk.to(State.AGREED)
    walk.sign(), walk.sign()
    walk.press(Action.CONCLUDE, walk.clerk, reason="负责人外出，电话认可")

    assert "未签字：负责人外出，电话认可" in render_to_string("papers/townships/_result.html", sheet_words(walk.appraisal))


def test_paper_has_the_points_of_each_side_beside_what_it_deducts(walk):
    walk.to(State.FINAL, self_deductions=(1,), first=(2,), second=(2,))

    page = render_to_string("papers/townships/_score_sheet.html", sheet_words(walk.appraisal))

    first_row, _, total = [re.findall(r"<td>([\d.]+)</td>", row) for row in page.split("<tr")[3:6]]
    assert first_row == ["10", "1", "9", "2", "8", "2", "8", "2", "8"]
    assert total == ["20", "1", "19", "2", "18", "2", "18", "2", "18"]


def test_paper_has_what_every_side_says_and_for_what_the_township_is_scored(walk):
    walk.appraisal.candidacy = candidacy_at("creating", township=walk.township)
    walk.appraisal.save()
    walk.to(State.FINAL, self_deductions=(1,), first=(2,), second=(2,))
    walk.appraisal.scores.filter(side=Side.SELF).exclude(reason="").update(reason="自评认为已改")

    page = render_to_string("papers/townships/appraisal.html", {"title": "", **sheet_words(walk.appraisal)})

    assert "自评：自评认为已改；考评员甲、考评员乙、议定：缺一份资料" in page
    assert f"申报：{walk.appraisal.candidacy.get_tier_display()}，{walk.appraisal.candidacy.campaign}" in page


def test_paper_is_for_those_who_may_see_every_score(client, township):
    walk = Walk(township=township).to(State.SCORED)
    client.force_login(walk.inspector)
    assert client.post(address("print_appraisal", walk.appraisal.pk)).status_code == 404

    client.force_login(walk.first)
    with kept_from_the_queue():
        client.post(address("print_appraisal", walk.appraisal.pk))
    assert PrintJob.objects.get().subject_id == walk.appraisal.pk


def test_paper_older_than_the_last_step_is_not_offered(client, walk):
    job = printed(walk)
    assert client.get(walk.appraisal.get_absolute_url()).context["printing"].job == job

    record(walk.appraisal, Action.SCORE, before=State.SELF, by=walk.inspector, at=job.finished_at + timedelta(minutes=1))

    page = client.get(walk.appraisal.get_absolute_url())
    assert (page.context["printing"].job, page.context["is_stale"]) == (None, True)


@pytest.fixture
def accident_of_the_year(client, township):
    """A walk at the point where clauses are looked at, its sheet against larger accidents, and one with three dead."""
    walk = Walk(township=township).to(State.SCORED)
    client.force_login(walk.clerk)
    return walk, accident(township, dead=3, title="采石场坍塌")


def test_a_veto_shows_the_accidents_of_the_year(client, accident_of_the_year):
    walk, row = accident_of_the_year
    veto = walk.sheet.clauses.get(kind="veto")

    for page in (walk.appraisal.get_absolute_url(), address("check_appraisal_clause", walk.appraisal.pk, veto.pk)):
        text = client.get(page).text
        assert "采石场坍塌（较大事故，死亡 3 人、重伤 0 人）" in text
        assert row.get_absolute_url() in text
        assert f"{address('vetoes')}?year=2026" in text


def test_no_veto_against_the_ledger_needs_an_explanation(client, accident_of_the_year):
    walk, _row = accident_of_the_year
    page = address("check_appraisal_clause", walk.appraisal.pk, walk.sheet.clauses.get(kind="veto").pk)
    told = {"holds": "0", "note": "查阅年度报表"}

    refused = client.post(page, told)
    assert "台账中有与此相反的记录" in "".join(refused.context["form"].errors["explanation"])
    assert not walk.appraisal.checks.exists()
    client.post(page, told | {"explanation": "经认定不属生产安全事故"})

    assert walk.appraisal.checks.get().explanation == "经认定不属生产安全事故"
    assert "经认定不属生产安全事故" in client.get(walk.appraisal.get_absolute_url()).text


def test_a_second_accident_is_not_explained_by_what_was_said_of_the_first(client, accident_of_the_year, township):
    walk, row = accident_of_the_year
    page = address("check_appraisal_clause", walk.appraisal.pk, walk.sheet.clauses.get(kind="veto").pk)
    client.post(page, {"holds": "0", "note": "查阅年度报表", "explanation": "经认定不属生产安全事故"})
    assert denied_clauses(walk.appraisal) == []

    accident(township, dead=3, title="采石场再次坍塌", happened_at=row.happened_at + timedelta(days=1))
    asked = client.get(page)

    assert [clause.kind for clause in denied_clauses(walk.appraisal)] == ["veto"]
    assert (asked.context["form"]["explanation"].value(), asked.context["outdated"]) == ("", "经认定不属生产安全事故")
    client.post(page, {"holds": "0", "note": "查阅年度报表", "explanation": "两起均不属生产安全事故"})
    assert denied_clauses(walk.appraisal) == []


def test_without_a_row_of_a_ledger_nothing_is_to_be_explained(client, township):
    walk = Walk(township=township).to(State.SCORED)
    client.force_login(walk.clerk)

    page = client.get(address("check_appraisal_clause", walk.appraisal.pk, walk.sheet.clauses.get(kind="veto").pk))

    assert "explanation" not in page.context["form"].fields


def test_an_accident_registered_after_the_check_holds_up_the_result(client, accident_of_the_year, township):
    walk, row = accident_of_the_year
    void(row, by=walk.clerk, reason="登记有误")
    walk.look_at_clauses()
    accident(township, dead=3, title="采石场再次坍塌")
    client.force_login(walk.first)

    refused = client.post(address("act_on_appraisal", walk.appraisal.pk, Action.AGREE), {"reason": ""})

    assert "核查结果与台账记录不一致" in refused.text
    walk.appraisal.refresh_from_db()
    assert walk.appraisal.state == State.SCORED


def test_history_tells_what_an_assessor_took_off_no_sooner_than_the_scores(client, township):
    walk = Walk(township=township).to(State.SUBMITTED)
    walk.write(Side.FIRST, walk.first, 2, reason="缺方案")

    def reads(user):
        client.force_login(user)
        return "缺方案" in client.get(walk.appraisal.get_absolute_url()).text

    assert [reads(user) for user in (walk.first, walk.second, walk.inspector, walk.clerk)] == [True, False, False, False]
    # With the second to finish, the bureau sees both; the township waits until they have agreed.
    walk.press(Action.FINISH, walk.first)
    walk.finish(first_deductions=(), second_deductions=())
    assert [reads(user) for user in (walk.second, walk.inspector)] == [True, False]


def test_assessor_with_a_post_in_the_township_is_told_above_the_scores(client, township):
    walk = Walk(township=township).to(State.SUBMITTED)
    DutyFactory(place=township, person=walk.first.person)
    client.force_login(walk.first)

    shown = client.get(address("score_appraisal", walk.appraisal.pk))
    refused = client.post(address("score_appraisal", walk.appraisal.pk), lines(walk, "0", "0"))

    assert ["请县局另行指定考评员" in page.text for page in (shown, refused)] == [True, True]
    assert not walk.appraisal.scores.filter(side=Side.FIRST).exists()


def test_a_draft_is_asked_about_and_then_removed(client, bureau):
    draft = DraftSheetFactory(county=bureau.county)
    page = address("remove_score_sheet", draft.pk)

    assert "确定删除吗" in client.get(page).text
    assert client.post(page).url == address("score_sheets")
    assert not ScoreSheet.objects.filter(pk=draft.pk).exists()


def test_what_the_assessors_have_to_agree_on_is_not_settled_by_leaving_it_out(client, township):
    walk = Walk(township=township).to(State.SCORED, first=(2,), second=(1,))
    client.force_login(walk.first)
    page = address("score_appraisal", walk.appraisal.pk)

    assert "都按不扣分计" not in client.get(page).text
    client.post(page, {"rest": "on"})

    assert walk.appraisal.scores.filter(side=Side.FINAL).count() == 1


def test_the_pages_of_signing_say_what_the_ledger_has_come_to_hold(client, township):
    walk = Walk(township=township).to(State.AGREED)
    accident(township, dead=3)
    client.force_login(walk.first)

    text = client.get(address("act_on_appraisal", walk.appraisal.pk, Action.SIGN)).text

    assert "台账中有了与核查结果相反的记录" in text
    assert address("check_appraisal_clause", walk.appraisal.pk, walk.sheet.clauses.get(kind="veto").pk) in text
