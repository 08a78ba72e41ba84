"""A county of real size, for trying out and for benchmarks: 16 townships, 926 villages, 1,466 enterprises, 1,200 hazards."""

from datetime import date, timedelta
from itertools import cycle, islice

from demo.accounts import add_account, leader_of
from demo.campaigns import open_campaign
from demo.certificates import YEARS, certify
from demo.county import add_inspectors
from demo.deeds import Ledger
from demo.diary import Diary
from demo.letters import issue_letters
from demo.places import Builder
from hazards.models import Inspection
from townships.models import Duty, Person, Place, Role, Sector, Township

SIZES = {"townships": 16, "villages": 926, "enterprises": 1466, "hazards": 1200}
COUNTY = {
    "name": "示范县",
    "code": "430798",
    "city_name": "常德市",
    "bureau_name": "示范县应急管理局",
    "document_prefix": "示应急",
    "government_prefix": "示政",
    "committee_prefix": "示安",
    "review_authority": "示范县人民政府",
    "court": "示范县人民法院",
}
STEMS = ["东山", "南河", "西湖", "北岭", "中坪", "上塘", "下洲", "新桥", "老街", "高峰", "平湖", "长渡", "大垭", "小溪", "清江", "白沙"]
SECTORS = [
    "fireworks",
    "non_coal_mines",
    "hazardous_chemicals",
    "construction",
    "fire_safety",
    "food_drugs",
    "farm_machinery",
    "special_equipment",
]
SITES = [("slope", "geological", "后山滑坡"), ("ferry", "water_transport", "老渡口"), ("road", "road_traffic", "急弯")]
GROUPS_A_VILLAGE = 3


def build_big_county(year, *, townships, villages, enterprises, hazards):
    builder = Builder(seed=year, since=date(year - 1, 1, 1))
    county = builder.county(**COUNTY)
    for number in range(townships):
        share = villages // townships + (number < villages % townships)
        build_township(builder, county, number, share)
    build_enterprises(builder, county, enterprises)
    bureau = add_accounts(county)
    certify_county(county, bureau, year)
    load_year(county, bureau, year, hazards)
    issue_letters(county, "township", date(year, 1, 10), by=bureau, unsigned=3)
    for township in Township.objects.filter(county=county):
        issue_letters(township, "village", date(year, 1, 10), by=bureau, unsigned=township.pk % 7)
    return county


def township_name(number):
    stem, again = STEMS[number % len(STEMS)], number // len(STEMS)
    return f"{stem}{'甲乙丙丁戊己庚辛壬癸'[again - 1] if again else ''}镇"


def build_township(builder, county, number, villages):
    township = builder.township(county, township_name(number), Township.Kind.TOWN, 24000 + 900 * number, sequence=number + 1)
    builder.working_groups(township)
    found = builder.villages(township, villages, vacant=villages // 20)
    for site, village in zip(SITES, cycle(found), strict=False):
        builder.key_site(township, village, *site)
    builder.flush()
    for village in found:
        builder.groups(village, GROUPS_A_VILLAGE)
    builder.flush()


def build_enterprises(builder, county, count):
    villages = list(Place.objects.filter(county=county, level="village").select_related("township", "county"))
    for number, village in enumerate(islice(cycle(villages), count)):
        builder.enterprise(village.township, village, SECTORS[number % len(SECTORS)])
    builder.flush()


def add_accounts(county):
    for township in Township.objects.filter(county=county):
        add_inspectors(township)
    add_account("lingdao", Role.OFFICIAL, county=county, person=leader_of(county))
    add_account("shi", Role.OFFICIAL)
    add_account("admin", Role.ADMINISTRATOR, county=county)
    add_account("audit", Role.AUDITOR, county=county)
    bureau = Person.objects.filter(county=county, unit=county.bureau_name).order_by("number")
    first, _second = [
        add_account(name, Role.BUREAU, county=county, person=person) for name, person in zip(["ju", "ju2"], bureau[:2], strict=True)
    ]
    return first


def certify_county(county, bureau, year):
    """Inspectors and the officers of high-risk enterprises; one in twenty has let it run out."""
    needed = {
        "enforcement": {"kind__key": "safety_inspector"},
        "safety_manager": {"kind__key": "enterprise_officer", "place__is_high_risk": True},
    }
    for kind, where in needed.items():
        holders = Person.objects.filter(pk__in=Duty.objects.filter(place__county=county, **where).values("person"))
        people = list(holders.order_by("number"))
        certify(people, kind, by=bureau, since=date(year - YEARS, 1, 1), today=date(year, 12, 31), lapsed=len(people) // 20)


def load_year(county, bureau, year, hazards):
    """Hazards spread over the year, four of five closed, the last ones still on their way."""
    open_campaign(
        county,
        name=f"{year}年安全生产示范乡镇创建活动",
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
    )
    ledger, diary = Ledger(county), Diary()
    places = list(Place.objects.filter(county=county, level="enterprise").select_related("township", "as_enterprise__sector", "county"))
    sectors = {sector.pk: sector for sector in Sector.objects.all()}
    for number in range(hazards):
        place = places[number * 7 % len(places)]
        day = date(year, 1, 2) + timedelta(days=300 * number // hazards)
        where = place, sectors[place.as_enterprise.sector_id], day
        if number % 5 == 4:
            diary.tell(ledger.find_and_order(*where, day + timedelta(days=20), kind=Inspection.Kind.WEEKLY))
        else:
            diary.tell(ledger.find_and_close(*where, kind=Inspection.Kind.WEEKLY))
    diary.live()
