"""The first document's year: its ledgers make the document's numbers come out."""

from datetime import date, timedelta
from decimal import Decimal

from demo.campaigns import add_mentor, open_campaign, run_candidacy
from demo.deeds import Ledger, moment, places_of_sector
from demo.documents import (
    AIM_2012,
    CANDIDACIES_2012,
    DRIVES_2012,
    MENTORS_2012,
    PUBLICITY_2012,
    TRAININGS_2012,
    UNIT_COST_2012,
)
from demo.drives import add_drive, sum_up
from demo.letters import issue_letters
from demo.rounds import write_2012
from hazards.models import Inspection
from publicity.log import log_activity, log_training
from publicity.models import ActivityKind
from townships.models import Sector, Township
from townships.spending import record_investment

TITLES = {
    "leaflets": "发放安全宣传资料",
    "banners": "悬挂安全横幅",
    "boards": "新增安全挂牌",
    "slogans": "刷写固定标语",
    "handbooks": "印发安全常识手册",
}
# Routine visits without a finding, so that the year has what a year has; every hazard of 2012 comes from its four drives.
VISITS_WITHOUT_FINDING = 54


def load_2012(county, bureau, diary):
    townships = {township.name: township for township in Township.objects.filter(county=county)}
    load_campaign(county, bureau)
    load_publicity(townships, bureau)
    load_investments(townships, bureau)
    load_letters(county, townships, bureau)
    ledger = Ledger(county)
    for drive in DRIVES_2012:
        load_drive(ledger, bureau, diary, *drive)
    load_visits(ledger, diary)


def load_campaign(county, bureau):
    campaign = open_campaign(
        county,
        name="第二轮安全生产示范乡镇创建活动",
        round_number=2,
        starts_on=date(2011, 1, 1),
        ends_on=date(2013, 12, 31),
        basis="湘安办〔2012〕14号",
        aim=AIM_2012,
        work_plan="落实创建负责人、落实创建经费来源、落实创建工作方法",
    )
    for name, tier, target in CANDIDACIES_2012:
        run_candidacy(campaign, name, tier, target, by=bureau, applied_on=date(2012, 1, 10))
    write_2012(campaign, bureau, {mentor[0] + mentor[2]: add_mentor(campaign, *mentor, by=bureau) for mentor in MENTORS_2012})


def load_letters(county, townships, bureau):
    """D1: 落实创建责任. Every township signed; the township that others learn from signed with all its villages."""
    day = date(2012, 1, 18)
    issue_letters(county, "township", day, by=bureau)
    issue_letters(townships["官亭乡"], "village", day, by=bureau)
    issue_letters(townships["罐头嘴镇"], "village", day, by=bureau, unsigned=4)
    issue_letters(townships["子良乡"], "enterprise", day, by=bureau, unsigned=1)


def load_publicity(townships, bureau):
    kinds = {kind.key: kind for kind in ActivityKind.objects.all()}
    for key, shares in PUBLICITY_2012.items():
        for number, (name, quantity) in enumerate(shares):
            day = date(2012, 6, 4) + timedelta(days=3 * number)
            log_activity(
                by=bureau,
                at=moment(day, 17),
                township=townships[name],
                kind=kinds[key],
                quantity=quantity,
                held_on=day,
                title=TITLES[key],
                cost=Decimal(UNIT_COST_2012[key]) * quantity,
                people_reached=quantity if key in ("leaflets", "handbooks") else 0,
                is_safety_month=True,
            )
    for name, day, audience, title, people, cost in TRAININGS_2012:
        log_training(
            by=bureau,
            at=moment(date(*day), 17),
            township=townships.get(name),
            held_on=date(*day),
            audience=audience,
            title=title,
            others_present=people,
            cost=cost,
        )


def load_investments(townships, bureau):
    sums = [
        (None, 60_000, "county", "wages", "县级创建工作经费"),
        ("官亭乡", 85_000, "township", "station", "安监站标准化建设"),
        ("王家厂镇", 46_000, "township", "facilities", "渡口防护设施"),
        ("罐头嘴镇", 32_000, "township", "rectification", "隐患整改专项"),
        ("子良乡", 118_000, "enterprise", "rectification", "矿山边坡治理"),
    ]
    for name, amount, source, purpose, note in sums:
        told = {"amount": amount, "source": source, "purpose": purpose, "note": note}
        day = date(2012, 5, 15)
        record_investment(by=bureau, at=moment(day), township=townships.get(name), spent_on=day, **told)


def load_drive(ledger, bureau, diary, key, name, start, end, departments, hazards):
    sector = Sector.objects.get(key=key)
    start, end = date(*start), date(*end)
    told = {"aim": "排查治理各类安全隐患，打非治违，防范和遏制事故", "outcome": "整治到位，打防并举。"}
    drive = add_drive(ledger.county, key, name, start, end, departments, by=bureau, **told)
    places = places_of_sector(ledger.county, sector)
    for number in range(hazards):
        day = start + (end - start) * number // hazards
        diary.tell(ledger.find_and_close(places[number % len(places)], sector, day, kind=Inspection.Kind.DRIVE, drive=drive))
    diary.tell(sum_up(drive, by=bureau, on=end + timedelta(days=20)))


def load_visits(ledger, diary):
    sector = Sector.objects.get(key="fire_safety")
    places = places_of_sector(ledger.county, sector)
    for number in range(VISITS_WITHOUT_FINDING):
        day = date(2012, 1, 9) + timedelta(days=5 * number)
        diary.tell(ledger.visit(places[number % len(places)], sector, day, findings=0))
