from datetime import date

import factory
from factory.django import DjangoModelFactory

from reports import models
from reports.prose import default_paragraphs, default_title
from tests.factories.townships import BureauFactory, CountyFactory

TAKEN_AT = "2026-11-24T09:30:00+08:00"
TIERS = [f"{what}.{tier}" for what in ("named", "titled") for tier in ("province", "city", "county")]
# The first document's own numbers, and some that it lacks.
NUMBERS = {
    "trainings.classes": 16,
    "publicity.leaflets": 5000,
    "publicity.banners": 32,
    "publicity.boards": 200,
    "publicity.slogans": 4,
    "publicity.handbooks": 420,
    "publicity.cost": "52300.00",
    "drives.held": 4,
    "drives.hazards_closed": 83,
    "hazards.found": 90,
    "hazards.closed": 83,
    "hazards.unclosed": 7,
}
SILENT = [
    "trainings.people",
    "investment.total",
    "people.roster",
    "people.full_time",
    "people.outside_stations",
    *[f"first_responsible.{level}" for level in ("townships", "villages", "enterprises")],
    *[f"inspections.{kind}" for kind in ("daily", "weekly", "monthly", "quarterly")],
    "teams.working_groups",
    "teams.rescue",
    "people.rescuers",
    "officers.total",
    "key_sites.kept",
    "hazards.reported_late",
    "trainings.officials",
    "trainings.special",
    "trainings.special_certified",
    "publicity.culture_walls",
    "duties.village_supervisors",
    "duties.group_liaisons",
    "inspections.done",
    "hazards.major",
    "hazards.overdue",
    "hazards.left_over_unclosed",
    "orders.notices",
    "orders.directives",
    "letters.issued",
    "letters.signed",
    "mentorships.total",
    "mentorships.visits",
    "mentorships.money",
    *[f"investment.from.{source}" for source in ("county", "township", "department", "enterprise", "villagers", "other")],
    *[f"stations.{what}" for what in ("filed", "roomy", "certified", "outposts", "budget")],
    *[f"works.{kind}" for kind in ("roads", "bridges", "dangerous_houses", "dangerous_rocks", "dangerous_bridges", "dangerous_walls")],
    *[f"works.{kind}" for kind in ("speed_bumps", "speed_bumps.second", "speed_plates", "warning_signs", "signboards")],
    *[f"works.{kind}" for kind in ("traffic_lights", "warning_lights", "guard_rails", "paths", "remote_monitoring")],
    "physical_works.invested",
    "provisions.issued",
    "plans.issued",
    "drills.held",
    "drills.people",
    *[f"accidents.{what}" for what in ("total", "larger", "dead", "injured", "loss")],
    "candidacies.creating",
    "people.county_liaisons",
    "sessions.held",
    "leader_visits.made",
    "documents.issued",
    "documents.plans",
    "tasks.done",
    "tasks.late",
    "plans.filed",
    "exchanges.held",
    "exchanges.speakers",
    "examples.publicised",
    *[
        f"candidacies.{what}.{tier}"
        for what in ("applied", "named", "titled", "kept", "lapsed", "revoked")
        for tier in ("province", "city", "county")
    ],
    *[f"publicity.{kind}" for kind in ("flyers", "posted_slogans", "panels", "wall_papers", "broadcasts", "vehicles", "booths")],
    *[f"publicity.{kind}" for kind in ("consultations", "messages", "films", "shows", "drills", "balloons", "tv")],
]
WORDS = {
    "county.name": "临澧县",
    "county.word": "县",
    "county.bureau": "临澧县安全生产监督管理局",
    "county.city": "常德市",
    "report.year": "2012",
    "campaign.name": "第二轮安全生产示范乡镇创建活动",
    "campaign.round": "第二轮",
    "campaign.since": "2012",
    "campaign.aim": "",
    "leading_group.head": "县长张三同志",
    "leading_group.deputies": "县委常委、副县长李四同志",
    "mentorships.mentors": "",
    "documents.titles": "",
    "exchanges.speakers.titled": "",
    "drives.sectors": "道路交通、非煤矿山、水上交通、烟花爆竹",
    "hazards.main_sectors": "道路交通、烟花爆竹",
    "drives.by_sector": "",
    "accidents.none": "",
    "accidents.through": "",
    **{f"candidacies.{what}.townships": "" for what in (*TIERS, "creating")},
}


def a_snapshot(*, numbers=None, last_year=None, words=None, annexes=()):
    """What take_snapshot() returns, without a ledger; the given numbers and words over the first document's."""
    numbers = dict.fromkeys(SILENT, 0) | NUMBERS | (numbers or {})
    last_year = last_year or {}
    figures = {key: {"label": key, "unit": "条", "value": value, "last_year": last_year.get(key, 0)} for key, value in numbers.items()}
    return {
        "taken_at": TAKEN_AT,
        "county": {"pk": 1, "name": "临澧县", "bureau_name": "临澧县安全生产监督管理局"},
        "year": 2012,
        "start": "2012-01-01",
        "end": "2012-12-31",
        "figures": figures,
        "phrases": {key: {"label": key, "words": said} for key, said in (WORDS | (words or {})).items()},
        "annexes": list(annexes),
    }


class AnnualReportFactory(DjangoModelFactory):
    """A draft with its default paragraphs; `state` puts it anywhere else in its life."""

    class Meta:
        model = models.AnnualReport
        skip_postgeneration_save = True

    county = factory.SubFactory(CountyFactory)
    year = 2012
    title = factory.LazyAttribute(lambda report: default_title(report.county.name, report.year))
    dated_on = date(2012, 10, 26)
    snapshot = factory.LazyFunction(a_snapshot)
    created_by = factory.SubFactory(BureauFactory, county=factory.SelfAttribute("..county"))

    @factory.post_generation
    def paragraphs(report, create, given):  # noqa: N805 (factory_boy calls it with the made object)
        for position, one in enumerate(default_paragraphs(report.snapshot) if given is None else given, 1):
            report.paragraphs.create(position=position, style=one.style, text=one.text, slot=one.slot)
