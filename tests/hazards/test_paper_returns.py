"""What comes back of a paper: scans, receipts, answers; added, never changed, voided with a reason."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hazards.models import Action, Order, OrderReturn, State
from hazards.paper_returns import kinds_for, take_back
from hazards.workflow import perform
from tests.factories.hazards import FOUND_AT, hazard_at, told
from tests.factories.townships import BureauFactory
from townships.documents import CleanDocument
from townships.models import FileKind
from townships.voiding import void

pytestmark = pytest.mark.django_db
Kind = OrderReturn.Kind
NOW = FOUND_AT + timedelta(days=20)
SCAN = CleanDocument(b"%PDF-1.7", FileKind.PDF, "scan.pdf")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def order():
    return hazard_at(State.ORDERED).orders.get()


@pytest.fixture
def bureau(order):
    return BureauFactory(county=order.township.county)


def back(order, by, **changes):
    return take_back(order, by=by, at=NOW, **{"kind": Kind.RECEIPT, "signed_by": "李四", "received_on": date(2026, 3, 5)} | changes)


def test_receipt_that_came_back_is_known_by_the_list(order, bureau):
    assert [*Order.objects.receipted(False)] == [order]

    back(order, bureau, signed_by="陈大山")

    assert ([*Order.objects.receipted(True)], [*Order.objects.receipted(False)]) == ([order], [])


def test_signed_scan_alone_is_no_receipt(order, bureau):
    scan = back(order, bureau, kind=Kind.SIGNED, document=SCAN)

    assert (scan.file_kind, scan.file_size) == ("pdf", 8)
    assert not Order.objects.with_receipt().get().is_receipted


def test_voided_receipt_did_not_come_back(order, bureau):
    void(back(order, bureau), by=bureau, reason="登记错了文书")

    assert [*Order.objects.receipted(False)] == [order]


def test_several_scans_stand_beside_each_other(order, bureau):
    for _ in range(2):
        back(order, bureau, kind=Kind.SIGNED, document=SCAN)

    assert order.returns.count() == 2


def test_answer_of_the_department_is_recorded(order, bureau):
    """安全生产法 第六十九条: the receiver acts."""
    transfer = perform(order.hazards.get(), Action.TRANSFER, by=bureau, at=FOUND_AT, **told(Action.TRANSFER, order.hazards.get())).order

    answer = back(transfer, bureau, kind=Kind.ANSWER, words="已立案查处。", signed_by="县交通运输局")

    assert [*transfer.returns.values_list("kind", "words")] == [("answer", "已立案查处。")]
    assert answer.order.returns.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"received_on": date(2026, 3, 2)}, "received_on", "early"),
        ({"received_on": date(2026, 3, 23)}, "received_on", "future"),
        ({"kind": Kind.SIGNED}, "document", "no_file"),
        ({"signed_by": ""}, "signed_by", "nobody"),
        ({"kind": Kind.ANSWER, "words": "已办"}, "kind", "kind"),
    ],
)
def test_what_can_not_be_is_refused_beside_its_field(order, bureau, changes, field, code):
    with pytest.raises(ValidationError) as refused:
        back(order, bureau, **changes)

    assert {name: [error.code for error in errors] for name, errors in refused.value.error_dict.items()} == {field: [code]}


def test_answer_needs_words(order, bureau):
    transfer = perform(order.hazards.get(), Action.TRANSFER, by=bureau, at=FOUND_AT, **told(Action.TRANSFER, order.hazards.get())).order

    with pytest.raises(ValidationError) as refused:
        back(transfer, bureau, kind=Kind.ANSWER)

    assert [*refused.value.error_dict] == ["words"]


def test_record_of_a_visit_has_no_receipt():
    record = Order(kind=Order.Kind.RECORD, content={"has_receipt": False})

    assert kinds_for(record) == [Kind.SIGNED]


def test_form_sent_twice_is_one_row(order, bureau):
    submission = uuid.uuid4()

    first, second = (back(order, bureau, submission=submission) for _ in range(2))

    assert (first, order.returns.count()) == (second, 1)


def test_voided_row_never_changes_again(order, bureau):
    void(back(order, bureau), by=bureau, reason="登记错了文书")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        order.returns.update(void_reason="改写")
