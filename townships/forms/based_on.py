"""Forms that notice when somebody else changed the same row since they were opened."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

NOTHING = "—"


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


class BasedOnRowForm(BasedOnForm, forms.ModelForm):
    """Of a row that counts its revisions. A new row is based on nothing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["based_on"] = self.instance.revision
        else:
            del self.fields["based_on"]

    def show_both(self, current):
        """[(label, theirs, mine, whether they differ)] of what the form asks."""
        asked = [(field.label, theirs_of(current, field), mine_of(self, field, current)) for field in self.visible_fields()]
        self.ask_again([(*line, line[1] != line[2]) for line in asked], revision=current.revision)


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
    if hasattr(value, "all"):
        value = value.all()
    if isinstance(value, QuerySet):
        return "、".join(sorted(str(one) for one in value)) or NOTHING
    if isinstance(field, forms.TypedChoiceField):
        value = dict(field.choices).get(value, value)
    return NOTHING if value in (None, "") else str(value)
