"""The county of the two documents: its places, people and posts."""

from datetime import date
from itertools import cycle

from pypinyin import lazy_pinyin

from demo.accounts import add_account, leader_of
from demo.documents import COUNTY, TOWNSHIPS
from demo.places import GROUP_SECTORS, Builder, roster_of
from townships.models import Group, Person, Role, Township

# D2: 子良乡 284 名在册编号的安全员, 金鱼岭街道 近 300 名信息员: as many people as the document says
ROSTERS = {"子良乡": 284, "金鱼岭街道": 297}
INSPECTORS = {"子良乡": 4, "金鱼岭街道": 2}  # D2: 4名专职安全监督员; 2名专编专职安监员, fewer than required
WITHOUT_SUPERVISOR = {"洞市乡": 2, "河洑镇": 1}


def build_county():
    builder = Builder(seed=2008, since=date(2006, 1, 1))
    county = builder.county(**COUNTY)
    for sequence, facts in enumerate(TOWNSHIPS, start=1):
        build_township(builder, county, sequence, *facts)
    add_accounts(county)
    return county


def build_township(builder, county, sequence, name, kind, population, villages, zones, firms, sites):
    township = builder.township(county, name, kind, population, sequence=sequence, inspectors=INSPECTORS.get(name, 3))
    builder.working_groups(township, GROUP_SECTORS if name == "子良乡" else GROUP_SECTORS[:1])
    chiefs = builder.zones(township, zones)
    found = builder.villages(township, villages, zones=chiefs, vacant=WITHOUT_SUPERVISOR.get(name, 0))
    homes = cycle(found)
    for sector, count in firms:
        for _ in range(count):
            builder.enterprise(township, next(homes), sector)
    for site in sites:
        builder.key_site(township, next(homes), *site)
    builder.flush()
    build_groups(builder, township, found)
    builder.flush()


def build_groups(builder, township, villages):
    """Two groups a village, or as many as bring the roster to the document's number."""
    kind = Group.Kind.BUILDING if township.kind == Township.Kind.SUBDISTRICT else Group.Kind.GROUP
    if township.name not in ROSTERS:
        for village in villages:
            builder.groups(village, 2, kind=kind)
        return
    missing = ROSTERS[township.name] - roster_of(township)
    for number, village in enumerate(villages):
        share = missing // len(villages) + (number < missing % len(villages))
        # Six people answer for five groups: five liaisons and the cadre over them.
        builder.groups(village, share - -(-share // 6), kind=kind)
    builder.flush()
    builder.working_group_members(township, ROSTERS[township.name] - roster_of(township))


def add_accounts(county):
    """Two of the bureau, two inspectors for each township (whoever replied may not pass), and the three who only read."""
    bureau = Person.objects.filter(county=county, unit=county.bureau_name).order_by("number")
    for username, person in zip(["ju", "ju2"], bureau[2:4], strict=True):
        add_account(username, Role.BUREAU, county=county, person=person)
    for township in Township.objects.filter(county=county):
        add_inspectors(township)
    add_account("lingdao", Role.OFFICIAL, county=county, person=leader_of(county))
    add_account("shi", Role.OFFICIAL)
    add_account("admin", Role.ADMINISTRATOR, county=county)
    add_account("audit", Role.AUDITOR, county=county)


def add_inspectors(township):
    username = "".join(lazy_pinyin(township.document_prefix))
    people = Person.objects.filter(township=township, is_full_time=True).order_by("number")[:2]
    for ending, person in zip(["", "2"], people, strict=True):
        add_account(username + ending, Role.INSPECTOR, county=township.county, township=township, person=person)
