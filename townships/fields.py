from django.db import models
from pypinyin import Style, lazy_pinyin


def pinyin_initials(text):
    """gtx for 官亭乡: what a clerk types to find a place or a person."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="default")).lower()


class InitialsField(models.CharField):
    """The pinyin initials of another field, kept by the field itself as auto_now keeps a time."""

    def __init__(self, *args, source, **kwargs):
        self.source = source
        kwargs.setdefault("max_length", 120)
        kwargs["editable"] = False
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["blank"]
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, instance, add):
        initials = pinyin_initials(getattr(instance, self.source))[: self.max_length]
        setattr(instance, self.attname, initials)
        return initials
