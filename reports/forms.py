from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models import AnnualReport, Paragraph
from reports.tokens import UnknownToken, check
from townships.models import County
from townships.validators import EARLIEST, sensible_date


class StartForm(forms.Form):
    county = forms.ModelChoiceField(label=_("县（市、区）"), queryset=County.objects.none(), empty_label=None)
    year = forms.IntegerField(
        label=_("年度"), validators=[MinValueValidator(EARLIEST.year)], help_text=_("统计从1月1日起；当年的统计到今天为止")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["county"].queryset = County.objects.visible_to(user)

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("%(year)s 年还没有到。"), params={"year": year})
        return year


class BasedOnForm(forms.Form):
    """A form that knows what it was opened on, so that nobody's words are overwritten unseen."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    theirs = None

    def ask_again(self, theirs, *, revision):
        """Show what stands there now beside what was typed; saved again, it is based on that."""
        self.theirs = theirs
        self.data = self.data.copy()
        self.data[self.add_prefix("based_on")] = str(revision)
        self.add_error(None, _("您打开之后，别人已经改过这里。请对照下面两份内容，再保存一次以您的为准，或者取消。"))


class TitleForm(BasedOnForm, forms.ModelForm):
    dated_on = forms.DateField(
        label=_("成文日期"), validators=[sensible_date], widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    class Meta:
        model = AnnualReport
        fields = ["title", "dated_on", "chinese_date"]


class ParagraphForm(BasedOnForm):
    text = forms.CharField(
        label=_("内容"), max_length=5000, widget=forms.Textarea(attrs={"rows": 12}), help_text=_("数字用指标记号，如 [[hazards.found]]")
    )
    style = forms.ChoiceField(label=_("样式"), choices=Paragraph.Style, initial=Paragraph.Style.BODY)

    def __init__(self, *args, snapshot, **kwargs):
        super().__init__(*args, **kwargs)
        self.snapshot = snapshot

    def clean_text(self):
        text = " ".join(self.cleaned_data["text"].split())
        try:
            check(text, self.snapshot)
        except UnknownToken as unknown:
            raise forms.ValidationError(refusal(unknown), code="unknown_token") from unknown
        return text


def refusal(unknown):
    if unknown.nearest:
        return _("不认识 %(token)s，您要的是 %(nearest)s 吗？") % {"token": unknown.token, "nearest": unknown.nearest}
    return _("不认识 %(token)s。可用的指标记号见旁边的列表。") % {"token": unknown.token}
