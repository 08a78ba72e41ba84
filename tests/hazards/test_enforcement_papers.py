"""Records of visits, suspension and the way back, letters to others: what each paper says, and which is refused."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from pypdf import PdfReader

from hazards.models import Action, Order, State
from hazards.orders import PAPERS, PaperNotAllowed, check_issuer, issue
from hazards.printers import print_order
from hazards.records import AlreadyRecorded, VisitVoided, first_words, record_visit
from hazards.workflow import TransitionNotAllowed, perform
from tests.factories.hazards import FOUND_AT, HazardFactory, InspectionFactory, hazard_at, told, two_inspectors
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, PersonFactory, TownshipFactory
from tests.papers.measuring import sheets
from townships.voiding import void

pytestmark = pytest.mark.django_db
Kind = Order.Kind
ORGANS = ["committee", "government", "committee"]


@pytest.fixture
def township():
    return TownshipFactory(
        name="官亭乡",
        document_prefix="官亭",
        county__name="临澧县",
        county__bureau_name="临澧县应急管理局",
        county__document_prefix="临应急",
        county__review_authority="临澧县人民政府",
        county__court="临澧县人民法院",
    )


@pytest.fixture
def place(township):
    return EnterpriseFactory(township=township, name="官亭石料厂", address="官亭乡青山村")


@pytest.fixture
def bureau(township):
    return BureauFactory(county=township.county)


@pytest.fixture
def inspector(township):
    return InspectorFactory(township=township)


@pytest.fixture
def visit(place):
    return InspectionFactory(place=place, ended_at=FOUND_AT + timedelta(hours=1), unit_signatory="陈大山")


def at_state(state, place, **fields):
    found = {"spot": "采场边坡", "description": "台阶高度超过设计，边坡有浮石", "responsible_person": "陈大山"}
    return hazard_at(state, place=place, **found | fields)


def act(hazard, action, *, by, days=30, **changes):
    return perform(hazard, action, by=by, at=hazard.found_at + timedelta(days=days), **told(action, hazard) | changes)


def recorded(visit, by, **changes):
    details = first_words(visit) | {"inspectors": visit.inspectors.all()} | changes
    return record_visit(visit, by=by, at=visit.inspected_at, **details)


def pages_of(order):
    return PdfReader(BytesIO(print_order(order.pk, lambda *progress: None))).pages


def text_of(order):
    return re.sub(r"[\s\0]+", "", "".join(page.extract_text() for page in pages_of(order)))


def test_record_tells_when_where_what_was_seen_and_how_it_was_handled(visit, inspector):
    """安全生产法 第六十八条."""
    hazard = HazardFactory(place=visit.place, by=inspector, inspection=visit, spot="破碎车间", description="皮带轮没有防护罩")
    order = act(hazard, Action.ORDER, by=inspector, days=0).order
    record = recorded(visit, inspector)

    text = text_of(record)

    for words in [
        "官亭乡人民政府现场检查记录官亭检记〔2026〕1号被检查单位：官亭石料厂地址：官亭乡青山村负责人：陈大山",
        "检查时间：2026年3月2日9时0分至2026年3月2日10时0分检查类别：日巡查",
        "发现的问题：共1项。1．破碎车间：皮带轮没有防护罩。",
        f"处理：已下达《整改通知单》（{order.number}）。",
        "处理情况：上述问题已当场告知被检查单位",
        "被检查单位负责人（签名）：",
    ]:
        assert words in text
    assert (record.inspection, [*record.hazards.all()]) == (visit, [hazard])


def test_record_of_a_visit_without_findings_says_so(visit, inspector):
    text = text_of(recorded(visit, inspector))

    assert "发现的问题：本次检查未发现安全隐患。" in text
    assert "处理情况：未发现安全隐患，要求继续落实安全生产主体责任。" in text


def test_refusal_to_sign_is_noted(visit, inspector):
    text = text_of(recorded(visit, inspector, refusal="陈大山认为不属实，拒绝签名，村干部李四在场"))

    assert "拒绝签名的情况：陈大山认为不属实，拒绝签名，村干部李四在场。" in text
    assert "见证人（签名）：" in text


@pytest.mark.parametrize("measure", ["装好防护罩", "装好防护罩。"])
def test_hazard_rectified_on_the_spot_stands_as_such(visit, inspector, measure):
    hazard = HazardFactory(place=visit.place, by=inspector, inspection=visit)
    act(hazard, Action.RECTIFY, by=inspector, days=0, measure=measure)

    assert "处理：已当场整改：装好防护罩。处理情况" in text_of(recorded(visit, inspector))


def test_a_visit_has_one_record(visit, inspector, bureau):
    first = recorded(visit, inspector)

    with pytest.raises(AlreadyRecorded) as refused:
        recorded(visit, bureau)

    assert refused.value.order == first


def test_a_voided_visit_has_none(visit, inspector):
    void(visit, by=inspector, reason="登记错了")

    with pytest.raises(VisitVoided):
        recorded(visit, inspector)


@pytest.mark.parametrize(
    ("people", "code"),
    [
        (lambda township: two_inspectors(township)[:1], "too_few"),
        (lambda township: two_inspectors(TownshipFactory()), "strangers"),
    ],
)
def test_record_is_signed_by_two_of_the_county(visit, inspector, township, people, code):
    with pytest.raises(ValidationError) as refused:
        recorded(visit, inspector, inspectors=people(township))

    assert [error.code for error in refused.value.error_dict["inspectors"]] == [code]


def test_suspension_names_the_paper_that_was_not_obeyed_and_where_to_object(place, bureau):
    hazard = at_state(State.ORDERED, place)
    notice = hazard.orders.get()
    order = act(hazard, Action.SUSPEND, by=bureau, scope="采场作业", deadline=date(2026, 6, 30)).order

    text = text_of(order)

    for words in [
        "临澧县应急管理局停产停业整改决定书临应急停决〔2026〕1号被责令单位：官亭石料厂负责人：陈大山",
        f"下达了《整改通知单》（{notice.number}）",
        "依据《中华人民共和国安全生产法》第六十五条、第一百零二条的规定，现责令你单位自收到本决定之日起停止采场作业",
        "期限至2026年6月30日",
        "60日内向临澧县人民政府申请行政复议，或者在6个月内依法向临澧县人民法院提起行政诉讼",
    ]:
        assert words in text
    assert order.follows == notice


def test_suspension_needs_officers_with_cards(place, bureau, township):
    hazard = at_state(State.ORDERED, place)

    with pytest.raises(ValidationError) as refused:
        act(hazard, Action.SUSPEND, by=bureau, inspectors=PersonFactory.create_batch(2, county=township.county))

    assert [error.code for error in refused.value.error_dict["inspectors"]] == ["no_card"]


def test_a_suspended_unit_comes_back_by_application_and_review(place, bureau, inspector):
    hazard = at_state(State.SUSPENDED, place)

    applied = act(hazard, Action.APPLY, by=inspector, spent_funds="12000")
    agreed = act(hazard, Action.RESUME, by=bureau, days=35)

    suspension, application, review = hazard.orders.order_by("pk")[1:]
    assert (applied.to_state, agreed.to_state) == (State.RESUMING, State.CLOSED)
    assert [paper.kind for paper in (suspension, application, review)] == ["suspension", "resumption", "review"]
    assert (application.follows, review.follows) == (suspension, application)


def test_no_other_way_leads_out_of_a_suspension(place, bureau):
    hazard = at_state(State.SUSPENDED, place)

    for action in [Action.REPLY, Action.PASS, Action.FAIL, Action.RESUME]:
        with pytest.raises(TransitionNotAllowed):
            act(hazard, action, by=bureau)


def test_application_says_until_when_it_is_reviewed(place, inspector):
    """总局令第16号 第十八条: within ten days."""
    order = act(at_state(State.SUSPENDED, place), Action.APPLY, by=inspector, spent_funds="12000").order

    text = text_of(order)

    assert "官亭石料厂复产申请书临澧县应急管理局：" in text
    assert "投入整改资金12,000.00元。" in text
    assert "受理日期2026年4月1日审查期限2026年4月11日前" in text


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Action.RESUME, "审查结论：同意恢复生产经营。"),
        (Action.REFUSE, "审查结论：不同意恢复生产经营。请继续停产停业整改至2026年4月30日"),
    ],
)
def test_review_names_the_decision_and_the_application(place, bureau, action, words):
    hazard = at_state(State.RESUMING, place)
    suspension, application = hazard.orders.order_by("pk")[1:]

    text = text_of(act(hazard, action, by=bureau).order)

    assert f"以《停产停业整改决定书》（{suspension.number}）责令你单位停产停业整改" in text
    assert f"你单位提出复产申请（受理编号：{application.number}）" in text
    assert words in text


@pytest.mark.parametrize(
    ("name", "organ", "word"), [("committee", "临澧县安全生产委员会", "临安"), ("government", "临澧县人民政府", "临政")]
)
def test_county_urges_in_the_name_that_was_chosen(place, bureau, name, organ, word):
    hazard = at_state(State.ORDERED, place)
    order = act(hazard, Action.URGE, by=bureau, days=80, in_name_of=name).order

    text = text_of(order)

    assert text.startswith(f"{organ}{word}督函〔2026〕1号关于督办官亭石料厂安全隐患的函官亭乡人民政府：")
    assert "要求于2026年4月30日前整改完毕。至2026年5月21日，已逾期21天" in text
    assert "请于2026年12月20日前将整改情况书面报临澧县应急管理局" in text
    assert (order.served_on, order.content["organ"]) == ("官亭乡人民政府", organ)


def test_each_organ_of_the_county_numbers_its_own_letters(place, bureau):
    letters = [act(at_state(State.ORDERED, place), Action.URGE, by=bureau, days=80, in_name_of=name).order for name in ORGANS]

    assert [letter.number for letter in letters] == ["临安督函〔2026〕1号", "临政督函〔2026〕1号", "临安督函〔2026〕2号"]


def test_a_letter_has_no_number_before_its_organs_code_word_is_known(place, bureau):
    bureau.county.government_prefix = ""
    hazard = at_state(State.ORDERED, place)

    with pytest.raises(ValidationError) as refused:
        act(hazard, Action.URGE, by=bureau, days=80, in_name_of="government")

    assert refused.value.error_dict["in_name_of"][0].code == "no_code_word"


def test_transfer_goes_to_the_department_with_its_materials(place, bureau):
    """安全生产法 第六十九条."""
    text = text_of(act(at_state(State.FOUND, place), Action.TRANSFER, by=bureau).order)

    assert "关于移送官亭石料厂安全隐患的函临澧县交通运输局：我局在安全生产监督检查中，发现官亭石料厂存在下列问题：" in text
    assert "附件：1.现场检查记录2.现场照片" in text
    assert "移送函（回执）" in text


def test_cutting_off_is_asked_of_the_county_with_the_decision_and_the_time(place, bureau):
    """安全生产法 第七十条."""
    hazard = at_state(State.SUSPENDED, place)
    event = act(hazard, Action.ASK_CUT_OFF, by=bureau, days=5)

    text = text_of(event.order)

    assert "临应急请示〔2026〕1号签发人：周正国关于停止官亭石料厂供电、供水的请示临澧县人民政府：" in text
    assert "拟于2026年3月12日9时0分起对该单位停止供电、供水。我局将提前24小时书面通知该单位。" in text
    assert "（回执）" not in text
    assert (event.hazard.cut_off_asked_on, event.hazard.needs_county) == (event.order.issued_on, False)


@pytest.mark.parametrize(("hours", "is_urgent", "is_allowed"), [(23, False, False), (24, False, True), (1, True, True), (-1, True, False)])
def test_power_is_cut_after_a_days_notice_or_in_an_emergency(place, bureau, hours, is_urgent, is_allowed):
    hazard = at_state(State.SUSPENDED, place)
    asked_at = hazard.found_at + timedelta(days=30)
    changes = {"cut_at": asked_at + timedelta(hours=hours), "is_urgent": is_urgent}

    if is_allowed:
        assert act(hazard, Action.ASK_CUT_OFF, by=bureau, **changes).order.kind == Kind.CUT_OFF
    else:
        with pytest.raises(ValidationError) as refused:
            act(hazard, Action.ASK_CUT_OFF, by=bureau, **changes)
        assert [*refused.value.error_dict] == ["cut_at"]


@pytest.mark.parametrize("kind", PAPERS)
def test_who_may_not_issue_a_kind_is_refused(kind, inspector, bureau):
    for user in (inspector, bureau):
        if user.place.level not in PAPERS[kind].issuers:
            with pytest.raises(PaperNotAllowed):
                check_issuer(kind, user)


@pytest.mark.parametrize("kind", [kind for kind, paper in PAPERS.items() if paper.after])
def test_what_needs_a_paper_before_it_is_refused_without(kind, place, bureau):
    hazard = HazardFactory(place=place)

    with pytest.raises(PaperNotAllowed):
        issue(kind, [(hazard, {})], by=bureau, at=FOUND_AT)

    assert not Order.objects.exists()


def test_numbers_run_by_kind(place, bureau):
    first, second = at_state(State.ORDERED, place), at_state(State.ORDERED, place)

    numbers = [act(first, Action.SUSPEND, by=bureau).order.number, act(first, Action.TRANSFER, by=bureau).order.number]
    numbers += [act(second, Action.TRANSFER, by=bureau).order.number, act(second, Action.SUSPEND, by=bureau).order.number]

    assert numbers == ["临应急停决〔2026〕1号", "临应急移函〔2026〕1号", "临应急移函〔2026〕2号", "临应急停决〔2026〕2号"]


def sheets_of(order):
    return sheets(print_order(order.pk, lambda *progress: None))


def issued(kind, place, bureau, inspector):
    """A paper of this kind, by the real steps."""
    if kind == Kind.RECORD:
        return recorded(InspectionFactory(place=place), inspector, refusal="陈大山认为不属实，拒绝签名，村干部李四在场")
    state, action = {
        Kind.SUSPENSION: (State.ORDERED, Action.SUSPEND),
        Kind.RESUMPTION: (State.SUSPENDED, Action.APPLY),
        Kind.REVIEW: (State.RESUMING, Action.REFUSE),
        Kind.URGING: (State.ORDERED, Action.URGE),
        Kind.TRANSFER: (State.FOUND, Action.TRANSFER),
        Kind.CUT_OFF: (State.SUSPENDED, Action.ASK_CUT_OFF),
    }[kind]
    days = {Kind.URGING: 80, Kind.CUT_OFF: 5}.get(kind, 30)
    return act(at_state(state, place), action, by=bureau, days=days).order


OF_MAJORS = {Kind.SUPERVISION, Kind.EXTENSION_REQUEST, Kind.EXTENSION_ANSWER, Kind.ACCEPTANCE_REQUEST, Kind.ACCEPTANCE, Kind.CLOSING}
NEW = [kind for kind in PAPERS if kind not in {Kind.NOTICE, Kind.DIRECTIVE, Kind.OPINION, *OF_MAJORS}]


@pytest.mark.parametrize("kind", NEW)
def test_paper_lies_within_the_margins_of_a4(kind, place, bureau, inspector):
    pages = sheets_of(issued(kind, place, bureau, inspector))

    assert {(sheet.width, sheet.height) for sheet in pages} == {(210.0, 297.0)}
    assert min(line.left for sheet in pages for line in sheet.lines) >= 28
    assert max(letter.ink[2] for sheet in pages for letter in sheet.letters) <= 184


@pytest.mark.parametrize("kind", NEW)
def test_stub_and_receipt_are_the_last_sheet_of_those_that_come_back(kind, place, bureau, inspector):
    *pages, last = sheets_of(issued(kind, place, bureau, inspector))

    words = "".join(line.text for line in last.lines)
    assert ("（存根）" in words and "（回执）" in words) is PAPERS[kind].has_receipt
    assert len(pages) == 1 if PAPERS[kind].has_receipt or kind == Kind.CUT_OFF else not pages


def test_letter_has_the_head_of_a_letter(place, bureau, inspector):
    """GB/T 9704-2012, 10.1: organ 30 mm below the edge, number at the right end of the type area, first page without a number."""
    first, _slips = sheets_of(issued(Kind.TRANSFER, place, bureau, inspector))

    organ, number = first.lines[0], first.lines[1]
    assert min(letter.ink[1] for letter in organ.letters) == pytest.approx(30, abs=1.5)
    assert (organ.text, number.text) == ("临澧县应急管理局", "临应急移函〔2026〕1号")
    assert number.right == pytest.approx(184, abs=0.5)
    assert first.lines[-1].text == "2026年4月1日"


@pytest.mark.parametrize("sentences", [12, 14, 16, 18])
def test_no_signature_stands_alone_on_a_sheet(place, bureau, sentences):
    hazard = at_state(State.FOUND, place)
    letter = act(hazard, Action.TRANSFER, by=bureau, materials="", reason="上述问题属于你单位职责范围，需要依法查处。" * sentences).order

    *_pages, last, _slips = sheets_of(letter)

    assert len(last.body) > 2


def test_three_officers_with_long_cards_stay_on_the_sheet_and_in_its_margins(place, bureau, township):
    names = ["欧阳建国", "司马光明", "周正国"]
    three = [PersonFactory(county=township.county, township=None, name=name, inspector_card=f"湘430799-2026-00{name}") for name in names]
    reason = "逾期未整改，拒不执行指令，存在较大安全风险，须立即停产停业整改。" * 6

    *pages, _slips = sheets_of(act(at_state(State.ORDERED, place), Action.SUSPEND, by=bureau, inspectors=three, reason=reason).order)

    assert max(letter.ink[2] for sheet in pages for letter in sheet.letters) <= 184
    words = "".join(line.text for line in pages[-1].lines)
    assert "周正国" in words
    assert "临澧县应急管理局（印章）" in words


def test_stub_with_a_long_addressee_stands_above_the_line_to_tear_along(place, bureau):
    addressee = (
        "临澧县自然资源局、住房和城乡建设局、交通运输局、水利局、农业农村局和官亭乡人民政府等有关单位，请一并研究办理并按期书面答复为盼为荷"
    )
    *_pages, slips = sheets_of(act(at_state(State.FOUND, place), Action.TRANSFER, by=bureau, addressee=addressee).order)

    foot, tear, last = (next(line for line in slips.lines if words in line.text) for words in ("留存备查", "沿此线裁开", "交回"))
    assert foot.baseline + 4 < tear.baseline
    assert last.baseline < 285


def test_lines_typed_apart_are_told_apart(place, bureau):
    reason = "一是没有安全通道，\n二是没有防护栏\n三是拒不整改，"
    decision = act(at_state(State.ORDERED, place), Action.SUSPEND, by=bureau, reason=reason).order

    assert decision.content["reason"] == "一是没有安全通道，二是没有防护栏；\n三是拒不整改。"


def test_whom_the_county_may_call_about_the_request_has_a_telephone(place, bureau):
    bureau.person.phone = "07365888999"
    bureau.person.save()

    request = act(at_state(State.SUSPENDED, place), Action.ASK_CUT_OFF, by=bureau, days=5).order

    assert f"（联系人：{bureau.person}，电话：07365888999）" in text_of(request)


@pytest.mark.parametrize(
    ("state", "action", "signers", "receiver"),
    [
        (State.ORDERED, Action.SUSPEND, "执法人员", "被责令单位负责人（签收）"),
        (State.REPLIED, Action.PASS, "复查人员", "被复查单位负责人（签收）"),
        (State.RESUMING, Action.RESUME, "审查人员", "申请单位负责人（签收）"),
    ],
)
def test_screen_and_sheet_say_in_the_same_words_who_signs(place, bureau, client, state, action, signers, receiver):
    order = act(at_state(state, place), action, by=bureau).order
    client.force_login(bureau)

    screen, sheet = client.get(order.get_absolute_url()).content.decode(), text_of(order)

    assert all(words in screen for words in [f"{signers}：", f"{receiver}："])
    assert all(words in sheet for words in [f"{signers}（签名）：", f"{receiver}："])


def test_an_application_names_nobody_who_checked_and_is_signed_by_the_unit(place, bureau, client):
    order = act(at_state(State.SUSPENDED, place), Action.APPLY, by=bureau).order
    client.force_login(bureau)

    screen = re.sub(r"\s+", "", client.get(order.get_absolute_url()).content.decode())

    assert order.content["inspectors"] == []
    assert "法定代表人（主要负责人）签名：" in screen
    assert f'<pclass="paper-sign">{order.served_on}<br>' in screen
