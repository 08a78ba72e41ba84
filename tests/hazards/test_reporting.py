"""What becomes of a report from the public, and who may decide it."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from hazards import reporting
from hazards.codes import AlreadyRenewed, NotYours, codes_of, renew
from hazards.duplicates import likely_twins
from hazards.models import Hazard, PublicReport, ReportCode, ReportEvent, State
from hazards.outcome import outcome_of
from hazards.reporting import AlreadyAnswered, forget_persons
from hazards.workflow import perform
from tests.factories.hazards import FOUND_AT, HazardFactory, VisitedHazardFactory, hazard_at, photo, told
from tests.factories.reports_from_public import ReportFactory, code_of, report_at
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, OfficialFactory, TownshipFactory, VillageFactory
from townships.figure import all_figures
from townships.period import Period

pytestmark = pytest.mark.django_db
Status, Action = PublicReport.State, ReportEvent.Action
LATER = FOUND_AT + timedelta(hours=3)


def inspector_of(report):
    return InspectorFactory(township=report.township)


def test_accepted_report_is_a_hazard_with_its_text_and_picture():
    report = ReportFactory(pictures=[photo()])

    hazard = reporting.accept(report, by=inspector_of(report), at=LATER)

    assert (hazard.source, hazard.description, hazard.place_id) == (Hazard.Source.PUBLIC, "矿洞口顶板掉石头", report.place_id)
    assert (hazard.found_at, hazard.reported_at) == (FOUND_AT, LATER)
    assert hazard.pictures.get().sha256 == report.pictures.get().sha256


@pytest.mark.parametrize(("hours", "is_late"), [(3, False), (24, True)])
def test_clock_of_reporting_runs_from_the_moment_of_receipt(hours, is_late):
    report = ReportFactory()

    hazard = reporting.accept(report, by=inspector_of(report), at=FOUND_AT + timedelta(hours=hours))

    assert hazard.is_reported_late == is_late


def test_same_submission_is_one_report():
    code, submission = code_of(EnterpriseFactory()), uuid.uuid4()

    first, second = (reporting.receive(code, submission=submission, text="掉石头", pictures=[photo()]) for _ in range(2))

    assert first == second
    assert first.pictures.count() == first.events.count() == 1


def test_report_is_answered_once():
    report = report_at(Status.DECLINED)

    with pytest.raises(AlreadyAnswered) as refused:
        reporting.accept(report, by=inspector_of(report))

    assert refused.value.report.state == Status.DECLINED
    assert not Hazard.objects.exists()


@pytest.mark.parametrize("user", [InspectorFactory, OfficialFactory, BureauFactory])
def test_strangers_answer_nothing(user):
    report = ReportFactory()

    with pytest.raises(PermissionDenied):
        reporting.decline(report, by=user(), refusal="untrue", note="没有")


def test_what_went_to_the_bureau_is_for_the_bureau():
    report = ReportFactory()
    reporting.pass_on(report, by=inspector_of(report), reason="涉及两个乡镇")
    report.refresh_from_db()

    with pytest.raises(PermissionDenied):
        reporting.accept(report, by=inspector_of(report))
    assert reporting.accept(report, by=BureauFactory(county=report.township.county)).township == report.township


def passed_on(report, *, to=None, by=None):
    """The report in another township's hands, and that township."""
    other = to or TownshipFactory(county=report.township.county)
    reporting.pass_on(report, by=by or inspector_of(report), township=other, reason="在界碑那边")
    report.refresh_from_db()
    return other


def test_passed_on_it_stands_in_the_other_townships_ledger_and_stays_readable_in_the_first():
    report = ReportFactory()
    first, stranger = report.township, TownshipFactory(county=report.township.county)
    other = passed_on(report)
    users = [InspectorFactory(township=town) for town in (first, other, stranger)]

    assert [PublicReport.objects.visible_to(user).count() for user in users] == [1, 1, 0]
    assert [PublicReport.objects.in_hands_of(user).count() for user in users] == [0, 1, 0]
    assert [report.passed_to(user) for user in users[:2]] == [str(other), ""]
    assert report.events.last().details == {"from": str(first), "to": str(other)}


def test_what_was_passed_on_is_read_and_not_answered():
    report = ReportFactory(phone="13812348000")
    first = inspector_of(report)
    passed_on(report)

    for deed in (reporting.decline, reporting.see_person):
        with pytest.raises(PermissionDenied):
            deed(report, by=first, **({"refusal": "untrue", "note": "没有"} if deed == reporting.decline else {}))


def test_what_came_back_is_the_first_townships_again():
    report = ReportFactory()
    first = inspector_of(report)
    other = InspectorFactory(township=passed_on(report))
    passed_on(report, to=first.township, by=other)

    assert [[*PublicReport.objects.passed_on_by(user.township_id)] for user in (first, other)] == [[], [report]]
    assert [PublicReport.objects.visible_to(user).count() for user in (first, other)] == [1, 1]


def test_inactive_user_and_bureau_of_another_county_read_nothing_of_it():
    report = ReportFactory()
    first = inspector_of(report)
    passed_on(report)
    first.is_active = False

    assert [PublicReport.objects.visible_to(user).count() for user in (first, BureauFactory())] == [0, 0]


def test_it_is_counted_where_it_is_now():
    report = ReportFactory()
    first = report.township
    other = passed_on(report)

    assert [figures(Period.months(2026, 3, 3), town)[0] for town in (first, other)] == [0, 1]


def test_it_is_not_passed_on_to_another_county():
    report = ReportFactory()

    with pytest.raises(ValidationError):
        reporting.pass_on(report, by=inspector_of(report), township=TownshipFactory(), reason="在外县")


def test_after_passing_on_the_place_is_one_of_the_new_township():
    report = ReportFactory()
    other = TownshipFactory(county=report.township.county)
    reporting.pass_on(report, by=inspector_of(report), township=other, reason="在界碑那边")

    with pytest.raises(ValidationError) as refused:
        reporting.accept(report, by=InspectorFactory(township=other))

    assert list(refused.value.error_dict) == ["place"]


@pytest.mark.parametrize("hazard", [lambda report: HazardFactory(), lambda report: hazard_at(State.CLOSED, place=report.place)])
def test_merging_needs_an_open_hazard_of_the_township(hazard):
    report = ReportFactory()

    with pytest.raises(ValidationError):
        reporting.merge(report, hazard(report), by=inspector_of(report))

    report.refresh_from_db()
    assert report.is_waiting


@pytest.mark.parametrize(
    ("closed", "words"),
    [
        (lambda report: hazard_at(State.CLOSED), "您反映的隐患已经整改，并经复查合格。"),
        (lambda report: put_right_on_the_spot(), "检查人员到现场时已经当场整改。"),
        (lambda report: hazard_at(State.CLOSED, grade=Hazard.Grade.MAJOR), "您反映的隐患已经整改，并经验收合格。"),
    ],
)
def test_reporter_is_told_how_it_was_closed(closed, words):
    report = ReportFactory()
    report.hazard, report.state = closed(report), Status.ACCEPTED

    assert words in outcome_of(report).words


def put_right_on_the_spot():
    hazard = VisitedHazardFactory()
    return perform(hazard, "rectify", by=hazard.created_by, at=FOUND_AT, measure="当场装好").hazard


def test_reporter_of_what_was_entered_twice_follows_the_other_entry():
    report = report_at(Status.ACCEPTED)
    twin = HazardFactory(place=report.place)
    by = BureauFactory(county=report.township.county)

    perform(report.hazard, "void", by=by, at=LATER, reason="重复登记", duplicate_of=twin)

    report.refresh_from_db()
    assert (report.hazard, report.state, report.events.last().action) == (twin, Status.MERGED, Action.MERGE)
    assert outcome_of(report).heading == "已经受理，准备整改"


def test_reporter_of_what_was_voided_is_not_told_that_nothing_was_found():
    report = report_at(Status.ACCEPTED)
    perform(report.hazard, "void", by=BureauFactory(county=report.township.county), at=LATER, reason="登记有误")

    assert "没有发现" not in outcome_of(PublicReport.objects.get(pk=report.pk)).words


def test_of_the_likely_twins_the_very_place_and_the_same_words_come_first():
    village = VillageFactory()
    firm = EnterpriseFactory(parent=village, township=village.township)
    hazard = HazardFactory(place=firm, description="皮带轮没有防护罩")
    alike = HazardFactory(place=hazard.place, description="2 号皮带轮没有防护罩")
    near = HazardFactory(place=village, sector=hazard.sector, description=hazard.description)
    newest = HazardFactory(place=hazard.place, description="灭火器过期")

    assert likely_twins(hazard) == [alike, newest, near]


@pytest.mark.parametrize("twin", [lambda hazard: hazard, lambda hazard: HazardFactory()], ids=["itself", "another township's"])
def test_only_another_one_of_the_township_can_have_been_entered_twice(twin):
    hazard = HazardFactory()

    with pytest.raises(ValidationError) as refused, transaction.atomic():
        perform(hazard, "void", by=hazard.created_by, at=FOUND_AT, reason="重复登记", duplicate_of=twin(hazard))

    assert [*refused.value.error_dict] == ["duplicate_of"]


def test_events_are_append_only():
    event = ReportFactory().events.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReportEvent.objects.filter(pk=event.pk).update(reason="另一个")


def test_who_looks_at_the_reporter_is_recorded():
    report = ReportFactory(name="李四", phone="13812348000")
    by = inspector_of(report)

    assert reporting.see_person(report, by=by) == ("李四", "13812348000")

    assert [(event.action, event.by) for event in report.events.all()] == [(Action.RECEIVE, None), (Action.SEE_PERSON, by)]


def test_official_does_not_see_the_reporter():
    report = ReportFactory(phone="13812348000")

    with pytest.raises(PermissionDenied):
        reporting.see_person(report, by=OfficialFactory(county=report.township.county))


def test_reward_is_for_what_was_taken_up():
    report, declined = report_at(Status.ACCEPTED), report_at(Status.DECLINED)

    reporting.reward(report, by=inspector_of(report), amount=200, note="按县办法")
    with pytest.raises(PermissionDenied):
        reporting.reward(declined, by=inspector_of(declined), amount=200, note="按县办法")

    report.refresh_from_db()
    assert (report.reward, report.events.last().action) == (200, Action.REWARD)


def days_after_the_answer(report, days):
    return report.answered_at + timedelta(days=days)


def test_names_and_numbers_are_forgotten_when_their_time_is_over(settings):
    settings.REPORTER_KEPT_DAYS = 30
    report = report_at(Status.DECLINED, name="李四", phone="13812348000")

    counts = [forget_persons(days_after_the_answer(report, days)) for days in (30, 31, 32)]

    report.refresh_from_db()
    assert (counts, report.name, report.phone) == ([0, 1, 0], "", "")
    assert report.events.last().action == Action.FORGET


def test_while_the_hazard_is_open_nothing_is_forgotten():
    report = report_at(Status.ACCEPTED, phone="13812348000")

    assert forget_persons(days_after_the_answer(report, 1000)) == 0


def test_command_forgets(capsys):
    report_at(Status.DECLINED, at=FOUND_AT.replace(year=2024), phone="13812348000")

    call_command("forget_reporters")

    assert capsys.readouterr().out == "已删除 1 条举报的举报人信息。\n"


@pytest.mark.parametrize(
    ("state", "heading"),
    [
        (Status.WAITING, "已经收到，正在核实"),
        (Status.ACCEPTED, "已经受理，准备整改"),
        (Status.MERGED, "已经受理，准备整改"),
        (Status.DECLINED, "不予受理"),
    ],
)
def test_outcome_in_plain_words(state, heading):
    assert outcome_of(report_at(state)).heading == heading


def test_reporter_reads_to_whom_it_was_passed_on():
    report = ReportFactory()
    other = passed_on(report)

    outcome = outcome_of(report)

    assert (outcome.heading, outcome.passed_to) == ("已经转交，正在核实", str(other))
    assert outcome.words == f"您反映的情况已经转交{other}办理，请过几天再来查看。"


def test_once_answered_the_receipt_still_says_to_whom_it_went():
    report = ReportFactory()
    other = passed_on(report)
    reporting.decline(report, by=InspectorFactory(township=other), refusal="untrue", note="到场查看，没有")
    report.refresh_from_db()

    assert (outcome_of(report).heading, outcome_of(report).passed_to) == ("不予受理", str(other))


def test_outcome_of_a_closed_hazard_has_its_day():
    hazard = hazard_at(State.REPLIED)
    report = ReportFactory(place=hazard.place)
    reporting.merge(report, hazard, by=inspector_of(report), at=LATER)
    closed = FOUND_AT + timedelta(days=5)
    perform(hazard, "pass", by=BureauFactory(county=hazard.township.county), at=closed, **told("pass", hazard))
    report.refresh_from_db()

    outcome = outcome_of(report)

    assert (outcome.heading, outcome.ended_on) == ("已经整改完毕", closed.date())


def test_code_of_a_place_stays_until_it_is_renewed():
    place = EnterpriseFactory()
    first = code_of(place)

    second = renew(first, by=InspectorFactory(township=place.township))

    assert code_of(place) == second != first
    assert ReportCode.objects.open().get() == second


def test_code_is_renewed_once_and_by_its_keeper():
    code = code_of(EnterpriseFactory())
    by = InspectorFactory(township=code.place.township)

    with pytest.raises(NotYours):
        renew(code, by=InspectorFactory())
    renew(code, by=by)
    with pytest.raises(AlreadyRenewed):
        renew(code, by=by)


def test_codes_of_many_places_take_few_queries(django_assert_num_queries):
    places = EnterpriseFactory.create_batch(12)

    with django_assert_num_queries(3):
        assert len(codes_of(places)) == 12


FIGURES = ["received", "accepted", "declined", "true", "rewards"]


def figures(period, place):
    known = all_figures()
    return [known[f"reports.{key}"].value(period, place) for key in FIGURES]


def test_figures_of_the_month():
    place = EnterpriseFactory()
    for state in (Status.WAITING, Status.ACCEPTED, Status.MERGED, Status.DECLINED):
        report = report_at(state, place=place)
        if state == Status.MERGED:
            reporting.reward(report, by=inspector_of(report), amount=200, note="按县办法")
    accepted = PublicReport.objects.get(state=Status.ACCEPTED)
    perform(accepted.hazard, "void", by=BureauFactory(county=place.county), reason="查无此事")
    report_at(Status.ACCEPTED)

    march = Period.months(2026, 3, 3)

    assert figures(march, place.township) == figures(march, place.county) == [4, 2, 1, 1, 200]
    assert figures(Period.months(2026, 4, 4), place.county) == [0, 0, 0, 0, 0]
