"""Forms of enforcement, of illegal acts and of what drives achieved."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.details import PeopleField, words
from hazards.enforcing import LINKED, check_departments, check_measure, check_officers, check_whole, is_registered, officers_of
from hazards.forms.pairs import DepartmentsField, PairsField, text
from hazards.models import Department, Drive, Enforcement, EnforcementKind, IllegalAct, OutcomeCount, OutcomeKind, ViolationKind
from townships.forms.fields import DayField, ForgivingText
from townships.forms.ledger import PlacedForm
from townships.forms.means import MomentField
from townships.kept_files import KeepsFiles
from townships.models import Person
from townships.pictures import PicturesField
from townships.validators import not_in_future


def drives_for(user):
    """Drives that still take rows, those under way first by their days."""
    return Drive.objects.visible_to(user).takes_rows(timezone.localdate())


def refuse_other_days(form, moment):
    """A drive counts what happened in its days: beside the field, where it did not."""
    drive, at = form.cleaned_data.get("drive"), form.cleaned_data.get(moment)
    if drive and at and not drive.is_on(timezone.localdate(at)):
        words = {"drive": drive, "start": drive.starts_on, "end": drive.ends_on}
        form.add_error("drive", _("“%(drive)s”从 %(start)s 到 %(end)s，所填时间不在其中，请核对时间或改选行动。") % words)


def departments_for(user):
    return Department.objects.visible_to(user).filter(is_active=True)


class EnforcementForm(PlacedForm):
    place_label = _("单位或所在地")

    acted_at = MomentField(label=_("实施时间"), initial=timezone.now)
    departments = DepartmentsField(
        Department.objects.none(), label=_("实施部门"), required=False, help_text=_("须由执法人员实施的措施必选")
    )
    people = PeopleField(Person.objects.none(), label=_("执法人员（在册）"), required=False)
    others = PairsField(
        text(_("姓名"), 30),
        text(_("执法证号"), 30),
        half=_("其他部门人员的姓名和执法证号都要填写。"),
        twice=_("同一人填了两行。"),
        label=_("其他部门执法人员"),
        help_text=_("如公安、交警；罚款、取缔等须有两名以上持证人员（行政处罚法第四十二条）"),
    )

    class Meta:
        model = Enforcement
        fields = ["kind", "place", "party", "acted_at", "quantity", "amount", "basis", "drive", "note"]
        fields += ["hazard", "order", "inspection", "illegal_act"]
        field_classes = dict.fromkeys(["party", "basis", "note"], ForgivingText)
        widgets = dict.fromkeys(["hazard", "order", "inspection", "illegal_act"], forms.HiddenInput)
        help_texts = {"place": _("没有登记的窝点或个人，选所在的村或乡镇"), "quantity": _("按措施后面括号里的单位；罚款不用改")}

    field_order = ["kind", "place", "party", "acted_at", "quantity", "amount", "basis", "departments", "people", "others", "drive", "note"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        fields = self.fields
        fields["kind"].queryset = EnforcementKind.objects.filter(is_active=True)
        fields["kind"].label_from_instance = lambda kind: f"{kind.name}（{kind.unit}）"
        fields["departments"].queryset = departments_for(user)
        people = Person.objects.visible_to(user) | Person.objects.filter(county=user.county_id or user.township.county_id, township=None)
        fields["people"].queryset = people.serving_on(timezone.localdate()).exclude(inspector_card="").order_by("number")
        for name, model in LINKED.items():
            fields[name].queryset = model.objects.visible_to(user)
        fields["drive"].queryset = drives_for(user)
        fields["drive"].empty_label = _("不属于专项行动")

    @property
    def linked(self):
        """What this action is about, of what the address names; queries."""
        named = {name: self[name].value() for name in ("hazard", "order", "inspection", "illegal_act")}
        keys = {name: value for name, value in named.items() if str(value or "").isdecimal()}
        rows = [LINKED[name].objects.visible_to(self.user).filter(pk=key).first() for name, key in keys.items()]
        return [(row._meta.verbose_name, row) for row in rows if row]

    def clean(self):
        cleaned = super().clean()
        kind, place = cleaned.get("kind"), cleaned.get("place")
        if place and not cleaned.get("party") and not is_registered(place):
            self.add_error("party", _("请写明当事人：所选的是行政区域，不是企业或重点部位。"))
        if kind and not {"people", "others"} & self.errors.keys():
            self._ask(check_officers, kind, officers_of(cleaned["people"], cleaned["others"]))
        if kind and "departments" not in self.errors:
            self._ask(check_departments, kind, cleaned["departments"])
        if kind and not {"amount", "quantity"} & self.errors.keys():
            self._ask(check_measure, kind, cleaned)
        refuse_other_days(self, "acted_at")
        return cleaned

    def _ask(self, check, *told):
        """The rule's own refusal, beside its field."""
        try:
            check(*told)
        except forms.ValidationError as refused:
            self.add_error(None, refused)


class IllegalActForm(PlacedForm):
    place_label = _("所在的村、单位或部位")

    found_at = MomentField(label=_("发现时间"), initial=timezone.now)
    description = words(_("情况"))
    pictures = PicturesField(label=_("照片"), required=False)

    class Meta:
        model = IllegalAct
        fields = ["kind", "place", "party", "location", "sector", "description", "found_at", "found_by", "drive", "came_back_from", "note"]
        field_classes = dict.fromkeys(["party", "location", "note"], ForgivingText)
        widgets = {"came_back_from": forms.HiddenInput}

    field_order = ["kind", "place", "party", "location", "sector", "description", "pictures", "found_at", "found_by", "drive", "note"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["kind"].queryset = ViolationKind.objects.filter(is_active=True)
        self.fields["drive"].queryset = drives_for(user)
        self.fields["drive"].empty_label = _("不属于专项行动")
        self.fields["came_back_from"].queryset = IllegalAct.objects.visible_to(user).counted()

    def clean(self):
        cleaned = super().clean()
        refuse_other_days(self, "found_at")
        return cleaned

    @property
    def linked(self):
        earlier = str(self["came_back_from"].value() or "")
        row = self.fields["came_back_from"].queryset.filter(pk=earlier if earlier.isdecimal() else 0).first()
        return [(_("死灰复燃，原记录"), row)] if row else []


class OutcomeForm(PlacedForm):
    place_label = _("乡镇（街道）或县本级")
    said_twice = _("同一天已登记数量和说明都相同的这类成效，请核对是否重复；确有两笔的请写明说明。")

    counted_on = DayField(label=_("日期"), initial=timezone.localdate, validators=[not_in_future])

    class Meta:
        model = OutcomeCount
        fields = ["drive", "kind", "quantity", "counted_on", "place", "note"]
        field_classes = {"note": ForgivingText}

    field_order = ["drive", "kind", "quantity", "counted_on", "place", "note"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        county = user.county_id or user.township.county_id
        self.fields["drive"].queryset = drives_for(user)
        self.fields["kind"].queryset = OutcomeKind.objects.of_county(county).typed().filter(is_active=True)
        self.fields["kind"].label_from_instance = lambda kind: f"{kind.name}（{kind.unit}）"
        self.fields["kind"].help_text = _("罚款、取缔、销毁等由执法行动记录统计，不在这里填")

    def clean(self):
        cleaned = super().clean()
        drive, day = cleaned.get("drive"), cleaned.get("counted_on")
        if drive and day and day < drive.starts_on:
            self.add_error("counted_on", _("不能早于行动开始日期 %(day)s。") % {"day": drive.starts_on})
        if cleaned.get("kind"):
            try:
                check_whole(cleaned["kind"], cleaned.get("quantity"))
            except forms.ValidationError as refused:
                self.add_error(None, refused)
        return cleaned


class StepForm(KeepsFiles, forms.Form):
    """What was done about an illegal act."""

    reason = words(_("情况说明"))
    pictures = PicturesField(label=_("照片"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
