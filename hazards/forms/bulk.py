"""Which rows, and what is told of all of them."""

from collections import Counter
from hashlib import sha256

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hazards import details as ask
from hazards.details import PeopleField
from hazards.filters import HazardFilter
from hazards.forms.choices import inspectors_for
from hazards.forms.deeds import CLAUSE_HELP
from hazards.forms.far_deadline import TICK, ask_about_far_deadline, far_deadline_field
from hazards.models import Action, Hazard
from hazards.order_text import unchecked_clause
from townships.forms.fields import ForgivingText
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


class RowsForm(forms.Form):
    """Which rows a form of many is about: each with its last event when it was first shown."""

    seen = forms.RegexField(r"^\d{1,18}:\d{1,18}(,\d{1,18}:\d{1,18})*$", widget=forms.HiddenInput)
    # How the list stood that the rows were chosen from: the way back leads to the same rows in the same order.
    filters = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def rows(self):
        """{hazard key: last event seen}"""
        pairs = (pair.split(":") for pair in self.cleaned_data["seen"].split(","))
        return {int(hazard): int(event) for hazard, event in pairs}


class ManyForm(RowsForm):
    """What is told of all rows."""

    def told(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in RowsForm.base_fields}

    def hidden(self):
        """All that was typed, to be carried through the check page."""
        return [self[name].as_hidden() for name in self.fields]


class OrderManyForm(ManyForm):
    deadline = ask.day(_("整改期限"))
    is_far = far_deadline_field()
    requirement = ask.words(_("整改要求"), required=False, help_text=_("不填的，按各条隐患登记的整改措施"))
    inspectors = PeopleField(None, label=_("检查人员"), required=False, help_text=_("不选的，为各次检查的检查人员和您本人"))

    def __init__(self, *args, user, hazards, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inspectors"].queryset = _inspectors(user).order_by("number")
        self.any_is_general = any(not hazard.is_major for hazard in hazards)
        self.clauses = Counter(filter(None, map(unchecked_clause, hazards)))
        for clause, count in self.clauses.items():
            label = ngettext("依据条款（%(count)s 条隐患）", "依据条款（%(count)s 条隐患）", count) % {"count": count}
            words = CLAUSE_HELP % {"clause": clause}
            self.fields[name_of(clause)] = ForgivingText(label=label, max_length=200, required=False, help_text=words)

    def clean(self):
        given = super().clean()
        if self.any_is_general:
            ask_about_far_deadline(self, [given.get("deadline")])
        return given

    def told(self):
        """`clauses`: what was typed in place of each clause that nobody has checked (docs/decisions/0120)."""
        told = super().told()
        del told[TICK]
        return told | {"clauses": {clause: told.pop(name_of(clause)) for clause in self.clauses}}


def name_of(clause):
    """The same for the same words, whichever rows are left out meanwhile."""
    return f"clause-{sha256(clause.encode()).hexdigest()[:12]}"


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
    longer_than_asked = forms.BooleanField(label=_("同意延至晚于所申请的日期，理由已写在延期原因中"), required=False)

    def __init__(self, *args, user, hazards, **kwargs):
        super().__init__(*args, **kwargs)


FORMS = {Action.ORDER: OrderManyForm, Action.EXTEND: ExtendManyForm}


def carried(seen):
    """As the hidden field carries it."""
    return ",".join(f"{hazard}:{event}" for hazard, event in seen.items())
