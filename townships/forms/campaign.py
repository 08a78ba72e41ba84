from django import forms
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships import mentoring, round_span
from townships.forms.based_on import ComparedRowForm
from townships.forms.fields import AskedTick, DayField, ForgivingText, PlainDecimal, ask
from townships.forms.ledger import LedgerForm
from townships.models import Campaign, Candidacy, Investment, Mentorship, Person, Township
from townships.validators import not_in_future, sensible_date

LONGEST_TEXT = 10_000
MOST_NAMED = 5


def long_text(label, **kwargs):
    return forms.CharField(label=label, max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


def within(number, least, most, message):
    if not least <= number <= most:
        raise forms.ValidationError(message, code="unlikely")
    return number


class CampaignForm(ComparedRowForm):
    starts_on = DayField(label=_("开始日期"), validators=[sensible_date])
    ends_on = DayField(label=_("结束日期"), validators=[sensible_date])
    aim = long_text(_("工作思路与目标"))
    work_plan = long_text(_("工作方案"))
    overlaps = AskedTick(label=_("确需两轮同时进行"))

    class Meta:
        model = Campaign
        fields = ["name", "round_number", "tier", "programme", "starts_on", "ends_on"]
        fields += ["title_years", "notice_workdays", "reminder_days", "basis", "aim", "work_plan"]
        field_classes = dict.fromkeys(["name", "programme", "basis"], ForgivingText)

    def __init__(self, *args, county, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.county = county
        self.fields["round_number"].min_value = 1
        if self.instance.pk:
            self.fields["title_years"].help_text = _("改后只用于以后的命名；已命名的仍按命名时的年限，登记有误的请办理“更正称号日期”")
            self.fields["notice_workdays"].help_text = _("改后只用于以后的公示；已开始的公示仍按开始时的规定")
        else:
            self.fields["round_number"].initial = (self._others().aggregate(last=Max("round_number"))["last"] or 0) + 1

    def _others(self):
        return Campaign.objects.filter(county=self.instance.county).exclude(pk=self.instance.pk)

    def clean_round_number(self):
        number = self.cleaned_data["round_number"]
        if number < 1:
            raise forms.ValidationError(_("轮次从第 1 轮起。"), code="too_small")
        if self._others().filter(round_number=number).exists():
            raise forms.ValidationError(_("第 %(number)s 轮已登记。"), code="unique", params={"number": number})
        return number

    def clean_title_years(self):
        return within(self.cleaned_data["title_years"], 1, 10, _("称号有效期应在 1 至 10 年之间。"))

    def clean_notice_workdays(self):
        return within(self.cleaned_data["notice_workdays"], 1, 30, _("公示期应在 1 至 30 个工作日之间。"))

    def clean_reminder_days(self):
        return within(self.cleaned_data["reminder_days"], 0, 365, _("提醒应在期满前 0 至 365 天之间。"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", _("结束日期不能早于开始日期。"))
        elif {"starts_on", "ends_on"} & set(self.changed_data) and not cleaned.get("overlaps"):
            self._ask_about_overlap(cleaned.get("starts_on"), cleaned.get("ends_on"))
        if self.instance.pk:
            self._keep_what_it_holds(cleaned.get("starts_on"), cleaned.get("ends_on"))
        if self.instance.pk and not self.errors and {"starts_on", "ends_on"} & set(self.changed_data):
            self._close_no_circle(cleaned["starts_on"], cleaned["ends_on"])
        return cleaned

    def _close_no_circle(self, starts, ends):
        """Each pair's own form refuses it: so does a round that is moved beside another."""
        # Of a clerk who moves the round and one who enters a pair in the same second one is told.
        mentoring.lock_rounds(self.instance.pk)
        if circle := mentoring.circle_when(self.instance, starts, ends):
            field = "starts_on" if "starts_on" in self.changed_data else "ends_on"
            words = _("与同时进行的另一轮合起来，互相帮扶成圈：%(circle)s。请先作废其中一对帮扶，或者另定起止日期。")
            self.add_error(field, words % {"circle": in_a_row(circle)})

    def _keep_what_it_holds(self, starts, ends):
        """Each entry's own form refuses a day outside the round: so does the round, the other way round."""
        if starts and (lost := round_span.before(self.instance, starts)):
            words = _("开始日期之前已有 %(count)s 项登记：%(what)s。请先更正、作废这些登记，或者另定开始日期。")
            self.add_error("starts_on", words % {"count": len(lost), "what": named_rows(lost)})
        if ends and (lost := round_span.after(self.instance, ends)):
            words = _("结束日期之后已有 %(count)s 项登记：%(what)s。请先更正、作废这些登记，或者另定结束日期。")
            self.add_error("ends_on", words % {"count": len(lost), "what": named_rows(lost)})

    def _ask_about_overlap(self, starts, ends):
        """Reports name one round a year, the later one: two at once are seldom meant."""
        other = self._others().filter(starts_on__lte=ends, ends_on__gte=starts).first() if starts and ends else None
        if other:
            words = _("与“%(other)s”（%(starts)s 至 %(ends)s）时间重叠，年度总结只写后开始的一轮。确需同时进行的请勾选后再保存。")
            ask(self, "overlaps", words % {"other": other, "starts": other.starts_on, "ends": other.ends_on})


def in_a_row(circle):
    return " → ".join(str(township) for township in circle)


def named_rows(lost):
    """The first few of them: 专题会议 2026-05-11 研究部署；…"""
    return "；".join(round_span.in_words(*line) for line in lost[:MOST_NAMED]) + ("……" if len(lost) > MOST_NAMED else "")


class RosterField(ForgivingText):
    """Somebody of the roster by number or name: a county's roster is too long for a list to choose from."""

    def __init__(self, **kwargs):
        super().__init__(max_length=30, **kwargs)
        self.people = Person.objects.none()

    def clean(self, value):
        words = super().clean(value)
        if not words:
            return None
        found = list(self.people.filter(number=int(words)) if words.isdecimal() and len(words) < 10 else self.people.filter(name=words))
        if not found:
            raise forms.ValidationError(_("名册中没有“%(words)s”，请核对姓名或在册编号。"), code="unknown", params={"words": words})
        if len(found) > 1:
            who = "；".join(f"{person.number:04} {person} {person.known_by}".strip() for person in found[:5])
            raise forms.ValidationError(_("有 %(count)s 人同名，请填在册编号：%(who)s"), params={"count": len(found), "who": who})
        return found[0]


class CandidacyForm(forms.Form):
    """A township applies; an inspector for the own township."""

    township = forms.ModelChoiceField(Township.objects.none(), label=_("乡镇（街道）"), empty_label=_("请选择"))
    tier = forms.ChoiceField(label=_("级别"), choices=Candidacy.Tier)
    on = DayField(label=_("申请日期"), initial=timezone.localdate)
    reason = forms.CharField(
        label=_("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("如：申请文号、基础条件")
    )

    def __init__(self, *args, campaign, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        townships = Township.objects.visible_to(user).filter(county=campaign.county_id).open_on(timezone.localdate())
        self.fields["township"].queryset = townships
        if user.township_id:
            del self.fields["township"]

    def details(self):
        return {"township": self.user.township} | self.cleaned_data


# Where the sentence about a pair that can't be stands, and what it says.
REFUSALS = {
    mentoring.HelpsItself: _("乡镇不能帮扶自己。"),
    mentoring.NeverNamed: _("帮扶方须是称号在有效期内的示范乡镇，“%(mentor)s”没有命名，或称号已经失效、撤销。"),
    mentoring.AlreadyPaired: _("“%(mentor)s”已登记帮扶%(township)s。"),
    mentoring.AmbiguousName: _("有几家企业都叫“%(mentor)s”，请在名称后注明以示区别。"),
    mentoring.NoSuchTownship: _("本县没有“%(mentor)s”。外县乡镇请连同县名填写，如：甲县乙镇。"),
    mentoring.NotInRegister: _("本县企业名录中没有“%(mentor)s”。本县企业请先登记企业；外地企业请勾选“外地企业”。"),
}


class MentorshipForm(ComparedRowForm):
    is_from_elsewhere = forms.BooleanField(
        label=_("外地企业：不在本县企业名录中，按所填名称登记"), required=False, help_text=_("帮扶方类别为企业时才需勾选")
    )
    is_same_mentor = AskedTick(label=_("只是更正名称，仍是同一单位"))
    outcome = long_text(_("帮扶成效"))

    class Meta:
        model = Mentorship
        fields = ["township", "mentor_kind", "mentor", "contact", "content", "outcome"]
        field_classes = dict.fromkeys(["mentor", "contact", "content"], ForgivingText)
        help_texts = {"mentor": _("乡镇、企业填本县在册名称，可自动关联；外县乡镇连同县名填写，如：甲县乙镇")}

    field_order = ["township", "mentor_kind", "mentor", "is_same_mentor", "is_from_elsewhere"]

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.campaign = campaign
        is_firm = self.instance.mentor_kind == Mentorship.MentorKind.ENTERPRISE
        self.initial["is_from_elsewhere"] = is_firm and self.instance.mentor_enterprise_id is None
        self.fields["township"].queryset = Township.objects.filter(county=campaign.county_id)

    def _post_clean(self):
        """The row is checked and written by townships/mentoring.py, under the round's lock."""

    def refuse(self, refusal):
        if isinstance(refusal, mentoring.Circular):
            self.add_error("mentor", _("不能互相帮扶成圈：%(circle)s。") % {"circle": in_a_row(refusal.circle)})
        elif isinstance(refusal, mentoring.IsItThis):
            names = "、".join(str(township) for township in refusal.townships)
            words = _("“%(mentor)s”是不是%(names)s？请填写全称。")
            self.add_error("mentor", words % {"mentor": self.cleaned_data["mentor"], "names": names})
        elif isinstance(refusal, mentoring.IsItTheSame):
            words = _("这对帮扶已登记走访、资金物资 %(count)s 项。只是更正名称的请勾选后再保存；换了单位的，请作废这一对，另行登记。")
            ask(self, refusal.field, words % {"count": refusal.count})
        elif isinstance(refusal, mentoring.DidThings):
            words = _("这对帮扶已登记走访、资金物资 %(count)s 项，不能改给别的乡镇或单位。登记错的请作废这一对，另行登记。")
            self.add_error(refusal.field, words % {"count": refusal.count})
        else:
            self.add_error("mentor", REFUSALS[type(refusal)] % self.cleaned_data)


class InvestmentForm(LedgerForm):
    county_itself = _("县本级")

    spent_on = DayField(label=_("日期"), initial=timezone.localdate, validators=[not_in_future])
    is_another = AskedTick(label=_("确为另一笔"))

    class Meta:
        model = Investment
        fields = ["amount", "purpose", "source", "spent_on", "township", "note"]
        field_classes = {"note": ForgivingText, "amount": PlainDecimal}
        help_texts = {"amount": _("以元为单位，5 万元填 50000")}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("is_another") and (twin := self._twin()):
            words = _("%(day)s 已由%(who)s登记过内容相同的一笔（第 %(number)s 号），请核对是否重复。确为另一笔的请勾选后再保存。")
            ask(self, "is_another", words % {"day": timezone.localdate(twin.created_at), "who": twin.created_by, "number": twin.pk})
        return cleaned

    def _twin(self):
        """A sum that says the same: two of them may be meant (two villages, the same pump), but seldom are."""
        told = self.details()
        same = {name: told.get(name) for name in ("township", "spent_on", "amount", "source", "purpose", "note")}
        # The same form sent twice is not the same sum said twice.
        mine = {"created_by": self.user, "submission": told.get("submission")}
        return (
            Investment.objects.visible_to(self.user).counted().filter(**same).exclude(**mine).select_related("created_by__person").first()
        )

    def details(self):
        told = super().details()
        told.pop("is_another", None)
        return told
