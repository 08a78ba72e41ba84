"""A visit, with what it found or that it found nothing."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.details import PeopleField
from hazards.forms.choices import (
    SECTOR_HELP,
    PlaceField,
    SectorField,
    inspectors_for,
    places_for,
    recent_places,
    refuse_without_sector,
)
from hazards.forms.drive_offer import OffersDrive, drive_field
from hazards.forms.enforcement import departments_for, refuse_other_days
from hazards.forms.folding import FoldsRarely
from hazards.forms.old_day import ask_about_old_day, old_day_field
from hazards.forms.pairs import PartiesField
from hazards.models import Inspection
from townships.forms.fields import SubmissionField
from townships.validators import moment_not_in_future


class InspectionForm(FoldsRarely, OffersDrive, forms.Form):
    class Result:
        NOTHING, SOMETHING = "nothing", "something"
        CHOICES = [(NOTHING, _("本次检查未发现隐患（以本人名义签字确认）")), (SOMETHING, _("发现隐患，保存后接着登记"))]

    submission = SubmissionField()
    place = PlaceField(None, label=_("被检查单位或部位"))
    sector = SectorField(help_text=SECTOR_HELP)
    inspected_at = forms.DateTimeField(
        label=_("检查时间"),
        validators=[moment_not_in_future],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    is_old = old_day_field()
    kind = forms.ChoiceField(label=_("检查类别"), choices=Inspection.Kind.choices, initial=Inspection.Kind.DAILY)
    drive = drive_field(
        empty_label=_("不属于专项行动"), help_text=_("所选行业只有一个行动正在进行的，自动选上；不属于这次行动的，请改选“不属于专项行动”")
    )
    drive_offered = forms.CharField(required=False, widget=forms.HiddenInput)
    inspectors = PeopleField(None, label=_("检查人员"))
    parties = PartiesField(label=_("联合执法的部门和人员"), help_text=_("联合执法时填写，多人用顿号分开"))
    accompanied_by = forms.CharField(label=_("被检查单位陪同人"), max_length=60, required=False)
    content = forms.CharField(label=_("检查内容和情况"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    unit_signatory = forms.CharField(label=_("被检查单位负责人"), max_length=30, required=False, help_text=_("在检查记录上签字的人"))
    unit_refusal = forms.CharField(label=_("拒绝签字的情况"), max_length=200, required=False, help_text=_("拒绝签字的，写明理由和在场人"))
    result = forms.ChoiceField(label=_("检查结果"), choices=Result.CHOICES, widget=forms.RadioSelect)

    # Who went, when and with whom is known when the form opens, or seldom told.
    RARELY = ["inspected_at", "is_old", "inspectors", "drive", "accompanied_by", "unit_signatory", "unit_refusal", "parties"]

    def __init__(self, *args, user, township, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["place"].offer(places_for(user, township), recent=recent_places(user, Inspection))
        self.fields["inspectors"].queryset = inspectors_for(user, township).order_by("number")
        self.fields["inspectors"].required = True
        self.offer_drive(user, township)
        self.fields["parties"].offer(departments_for(user))

    @property
    def up_front(self):
        return {"drive"} if self.is_time_of_drives or self["drive"].value() else set()

    @property
    def rarely_is_open(self):
        return super().rarely_is_open or not self.people_in_short

    @property
    def inspected_in_short(self):
        return self.moment_in_short("inspected_at")

    def clean_submission(self):
        submission = self.cleaned_data["submission"]
        if Inspection.objects.filter(submission=submission).exclude(created_by=self.user).exists():
            raise forms.ValidationError(_("这张表单已由别人提交，请重新打开本页填写。"), code="not_yours")
        return submission

    def clean_inspected_at(self):
        return min(self.cleaned_data["inspected_at"], timezone.now())

    def clean(self):
        given = self.cleaned_data
        given["drive"] = self.drive_chosen(given, given.get("inspected_at"))
        refuse_other_days(self, "inspected_at")
        refuse_without_sector(self)
        if given.get("inspected_at"):
            ask_about_old_day(self, "is_old", timezone.localdate(given["inspected_at"]))
        return given

    def visit(self):
        """As the intake takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("result", "drive_offered", "is_old")}
        return given | {"signs_clear": self.cleaned_data["result"] == self.Result.NOTHING}
