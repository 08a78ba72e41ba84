"""What each action does to the hazard's row. The workflow has locked it, asked who may, checked the details, and saves it."""

import re

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import Level

from .clocks import is_late
from .details import (
    check_accepted_on,
    check_deadline,
    check_done,
    check_earlier,
    check_extension,
    check_known_at,
    check_not_in_future,
    check_not_longer_than_asked,
    check_notice,
    check_progress,
    check_rectified_on,
    check_redo,
    check_same_as_supervised,
    check_supervision_deadline,
    check_suspension,
    check_told_at,
    check_told_on,
)
from .duplicates import follow
from .look_back import settle
from .models import Action, Assurance, Hazard, LookBack, MajorCase, ProgressReport, RemedyPlan
from .on_the_spot import visit_on_the_spot
from .orders import PAPERS
from .progress import next_period

# 临安监督办[2026]1号 is typed for 临安监督办〔2026〕1号.
BRACKETS = str.maketrans("[]()（）［］【】", "〔〕〔〕〔〕〔〕〔〕")


def rectify(hazard, *, by, at, measure, spent_funds, pictures):
    """What somebody reported becomes a finding of the visit that went to see it."""
    hazard.inspection = visit_on_the_spot(hazard, by, at)
    hazard.measure = measure
    hazard.spent_funds = spent_funds
    # Told with the entry it was that of the visit, whenever the sheet is typed.
    hazard.rectified_on = timezone.localdate(hazard.found_at if hazard.reported_at == at else at)
    close(hazard, by=by, at=at)


def order(hazard, *, by, at, requirement, deadline, basis, responsible_unit, responsible_person, inspectors):
    check_deadline(deadline, at)
    if hazard.supervision and hazard.deadline and not hazard.closed_at:
        check_same_as_supervised(hazard, deadline)
    hazard.measure = requirement
    set_deadline(hazard, deadline)
    hazard.basis = basis or hazard.basis
    answer_for(hazard, responsible_unit, responsible_person)
    check_served_on_another(hazard, by)


def answer_for(hazard, unit, person):
    """Who answers for it from now on: another unit isn't answered for by the person of before, nor another person called at his number."""
    unit = unit or hazard.responsible_unit
    person = person or (hazard.responsible_person if unit == hazard.responsible_unit else "")
    if person != hazard.responsible_person:
        hazard.responsible_phone = ""
    hazard.responsible_unit, hazard.responsible_person = unit, person


def check_served_on_another(hazard, by):
    """No office orders itself to rectify what is its own until it is assigned."""
    if by.township_id and hazard.is_townships_own:
        wrong = _("不能向本单位自己下达整改通知单：请改填实际承担整改的单位（如村委会、公路养护站）；无法确定的，报请县局交办。")
        raise ValidationError({"responsible_unit": ValidationError(wrong, code="own_paper")})


def ask_extension(hazard, *, by, at, deadline, asked_on, ask_late, **words):
    """Asked in time, or late with a plea that the bureau may hear."""
    check_not_in_future("asked_on", asked_on, at)
    check_extension(hazard, at, deadline=deadline, asked_on=asked_on, accept_late=ask_late)
    hazard.extension_asked_on = asked_on or timezone.localdate(at)


def extend(hazard, *, by, at, reason, deadline, asked_on, accept_late, longer_than_asked):
    """When the township asked, its own day counts, whatever day is told here."""
    check_extension(hazard, at, deadline=deadline, asked_on=hazard.extension_asked_on or asked_on, accept_late=accept_late)
    if not longer_than_asked:
        check_not_longer_than_asked(hazard, deadline)
    set_deadline(hazard, deadline)
    hazard.extension_asked_on = None


def set_deadline(hazard, deadline):
    """The one that runs and is counted from: an order's, an extension's, a suspension's."""
    hazard.deadline = deadline
    hazard.redo_by = None


def refuse_extension(hazard, *, by, at, reason):
    hazard.extension_asked_on = None


def reply(hazard, *, by, at, reply, rectified_on, spent_funds, pictures):
    check_rectified_on(rectified_on, hazard, at)
    hazard.rectified_on = rectified_on
    hazard.spent_funds = spent_funds if spent_funds is not None else hazard.spent_funds
    hazard.replied_by = by
    hazard.extension_asked_on = None


def close(hazard, *, by, at, **details):
    hazard.closed_by = by
    hazard.closed_at = at


def fail(hazard, *, by, at, deadline, **details):
    """No extension by another name: a later day stands beside the deadline, a sooner one becomes it (decision 0128)."""
    check_redo(hazard, deadline, at, by=by)
    if deadline > hazard.deadline or hazard.supervision:
        hazard.redo_by = deadline
    else:
        set_deadline(hazard, deadline)
    hazard.rectified_on = None


def ask_acceptance(hazard, *, by, at, is_done, **details):
    if not hazard.plans.current().exists():
        raise ValidationError(_("还没有治理方案，不能申请验收。"), code="no_plan")
    if missing := unchecked_items(hazard):
        items = _("、").join(str(item.label) for item in missing)
        wrong = ValidationError(_("五落实中还没有核查：%(items)s。核查后才能申请验收。"), code="not_assured", params={"items": items})
        raise ValidationError(wrong)
    check_done(hazard, is_done)
    hazard.acceptance_asked_on = timezone.localdate(at)


def unchecked_items(hazard):
    """Which of the five items (五落实) nobody has checked yet, in their order."""
    checked = set(hazard.assurances.current().values_list("item", flat=True))
    return [item for item in Assurance.Item if item not in checked]


def accept(hazard, *, by, at, accepted_on, **details):
    check_accepted_on(accepted_on, hazard, at)


def reject(hazard, *, by, at, accepted_on, **details):
    check_accepted_on(accepted_on, hazard, at)
    fail(hazard, by=by, at=at, **details)
    hazard.acceptance_asked_on = None


def sign(hazard, *, by, at, opinion):
    """The signature is the event itself."""


def refuse_closing(hazard, *, by, at, reason):
    """Signatures given so far are void: it is accepted anew or sent back to work."""
    hazard.acceptance_asked_on = None


def suspend(hazard, *, by, at, deadline, allows_longer, **details):
    check_suspension(hazard, deadline, at, allows_longer=allows_longer)
    hazard.extension_asked_on = hazard.acceptance_asked_on = None
    set_deadline(hazard, deadline)
    hazard.needs_stop = True
    hazard.rectified_on = None


def resume(hazard, *, by, at, **details):
    """Production goes on; the hazard waits for its acceptance."""


def refuse(hazard, *, by, at, deadline, allows_longer, **details):
    """Production stays suspended, until a new day; the months are counted over the whole suspension."""
    check_suspension(hazard, deadline, at, allows_longer=allows_longer, since=suspended_on(hazard))
    set_deadline(hazard, deadline)
    hazard.rectified_on = None


def suspended_on(hazard):
    return timezone.localdate(hazard.events.filter(action=Action.SUSPEND).last().at)


def urge(hazard, *, by, at, report_by, **details):
    check_deadline(report_by, at, field="report_by")


def transfer(hazard, *, by, at, answer_by, **details):
    if answer_by:
        check_deadline(answer_by, at, field="answer_by")


def ask_cut_off(hazard, *, by, at, cut_at, is_urgent, **details):
    check_notice(cut_at, is_urgent, at)
    hazard.cut_off_asked_on = timezone.localdate(at)


def lift_cut_off(hazard, *, by, at, told_at, **details):
    """安全生产法 第七十条: 履行行政决定、采取相应措施消除事故隐患的，应当及时解除."""
    check_told_at(told_at, hazard, at)
    hazard.cut_off_asked_on = None


def reopen(hazard, *, by, at, finding, **details):
    settle(hazard, LookBack.Result.FOUND_AGAIN, by=by, at=at, note=finding)
    if hazard.is_major:
        begin_file_anew(hazard, details["deadline"], by=by, at=at)
    hazard.reopened_at = at
    order(hazard, by=by, at=at, **details)
    hazard.closed_by = hazard.closed_at = hazard.rectified_on = hazard.replied_by = hazard.acceptance_asked_on = None


def begin_file_anew(hazard, deadline, *, by, at):
    """What was reported, planned and checked, and the notice of the supervision, are of the hazard that was closed (decision 0129)."""
    if by.township_id:
        check_redo(hazard, deadline, at, by=by)
    hazard.supervision = Hazard.Supervision.NONE
    MajorCase.objects.filter(hazard=hazard).delete()


def look_back(hazard, *, by, at, note, pictures):
    settle(hazard, LookBack.Result.SOUND, by=by, at=at, note=note)


def link(hazard, *, by, at, earlier, note):
    check_earlier(earlier, hazard)
    hazard.recurs_from = earlier


def unlink(hazard, *, by, at, reason):
    """It was another one after all; the history keeps both steps."""
    hazard.recurs_from = None


def report(hazard, *, by, at, **told):
    """双报告: an enterprise tells its workers too (安全生产法 第四十一条); a slope or a road has none."""
    since = hazard.reopened_at or hazard.found_at
    first = hazard.events.filter(action=Action.REPORT, at__gte=since).first()
    for name in ("authority_told_on", "workers_told_on"):
        check_told_on(name, told[name], hazard, at, first=first)
    if hazard.place.level == Level.ENTERPRISE and not told["workers_told_on"]:
        raise ValidationError({"workers_told_on": ValidationError(_("企业的重大隐患须同时向职工（代表）大会报告。"), code="required")})
    MajorCase.objects.update_or_create(hazard=hazard, defaults=told)


def supervise(hazard, *, by, at, level, deadline, supervising_unit, number, publicised_in, reason):
    """The county's own is numbered by its notice (hazards/orders.py); the city's and the province's stand on their papers."""
    check_no_lower(hazard, level)
    check_supervision_deadline(hazard, deadline, at)
    if not hazard.deadline:
        check_deadline(deadline, at)
        hazard.deadline = deadline
    hazard.supervision = level
    if level == Hazard.Supervision.COUNTY:
        check_not_typed(number)
        supervising_unit = supervising_unit or by.county.bureau_name
    else:
        check_named({"supervising_unit": supervising_unit, "number": number})
        check_others_number(number, county=hazard.township.county)
    told = {"supervising_unit": supervising_unit, "supervision_number": number, "publicised_in": publicised_in}
    MajorCase.objects.update_or_create(hazard=hazard, defaults=told | {"supervised_on": timezone.localdate(at)})


def check_no_lower(hazard, level):
    """Only who put it up takes it down: the county doesn't replace the city's supervision by its own, nor the city the province's."""
    levels = Hazard.Supervision.values
    if levels.index(level) < levels.index(hazard.supervision):
        wrong = _("已由上级挂牌督办（%(level)s），不能改为更低的级别。")
        told = {"level": hazard.get_supervision_display()}
        raise ValidationError({"level": ValidationError(wrong, code="lower", params=told)})


def check_not_typed(number):
    """The paper takes the next of the county's series: a second number in its body and in the file would contradict its head."""
    if number:
        raise ValidationError({"number": ValidationError(_("县级挂牌督办由系统编号，请不要填写。"), code="numbered")})


def check_named(told):
    """What stands on the paper of a city or a province."""
    missing = {name: ValidationError(_("上级挂牌督办的，请填写。"), code="required") for name, value in told.items() if not value}
    if missing:
        raise ValidationError(missing)


def check_others_number(number, *, county):
    """What the city or the province issued bears its number, and none of this county's organs."""
    plain = "".join(number.split()).translate(BRACKETS)
    own = [word for word in (county.document_prefix, county.government_prefix, county.committee_prefix) if word]
    words = "|".join(map(re.escape, sorted({paper.word for paper in PAPERS.values()})))
    if re.match(rf"({'|'.join(map(re.escape, own))})({words})〔", plain):
        wrong = _("%(number)s是本县的文号。上级挂牌督办的，请填写上级文件的文号。")
        raise ValidationError({"number": ValidationError(wrong, code="own_number", params={"number": number})})


def plan(hazard, *, by, at, measures, document, **contents):
    """A new version: what was planned before stays readable."""
    last = hazard.plans.first()
    taken = {name: name in measures for name in RemedyPlan.MEASURES}
    RemedyPlan.objects.create(hazard=hazard, version=last.version + 1 if last else 1, by=by, at=at, **contents, **taken)


def report_progress(hazard, *, by, at, done, percent, spent_funds, setback, pictures):
    """Counted for the first period that has no report yet."""
    last = hazard.progress_reports.current().last()
    check_progress(hazard, last, percent=percent, spent_funds=spent_funds, setback=setback)
    period = next_period(hazard, timezone.localdate(at))
    told = {"starts_on": period.start, "ends_on": period.end, "done": done, "percent": percent}
    ProgressReport.objects.create(hazard=hazard, by=by, at=at, **told)
    hazard.spent_funds = spent_funds if spent_funds is not None else hazard.spent_funds


def assign(hazard, *, by, at, responsible_unit, responsible_person, assigning_unit, coordinating_unit, reason):
    answer_for(hazard, responsible_unit, responsible_person)
    hazard.assigning_unit = assigning_unit
    hazard.coordinating_unit = coordinating_unit


def assure(hazard, *, by, at, item, evidence, **attached):
    """Checked again, the newer evidence stands; the history keeps both."""
    Assurance.objects.update_or_create(hazard=hazard, item=item, defaults={"evidence": evidence, "by": by, "at": at})


def mark_urgent(hazard, *, by, at, reason, known_at):
    """Half an hour (second document) runs from the moment in which the danger was seen, not from when the hazard was."""
    check_known_at(known_at, hazard, at)
    hazard.may_cause_accident = True
    hazard.is_reported_late = hazard.is_reported_late or is_late(known_at, at, may_cause_accident=True)


def unmark_urgent(hazard, *, by, at, reason):
    """Late or not as any other hazard: by the end of the day."""
    hazard.may_cause_accident = False
    hazard.is_reported_late = is_late(hazard.found_at, hazard.reported_at, may_cause_accident=False)


def ask_county(hazard, *, by, at, reason):
    hazard.needs_county = True


def void(hazard, *, by, at, reason, duplicate_of):
    """The row stays, with its number; no figure counts it. Who reported it follows the one that it repeats."""
    if duplicate_of:
        follow(hazard, duplicate_of, by=by, at=at)
    hazard.extension_asked_on = None
