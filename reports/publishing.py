"""The life of an annual report in one table: buttons, permissions and history are read off it.

draft → collecting → rendering → ready → signed → published. Nobody's hands but the worker's move a report out of
collecting and rendering; what is signed never changes, a correction is a new version.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from papers.models import PrintJob
from papers.printing import print_again
from reports.models import Action, AnnualReport, AnnualReportEvent, Paragraph
from reports.prose import default_paragraphs, default_title
from reports.snapshot import take_snapshot

KIND = "annual_report"
DRAFT, COLLECTING, RENDERING, READY, SIGNED, PUBLISHED = AnnualReport.State


class TransitionNotAllowed(Exception):
    """The report as it is now: what somebody else did meanwhile is its last event."""

    def __init__(self, action, report):
        super().__init__(f"{action} of report {report.pk} in state {report.state}")
        self.action, self.report = action, report


class PaperChanged(Exception):
    """The paper that is there now is not the one that was read before signing."""


def bureau(user, report):
    return user is not None and user.is_active and user.is_bureau and user.county_id == report.county_id


def worker(user, report):
    return user is None


@dataclass(frozen=True)
class Transition:
    sources: frozenset
    target: str
    may: Callable


TRANSITIONS = {
    Action.EDIT: Transition({DRAFT, READY}, DRAFT, bureau),
    Action.COLLECT: Transition({DRAFT, READY}, COLLECTING, bureau),
    Action.RENDER: Transition({DRAFT}, RENDERING, bureau),
    Action.COLLECTED: Transition({COLLECTING}, RENDERING, worker),
    Action.RENDERED: Transition({RENDERING}, READY, worker),
    Action.FAIL: Transition({COLLECTING, RENDERING}, DRAFT, worker),
    Action.SIGN: Transition({READY}, SIGNED, bureau),
    Action.PUBLISH: Transition({SIGNED}, PUBLISHED, bureau),
}
# Who may set a job going also waits for it: these two queue the paper.
PRINTS = {Action.COLLECT, Action.RENDER}


def is_allowed(report, action, user):
    transition = TRANSITIONS[action]
    return report.state in transition.sources and transition.may(user, report)


def available_actions(report, user):
    return [action for action in TRANSITIONS if is_allowed(report, action, user)]


@transaction.atomic
def perform(report, action, *, by, at=None, reason="", **changes):
    """One step in a report's life; `changes` are written with it. Returns the report as it is now."""
    # Lock the row: two people may press in the same second.
    report = AnnualReport.objects.select_for_update(of=["self"]).select_related("county").defer("snapshot").get(pk=report.pk)
    if not is_allowed(report, action, by):
        raise TransitionNotAllowed(action, report)
    before, report.state = report.state, TRANSITIONS[action].target
    for name, value in changes.items():
        setattr(report, name, value)
    report.save(update_fields=["state", *changes])
    _record(report, action, before, by=by, at=at, reason=reason)
    if action in PRINTS:
        print_again(KIND, report.pk)
    return report


def _record(report, action, before, *, by, at, reason=""):
    AnnualReportEvent.objects.create(
        report=report, action=action, from_state=before, to_state=report.state, by=by, at=at or timezone.now(), reason=reason
    )


def draft_for(county, year, *, by, at=None):
    """(report, whether it is new): the open version of the year, or a new one, which corrects what was signed before."""
    versions = AnnualReport.objects.filter(county=county, year=year)
    last = versions.order_by("version").last()
    if last and not last.is_sealed:
        return last, False
    snapshot = take_snapshot(county, year, at=at)
    try:
        return _start(county, year, last, snapshot, by=by, at=at), True
    except IntegrityError:
        # A colleague started the same version while the snapshot was taken.
        return versions.order_by("version").last(), False


@transaction.atomic
def _start(county, year, last, snapshot, *, by, at):
    report = AnnualReport.objects.create(
        county=county,
        year=year,
        version=last.version + 1 if last else 1,
        title=last.title if last else default_title(county.name, year),
        dated_on=timezone.localdate(at),
        chinese_date=last.chinese_date if last else False,
        snapshot=snapshot,
        created_by=by,
    )
    words = last.paragraphs.all() if last else default_paragraphs(snapshot)
    Paragraph.objects.bulk_create(_copies(words, report))
    if last:
        write_defaults(report, snapshot)
    _record(report, Action.START, "", by=by, at=at)
    return report


def _copies(words, report):
    for position, one in enumerate(words, 1):
        is_edited = getattr(one, "is_edited", False)
        yield Paragraph(report=report, position=position, style=one.style, text=one.text, slot=one.slot, is_edited=is_edited)


def write_defaults(report, snapshot):
    """Paragraphs that nobody edited follow the new figures: what was nothing may be something now."""
    defaults = {default.slot: default.text for default in default_paragraphs(snapshot)}
    for paragraph in report.paragraphs.filter(is_edited=False, slot__in=defaults):
        if paragraph.text != defaults[paragraph.slot]:
            paragraph.text = defaults[paragraph.slot]
            paragraph.revision += 1
            paragraph.save()


def collect(report, *, at=None):
    """The worker's first half: freeze all figures, and let unedited words follow them."""
    snapshot = take_snapshot(report.county, report.year, at=at)
    with transaction.atomic():
        perform(report, Action.COLLECTED, by=None, at=at, snapshot=snapshot)
        write_defaults(report, snapshot)


@transaction.atomic
def sign(report, *, by, read_sha256, at=None):
    """Sign the paper that was read: `read_sha256` is of the PDF that the sign-off page showed."""
    at = at or timezone.now()
    report = perform(report, Action.SIGN, by=by, at=at, signed_by=by, signed_at=at)
    if paper_of(report).sha256 != read_sha256:
        raise PaperChanged
    return report


def publish(report, *, by, at=None):
    at = at or timezone.now()
    return perform(report, Action.PUBLISH, by=by, at=at, published_at=at)


def paper_of(report):
    """The print job of the report, or None before the first."""
    return PrintJob.objects.filter(kind=KIND, subject_id=report.pk).first()
