"""One screen on a phone: what was found, with as little typing as the software can manage."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.details import PeopleField
from hazards.forms.choices import (
    WITH_SECTOR,
    PlaceField,
    SectorField,
    SentenceField,
    inspectors_for,
    places_for,
    recent_places,
    refuse_without_sector,
)
from hazards.forms.drive_offer import OffersDrive, drive_field
from hazards.forms.enforcement import refuse_other_days
from hazards.forms.folding import FoldsRarely
from hazards.models import ChecklistItem, Hazard
from townships.forms.fields import SubmissionField
from townships.kept_files import KeepsFiles
from townships.pictures import PicturesField
from townships.validators import moment_not_in_future, sensible_date


class FindingForm(FoldsRarely, OffersDrive, KeepsFiles, forms.Form):
    submission = SubmissionField()
    entered_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    # Set by the page's script, which lets sector, grade and category follow place and sentence in sight of the inspector.
    is_scripted = forms.BooleanField(required=False, widget=forms.HiddenInput)
    sector_offered = forms.CharField(required=False, widget=forms.HiddenInput)
    pictures = PicturesField(label=_("现场照片"), required=False)
    place = PlaceField(None, label=_("单位或部位"))
    sector = SectorField()
    sentence = SentenceField(None, label=_("常用描述"), required=False)
    description = forms.CharField(
        label=_("隐患描述"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("请写明隐患，或选一句常用描述。")},
    )
    spot = forms.CharField(label=_("具体部位"), max_length=80, required=False)
    grade = forms.ChoiceField(label=_("等级"), choices=Hazard.Grade.choices, initial=Hazard.Grade.GENERAL, widget=forms.RadioSelect)
    may_cause_accident = forms.BooleanField(label=_("可能立即引发事故（30 分钟内上报）"), required=False)
    rectified_on_spot = forms.BooleanField(label=_("现场已整改"), required=False)
    measure = forms.CharField(label=_("当场采取的措施"), max_length=2000, required=False, help_text=_("不写的，须附现场照片"))
    found_at = forms.DateTimeField(
        label=_("发现时间"),
        validators=[moment_not_in_future],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    inspectors = PeopleField(None, label=_("检查人员"), required=False)
    source = forms.ChoiceField(label=_("来源"), choices=Hazard.Source.choices, initial=Hazard.Source.INSPECTION)
    drive = drive_field(empty_label=_("不归入"), help_text=_("所选行业只有一个行动正在进行的，自动选上；不属于这次行动的，请改选“不归入”"))
    # What the form chose by itself, so that it can be told from what the inspector chose.
    drive_offered = forms.CharField(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(label=_("类别"), choices=Hazard.Category.choices, initial=Hazard.Category.CONDITION)
    basis = forms.CharField(label=_("依据条款"), max_length=200, required=False)
    needs_stop = forms.BooleanField(label=_("需停产停业整改"), required=False)
    needs_county = forms.BooleanField(label=_("需县政府协调"), required=False)
    note = forms.CharField(label=_("备注"), max_length=200, required=False)

    HOW_IT_WAS_FILLED = {"sentence", "drive_offered", "is_scripted", "sector_offered"}
    # Seldom changed on the spot, so it is folded away.
    RARELY = ["found_at", "spot", "inspectors", "source", "drive", "category", "basis", "needs_stop", "needs_county", "note"]

    def __init__(self, *args, user, township, inspection=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.inspection = inspection
        self.fields["place"].offer(places_for(user, township), recent=recent_places(user, Hazard))
        self.fields["inspectors"].queryset = inspectors_for(user, township).order_by("number")
        self.fields["sentence"].queryset = ChecklistItem.objects.offered_in(township.county_id)
        self.initial["sector_offered"] = self.initial.get("sector", "")
        # A sentence picked from the list is description enough where no script puts it there.
        self.fields["description"].required = not self.data.get("sentence")
        if inspection:
            for settled in ("inspectors", "source", "drive", "drive_offered"):
                del self.fields[settled]
        else:
            self.offer_drive(user, township)

    @property
    def found_in_short(self):
        return self.moment_in_short("found_at")

    def clean_submission(self):
        submission = self.cleaned_data["submission"]
        if Hazard.objects.filter(submission=submission).exclude(created_by=self.user).exists():
            raise forms.ValidationError(_("这张表单已由别人提交，请重新打开本页填写。"), code="not_yours")
        return submission

    def clean_found_at(self):
        # A phone's clock may run a few minutes fast; nothing is found after it was reported.
        return min(self.cleaned_data["found_at"], timezone.now())

    def clean_entered_at(self):
        # Only kept to show how far the phone's clock is off: a wild one is no reason to refuse a hazard.
        moment = self.cleaned_data["entered_at"]
        try:
            sensible_date(timezone.localdate(moment)) if moment else None
        except forms.ValidationError:
            return None
        return moment

    def clean(self):
        given = self.cleaned_data
        item = given.get("sentence")
        given["description"] = given.get("description") or (item.finding if item else "")
        place = given.get("place")
        if not given.get("is_scripted"):
            self._follow(given, item, place)
        refuse_without_sector(self)
        if "drive" in given:
            given["drive"] = self.drive_chosen(given, given.get("found_at"))
            refuse_other_days(self, "found_at")
        if given.get("rectified_on_spot") and given.get("grade") == Hazard.Grade.MAJOR:
            self.add_error("rectified_on_spot", _("重大隐患不能当场销号，请取消勾选。"))
        self._check_measure(given)
        if given.get("source") == Hazard.Source.INSPECTION and not given.get("inspectors") and not self.has_error("inspectors"):
            self.add_error("inspectors", _("日常检查发现的隐患，请选择检查人员。"))
        return given

    def _check_measure(self, given):
        """Nothing is closed on the spot without a word or a picture of what was done."""
        if not given.get("rectified_on_spot") or given.get("measure") or self.has_error("pictures"):
            return
        if given.get("pictures"):
            given["measure"] = _("现场已整改完毕。")
        else:
            self.add_error("measure", _("现场已整改的，请写明当场采取的措施，或附现场照片。"))

    def _follow(self, given, item, place):
        """What the script would have chosen in the place of what the form began with."""
        sector = given.get("sector")
        if sector and place and place.level in WITH_SECTOR and str(sector.pk) == given.get("sector_offered"):
            given["sector"] = None
        for name in ("grade", "category") if item else ():
            if given.get(name) == self.fields[name].initial:
                given[name] = getattr(item, name)

    def found(self):
        """As the deed takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in self.HOW_IT_WAS_FILLED}
        item = self.cleaned_data["sentence"]
        # A sentence that was picked and then typed over says nothing of what is to be done.
        stands = item and item.finding.rstrip("。") in given["description"]
        return given | {"item": item if stands else None}
