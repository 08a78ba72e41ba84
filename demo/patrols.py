"""Plans and visits of the demonstration county this year: walked as they were due but for some, missed with and without a reason."""

from datetime import date, timedelta

from django.utils import timezone

from demo.deeds import Team, moment
from hazards import checklists
from hazards.checking import begin_sheet, finish_sheet, save_sheet, serve_for_visit, waiting_hazards
from hazards.intake import record_inspection
from hazards.models import Checklist, Inspection, PatrolPlan, SheetAnswer, VisitTask
from hazards.rhythm import HORIZON, explain_missed, make_visits_due, open_plan
from townships.models import Place, Sector, Township

Rhythm, Season, Kind = PatrolPlan.Rhythm, PatrolPlan.Season, Inspection.Kind
DAYS_AGO = 45
REASONS = ["大雪封路，次日补查", "单位停产检修，厂门紧锁", "人员抽调参加防汛"]


def load_patrols(county, bureau, today, diary):
    own = take_over_lists(bureau)
    start = max(today - timedelta(days=DAYS_AGO), date(today.year, 1, 4))
    townships = list(Township.objects.filter(county=county).order_by("pk"))
    for number, township in enumerate(townships[:3]):
        open_township_plans(township, Team.of(township), number, start)
    open_county_plans(county, bureau, start)
    open_plans_of_season(county, bureau, townships[0], today.year)
    make_due_week_by_week(start, today)
    diary.tell(*walks(county, today))
    for number, township in enumerate(townships[:2]):
        diary.tell(fill_a_sheet(township, own, today - timedelta(days=3 + number), is_finished=True))
    diary.tell(fill_a_sheet(townships[0], own, today, is_finished=False))


def make_due_week_by_week(start, today):
    """As the beat did, so that a draw for a day of last month was drawn before it."""
    for days in range(0, (today - start).days, HORIZON.days):
        make_visits_due(today=start + timedelta(days=days))
    make_visits_due(today=today)


def take_over_lists(bureau):
    """The county's own lists for what it has most of; the others stay samples."""
    samples = Checklist.objects.filter(county=None, sector__key__in=["fireworks", "non_coal_mines", "fire_safety"]).order_by("pk")
    own = [checklists.take_over(sample, by=bureau) for sample in samples]
    draft = checklists.revise(own[0], by=bureau)
    first = draft.items.first()
    checklists.put_item(draft, by=bureau, item=first, **first.content() | {"method": "对照标识清点，拍照留存"})
    checklists.issue(draft, by=bureau, note="第 1 项增加拍照留存的要求")
    return {checklist.sector_id: checklist for checklist in own}


def open_township_plans(township, team, number, start):
    """Every Tuesday and Friday the high-risk firms by one of the two, on the 20th of each month the key sites by both."""
    told = {"by": team.first, "today": start, "county": township.county, "township": township, "starts_on": start}
    told["ends_on"] = start.replace(month=12, day=31)
    open_plan(
        name=f"{township.name}高危企业周督查",
        kind=Kind.WEEKLY,
        high_risk_only=True,
        rhythm=Rhythm.WEEKLY,
        weekdays=[1, 4],
        days_allowed=1,
        inspectors=[team.people[number % 2]],
        **told,
    )
    sites = Place.objects.in_township(township.pk).filter(level="key_site")
    if sites.exists():
        open_plan(
            name=f"{township.name}重点部位月检查",
            kind=Kind.MONTHLY,
            places=sites,
            rhythm=Rhythm.MONTHLY,
            month_day=20,
            days_allowed=5,
            inspectors=team.people,
            **told,
        )
    open_plan(
        name=f"{township.name}消防安全日巡查",
        kind=Kind.DAILY,
        places=Place.objects.in_township(township.pk).filter(level="village").order_by("pk")[: 2 + number],
        sector=Sector.objects.get(key="fire_safety"),
        rhythm=Rhythm.WORKDAYS,
        inspectors=team.people,
        **told | {"starts_on": max(start, start + timedelta(days=DAYS_AGO - 12)), "today": start},
    )


def open_county_plans(county, bureau, start):
    told = {
        "by": bureau,
        "today": start,
        "county": county,
        "township": None,
        "starts_on": start,
        "ends_on": start.replace(month=12, day=31),
    }
    open_plan(
        name=f"{start.year}年危险化学品经营单位双随机抽查",
        kind=Kind.RANDOM,
        sector=Sector.objects.get(key="hazardous_chemicals"),
        rhythm=Rhythm.MONTHLY,
        month_day=10,
        days_allowed=10,
        inspectors=county.people.filter(unit=county.bureau_name).exclude(inspector_card=""),
        draws_places=2,
        draws_inspectors=2,
        **told,
    )
    open_plan(
        name=f"{start.year}年烟花爆竹企业季评比",
        kind=Kind.QUARTERLY,
        sector=Sector.objects.get(key="fireworks"),
        rhythm=Rhythm.QUARTERLY,
        month_day=20,
        days_allowed=5,
        **told,
    )


def open_plans_of_season(county, bureau, township, year):
    """Dams and slopes each week of the flood season, key sites in the safety month, all fireworks before a long holiday."""
    sites = Place.objects.in_township(township.pk).filter(level="key_site")
    own = {"by": Team.of(township).first, "county": county, "township": township, "inspectors": Team.of(township).people}
    own |= {"kind": Kind.SPECIAL, "days_allowed": 1}
    open_for(
        date(year, 4, 1),  # 汛期 in Hunan: April to September
        date(year, 9, 30),
        name=f"{township.name}{year}年汛期水库和坡体检查",
        season=Season.FLOOD,
        rhythm=Rhythm.WEEKLY,
        weekdays=[0],
        places=sites.filter(as_key_site__sector__key="geological"),
        **own,
    )
    month = {"season": Season.SAFETY_MONTH, "rhythm": Rhythm.ONCE, "places": sites}
    open_for(date(year, 6, 1), date(year, 6, 30), name=f"{township.name}安全生产月重点部位检查", **month, **own)
    fireworks = {"sector": Sector.objects.get(key="fireworks"), "season": Season.FESTIVAL, "rhythm": Rhythm.ONCE, "kind": Kind.SPECIAL}
    whole = {"by": bureau, "county": county, "township": None, "high_risk_only": True, **fireworks}
    open_for(date(year, 9, 21), date(year, 9, 30), name="国庆节前烟花爆竹单位检查", **whole)
    open_for(date(year, 12, 21), date(year, 12, 31), name="元旦节前烟花爆竹单位检查", **whole)


def open_for(start, end, **plan):
    """A plan that was made on its first day."""
    open_plan(today=start, starts_on=start, ends_on=end, **plan)


def walks(county, today):
    """What was due until yesterday: most on the day, some made up for later, every ninth missed, and of these every second explained."""
    due = VisitTask.objects.filter(township__county=county, due_on__lt=today).select_related("place", "township__county", "plan__sector")
    for number, task in enumerate(due.order_by("starts_on", "pk")):
        team = Team.of(task.township)
        if number % 9 == 4:
            if number % 2:
                yield explain(task, team, REASONS[number // 9 % len(REASONS)])
        elif number % 11 == 0:
            yield visit(task, team, min(task.due_on + timedelta(days=2), today - timedelta(days=1)))
        else:
            yield visit(task, team, task.starts_on)


def explain(task, team, reason):
    day = task.due_on + timedelta(days=1)
    yield moment(day, 8)
    task.refresh_from_db(fields=["inspection"])
    if task.inspection_id is None:
        explain_missed(task, by=team.first, reason=reason, today=day)


def visit(task, team, day):
    yield (at := moment(day, 11))
    task.refresh_from_db(fields=["inspection"])
    if task.inspection_id:
        # Somebody was there on that day already.
        return
    record_inspection(
        by=team.first,
        at=at,
        place=task.place,
        sector=task.plan.sector or own_sector(task.place),
        kind=task.plan.kind,
        inspectors=team.people,
        inspected_at=moment(day),
        ended_at=moment(day, 10),
        content="现场检查未发现隐患。",
        task=task,
        signs_clear=True,
    )


def own_sector(place):
    return (place.as_enterprise if place.level == "enterprise" else place.as_key_site).sector


def fill_a_sheet(township, own, day, *, is_finished):
    """A checklist with two failures; finished, its hazards stand in the ledger and the order is served."""
    team, firms = Team.of(township), Place.objects.in_township(township.pk).filter(as_enterprise__sector__in=own.keys())
    place = firms.order_by("pk").first()
    if place is None:
        return
    version = own[place.as_enterprise.sector_id].in_force
    told = {"place": place, "version": version, "sector": version.checklist.sector, "inspectors": team.people, "kind": Kind.WEEKLY}
    yield moment(day)
    sheet = begin_sheet(by=team.first, at=min(moment(day), timezone.now()), **told)
    seen = {"answers": answers_of(version, is_finished), "at": min(moment(day, 10), timezone.now())}
    save_sheet(sheet, by=team.first, accompanied_by="厂长", unit_signatory="厂长", **seen)
    if not is_finished:
        return
    yield (at := moment(day, 10, 15))
    found = finish_sheet(sheet, by=team.first, at=at)
    items = {hazard.pk: {"requirement": hazard.measure, "deadline": hazard.deadline} for hazard in waiting_hazards(found)}
    yield (at := moment(day, 11))
    serve_for_visit(found, by=team.first, items=items, at=at)


def answers_of(version, is_finished):
    passed, failed = {"result": SheetAnswer.Result.PASSED}, {"result": SheetAnswer.Result.FAILED}
    keys = list(version.items.filter(grade="general").values_list("pk", flat=True))
    answers = dict.fromkeys(version.items.values_list("pk", flat=True), passed)
    answers |= {keys[0]: failed | {"note": "2 号工房"}, keys[1]: failed | {"note": "1 号库"}}
    return answers if is_finished else dict(list(answers.items())[:4])
