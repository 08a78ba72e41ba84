"""What comes back of an issued paper: its signed scan, the receipt, the receiver's answer. Added and voided, never changed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.access import keeps_ledgers_of

from .models import Order, OrderReturn
from .orders import PAPERS
from .telling import tell_of_answer

Kind = OrderReturn.Kind
REFUSALS = {
    "kind": _("这种文书没有这类返回件。"),
    "early": _("收到日期不能早于签发日期 %(day)s。"),
    "future": _("日期不能晚于今天。"),
    "no_file": _("请选择签字盖章后的扫描件。"),
    "no_words": _("请写明答复的内容。"),
    "nobody": _("请填写签收人，或附上回执的扫描件。"),
}


def may_take_back(user, order):
    return keeps_ledgers_of(user, order.township)


def kinds_for(order):
    """What can come back of this paper: always its scan, a receipt and an answer where the table says so."""
    paper = PAPERS[order.kind]
    return [Kind.SIGNED, *[Kind.RECEIPT] * order.has_receipt, *[Kind.ANSWER] * paper.is_answered]


@transaction.atomic
def take_back(order, *, by, at=None, kind, received_on, document=None, submission=None, **told):
    """Enter what came back; the same form sent twice is one row. `document`: a CleanDocument."""
    at = at or timezone.now()
    # Lock the paper: a phone sends the same form twice.
    order = Order.objects.select_for_update(of=("self",)).get(pk=order.pk)
    if submission and (twin := OrderReturn.objects.filter(created_by=by, submission=submission).first()):
        return twin
    check(order, kind, received_on, document, told, at)
    kept = document.as_fields() if document else {}
    kept |= {"submission": submission} if submission else {}
    returned = OrderReturn.objects.create(order=order, kind=kind, received_on=received_on, created_by=by, created_at=at, **told, **kept)
    if kind == Kind.ANSWER and by.township_id:
        tell_of_answer(returned, by=by)
    return returned


def check(order, kind, received_on, document, told, at):
    if kind not in kinds_for(order):
        raise refusal("kind", "kind")
    if received_on < order.issued_on:
        raise refusal("received_on", "early", day=order.issued_on)
    if received_on > timezone.localdate(at):
        raise refusal("received_on", "future")
    if kind == Kind.SIGNED and document is None:
        raise refusal("document", "no_file")
    if kind == Kind.RECEIPT and document is None and not told.get("signed_by"):
        raise refusal("signed_by", "nobody")
    if kind == Kind.ANSWER and not told.get("words"):
        raise refusal("words", "no_words")


def refusal(field, code, **params):
    return ValidationError({field: ValidationError(REFUSALS[code], code=code, params=params)})
