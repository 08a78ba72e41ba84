"""县通报 and 县长一页纸: what they say, that they are frozen and numbered, and how they print."""

import io
import uuid
from datetime import date

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse

from hazards.bulletins import BULLETIN, NothingToSay, brief_content, issue_circular, write_brief
from hazards.models import Action, Bulletin, Escalation, Hazard, HazardEvent, State
from hazards.printers import circular_paper, print_bulletin
from hazards.workflow import perform
from papers.models import PrintJob
from tests.factories.escalation import at, escalated, overdue_hazard
from tests.factories.hazards import told
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory, TownshipFactory
from tests.papers.measuring import sheets

pytestmark = pytest.mark.django_db
JULY = at(date(2026, 7, 1))


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡", document_prefix="官亭", code="430702101")


@pytest.fixture
def county(township):
    return township.county


@pytest.fixture
def bureau(county):
    return BureauFactory(county=county)


@pytest.fixture
def hazard(township):
    return overdue_hazard(place=EnterpriseFactory(name="红星采石场", township=township), description="电话13800138000")


def circulate(bureau, scope="overdue", **told):
    return issue_circular(bureau.county, scope=scope, by=bureau, at=JULY, **told)


def test_it_tells_by_township_how_many_and_how_long(bureau, county, hazard):
    other = TownshipFactory(name="子良乡", county=county, code="430702199")
    for _ in range(2):
        overdue_hazard(place=EnterpriseFactory(township=other), grade=Hazard.Grade.MAJOR)

    content = circulate(bureau).content

    assert content["townships"] == [
        {"name": "官亭乡", "count": 1, "major": 0, "longest": 62},
        {"name": "子良乡", "count": 2, "major": 2, "longest": 62},
    ]
    assert (content["count"], content["major"], len(content["hazards"])) == (3, 2, 3)
    assert content["hazards"][0]["description"] == "电话138****8000"


def test_a_circular_tells_a_hazard_in_full_up_to_where_it_would_fill_a_sheet(bureau, county):
    whole = "采场东帮台阶高度超过设计，边坡有浮石，未设截水沟。" * 7
    for words in (whole, whole * 2):
        overdue_hazard(place=EnterpriseFactory(township__county=county), description=words)

    content = circulate(bureau).content

    assert [row["description"] for row in content["hazards"]] == [whole, f"{whole}采场东帮台阶高度超过设计，边坡有浮石，未设截水沟…"]
    assert content["is_shortened"]


def test_numbers_run_by_year(bureau, hazard):
    numbers = [circulate(bureau).content["number"] for _ in range(2)]

    assert [number.partition("安通报")[2] for number in numbers] == ["〔2026〕1号", "〔2026〕2号"]


def test_the_same_form_is_one_circular(bureau, hazard):
    submission = uuid.uuid4()

    assert circulate(bureau, submission=submission) == circulate(bureau, submission=submission)
    assert Bulletin.objects.count() == PrintJob.objects.filter(kind=BULLETIN).count() == 1


def test_whoever_is_named_has_been(bureau, hazard):
    escalated(hazard, "circular")

    bulletin = circulate(bureau, scope="circular")

    assert not Escalation.objects.to_do().filter(rung="circular").exists()
    assert bulletin.content["number"] in HazardEvent.objects.get(action=Action.PRESS).reason


def test_below_that_rung_there_is_nothing_to_circulate(bureau, hazard):
    with pytest.raises(NothingToSay):
        circulate(bureau, scope="circular")
    assert not Bulletin.objects.exists()


def test_another_countys_hazards_are_not_named(bureau):
    overdue_hazard()

    with pytest.raises(NothingToSay):
        circulate(bureau)


def test_only_the_bureau_writes(bureau, hazard):
    with pytest.raises(PermissionDenied):
        write_brief(bureau.county, by=InspectorFactory(township=hazard.township))


def test_it_never_changes(bureau, hazard):
    circulate(bureau)

    with pytest.raises(IntegrityError), transaction.atomic():
        Bulletin.objects.update(issued_on=date(2026, 1, 1))


def test_one_page_says_what_who_and_which_decision(bureau, township):
    hazard = overdue_hazard(State.SUSPENDED, place=EnterpriseFactory(township=township))
    escalated(hazard, "utilities")
    perform(hazard, Action.ASK_COUNTY, by=bureau, at=at(date(2026, 5, 30)), reason="请协调停电")

    content = brief_content(bureau.county, at=JULY)

    assert content["totals"] == {"count": 1, "major": 0, "urgent": 0, "townships": 1, "longest": 62}
    assert content["who"]["lines"] == [
        {"office": bureau.county.bureau_name, "rung": "报请县政府停电停水", "count": 1, "since": "2026-06-01"}
    ]
    [decision] = content["decisions"]["lines"]
    assert decision["asks"] == "是否批准停止供电、供水（书面通知，提前24小时）"


def test_what_was_overdue_until_it_was_suspended_stays_in_sight(bureau, hazard):
    escalated(hazard, "stop")
    in_time = overdue_hazard(State.SUSPENDED, place=hazard.place)
    Hazard.objects.filter(pk=in_time.pk).update(deadline=date(2026, 8, 1))
    told_of = told(Action.SUSPEND, hazard) | {"deadline": date(2026, 8, 1)}
    perform(hazard, Action.SUSPEND, by=bureau, at=at(date(2026, 6, 2)), **told_of)

    content = brief_content(bureau.county, at=JULY)

    assert (content["totals"]["count"], content["suspended"]["count"]) == (0, 1)
    assert content["suspended"]["lines"][0]["number"] == hazard.number
    assert "停产整改至 2026-08-01" in render_to_string("papers/hazards/_brief_body.html", {"content": content})


def test_nobody_above_the_bureau_is_asked_to_suspend(bureau, hazard):
    escalated(hazard, "stop")

    assert brief_content(bureau.county, at=JULY)["decisions"]["count"] == 0


def test_once_its_letter_went_out_what_it_asks_is_asked(bureau, township):
    hazard = overdue_hazard(State.SUSPENDED, place=EnterpriseFactory(township=township))
    asked = told(Action.ASK_CUT_OFF, hazard) | {"supplies": ["power", "explosives"]}
    order = perform(hazard, Action.ASK_CUT_OFF, by=bureau, at=hazard.found_at, **asked).order

    [decision] = brief_content(bureau.county, at=JULY)["decisions"]["lines"]

    words = f"是否批准停止供电、供应民用爆炸物品（{order.content['number']}，拟于{order.content['cut_at']}起）"
    assert decision["asks"] == words


def test_without_anything_overdue_it_says_so(bureau):
    content = brief_content(bureau.county, at=JULY)

    assert content["totals"]["count"] == content["totals"]["longest"] == content["decisions"]["count"] == 0


def printed(bulletin):
    return pikepdf.open(io.BytesIO(print_bulletin(bulletin.pk, lambda *told: None)))


def test_one_page_is_one_page_however_much_there_is(bureau, county):
    words = "皮带轮没有防护罩，配电箱门敞开，" * 20
    for number in range(12):
        township = TownshipFactory(county=county, name=f"第{number}名字很长的乡")
        long = overdue_hazard(place=EnterpriseFactory(name="某某某某矿业有限责任公司第二采石场", township=township), description=words)
        perform(long, Action.ASK_COUNTY, by=bureau, at=at(date(2026, 6, 1)), reason="请协调")
    escalated(long, "unit")
    for one in Hazard.objects.order_by("-pk")[:4]:
        told_of = told(Action.SUSPEND, one) | {"deadline": date(2026, 8, 1)}
        perform(one, Action.SUSPEND, by=bureau, at=at(date(2026, 6, 2)), **told_of)

    with printed(write_brief(bureau.county, by=bureau, at=JULY)) as paper:
        assert len(paper.pages) == 1


def test_the_circular_prints_with_its_list(bureau, hazard):
    with printed(circulate(bureau)) as paper:
        assert len(paper.pages) >= 2
        assert paper.pages[-1].mediabox[2] > paper.pages[-1].mediabox[3]


def test_neither_its_signature_nor_tall_rows_leave_half_a_page_empty(bureau, hazard):
    """Of eighteen townships two lines and the signature went to a page of their own; of nine tall rows three kept together did."""
    content = circulate(bureau).content
    [township], [row] = content["townships"], content["hazards"]
    told = {"townships": [township] * 18, "hazards": [row | {"description": "采场台阶高度超过设计，边坡有浮石。" * 3}] * 9}

    pages = sheets(circular_paper(content | told))

    assert [page.width for page in pages] == [210, 210, 297, 297]


def test_the_pages_of_a_circular(client, bureau, hazard):
    client.force_login(bureau)
    check = client.get(reverse("hazards:new_bulletin"), {"scope": "overdue"})
    assert "红星采石场" in check.content.decode()

    told = {"scope": "overdue", "submission": check.context["form"]["submission"].value(), "as_shown": check.context["as_shown"]}
    answer = client.post(reverse("hazards:new_bulletin"), told, follow=True)

    assert answer.redirect_chain[0][0] == Bulletin.objects.get().get_absolute_url()
    assert Bulletin.objects.get().content["number"] in answer.content.decode()
    assert client.get(reverse("hazards:bulletins")).context["table"].paginator.count == 1
    assert client.get(reverse("hazards:bulletin_progress", args=[Bulletin.objects.get().pk])).status_code == 200


def test_the_circular_begins_with_all_that_is_overdue_until_a_step_of_the_ladder_asks_for_one(client, bureau, hazard):
    client.force_login(bureau)
    page = reverse("hazards:new_bulletin")
    first = client.get(page).context
    assert (first["scope"], [count for *_, count in first["scopes"]]) == ("overdue", [0, 1])

    escalated(hazard, "circular")

    assert client.get(page).context["scope"] == "circular"


def test_nothing_to_circulate_is_said(client, bureau):
    client.force_login(bureau)

    assert "这个范围里现在没有逾期隐患" in client.get(reverse("hazards:new_bulletin")).content.decode()
    answer = client.post(reverse("hazards:new_bulletin"), {"scope": "overdue", "submission": uuid.uuid4()})
    assert answer.context["form"].has_error("scope")


def test_the_brief_is_written_down_once(client, bureau, hazard):
    client.force_login(bureau)
    page = client.get(reverse("hazards:brief_bulletin"))

    for _ in range(2):
        client.post(reverse("hazards:brief_bulletin"), {name: page.context[name] for name in ("submission", "as_shown")})

    assert Bulletin.objects.get().kind == "brief"


def test_the_city_reads_the_page_of_each_of_its_counties(client, bureau, hazard):
    other = BureauFactory().county
    client.force_login(OfficialFactory(county=None))

    shown = [client.get(reverse("hazards:brief_bulletin"), {"county": county.pk}).context for county in (bureau.county, other)]

    assert [(page["county"], page["content"]["totals"]["count"], page["may_issue"]) for page in shown] == [
        (bureau.county, 1, False),
        (other, 0, False),
    ]
    assert client.get(reverse("hazards:brief_bulletin")).status_code == 200


@pytest.mark.parametrize("asked", ["x", "0", "99999999999999999999"])
def test_the_page_of_no_county_is_not_there(client, asked):
    client.force_login(OfficialFactory(county=None))

    assert client.get(reverse("hazards:brief_bulletin"), {"county": asked}).status_code == 404


def test_the_page_of_another_county_is_not_there(client, bureau):
    client.force_login(bureau)

    assert client.get(reverse("hazards:brief_bulletin"), {"county": BureauFactory().county.pk}).status_code == 404


def test_who_reads_what(client, bureau, hazard):
    circular, brief = circulate(bureau), write_brief(bureau.county, by=bureau, at=JULY)
    users = [OfficialFactory(county=bureau.county), InspectorFactory(township=hazard.township), BureauFactory()]

    statuses = []
    for user in users:
        client.force_login(user)
        statuses.append([client.get(row.get_absolute_url()).status_code for row in (circular, brief)])

    assert statuses == [[200, 200], [200, 404], [404, 404]]


@pytest.mark.parametrize(("factory", "status"), [(OfficialFactory, 200), (InspectorFactory, 403)])
def test_who_opens_the_one_page(client, factory, status):
    client.force_login(factory())

    assert client.get(reverse("hazards:brief_bulletin")).status_code == status


def test_the_list_asks_as_much_for_three_as_for_one(client, bureau, hazard, django_assert_max_num_queries):
    client.force_login(bureau)
    circulate(bureau)
    with django_assert_max_num_queries(40) as one:
        client.get(reverse("hazards:bulletins"))
    circulate(bureau), circulate(bureau)

    with django_assert_max_num_queries(len(one)):
        client.get(reverse("hazards:bulletins"))
