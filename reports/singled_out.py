"""Single townships in a county's report, as the second document tells of them: 官亭乡…硬化乡村公路98.6公里.

Their figures stand in the snapshot beside the county's own, under `key@code` and with the township's name in the label,
so that a token, a link to the rows and the table of sources work for them as for any other.
"""

from townships.candidacy_statistics import UNDER_WAY
from townships.models import Candidacy, Township

TOLD = {
    "zones.total",
    "duties.zone_chiefs",
    "duties.resident_cadres",
    "duties.village_supervisors",
    "people.zone_chiefs",
    "people.resident_cadres",
    "people.village_supervisors",
    "people.roster",
    "enterprises.with_liaison",
    "teams.headquarters",
    "teams.working_groups",
    "officers.total",
    "stations.staff",
    "stations.certified",
    "stations.budget",
    "stations.outposts",
    "hazards.closed",
    "drives.hazards_closed",
    "inspections.joint",
    "illegal_acts.found",
    "investment.station",
    "investment.facilities",
    "investment.rectification",
    "trainings.classes",
    "trainings.people",
    "drills.held",
}
TOLD_FAMILIES = ("publicity.", "works.", "enforcement.", "outcomes.")
State = Candidacy.State
# An application that was not yet looked at is one all the same: the township has begun.
TOLD_OF = {State.APPLIED, *UNDER_WAY}


def townships_told_of(period, county):
    """Those that held a title when the period ended, or were on their way to one."""
    on_their_way = Candidacy.objects.in_state_on(TOLD_OF, period.end)
    with_title = Candidacy.objects.titled_on(period.end)
    chosen = [rows.filter(campaign__county=county).values("township") for rows in (with_title, on_their_way)]
    return list((Township.objects.filter(pk__in=chosen[0]) | Township.objects.filter(pk__in=chosen[1])).order_by("code"))


def key_of(key, township):
    """works.roads@430799001"""
    return f"{key}@{township.code}"


def is_of_township(key):
    return "@" in key


def figure_of(key):
    """The figure that a key of the snapshot was taken of."""
    return key.partition("@")[0]
