"""A county at work: the months up to today, with something in every state for whoever looks today."""

from datetime import date, timedelta
from decimal import Decimal

from demo.campaigns import add_mentor, keep_title, let_titles_end, open_campaign, run_candidacy, take
from demo.deeds import Ledger, moment, officers_of, places_of_sector
from demo.drives import achieve, add_drive, enforce, load_drives, sum_up
from demo.letters import issue_letters
from demo.majors import EVIDENCE, PLAN, load_majors
from demo.means import load_means
from demo.papers import load_papers
from demo.patrols import load_patrols
from demo.photos import scene
from demo.rounds import write_this_year
from demo.villagers import load_villagers
from hazards.models import Action, Assurance, Inspection
from hazards.workflow import perform
from publicity.log import log_activity, log_training
from publicity.models import ActivityKind
from townships.models import Campaign, Candidacy, CandidacyEvent, Sector, Township
from townships.spending import record_investment
from townships.titles import years_after

SECTORS = [
    "fireworks",
    "road_traffic",
    "non_coal_mines",
    "hazardous_chemicals",
    "fire_safety",
    "water_transport",
    "electricity",
    "farm_machinery",
]
CLOSED_HAZARDS = 72
DRIVEN = 8  # firms that the year's first drive goes to in its first weeks
# How many a township usually does in a year, and yuan for one; the loudspeaker costs nothing.
PUBLICITY = {
    "leaflets": (900, "1.20"),
    "flyers": (2400, "0.20"),
    "handbooks": (160, "6"),
    "banners": (6, "120"),
    "boards": (14, "85"),
    "broadcasts": (9, "0"),
    "messages": (3200, "0.05"),
}


def load_this_year(county, bureau, today, diary):
    load_campaign(county, bureau, today)
    load_closed(county, bureau, today, diary)
    load_drives(county, bureau, today, diary)
    load_open(county, bureau, today, diary)
    load_majors(county, bureau, today, diary)
    load_patrols(county, bureau, today, diary)
    load_papers(county, bureau, today, diary)
    load_publicity(county, bureau, today)
    load_letters(county, bureau, today)
    load_means(county, bureau, today)
    load_villagers(county, today, diary)


def load_letters(county, bureau, today):
    """Of every kind some, and of each some that are not signed yet."""
    day = min(date(today.year, 1, 12), today)
    details = {"by": bureau, "signed_on": min(day + timedelta(days=7), today)}
    townships = list(Township.objects.filter(county=county).order_by("pk"))
    issue_letters(county, "township", day, unsigned=1, half_signed=1, **details)
    for kind, township in zip(["village", "enterprise", "department", "village"], townships, strict=False):
        issue_letters(township, kind, day, unsigned=2, half_signed=1, **details)
    issue_letters(townships[0], "group", day, unsigned=6, half_signed=3, **details)


def load_campaign(county, bureau, today):
    load_titles_of_before(county, bureau, today)
    start = date(today.year - 1, 1, 1)
    last = Campaign.objects.filter(county=county).order_by("round_number").last()
    campaign = open_campaign(
        county,
        name="新一轮安全生产示范乡镇创建活动",
        round_number=last.round_number + 1 if last else 1,
        starts_on=start,
        ends_on=date(today.year + 1, 12, 31),
        title_years=5,
        basis="湘政办发〔2020〕50号",
        aim="自愿申请、逐级申报、动态管理",
        programme="安全发展示范创建（称号有效期五年，请按当年文件核对）",
        work_plan="年初部署，年中督导，年底考评",
    )
    names = list(Township.objects.filter(county=county).order_by("pk").values_list("name", flat=True))
    plan = zip(names, ["province", "city", "county", "city", "county"], ["named", "creating", "named", "reviewed", "applied"], strict=False)
    for name, tier, target in plan:
        applied_on = date(today.year, 1, 1) if target == "applied" else start + timedelta(days=20)
        run_candidacy(campaign, name, tier, target, by=bureau, applied_on=applied_on, days_a_step=30)
    put_one_on_notice(campaign, names[5], bureau, today)
    mentorships = [add_mentor(campaign, name, "township", names[0], by=bureau) for name in names[1:3]]
    write_this_year(campaign, bureau, mentorships, today, names)


def put_one_on_notice(campaign, name, bureau, today):
    """Posted the day before yesterday, and somebody objected: it can't be named yet."""
    applied_on = today - timedelta(days=32)
    candidacy = run_candidacy(campaign, name, "county", "noticed", by=bureau, applied_on=applied_on, days_a_step=10)
    words = {"name": "刘建国", "phone": "13800138000", "content": "反映烟花爆竹经营点占道堆放，与自评材料不符。"}
    take(candidacy, CandidacyEvent.Action.OBJECT, by=bureau, on=today - timedelta(days=1), **words)


def load_round_before(county, bureau, today):
    """The county's own round of a few years ago: one title that runs out within the month, one that ran out three weeks ago."""
    last, year = Campaign.objects.filter(county=county).order_by("round_number").last(), today.year - 4
    campaign = open_campaign(
        county,
        name="第三轮安全生产示范乡镇创建活动",
        round_number=last.round_number + 1,
        starts_on=date(year, 1, 1),
        ends_on=date(year + 2, 12, 31),
        title_years=3,
        basis="县级示范乡镇创建管理办法（示例）",
        aim="巩固提高、逐步推开",
        work_plan="县级命名，有效期三年，期满前复核",
    )
    for name, left in [("河洑镇", 30), ("黄山头镇", -20)]:
        named_on = years_after(today + timedelta(days=left + 1), -campaign.title_years)
        run_candidacy(campaign, name, "county", "named", by=bureau, applied_on=named_on - timedelta(days=160), days_a_step=40)


def load_titles_of_before(county, bureau, today):
    """Titles of the documents' rounds were kept for a term or two, and are long over."""
    for round_number, name, last in [(2, "河洑镇", date(2016, 1, 1)), (1, "黄山头镇", date(2013, 1, 1))]:
        for candidacy in Candidacy.objects.filter(campaign__county=county, campaign__round_number=round_number, township__name=name):
            keep_title(candidacy, by=bureau, last=last)
    load_round_before(county, bureau, today)
    let_titles_end(bureau, today)


def load_closed(county, bureau, today, diary):
    """Hazards found and closed between the new year and three weeks ago, and a visit without a finding for each."""
    ledger, start = Ledger(county), date(today.year, 1, 4)
    days = max((today - start).days - 21, 1)
    sectors = list(Sector.objects.filter(key__in=SECTORS))
    told = {"departments": "县应急管理局、县公安局、县交通运输局", "by": bureau}
    name = f"{today.year}年{sectors[0].name}安全专项整治行动"
    drive = add_drive(county, sectors[0].key, name, start, start + timedelta(days=60), **told)
    for number in range(CLOSED_HAZARDS if days > 30 else 0):
        sector = sectors[number % len(sectors)]
        places = places_of_sector(county, sector)
        day = start + timedelta(days=days * number // CLOSED_HAZARDS)
        in_drive = sector == drive.sector and drive.starts_on <= day <= drive.ends_on
        kind = Inspection.Kind.DRIVE if in_drive else Inspection.Kind.WEEKLY
        visit = {"kind": kind, "drive": drive if in_drive else None, "room": 100 + number if number % 4 == 0 else None}
        diary.tell(ledger.find_and_close(places[number * 7 % len(places)], sector, day, **visit))
        diary.tell(ledger.visit(places[(number * 7 + 3) % len(places)], sector, day, findings=0))
    if today > start + timedelta(days=30):
        diary.tell(*drive_stories(ledger, drive))
    if today > drive.ends_on + timedelta(days=20):
        diary.tell(sum_up(drive, by=bureau, on=drive.ends_on + timedelta(days=20)))


def drive_stories(ledger, drive):
    """What the first weeks of the drive found and achieved, firm by firm."""
    for number, place in enumerate(places_of_sector(ledger.county, drive.sector)[:DRIVEN]):
        day, by = drive.starts_on + timedelta(days=1 + 2 * number), ledger.team(place.township).first
        yield ledger.find_and_close(place, drive.sector, day, kind=Inspection.Kind.DRIVE, drive=drive, room=300 + number)
        yield achieve(drive, place.township, "people_trained", 18 + 3 * number, day, by=by, note="从业人员现场培训")
    basis = {"drive": drive, "basis": "《烟花爆竹安全管理条例》第三十六条"}
    yield enforce("fines", place, day, by=by, party=place.name, amount=Decimal(20000), **basis)


def load_open(county, bureau, today, diary):
    """In every township one just found, one due soon, one overdue, one that waits for re-inspection."""
    ledger = Ledger(county)
    sectors = {sector.key: sector for sector in Sector.objects.all()}
    for number, township in enumerate(Township.objects.filter(county=county).order_by("pk")):
        sector = sectors[SECTORS[number % len(SECTORS)]]
        places = [place for place in places_of_sector(county, sector) if place.township_id == township.pk]
        places = places or list(township.places.filter(level="village"))
        first, last = (places[0], sector), (places[-1], sector)
        diary.tell(
            ledger.visit(*first, today - timedelta(days=1)),
            ledger.find_and_order(*last, today - timedelta(days=6), today + timedelta(days=number % 4)),
            ledger.find_and_order(*first, today - timedelta(days=18), today - timedelta(days=1 + number)),
            find_and_reply(ledger, *last, today, room=200 + number),
        )
        if number == 0:
            diary.tell(*stories_of_a_major(ledger, bureau, places, sector, today))
        if number == 1:
            diary.tell(*awkward_stories(ledger, places, sector, today))


def find_and_reply(ledger, place, sector, today, *, room):
    before, after = [scene(room, is_bad=True)], [scene(room, is_bad=False)]
    hazard = yield from ledger.find_and_order(place, sector, today - timedelta(days=9), today + timedelta(days=5), pictures=before)
    yield from ledger.reply(hazard, today - timedelta(days=2), funds=1500, pictures=after)


def stories_of_a_major(ledger, bureau, places, sector, today):
    """A major hazard under supervision with a plan and three of its five items, and one whose production is suspended."""
    start = today - timedelta(days=20)
    return [
        supervise(ledger, bureau, places[1 % len(places)], sector, start, today + timedelta(days=25)),
        suspend(ledger, bureau, places[2 % len(places)], sector, start, today),
    ]


def supervise(ledger, bureau, place, sector, start, deadline):
    hazard = yield from ledger.find_and_order(place, sector, start, deadline, grade="major", needs_stop=True, planned_funds=Decimal(85000))
    words = {"level": "county", "deadline": deadline, "reason": "列入县级挂牌督办，每周报进度。"}
    yield (at := moment(start, 16))
    perform(hazard, Action.SUPERVISE, by=bureau, at=at, **words)
    perform(hazard, Action.PLAN, by=bureau, at=at, **PLAN | {"funds": "治理经费 8.5 万元由企业自筹，物资已备齐。"})
    evidence = EVIDENCE | {Assurance.Item.FUNDS: "治理经费 8.5 万元已到账，材料已进场"}
    yield (at := moment(start, 17))
    for item in list(Assurance.Item)[:3]:
        perform(hazard, Action.ASSURE, by=bureau, at=at, item=item, evidence=evidence[item])


def suspend(ledger, bureau, place, sector, start, today):
    hazard = yield from ledger.find_and_order(place, sector, start, today - timedelta(days=8))
    told = {"reason": "逾期未整改，责令停产停业整改。", "deadline": today + timedelta(days=12), "inspectors": officers_of(bureau.county)}
    yield (at := moment(today - timedelta(days=7), 9))
    perform(hazard, Action.SUSPEND, by=bureau, at=at, **told)


def awkward_stories(ledger, places, sector, today):
    """One reported too late, one sent back by the re-inspection, one that was entered twice and voided."""
    found_at = moment(today - timedelta(days=4), 16, 0)
    late = {"may_cause_accident": True, "source": "public"}
    return [
        ledger.report(places[0], sector, found_at, found_at + timedelta(hours=3), **late),
        send_back(ledger, places[-1], sector, today),
        void(ledger, places[-1], sector, today - timedelta(days=3)),
    ]


def send_back(ledger, place, sector, today):
    hazard = yield from ledger.find_and_order(place, sector, today - timedelta(days=12), today - timedelta(days=5))
    yield from ledger.reply(hazard, today - timedelta(days=6))
    yield from ledger.re_inspect(hazard, today - timedelta(days=4), passed=False, deadline=today + timedelta(days=6))


def void(ledger, place, sector, day):
    [hazard] = yield from ledger.visit(place, sector, day)
    yield (at := moment(day, 12))
    perform(hazard, Action.VOID, by=ledger.of(hazard).first, at=at, reason="重复登记")


def load_publicity(county, bureau, today):
    """This year's, and of the same months of the year before mostly less, so that a comparison has something to compare."""
    townships = list(Township.objects.filter(county=county).order_by("pk"))
    log_publicity(townships, bureau, today, lambda number, turn: 100 + 5 * number)
    log_publicity(townships, bureau, years_after(today, -1), lambda number, turn: 50 + (17 * number + 29 * turn) % 75)
    start, span = days_until(today)
    for number, township in enumerate(townships):
        day = start + timedelta(days=(number * 53) % span)
        told = {"amount": 20000 + 3500 * number, "source": "township", "purpose": "facilities"}
        record_investment(by=bureau, at=moment(day, 17), township=township, spent_on=day, **told)


def log_publicity(townships, bureau, last, share):
    """Of every kind and a class per township; `share` says how many per cent of the usual the township did."""
    kinds = {kind.key: kind for kind in ActivityKind.objects.all()}
    start, span = days_until(last)
    for number, township in enumerate(townships):
        for turn, (key, (usual, unit_cost)) in enumerate(PUBLICITY.items()):
            day = start + timedelta(days=(number * 37 + turn * 29) % span)
            quantity = usual * share(number, turn) // 100
            log_activity(
                by=bureau,
                at=moment(day, 17),
                township=township,
                kind=kinds[key],
                quantity=quantity,
                held_on=day,
                title=f"{township.name}{kinds[key].name}",
                cost=Decimal(unit_cost) * quantity,
                is_safety_month=day.month == 6,
            )
        day = start + timedelta(days=(number * 53) % span)
        people = 30 * share(number, 0) // 100
        log_training(
            by=bureau,
            at=moment(day, 17),
            township=township,
            held_on=day,
            audience="village",
            title="村级安全员培训班",
            others_present=people,
            cost=20 * people,
        )


def days_until(last):
    """The tenth of January, and the days from there on."""
    start = date(last.year, 1, 10)
    return start, max((last - start).days, 1)
