"""Forms round a paper: the record of a visit, and what came back of a paper."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.details import PeopleField, words
from hazards.forms.choices import inspectors_for
from hazards.models import OrderReturn
from hazards.paper_returns import kinds_for
from hazards.records import first_words
from townships.documents import PagesField
from townships.forms.fields import AskedTick, DayField, ForgivingText, SubmissionField, ask
from townships.kept_files import KeepsFiles
from townships.validators import not_in_future


class RecordForm(forms.Form):
    inspectors = PeopleField(None, label=_("检查人员"), help_text=_("两名以上，在检查记录上签名"))
    content = words(_("检查内容"))
    handling = words(_("处理情况"))
    unit_head = ForgivingText(label=_("被检查单位负责人"), max_length=30, required=False, help_text=_("不填的，打印后手写"))
    refusal = ForgivingText(label=_("拒绝签名的情况"), max_length=200, required=False, help_text=_("拒绝签名的，写明理由和在场人"))

    def __init__(self, *args, visit, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["inspectors"].queryset = inspectors_for(user, visit.township).order_by("number")
        self.fields["inspectors"].required = True
        for name in ("content", "handling"):
            self.fields[name].widget.attrs["lang"] = "zh-CN"
        self.initial |= first_words(visit) | {"inspectors": [person.pk for person in visit.inspectors.all()]}

    @property
    def hidden(self):
        """All that was typed, to be carried through the check page."""
        return [field.as_hidden() for field in self]


class ReturnForm(KeepsFiles, forms.Form):
    submission = SubmissionField()
    kind = forms.ChoiceField(label=_("类别"), widget=forms.RadioSelect)
    received_on = DayField(label=_("收到日期"), initial=timezone.localdate, validators=[not_in_future])
    is_another = AskedTick(label=_("确需再登记一份"))
    signed_by = ForgivingText(label=_("签收（答复）人"), max_length=30, required=False)
    words = words(_("内容或说明"), required=False)
    document = PagesField(label=_("扫描件"), required=False, help_text=_("PDF 或照片，多页可以一次全选，按选择的顺序合为一个 PDF"))

    def __init__(self, *args, order, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.order = user, order
        kinds = kinds_for(order)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        # What is waited for comes first: the answer, the receipt, or at least the signed sheet.
        self.initial.setdefault("kind", kinds[-1].value)

    def clean(self):
        given = super().clean()
        if given.get("kind") == OrderReturn.Kind.RECEIPT and not given.get("is_another") and (first := self._first_receipt()):
            words = _("%(day)s 收到的回执已由%(who)s登记，请核对是否重复。确需再登记一份的，请勾选后再保存。")
            ask(self, "is_another", words % {"day": first.received_on, "who": first.created_by})
        return given

    def _first_receipt(self):
        """That stands, unless it is this very form sent again."""
        mine = {"created_by": self.user, "submission": self.cleaned_data.get("submission")}
        receipts = self.order.returns.counted().filter(kind=OrderReturn.Kind.RECEIPT).exclude(**mine)
        return receipts.select_related("created_by__person").first()

    def told(self):
        """As the deed takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "is_another"}
