"""A checklist's head and its items, as the bureau writes them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hazards.models import Checklist, ChecklistItem
from hazards.models.checklist import CONTENT
from townships.forms.based_on import ComparedRowForm
from townships.forms.fields import ForgivingText
from townships.models import Level


class ChecklistForm(forms.ModelForm):
    name = ForgivingText(label=_("名称"), max_length=60)

    class Meta:
        model = Checklist
        fields = ["name", "sector", "level", "site_kind"]
        help_texts = {"site_kind": _("适用对象为“重点部位”时选择")}

    def __init__(self, *args, county, **kwargs):
        super().__init__(*args, **kwargs)
        self.county = county

    def clean_name(self):
        name = self.cleaned_data["name"]
        if Checklist.objects.filter(county=self.county, name=name, retired_at=None).exists():
            raise ValidationError(_("本县已有同名的检查表。"), code="twin")
        return name

    def clean(self):
        given = super().clean()
        if given.get("site_kind") and given.get("level") != Level.KEY_SITE:
            self.add_error("site_kind", _("部位类别只用于重点部位。"))
        return given


class ItemForm(ComparedRowForm):
    text = ForgivingText(label=_("检查内容"), max_length=200, help_text=_("写成合格的样子，如：灭火器在有效期内、压力正常"))
    finding = ForgivingText(label=_("问题描述"), max_length=200, help_text=_("不合格时写入隐患台账的句子"))
    measure = ForgivingText(label=_("整改措施"), max_length=200, help_text=_("印在整改文书上"))

    class Meta:
        model = ChecklistItem
        fields = CONTENT
        field_classes = {"basis": ForgivingText, "method": ForgivingText}


class IssueForm(forms.Form):
    note = ForgivingText(label=_("修订说明"), max_length=200, required=False, help_text=_("改了什么、依据哪个文件"))
