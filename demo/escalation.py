"""Overdue hazards of the demonstration county on several steps, a circular, and messages read and unread."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery

from demo.deeds import Ledger, moment, places_of_sector
from hazards.bulletins import issue_circular
from hazards.escalation import answer, raise_due
from hazards.models import Bulletin, Escalation
from papers.printing import kept_from_the_queue
from townships.models import Addressee, Message, Sector

# So long ago its deadline passed: on the steps from the letter to the suspension.
DAYS_OVER = [13, 24, 34]
URGED = "已到现场督促，责任单位承诺三日内整改完毕。"
UNREAD_DAYS = 3


def load_escalation(county, bureau, today):
    leave_overdue(county, today)
    # Up to yesterday: this morning may not have come yet, and the beat does it then.
    for days in range(max(DAYS_OVER), 0, -1):
        raise_due(at=moment(today - timedelta(days=days), 9))
    urge(county, bureau)
    day = today - timedelta(days=1)
    with kept_from_the_queue():
        issue_circular(county, scope=Bulletin.Scope.OVERDUE, by=bureau, at=moment(day, 16))
    read_until(today - timedelta(days=UNREAD_DAYS))


def leave_overdue(county, today):
    """Fireworks firms that were ordered to rectify and did not."""
    ledger, sector = Ledger(county), Sector.objects.get(key="fireworks")
    places = places_of_sector(county, sector)
    for number, days in enumerate(DAYS_OVER):
        deadline = today - timedelta(days=days)
        found_on = deadline - timedelta(days=15)
        [hazard] = ledger.visit(places[number * 2 % len(places)], sector, found_on, may_cause_accident=number == 1)
        ledger.order(hazard, found_on, deadline)


def urge(county, bureau):
    """The lower steps of what stands highest were answered the day after, those above wait."""
    for step in Escalation.objects.in_county(county.pk).to_do().filter(position__lt=3).order_by("pk")[::2]:
        answer(step, by=bureau, note=URGED, at=step.raised_at + timedelta(hours=26))


def read_until(day):
    """Older messages were read when they came, the last days' wait."""
    came = Message.objects.filter(pk=OuterRef("message")).values("sent_at")
    Addressee.objects.filter(message__sent_at__lt=moment(day)).update(read_at=Subquery(came))
