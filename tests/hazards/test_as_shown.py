"""What is frozen under a number is what its check page showed: a row that changes meanwhile sends everybody back to look again."""

import uuid

import pytest
from django.urls import reverse

from hazards import checklists
from hazards.models import Bulletin, ChecklistVersion, DriveSummary, State, WeeklyReturn
from tests.factories.drives import illegal_act_at, outcome_of
from tests.factories.escalation import overdue_hazard
from tests.factories.hazards import DriveFactory
from tests.factories.patrols import ChecklistFactory
from tests.factories.townships import BureauFactory, EnterpriseFactory
from tests.hazards.test_major_hazards import major_at
from townships.as_shown import mark_of_shown

pytestmark = pytest.mark.django_db
WEEK = "?week=2026-03-06"


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def place(bureau):
    return EnterpriseFactory(township__county=bureau.county)


def drive_summary(bureau, place):
    drive = DriveFactory(county=bureau.county)
    page = reverse("hazards:drive_step", args=[drive.pk, "sum_up"])
    return page, page, {}, lambda: outcome_of(drive, township=place.township), DriveSummary.objects


def half_month(bureau, place):
    page, made = reverse("hazards:circulars"), Bulletin.objects
    return page, reverse("hazards:new_circular"), {"early": "1"}, lambda: major_at(State.ORDERED, place=place), made


def circular(bureau, place):
    overdue_hazard(place=place)
    page = f"{reverse('hazards:new_bulletin')}?scope=overdue"
    return page, page, {"scope": "overdue", "submission": uuid.uuid4()}, lambda: overdue_hazard(place=place), Bulletin.objects


def brief(bureau, place):
    page = reverse("hazards:brief_bulletin")
    return page, page, {"submission": uuid.uuid4()}, lambda: overdue_hazard(place=place), Bulletin.objects


def checklist(bureau, place):
    own = ChecklistFactory(by=bureau)
    draft = checklists.revise(own, by=bureau)
    page = reverse("hazards:edit_checklist", args=[own.pk])
    return page, page, {"note": "修订"}, lambda: checklists.remove_item(draft.items.first(), by=bureau), ChecklistVersion.objects.issued()


def weekly_return(bureau, place):
    week = f"{reverse('hazards:illegal_week')}{WEEK}", f"{reverse('hazards:hand_in_week')}{WEEK}"
    return *week, {}, lambda: illegal_act_at(place=place), WeeklyReturn.objects


@pytest.mark.parametrize("frozen", [drive_summary, half_month, circular, brief, checklist, weekly_return])
def test_what_changed_since_it_was_checked_is_checked_again(as_user, bureau, place, frozen):
    page, sends_to, told, change, made = frozen(bureau, place)
    client = as_user(bureau)
    seen, before = client.get(page).context, made.count()
    told |= {"half": seen["half"].start} if "half" in seen else {}
    change()

    refused = client.post(sends_to, told | {"as_shown": seen["as_shown"]}, follow=True)
    assert ("台账又有变动" in refused.content.decode(), made.count()) == (True, before)

    client.post(sends_to, told | {"as_shown": refused.context["as_shown"]})
    assert made.count() == before + 1


def test_time_that_passes_while_somebody_reads_is_no_change():
    assert mark_of_shown({"count": 3, "counted_at": "10:00"}) == mark_of_shown({"count": 3, "counted_at": "10:20"})
    assert mark_of_shown({"count": 3}) != mark_of_shown({"count": 4})
