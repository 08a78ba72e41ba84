"""Who may do what with a report in which state, written by hand; what is signed stays as it is."""

import itertools

import pytest
from django.db import IntegrityError, transaction

from papers.models import PrintJob
from papers.printing import carry_out
from reports import document, publishing
from reports.models import Action, AnnualReport, AnnualReportEvent
from reports.publishing import PaperChanged, TransitionNotAllowed, available_actions, draft_for, paper_of, perform, publish, sign
from tests.factories.reports import AnnualReportFactory, a_snapshot
from tests.factories.townships import AdministratorFactory, AuditorFactory, BureauFactory, CountyFactory, InspectorFactory, OfficialFactory
from tests.papers.leaflets import leaflet

pytestmark = pytest.mark.django_db
State = AnnualReport.State

# b: the county's bureau. w: the worker. Nobody else ever may.
TABLE = """
            draft  collecting  rendering  ready  signed  published
edit        b      -           -          b      -       -
collect     b      -           -          b      -       -
render      b      -           -          -      -       -
collected   -      w           -          -      -       -
rendered    -      -           w          -      -       -
fail        -      w           w          -      -       -
sign        -      -           -          b      -       -
publish     -      -           -          -      b       -
"""
AFTER = {
    "edit": State.DRAFT,
    "collect": State.COLLECTING,
    "render": State.RENDERING,
    "collected": State.RENDERING,
    "rendered": State.READY,
    "fail": State.DRAFT,
    "publish": State.PUBLISHED,
}


def cells():
    head, *rows = TABLE.strip().splitlines()
    for row in rows:
        action, *who = row.split()
        for state, letter in zip(head.split(), who, strict=True):
            yield action, State(state), letter


@pytest.fixture(autouse=True)
def quick_paper(monkeypatch):
    """A paper that takes no time."""
    monkeypatch.setattr(document, "typeset", lambda html: leaflet())
    monkeypatch.setattr(publishing, "take_snapshot", lambda county, year, at=None: a_snapshot())


def report_at(state, *, by=None):
    """A report that has walked to this state by real steps."""
    report = AnnualReportFactory(**({"county": by.county, "created_by": by} if by else {}))
    by = by or report.created_by
    steps = {
        State.COLLECTING: lambda: perform(report, Action.COLLECT, by=by),
        State.RENDERING: lambda: publishing.collect(report),
        State.READY: lambda: carry_out(paper_of(report).pk),
        State.SIGNED: lambda: sign(report, by=by, read_sha256=paper_of(report).sha256),
        State.PUBLISHED: lambda: publish(report, by=by),
    }
    for step in list(steps.values())[: list(State).index(state)]:
        step()
        report.refresh_from_db()
    return report


def cast(report):
    """The worker and the county's bureau by their letters, and everybody who never may."""
    county = report.county
    inspector = InspectorFactory(township__county=county)
    others = [
        BureauFactory(),
        OfficialFactory(county=county),
        AuditorFactory(county=county),
        AdministratorFactory(county=county),
        inspector,
    ]
    return {"w": None, "b": report.created_by} | {f"nobody {place}": user for place, user in enumerate(others)}


@pytest.mark.parametrize("state", State)
def test_who_may_do_what(state):
    report = report_at(state)
    allowed = {name: {str(action) for action in available_actions(report, user)} for name, user in cast(report).items()}
    expected = {name: {action for action, at, who in cells() if at == state and who == name} for name in allowed}
    assert allowed == expected


def test_a_disabled_account_may_nothing():
    report = AnnualReportFactory(created_by__is_active=False)
    assert available_actions(report, report.created_by) == []


@pytest.mark.parametrize(("action", "state", "who"), [cell for cell in cells() if cell[2] == "-"])
def test_refused_and_nothing_changed(action, state, who):
    report = report_at(state)
    for user in (report.created_by, None):
        with pytest.raises(TransitionNotAllowed):
            perform(report, Action(action), by=user)
    assert AnnualReport.objects.get(pk=report.pk).state == state


@pytest.mark.parametrize(("action", "state", "who"), [cell for cell in cells() if cell[2] != "-" and cell[0] in AFTER])
def test_each_step_leads_on_and_is_written_down(action, state, who):
    report = report_at(state)
    perform_as = {"b": report.created_by, "w": None}[who]
    extra = {"published_at": report.created_at} if action == "publish" else {}
    report = perform(report, Action(action), by=perform_as, reason="说明", **extra)
    event = report.events.last()
    assert report.state == AFTER[action]
    assert (event.action, event.from_state, event.to_state, event.by, event.reason) == (action, state, AFTER[action], perform_as, "说明")


def test_the_whole_way_makes_one_paper():
    report = report_at(State.PUBLISHED)
    steps = ["collect", "collected", "rendered", "sign", "publish"]
    assert list(report.events.values_list("action", flat=True)) == steps
    assert PrintJob.objects.get().attempts == 1
    assert report.signed_by == report.created_by


def test_only_the_paper_that_was_read_is_signed():
    report = report_at(State.READY)
    with pytest.raises(PaperChanged):
        sign(report, by=report.created_by, read_sha256="of another paper")
    assert AnnualReport.objects.get().state == State.READY


@pytest.mark.parametrize("state", [State.SIGNED, State.PUBLISHED])
@pytest.mark.parametrize(
    "change",
    [
        lambda report: AnnualReport.objects.update(title="改"),
        lambda report: AnnualReport.objects.update(snapshot={}),
        lambda report: AnnualReport.objects.update(state=State.DRAFT),
        lambda report: AnnualReport.objects.update(state=State.PUBLISHED, title="改", published_at=report.created_at),
        lambda report: report.paragraphs.update(text="改"),
        lambda report: report.paragraphs.all().delete(),
        lambda report: report.paragraphs.create(position=99, text="添"),
        lambda report: report.events.update(reason="改"),
    ],
)
def test_the_database_refuses_to_change_what_is_signed(state, change):
    report = report_at(state)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(report)


def test_a_failed_paper_sends_the_report_back_with_the_reason(monkeypatch):
    report = report_at(State.COLLECTING)
    monkeypatch.setattr(document, "typeset", lambda html: 1 / 0)
    for _attempt in range(PrintJob.MAX_ATTEMPTS):
        carry_out(paper_of(report).pk)
    report.refresh_from_db()
    event = report.events.last()
    assert (report.state, event.action, event.by) == (State.DRAFT, Action.FAIL, None)
    assert "出错" in event.reason


def test_a_successor_goes_on_from_the_snapshot_of_a_dead_worker(monkeypatch):
    report = report_at(State.RENDERING)
    monkeypatch.setattr(publishing, "take_snapshot", None)
    carry_out(paper_of(report).pk)
    assert AnnualReport.objects.get().state == State.READY


def test_a_paper_made_anew_replaces_the_old_one():
    report = report_at(State.READY)
    perform(report, Action.COLLECT, by=report.created_by)
    assert paper_of(report).state == PrintJob.State.QUEUED
    carry_out(paper_of(report).pk)
    assert AnnualReport.objects.get().state == State.READY


# A year's versions


def test_the_first_version_has_the_default_words():
    county = CountyFactory(name="临澧县")
    report, is_new = draft_for(county, 2012, by=BureauFactory(county=county))
    assert (is_new, report.version, report.title) == (True, 1, "临澧县2012年“安全生产示范乡镇”创建工作总结")
    assert report.paragraphs.first().slot == "opening"
    assert report.events.get().action == Action.START


def test_an_open_draft_is_offered_instead_of_a_second_one():
    report = AnnualReportFactory()
    assert draft_for(report.county, report.year, by=report.created_by) == (report, False)


def test_a_correction_is_a_new_version_with_the_same_words():
    signed = AnnualReportFactory()
    signed.paragraphs.filter(slot="problems").update(text="没有问题。", is_edited=True)
    AnnualReport.objects.update(state=State.SIGNED, signed_by=signed.created_by, signed_at=signed.created_at)
    report, is_new = draft_for(signed.county, signed.year, by=signed.created_by)
    assert (is_new, report.version, report.state) == (True, 2, State.DRAFT)
    assert list(report.paragraphs.values_list("text")) == list(signed.paragraphs.values_list("text"))


def test_a_colleague_was_quicker(monkeypatch):
    county = CountyFactory()
    by = BureauFactory(county=county)

    def meanwhile(county, year, at=None):
        AnnualReportFactory(county=county, year=year)
        return a_snapshot()

    monkeypatch.setattr(publishing, "take_snapshot", meanwhile)
    report, is_new = draft_for(county, 2012, by=by)
    assert (report, is_new) == (AnnualReport.objects.get(), False)


def test_unedited_words_follow_new_figures_and_edited_words_stay(monkeypatch):
    report = AnnualReportFactory()
    report.paragraphs.filter(slot="problems").update(text="没有问题。", is_edited=True)
    monkeypatch.setattr(publishing, "take_snapshot", lambda *args, **kwargs: a_snapshot(numbers={"publicity.banners": 0}))
    publishing.collect(perform(report, Action.COLLECT, by=report.created_by))
    words = dict(report.paragraphs.values_list("slot", "text"))
    assert "横幅" not in words["publicity"]
    assert words["problems"] == "没有问题。"


def test_events_are_append_only():
    report_at(State.COLLECTING)
    for deed in (AnnualReportEvent.objects.all().delete, lambda: AnnualReportEvent.objects.update(action="sign")):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()


def test_table_by_hand_names_every_action_and_state():
    assert {(action, state) for action, state, _who in cells()} == set(itertools.product(set(map(str, publishing.TRANSITIONS)), State))
