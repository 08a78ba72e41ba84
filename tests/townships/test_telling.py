"""Who is told that the campaign waits for them: each thing once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone, translation

from tests.factories.appraisal import State, Walk
from tests.factories.campaign import State as CandidacyState
from tests.factories.campaign import candidacy_at
from tests.factories.rounds import RoundWriter
from tests.factories.townships import BureauFactory, InspectorFactory
from townships.appraising import Action, check_clause
from townships.models import Addressee, Delivery, Message
from townships.telling import tell_of_titles_running_out

pytestmark = pytest.mark.django_db


def inboxes(kind):
    return {inbox.user for inbox in Addressee.objects.filter(message__kind=kind)}


def test_a_township_is_told_of_a_plan_that_came_back_and_of_nothing_else():
    writer = RoundWriter()
    writer.plan("file", "return")

    assert inboxes("returned") == {writer.inspector}
    assert Message.objects.get().text == f"创建方案被退回：{writer.township}，请补充"


def test_a_township_is_told_of_a_self_score_that_came_back():
    walk = Walk()
    walk.submit(self_deductions=())
    with translation.override("en"):
        walk.press(Action.RETURN, walk.clerk, reason="佐证不全")

    assert inboxes("returned") == {walk.inspector}
    assert Message.objects.get().text == f"考评自评被退回：{walk.appraisal}，佐证不全"


def test_who_has_to_sign_is_told_when_the_result_is_agreed_and_when_it_is_settled_again(monkeypatch):
    walk = Walk().to(State.AGREED)
    assert inboxes("sign") == {walk.second, walk.inspector}

    monkeypatch.setattr("townships.appraising.may_check", lambda appraisal, user: True)
    check_clause(walk.appraisal, walk.sheet.clauses.last(), holds=True, note="新发生", by=walk.clerk)

    assert inboxes("sign") == {walk.first, walk.second, walk.inspector}
    assert Message.objects.filter(kind="sign").count() == 2


def test_of_a_title_that_ends_soon_bureau_and_township_are_told_once_and_not_at_night(settings):
    settings.MESSAGE_WEBHOOK_URL = "https://robot.example/"
    title = candidacy_at(CandidacyState.NAMED)
    bureau, inspector = BureauFactory(county=title.township.county), InspectorFactory(township=title.township)
    due = title.valid_until - timedelta(days=title.campaign.reminder_days)
    midnight = timezone.make_aware(datetime.combine(due, datetime.min.time()))

    told = [tell_of_titles_running_out(day, at=midnight) for day in (due - timedelta(days=1), due, due + timedelta(days=1))]

    assert told == [0, 1, 0]
    assert {bureau, inspector} <= inboxes("lapsing")
    assert timezone.localtime(Delivery.objects.get().next_attempt_at).hour == 8
