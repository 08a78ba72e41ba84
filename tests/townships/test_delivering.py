"""Deliveries to a real HTTP server and a real SMTP server of the test's own."""

import json
import smtplib
import socketserver
import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core import mail
from django.utils import timezone

from tests.factories.messages import MessageFactory
from tests.factories.townships import BureauFactory
from tests.hazards.racing import race, wait_for_each_other
from townships import delivering
from townships.delivering import PAUSES, deliver, deliver_due, send_again, signature
from townships.models import Delivery
from townships.tasks import deliver_messages

pytestmark = pytest.mark.django_db
State = Delivery.State
NOW = timezone.make_aware(timezone.datetime(2026, 3, 2, 9, 0))


class Robot(BaseHTTPRequestHandler):
    """Answers with the statuses that it was given, the last of them from then on, and keeps what it got."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), body))
        status = self.server.statuses.pop(0) if len(self.server.statuses) > 1 else self.server.statuses[0]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *args):
        """Keeps the tests quiet."""


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def robot(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Robot)
    server.got, server.statuses = [], [200]
    settings.MESSAGE_WEBHOOK_URL = f"http://127.0.0.1:{server.server_port}/hook?key=1"
    settings.MESSAGE_WEBHOOK_SECRET = "shared-secret"
    with serving(server):
        yield server


def told(**fields):
    message = MessageFactory(**fields)
    Delivery.objects.update(next_attempt_at=NOW)
    return message


def test_the_robot_gets_what_operations_documents(robot, settings):
    settings.SITE_ADDRESS = "https://anquan.example.gov.cn/"
    bureau = BureauFactory()
    message = told(user=bureau)

    assert deliver_due(at=NOW) == 1
    [(path, headers, body)] = robot.got
    assert (path, headers["Content-Type"], headers["X-Delivery"]) == (
        "/hook?key=1",
        "application/json; charset=utf-8",
        str(message.reference),
    )
    assert json.loads(body) == {
        "id": str(message.reference),
        "kind": "urgent",
        "title": "可能立即引发事故",
        "text": "可能立即引发事故：红星采石场",
        "county": bureau.county.code,
        "township": None,
        "to": [bureau.get_full_name()],
        "address": f"https://anquan.example.gov.cn{bureau.county.get_absolute_url()}",
        "sent_at": timezone.localtime(message.sent_at).isoformat(timespec="seconds"),
    }


def test_it_is_signed_with_its_time(robot):
    told()
    deliver_due(at=NOW)

    [(_path, headers, body)] = robot.got
    assert headers["X-Signature"] == signature("shared-secret", headers["X-Timestamp"], body)
    assert headers["X-Signature"] != signature("another", headers["X-Timestamp"], body)
    assert headers["X-Signature"] != signature("shared-secret", headers["X-Timestamp"], body + b" ")


def test_what_was_sent_is_not_sent_again(robot):
    told()

    assert [deliver_due(at=NOW), deliver_due(at=NOW + timedelta(days=1))] == [1, 0]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, len(robot.got)) == (State.SENT, 1, 1)


def test_refused_it_waits_and_is_tried_again(robot):
    robot.statuses = [503, 200]
    told()

    assert deliver_due(at=NOW) == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error, delivery.next_attempt_at) == (
        State.WAITING,
        "NotDelivered: HTTP 503",
        NOW + timedelta(minutes=PAUSES[0]),
    )
    assert [deliver_due(at=NOW + timedelta(seconds=59)), deliver_due(at=NOW + timedelta(minutes=1))] == [0, 1]
    assert Delivery.objects.get().last_error == ""


def test_pauses_grow_until_it_is_given_up(robot):
    robot.statuses = [500]
    told()
    at = NOW
    for pause in PAUSES:
        deliver_due(at=at)
        at += timedelta(minutes=pause)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, len(robot.got)) == (State.FAILED, len(PAUSES), len(PAUSES))
    assert deliver_due(at=at + timedelta(days=1)) == 0


def test_a_failed_one_is_sent_again_on_request(robot):
    told()
    Delivery.objects.update(state=State.FAILED, attempts=6)
    delivery = Delivery.objects.get()

    assert [send_again(delivery, at=NOW), send_again(delivery, at=NOW)] == [True, False]
    assert deliver_due(at=NOW) == 1


def test_redirects_are_not_followed(robot):
    robot.statuses = [302]
    told()

    assert deliver_due(at=NOW) == 0
    assert (len(robot.got), Delivery.objects.get().last_error) == (1, "NotDelivered: HTTP 302")


def test_nobody_listens(robot):
    robot.shutdown()
    robot.server_close()
    told()

    assert deliver_due(at=NOW) == 0
    assert Delivery.objects.get().last_error.startswith("ConnectionRefusedError")


def test_a_robot_that_says_nothing_is_left_after_a_while(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as deaf:
        settings.MESSAGE_WEBHOOK_URL, settings.MESSAGE_TIMEOUT = f"http://127.0.0.1:{deaf.server_address[1]}/", 0.1
        told()

        assert deliver_due(at=NOW) == 0
    assert Delivery.objects.get().last_error == "TimeoutError: timed out"


def test_a_silent_robot_is_waited_for_once_in_a_run_and_holds_up_no_mail(settings, mailbox):
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as deaf:
        settings.MESSAGE_WEBHOOK_URL, settings.MESSAGE_TIMEOUT = f"http://127.0.0.1:{deaf.server_address[1]}/", 0.1
        for _ in range(3):
            told(user=BureauFactory(email="ju@example.gov.cn", wants_mail=True))

        assert deliver_due(at=NOW) == 3
    assert sorted(Delivery.objects.filter(channel="webhook").values_list("attempts", flat=True)) == [0, 0, 1]
    assert len(mailbox.got) == 3


def test_a_silent_mail_server_is_waited_for_once_in_a_run(settings):
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as deaf:
        settings.EMAIL_BACKEND, settings.SENDS_MAIL = "django.core.mail.backends.smtp.EmailBackend", True
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.MESSAGE_TIMEOUT = "127.0.0.1", deaf.server_address[1], 0.1
        for _ in range(2):
            told(user=BureauFactory(email="ju@example.gov.cn", wants_mail=True))

        deliver_due(at=NOW)
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 1]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "javascript:alert(1)", "http:///nowhere"])
def test_only_http_is_spoken(settings, address):
    settings.MESSAGE_WEBHOOK_URL = address
    told()

    assert deliver_due(at=NOW) == 0
    assert Delivery.objects.get().last_error.startswith("NotDelivered: not an http address")


def test_a_worker_that_died_costs_a_pause_and_no_message(robot, monkeypatch):
    told()
    with monkeypatch.context() as dying:
        dying.setitem(delivering.SENDERS, "webhook", die)
        with pytest.raises(SystemExit):
            deliver_due(at=NOW)

    assert [deliver_due(at=NOW), deliver_due(at=NOW + timedelta(minutes=1))] == [0, 1]


def die(delivery):
    raise SystemExit


def test_a_worker_that_died_at_the_last_attempt_is_told_of(robot):
    told()
    Delivery.objects.update(attempts=6)

    deliver_due(at=NOW)

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error, robot.got) == (State.FAILED, delivering.WORKER_DIED, [])


def test_mail_goes_to_the_addressee(settings):
    settings.SENDS_MAIL, settings.SITE_ADDRESS = True, "https://anquan.example.gov.cn"
    bureau = BureauFactory(email="ju@example.gov.cn", wants_mail=True)
    message = told(user=bureau)

    assert deliver_due(at=NOW) == 1
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["ju@example.gov.cn"], f"【可能立即引发事故】{bureau.county}")
    assert sent.body == f"{message.text}\n\nhttps://anquan.example.gov.cn{message.path}\n"


class Mailbox(socketserver.StreamRequestHandler):
    """As much SMTP as a message needs."""

    def handle(self):
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            match line.partition(" ")[0].upper():
                case "DATA":
                    self.say("354 go on")
                    self.server.got.append(self.mail())
                    self.say("250 taken")
                case "RCPT":
                    self.say(self.server.answer)
                case "QUIT":
                    return self.say("221 bye")
                case _:
                    self.say("250 well")
        return None

    def mail(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        return b"".join(lines)

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def mailbox(settings):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox)
    server.got, server.answer = [], "250 well"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.SENDS_MAIL = "127.0.0.1", server.server_address[1], True
    with serving(server):
        yield server


def test_mail_leaves_over_smtp(mailbox):
    message = told(user=BureauFactory(email="ju@example.gov.cn", wants_mail=True))

    assert deliver_due(at=NOW) == 1
    [sent] = mailbox.got
    assert f"Message-ID: <{message.reference}.".encode() in sent
    assert b"To: ju@example.gov.cn" in sent


def test_refused_mail_is_tried_again(mailbox):
    mailbox.answer = "550 no such box"
    told(user=BureauFactory(email="ju@example.gov.cn", wants_mail=True))

    assert deliver_due(at=NOW) == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.last_error.partition(":")[0]) == (State.WAITING, smtplib.SMTPRecipientsRefused.__name__)


def test_the_task_sends_what_is_due(robot):
    MessageFactory()

    deliver_messages()

    assert len(robot.got) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_once(robot):
    told()
    pk = Delivery.objects.get().pk

    assert sorted(race(*[lambda: deliver(pk, at=NOW)] * 2)) == [False, True]
    assert len(robot.got) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_both_would_send(robot, monkeypatch):
    told()
    pk = Delivery.objects.get().pk
    monkeypatch.setattr(delivering, "claim", wait_for_each_other(lambda pk, at: True))

    assert race(*[lambda: deliver(pk, at=NOW)] * 2) == [True, True]
    assert len(robot.got) == 2
