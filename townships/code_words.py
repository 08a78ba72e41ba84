"""机关代字 (GB/T 9704-2012, 7.2.5): what a county's government or committee signs bears its own number and not the bureau's."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ORGANS = {"government": _("县政府"), "committee": _("县安委会")}


def code_word_of(county, organ):
    """Of the county's "government" or "committee"; refused where nobody has entered it."""
    if word := getattr(county, f"{organ}_prefix"):
        return word
    wrong = _("%(organ)s的发文代字尚未登记，不能编号：请先在本县页面的“修改”中填写。")
    raise ValidationError(wrong, code="no_code_word", params={"organ": ORGANS[organ]})
