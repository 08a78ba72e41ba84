"""Bodies, certificates and the numbered roster of the documents' county, and one handover of this year."""

from datetime import date, timedelta

from demo.certificates import certify
from demo.deeds import moment
from demo.documents import GROUP_MANDATES
from hazards.handover_plan import plan
from hazards.handovers import hand_over
from hazards.models import AccountDeed, Handover, Hazard
from townships import teams
from townships.appointments import appoint
from townships.models import Duty, DutyKind, Person, Team, Township
from townships.officers import enlist, number_all, strike_off
from townships.roster import enrol

# No later than the terms of who sits in them, which demo/county.py begins on this day.
FOUNDED_ON = date(2006, 1, 1)
WITH_RESCUE_TEAMS = ["官亭乡", "子良乡", "王家厂镇"]
# Whose certificate was not renewed, by number of inspectors and of officers of high-risk enterprises.
LAPSED = {"洞市乡": (1, 1), "杉板乡": (1, 0), "官亭乡": (0, 1)}
# 子良乡's roster is the second document's; the other townships keep theirs since its way was spread (典型引路), so that the reports on
# the documents' years tell of that one alone.
ROSTERS_SINCE = date(2013, 3, 1)
ON_A_ROSTER = ("safety_inspector", "village_supervisor", "enterprise_officer")
FORMER_OFFICERS = [("覃业成", date(2007, 6, 1), "年满退出"), ("向大斌", date(2008, 2, 1), "外出务工")]


def load_chain(county, bureau, today):
    for township in Township.objects.filter(county=county).order_by("pk"):
        teams.found(_team(Team.Kind.STATION, "安全生产监督管理站"), at=township)
        load_certificates(township, bureau, today)
    ziliang = Township.objects.get(county=county, name="子良乡")
    load_headquarters(ziliang)
    load_roster(ziliang)
    for township in Township.objects.filter(county=county).exclude(pk=ziliang.pk).order_by("pk"):
        load_small_roster(township)
    for name in WITH_RESCUE_TEAMS:
        load_rescue_teams(Township.objects.get(county=county, name=name))


def _team(kind, name, mandate="", document=""):
    return Team(kind=kind, name=name, mandate=mandate, document=document, founded_on=FOUNDED_ON)


def holders(place, key):
    """Who holds this duty there, in the order of the roster."""
    return [duty.person for duty in place.duties.filter(kind__key=key).select_related("person").order_by("person__number")]


def fill(team, **seats):
    """`head=person, member=[people]`: each in that seat of the team."""
    kinds = {kind.seat: kind for kind in DutyKind.objects.filter(team_kind=team.kind, level=team.place.level)}
    for seat, people in seats.items():
        for person in people if isinstance(people, list) else [people]:
            appoint(person, kind=kinds[seat], place=team.place, team=team, starts_on=FOUNDED_ON, document=team.document)


def load_headquarters(township):
    """D2: 下设“两部一站”，即森林防火指挥部、防汛抗旱指挥部、安全生产监督管理站."""
    chiefs = {"森林防火指挥部": "township_head", "防汛抗旱指挥部": "township_deputy"}
    members = holders(township, "group_head")
    for number, (name, chief) in enumerate(chiefs.items(), start=1):
        team = teams.found(_team(Team.Kind.HEADQUARTERS, name, GROUP_MANDATES[name], f"子良〔2006〕{number}号"), at=township)
        fill(
            team,
            head=holders(township, chief)[0],
            deputy=holders(township, "department_lead")[0],
            member=members[number * 3 : number * 3 + 3],
        )


def load_rescue_teams(township):
    """D2: 组建了乡、村、企业三级安全事故应急救援队伍."""
    own = teams.found(_team(Team.Kind.RESCUE, f"{township}应急救援队", GROUP_MANDATES["应急救援队"]), at=township)
    fill(own, head=holders(township, "township_deputy")[0], deputy=holders(township, "station_head")[0])
    fill(own, member=holders(township, "safety_inspector"))
    below = {"village": ("village_secretary", "village_supervisor"), "enterprise": ("legal_representative", "enterprise_officer")}
    for level, (head, member) in below.items():
        for place in township.places.filter(level=level).order_by("-is_high_risk", "pk")[:2]:
            team = teams.found(_team(Team.Kind.RESCUE, f"{place}应急救援队", GROUP_MANDATES["应急救援队"]), at=place)
            fill(team, head=holders(place, head)[0], member=holders(place, member))


def load_certificates(township, bureau, today):
    inspectors = holders(township, "safety_inspector")
    risky = Duty.objects.filter(place__township=township, place__is_high_risk=True, kind__key="enterprise_officer")
    officers = [duty.person for duty in risky.select_related("person").order_by("person__number")]
    lapsed_inspectors, lapsed_officers = LAPSED.get(township.name, (0, 0))
    certify(inspectors, "enforcement", by=bureau, today=today, lapsed=lapsed_inspectors, issuer="湖南省安全生产监督管理局")
    certify(officers, "safety_manager", by=bureau, today=today, lapsed=lapsed_officers, issuer="常德市安全生产监督管理局")


def load_roster(township):
    """D2: 一支在册编号、实行动态管理的284名安全员队伍; two more who left before."""
    for name, left_on, reason in FORMER_OFFICERS:
        person = enrol(Person(county=township.county, township=township, name=name, unit=township.name, position="安全员"))
        strike_off(enlist(person, township=township, on=FOUNDED_ON), on=left_on, reason=reason)
    posts = Duty.objects.in_township(township.pk).filter(ends_on=None).values("person")
    for person in Person.objects.filter(pk__in=posts).order_by("number"):
        enlist(person, township=township, on=FOUNDED_ON)


def load_small_roster(township):
    """Who supervises villages and enterprises there, each once."""
    posts = Duty.objects.in_township(township.pk).filter(ends_on=None, kind__key__in=ON_A_ROSTER).values("person")
    people = Person.objects.filter(pk__in=posts, township=township).order_by("number")
    number_all([(person, ROSTERS_SINCE) for person in people], township=township)


def load_handover(county, bureau, today):
    """A cadre of 官亭乡 is transferred; whom the open hazards know as answerable is somebody else from that day."""
    open_here = Hazard.objects.unclosed().filter(township__county=county, township__name="官亭乡").exclude(answers=None)
    giver = open_here.exclude(answers__user__isnull=False).order_by("pk").first().answers
    like = {"township": giver.township, "unit": giver.unit, "position": giver.position, "rank": giver.rank}
    receiver = enrol(Person(county=county, name="孟昭华", phone="13807360128", **like))
    on, at = today - timedelta(days=5), moment(today - timedelta(days=5), 15)
    planned = plan(giver, receiver, on=on, by=bureau, today=on)
    hand_over(
        giver,
        receiver,
        by=bureau,
        on=on,
        at=at,
        posts=[one.post.pk for one in planned.movable],
        hazards=[hazard.pk for hazard in planned.hazards],
        work=[one.key for one in planned.work],
        account=AccountDeed.KEEP,
        reason=Handover.Reason.TRANSFER,
        leaves=True,
        note="安全检查记录本一册、村组联系名册一份。",
    )
