"""Forms of stations, works, rules and plans, drills and accidents."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.documents import DocumentField, with_upload
from townships.forms.fields import IN_YUAN, AskedTick, DayField, ForgivingText, PlainDecimal, ask
from townships.forms.ledger import PlacedForm
from townships.models import (
    Accident,
    AccidentTarget,
    Drill,
    Equipment,
    NoAccidents,
    PhysicalWork,
    Provision,
    StationItem,
    StationYear,
    VillageOffice,
    WorkKind,
)
from townships.templatetags.points import points
from townships.validators import moment_not_in_future, not_in_future


def long_words(label, *, required=True, **kwargs):
    return forms.CharField(label=label, max_length=2000, required=required, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)


class MomentField(forms.DateTimeField):
    """A moment by the browser's own calendar and clock."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(widget=widget, validators=[moment_not_in_future], **kwargs)


class YearForm(PlacedForm):
    """A row that belongs to a year which has begun."""

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("年度不能晚于今年。"), code="future")
        return year


class StationYearForm(YearForm):
    place_label = _("乡镇（街道）")
    said_twice = _("该乡镇这一年度已填报，请在原记录上修改，或作废后重新填报。")

    class Meta:
        model = StationYear
        fields = ["place", "year", "rooms", "area", "rank", "population", "budget_amount", "budget_per_head", "is_reimbursed", "note"]
        field_classes = {"note": ForgivingText, "budget_amount": PlainDecimal, "budget_per_head": PlainDecimal}
        help_texts = {
            "population": _("用于核定专职人员和按人口安排的经费"),
            "budget_amount": _("以元为单位，2 万元填 20000；按人口安排的不填"),
            "note": _("如：站长享受正科级待遇"),
        }
        error_messages = {"budget_amount": IN_YUAN}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.fields["year"].initial = timezone.localdate().year

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("budget_amount") is not None and cleaned.get("budget_per_head") is not None:
            self.add_error("budget_per_head", _("年度经费和按人口安排只填一项。"))
        return cleaned


class HeldForm(PlacedForm):
    since_on = DayField(label=_("起始日期"), initial=timezone.localdate, validators=[not_in_future])
    ended_on = DayField(label=_("终止日期"), required=False, validators=[not_in_future], help_text=_("报废、撤销的日期，仍在用的不填"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("ended_on") and cleaned.get("since_on") and cleaned["ended_on"] < cleaned["since_on"]:
            self.add_error("ended_on", _("终止日期不能早于起始日期。"))
        opened = getattr(cleaned.get("place"), "opened_on", None)
        if opened and cleaned.get("since_on") and cleaned["since_on"] < opened:
            self.add_error("since_on", _("%(place)s %(day)s 设立，起始日期不能早于这一天。") % {"place": cleaned["place"], "day": opened})
        return cleaned


class EquipmentForm(HeldForm):
    place_label = _("乡镇（街道）")

    is_another = AskedTick(label=_("确为另一批"))

    class Meta:
        model = Equipment
        fields = ["place", "kind", "quantity", "since_on", "ended_on", "note"]
        field_classes = {"note": ForgivingText}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].label_from_instance = lambda kind: f"{kind.name}（{kind.unit}）"

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not cleaned.get("is_another") and (twin := self._same(cleaned)):
            words = _("已登记相同的装备（%(twin)s，%(day)s 起），请核对是否重复。确为另一批的请勾选后再保存。")
            ask(self, "is_another", words % {"twin": twin, "day": twin.since_on})
        return cleaned

    def _same(self, cleaned):
        """Counted twice, one computer would be two; the same form sent twice is not meant."""
        same = {name: cleaned[name] for name in ("place", "kind", "quantity", "since_on", "ended_on")}
        mine = {"created_by": self.user, "submission": cleaned.get("submission")}
        return Equipment.objects.counted().filter(**same).exclude(pk=self.instance.pk).exclude(**mine).first()

    def details(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "is_another"}


class StationItemForm(HeldForm):
    place_label = _("乡镇（街道）")
    said_twice = _("该乡镇的这一项已核实。")

    class Meta:
        model = StationItem
        fields = ["place", "item", "evidence", "since_on", "ended_on", "note"]
        field_classes = {"note": ForgivingText, "evidence": ForgivingText}


class VillageOfficeForm(HeldForm):
    place_label = _("村（社区）")
    said_twice = _("该村（社区）的安全生产办公室已登记。")

    class Meta:
        model = VillageOffice
        fields = ["place", "location", "since_on", "ended_on", "note"]
        field_classes = {"note": ForgivingText, "location": ForgivingText}


class WorkForm(PlacedForm):
    said_twice = _("同一天同一地点已登记数量相同的这类工程，请核对是否重复；确有两处的请写明具体地点。")

    done_on = DayField(label=_("完成日期"), initial=timezone.localdate, validators=[not_in_future])

    class Meta:
        model = PhysicalWork
        fields = ["kind", "quantity", "second_quantity", "done_on", "place", "location", "note"]
        field_classes = {"note": ForgivingText, "location": ForgivingText}
        help_texts = {"second_quantity": _("如减速带 16 条，另计 56 米；没有的不填")}

    field_order = ["kind", "quantity", "second_quantity", "done_on", "place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # 6 and not 6.00, as it was entered.
        self.initial |= {name: points(self.initial[name]) for name in ("quantity", "second_quantity") if self.initial.get(name)}
        self.fields["kind"].queryset = WorkKind.objects.filter(Q(is_active=True) | Q(pk=self.instance.kind_id))
        self.fields["kind"].label_from_instance = lambda kind: f"{kind.name}（{'／'.join(filter(None, [kind.unit, kind.second_unit]))}）"

    def clean(self):
        cleaned = super().clean()
        kind, quantity = cleaned.get("kind"), cleaned.get("quantity")
        if kind and quantity and kind.is_whole and quantity != int(quantity):
            self.add_error("quantity", _("%(kind)s按%(unit)s计，请填写整数。") % {"kind": kind, "unit": kind.unit})
        if kind and cleaned.get("second_quantity") and not kind.second_unit:
            self.add_error("second_quantity", _("%(kind)s只按%(unit)s计，没有另计的单位。") % {"kind": kind, "unit": kind.unit})
        return cleaned


class ProvisionForm(PlacedForm):
    place_label = _("制定单位")
    said_twice = _("原版本已被另一个版本替代，请选择最新的版本。")

    issued_on = DayField(label=_("印发日期"), initial=timezone.localdate, validators=[not_in_future])
    ended_on = DayField(label=_("废止日期"), required=False, validators=[not_in_future], help_text=_("仍有效的不填"))
    upload = DocumentField(label=_("文件"), required=False)

    class Meta:
        model = Provision
        fields = ["kind", "title", "version", "number", "issued_on", "place", "supersedes", "upload", "ended_on", "note"]
        field_classes = dict.fromkeys(["title", "version", "number", "note"], ForgivingText)
        help_texts = {"supersedes": _("新版本替代旧版本时选择，旧版本仍可查阅")}

    field_order = ["kind", "title", "version", "number", "issued_on", "place", "supersedes", "upload"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        current = Provision.objects.visible_to(user).in_force_on(timezone.localdate()).exclude(pk=self.instance.pk)
        earlier = current | Provision.objects.filter(pk=self.instance.supersedes_id)
        self.fields["supersedes"].queryset = earlier.select_related("place").order_by("township", "title")
        self.fields["supersedes"].label_from_instance = lambda provision: f"{provision.place} · {provision}"

    def clean(self):
        cleaned = super().clean()
        earlier, issued, ended = cleaned.get("supersedes"), cleaned.get("issued_on"), cleaned.get("ended_on")
        if earlier and earlier.place_id != getattr(cleaned.get("place"), "pk", None):
            self.add_error("supersedes", _("原版本是%(place)s的，只能替代本单位的版本。") % {"place": earlier.place})
        if earlier and issued and issued < earlier.issued_on:
            self.add_error("issued_on", _("不能早于原版本的印发日期 %(day)s。") % {"day": earlier.issued_on})
        if issued and self.instance.pk and (drill := self.instance.drills.counted().filter(held_on__lt=issued).order_by("held_on").first()):
            self.add_error("issued_on", _("已登记按此预案的演练“%(drill)s”，印发日期不能晚于演练日期。") % {"drill": drill})
        if issued and ended and ended < issued:
            self.add_error("ended_on", _("废止日期不能早于印发日期。"))
        if not self.errors and (twin := self._same_version(cleaned)):
            words = _("该单位的“%(twin)s”已登记（%(day)s 印发），请核对是否重复；确为另一文件的请写明版本。")
            self.add_error("version", words % {"twin": twin, "day": twin.issued_on})
        return cleaned

    def _same_version(self, cleaned):
        """Counted twice, one paper would be two in the figures of rules and plans."""
        same = {name: cleaned[name] for name in ("kind", "title", "version", "place")}
        mine = {"created_by": self.user, "submission": cleaned.get("submission")}
        return Provision.objects.counted().filter(**same).exclude(pk=self.instance.pk).exclude(**mine).first()

    def details(self):
        return with_upload(self.cleaned_data)


class DrillForm(PlacedForm):
    place_label = _("组织单位")
    said_twice = _("该单位这一天的同名演练已登记。")

    held_on = DayField(label=_("演练日期"), initial=timezone.localdate, validators=[not_in_future])
    evaluation = long_words(_("评估情况"), help_text=_("发现的问题和总体评价"))
    measures = long_words(_("整改完善措施"), required=False)

    class Meta:
        model = Drill
        fields = ["title", "held_on", "place", "plan", "venue", "people_present", "evaluation", "measures", "note"]
        field_classes = dict.fromkeys(["title", "venue", "note"], ForgivingText)

    field_order = ["title", "held_on", "place"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        plans = Provision.objects.visible_to(user).filter(kind=Provision.Kind.PLAN).counted()
        self.fields["plan"].queryset = plans.select_related("place").order_by("township", "title")
        self.fields["plan"].label_from_instance = lambda plan: f"{plan.place} · {plan}"

    def clean(self):
        cleaned = super().clean()
        place, plan = cleaned.get("place"), cleaned.get("plan")
        # The county rehearses anybody's plan, and everybody the county's.
        if place and plan and plan.township_id and not place.is_county and plan.township_id != (place.township_id or place.pk):
            self.add_error("plan", _("这是%(township)s的预案，%(place)s不能演练，请核对。") % {"township": plan.township, "place": place})
        if plan and cleaned.get("held_on") and cleaned["held_on"] < plan.issued_on:
            self.add_error("plan", _("该预案 %(day)s 才印发，演练时还没有，请核对。") % {"day": plan.issued_on})
        return cleaned


class AccidentForm(PlacedForm):
    place_label = _("发生单位或地点")
    said_twice = _("该单位这一时间的同类事故已登记。")

    happened_at = MomentField(label=_("发生时间"))
    reported_at = MomentField(label=_("单位报告时间"), required=False)
    passed_on_at = MomentField(label=_("上报时间"), required=False)
    summary = long_words(_("简要经过"))

    class Meta:
        model = Accident
        fields = [
            "title",
            "happened_at",
            "place",
            "spot",
            "sector",
            "type",
            "people_present",
            "dead",
            "injured",
            "slightly_injured",
            "loss",
        ]
        fields += ["summary", "reported_at", "passed_on_at", "note"]
        field_classes = dict.fromkeys(["title", "spot", "note"], ForgivingText)
        help_texts = {
            "injured": _("含急性工业中毒"),
            "loss": _("以元为单位"),
            "people_present": _("事故发生时在场的人数，不清楚的不填"),
        }

    field_order = ["title", "happened_at", "place"]

    def clean(self):
        cleaned = super().clean()
        self._check_toll(cleaned)
        happened, reported, passed_on = (cleaned.get(name) for name in ("happened_at", "reported_at", "passed_on_at"))
        if happened and reported and reported < happened:
            self.add_error("reported_at", _("报告时间不能早于发生时间。"))
        if passed_on and (reported or happened) and passed_on < (reported or happened):
            self.add_error("passed_on_at", _("上报时间不能早于单位报告时间。"))
        return cleaned

    def _check_toll(self, cleaned):
        present, harmed = cleaned.get("people_present"), ["dead", "injured", "slightly_injured"]
        hurt = sum(cleaned.get(name) or 0 for name in harmed)
        if present is not None and hurt > present:
            field = "dead" if (cleaned.get("dead") or 0) > present else "people_present"
            self.add_error(field, _("伤亡合计 %(hurt)s 人，超过现场人数 %(present)s 人。") % {"hurt": hurt, "present": present})


class AccidentTargetForm(YearForm):
    place_label = _("县或乡镇")
    said_twice = _("该单位这一年度的控制指标已登记。")

    class Meta:
        model = AccidentTarget
        fields = ["place", "year", "deaths", "document", "note"]
        field_classes = {"document": ForgivingText, "note": ForgivingText}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year


class NoAccidentsForm(PlacedForm):
    place_label = _("县或乡镇")

    through = DayField(label=_("截至"), initial=timezone.localdate, validators=[not_in_future], help_text=_("自当年 1 月 1 日起至这一天"))

    class Meta:
        model = NoAccidents
        fields = ["place", "grade", "through", "basis", "note"]
        labels = {"grade": _("未发生何等级以上事故")}
        field_classes = {"basis": ForgivingText, "note": ForgivingText}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grade"].empty_label = None
        self.fields["grade"].label_from_instance = lambda grade: NoAccidents(grade=grade).statement

    def details(self):
        return self.cleaned_data | {"year": self.cleaned_data["through"].year}


class YearChoice(forms.Form):
    """`?year=2026`: the year that a page is asked for; this year unless a sensible one is given."""

    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].widget.attrs["placeholder"] = timezone.localdate().year

    def clean_year(self):
        """What nobody could do yet falls short of nothing."""
        year = self.cleaned_data["year"]
        if year and year > timezone.localdate().year:
            raise forms.ValidationError(_("年度不能晚于今年。"), code="future")
        return year

    @property
    def chosen(self):
        self.is_valid()
        return self.cleaned_data.get("year") or timezone.localdate().year
