"""The three papers: who may issue which, what is frozen, and what the PDF says."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation
from pypdf import PdfReader

from hazards import reply_report
from hazards.models import Action, Hazard, Order
from hazards.orders import PAPERS, PaperNotAllowed, order_kind, serve_order
from hazards.printers import print_order
from hazards.views.next_steps import what_next
from hazards.workflow import TransitionNotAllowed, perform
from papers.printing import print_now, request_print
from tests.factories.hazards import (
    FOUND_AT,
    HazardFactory,
    InspectionFactory,
    VisitedHazardFactory,
    hazard_at,
    one_of_each,
    told,
    two_inspectors,
    two_officers,
)
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, PersonFactory, TownshipFactory
from townships.models import Level, Township

pytestmark = pytest.mark.django_db
Kind = Order.Kind
LATER = FOUND_AT + timedelta(days=1)


@pytest.fixture
def township():
    return TownshipFactory(
        name="官亭乡",
        document_prefix="官亭",
        county__name="临澧县",
        county__bureau_name="临澧县安全生产监督管理局",
        county__review_authority="临澧县人民政府",
        county__court="临澧县人民法院",
    )


@pytest.fixture
def place(township):
    return EnterpriseFactory(township=township, name="官亭石料厂")


@pytest.fixture
def inspector(township):
    return InspectorFactory(township=township)


@pytest.fixture
def bureau(township):
    return BureauFactory(county=township.county)


@pytest.fixture
def hazards(place, inspector):
    """Three hazards of one visit, the last of them major."""
    visit = InspectionFactory(place=place)
    found = [
        {"spot": "破碎车间", "description": "皮带轮没有防护罩", "basis": "《金属非金属矿山安全规程》5.5.1"},
        {"spot": "配电室", "description": "配电箱敞开，线路老化。", "basis": "《安全生产法》第三十六条（请按现行标准核对）"},
        {"spot": "采场东帮", "description": "台阶高度超过设计，有坍塌危险", "grade": Hazard.Grade.MAJOR},
    ]
    return [HazardFactory(place=place, by=inspector, inspection=visit, responsible_person="陈大山", **fields) for fields in found]


def serve(hazards, by, kind, **changes):
    changes = {"requirement": "立即整改到位", "deadline": date(2026, 4, 30), "inspectors": two_officers(hazards[0].township)} | changes
    return serve_order(hazards, kind=kind, by=by, at=LATER, **changes)


def text_of(order):
    pdf = PdfReader(BytesIO(print_order(order.pk, lambda *progress: None)))
    # Line breaks, and the zero bytes that pypdf reads between figures of a face of few glyphs.
    return re.sub(r"[\s\0]+", "", "".join(page.extract_text() for page in pdf.pages))


def test_which_organ_issues_what_is_a_table():
    """RULES section 5; two officers at least where a unit is ordered, examined or suspended (行政处罚法 第四十二条)."""
    township, county, either = {Level.TOWNSHIP}, {Level.COUNTY}, {Level.TOWNSHIP, Level.COUNTY}
    ordered = {"notice", "directive"}

    table = {kind: (paper.issuers, paper.after, paper.inspectors, paper.needs_cards) for kind, paper in PAPERS.items()}

    assert table == {
        "notice": (township, frozenset(), 1, False),
        "directive": (county, frozenset(), 2, True),
        "opinion": (either, ordered, 2, False),
        "record": (either, frozenset(), 2, False),
        "suspension": (county, ordered, 2, True),
        "resumption": (either, {"suspension"}, 0, False),
        "review": (county, {"resumption"}, 2, False),
        "urging": (county, ordered, 0, False),
        "transfer": (county, frozenset(), 0, False),
        "cut_off": (county, {"suspension"}, 0, False),
        "supervision": (county, frozenset(), 0, False),
        "extension_request": (either, ordered, 0, False),
        "extension_answer": (county, {"extension_request"}, 0, False),
        "acceptance_request": (either, ordered, 0, False),
        "acceptance": (county, {"acceptance_request"}, 2, False),
        "closing": (county, {"acceptance"}, 0, False),
    }


def test_each_organ_orders_by_its_own_paper(inspector, bureau):
    assert (order_kind(inspector), order_kind(bureau)) == (Kind.NOTICE, Kind.DIRECTIVE)


@pytest.mark.parametrize("kind", [Kind.DIRECTIVE, Kind.OPINION])
def test_township_can_serve_no_other_paper(hazards, inspector, kind):
    with pytest.raises(PaperNotAllowed):
        serve(hazards, inspector, kind)

    assert not Order.objects.exists()


@pytest.mark.parametrize("kind", [Kind.NOTICE, Kind.OPINION])
def test_county_can_serve_no_other_paper(hazards, bureau, kind):
    with pytest.raises(PaperNotAllowed):
        serve(hazards, bureau, kind)


def test_papers_are_numbered_per_organ_and_kind(hazards, inspector, bureau, place):
    first, second, third = hazards
    numbers = [serve([first], inspector, Kind.NOTICE).number, serve([second], inspector, Kind.NOTICE).number]
    numbers.append(serve([third], bureau, Kind.DIRECTIVE).number)
    perform(first, Action.REPLY, by=inspector, at=LATER, reply="已装好", rectified_on=date(2026, 3, 3))
    numbers.append(perform(first, Action.PASS, by=bureau, at=LATER, **told(Action.PASS, first)).order.number)

    assert numbers == ["官亭〔2026〕1号", "官亭〔2026〕2号", "临安监责改〔2026〕1号", "临安监复查〔2026〕1号"]


def test_paper_of_several_hazards_is_served_whole_or_not_at_all(hazards, inspector):
    serve([hazards[1]], inspector, Kind.NOTICE)

    with pytest.raises(TransitionNotAllowed):
        serve(hazards, inspector, Kind.NOTICE)

    assert Order.objects.count() == 1
    assert {hazard.state for hazard in Hazard.objects.exclude(pk=hazards[1].pk)} == {"found"}


def test_each_item_may_have_its_own_requirement_and_deadline(hazards, inspector):
    items = {hazards[1].pk: {"requirement": "更换线路", "deadline": date(2026, 3, 10)}}

    order = serve(hazards, inspector, Kind.NOTICE, items=items)

    assert [*order.items.values_list("position", "requirement", "deadline")] == [
        (1, "立即整改到位", date(2026, 4, 30)),
        (2, "更换线路", date(2026, 3, 10)),
        (3, "立即整改到位", date(2026, 4, 30)),
    ]
    assert order.content["deadlines"] == [
        {"positions": "1、3", "deadline": "2026年4月30日"},
        {"positions": "2", "deadline": "2026年3月10日"},
    ]


def test_one_paper_goes_to_one_unit(hazards, inspector, township):
    other = HazardFactory(place=EnterpriseFactory(township=township), by=inspector)

    with pytest.raises(ValidationError, match="一个责任单位"):
        serve([*hazards, other], inspector, Kind.NOTICE)


@pytest.mark.parametrize(
    ("people", "code"),
    [
        (lambda township: two_inspectors(township)[:1], "too_few"),
        (lambda township: PersonFactory.create_batch(2, county=township.county), "no_card"),
        (lambda township: two_inspectors(TownshipFactory()), "strangers"),
        (one_of_each, "no_officer"),
    ],
)
def test_directive_needs_two_officers_of_the_county_with_cards(hazards, bureau, township, people, code):
    """行政处罚法 (2021) 第四十二条: two officers at least; 安全生产法 第六十七条: they show their cards."""
    with pytest.raises(ValidationError) as refused:
        serve(hazards, bureau, Kind.DIRECTIVE, inspectors=people(township))

    assert [error.code for error in refused.value.error_dict["inspectors"]] == [code]


def test_inspectors_of_the_visit_sign_when_nobody_else_is_named(hazards, inspector):
    order = serve(hazards, inspector, Kind.NOTICE, inspectors=[])

    visitors = [person.name for person in hazards[0].inspection.inspectors.all()]
    assert [person["name"] for person in order.content["inspectors"]] == [*visitors, inspector.person.name]


def test_paper_stays_as_it_was_issued(hazards, inspector, township):
    order = serve(hazards, inspector, Kind.NOTICE)
    before = text_of(order)

    Hazard.objects.update(description="改写", responsible_unit="改写")
    Township.objects.update(name="改写")

    assert text_of(Order.objects.get(pk=order.pk)) == before


def test_paper_is_chinese_whatever_its_writer_reads(hazards, bureau):
    with translation.override("en"):
        order = serve(hazards, bureau, Kind.DIRECTIVE)

    assert order.content["title"] == "责令限期整改指令书"


def test_notice_advises_and_reports_up(hazards, inspector):
    text = text_of(serve(hazards, inspector, Kind.NOTICE))

    for words in [
        "官亭乡人民政府整改通知单官亭〔2026〕1号",
        "受检单位：官亭石料厂责任人：陈大山",
        "1．破碎车间：皮带轮没有防护罩（依据：《金属非金属矿山安全规程》5.5.1）。",
        "3．采场东帮：台阶高度超过设计，有坍塌危险（重大事故隐患）。",
        "责令立即排除",
        "建议按下列要求和期限整改到位",
        "第1、2、3项：立即整改到位。于2026年4月30日前完成。",
        "将依照有关规定报告临澧县安全生产监督管理局依法处理",
        "第3项为重大事故隐患，我乡按规定同时上报临澧县安全生产监督管理局",
        "本通知单一式两份",
    ]:
        assert words in text
    assert "行政复议" not in text
    assert "指令" not in text


def test_directive_orders_and_tells_where_to_object(hazards, bureau):
    people = two_officers(hazards[0].township)
    text = text_of(serve(hazards, bureau, Kind.DIRECTIVE, inspectors=people))

    for words in [
        "临澧县安全生产监督管理局责令限期整改指令书临安监责改〔2026〕1号",
        "被检查单位：官亭石料厂负责人：陈大山",
        "官亭乡人民政府对你单位进行了安全生产检查",
        "现责令你单位对上述第1、2、3项问题于2026年4月30日前整改完毕",
        "60日内向临澧县人民政府申请行政复议，或者在6个月内依法向临澧县人民法院提起行政诉讼",
        "被检查单位负责人（签收）",
        "本文书一式两份",
        *[f"证号：{person.inspector_card}" for person in people],
    ]:
        assert words in text


@pytest.mark.parametrize(
    ("action", "changes", "words"),
    [
        (Action.PASS, {}, "复查意见：已整改到位。防护罩已装好。"),
        (Action.FAIL, {}, "复查意见：整改不到位。防护罩已装好。限于2026年4月30日前继续整改完毕。"),
        (
            Action.FAIL,
            {"deadline": date(2026, 5, 20)},
            "限于2026年5月20日前继续整改完毕；此日期不是延期，是否逾期仍按整改期限2026年4月30日计算。",
        ),
    ],
)
def test_opinion_names_the_paper_and_every_item(hazards, inspector, bureau, action, changes, words):
    order = serve(hazards[:2], inspector, Kind.NOTICE)
    perform(hazards[1], Action.REPLY, by=inspector, at=LATER, reply="已装好", rectified_on=date(2026, 3, 3))
    details = told(action, hazards[1]) | {"opinion": "防护罩已装好"} | changes

    text = text_of(perform(hazards[1], action, by=bureau, at=LATER, **details).order)

    assert f"官亭乡人民政府于2026年3月3日向你单位下达了《整改通知单》（{order.number}），第1、2项的整改期限为2026年4月30日" in text
    assert "原文书第2项：配电室：配电箱敞开，线路老化。" in text
    assert words in text


def test_opinion_tells_of_the_extension_and_of_the_one_before_it(place, inspector, bureau):
    hazard = HazardFactory(place=place, by=inspector)
    serve([hazard], inspector, Kind.NOTICE)
    perform(hazard, Action.EXTEND, by=bureau, at=LATER, reason="到货延迟", deadline=date(2026, 5, 12))
    steps = [(Action.REPLY, inspector), (Action.FAIL, bureau), (Action.REPLY, inspector)]
    _reply, failed, _again = (perform(hazard, action, by=by, at=LATER, **told(action, hazard)) for action, by in steps)

    text = text_of(perform(hazard, Action.PASS, by=bureau, at=LATER, **told(Action.PASS, hazard)).order)

    assert "第1项的整改期限为2026年4月30日。第1项已准予延期，期限至2026年5月12日，复查后改为" in text
    assert f"复查整改不到位，见《整改复查意见书》（{failed.order.number}）" in text


def test_hostile_words_stay_words(place, inspector):
    hazard = HazardFactory(place=place, by=inspector, description='<img src="file:///etc/passwd"><b>粗</b> & "引号"')

    text = text_of(serve([hazard], inspector, Kind.NOTICE))

    assert '<imgsrc="file:///etc/passwd"><b>粗</b>&"引号"' in text


def test_forty_hazards_run_over_several_pages(place, inspector):
    hazards = [HazardFactory(place=place, by=inspector) for _ in range(40)]

    order = serve(hazards, inspector, Kind.NOTICE)

    assert len(PdfReader(BytesIO(print_order(order.pk, lambda *progress: None))).pages) > 2


def test_hazard_of_the_ledger_links_to_its_papers():
    hazard = hazard_at("closed")

    assert [order.kind for order in hazard.orders.order_by("pk")] == [Kind.NOTICE, Kind.OPINION]


def test_worker_prints_it_once(hazards, inspector):
    order = serve(hazards, inspector, Kind.NOTICE)

    job = print_now(request_print("order", order.pk))

    assert request_print("order", order.pk) == job
    with job.file.open("rb") as paper:
        assert paper.read(5) == b"%PDF-"


def test_issued_paper_and_its_items_never_change(hazards, inspector):
    order = serve(hazards, inspector, Kind.NOTICE)

    for change in [
        lambda: Order.objects.update(served_on="改写"),
        lambda: Order.objects.filter(pk=order.pk).update(content={}),
        lambda: order.items.update(requirement="改写"),
        lambda: order.items.all().delete(),
    ]:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_paper_ends_with_a_stub_and_a_receipt_to_tear_off(hazards, inspector):
    order = serve(hazards, inspector, Kind.NOTICE)

    *pages, slips = PdfReader(BytesIO(print_order(order.pk, lambda *progress: None))).pages
    text = re.sub(r"[\s\0]+", "", slips.extract_text())

    assert len(pages) == 1
    assert text.startswith("整改通知单（存根）官亭〔2026〕1号受文单位官亭石料厂")
    assert "官亭石料厂安全隐患，共3项，最迟于2026年4月30日前完成。" in text
    assert "整改通知单（回执）官亭〔2026〕1号官亭乡人民政府：你单位制发的《整改通知单》（官亭〔2026〕1号）已收到。" in text
    assert "（骑缝章）官亭〔2026〕1号沿此线裁开" in text


def found_again(place, inspector, bureau, *, by):
    """The paper on a hazard that was closed at once and found again three days later."""
    hazard = VisitedHazardFactory(place=place, by=inspector, description="皮带轮没有防护罩", responsible_person="陈大山")
    perform(hazard, Action.RECTIFY, by=inspector, at=FOUND_AT, **told(Action.RECTIFY, hazard))
    at = FOUND_AT + timedelta(days=3)
    return perform(hazard, Action.REOPEN, by=by, at=at, **told(Action.REOPEN, hazard) | {"finding": "防护罩又被拆除"}).order


@pytest.mark.parametrize(("writer", "kind"), [("inspector", Kind.NOTICE), ("bureau", Kind.DIRECTIVE)])
def test_paper_on_what_a_look_back_found_says_so(request, place, inspector, bureau, writer, kind):
    order = found_again(place, inspector, bureau, by=request.getfixturevalue(writer))

    words = text_of(order)

    we = "我乡" if kind == Kind.NOTICE else "本机关"
    found, again = f"2026年{FOUND_AT.month}月{FOUND_AT.day}日", f"2026年{FOUND_AT.month}月{FOUND_AT.day + 3}日"
    assert order.kind == kind
    assert f"{again}，{we}对已经销号的安全隐患组织“回头看”，发现你单位下列隐患再次出现：" in words
    assert f"1．皮带轮没有防护罩。该隐患（{order.items.get().hazard.number}）于{found}发现，{found}销号。" in words
    assert "“回头看”发现的情况：防护罩又被拆除。" in words
    assert f"{found}，{we}" not in words


def test_suspension_after_a_look_back_names_its_day(place, inspector, bureau):
    order = found_again(place, inspector, bureau, by=inspector)
    hazard = order.items.get().hazard

    decision = perform(hazard, Action.SUSPEND, by=bureau, at=FOUND_AT + timedelta(days=5), **told(Action.SUSPEND, hazard)).order

    assert f"2026年{FOUND_AT.month}月{FOUND_AT.day + 3}日，官亭乡人民政府对已经销号的安全隐患组织“回头看”" in text_of(decision)


def test_what_was_given_to_another_unit_says_who_was_ordered(place, inspector, bureau):
    """交办: a re-inspection doesn't claim that its new unit was served the paper of before."""
    hazard = HazardFactory(place=place, by=inspector, responsible_phone="13800138000", responsible_person="陈大山")
    order = serve([hazard], inspector, Kind.NOTICE)
    for action, by in [(Action.ASSIGN, bureau), (Action.REPLY, inspector), (Action.PASS, bureau)]:
        event = perform(hazard, action, by=by, at=LATER, **told(action, hazard))
        if action == Action.ASSIGN:
            assert f"《整改通知单》（{order.number}）送达的是官亭石料厂，后交办县公路局" in what_next(event.hazard)

    assert f"向官亭石料厂下达了《整改通知单》（{order.number}），后由县安委会交办你单位，第1项" in text_of(event.order)
    assert (event.hazard.responsible_person, event.hazard.responsible_phone) == ("", "")


@pytest.mark.parametrize(
    ("action", "days", "words"),
    [
        (Action.SUSPEND, 40, "对官亭石料厂进行安全生产检查，于2026年3月3日下达了《整改通知单》（{number}），后由县安委会交办你单位。经查"),
        (Action.URGE, 90, "向官亭石料厂下达了《整改通知单》（{number}），要求于2026年4月30日前整改完毕，后由县安委会交办县公路局。至"),
    ],
)
def test_a_step_of_the_county_after_that_says_so_too(place, inspector, bureau, action, days, words):
    hazard = HazardFactory(place=place, by=inspector)
    order = serve([hazard], inspector, Kind.NOTICE)
    for step in (Action.ASSIGN, action):
        event = perform(hazard, step, by=bureau, at=FOUND_AT + timedelta(days=days), **told(step, hazard))

    assert words.format(number=order.number) in text_of(event.order)
    assert ("没有向其另制发文书" in what_next(event.hazard)) is (action == Action.URGE)


def test_a_reply_is_the_report_of_whoever_was_given_the_hazard(place, inspector, bureau):
    hazard = HazardFactory(place=place, by=inspector, responsible_person="陈大山")
    order = serve([hazard], inspector, Kind.NOTICE)
    given = told(Action.ASSIGN, hazard) | {"responsible_person": "张新"}
    for step, by, details in [(Action.ASSIGN, bureau, given), (Action.REPLY, inspector, told(Action.REPLY, hazard))]:
        event = perform(hazard, step, by=by, at=LATER, **details)

    content = reply_report.content_of(event)
    assert (content["unit"], content["person"]) == ("县公路局", "张新")
    assert content["paper"] == f"《整改通知单》（{order.number}）"
