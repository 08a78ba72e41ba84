"""Drives with their departments, what they achieved, enforcement and illegal acts, by the functions that the screens call."""

from datetime import timedelta
from decimal import Decimal

from demo.deeds import Team, moment, places_of_sector
from demo.findings import finding
from hazards import illegal_acts
from hazards.drives import Action, record_outcome, take
from hazards.enforcing import record_enforcement
from hazards.intake import record_inspection
from hazards.models import Department, Drive, EnforcementKind, IllegalAct, IllegalActEvent, Inspection, OutcomeKind, ViolationKind
from hazards.weekly_return import FRIDAY, Week, hand_in
from papers.printing import kept_from_the_queue
from townships.models import Sector, Township, User

POLICE = [("赵强", "湘公执0512"), ("钱勇", "湘公执0533")]
SITES = ["废弃砖厂", "山坳养猪棚", "旧粮站仓库", "水库边民房", "竹林窝棚"]
ACT_STATES = ["closed", "closed", "rechecked", "handled", "found", "found"]
# 2018年机构改革 (中共中央《深化党和国家机构改革方案》) merged them into others; in 2008 and 2012 they led drives.
ENDED = ["安监局", "国土资源局", "质监局", "地方海事处"]
STEPS = [IllegalActEvent.Action.HANDLE, IllegalActEvent.Action.PASS, IllegalActEvent.Action.CLOSE]


def add_drive(county, key, name, start, end, departments, *, by, state=Drive.State.RUNNING, **told):
    """With its departments as rows of the county; the first one leads."""
    named = [department(county, one) for one in departments.split("、")]
    sector = Sector.objects.get(key=key)
    drive = Drive.objects.create(county=county, sector=sector, name=name, starts_on=start, ends_on=end, lead=named[0], **told)
    drive.departments.set(named)
    if state != Drive.State.PLAN:
        take(drive, Action.START, by=by, at=moment(start, 8))
        drive.refresh_from_db()
    return drive


def department(county, name):
    row, _created = Department.objects.get_or_create(county=county, name=name.removeprefix("县"), defaults={"position": 50})
    return row


def end_departments(county):
    """Their drives keep them, nobody chooses them any more."""
    Department.objects.filter(county=county, name__in=ENDED).update(is_active=False, position=90)


def sum_up(drive, *, by, on):
    yield (at := moment(on, 17))
    take(drive, Action.SUM_UP, by=by, at=at)


def enforce(kind, place, day, *, by, basis, party="", **told):
    """By the township's inspectors who hold a card, and two of the police."""
    people = [person for person in Team.of(place.township or place.as_township).people if person.inspector_card]
    departments = [department(place.county, "应急管理局"), department(place.county, "公安局")]
    told |= {"people": people, "others": POLICE, "departments": departments, "basis": basis, "party": party}
    kind = EnforcementKind.objects.get(key=kind)
    yield (at := moment(day, 15))
    return record_enforcement(by=by, at=at, place=place, kind=kind, acted_at=moment(day, 11), **told)


def achieve(drive, township, kind, quantity, day, *, by, note=""):
    told = {"quantity": Decimal(quantity), "counted_on": day, "note": note}
    yield (at := moment(day, 17))
    return record_outcome(by=by, at=at, drive=drive, kind=OutcomeKind.objects.get(key=kind), place=township, **told)


def find_act(place, kind, day, *, by, target="closed", passed_by=None, sector=None, party="刘某某", **told):
    """An illegal act, walked by real steps to the state that it is to have."""
    told = {"location": SITES[day.day % len(SITES)], "description": "现场发现生产原料和半成品，无任何许可证照。"} | told
    kind, sector = ViolationKind.objects.get(key=kind), sector or Sector.objects.get(key="fireworks")
    yield (at := moment(day, 9))
    act = illegal_acts.log_act(by=by, at=at, place=place, kind=kind, sector=sector, party=party, found_at=at, **told)
    words = ["当场取缔，清除原料和设备。", "经复核，现场已清除，未恢复生产。", "同意销号。"]
    actors = [by, passed_by, passed_by]
    for number in range(list(IllegalAct.State).index(target)):
        yield (done_at := at + timedelta(hours=2 + number))
        illegal_acts.take(act, STEPS[number], by=actors[number], at=done_at, reason=words[number])
    act.refresh_from_db()
    return act


def enforce_2008(county, bureau, drives, diary):
    """D2: 销毁“三无”车辆12辆，取缔非法烟花爆竹生产、经营窝点15个; 176台摩托车规范办证，21台农用车."""
    township = Township.objects.get(county=county, name="官亭乡")
    team, villages = Team.of(township), list(township.places.filter(level="village").select_related("township", "county").order_by("pk"))
    for drive in drives["road_traffic"]:
        told = {"quantity": Decimal(3), "party": "无牌无证无保险车辆", "basis": "《道路交通安全法》第一百条", "drive": drive}
        diary.tell(enforce("vehicles_destroyed", villages[0], drive.starts_on + timedelta(days=9), by=team.first, **told))
    for number in range(15):
        drive = drives["fireworks"][number % len(drives["fireworks"])]
        day = drive.starts_on + timedelta(days=5 + number)
        village = villages[number % len(villages)]
        told = {"passed_by": bureau, "drive": drive, "party": f"非法烟花爆竹窝点{number + 1}号"}
        diary.tell(find_and_ban(village, "illegal_fireworks", day, by=team.first, basis="《烟花爆竹安全管理条例》第三十六条", **told))
    office, first = Township.objects.get(county=county, name="金鱼岭街道"), drives["road_traffic"][0]
    for kind, number in [("plates_issued", 176), ("farm_vehicles", 21)]:
        diary.tell(achieve(first, office, kind, number, first.ends_on, by=bureau, note="隐患整治年"))


def find_and_ban(place, kind, day, *, by, basis, drive=None, **told):
    """An illegal act that was handled, and the ban (取缔) of its site on the same day."""
    act = yield from find_act(place, kind, day, by=by, drive=drive, **told)
    yield from enforce("illegal_sites", place, day, by=by, illegal_act=act, drive=drive, party=act.party, basis=basis)


def load_drives(county, bureau, today, diary):
    """One that was summed up, one under way, one planned; and what is done against illegal acts."""
    end_departments(county)
    start = today - timedelta(days=20)
    told = {"departments": "应急管理局、公安局、交警大队、交通运输局、农业农村局", "by": bureau}
    told |= {"aim": "集中整治“三无”车辆上路、农用车载人和超限超载，遏制较大以上道路交通事故"}
    running = add_drive(county, "road_traffic", "冬春道路交通安全专项整治行动", start, today + timedelta(days=25), **told)
    running.more_sectors.set(Sector.objects.filter(key="farm_machinery"))
    planned = {"departments": "应急管理局、公安局、市场监督管理局", "by": bureau, "state": Drive.State.PLAN}
    days = today + timedelta(days=35), today + timedelta(days=80)
    add_drive(county, "fireworks", "旺季烟花爆竹“打非”专项行动", *days, aim="打击非法生产、储存、经营烟花爆竹", **planned)
    townships = list(Township.objects.filter(county=county).order_by("pk"))
    for number, township in enumerate(townships[:4]):
        diary.tell(join_forces(running, township, number, start + timedelta(days=2 + 3 * number)))
    load_acts(bureau, townships, today, diary)
    diary.tell(hand_in_returns(bureau, townships, today))


def join_forces(drive, township, number, day):
    """A joint visit with a finding, and what came of it."""
    county, team, found = township.county, Team.of(township), finding(drive.sector, number)
    places = [place for place in places_of_sector(county, drive.sector) if place.township_id == township.pk]
    place = (places or list(township.places.filter(level="village").select_related("township", "county")))[0]
    told = {"drive": drive, "basis": "《道路交通安全法》第九十条"}
    yield from enforce("vehicles_stopped", place, day, by=team.first, party="违法载人农用车", quantity=Decimal(4 + number), **told)
    yield from enforce("fines", place, day, by=team.first, party="超限超载货车车主", amount=Decimal(2000 * (number + 1)), **told)
    yield (at := moment(day, 16))
    record_inspection(
        by=team.first,
        at=at,
        place=place,
        sector=drive.sector,
        kind=Inspection.Kind.DRIVE,
        drive=drive,
        inspectors=team.people,
        inspected_at=moment(day),
        parties=[(department(county, "交警大队"), "孙伟、周涛"), (department(county, "农业农村局"), "吴敏")],
        content="联合设卡检查过往车辆。",
        hazards=[found | {"entered_at": moment(day, 15)}],
    )
    yield from achieve(drive, township, "signs", 6 + number, day, by=team.first)
    yield from achieve(drive, township, "people_trained", 40 + 10 * number, day, by=team.first, note="驾驶人现场宣教")


def load_acts(bureau, townships, today, diary):
    """Of every state some in the last weeks; two that outsiders found, one that came back."""
    kinds = ["illegal_fireworks", "illegal_chemicals", "unlicensed", "illegal_mining", "untrained", "illegal_transport"]
    ways = ["township", "township", "county", "public", "township", "superior"]
    for number, (kind, target, way) in enumerate(zip(kinds, ACT_STATES, ways, strict=True)):
        township = townships[number % len(townships)]
        village = township.places.filter(level="village").select_related("township", "county").order_by("pk").first()
        day, team = today - timedelta(days=17 - 3 * number), Team.of(township)
        told = {"target": target, "found_by": way, "passed_by": bureau, "party": f"{'刘李王陈杨黄'[number]}某某", "by": team.first}
        if target in ("closed", "handled"):
            diary.tell(find_and_ban(village, kind, day, basis="《安全生产法》第七十条", **told))
        else:
            diary.tell(find_act(village, kind, day, **told))
    diary.tell(find_once_more(townships[0].county, today))


def find_once_more(county, today):
    """What was banned at the beginning goes on at the same site (死灰复燃)."""
    day = today - timedelta(days=1)
    yield moment(day, 8)
    earlier = IllegalAct.objects.filter(county=county, state="closed", found_at__year=day.year).order_by("pk").first()
    if earlier:
        told = {"location": earlier.location, "party": earlier.party, "came_back_from": earlier, "target": "found"}
        yield from find_act(earlier.place, earlier.kind.key, day, by=earlier.created_by, **told)


def hand_in_returns(bureau, townships, today):
    """Last Friday's returns: a township's and the county's in time, another township's in the afternoon."""
    week = Week(today - timedelta(days=(today.weekday() - FRIDAY) % 7 or 7))
    users = [Team.of(townships[0]).first, bureau, Team.of(townships[1]).first]
    for user, hour in zip(users, [10, 11, 16], strict=True):
        yield (at := moment(week.end, hour, 0))
        with kept_from_the_queue():
            hand_in(week, by=User.objects.get(pk=user.pk), at=at)
