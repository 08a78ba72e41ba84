"""Builds places, people and posts. Reference data (sectors, kinds of duty) comes with the migrations."""

import random
from collections import Counter
from itertools import cycle, islice

from demo.names import full_names, village_names
from townships.models import (
    County,
    Duty,
    DutyKind,
    Enterprise,
    Group,
    KeySite,
    Person,
    Sector,
    Team,
    Township,
    Village,
    Zone,
)

ORDINALS = "一二三四五六七八九十"
GROUP_SECTORS = [
    "道路交通",
    "民爆物资和烟花爆竹",
    "矿山",
    "药品食品卫生",
    "地质灾害",
    "电力",
    "消防",
    "森林防火",
]  # D2: 子良乡 8 个管理领导小组
SECTORS_OF_GROUPS = {
    "道路交通": "road_traffic",
    "民爆物资和烟花爆竹": "fireworks",
    "矿山": "non_coal_mines",
    "药品食品卫生": "food_drugs",
    "地质灾害": "geological",
    "电力": "electricity",
    "消防": "fire_safety",
    "森林防火": "forests",
}
TOWNSHIP_POSTS = [
    ("township_secretary", "党委书记"),
    ("township_head", ""),
    ("township_deputy", "分管副职"),
    ("department_lead", "所长"),
    ("station_head", "安监站站长"),
]
TOWNSHIP_HEADS = {Township.Kind.TOWNSHIP: "乡长", Township.Kind.TOWN: "镇长", Township.Kind.SUBDISTRICT: "办事处主任"}
VILLAGE_POSTS = [("village_secretary", "村支部书记"), ("resident_cadre", "驻村干部"), ("village_supervisor", "村安全监管员")]
COUNTY_POSTS = [("county_head", "县长"), ("county_deputy", "常务副县长"), ("county_deputy", "副县长")]
COUNTY_DEPARTMENTS = ["安监局", "公安局", "交通运输局", "国土资源局", "教育局", "农业局", "住建局", "电力局", "质监局", "财政局"]


# What the duty board of each kind of site says of its danger and of what is done against it.
SITE_WORDS = {
    "slope": ("降雨时滑坡、落石，威胁坡下住户和过往行人车辆", "雨前雨中雨后巡查，裂缝设桩监测，暴雨时转移坡下住户、封闭道路"),
    "reservoir": ("坝体渗漏、溢洪道淤塞，汛期有溃坝漫坝危险", "汛期 24 小时值守，控制蓄水位，备足编织袋和抢险队伍"),
    "ferry": ("超载、大风大雾冒险开航，渡口落水", "渡工持证，配齐救生衣，大风大雾停航，赶集日专人维持秩序"),
    "bridge": ("桥面破损、承载力不足，重车通行有垮塌危险", "限载 5 吨，两端设限宽墩，每月检查一次"),
    "road": ("急弯、临崖、视线不良，易发生碰撞和坠车", "设警示牌、减速带和防护墩，赶集和放学时段有人值守"),
    "forest": ("秋冬季野外用火引发森林火灾", "防火期专人巡山，设卡登记火种，清理防火隔离带"),
    "crowd": ("人员密集，用电用火不当引发火灾，拥挤踩踏", "保持疏散通道畅通，消防器材齐备，每日闭市前断电检查"),
}


class Builder:
    """Holds what building a county repeats: the stream of chance, the next roster number, the day posts begin."""

    def __init__(self, *, seed, since):
        self.chance = random.Random(seed)  # noqa: S311 a demonstration, not a secret
        self.since = since
        self.names = full_names(self.chance)
        self.kinds = {kind.key: kind for kind in DutyKind.objects.all()}
        self.sectors = {sector.key: sector for sector in Sector.objects.all()}
        self.number = 0
        self.firms = Counter()
        self.people, self.duties, self.bureau = [], [], []

    def person(self, county, *, township=None, unit="", position="", **more):
        self.number += 1
        person = Person(
            county=county,
            township=township,
            number=self.number,
            name=next(self.names),
            unit=unit,
            position=position,
            phone=f"1{self.chance.choice('3589')}{self.chance.randrange(10**9):09}",
            **more,
        )
        self.people.append(person)
        return person

    def appoint(self, person, kind, place, *, starts_on=None, team=None):
        starts_on = starts_on or self.since
        # Those who serve in a township itself are named in a paper of its government, the others by word of mouth.
        number = f"{place.document_prefix}〔{starts_on.year}〕1号" if isinstance(place, Township) else ""
        paper = {"document": number, "document_on": starts_on} if number else {}
        self.duties.append(Duty(person=person, kind=self.kinds[kind], place=place, team=team, starts_on=starts_on, **paper))
        return person

    def flush(self):
        """Write what has been gathered: thousands of rows in a few statements."""
        Person.objects.bulk_create(self.people, batch_size=500)
        Duty.objects.bulk_create(self.duties, batch_size=500)
        self.people, self.duties = [], []

    def county(self, **facts):
        """A county with its leading group; four people of the bureau carry a card, as its papers need two of them."""
        county = County.objects.create(**facts)
        for position in ("局长", "副局长", "执法大队大队长", "执法大队副大队长"):
            card = f"湘安监执{self.number + 1:04}"
            self.bureau.append(self.person(county, unit=county.bureau_name, position=position, inspector_card=card))
        self.appoint(self.bureau[1], "county_liaison", county)
        for kind, position in COUNTY_POSTS:
            self.appoint(self.person(county, unit="县人民政府", position=position), kind, county)
        for department in COUNTY_DEPARTMENTS:
            self.appoint(self.person(county, unit=f"县{department}", position="局长"), "county_member", county)
        return county

    def township(self, county, name, kind, population, *, sequence, inspectors=3):
        township = Township.objects.create(
            county=county,
            parent=county,
            name=name,
            kind=kind,
            population=population,
            code=f"{county.code}{sequence:03}",
            document_prefix=name.removesuffix("街道").rstrip("乡镇"),
        )
        for key, position in TOWNSHIP_POSTS:
            words = position or TOWNSHIP_HEADS[township.kind]
            unit = f"{name}国土资源所" if key == "department_lead" else township.government
            self.appoint(self.person(county, township=township, unit=unit, position=words), key, township)
        for _ in range(inspectors):
            card = f"湘安监{self.number + 1:05}"
            inspector = self.person(county, township=township, unit="安监站", position="专职安监员", is_full_time=True, inspector_card=card)
            self.appoint(inspector, "safety_inspector", township)
        return township

    def working_groups(self, township, sectors=GROUP_SECTORS[:1]):
        """行业领导小组, each under a head of its own."""
        for sector in sectors:
            group = Team(
                kind=Team.Kind.WORKING_GROUP, name=f"{sector}安全管理领导小组", sector=self.sectors.get(SECTORS_OF_GROUPS.get(sector))
            )
            group.stand_at(township)
            group.save()
            head = self.person(township.county, township=township, unit=township.government, position=f"{group}组长")
            self.appoint(head, "group_head", township, team=group)

    def working_group_members(self, township, count):
        groups = cycle(township.teams.filter(kind=Team.Kind.WORKING_GROUP))
        for group in islice(groups, count):
            member = self.person(township.county, township=township, unit=township.government, position=f"{group}成员")
            self.appoint(member, "group_member", township, team=group)

    def zones(self, township, count):
        return [self._zone(township, number) for number in range(1, count + 1)]

    def _zone(self, township, number):
        zone = Zone.objects.create(county=township.county, township=township, parent=township, name=f"第{ORDINALS[number - 1]}片区")
        self.appoint(self.person(township.county, township=township, unit=township.government, position="副职"), "zone_chief", zone)
        return zone

    def villages(self, township, count, *, zones=(), vacant=0):
        """Villages with their posts filled, but for the supervisors of the last `vacant`."""
        community = township.kind == Township.Kind.SUBDISTRICT
        found = []
        for number, name in enumerate(village_names(count, "社区" if community else "村")):
            village = Village.objects.create(
                county=township.county,
                township=township,
                parent=zones[number % len(zones)] if zones else township,
                name=name,
                kind=Village.Kind.COMMUNITY if community else Village.Kind.VILLAGE,
                code=f"{township.code}{number + 200:03}",
                population=township.population // count,
                households=township.population // count // 3,
            )
            posts = VILLAGE_POSTS if number < count - vacant else VILLAGE_POSTS[:2]
            for key, position in posts:
                self.appoint(self.person(township.county, township=township, unit=name, position=position), key, village)
            found.append(village)
        return found

    def groups(self, village, count, *, kind=Group.Kind.GROUP):
        """Groups or buildings, each with its liaison or chief, and a village cadre for every five of them."""
        ending, key = ("栋", "building_chief") if kind == Group.Kind.BUILDING else ("组", "group_liaison")
        home = {"county": village.county, "township": village.township}
        for number in range(count):
            group = Group.objects.create(**home, parent=village, name=f"{number + 1}{ending}", kind=kind)
            self.appoint(self.person(**home, unit=village.name, position=self.kinds[key].name), key, group)
            if number % 5 == 0:
                cadre = self.person(**home, unit=village.name, position="村干部")
            self.appoint(cadre, "group_cadre", group)

    def enterprise(self, township, village, sector):
        sector = self.sectors[sector]
        risky = sector.is_high_risk
        firm = Enterprise.objects.create(
            county=township.county,
            township=township,
            parent=village,
            sector=sector,
            name=self.firm_name(township, village, sector),
            is_high_risk=risky,
            employees=self.chance.randrange(8, 160),
            address=f"{township.name}{village.name}",
        )
        for key, position in [("legal_representative", "法定代表人"), ("enterprise_officer", "安全员")]:
            self.appoint(self.person(township.county, township=township, unit=firm.name, position=position), key, firm)
        if risky:
            for key, position, rank in [("enterprise_liaison", "副科级干部", "deputy"), ("attached_cadre", "村干部", "")]:
                told = {"unit": township.government, "position": position, "rank": rank}
                self.appoint(self.person(township.county, township=township, **told), key, firm)
        return firm

    def firm_name(self, township, village, sector):
        """官亭双河烟花爆竹厂; the second one there is 官亭双河第二烟花爆竹厂."""
        stem = township.document_prefix + village.name.removesuffix("村").removesuffix("社区")
        self.firms[stem, sector] += 1
        again = self.firms[stem, sector]
        return stem + (f"第{ORDINALS[again - 1]}" if again > 1 else "") + FIRM_WORDS.get(sector.key, "有限公司")

    def key_site(self, township, village, kind, sector, name):
        site = KeySite.objects.create(
            county=township.county,
            township=township,
            parent=village,
            kind=kind,
            sector=self.sectors[sector],
            name=name,
            location=village.name,
            risk=SITE_WORDS[kind][0],
            measures=SITE_WORDS[kind][1],
            report_phone="0736-5550119",
        )
        self.appoint(self.person(township.county, township=township, unit=village.name, position="看护责任人"), "site_keeper", site)
        return site


FIRM_WORDS = {
    "fireworks": "烟花爆竹厂",
    "non_coal_mines": "采石场",
    "hazardous_chemicals": "加油站",
    "fire_safety": "商贸城",
    "food_drugs": "食品厂",
    "construction": "建筑工地",
    "farm_machinery": "农机合作社",
    "water_transport": "航运队",
    "special_equipment": "索道公司",
    "schools": "学校",
    "coal_mines": "煤矿",
    "civil_explosives": "民爆器材库",
    "electricity": "供电所",
    "occupational_health": "石材加工厂",
}


def roster_of(township):
    """How many people hold a running post somewhere in the township."""
    return Duty.objects.in_township(township.pk).filter(ends_on=None).values("person").distinct().count()
