"""Forms that take photos: a browser can't send a file again by itself, so what came with a refused form is kept."""

import uuid

from django import forms

from hazards import pending


class KeepsPictures(forms.Form):
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    @property
    def kept_pictures(self):
        """Photos that came with an earlier sending of this form; queries."""
        submission = self.is_bound and self.cleaned_data.get("submission")
        return pending.kept(submission=submission, by=self.user) if submission else []

    def keep_pictures(self):
        """The form was refused: its photos wait for the next sending."""
        if self.cleaned_data.get("submission"):
            pending.keep(self.files.getlist("pictures"), submission=self.cleaned_data["submission"], by=self.user)

    def all_pictures(self):
        return [*pending.as_clean(self.kept_pictures), *self.cleaned_data.get("pictures", [])]

    def forget_pictures(self):
        pending.forget(self.kept_pictures)
