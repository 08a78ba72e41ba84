"""A small county beside the one of the documents, so that a city has several to add up. It keeps no ledgers but its campaign's."""

from datetime import date, timedelta

from demo.accounts import add_account
from demo.campaigns import Action, State, keep_title, open_campaign, run_candidacy, settle_rounds, take
from demo.places import Builder
from townships.models import Person, Role

COUNTY = {
    "name": "沅北县",
    "code": "430798",
    "city_name": "常德市",
    "bureau_name": "沅北县安全生产监督管理局",
    "document_prefix": "沅北安监",
    "government_prefix": "沅北政",
    "committee_prefix": "沅北安",
    "review_authority": "沅北县人民政府",
    "court": "沅北县人民法院",
}
# name, kind, population, villages, the sector of its enterprise, its key site
TOWNSHIPS = [
    ("柳河镇", "town", 26_400, 6, "hazardous_chemicals", ("ferry", "water_transport", "柳河渡口")),
    ("石桥乡", "township", 14_200, 4, "non_coal_mines", ("bridge", "road_traffic", "石桥老桥")),
    ("白鹤镇", "town", 17_800, 5, "fireworks", ("slope", "geological", "白鹤岭滑坡体")),
]


def load_neighbour(today):
    county = build()
    person = Person.objects.filter(county=county, unit=county.bureau_name).order_by("number")[2]
    bureau = add_account("yuanbei", Role.BUREAU, county=county, person=person)
    load_first_round(county, bureau, today)
    load_second_round(county, bureau, today)
    settle_rounds(county, bureau, today)
    return county


def build():
    builder = Builder(seed=1998, since=date(2016, 1, 1))
    county = builder.county(**COUNTY)
    for sequence, (name, kind, population, villages, sector, site) in enumerate(TOWNSHIPS, start=1):
        township = builder.township(county, name, kind, population, sequence=sequence)
        builder.working_groups(township)
        found = builder.villages(township, villages)
        builder.enterprise(township, found[0], sector)
        builder.key_site(township, found[-1], *site)
    builder.flush()
    return county


def load_first_round(county, bureau, today):
    """One title that was kept in time, one that an accident cost, and one township that didn't get so far."""
    year = today.year - 4
    told = {"basis": "县级示范乡镇创建管理办法（示例）", "aim": "点面结合、逐步推开", "title_years": 3}
    name, days = "第一轮安全生产示范乡镇创建活动", {"starts_on": date(year, 1, 1), "ends_on": date(year + 2, 12, 31)}
    campaign = open_campaign(county, name=name, round_number=1, **days, **told)
    walk = {"by": bureau, "applied_on": date(year, 1, 21), "days_a_step": 30}
    kept = run_candidacy(campaign, "柳河镇", "county", State.NAMED, **walk)
    keep_title(kept, by=bureau, last=date(today.year, 1, 1))
    revoked = run_candidacy(campaign, "石桥乡", "county", State.NAMED, **walk)
    take(revoked, Action.REVOKE, by=bureau, on=date(year + 1, 8, 3), reason="发生较大生产安全事故，一票否决")
    take(revoked, Action.TAKE_BACK, by=bureau, on=date(year + 1, 8, 10))
    run_candidacy(campaign, "白鹤镇", "city", State.CREATING, **walk)


def load_second_round(county, bureau, today):
    start = date(today.year - 1, 1, 1)
    told = {"basis": "湘政办发〔2020〕50号", "aim": "自愿申请、逐级申报、动态管理", "title_years": 5}
    name, days = "第二轮安全生产示范乡镇创建活动", {"starts_on": start, "ends_on": date(today.year + 1, 12, 31)}
    campaign = open_campaign(county, name=name, round_number=2, **days, **told)
    for township, tier, target in [
        ("柳河镇", "city", State.REVIEWED),
        ("石桥乡", "county", State.APPLIED),
        ("白鹤镇", "county", State.NAMED),
    ]:
        run_candidacy(campaign, township, tier, target, by=bureau, applied_on=start + timedelta(days=20), days_a_step=30)
