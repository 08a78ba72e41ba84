"""One form a step of a candidacy: the day, what the step asks for, and why where it must be said."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.acceptance import appraisal_of, asked_of_acceptance, has_failed, lacks_conclusion, vetoes_on
from townships.candidacy import TRANSITIONS, Action
from townships.forms.fields import DayField, ForgivingPhone, ForgivingText, SubmissionField
from townships.models import Objection
from townships.notices import last_day_of_notice
from townships.title_corrections import keeping_in_force
from townships.titles import is_kept_early, next_term

LONGEST_REASON = 500
PHONE = Objection._meta.get_field("phone").validators[:1]


def words(label, **kwargs):
    return forms.CharField(label=label, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class StepForm(forms.Form):
    on = DayField(label=_("日期"), initial=timezone.localdate)
    reason = words(_("说明"), required=False)

    def __init__(self, *args, action, candidacy, **kwargs):
        super().__init__(*args, **kwargs)
        self.candidacy = candidacy
        if "reason" not in self.fields:
            return
        if TRANSITIONS[action].needs_reason:
            self.fields["reason"].required = True
            self.fields["reason"].label = _("原因")
        else:
            self.fields["reason"].help_text = _("如：文号、验收组意见")
        if action in (Action.NOTICE, Action.NAME) and vetoes_on(candidacy, timezone.localdate()):
            self.fields["reason"].help_text = _("有一票否决情形，确要办理的须说明原因；不应命名的请退回申报")


class AcceptForm(StepForm):
    anyway = forms.BooleanField(required=False)

    field_order = ["anyway", "on", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        words = asked_of_acceptance(self.candidacy, today)
        self.fields["anyway"].label = words or _("没有考评结论，仍予验收")
        # Without a need for it today it is still asked for when the day that is told lies in another year.
        if not words and not self.is_bound:
            self.fields["anyway"].widget = forms.HiddenInput()


class KeepForm(StepForm):
    anyway = forms.BooleanField(label=_("没有考评结论，仍予复核保持"), required=False)
    until = forms.DateField(widget=forms.HiddenInput)

    field_order = ["anyway", "on", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["until"].initial = self.candidacy.valid_until
        first, last = next_term(self.candidacy)
        told = {"until": self.candidacy.valid_until, "first": first, "last": last}
        self.fields["on"].help_text = _("现有效期至 %(until)s；复核保持后，新的有效期 %(first)s 至 %(last)s") % told
        if is_kept_early(self.candidacy, today):
            self.fields["reason"].help_text = _("还没有到复核的时候，提前复核须说明原因")
        appraisal = appraisal_of(self.candidacy, today.year)
        if has_failed(appraisal):
            self.fields["reason"].help_text = _("今年考评结论为不合格，确要复核保持的须说明原因；应撤销的请办理“撤销称号”")
        elif vetoes_on(self.candidacy, today):
            self.fields["reason"].help_text = _("有一票否决情形，确要复核保持的须说明原因；应撤销的请办理“撤销称号”")
        # It is still asked for when the day that is told lies in another year.
        if not lacks_conclusion(appraisal) and not self.is_bound:
            self.fields["anyway"].widget = forms.HiddenInput()


class NoticeForm(StepForm):
    ends_on = DayField(label=_("公示截止"), required=False)
    medium = ForgivingText(label=_("公示方式"), max_length=120, help_text=_("如：县政府网站、县电视台、乡镇公示栏"))

    field_order = ["on", "ends_on", "medium", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        campaign, today = self.candidacy.campaign, timezone.localdate()
        self.fields["on"].label = _("公示开始")
        last = last_day_of_notice(today, campaign.notice_workdays, county=campaign.county_id)
        told = {"days": campaign.notice_workdays, "today": today, "day": last}
        self.fields["ends_on"].help_text = _("不少于 %(days)s 个工作日，不填就按此推算（%(today)s 开始的至 %(day)s）") % told


class AmendNoticeForm(StepForm):
    ends_on = DayField(label=_("公示截止"))
    medium = ForgivingText(label=_("公示方式"), max_length=120)

    field_order = ["ends_on", "medium", "reason", "on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        notice = self.candidacy.notices.last()
        self.fields["ends_on"].initial, self.fields["medium"].initial = notice.ends_on, notice.medium
        told = {"day": notice.starts_on, "days": notice.workdays}
        self.fields["ends_on"].help_text = _("%(day)s 开始，不少于 %(days)s 个工作日") % told
        self.fields["on"].label = _("更正日期")


class FirstDayForm(StepForm):
    ends_on = DayField(label=_("公示截止"))

    field_order = ["on", "ends_on", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        notice = self.candidacy.notices.last()
        self.fields["on"].label = _("正确的公示开始日期")
        self.fields["on"].initial, self.fields["ends_on"].initial = notice.starts_on, notice.ends_on
        self.fields["ends_on"].help_text = _("从正确的首日起不少于 %(days)s 个工作日") % {"days": notice.workdays}


class ObjectionForm(StepForm):
    submission = SubmissionField()
    is_real_name = forms.BooleanField(
        label=_("实名"), required=False, initial=True, help_text=_("只受理实名异议；匿名反映留存备查，不影响命名")
    )
    name = ForgivingText(label=_("异议人（单位）"), max_length=60, required=False)
    phone = ForgivingPhone(label=_("联系电话"), max_length=20, required=False, validators=PHONE)
    content = words(_("异议内容"))
    reason = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("收到日期")


class OneObjectionForm(StepForm):
    """About the objection that stands in the address."""

    objection = forms.ModelChoiceField(Objection.objects.none(), label=_("异议"), widget=forms.HiddenInput)

    def __init__(self, *args, objection=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["objection"].queryset = Objection.objects.counted().filter(notice__candidacy=self.candidacy)
        asked = objection if objection and objection.isdecimal() else 0
        self.about = self.fields["objection"].queryset.filter(pk=int(asked) % 2**31).first()
        self.fields["objection"].initial = self.about


class VoidObjectionForm(OneObjectionForm):
    pass


class CorrectObjectionForm(OneObjectionForm):
    received_on = DayField(label=_("收到日期"))
    is_real_name = forms.BooleanField(label=_("实名"), required=False)
    name = ForgivingText(label=_("异议人（单位）"), max_length=60, required=False)
    phone = ForgivingPhone(label=_("联系电话"), max_length=20, required=False, validators=PHONE, help_text=_("电话没有错的不填"))
    content = words(_("异议内容"))

    field_order = ["objection", "received_on", "is_real_name", "name", "phone", "content", "reason", "on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("received_on", "is_real_name", "name", "content"):
            self.fields[name].initial = getattr(self.about, name, None)
        self.fields["on"].label = _("更正日期")


def finding():
    return forms.TypedChoiceField(
        label=_("异议是否成立"),
        choices=[("", _("请选择")), ("no", _("不成立")), ("yes", _("成立"))],
        coerce=lambda value: value == "yes",
    )


class RejudgeForm(OneObjectionForm):
    is_upheld = finding()
    handling = words(_("核查处理情况"))

    field_order = ["objection", "is_upheld", "handling", "reason", "on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_upheld"].label = _("正确的结论")
        self.fields["handling"].initial = getattr(self.about, "handling", None)
        self.fields["on"].label = _("更正日期")


class ResolveForm(StepForm):
    objection = forms.ModelChoiceField(Objection.objects.none(), label=_("异议"), empty_label=None)
    handling = words(_("核查处理情况"))
    is_upheld = finding()
    reason = None

    field_order = ["objection", "handling", "is_upheld", "on"]

    def __init__(self, *args, objection=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["objection"].initial = objection
        self.fields["on"].label = _("办结日期")
        self.fields["objection"].label_from_instance = lambda objection: f"{objection} {objection.name}"
        self.fields["objection"].queryset = Objection.objects.counted().filter(notice__candidacy=self.candidacy, handled_on=None)


class PlateForm(StepForm):
    plate_number = ForgivingText(label=_("牌匾编号"), max_length=40)

    field_order = ["plate_number", "on", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("授牌日期")


class KeptDayForm(StepForm):
    """The right day, and why; who pressed when is written down anyhow."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("正确的复核保持日期")
        self.fields["on"].initial = getattr(keeping_in_force(self.candidacy), "happened_on", None)
        self.fields["on"].help_text = _("有效期不变")


class FixPlateForm(StepForm):
    plate_number = ForgivingText(label=_("牌匾编号"), max_length=40)
    given_on = DayField(label=_("授牌日期"))

    field_order = ["plate_number", "given_on", "reason", "on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["plate_number"].initial = self.candidacy.plate_number
        self.fields["given_on"].initial = self.candidacy.plate_given_on
        self.fields["on"].label = _("更正日期")


class RedateForm(StepForm):
    """The right day, the years that were meant, and why; who pressed when is written down anyhow."""

    # As many as a round may give.
    years = forms.IntegerField(label=_("称号有效期（年）"), min_value=1, max_value=10, required=False)

    field_order = ["on", "years", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        is_gone = self.candidacy.ended_on is not None
        self.fields["on"].label = _("正确的撤销日期") if is_gone else _("正确的命名日期")
        self.fields["on"].initial = self.candidacy.ended_on if is_gone else self.candidacy.named_on
        if is_gone:
            del self.fields["years"]
        else:
            self.fields["years"].initial = self.candidacy.title_years
            self.fields["on"].help_text = _("有效期从更正后的命名日期重新推算")


FORMS = {
    Action.ACCEPT: AcceptForm,
    Action.KEEP: KeepForm,
    Action.NOTICE: NoticeForm,
    Action.AMEND: AmendNoticeForm,
    Action.FIRST_DAY: FirstDayForm,
    Action.OBJECT: ObjectionForm,
    Action.RESOLVE: ResolveForm,
    Action.CORRECT: CorrectObjectionForm,
    Action.VOID: VoidObjectionForm,
    Action.REJUDGE: RejudgeForm,
    Action.HAND_OVER: PlateForm,
    Action.FIX_PLATE: FixPlateForm,
    Action.REDATE: RedateForm,
    Action.KEPT_DAY: KeptDayForm,
}
# Steps about one objection, taken from its own line.
OF_AN_OBJECTION = {Action.CORRECT, Action.VOID, Action.REJUDGE}


def step_form(data, *, action, candidacy, **about):
    return FORMS.get(action, StepForm)(data, action=action, candidacy=candidacy, **about)
