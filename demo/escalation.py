"""Overdue hazards of the demonstration county on several steps, a circular, and messages read and unread."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery

from demo.deeds import Ledger, moment, places_of_sector
from hazards.bulletins import issue_circular, write_brief
from hazards.escalation import answer, raise_due
from hazards.models import Bulletin, Escalation
from papers.printing import kept_from_the_queue
from townships.models import Addressee, Message, Sector

# So long ago its deadline passed: on the steps from the letter to the suspension.
DAYS_OVER = [13, 24, 34]
URGED = "已到现场督促，责任单位承诺三日内整改完毕。"
UNREAD_DAYS = 3


def load_escalation(county, bureau, today, diary):
    diary.tell(*overdue_stories(county, today), let_beat_look(today))
    diary.tell(circulate(county, bureau, today), answer_and_read(county, bureau, today))


def let_beat_look(today):
    """Up to yesterday: this morning may not have come yet, and the beat does it then."""
    for days in range(max(DAYS_OVER), 0, -1):
        yield (at := moment(today - timedelta(days=days), 9))
        raise_due(at=at)


def circulate(county, bureau, today):
    yield (at := moment(today - timedelta(days=1), 17))
    with kept_from_the_queue():
        issue_circular(county, scope=Bulletin.Scope.OVERDUE, by=bureau, at=at)
        write_brief(county, by=bureau, at=at)


def answer_and_read(county, bureau, today):
    yield moment(today, 0, 10)
    urge(county, bureau)
    read_until(today - timedelta(days=UNREAD_DAYS))


def overdue_stories(county, today):
    """Fireworks firms that were ordered to rectify and did not."""
    ledger, sector = Ledger(county), Sector.objects.get(key="fireworks")
    places = places_of_sector(county, sector)
    deadlines = [today - timedelta(days=days) for days in DAYS_OVER]
    return [
        ledger.find_and_order(
            places[number * 2 % len(places)], sector, deadline - timedelta(days=15), deadline, may_cause_accident=number == 1
        )
        for number, deadline in enumerate(deadlines)
    ]


def urge(county, bureau):
    """The lower steps of what stands highest were answered the day after, those above wait."""
    for step in Escalation.objects.in_county(county.pk).to_do().filter(position__lt=3).order_by("pk")[::2]:
        answer(step, by=bureau, note=URGED, at=step.raised_at + timedelta(hours=26))


def read_until(day):
    """Older messages were read when they came, the last days' wait."""
    came = Message.objects.filter(pk=OuterRef("message")).values("sent_at")
    Addressee.objects.filter(message__sent_at__lt=moment(day)).update(read_at=Subquery(came))
