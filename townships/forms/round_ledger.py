"""Forms of what a round writes down, of what mentors did, and of tasks."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.document_numbers import in_standard_form
from townships.documents import DocumentField, with_upload
from townships.forms.based_on import BasedOnRowForm
from townships.forms.campaign import RosterField, long_text
from townships.forms.fields import AskedTick, DayField, ForgivingText, SubmissionField, ask
from townships.forms.sums import offered_sums, sum_in_words, sums_near
from townships.kept_files import KeepsFiles
from townships.models import (
    ExampleTownship,
    ExchangeMeeting,
    IssuedDocument,
    LeaderVisit,
    MentorAid,
    MentorVisit,
    Person,
    PlanTask,
    Session,
    Township,
)
from townships.round_entries import links
from townships.validators import not_in_future, sensible_date


class EntryForm(KeepsFiles, BasedOnRowForm):
    """A new or corrected row of a round's ledger, sent once; its day lies in the round."""

    day_field = "held_on"
    roster_fields = ()

    submission = SubmissionField()

    def __init__(self, *args, owner, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.owner, self.user = owner, user
        self.campaign = getattr(owner, "campaign", owner)
        if self.instance.pk:
            del self.fields["submission"]
        for name in self.roster_fields:
            self.fields[name].people = self.people()
            person = getattr(self.instance, name) if self.instance.pk else None
            self.initial[name] = f"{person.number:04}" if person else ""
        for name in ("township", "townships", "speakers"):
            if name in self.fields:
                self.fields[name].queryset = Township.objects.filter(county=self.campaign.county_id).order_by("code")

    def people(self):
        return Person.objects.filter(county=self.campaign.county_id)

    def clean(self):
        cleaned = super().clean()
        day = cleaned.get(self.day_field)
        if day and not self.campaign.starts_on <= day <= self.campaign.ends_on:
            span = {"start": self.campaign.starts_on, "end": self.campaign.ends_on}
            self.add_error(self.day_field, _("日期须在本轮创建活动期间（%(start)s 至 %(end)s）。") % span)
        return cleaned

    def details(self):
        return self.cleaned_data


class AsksAboutTwinForm(EntryForm):
    """Asks once when somebody entered the same before; twice on a day may be meant, but seldom is."""

    same = ()
    twin = ""

    is_another = AskedTick(label=_("确为另一次"))

    def clean(self):
        cleaned = super().clean()
        is_told_otherwise = bool({*self.same} & set(self.changed_data))
        if is_told_otherwise and not self.errors and not cleaned.get("is_another") and (twin := self._twin()):
            words = _("%(day)s 已由%(who)s登记过%(what)s（第 %(number)s 号），请核对是否重复。确为另一次的请勾选后再保存。")
            day = timezone.localdate(twin.created_at)
            ask(self, "is_another", words % {"day": day, "who": twin.created_by, "what": self.twin, "number": twin.pk})
        return cleaned

    def _twin(self):
        """Under the same round or mentorship, unless it is this very form sent again."""
        mine = {"created_by": self.user, "submission": self.cleaned_data.get("submission")}
        rows = self._meta.model.objects.counted().filter(**links(self.owner), **self.said())
        return rows.exclude(pk=self.instance.pk).exclude(**mine).select_related("created_by__person").first()

    def said(self):
        """By what two rows are the same."""
        return {name: self.cleaned_data[name] for name in self.same}

    def details(self):
        return {name: value for name, value in super().details().items() if name != "is_another"}


class SessionForm(AsksAboutTwinForm):
    roster_fields = ("chair",)
    same, twin = ("held_on", "topic", "chair"), _("同日、同议题、同一主持人的会议")

    held_on = DayField(label=_("日期"), initial=timezone.localdate, validators=[not_in_future])
    chair = RosterField(label=_("主持人"), help_text=_("填姓名或在册编号"))
    attendees = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("参加的小组成员"), required=False, widget=forms.CheckboxSelectMultiple
    )
    decisions = long_text(_("议定事项"))

    class Meta:
        model = Session
        fields = ["held_on", "topic", "chair", "attendees", "others_present", "venue", "decisions"]
        field_classes = {"topic": ForgivingText, "venue": ForgivingText}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seated = Person.objects.filter(leadinggroupmember__campaign=self.campaign)
        self.fields["attendees"].queryset = seated.order_by("leadinggroupmember__seat", "number").distinct()
        self.fields["attendees"].label_from_instance = lambda person: " ".join(filter(None, [person.name, person.unit, person.position]))

    def clean(self):
        cleaned = super().clean()
        day, came = cleaned.get("held_on"), cleaned.get("attendees")
        if not day or not came:
            return cleaned
        serving = self.campaign.leading_group.serving_on(day).values("person")
        if strangers := came.exclude(pk__in=serving).order_by("number").distinct():
            words = _("%(day)s 不是小组成员的：%(names)s。请取消勾选，计入“其他参加人数”；加入日期登记错的，先在加入当日退出，再重新加入。")
            self.add_error("attendees", words % {"day": day, "names": "、".join(map(str, strangers))})
        return cleaned


class LeaderVisitForm(AsksAboutTwinForm):
    day_field = "visited_on"
    roster_fields = ("leader",)
    same, twin = ("visited_on", "leader", "townships"), _("同日、同一领导在同一乡镇的督查")

    visited_on = DayField(label=_("日期"), initial=timezone.localdate, validators=[not_in_future])
    leader = RosterField(label=_("带队领导"), help_text=_("填姓名或在册编号"))
    townships = forms.ModelMultipleChoiceField(Township.objects.none(), label=_("督查乡镇"), widget=forms.CheckboxSelectMultiple)
    findings = long_text(_("督查情况"))

    class Meta:
        model = LeaderVisit
        fields = ["visited_on", "leader", "townships", "companions", "findings"]
        field_classes = {"companions": ForgivingText}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["findings"].required = True

    def said(self):
        told = super().said()
        in_same_township = LeaderVisit.objects.filter(townships__in=told.pop("townships"))
        return {**told, "pk__in": in_same_township}


class TaskForm(EntryForm):
    """A task of the round: a person, a department or a township answers, or several of them."""

    day_field = "due_on"
    roster_fields = ("person",)

    due_on = DayField(label=_("完成期限"), validators=[sensible_date])
    person = RosterField(label=_("责任人"), required=False, help_text=_("填姓名或在册编号"))

    class Meta:
        model = PlanTask
        fields = ["title", "due_on", "department", "township", "person"]
        field_classes = {"title": ForgivingText, "department": ForgivingText}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in ("person", "department", "township")):
            self.add_error("department", _("请填写由谁负责：部门、乡镇或责任人至少一项。"))
        return cleaned


class PlanTaskForm(EntryForm):
    """A task of a township's own plan; it answers itself."""

    day_field = "due_on"
    roster_fields = ("person",)

    due_on = DayField(label=_("完成期限"), validators=[sensible_date])
    person = RosterField(label=_("责任人"), required=False, help_text=_("填姓名或在册编号，不填即由本乡镇负责"))

    class Meta:
        model = PlanTask
        fields = ["title", "due_on", "person", "department"]
        field_classes = {"title": ForgivingText, "department": ForgivingText}

    def people(self):
        return super().people().filter(township=self.owner.township_id)


class DocumentForm(EntryForm):
    day_field = None

    issued_on = DayField(label=_("成文日期"), initial=timezone.localdate, validators=[not_in_future])
    upload = DocumentField(label=_("文件"), required=False)

    class Meta:
        model = IssuedDocument
        fields = ["kind", "title", "organ", "number", "issued_on", "upload"]
        field_classes = {"title": ForgivingText, "organ": ForgivingText, "number": ForgivingText}
        help_texts = {"number": _("如：沅澧安〔2026〕7号，没有文号可不填")}

    def clean_number(self):
        return in_standard_form(self.cleaned_data["number"])

    def details(self):
        return with_upload(self.cleaned_data)


class ExchangeForm(EntryForm):
    held_on = DayField(label=_("日期"), initial=timezone.localdate, validators=[not_in_future])
    speakers = forms.ModelMultipleChoiceField(
        Township.objects.none(), label=_("发言（推广经验）乡镇"), required=False, widget=forms.CheckboxSelectMultiple
    )
    summary = long_text(_("交流情况"))

    class Meta:
        model = ExchangeMeeting
        fields = ["held_on", "title", "venue", "people_present", "speakers", "summary"]
        field_classes = {"title": ForgivingText, "venue": ForgivingText}


class ExampleForm(EntryForm):
    day_field = "publicised_on"

    publicised_on = DayField(label=_("日期"), initial=timezone.localdate, validators=[not_in_future])
    experience = long_text(_("经验做法"))

    class Meta:
        model = ExampleTownship
        fields = ["publicised_on", "township", "medium", "experience"]
        field_classes = {"medium": ForgivingText}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["experience"].required = True


class MentorVisitForm(AsksAboutTwinForm):
    day_field = "visited_on"
    same, twin = ("visited_on", "people", "content"), _("同日、同一人员、同一事项的走访")

    visited_on = DayField(label=_("日期"), initial=timezone.localdate, validators=[not_in_future])

    class Meta:
        model = MentorVisit
        fields = ["visited_on", "people", "content"]
        field_classes = {"people": ForgivingText, "content": ForgivingText}


class MentorAidForm(AsksAboutTwinForm):
    day_field = "given_on"
    same, twin = ("given_on", "kind", "worth", "what"), _("同日、同类、同额、同一用途的帮扶")

    given_on = DayField(label=_("日期"), initial=timezone.localdate, validators=[not_in_future])

    class Meta:
        model = MentorAid
        fields = ["given_on", "kind", "worth", "what", "investment"]
        field_classes = {"what": ForgivingText}
        help_texts = {
            "worth": _("以元为单位，物资填折价"),
            "investment": _("这笔帮扶资金已在投入台账登记的，选择那一笔；只说明来历，不重复计算"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        near = sums_near(self.user, county=self.owner.township.county_id, township=self.owner.township_id)
        self.fields["investment"].queryset = offered_sums(near, linked=[self.instance.investment_id])
        self.fields["investment"].label_from_instance = sum_in_words

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("investment") and cleaned.get("kind") == MentorAid.Kind.THINGS:
            self.add_error("investment", _("物资不对应投入台账中的资金。"))
        return cleaned


class DoneForm(forms.Form):
    on = DayField(label=_("完成日期"), initial=timezone.localdate, validators=[not_in_future])
    note = ForgivingText(label=_("说明"), max_length=200, required=False, help_text=_("如：成果、文号"))


class TakeBackForm(forms.Form):
    note = ForgivingText(label=_("原因"), max_length=200)
