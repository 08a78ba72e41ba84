"""Forms that notice when somebody else changed the same row since they were opened."""

import hashlib
from datetime import datetime, time
from decimal import Decimal

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NOTHING = _("无")


class BasedOnForm(forms.Form):
    """A form that knows what it was opened on, so that nobody's words are overwritten unseen."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    theirs = None

    @property
    def differing(self):
        """Of both versions what somebody has to decide on; the rest stands in the form below."""
        return [(label, theirs, mine) for label, theirs, mine, differs in self.theirs if differs]

    def ask_again(self, theirs, *, revision):
        """Show what stands there now beside what was typed; saved again, it is based on that."""
        self.theirs = theirs
        self.data = self.data.copy()
        self.data[self.add_prefix("based_on")] = str(revision)
        self.add_error(None, _("您打开之后，别人已经改过这里。请对照下面两份内容，再保存一次以您的为准，或者取消。"))


class BasedOnRowForm(BasedOnForm, forms.ModelForm):
    """Of a row that counts its revisions. A new row is based on nothing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_based():
            self.initial["based_on"] = self.version_of(self.instance)
        else:
            del self.fields["based_on"]

    def is_based(self):
        return bool(self.instance.pk)

    def version_of(self, row):
        return row.revision

    def show_both(self, current):
        """[(label, theirs, mine, whether they differ)] of what the form asks."""
        told = [field for field in self.visible_fields() if is_told_by(current, field)]
        asked = [(field.label, theirs_of(current, field), mine_of(self, field, current)) for field in told]
        self.ask_again([(*line, line[1] != line[2]) for line in asked], revision=self.version_of(current))


class ComparedRowForm(BasedOnRowForm):
    """Of a row that counts no revisions: the form remembers what it showed, and compares before it is valid.

    The view saves in the same transaction, so that of two who press together the second waits for the first.
    """

    based_on = forms.CharField(widget=forms.HiddenInput, required=False)

    def version_of(self, row):
        shown = {name: plain(value) for name, value in forms.model_to_dict(row, fields=self.base_fields).items()}
        return hashlib.sha256(repr(sorted(shown.items())).encode()).hexdigest()[:32]

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.is_based():
            based_on = self.cleaned_data.pop("based_on", "")
            if based_on and not self._errors:
                self._compare(based_on)

    def _compare(self, based_on):
        current = self.current()
        if current is None:
            self.add_error(None, _("这条记录刚刚被别人删去了。"))
        elif self.version_of(current) != based_on:
            self.show_both(current)

    def current(self):
        """The row as it stands now, locked; None when it is gone."""
        return type(self.instance)._base_manager.select_for_update(of=("self",)).filter(pk=self.instance.pk).first()


class OwnOrSampleForm(ComparedRowForm):
    """Of what is the sample's until a county saves its own: two may open the sample, and only one is the first to save."""

    def is_based(self):
        return True


def plain(value):
    return sorted(one.pk for one in value) if isinstance(value, list) and value and hasattr(value[0], "pk") else str(value)


def is_told_by(row, field):
    """Not what is asked for this one change only, such as a reason or a tick."""
    return hasattr(row, "file_name" if isinstance(field.field, forms.FileField) else field.name)


def theirs_of(current, field):
    if isinstance(field.field, forms.FileField):
        return current.file_name or NOTHING
    return in_words(getattr(current, field.name), field.field)


def mine_of(form, field, current):
    """A form without a new file keeps the one that is there."""
    told = form.cleaned_data.get(field.name)
    if isinstance(field.field, forms.FileField):
        return told.name if told else current.file_name or NOTHING
    return in_words(told, field.field)


def in_words(value, field):
    """As the form shows it: a choice by its label, a time without seconds."""
    if hasattr(value, "all"):
        value = value.all()
    if isinstance(value, QuerySet):
        return "、".join(sorted(str(one) for one in value)) or NOTHING
    if isinstance(value, list | tuple):
        return "、".join(in_words(one, field) for one in value) or NOTHING
    # The choices of rows were read above, and reading them here would read them all.
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        value = labels_of(field).get(str(value), value)
    return NOTHING if value in (None, "") else told_plainly(value)


def labels_of(field):
    return {str(value): label for value, label in field.choices if value not in (None, "") or not is_blank_line(label)}


def is_blank_line(label):
    """What Django offers where nothing is chosen, as against a choice that is kept as an empty word."""
    return not label.strip("-")


def told_plainly(value):
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
