from datetime import date

from factory.django import DjangoModelFactory

from hazards import checklists
from hazards.checking import begin_sheet, save_sheet
from hazards.intake import sector_of
from hazards.models import PatrolPlan
from hazards.rhythm import open_plan
from tests.factories.hazards import two_inspectors
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, SectorFactory
from townships.models import Holiday

MONDAY = date(2026, 3, 2)


class HolidayFactory(DjangoModelFactory):
    class Meta:
        model = Holiday

    day = date(2027, 1, 1)
    name = "元旦"


def PlanFactory(*, place=None, by=None, today=MONDAY, inspectors=None, **fields):  # noqa: N802 (used like the factories)
    """A plan of one township with its first visits, made by the real way in: every working day of March, one place, two people."""
    place = place or EnterpriseFactory()
    by = by or InspectorFactory(township=place.township)
    told = {
        "county": place.county,
        "township": place.township,
        "name": "日巡查计划",
        "places": [place],
        "rhythm": PatrolPlan.Rhythm.WORKDAYS,
        "starts_on": today,
        "ends_on": date(today.year, 12, 31),
        "inspectors": two_inspectors(place.township) if inspectors is None else inspectors,
    }
    return open_plan(by=by, today=today, **told | fields)


def unsaved_plan(**fields):
    """For rules that need no database."""
    return PatrolPlan(**{"starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31), "rhythm": PatrolPlan.Rhythm.WORKDAYS} | fields)


ITEM = {
    "text": "灭火器在有效期内",
    "basis": "《消防法》第十六条",
    "method": "逐个查看",
    "finding": "灭火器过期。",
    "measure": "更换灭火器。",
    "days": 3,
    "category": "condition",
    "grade": "general",
}


def ChecklistFactory(*, by=None, items=2, grade="general", days=3, **fields):  # noqa: N802 (used like the factories)
    """A county's own list with an issued version of so many items, all of this grade."""
    by = by or BureauFactory()
    told = {"name": "消防检查表", "sector": fields.pop("sector", None) or SectorFactory()} | fields
    alike = ITEM | {"grade": grade, "days": days}
    content = [alike | {"text": f"第{number}项", "finding": f"第{number}项不合格。"} for number in range(1, items + 1)]
    checklist = checklists.add_checklist(by=by, items=content, **told)
    checklists.issue(checklist.draft, by=by)
    return checklist


def SheetFactory(*, place=None, by=None, checklist=None, answers=(), inspectors=None, **fields):  # noqa: N802 (used like the factories)
    """A sheet begun at a place; `answers` are results in the order of the items, or what was told with them."""
    place = place or EnterpriseFactory()
    by = by or InspectorFactory(township=place.township)
    checklist = checklist or ChecklistFactory(by=BureauFactory(county=place.county), sector=sector_of(place), items=max(len(answers), 2))
    people = two_inspectors(place.township) if inspectors is None else inspectors
    told = {"place": place, "version": checklist.in_force, "sector": checklist.sector, "inspectors": people}
    sheet = begin_sheet(by=by, **told | fields)
    items = checklist.in_force.items.values_list("pk", flat=True)
    filled = {pk: answer if isinstance(answer, dict) else {"result": answer} for pk, answer in zip(items, answers, strict=False)}
    return save_sheet(sheet, by=by, answers=filled)
