import pytest
from django.db import IntegrityError, transaction

from tests.factories.messages import MessageFactory
from tests.factories.townships import BureauFactory, CountyFactory, InspectorFactory
from townships.masking import mask_numbers
from townships.messaging import read, read_all, tell
from townships.models import Addressee, Delivery, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory(email="ju@example.gov.cn", wants_mail=True)


def test_a_message_is_in_each_inbox_once(bureau):
    other = BureauFactory(county=bureau.county)
    tell([bureau, other, bureau], kind="urgent", key="report:7", text="请立即处置", row=bureau.county, county=bureau.county)

    assert [*Addressee.objects.order_by("pk").values_list("user", "read_at")] == [(bureau.pk, None), (other.pk, None)]


def test_the_same_thing_is_told_once(bureau):
    told = [MessageFactory(user=bureau, key="report:7") for _ in range(2)]

    assert told[1] is None
    assert (Message.objects.count(), Addressee.objects.count()) == (1, 1)


def test_another_county_has_keys_of_its_own(bureau):
    assert MessageFactory(user=bureau, key="report:7") is not None
    assert MessageFactory(key="report:7") is not None


def test_who_is_switched_off_is_not_told(bureau):
    bureau.is_active = False

    MessageFactory(user=bureau)

    assert not Addressee.objects.exists()


def test_a_message_never_changes(bureau):
    message = MessageFactory(user=bureau)

    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(text="没有这回事")
    read(message.addressees.get())
    with pytest.raises(IntegrityError), transaction.atomic():
        message.addressees.update(read_at=None)


def test_the_first_reading_stands(bureau):
    inbox = MessageFactory(user=bureau).addressees.get()

    assert [read(inbox), read(inbox)] == [1, 0]
    assert Addressee.objects.of(bureau).unread().count() == 0


def test_all_are_read_in_the_own_inbox_alone(bureau):
    other = BureauFactory(county=bureau.county)
    MessageFactory(user=bureau, key="a"), MessageFactory(user=bureau, key="b"), MessageFactory(user=other, key="c")

    assert read_all(bureau) == 2
    assert Addressee.objects.unread().get().user == other


@pytest.mark.parametrize(
    ("settings_of", "channels"),
    [
        ({}, []),
        ({"SENDS_MAIL": True}, ["email"]),
        ({"MESSAGE_WEBHOOK_URL": "https://robot.example.gov.cn/"}, ["webhook"]),
        ({"SENDS_MAIL": True, "MESSAGE_WEBHOOK_URL": "https://robot.example.gov.cn/"}, ["webhook", "email"]),
    ],
)
def test_it_leaves_the_system_only_where_that_is_set_up(bureau, settings, settings_of, channels):
    for name, value in settings_of.items():
        setattr(settings, name, value)

    MessageFactory(user=bureau)

    assert [*Delivery.objects.order_by("pk").values_list("channel", flat=True)] == channels


@pytest.mark.parametrize("fields", [{"wants_mail": False}, {"email": ""}])
def test_mail_is_for_those_who_asked_for_it(settings, fields):
    settings.SENDS_MAIL = True

    MessageFactory(user=BureauFactory(**{"email": "ju@example.gov.cn", "wants_mail": True} | fields))

    assert not Delivery.objects.exists()


def test_a_message_is_lost_with_its_reason(bureau):
    with transaction.atomic():
        MessageFactory(user=bureau)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("举报人电话13800138000，请回复", "举报人电话138****8000，请回复"),
        ("138-0013-8000", "138****8000"),
        ("138 0013 8000", "138****8000"),
        ("值班0736-7123456", "值班073****3456"),
        ("身份证430702197001011512", "身份证4307**********1512"),
        ("43070219700101151X", "4307**********151X"),
        ("１３８００１３８０００", "138****8000"),
        ("官亭隐〔2026〕17号，期限2026-04-30", "官亭隐〔2026〕17号，期限2026-04-30"),
        ("损失100000000000元", "损失100000000000元"),
    ],
)
def test_no_message_carries_a_whole_number_of_anybody(bureau, typed, told):
    assert MessageFactory(user=bureau, text=typed).text == told


def test_a_number_that_was_masked_stays_so():
    assert mask_numbers(mask_numbers("13800138000")) == "138****8000"


def test_an_inspector_sees_no_delivery_of_another_county(settings):
    settings.MESSAGE_WEBHOOK_URL = "https://robot.example.gov.cn/"
    MessageFactory()
    inspector, bureau = InspectorFactory(), BureauFactory(county=CountyFactory())

    assert [Delivery.objects.visible_to(user).count() for user in (inspector, bureau)] == [0, 0]
