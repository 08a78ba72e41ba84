"""What must be told with each action, as form fields: the screens make their forms of them, the workflow checks with them."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.documents import DocumentField
from townships.forms.fields import IN_YUAN
from townships.models import Level, Person, Place
from townships.pictures import PicturesField
from townships.validators import sensible_date
from townships.workdays import add_workdays

from .models import Action, Assurance, Hazard, Order, RemedyPlan

# Committees and offices, by the end of their names.
NO_PRODUCER = re.compile("(村民委员会|居民委员会|村委会|居委会|村民小组|人民政府|街道办事处)$")


class PeopleField(forms.ModelMultipleChoiceField):
    """People by primary key or as rows. A form narrows the queryset to those whom its user may see."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, people):
        return list(super().clean([getattr(person, "pk", person) for person in people or []]))


def words(label, **kwargs):
    return forms.CharField(label=label, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


def day(label, **kwargs):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=[sensible_date], **kwargs)


def money(label):
    return forms.DecimalField(label=label, required=False, min_value=0, max_digits=14, decimal_places=2, error_messages=IN_YUAN)


def inspectors(label):
    return PeopleField(Person.objects.all(), label=label, required=False)


def addressee(label):
    return forms.CharField(label=label, max_length=80)


def after_pictures():
    return pictures(_("整改后照片"))


def pictures(label):
    return PicturesField(label=label, required=False)


def document(label):
    return DocumentField(label=label, required=False)


def line(label, **kwargs):
    return forms.CharField(label=label, max_length=80, required=False, **kwargs)


RECTIFY = {"measure": words(_("当场采取的措施")), "spent_funds": money(_("实际资金（元）")), "pictures": after_pictures()}
ORDER = {
    "requirement": words(_("整改要求")),
    "deadline": day(_("整改期限")),
    # Asked where there is none, or where it came with a shipped list and nobody has checked it.
    "basis": forms.CharField(label=_("依据条款"), max_length=200, required=False),
    "responsible_unit": forms.CharField(label=_("责任单位"), max_length=80, required=False),
    "responsible_person": forms.CharField(label=_("责任人"), max_length=30, required=False),
    "inspectors": inspectors(_("检查人员")),
}
# 不能按期完成的，须有书面理由、方案和监控措施 (RULES section 4).
ASK_EXTENSION = {
    "deadline": day(_("申请延长至")),
    "reason": words(_("不能按期完成的原因")),
    "arrangement": words(_("下一步整改安排")),
    "safeguards": words(_("延期期间的监控防范措施")),
    "asked_on": day(_("申请日期"), required=False),
    "ask_late": forms.BooleanField(label=_("已过申请期限，请县局酌情受理"), required=False),
}
EXTEND = {
    "deadline": day(_("延长至")),
    "reason": words(_("延期原因")),
    "asked_on": day(_("申请日期"), required=False),
    "accept_late": forms.BooleanField(label=_("申请逾期，经批准仍予受理"), required=False),
    "longer_than_asked": forms.BooleanField(label=_("同意延至晚于所申请的日期，理由已写在延期原因中"), required=False),
}
REFUSE_EXTENSION = {"reason": words(_("不予延期的理由"))}
REPLY = {
    "reply": words(_("整改情况")),
    "rectified_on": day(_("整改完成日期")),
    "spent_funds": money(_("实际资金（元）")),
    "pictures": after_pictures(),
}
PASS = {
    # Goes into an official paper, which is Chinese whatever its writer reads.
    "opinion": words(_("复查意见"), initial="已按要求整改完毕，同意销号。"),
    "inspectors": inspectors(_("复查人员")),
    "pictures": after_pictures(),
}
FAIL = {
    "opinion": words(_("复查意见")),
    "deadline": day(_("限于何日前继续整改完毕")),
    "inspectors": inspectors(_("复查人员")),
    "pictures": after_pictures(),
}
ASK_ACCEPTANCE = {
    "statement": words(_("治理完成情况和自评（评估）结论")),
    # Asked where the last report of progress tells less than the whole.
    "is_done": forms.BooleanField(label=_("最近一次报告的进度不足 100%，现已全部治理完毕"), required=False),
    "document": document(_("评估报告或验收资料")),
    "pictures": pictures(_("治理后照片")),
}
ACCEPT = {
    "opinion": words(_("验收结论"), initial="经现场验收，隐患已消除，同意通过验收。"),
    "accepted_on": day(_("验收日期")),
    "experts": line(_("参加验收的专家、单位")),
    "inspectors": inspectors(_("验收人员")),
    "pictures": pictures(_("验收照片")),
}
REJECT = {
    "opinion": words(_("验收结论和继续整改的要求")),
    "accepted_on": day(_("验收日期")),
    "deadline": day(_("限于何日前继续治理完毕")),
    "experts": line(_("参加验收的专家、单位")),
    "inspectors": inspectors(_("验收人员")),
    "pictures": pictures(_("验收照片")),
}
SIGN = {"opinion": words(_("签批意见"), initial="同意销号。")}
REFUSE_CLOSING = {"reason": words(_("不同意销号的理由"))}
SUSPEND = {
    "reason": words(_("停产停业整改的理由和要求")),
    "deadline": day(_("停产停业整改期限")),
    "allows_longer": forms.BooleanField(label=_("超过一般期限，已经本机关主要负责人批准"), required=False),
    "scope": forms.CharField(label=_("停产停业范围"), max_length=100, required=False),
    "basis": forms.CharField(label=_("法律依据"), max_length=200, required=False),
    "inspectors": inspectors(_("执法人员")),
}
APPLY = REPLY
RESUME = {
    "opinion": words(_("审查意见"), initial="经现场审查，事故隐患已经消除，具备安全生产条件。"),
    "inspectors": inspectors(_("审查人员")),
    "pictures": after_pictures(),
}
REFUSE = {
    "opinion": words(_("审查意见")),
    "deadline": day(_("继续停产停业整改至")),
    "allows_longer": SUSPEND["allows_longer"],
    "inspectors": inspectors(_("审查人员")),
    "pictures": after_pictures(),
}
SUPPLIES = [("power", _("供电")), ("water", _("供水")), ("explosives", _("供应民用爆炸物品")), ("production", _("生产作业"))]
URGE = {
    "addressee": addressee(_("受函单位")),
    "in_name_of": forms.ChoiceField(label=_("以谁的名义"), choices=Order.InNameOf.choices),
    "reason": words(_("督办要求")),
    "report_by": day(_("书面报告期限")),
}
TRANSFER = {
    "addressee": addressee(_("接收部门")),
    "reason": words(_("移送理由")),
    "materials": words(_("随附材料（每行一项）"), required=False),
    "answer_by": day(_("请于此日前答复"), required=False),
}
ASK_CUT_OFF = {
    "addressee": addressee(_("主送机关")),
    "supplies": forms.MultipleChoiceField(label=_("拟停止"), choices=SUPPLIES, widget=forms.CheckboxSelectMultiple),
    "cut_at": forms.DateTimeField(
        label=_("拟停止时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    ),
    "is_urgent": forms.BooleanField(label=_("有危及生产安全的紧急情形，不提前通知"), required=False),
    "approved_by": forms.CharField(label=_("批准人（本机关主要负责人）"), max_length=30),
    "reason": words(_("拒不执行的情况和现实危险")),
}
LIFT_CUT_OFF = {
    "told": addressee(_("通知的单位（供电、供水等）")),
    "told_by": forms.CharField(label=_("通知人"), max_length=30),
    "told_at": forms.DateTimeField(
        label=_("通知时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    ),
    "reason": words(_("解除的理由"), initial="已履行行政决定，事故隐患已经消除，依法解除。"),
}
REOPEN = {"finding": words(_("回头看发现的情况")), **ORDER}
SUPERVISE = {
    "level": forms.ChoiceField(label=_("督办级别"), choices=[choice for choice in Hazard.Supervision.choices if choice[0]]),
    "deadline": day(_("督办期限"), required=False),
    "supervising_unit": line(_("督办单位")),
    "number": forms.CharField(label=_("督办文号"), max_length=60, required=False),
    "publicised_in": line(_("公布的媒体")),
    "reason": words(_("督办要求"), required=False),
}
REPORT = {
    "condition": words(_("现状及产生原因")),
    "harm": words(_("危害程度和整改难易程度分析")),
    "remedy": words(_("治理方案（概要）")),
    "authority_told_on": day(_("向主管部门报告日期")),
    "workers_told_on": day(_("向职工（代表）大会报告日期"), required=False),
    "workers_told": line(_("向职工报告的方式")),
}
PLAN = {
    **{name: words(RemedyPlan._meta.get_field(name).verbose_name) for name in RemedyPlan.CONTENTS},
    "measures": forms.MultipleChoiceField(
        label=_("治理期间的临时措施"),
        choices=[(name, RemedyPlan._meta.get_field(name).verbose_name) for name in RemedyPlan.MEASURES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    ),
    "interim": forms.CharField(label=_("临时措施的具体安排"), max_length=200, required=False),
    "document": document(_("方案文件")),
}
ASSURE = {
    "item": forms.ChoiceField(label=_("项目"), choices=Assurance.Item.choices),
    "evidence": forms.CharField(label=_("落实情况"), max_length=200),
    "document": document(_("佐证材料")),
    "pictures": pictures(_("佐证照片")),
}
PROGRESS = {
    "done": words(_("进展情况")),
    "percent": forms.IntegerField(label=_("完成比例（%）"), min_value=0, max_value=100),
    "spent_funds": money(_("累计已用资金（元）")),
    # Asked where less is told than before.
    "setback": forms.CharField(label=_("比上次少的原因"), max_length=200, required=False),
    "pictures": pictures(_("现场照片")),
}
ASSIGN = {
    "responsible_unit": forms.CharField(label=_("责任单位"), max_length=80),
    "responsible_person": forms.CharField(label=_("责任人"), max_length=30, required=False),
    "assigning_unit": forms.CharField(label=_("交办单位"), max_length=80),
    "coordinating_unit": line(_("协调督办单位")),
    "reason": words(_("交办要求"), required=False),
}
MARK_URGENT = {
    "reason": words(_("现场情况和认定的理由")),
    "known_at": forms.DateTimeField(
        label=_("判明时间"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    ),
}
UNMARK_URGENT = {"reason": words(_("撤销的理由"))}
ASK_COUNTY = {"reason": words(_("需县政府协调的事项"))}
LOOK_BACK = {"note": words(_("回头看的情况")), "pictures": PicturesField(label=_("回头看照片"), required=False)}
LINK = {
    "earlier": forms.ModelChoiceField(Hazard.objects.all(), label=_("此前同一隐患"), empty_label=None, widget=forms.RadioSelect),
    "note": forms.CharField(label=_("说明"), max_length=200, required=False),
}
UNLINK = {"reason": forms.CharField(label=_("取消关联的原因"), max_length=200)}
VOID = {
    "reason": forms.CharField(label=_("作废原因"), max_length=200),
    "duplicate_of": forms.ModelChoiceField(Hazard.objects.all(), label=_("与哪条隐患重复"), required=False, empty_label=_("不是重复登记")),
}


class ExtensionAskedTooLate(Exception):
    """The request came after the last day for it, which it carries; the bureau may accept it all the same."""

    def __init__(self, last_day):
        super().__init__(last_day)
        self.last_day = last_day


def clean(fields, details):
    """The details as the fields understand them; ValidationError with a message for each field that refuses."""
    unknown = details.keys() - fields.keys()
    if unknown:
        raise TypeError(f"not asked for: {', '.join(sorted(unknown))}")
    cleaned, refused = {}, {}
    for name, field in fields.items():
        try:
            cleaned[name] = field.clean(details.get(name))
        except ValidationError as error:
            refused[name] = error
    if refused:
        raise ValidationError(refused)
    return cleaned


def last_day_to_ask(deadline, *, set_on=None, county=None):
    """The last day on which an extension may be asked for; of a deadline too short for that, set later than this day, its own day."""
    last_day = add_workdays(deadline, -settings.EXTENSION_WORKDAYS, county=county)
    return deadline if set_on and last_day < set_on else last_day


SETS_DEADLINE = {Action.ORDER, Action.EXTEND, Action.FAIL, Action.REJECT, Action.SUSPEND, Action.REFUSE, Action.REOPEN}


def deadline_set_on(hazard):
    """The day of the step that set the deadline which runs; queries unless the events were fetched along."""
    return timezone.localdate(max((event.at for event in hazard.events.all() if _has_set(event, hazard)), default=hazard.found_at))


def _has_set(event, hazard):
    """A failed re-inspection that left the deadline where it was gives no new days to ask for more."""
    left_it = event.action in (Action.FAIL, Action.REJECT) and event.details["deadline"] != f"{hazard.deadline}"
    return event.action in SETS_DEADLINE and not left_it


def shortened_from(hazard):
    """The deadline before a failed re-inspection named the sooner day that runs now (decision 0128), as JSON keeps it, or None."""
    before = runs = None
    for event in hazard.events.filter(action__in=SETS_DEADLINE).order_by("pk"):
        day = event.details["deadline"]
        if event.action not in (Action.FAIL, Action.REJECT):
            before, runs = None, day
        elif day < runs:
            before, runs = runs, day
    return before if runs == f"{hazard.deadline}" else None


def check_deadline(deadline, at, *, after=None, field="deadline"):
    """A deadline is not over when it is set, and an extension is later than what it extends."""
    if deadline < timezone.localdate(at):
        raise ValidationError({field: ValidationError(_("期限不能早于下达当天。"), code="past")})
    if after and deadline <= after:
        raise ValidationError({"deadline": ValidationError(_("新期限须晚于原期限 %(day)s。"), code="not_later", params={"day": after})})


def latest_redo(hazard, at, *, by):
    """The last day that a failed re-inspection by this user may name: the deadline that still runs, or some days from now."""
    days = settings.REDO_DAYS if by.township_id else settings.BUREAU_REDO_DAYS
    return max(hazard.deadline, timezone.localdate(at) + timedelta(days=days))


def check_redo(hazard, deadline, at, *, by):
    """Only the bureau gives more time, and says that it does (DESIGN section 4)."""
    check_deadline(deadline, at)
    if deadline > (latest := latest_redo(hazard, at, by=by)):
        wrong = _("复查不合格的，限期不能晚于 %(day)s；需要更长时间的，由县局准予延期。")
        raise ValidationError({"deadline": ValidationError(wrong, code="hidden_extension", params={"day": latest})})


def check_extension(hazard, at, *, deadline, asked_on, accept_late):
    check_deadline(deadline, at, after=hazard.deadline)
    set_on = deadline_set_on(hazard)
    if asked_on and asked_on < set_on:
        wrong = _("申请日期不能早于 %(day)s：原期限是那天下达的。")
        raise ValidationError({"asked_on": ValidationError(wrong, code="before_order", params={"day": set_on})})
    last_day = last_day_to_ask(hazard.deadline, set_on=set_on, county=hazard.township.county_id)
    if (asked_on or timezone.localdate(at)) > last_day and not accept_late:
        raise ExtensionAskedTooLate(last_day)


def asked_until(hazard):
    """Until when more time was asked for and not answered yet; queries unless the events were fetched along."""
    asked = [event for event in hazard.events.all() if event.action == Action.ASK_EXTENSION] if hazard.extension_asked_on else []
    return date.fromisoformat(max(asked, key=lambda event: event.pk).details["deadline"]) if asked else None


def check_not_longer_than_asked(hazard, deadline):
    """A day that nobody asked for is more often a slip than a favour; who means it says so."""
    asked = asked_until(hazard)
    if asked and deadline > asked:
        wrong = _("申请延长至 %(day)s，准予的日期更晚。确要更晚的，请勾选，并在延期原因中写明理由。")
        raise ValidationError({"longer_than_asked": ValidationError(wrong, code="longer_than_asked", params={"day": asked})})


def check_supervision_deadline(hazard, deadline, at):
    """The two deadlines are one (闽 rule): whichever is told first binds the other."""
    if hazard.deadline and deadline and deadline != hazard.deadline:
        wrong = _("督办期限须与整改期限 %(day)s 一致。")
        raise ValidationError({"deadline": ValidationError(wrong, code="two_deadlines", params={"day": hazard.deadline})})
    if not hazard.deadline and not deadline:
        raise ValidationError({"deadline": ValidationError(_("还没有整改期限，请填写督办期限。"), code="required")})


def check_same_as_supervised(hazard, deadline):
    """Of a step that names a day of its own for a supervised hazard: only that of the supervision is possible."""
    if deadline != hazard.deadline:
        wrong = _("已挂牌督办，只能填督办期限 %(day)s；需要更晚的，先由县局准予延期。")
        raise ValidationError({"deadline": ValidationError(wrong, code="two_deadlines", params={"day": hazard.deadline})})


def why_no_suspension(hazard):
    """Why its unit can't be told to suspend production, or nothing: 生产经营单位 alone (安全生产法 第六十五条、第一百零二条)."""
    unit = hazard.responsible_unit
    villages = Place.objects.filter(level=Level.VILLAGE, county=hazard.township.county_id, name=unit)
    if not NO_PRODUCER.search(unit) and not villages.exists():
        return ""
    wrong = _("停产停业只适用于生产经营单位，责任单位“%(unit)s”不是生产经营单位。由企业经营的，请先交办给该企业。")
    return wrong % {"unit": unit}


def is_bound(hazard, today):
    """Whether a suspension can name no other day than that of the supervision."""
    return bool(hazard.supervision) and hazard.deadline >= today


def check_suspension(hazard, deadline, at, *, allows_longer, since=None):
    """停产停业 as a rule for six months at the most (RULES section 1), from the day of the decision, however often it is prolonged.

    The deadline of a supervision is moved by an extension alone.
    """
    if words := why_no_suspension(hazard):
        raise ValidationError(words, code="no_producer")
    check_deadline(deadline, at)
    if is_bound(hazard, timezone.localdate(at)):
        check_same_as_supervised(hazard, deadline)
    months = settings.SUSPENSION_MONTHS
    since = since or timezone.localdate(at)
    latest = since + relativedelta(months=months)
    if deadline > latest and not allows_longer:
        wrong = _("停产停业整改一般不超过 %(months)s 个月（自 %(since)s 起），不能晚于 %(day)s；经批准更长的请勾选。")
        told = {"months": months, "since": since, "day": latest}
        raise ValidationError({"deadline": ValidationError(wrong, code="too_long", params=told)})


def check_not_in_future(name, day, at):
    if day and day > timezone.localdate(at):
        raise ValidationError({name: ValidationError(_("日期不能晚于今天。"), code="future")})


def check_told_on(name, day, hazard, at, *, first):
    """Nobody is told of what is not found yet; and of two reports the later does not put the first one back."""
    check_not_in_future(name, day, at)
    if day and day < (found := timezone.localdate(hazard.reopened_at or hazard.found_at)):
        raise ValidationError(
            {name: ValidationError(_("日期不能早于发现（反弹）的日期 %(day)s。"), code="before_found", params={"day": found})}
        )
    # As the history keeps it: a day in the words of ISO 8601.
    before = (first and first.details.get(name)) or ""
    if day and f"{day}" < before:
        raise ValidationError(
            {name: ValidationError(_("日期不能早于首次报告的日期 %(day)s。"), code="before_first", params={"day": before})}
        )


def check_progress(hazard, last, *, percent, spent_funds, setback):
    """Work that was done may prove undone, and money may have been booked wrongly: whoever says so says why."""
    if setback:
        return
    wrong, words = {}, _("比上次报告的 %(before)s 少：请核对，确实减少的写明原因。")
    if last and percent < last.percent:
        wrong["percent"] = ValidationError(words, code="backwards", params={"before": f"{last.percent}%"})
    if spent_funds is not None and spent_funds < (hazard.spent_funds or 0):
        wrong["spent_funds"] = ValidationError(words, code="backwards", params={"before": f"{hazard.spent_funds:,.2f}"})
    if wrong:
        raise ValidationError(wrong)


def unfinished(hazard):
    """How far the last report of this life says that the work is, where that is not the whole; None where none says so. Queries."""
    last = hazard.progress_reports.current().last()
    return last.percent if last and last.percent < 100 else None


def check_done(hazard, is_done):
    if (percent := unfinished(hazard)) is not None and not is_done:
        wrong = _("最近一次报告的进度是 %(percent)s%%：确已全部治理完毕的，请勾选。")
        raise ValidationError({"is_done": ValidationError(wrong, code="unfinished", params={"percent": percent})})


def check_rectified_on(rectified_on, hazard, at):
    if not timezone.localdate(hazard.found_at) <= rectified_on <= timezone.localdate(at):
        raise ValidationError({"rectified_on": ValidationError(_("完成日期须在发现之后、今天或以前。"), code="impossible")})


def check_accepted_on(accepted_on, hazard, at):
    """Acceptance follows its application (总局令第16号 第十八条: 治理结束并书面申请后，方组织审查)."""
    check_not_in_future("accepted_on", accepted_on, at)
    if accepted_on < hazard.acceptance_asked_on:
        wrong = _("验收日期不能早于申请验收的日期 %(day)s。")
        raise ValidationError({"accepted_on": ValidationError(wrong, code="before_request", params={"day": hazard.acceptance_asked_on})})


def check_earlier(earlier, hazard):
    """The same place, found earlier: so the links run one way in time and never in a circle."""
    if earlier.place_id != hazard.place_id or earlier.found_at >= hazard.found_at:
        raise ValidationError({"earlier": ValidationError(_("须是同一地点、更早发现的隐患。"), code="not_earlier")})


def check_told_at(told_at, hazard, at):
    """After it was asked for, to the minute that a form tells, and not before it happens."""
    asked_at = hazard.events.filter(action=Action.ASK_CUT_OFF).order_by("pk").last().at
    asked_at = timezone.localtime(asked_at).replace(second=0, microsecond=0)
    if not asked_at <= told_at <= at:
        wrong = _("通知时间须在报请停电停水停产（%(day)s）以后，不能晚于现在。")
        raise ValidationError({"told_at": ValidationError(wrong, code="impossible", params={"day": f"{asked_at:%Y-%m-%d %H:%M}"})})


def check_known_at(known_at, hazard, at):
    """Not before it was found (again), to the minute that a form tells, and not before it happens."""
    found_at = timezone.localtime(hazard.reopened_at or hazard.found_at).replace(second=0, microsecond=0)
    if not found_at <= known_at <= at:
        wrong = _("判明时间须在发现（反弹）时间 %(found)s 以后，不能晚于现在。")
        raise ValidationError({"known_at": ValidationError(wrong, code="impossible", params={"found": f"{found_at:%Y-%m-%d %H:%M}"})})


def check_notice(cut_at, is_urgent, at):
    """安全生产法 第七十条: power is stopped a day after the unit was told, unless danger is imminent."""
    earliest = at + timedelta(hours=settings.CUT_OFF_NOTICE_HOURS)
    if cut_at < at or (cut_at < earliest and not is_urgent):
        # The next whole minute: the one that runs would be refused again.
        shown = timezone.localtime(earliest + timedelta(minutes=1, microseconds=-1))
        words = {"hours": settings.CUT_OFF_NOTICE_HOURS, "at": f"{shown:%Y-%m-%d %H:%M}"}
        message = _("须提前 %(hours)s 小时通知生产经营单位，不能早于 %(at)s；有紧急情形的请勾选。")
        raise ValidationError({"cut_at": ValidationError(message, code="no_notice", params=words)})
