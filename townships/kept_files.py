"""A file that came with a refused form waits for the corrected one: on a poor network nobody chooses it twice.

A field looks into what is sent (`clean_one`); what passed is kept when the form is shown again, and comes back by its key. A key is
random, holds for a while, and is of use to its owner alone. Kept files are not used up: a form that is sent twice finds them again.
"""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import KeptFile

KEPT_FOR = timedelta(days=2)
# Of one owner; whoever sends more loses the oldest.
MOST_KEPT = 60


@dataclass(frozen=True)
class Chosen:
    """What a form sent for one field: files of now, and the keys of those that wait."""

    files: tuple = ()
    keys: tuple = ()

    def __bool__(self):
        return bool(self.files or self.keys)


class KeepingInput(forms.FileInput):
    """The file field, and above it those that wait, each with a tick that says it is still wanted."""

    template_name = "components/kept_input.html"
    kept = ()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"kept": self.kept, "kept_name": kept_name(name), "is_several": self.allow_multiple_selected}
        return context

    def value_from_datadict(self, data, files, name):
        return Chosen(listed(files, name), listed(data, kept_name(name)))

    def value_omitted_from_data(self, data, files, name):
        return name not in files and kept_name(name) not in data


class SeveralInput(KeepingInput):
    allow_multiple_selected = True


def kept_name(name):
    return f"{name}-kept"


def listed(given, name):
    several = given.getlist(name) if hasattr(given, "getlist") else [given.get(name)]
    return tuple(one for one in several if one)


class KeepingField(forms.FileField):
    """Files of which each is looked into by `clean_one`, or by `clean_kept` when it waited; cleaned to a list."""

    widget = KeepingInput
    limit = 1
    default_error_messages = {
        "too_many": _("一次最多上传 %(limit)s 个文件，您选了 %(count)s 个。"),
        "gone": _("之前选的文件已过期或不能使用，请重新选择。"),
    }
    owner, kept_for = "", KEPT_FOR
    # What the last cleaning found: files that passed with what they became, and rows that wait.
    passed, cleaned_now, waiting = (), (), ()

    def clean_one(self, file):
        raise NotImplementedError

    def clean_kept(self, kept):
        raise NotImplementedError

    def has_changed(self, initial, data):
        return bool(data)

    def clean(self, chosen, initial=None):
        chosen = as_chosen(chosen)
        files = chosen.files if self.limit > 1 else chosen.files[-1:]
        # One file chosen again takes the place of the one that waits.
        keys = () if files and self.limit == 1 else tuple(dict.fromkeys(chosen.keys))
        rows = found(self.owner, keys[: self.limit])
        self.passed, self.cleaned_now, self.waiting = [], [], rows
        self._check_number(files, keys)
        self.waiting, kept, refused = gate(rows, self._taken_again)
        self.passed, self.cleaned_now, refused_now = gate(files, self.clean_one)
        refused += [self._gone()] * (len(rows) < len(keys)) + refused_now
        if refused:
            raise ValidationError(refused)
        # The photo that waited, chosen once more, is one photo.
        known = {clean.sha256 for clean in kept}
        return kept + [clean for clean in self.cleaned_now if clean.sha256 not in known]

    def _check_number(self, files, keys):
        number = len(files) + len(keys)
        if self.required and not number:
            raise ValidationError(self.error_messages["required"], code="required")
        if number > self.limit:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"limit": self.limit, "count": number})

    def _taken_again(self, kept):
        try:
            return self.clean_kept(kept)
        except FileNotFoundError:
            # Swept away since its row was read.
            raise self._gone() from None

    def _gone(self):
        return ValidationError(self.error_messages["gone"], code="gone")

    def keep(self, *, fresh=True):
        """What passed waits from now on (only what waited before, where nothing fresh is kept); the field shows it."""
        rows = self._keep_fresh() if fresh else []
        self.widget.kept = [*self.waiting, *rows]

    def _keep_fresh(self):
        """The same file chosen twice waits once."""
        known = {row.sha256 for row in self.waiting}
        passed = zip(self.passed, self.cleaned_now, strict=True)
        unknown = {clean.sha256: (clean, str(file.name)) for file, clean in passed if clean.sha256 not in known}
        rows = [keep(clean, name, owner=self.owner, kept_for=self.kept_for) for clean, name in unknown.values()]
        forget_surplus(self.owner)
        return rows


def gate(files, clean):
    """(what passed, the same cleaned, why the others did not)."""
    passed, cleaned, refused = [], [], []
    for file in files:
        try:
            cleaned.append(clean(file))
            passed.append(file)
        except ValidationError as error:
            refused.append(error)
    return passed, cleaned, refused


def as_chosen(given):
    if isinstance(given, Chosen):
        return given
    return Chosen(tuple(file for file in (given if isinstance(given, (list, tuple)) else [given]) if file))


class KeepsFiles:
    """For a form with file fields and its `user`: `keep_files()` before it is shown again."""

    kept_for = KEPT_FOR

    @property
    def file_owner(self):
        return owner_of(self.user)

    @property
    def file_fields(self):
        return [field for field in self.fields.values() if isinstance(field, KeepingField)]

    def full_clean(self):
        for field in self.file_fields:
            field.owner, field.kept_for = self.file_owner, self.kept_for
        super().full_clean()

    def keep_files(self, *, fresh=True):
        if self.is_bound and self.errors is not None:
            for field in self.file_fields:
                field.keep(fresh=fresh)


def owner_of(user):
    return f"user:{user.pk}"


def keep(clean, name, *, owner, kept_for=KEPT_FOR):
    """`clean`: what passed the gate, under the name that its owner knows."""
    return KeptFile.objects.create(owner=owner, kept_until=timezone.now() + kept_for, **clean.as_kept(name))


def found(owner, keys):
    """Those of this owner that still wait, in the order in which they came."""
    # PostgreSQL takes no NUL in a text, not even to look for it.
    keys = [key for key in keys if key.isprintable()]
    return list(KeptFile.objects.filter(owner=owner, key__in=keys, kept_until__gt=timezone.now())) if owner and keys else []


def content_of(kept):
    with kept.file.open("rb") as file:
        return file.read()


def forget(rows):
    for row in rows:
        # The file first: a row without its file is found again by the next sweep, a file without its row by nobody.
        row.file.delete(save=False)
        row.delete()


def forget_surplus(owner, *, most=MOST_KEPT):
    forget(KeptFile.objects.filter(owner=owner).order_by("-pk")[most:])


def forget_expired(now):
    forget(KeptFile.objects.filter(kept_until__lte=now))
