"""Stations, works, rules and plans, drills and accidents of a year at work: most in order, some not."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from demo.deeds import moment
from townships.accidents import record_accident, state_no_accidents
from townships.models import (
    AccidentGrade,
    AccidentTarget,
    AccidentType,
    Drill,
    Equipment,
    EquipmentKind,
    PhysicalWork,
    Provision,
    Sector,
    StationItem,
    Township,
    Village,
    VillageOffice,
    WorkKind,
)
from townships.recording import record
from townships.spending import link_sums, record_investment
from townships.stations import record_station_year

# Of the townships in their order: one that tells nothing of its year, one without a fax, one whose seal and money are missing.
SILENT, WITHOUT_FAX, INCOMPLETE = 7, 5, 6
# The last two have not rehearsed and not reviewed for years.
BEHIND = 2
WORKS = [("guard_rails", "320.5", "临崖路段"), ("warning_signs", "12", "急弯陡坡"), ("speed_bumps", "6", "学校路口")]
PROVISIONS = {"plan": "生产安全事故应急预案", "rule": "安全生产巡查检查制度", "duties": "安监站岗位职责"}
DRILLS = ["森林火灾应急演练", "烟花爆竹事故应急演练", "渡口翻船事故应急演练", "山体滑坡应急疏散演练"]


def load_means(county, bureau, today):
    townships = list(Township.objects.filter(county=county).order_by("pk"))
    year = Year(bureau, today)
    for number, township in enumerate(townships):
        year.station(township, number)
        year.villages(township, number)
        year.works(township, number)
        year.readiness(township, number, is_behind=number >= len(townships) - BEHIND)
    year.accidents(county, townships)


class Year:
    """The year that runs, and what the year before left."""

    def __init__(self, bureau, today):
        self.bureau, self.today = bureau, today
        self.spring = self.past(date(today.year, 3, 10))

    def past(self, day):
        """The day itself, or yesterday if that day is still to come."""
        return min(day, self.today - timedelta(days=1))

    def enter(self, model, place, day, **fields):
        return record(model, by=self.bureau, at=moment(day, 17), place=place, **fields)

    def station(self, township, number):
        facts = {"area": Decimal(48), "population": township.population, "rank": "deputy" if number < 2 else "section"}
        for year in (self.today.year - 1, self.today.year):
            if year == self.today.year and number == SILENT:
                continue
            told = facts | {"year": year, "rooms": 1 if number == INCOMPLETE else 3}
            money = {"budget_amount": Decimal(30000 - 3000 * number)} if number % 2 else {"budget_per_head": Decimal(1)}
            record_station_year(by=self.bureau, at=moment(self.past(date(year, 1, 20))), place=township, **told, **money)
        missing = {StationItem.Item.SEAL, StationItem.Item.FUNDS} if number == INCOMPLETE else set()
        for item in [item for item in StationItem.Item if item not in missing]:
            self.enter(StationItem, township, self.spring, item=item, evidence="县局现场核实", since_on=self.spring)
        kinds = EquipmentKind.objects.filter(key__in=["computer", "telephone", "fax", "body_camera"])
        for kind in kinds.exclude(key="fax") if number == WITHOUT_FAX else kinds:
            self.enter(Equipment, township, self.spring, kind=kind, quantity=1 + number % 3, since_on=self.spring)

    def villages(self, township, number):
        """All villages of the first townships have an office, most of the others'. What stands already stays as it is."""
        villages = Village.objects.filter(township=township, villageoffice_here=None).order_by("pk")
        for village in villages if number < 3 else villages[: township.places.filter(level="village").count() - number]:
            self.enter(VillageOffice, village, self.spring, since_on=self.spring, location="村部")

    def works(self, township, number):
        key, quantity, where = WORKS[number % len(WORKS)]
        kind, day = WorkKind.objects.get(key=key), self.past(date(self.today.year, 4 + number % 6, 12))
        second = Decimal(24) if kind.second_unit else None
        told = {"kind": kind, "quantity": Decimal(quantity), "second_quantity": second, "location": where}
        work = self.enter(PhysicalWork, township, day, done_on=day, **told)
        sum_of_money = {"amount": 8000 + 1500 * number, "source": "township", "purpose": "facilities", "note": str(work)}
        link_sums(
            work, [record_investment(by=self.bureau, at=moment(day, 17), township=township, spent_on=day, **sum_of_money)], by=self.bureau
        )

    def readiness(self, township, number, *, is_behind):
        """Rules and plans of two years ago, or of five; a drill this year, or three years ago."""
        issued = date(self.today.year - (5 if is_behind else 2), 5, 8)
        earlier = {provision.kind: provision for provision in Provision.objects.filter(place=township).in_force_on(issued)}
        found = {
            kind: self.enter(
                Provision,
                township,
                issued,
                kind=kind,
                title=title,
                version=f"{issued.year}年版",
                issued_on=issued,
                supersedes=earlier.get(kind),
            )
            for kind, title in PROVISIONS.items()
        }
        day = date(self.today.year - 3, 6, 20) if is_behind else self.past(date(self.today.year, 6, 3 + number))
        add_drill(self.bureau, township, day, DRILLS[number % len(DRILLS)], 45 + 12 * number, plan=found["plan"])

    def accidents(self, county, townships):
        """Two last year, one this year, each without a death; and the bureau's word that there was no larger one."""
        this_year = self.today.year
        self.accident(townships[4], date(this_year - 1, 4, 9), "water_transport", "drowning", "渡船靠岸碰撞致人落水", injured=1)
        self.accident(townships[1], date(this_year - 1, 9, 2), "non_coal_mines", "struck_by_object", "采石场落石伤人", injured=1)
        self.accident(townships[3], self.past(date(this_year, 5, 21)), "road_traffic", "vehicle", "农用车侧翻", slightly_injured=2)
        for place, deaths in [(county, 2), *((township, 0) for township in townships)]:
            self.enter(
                AccidentTarget, place, self.past(date(this_year, 1, 15)), year=this_year, deaths=deaths, document="县安委〔示例〕1号"
            )
        through = self.today - timedelta(days=1)
        said = {"year": through.year, "through": through, "basis": "逐乡镇核对，并与公安交警、卫生健康部门核对"}
        larger = AccidentGrade.objects.get(key="larger")
        state_no_accidents(by=self.bureau, at=moment(through, 17), place=county, grade=larger, **said)

    def accident(self, township, day, sector, kind, title, **toll):
        happened_at = timezone.make_aware(datetime.combine(day, time(9, 40)))
        record_accident(
            by=self.bureau,
            at=moment(day, 17),
            place=township,
            title=title,
            happened_at=happened_at,
            sector=Sector.objects.get(key=sector),
            type=AccidentType.objects.get(key=kind),
            people_present=4,
            loss=Decimal(12000),
            summary=f"{title}，伤者已送医救治。",
            reported_at=happened_at + timedelta(minutes=35),
            passed_on_at=happened_at + timedelta(minutes=90),
            **toll,
        )


def add_drill(bureau, township, day, title, people, *, plan):
    told = {"title": title, "held_on": day, "people_present": people, "plan": plan, "venue": township.name}
    words = {"evaluation": "组织有序，响应及时；个别人员对疏散路线不熟。", "measures": "补充疏散指示标志，年内再培训一次。"}
    return record(Drill, by=bureau, at=moment(day, 17), place=township, **told, **words)
