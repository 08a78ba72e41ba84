"""The second document's facts, on the townships that it names."""

from datetime import date, timedelta

from demo.campaigns import add_mentor, open_campaign, run_candidacy
from demo.deeds import Ledger, moment, places_of_sector
from demo.documents import CANDIDACIES_2008, HAZARDS_2008, INVESTMENTS_2008, MENTORS_2008, PUBLICITY_2008, TRAININGS_2008
from demo.letters import issue_letters, sign_forest_letter
from demo.rounds import write_2008
from hazards.models import Drive, Inspection
from publicity.log import log_activity, log_training
from publicity.models import ActivityKind
from townships.models import Investment, Sector, Township

OUTCOME = "取得了联系单位的指导与支持，安全生产工作得到全面加强"
FIRST_APPLIED_ON = date(2006, 3, 1)
# D2: 共开展高危行业安全生产专项整治6次，道路交通专项整治4次
DRIVES = {"fireworks": 6, "road_traffic": 4}


def load_2008(county, bureau):
    townships = {township.name: township for township in Township.objects.filter(county=county)}
    load_campaign(county, bureau)
    for name, kind, quantity, title in PUBLICITY_2008:
        log_activity(
            by=bureau,
            at=moment(date(2008, 6, 16)),
            township=townships[name],
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
        )
    for name, amount, source, purpose, note in INVESTMENTS_2008:
        Investment.objects.create(
            county=county,
            township=townships[name],
            spent_on=date(2008, 9, 30),
            amount=amount,
            source=source,
            purpose=purpose,
            note=note,
            created_by=bureau,
        )
    load_hazards(county, townships)
    load_letters(county, townships, bureau)


def load_letters(county, townships, bureau):
    """Two townships had not signed with the county by the year's end, four villages of 官亭乡 not with it."""
    day = date(2008, 1, 15)
    issue_letters(county, "township", day, by=bureau, unsigned=2)
    issue_letters(townships["官亭乡"], "village", day, by=bureau, unsigned=4)
    sign_forest_letter(townships["黄山头镇"], date(2008, 10, 8), by=bureau)


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


def load_hazards(county, townships):
    ledger = Ledger(county)
    sectors = {sector.key: sector for sector in Sector.objects.all()}
    drives = {key: [add_drive(county, sectors[key], number) for number in range(1, times + 1)] for key, times in DRIVES.items()}
    for name, key, hazards in HAZARDS_2008:
        places = [place for place in places_of_sector(county, sectors[key]) if place.township == townships[name]]
        for number in range(hazards):
            drive = drives[key][number % len(drives[key])] if key in drives and name == "官亭乡" else None
            day = (drive.starts_on if drive else date(2008, 4, 1)) + timedelta(days=number % 21)
            kind = Inspection.Kind.DRIVE if drive else Inspection.Kind.MONTHLY
            [hazard] = ledger.visit(places[number % len(places)], sectors[key], day, kind=kind, drive=drive)
            ledger.close(hazard, day)


def add_drive(county, sector, number):
    start = date(2008, 1, 7) + timedelta(days=number * 40)
    return Drive.objects.create(
        county=county,
        sector=sector,
        name=f"{sector.name}安全专项整治（第{number}次）",
        starts_on=start,
        ends_on=start + timedelta(days=30),
        departments="县安监局、县公安局",
    )
