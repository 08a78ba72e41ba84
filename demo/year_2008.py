"""The second document's facts, on the townships that it names."""

from datetime import date, timedelta
from decimal import Decimal

from demo.campaigns import add_mentor, open_campaign, run_candidacy
from demo.deeds import Ledger, Team, moment, places_of_sector
from demo.documents import (
    CANDIDACIES_2008,
    DRILLS_2008,
    EQUIPMENT_2008,
    HAZARDS_2008,
    INVESTMENTS_2008,
    MENTORS_2008,
    OUTPOSTS_2008,
    PLATE_DAYS_2008,
    PROVISIONS_2008,
    PUBLICITY_2008,
    RHYTHM_2008,
    STATIONS_2008,
    TRAININGS_2008,
    WORKS_2008,
)
from demo.drives import add_drive, department, enforce_2008, sum_up
from demo.letters import issue_letters, sign_forest_letter
from demo.means import add_drill
from demo.rounds import write_2008
from hazards.departments import adopt_departments
from hazards.intake import record_inspection
from hazards.models import Inspection
from publicity.log import log_activity, log_training
from publicity.models import ActivityKind
from townships.accidents import state_no_accidents
from townships.models import (
    AccidentGrade,
    Equipment,
    EquipmentKind,
    Investment,
    PhysicalWork,
    Provision,
    Sector,
    Township,
    Village,
    VillageOffice,
    WorkKind,
)
from townships.recording import record
from townships.spending import link_sums, record_investment
from townships.stations import record_station_year

OUTCOME = "取得了联系单位的指导与支持，安全生产工作得到全面加强"
FIRST_APPLIED_ON = date(2006, 3, 1)
SPENT_ON, ISSUED_ON = date(2008, 9, 30), date(2008, 3, 18)
DATED = date(2008, 11, 10)  # D2: 二○○八年十一月十日
# D2: 共开展高危行业安全生产专项整治6次，道路交通专项整治4次
DRIVES = {"fireworks": 6, "road_traffic": 4}


def load_2008(county, bureau, diary):
    townships = {township.name: township for township in Township.objects.filter(county=county)}
    adopt_departments(county, by=bureau)
    load_campaign(county, bureau)
    for name, kind, quantity, title in PUBLICITY_2008:
        log_activity(
            by=bureau,
            at=moment(date(2008, 6, 16)),
            township=townships.get(name),
            kind=ActivityKind.objects.get(key=kind),
            quantity=quantity,
            held_on=date(2008, 6, 15),
            title=title,
            is_safety_month=True,
        )
    for name, day, audience, title, people in TRAININGS_2008:
        log_training(
            by=bureau,
            at=moment(date(*day)),
            township=townships.get(name),
            held_on=date(*day),
            audience=audience,
            title=title,
            others_present=people,
            # D2: 其持证率达到了100% (特种行业人员、渡口渡工、机动车驾驶员)
            others_certified=people if audience == "special" else None,
        )
    load_hazards(county, townships, bureau, diary)
    load_letters(county, townships, bureau)
    load_means(county, townships, bureau)


def load_letters(county, townships, bureau):
    """Two townships had not signed with the county by the year's end, four villages of 官亭乡 not with it."""
    day = date(2008, 1, 15)
    issue_letters(county, "township", day, by=bureau, unsigned=2)
    issue_letters(townships["官亭乡"], "village", day, by=bureau, unsigned=4)
    sign_forest_letter(townships["黄山头镇"], date(2008, 10, 8), by=bureau)


def load_means(county, townships, bureau):
    """Chapters two and five: money, stations, works; and what is said of plans, drills and accidents."""
    for name, amount, source, purpose, note in INVESTMENTS_2008:
        told = {"amount": amount, "source": source, "purpose": purpose, "note": note}
        record_investment(by=bureau, at=moment(SPENT_ON), township=townships[name], spent_on=SPENT_ON, **told)
    load_stations(townships, bureau)
    for work in WORKS_2008:
        load_work(townships, bureau, *work)
    plans = {name: load_provisions(townships[name], bureau) for name, *_facts in STATIONS_2008}
    for name, title, people in DRILLS_2008:
        add_drill(bureau, townships[name], date(2008, 6, 25), title, people, plan=plans[name])
    larger = AccidentGrade.objects.get(key="larger")
    said = {"year": 2008, "through": DATED, "grade": larger, "basis": "市工作汇报：均未发生较大以上事故"}
    state_no_accidents(by=bureau, at=moment(DATED), place=county, **said)


def load_stations(townships, bureau):
    for name, rank, budget, a_head, is_reimbursed, note in STATIONS_2008:
        township = townships[name]
        told = {"rooms": 2, "area": Decimal(36), "rank": rank, "population": township.population, "is_reimbursed": is_reimbursed}
        money = {"budget_amount": budget, "budget_per_head": a_head and Decimal(a_head)}
        record_station_year(by=bureau, at=moment(SPENT_ON), place=township, year=2008, note=note, **told, **money)
    for village in Village.objects.filter(township=townships[OUTPOSTS_2008]):
        record(VillageOffice, by=bureau, at=moment(SPENT_ON), place=village, since_on=SPENT_ON, location="村部")
    for name, kinds in EQUIPMENT_2008:
        for kind in EquipmentKind.objects.filter(key__in=kinds):
            record(Equipment, by=bureau, at=moment(SPENT_ON), place=townships[name], kind=kind, quantity=1, since_on=SPENT_ON)


def load_work(townships, bureau, name, kind, quantity, second, location, paid_by):
    work = record(
        PhysicalWork,
        by=bureau,
        at=moment(SPENT_ON),
        place=townships[name],
        kind=WorkKind.objects.get(key=kind),
        quantity=Decimal(quantity),
        second_quantity=second and Decimal(second),
        done_on=SPENT_ON,
        location=location,
    )
    if paid_by:
        link_sums(work, Investment.objects.filter(township=townships[name], note__contains=paid_by), by=bureau)


def load_provisions(township, bureau):
    """Returns the plan, so that drills can name it."""
    told = {"place": township, "version": "2008年版", "issued_on": ISSUED_ON}
    ended = {True: date(2009, 1, 1), False: None}
    issued = [
        record(Provision, by=bureau, at=moment(ISSUED_ON), kind=kind, title=title, ended_on=ended[of_one_year], **told)
        for kind, title, of_one_year in PROVISIONS_2008
    ]
    return issued[0]


def load_campaign(county, bureau):
    campaign = open_campaign(
        county,
        name="第一轮安全生产示范乡镇创建活动",
        round_number=1,
        starts_on=date(2006, 1, 1),
        ends_on=date(2008, 12, 31),
        basis="市安委《关于开展安全生产示范乡镇创建活动的工作方案》",
        aim="把创建活动与乡镇安监机构建设结合起来，切实解决基层机构、编制、经费问题",
        work_plan="宣传发动、组织实施、检查验收、总结推广",
    )
    for name, tier, target in CANDIDACIES_2008:
        applied_on = FIRST_APPLIED_ON if target == "named" else date(2008, 5, 8)
        run_candidacy(campaign, name, tier, target, by=bureau, applied_on=applied_on)
    mentorships = {mentor[2]: add_mentor(campaign, *mentor, by=bureau, outcome=OUTCOME) for mentor in MENTORS_2008}
    write_2008(campaign, bureau, mentorships)


def load_hazards(county, townships, bureau, diary):
    ledger = Ledger(county)
    sectors = {sector.key: sector for sector in Sector.objects.all()}
    drives = {key: [drive_of_2008(county, sectors[key], number, bureau) for number in range(1, times + 1)] for key, times in DRIVES.items()}
    for name, key, hazards in HAZARDS_2008:
        places = [place for place in places_of_sector(county, sectors[key]) if place.township == townships[name]]
        for number in range(hazards):
            # One drive after the other: every third hazard is put right on the spot, which should be some of each drive.
            drive = drives[key][number * len(drives[key]) // hazards] if key in drives and name == "官亭乡" else None
            day = (drive.starts_on if drive else date(2008, 4, 1)) + timedelta(days=number % 21)
            kind = Inspection.Kind.DRIVE if drive else Inspection.Kind.MONTHLY
            diary.tell(ledger.find_and_close(places[number % len(places)], sectors[key], day, kind=kind, drive=drive))
    load_visits(ledger, sectors["fireworks"], diary)
    diary.tell(register_vehicles(townships["黄山头镇"], sectors["road_traffic"]))
    enforce_2008(county, bureau, drives, diary)
    diary.tell(*(sum_up(drive, by=bureau, on=drive.ends_on + timedelta(days=20)) for found in drives.values() for drive in found))


def load_visits(ledger, sector, diary):
    """High-risk firms in the rhythm of the document, over the whole year, without a finding."""
    places = places_of_sector(ledger.county, sector)
    for kind, times in RHYTHM_2008.items():
        for number in range(times):
            day = date(2008, 1, 9) + timedelta(days=300 * number // times)
            diary.tell(ledger.visit(places[number % len(places)], sector, day, findings=0, kind=Inspection.Kind(kind)))


def register_vehicles(township, sector):
    """With the county's traffic police, at the crossing before the school."""
    team = Team.of(township)
    place = township.places.filter(as_key_site__sector=sector).select_related("township", "county").get()
    for day in PLATE_DAYS_2008:
        yield (at := moment(date(*day), 16))
        record_inspection(
            by=team.first,
            at=at,
            place=place,
            sector=sector,
            kind=Inspection.Kind.SPECIAL,
            inspectors=team.people,
            inspected_at=moment(date(*day)),
            parties=[(department(township.county, "交警大队"), "车管中队民警")],
            content="机动车辆上牌办证行动，现场受理登记。",
            hazards=[],
            signs_clear=True,
        )


def drive_of_2008(county, sector, number, bureau):
    start = date(2008, 1, 7) + timedelta(days=number * 40)
    name = f"{sector.name}安全专项整治（第{number}次）"
    return add_drive(county, sector.key, name, start, start + timedelta(days=30), "县安监局、县公安局", by=bureau)
