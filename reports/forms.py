from django import forms
from django.core.validators import MinValueValidator, RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publicity.periods import SPANS, PeriodForm
from reports.draw import defaults
from reports.models import AnnualReport, Draw, Paragraph
from reports.tokens import UnknownToken, WrongScale, check
from townships.forms.based_on import BasedOnForm
from townships.forms.fields import ForgivingText
from townships.models import Campaign, County, Township
from townships.validators import EARLIEST, MOST_SMALL, sensible_date


class StartForm(forms.Form):
    county = forms.ModelChoiceField(label=_("县（市、区）"), queryset=County.objects.none(), empty_label=None)
    year = forms.IntegerField(
        label=_("年度"), validators=[MinValueValidator(EARLIEST.year), MOST_SMALL], help_text=_("统计从1月1日起；当年的统计到今天为止")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["county"].queryset = County.objects.visible_to(user)

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year > timezone.localdate().year:
            raise forms.ValidationError(_("%(year)s 年还没有到。"), params={"year": year})
        return year


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
    if isinstance(unknown, WrongScale):
        return _("%(token)s 的数会差一万倍：以万计的写“|万”，后面接“万”字；别的写法自己带“万”，后面不再写。应为 %(nearest)s") % {
            "token": unknown.token,
            "nearest": unknown.nearest,
        }
    if unknown.nearest:
        return _("不认识 %(token)s，您要的是 %(nearest)s 吗？") % {"token": unknown.token, "nearest": unknown.nearest}
    return _("不认识 %(token)s。可用的指标记号见旁边的列表。") % {"token": unknown.token}


# ０ to ９
FULL_WIDTH_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)}


class SeedField(forms.CharField):
    """As it was announced: whoever computes with it gets the same places. Only full-width digits and spaces around it are forgiven."""

    def to_python(self, value):
        return super().to_python(str(value or "").translate(FULL_WIDTH_DIGITS))


class DrawForm(forms.Form):
    """Least numbers are the rule's; a draw may ask for more."""

    township = forms.ModelChoiceField(Township.objects.none(), label=_("乡镇（街道）"), empty_label=_("请选择"))
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("创建活动"), empty_label=None)
    share = forms.IntegerField(label=_("抽取比例（%）"), max_value=100)
    places = forms.IntegerField(label=_("每类走访点（个）"), max_value=20)
    households = forms.IntegerField(label=_("农户（户）"), max_value=50)
    # It stands in a line that anybody may type to draw again: a quote would end it there.
    seed = SeedField(
        label=_("种子"),
        required=False,
        max_length=64,
        validators=[RegexValidator(r"^[\w-]*$", _("种子只能用数字、字母、汉字和连字符，以便任何人照样重算。"))],
        help_text=_("可填当场公开产生的号码，如摇号结果；不填由系统生成"),
    )
    reason = ForgivingText(label=_("再次抽取的原因"), required=False, max_length=200)

    ONLY = {Draw.Kind.TOWNSHIPS: {"share"}, Draw.Kind.PLACES: {"township", "places", "households"}}

    def __init__(self, *args, kind, user, **kwargs):
        super().__init__(*args, **kwargs)
        for name in set().union(*self.ONLY.values()) - self.ONLY[kind]:
            del self.fields[name]
        for name, least in defaults().items():
            if name in self.fields:
                self._at_least(name, least)
        self.fields["campaign"].queryset = Campaign.objects.visible_to(user).likeliest_first(timezone.localdate())
        if "township" in self.fields:
            self.fields["township"].queryset = Township.objects.visible_to(user).open_on(timezone.localdate())

    def _at_least(self, name, least):
        self.fields[name].initial = least
        self.fields[name].help_text = _("不少于 %(least)s") % {"least": least}
        self.fields[name].validators.append(MinValueValidator(least))

    def told(self):
        parameters = {name: self.cleaned_data[name] for name in defaults() if name in self.fields}
        rest = {name: value for name, value in self.cleaned_data.items() if name not in parameters}
        return {**rest, "parameters": parameters}


QUARTERS = [f"q{number}" for number in range(1, 5)]


class QuarterForm(PeriodForm):
    """`?year=2026&span=q2`: a quarter, the last whole one when nothing is asked for; of a city, which county.

    `is_another`: what was asked for is none, and another quarter stands in for it.
    """

    span = forms.ChoiceField(label=_("季度"), choices=[(key, SPANS[key][-1]) for key in QUARTERS])
    county_asked = forms.ModelChoiceField(County.objects.none(), label=_("县（市、区）"), required=False, empty_label=_("请选择"))

    def __init__(self, asked, *, user):
        last_year, last = last_whole_quarter(timezone.localdate())
        span = asked.get("span")
        super().__init__({"year": asked.get("year") or last_year, "span": span if span in QUARTERS else last})
        self.is_another = "year" in self.errors or (bool(span) and span not in QUARTERS)
        self._find_county(asked, user)

    def _find_county(self, asked, user):
        self.county = user.county
        if user.county_id:
            del self.fields["county_asked"]
            return
        pk = asked.get("county_asked", "")
        counties = self.fields["county_asked"].queryset = County.objects.visible_to(user)
        self.data = {**self.data, "county_asked": pk}
        self.county = counties.filter(pk=pk if pk.isdecimal() and len(pk) < 19 else 0).first()

    @property
    def quarter(self):
        return self.last // 3


class PatternForm(PeriodForm):
    """`?year=2026&span=q2&township=7`: a period of the county or of one of its townships; of a city first `county_asked=3`."""

    county_asked = forms.ModelChoiceField(County.objects.none(), label=_("县（市、区）"), required=False, empty_label=_("全市"))
    township = forms.ModelChoiceField(Township.objects.none(), label=_("乡镇（街道）"), required=False, empty_label=_("全县"))

    def __init__(self, asked, *, user):
        super().__init__(asked)
        self.place = user.place
        if user.place:
            del self.fields["county_asked"]
        else:
            self.place = self._asked_for(asked, "county_asked", County.objects.visible_to(user).order_by("code"))
        if user.township_id:
            del self.fields["township"]
        else:
            self._find_township(asked, user)

    def _find_township(self, asked, user):
        """Of the county that was asked for alone: another one's doesn't silently stand for it."""
        if self.place is None:
            self.fields["township"].empty_label = _("全市")
        townships = Township.objects.named_for(user).of_place(self.place).order_by("code")
        self.place = self._asked_for(asked, "township", townships) or self.place

    def _asked_for(self, asked, name, rows):
        pk = asked.get(name, "")
        self.fields[name].queryset = rows
        self.data = {**self.data, name: pk}
        return rows.filter(pk=pk if pk.isdecimal() and len(pk) < 19 else 0).first()


def last_whole_quarter(today):
    """(2025, "q4") in the first months of 2026."""
    number = (today.month - 1) // 3
    return (today.year, f"q{number}") if number else (today.year - 1, "q4")
