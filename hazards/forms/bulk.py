"""Which rows, and what is told of all of them."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hazards import details as ask
from hazards.details import PeopleField
from hazards.filters import HazardFilter
from hazards.forms.choices import inspectors_for
from hazards.models import Action, Hazard
from townships.models import Person


class WhichForm(forms.Form):
    """From the list: the ticked rows, all of the page, or all that the filters leave."""

    TICKED, PAGE, ALL = "ticked", "page", "all"
    which = forms.ChoiceField(choices=[(TICKED, _("勾选的")), (PAGE, _("本页全部")), (ALL, _("选中全部结果"))])
    rows = forms.TypedMultipleChoiceField(coerce=int, required=False)
    on_page = forms.CharField(required=False)
    filters = forms.CharField(required=False)

    def __init__(self, data, *, request):
        super().__init__(data)
        self.request = request
        # Any whole number may be asked for; which of them are there, the scope says.
        self.fields["rows"].valid_value = lambda value: str(value).isdecimal() and len(value) < 19

    def hazards(self):
        """The rows in this user's scope."""
        visible = Hazard.objects.visible_to(self.request.user)
        given = self.cleaned_data
        if given["which"] == self.ALL:
            chosen = HazardFilter(QueryDict(given["filters"]), queryset=visible, request=self.request)
            return visible.filter(pk__in=chosen.qs.order_by().values("pk"))
        keys = given["rows"] if given["which"] == self.TICKED else whole_numbers(given["on_page"])
        return visible.filter(pk__in=keys)


def whole_numbers(text):
    return [int(part) for part in text.split(",") if part.isdecimal() and len(part) < 19]


class ManyForm(forms.Form):
    """What is told of all rows; `seen` carries them and the last event of each when they were first shown."""

    seen = forms.RegexField(r"^\d{1,18}:\d{1,18}(,\d{1,18}:\d{1,18})*$", widget=forms.HiddenInput)
    # How the list stood that the rows were chosen from: the way back leads to the same rows in the same order.
    filters = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def rows(self):
        """{hazard key: last event seen}"""
        pairs = (pair.split(":") for pair in self.cleaned_data["seen"].split(","))
        return {int(hazard): int(event) for hazard, event in pairs}

    def told(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "filters")}

    def hidden(self):
        """All that was typed, to be carried through the check page."""
        return [self[name].as_hidden() for name in self.fields]


class OrderManyForm(ManyForm):
    deadline = ask.day(_("整改期限"))
    requirement = ask.words(_("整改要求"), required=False, help_text=_("不填的，按各条隐患登记的整改措施"))
    inspectors = PeopleField(None, label=_("检查人员"), required=False, help_text=_("不选的，为各次检查的检查人员和您本人"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inspectors"].queryset = _inspectors(user).order_by("number")


def _inspectors(user):
    """A township's and the county's people; for the bureau its own, as its rows are of many townships."""
    if user.township:
        return inspectors_for(user, user.township)
    return Person.objects.visible_to(user).filter(township=None).exclude(inspector_card="")


class ExtendManyForm(ManyForm):
    deadline = ask.day(_("延长至"))
    reason = ask.words(_("延期原因"))
    asked_on = ask.day(_("申请日期"), required=False, help_text=_("责任单位提出申请的日期，不填为今天"))
    accept_late = forms.BooleanField(label=_("申请逾期，经批准仍予受理"), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


FORMS = {Action.ORDER: OrderManyForm, Action.EXTEND: ExtendManyForm}


def carried(seen):
    """As the hidden field carries it."""
    return ",".join(f"{hazard}:{event}" for hazard, event in seen.items())
