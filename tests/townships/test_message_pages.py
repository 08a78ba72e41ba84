from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories.messages import MessageFactory
from tests.factories.townships import AdministratorFactory, BureauFactory, InspectorFactory, OfficialFactory
from townships.models import Addressee, Delivery

pytestmark = pytest.mark.django_db
INBOX = reverse("townships:messages")
DELIVERIES = reverse("townships:message_deliveries")


@pytest.fixture
def bureau():
    return BureauFactory(email="ju@example.gov.cn", wants_mail=True)


@pytest.fixture
def logged_in(client, bureau):
    client.force_login(bureau)
    return client


def rows(client, address=INBOX, **filters):
    return client.get(address, filters).context["table"].paginator.count


def test_the_top_bar_counts_what_is_unread(logged_in, bureau):
    assert 'class="unread"' not in logged_in.get(INBOX).content.decode()
    MessageFactory(user=bureau, key="a"), MessageFactory(user=bureau, key="b"), MessageFactory(key="c")

    assert '<span class="unread">2<' in logged_in.get("/").content.decode()


def test_rows_fetched_without_the_top_bar_count_no_messages(logged_in):
    people = reverse("townships:people")
    assert "townships_addressee" in asked_by(lambda: logged_in.get(people))

    assert "townships_addressee" not in asked_by(lambda: logged_in.get(people, headers={"HX-Request": "true"}))


def asked_by(deed):
    with CaptureQueriesContext(connection) as asked:
        deed()
    return " ".join(query["sql"] for query in asked)


def test_opened_it_leads_to_its_row_and_is_read(logged_in, bureau):
    message = MessageFactory(user=bureau)
    inbox = message.addressees.get()

    answer = logged_in.get(inbox.get_absolute_url())

    assert answer.url == bureau.county.get_absolute_url()
    assert Addressee.objects.of(bureau).unread().count() == 0


def test_nobody_opens_what_is_not_theirs(client, bureau):
    inbox = MessageFactory(user=bureau).addressees.get()
    client.force_login(BureauFactory(county=bureau.county))

    assert client.get(inbox.get_absolute_url()).status_code == 404
    assert Addressee.objects.unread().count() == 1


def test_all_at_once_are_marked_as_read(logged_in, bureau):
    MessageFactory(user=bureau, key="a"), MessageFactory(user=bureau, key="b")

    page = logged_in.post(reverse("townships:read_messages"), follow=True).content.decode()

    assert "2 条消息已标为已读。" in page
    assert rows(logged_in, state="unread") == 0


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 1),
        ({"q": "红星"}, 1),
        ({"q": "别处"}, 0),
        ({"state": "unread"}, 1),
        ({"state": "read"}, 0),
        ({"kind": "urgent"}, 1),
        ({"kind": "major"}, 0),
        ({"start": "2026-03-02"}, 1),
        ({"start": "2026-03-03"}, 0),
        ({"end": "2026-03-02"}, 1),
        ({"end": "2026-03-01"}, 0),
    ],
)
def test_filters(logged_in, bureau, filters, count):
    MessageFactory(user=bureau, at=timezone.make_aware(timezone.datetime(2026, 3, 2, 23, 59)))

    assert rows(logged_in, **filters) == count


def test_the_inbox_asks_as_much_for_three_as_for_one(logged_in, bureau, django_assert_max_num_queries):
    MessageFactory(user=bureau, key="a")
    with django_assert_max_num_queries(40) as one:
        logged_in.get(INBOX)
    MessageFactory(user=bureau, key="b"), MessageFactory(user=bureau, key="c")

    with django_assert_max_num_queries(len(one)):
        logged_in.get(INBOX)


def test_everybody_says_for_themselves_whether_they_want_mail(client):
    inspector = InspectorFactory()
    client.force_login(inspector)

    client.post(reverse("townships:message_settings"), {"email": "guanting@example.gov.cn", "wants_mail": "on"})

    inspector.refresh_from_db()
    assert (inspector.email, inspector.wants_mail) == ("guanting@example.gov.cn", True)


@pytest.mark.parametrize("typed", ["", "没有"])
def test_mail_needs_an_address(logged_in, bureau, typed):
    answer = logged_in.post(reverse("townships:message_settings"), {"email": typed, "wants_mail": "on"})

    assert answer.context["form"].has_error("email")


@pytest.fixture
def delivery(bureau, settings):
    settings.MESSAGE_WEBHOOK_URL = "https://robot.example.gov.cn/"
    MessageFactory(user=bureau)
    Delivery.objects.update(state=Delivery.State.FAILED, attempts=6, last_error="NotDelivered: HTTP 503")
    return Delivery.objects.get()


def test_deliveries_tell_their_state_and_last_error(logged_in, delivery):
    page = logged_in.get(DELIVERIES).content.decode()

    assert "消息外发：1 条发送失败" in page
    assert '对方服务器出错（状态 503）<br><small lang="en">NotDelivered: HTTP 503</small>' in page


def test_a_failed_one_is_queued_again(logged_in, delivery):
    again = reverse("townships:send_delivery_again", args=[delivery.pk])

    first, second = [logged_in.post(again, follow=True).content.decode() for _ in range(2)]

    assert "已重新排队" in first
    assert "没有失败，不用重新发送" in second
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("waiting", 0)


@pytest.mark.parametrize(
    ("filters", "count"), [({}, 1), ({"state": "failed"}, 1), ({"state": "sent"}, 0), ({"channel": "email"}, 0), ({"q": "红星"}, 1)]
)
def test_deliveries_are_filtered(logged_in, delivery, filters, count):
    assert rows(logged_in, DELIVERIES, **filters) == count


def test_deliveries_ask_as_much_for_three_as_for_one(logged_in, bureau, delivery, settings, django_assert_max_num_queries):
    settings.SENDS_MAIL = True
    MessageFactory(user=bureau, key="a")
    with django_assert_max_num_queries(40) as one:
        logged_in.get(DELIVERIES)
    MessageFactory(user=bureau, key="b"), MessageFactory(user=bureau, key="c")

    with django_assert_max_num_queries(len(one)):
        logged_in.get(DELIVERIES)


@pytest.mark.parametrize(("factory", "status"), [(InspectorFactory, 403), (OfficialFactory, 403), (AdministratorFactory, 200)])
def test_who_sees_to_deliveries(client, factory, status):
    client.force_login(factory())

    assert client.get(DELIVERIES).status_code == status


def test_another_countys_delivery_is_not_there(client, delivery):
    client.force_login(BureauFactory())

    assert client.post(reverse("townships:send_delivery_again", args=[delivery.pk])).status_code == 404
    assert rows(client, DELIVERIES) == 0


def test_a_message_of_yesterday_stands_below_todays(logged_in, bureau):
    now = timezone.now()
    old, new = MessageFactory(user=bureau, key="a", at=now - timedelta(days=1)), MessageFactory(user=bureau, key="b", at=now)

    assert [row.record.message for row in logged_in.get(INBOX).context["table"].page] == [new, old]
