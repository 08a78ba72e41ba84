"""The life of a report from the public (安全生产法 第七十三至七十六条): received, then accepted, merged, declined or passed on."""

from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.access import keeps_ledgers_of
from townships.models import Level
from townships.pictures import as_clean

from .intake import log_hazard
from .models import Hazard, PublicReport, ReportEvent, ReportPicture
from .telling import tell_of_public_report

Action, State, Desk = ReportEvent.Action, PublicReport.State, PublicReport.Desk


class AlreadyAnswered(Exception):
    """Somebody was faster; carries the report as it is now."""

    def __init__(self, report):
        super().__init__(report.pk)
        self.report = report


def receive(code, *, submission, text, name="", phone="", pictures=(), at=None):
    """What a passer-by tells of the code's place; the same form sent twice is one report."""
    place, told = code.place, {"text": text, "name": name, "phone": phone}
    township = place.as_township if place.level == Level.TOWNSHIP else place.township
    try:
        with transaction.atomic():
            return PublicReport.objects.filter(submission=submission).first() or _enter(
                code, township, at=at or timezone.now(), submission=submission, pictures=pictures, **told
            )
    except IntegrityError:
        # Its twin was committed between our look and our insert.
        return PublicReport.objects.get(submission=submission)


def _enter(code, township, *, at, pictures, **told):
    report = PublicReport.objects.create(code=code, place=code.place, township=township, received_at=at, **told)
    for picture in pictures:
        ReportPicture.objects.create(report=report, **picture.as_fields())
    tell_of_public_report(_record(report, Action.RECEIVE, by=None, at=at))
    return report


def may_answer(user, report):
    """Whoever keeps the township's ledgers; what was passed on to the bureau, the bureau."""
    mine = keeps_ledgers_of(user, report.township)
    return mine and report.is_waiting and (user.is_bureau or report.desk == Desk.TOWNSHIP)


@contextmanager
def _locked(report, *, by):
    """The report, locked, while it still waits: of two who answer at once, one wins."""
    with transaction.atomic():
        report = PublicReport.objects.select_for_update(of=["self"]).select_related("township__county", "place").get(pk=report.pk)
        if not report.is_waiting:
            raise AlreadyAnswered(report)
        if not may_answer(by, report):
            raise PermissionDenied
        yield report


def accept(report, *, by, at=None, place=None, sector=None, description="", **fields):
    """It becomes a hazard, with its text and pictures; the clock of reporting runs from the moment when it was received."""
    at = at or timezone.now()
    with _locked(report, by=by) as report:
        place = place or report.place
        if report.township_id not in (place.pk, place.township_id):
            raise ValidationError(
                {"place": ValidationError(_("请选择%(township)s的单位或部位。"), code="elsewhere", params={"township": report.township})}
            )
        hazard = log_hazard(
            by=by,
            at=at,
            submission=report.submission,
            place=place,
            sector=sector,
            description=description or report.text,
            source=Hazard.Source.PUBLIC,
            found_at=report.received_at,
            pictures=[as_clean(picture) for picture in report.pictures.all()],
            **fields,
        )
        _answer(report, State.ACCEPTED, by=by, at=at, hazard=hazard)
        _record(report, Action.ACCEPT, by=by, at=at, details={"hazard": hazard.number})
    return hazard


def merge(report, hazard, *, by, at=None):
    """The ledger has it already: the reporter will read what becomes of that hazard."""
    at = at or timezone.now()
    with _locked(report, by=by) as report:
        # Locked, so that it is not voided in the same second.
        hazard = Hazard.objects.select_for_update(of=["self"]).select_related("township").get(pk=hazard.pk)
        if hazard.township_id != report.township_id or not hazard.is_unclosed:
            message = _("只能并入同一乡镇未销号的隐患。")
            raise ValidationError({"hazard": ValidationError(message, code="not_open_here")})
        _answer(report, State.MERGED, by=by, at=at, hazard=hazard)
        _record(report, Action.MERGE, by=by, at=at, details={"hazard": hazard.number})


def decline(report, *, by, refusal, note, at=None):
    """`refusal` is told to the reporter, `note` stays inside."""
    at = at or timezone.now()
    with _locked(report, by=by) as report:
        _answer(report, State.DECLINED, by=by, at=at, refusal=refusal)
        _record(report, Action.DECLINE, by=by, at=at, reason=note, details={"refusal": report.get_refusal_display()})


def pass_on(report, *, by, reason, township=None, at=None):
    """To another township of the county, or to the bureau when none is named."""
    with _locked(report, by=by) as report:
        if township and (township.county_id != report.township.county_id or (township == report.township and report.desk == Desk.TOWNSHIP)):
            raise ValidationError({"to": ValidationError(_("请选择本县另一个乡镇。"), code="not_elsewhere")})
        if township is None and report.desk == Desk.BUREAU:
            raise ValidationError({"to": ValidationError(_("这条举报已经由县局办理。"), code="there_already")})
        told = {"from": report.held_by}
        if township and township != report.township:
            report.earlier_townships.add(report.township)
        report.township, report.desk = (township, Desk.TOWNSHIP) if township else (report.township, Desk.BUREAU)
        report.save(update_fields=["township", "desk"])
        told |= {"to": report.held_by}
        tell_of_public_report(_record(report, Action.PASS_ON, by=by, at=at or timezone.now(), reason=reason, details=told))


@transaction.atomic
def see_person(report, *, by, at=None):
    """The whole name and number, for those who keep the ledger; that they looked is recorded."""
    if not keeps_ledgers_of(by, report.township):
        raise PermissionDenied
    _record(report, Action.SEE_PERSON, by=by, at=at or timezone.now())
    return report.name, report.phone


@transaction.atomic
def reward(report, *, by, amount, note, at=None):
    """举报奖励 (安全生产法 第七十六条), for what was found true; written again, the later amount stands and both are kept."""
    report = PublicReport.objects.select_for_update(of=["self"]).select_related("township").get(pk=report.pk)
    if not may_reward(by, report):
        raise PermissionDenied
    before = {} if report.reward is None else {"before": report.reward}
    report.reward = amount
    report.save(update_fields=["reward"])
    _record(report, Action.REWARD, by=by, at=at or timezone.now(), reason=note, details={"amount": amount, **before})


def may_reward(user, report):
    return keeps_ledgers_of(user, report.township) and report.hazard_id is not None


@transaction.atomic
def forget_persons(now):
    """Names and numbers of reports that are over and kept long enough (个人信息保护法 第十九条); returns how many."""
    over = PublicReport.objects.with_person().over_before(now - timedelta(days=settings.REPORTER_KEPT_DAYS))
    reports = list(over.select_for_update(of=["self"]))
    ReportEvent.objects.bulk_create([ReportEvent(report=report, action=Action.FORGET, at=now) for report in reports])
    return PublicReport.objects.filter(pk__in=[report.pk for report in reports]).update(name="", phone="", forgotten_at=now)


def _answer(report, state, *, by, at, **fields):
    for name, value in {"state": state, "answered_by": by, "answered_at": at, **fields}.items():
        setattr(report, name, value)
    report.save()


def _record(report, action, *, by, at, reason="", details=None):
    return ReportEvent.objects.create(report=report, action=action, by=by, at=at, reason=reason, details=details or {})
