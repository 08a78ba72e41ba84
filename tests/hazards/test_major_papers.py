"""The papers of a major hazard as they are printed, and which of them needs which before it."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from hazards.models import Action, Hazard, MajorCase, Order, State
from hazards.printers import print_order
from hazards.workflow import perform
from tests.factories.hazards import hazard_at, told
from tests.factories.townships import BureauFactory, OfficialFactory
from tests.papers.measuring import sheets

pytestmark = pytest.mark.django_db
Kind = Order.Kind


def paper(step, action, **changes):
    hazard = hazard_at(step, grade=Hazard.Grade.MAJOR)
    county = hazard.township.county
    by = (OfficialFactory if action == Action.SIGN_COUNTY else BureauFactory)(county=county)
    return perform(hazard, action, by=by, at=hazard.found_at + timedelta(days=20), **told(action, hazard) | changes).order


def text_of(order):
    """Without line breaks, and without the zero bytes that pypdf reads between figures of a face of few glyphs."""
    pdf = PdfReader(BytesIO(print_order(order.pk, lambda *progress: None)))
    return re.sub(r"[\s\0]+", "", "".join(page.extract_text() for page in pdf.pages))


PAPERS = [
    (State.ORDERED, Action.SUPERVISE, Kind.SUPERVISION, "治理期限：2026年4月30日前治理完毕，与整改期限一致。"),
    (State.ORDERED, Action.ASK_EXTENSION, Kind.EXTENSION_REQUEST, "延期期间的监控防范措施：停用并警戒。"),
    ("asked", Action.EXTEND, Kind.EXTENSION_ANSWER, "同意延期，治理期限（督办期限）延至2026年5月30日。"),
    ("asked", Action.REFUSE_EXTENSION, Kind.EXTENSION_ANSWER, "不同意延期，仍按原期限（2026年4月30日）治理完毕。理由不充分。治理期间应当"),
    (State.REPLIED, Action.ASK_ACCEPTANCE, Kind.ACCEPTANCE_REQUEST, "自评（评估）结论：已治理完毕，经评估达到要求。"),
    ("applied", Action.ACCEPT, Kind.ACCEPTANCE, "验收结论：合格。隐患已消除。"),
    ("applied", Action.REJECT, Kind.ACCEPTANCE, "验收结论：不合格。截水沟未完成。限于2026年4月30日前继续治理完毕"),
    (State.APPROVED, Action.SIGN_COUNTY, Kind.CLOSING, "县领导小组（分管领导）意见：同意销号"),
]


@pytest.mark.parametrize(("step", "action"), [row[:2] for row in PAPERS], ids=[row[1] for row in PAPERS])
def test_each_paper_lies_within_the_margins_of_a4(step, action):
    pages = sheets(print_order(paper(step, action).pk, lambda *progress: None))

    assert {(sheet.width, sheet.height) for sheet in pages} == {(210.0, 297.0)}
    assert min(line.left for sheet in pages for line in sheet.lines) >= 28
    assert max(letter.ink[2] for sheet in pages for letter in sheet.letters) <= 184


@pytest.mark.parametrize(("step", "action", "kind", "words"), PAPERS, ids=[action for _step, action, _kind, _words in PAPERS])
def test_each_deed_makes_its_paper(step, action, kind, words):
    order = paper(step, action)

    assert order.kind == kind
    assert words in text_of(order)


def test_a_second_application_and_its_opinion_name_the_failed_acceptance_and_the_suspension():
    hazard = hazard_at("applied", grade=Hazard.Grade.MAJOR)
    steps = [Action.REJECT, Action.SUSPEND, Action.APPLY, Action.RESUME_MAJOR, Action.ASK_ACCEPTANCE, Action.ACCEPT]
    papers = {}
    for days, action in enumerate(steps, 20):
        by, at = BureauFactory(county=hazard.township.county), hazard.found_at + timedelta(days=days)
        papers[action] = perform(hazard, action, by=by, at=at, **told(action, hazard)).order

    rejected, decision, reviewed = (papers[action].number for action in (Action.REJECT, Action.SUSPEND, Action.RESUME_MAJOR))
    for action in (Action.ASK_ACCEPTANCE, Action.ACCEPT):
        text = text_of(papers[action])
        assert f"此前办理情况：2026年3月22日验收不合格（《{papers[Action.REJECT].content['title']}》（{rejected}））；" in text
        assert f"（{decision}））；2026年3月25日复产审查同意恢复生产经营（《" in text
        assert f"（{reviewed}））。" in text


def test_a_later_day_after_a_refused_acceptance_is_told_to_be_no_extension():
    told = paper("applied", Action.REJECT, deadline=date(2026, 5, 20)).content

    assert (told["until"], told["standing_deadline"]) == ("2026年5月20日", "2026年4月30日")


@pytest.mark.parametrize(("step", "action"), [(State.ORDERED, Action.ASK_EXTENSION), (State.REPLIED, Action.ASK_ACCEPTANCE)])
def test_an_application_is_the_units_own_paper(step, action):
    order = paper(step, action)
    told, text, ordered = order.content, text_of(order), order.follows.content

    assert told["organ"] == told["applicant"] == order.served_on != ordered["organ"]
    assert text.startswith(f"{order.served_on}重大事故隐患治理")
    assert f"{ordered['organ']}、{order.township.county.bureau_name}：" in text
    assert f"以《{ordered['title']}》（{ordered['number']}）责令我单位整改" in text
    assert f"{order.served_on}（印章）" in text
    assert re.findall(f"(.{{4}}){told['number']}", text) == ["受理编号"]


def test_a_township_given_a_villages_hazard_applies_to_the_county_alone_and_says_who_was_ordered():
    hazard = hazard_at(State.ORDERED, grade=Hazard.Grade.MAJOR)
    given = told(Action.ASSIGN, hazard) | {"responsible_unit": hazard.township.government}
    for days, action, details in [(3, Action.ASSIGN, given), (4, Action.ASK_EXTENSION, told(Action.ASK_EXTENSION, hazard))]:
        at = hazard.found_at + timedelta(days=days)
        order = perform(hazard, action, by=BureauFactory(county=hazard.township.county), at=at, **details).order
    text = text_of(order)

    assert text.startswith(f"{order.township.government}重大事故隐患治理延期申请书{order.township.county.bureau_name}：")
    assert f"责令{order.follows.served_on}整改，后由县安委会交办我单位。" in text
    assert order.follows.served_on != order.served_on == order.township.government


def test_an_application_frozen_before_prints_as_it_was():
    content = paper(State.ORDERED, Action.ASK_EXTENSION).content
    old = {key: told for key, told in content.items() if key not in ("applicant", "registered", "receiver", "ordered")}

    page = render_to_string("papers/hazards/extension_request.html", old | {"organ": "官亭乡人民政府"})

    assert f'<p class="number">{content["number"]}</p>' in page
    assert "官亭乡人民政府（印章）" in page
    assert "受理编号" not in page


def test_stub_of_a_paper_without_inspectors_names_its_writer():
    order = paper("asked", Action.EXTEND)

    assert f"经办人{order.issued_by.person.name}批准人" in text_of(order)


def test_closing_has_three_boxes_with_who_signed():
    boxes = paper(State.APPROVED, Action.SIGN_COUNTY).content["boxes"]

    assert [box["name"] for box in boxes] == ["乡镇（街道）意见", "县安全监管部门意见", "县领导小组（分管领导）意见"]
    assert all(box["by"] and box["on"] for box in boxes)


def test_lines_of_an_opinion_stay_lines():
    told = {"opinion": "同意销号。\n请乡镇组织回头看。"}

    page = print_order(paper(State.APPROVED, Action.SIGN_COUNTY, **told).pk, lambda *progress: None)

    lines = "".join(sheet.extract_text() for sheet in PdfReader(BytesIO(page)).pages).splitlines()
    assert [line for line in lines if line.startswith(("同意销号。", "请乡镇"))][-2:] == ["同意销号。", "请乡镇组织回头看。"]


def test_countys_supervision_carries_the_number_of_its_notice():
    order = paper(State.ORDERED, Action.SUPERVISE)

    assert MajorCase.objects.get().supervision_number == order.number


def test_general_hazard_gets_more_time_without_a_paper():
    hazard = hazard_at(State.ORDERED)
    bureau = BureauFactory(county=hazard.township.county)

    assert perform(hazard, Action.EXTEND, by=bureau, at=hazard.found_at + timedelta(days=9), **told(Action.EXTEND, hazard)).order is None
