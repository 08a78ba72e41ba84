from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.forms.fields import AskedTick, DayField, ForgivingText, ask
from townships.forms.ledger import LedgerForm
from townships.pictures import PicturesField
from townships.validators import not_in_future

from .models import Activity, ActivityKind, Training

REASON_NEEDED = _("该年度的总结已经发布并统计了这条记录，请说明修改原因。")

# June of every year since 2002, when the week of before became a month.
SAFETY_MONTH = 6


class AmendedForm(LedgerForm):
    """A row that is put right may say why; of a year that was reported it must (publicity/log.py)."""

    reason = ForgivingText(label=_("修改原因"), max_length=200, required=False, help_text=_("总结已发布的年度必须填写"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["reason"]


class ActivityForm(AmendedForm):
    county_itself = _("县局自办")

    held_on = DayField(label=_("日期"), initial=timezone.localdate, validators=[not_in_future])
    is_outside_june = AskedTick(label=_("确属安全生产月活动"))
    title = ForgivingText(label=_("名称"), max_length=80, required=False, help_text=_("不填就用类别名称"))
    pictures = PicturesField(label=_("照片"), required=False)

    class Meta:
        model = Activity
        fields = ["kind", "quantity", "held_on", "township", "people_reached", "cost", "pictures"]
        fields += ["is_safety_month", "title", "venue", "note"]
        field_classes = {"venue": ForgivingText, "note": ForgivingText}

    field_order = ["kind", "quantity", "held_on", "township", "people_reached", "cost", "pictures", "is_safety_month", "is_outside_june"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["kind"].queryset = ActivityKind.objects.filter(Q(is_active=True) | Q(pk=self.instance.kind_id))
        self.fields["kind"].label_from_instance = lambda kind: f"{kind.name}（{kind.unit}）"
        if not self.instance.pk:
            self.fields["kind"].initial = last_kind_used_by(user)
            self.fields["is_safety_month"].initial = timezone.localdate().month == SAFETY_MONTH

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") and not cleaned.get("title"):
            cleaned["title"] = cleaned["kind"].name
        self._ask_about_the_month(cleaned.pop("is_outside_june", False), cleaned.get("held_on"))
        return cleaned

    def _ask_about_the_month(self, is_confirmed, day):
        """Opened in late May or told of in July it may be; mostly the tick was left from the row before."""
        is_told_now = {"held_on", "is_safety_month"} & set(self.changed_data)
        if self.cleaned_data.get("is_safety_month") and day and day.month != SAFETY_MONTH and is_told_now and not is_confirmed:
            words = _("%(day)s 不在安全生产月（6月）内。确属安全生产月活动的请勾选后再保存，不是的请取消“安全生产月活动”。")
            ask(self, "is_outside_june", words % {"day": day})


def last_kind_used_by(user):
    return Activity.objects.filter(created_by=user, kind__is_active=True).order_by("-pk").values_list("kind", flat=True).first()


class TrainingForm(AmendedForm):
    county_itself = _("县局举办")

    held_on = DayField(label=_("日期"), initial=timezone.localdate, validators=[not_in_future])

    class Meta:
        model = Training
        fields = ["title", "audience", "held_on", "township", "others_present", "others_certified"]
        fields += ["hours", "cost", "trainer", "venue", "note"]
        field_classes = dict.fromkeys(["title", "trainer", "venue", "note"], ForgivingText)
        help_texts = {"others_present": _("不在名册上的人数；在册人员登记后逐个勾选")}

    def clean(self):
        told = super().clean()
        if (told.get("others_certified") or 0) > (told.get("others_present") or 0):
            self.add_error("others_certified", _("持证人数不能多于其他参训人数。"))
        return told
