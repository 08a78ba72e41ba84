"""A random draw that anybody can repeat: every name on the list gets the SHA-256 of 种子|编号, and the smallest are drawn.

No generator of ours is trusted: with the seed and the list, sha256sum gives the same places. The list is kept as it stood,
so a later change of the county's places changes no draw, and is told.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.models import Draw
from townships.access import keeps_ledgers_of
from townships.models import Candidacy, County, KeySite, Place, Township

HIGH_RISK, VILLAGES, SCHOOLS, STOPS, HOUSEHOLDS = "high_risk", "villages", "schools", "stops", "households"
APPLICANTS = "applicants"
STRATA = {
    APPLICANTS: _("申报乡镇"),
    HIGH_RISK: _("高危企业"),
    VILLAGES: _("村（居）委会"),
    SCHOOLS: _("学校"),
    STOPS: _("车站或码头"),
    HOUSEHOLDS: _("农户"),
}


def defaults():
    """By the provincial re-check of 2013 (settings, 请按当年文件核对): shares and least numbers."""
    return {"share": settings.VISIT_SHARE, "places": settings.VISIT_PLACES, "households": settings.VISIT_HOUSEHOLDS}


def rank(seed, key):
    return hashlib.sha256(f"{seed}|{key}".encode()).hexdigest()


def list_in_one_line(population):
    """What the list's hash is made of; shown, so that anybody can make it again."""
    return json.dumps(population, ensure_ascii=False, separators=(",", ":"))


def fingerprint(population):
    return hashlib.sha256(list_in_one_line(population).encode()).hexdigest()


def pick(population, wanted, seed):
    """Of each stratum as many as are wanted, or all there are; in the order of the strata."""
    drawn = []
    for stratum, count in wanted.items():
        names = [name for name in population if name[0] == stratum]
        drawn += sorted(names, key=lambda name: rank(seed, name[1]))[:count]
    return drawn


def wanted_of(kind, parameters, population):
    if kind == Draw.Kind.TOWNSHIPS:
        # Half of seven is four: the rule says at least.
        return {APPLICANTS: -(-len(population) * parameters["share"] // 100)}
    of_each = dict.fromkeys([HIGH_RISK, VILLAGES, SCHOOLS, STOPS], parameters["places"])
    return of_each | {HOUSEHOLDS: parameters["households"]}


def population_of(kind, *, campaign, township, parameters, on):
    """[[stratum, key, label], …], a village's roll with its size, in an order of its own, so that the same places make the same list."""
    names = applicants(campaign) if kind == Draw.Kind.TOWNSHIPS else visitable(township, parameters, on)
    return sorted([list(name) for name in names], key=lambda name: (list(STRATA).index(name[0]), name[1]))


def applicants(campaign):
    applied = Candidacy.objects.filter(campaign=campaign).exclude(state=Candidacy.State.RETURNED)
    for township in Township.objects.filter(pk__in=applied.values("township")):
        yield APPLICANTS, key_of(township), township.name


def key_of(place):
    return f"place-{place.pk:08}"


def visitable(township, parameters, on):
    places = Place.objects.in_township(township.pk).open_on(on).select_related("parent")
    for stratum, condition in PLACES_OF.items():
        for place in places.filter(condition):
            yield stratum, key_of(place), place.local_name
    yield from households(places, parameters["households"])


SCHOOL, WATER = Q(as_enterprise__sector__key="schools"), Q(as_enterprise__sector__key="water_transport")
PLACES_OF = {
    HIGH_RISK: Q(level="enterprise", is_high_risk=True),
    VILLAGES: Q(level="village"),
    SCHOOLS: SCHOOL | Q(as_key_site__sector__key="schools"),
    STOPS: WATER | Q(as_key_site__kind=KeySite.Kind.FERRY) | Q(level__in=["enterprise", "key_site"], name__contains="车站"),
}


def households(places, count):
    """Nobody's household is kept here. A village that says how many stand in its roll is drawn from with its number, which is
    written down beside it; of another one a group is drawn, and which share of the group's roll to count down to.

    Where there are fewer of them than households to visit, each stands on the list more than once.
    """
    units = [unit for village in places.filter(level="village").select_related("as_village") for unit in _rolls(village, places)]
    times = -(-count // len(units)) if units else 0
    for place, *size in units:
        for turn in range(1, times + 1):
            yield HOUSEHOLDS, f"{key_of(place)}-{turn}", place.local_name, *size


def _rolls(village, places):
    if village.as_village.households:
        return [(village, village.as_village.households)]
    return [(group,) for group in places.filter(level="group", parent=village)] or [(village,)]


def household_number(seed, key, size):
    """1 to size, from the same hash: its last eight digits, divided by the size; the remainder and one."""
    return int(rank(seed, key)[-8:], 16) % size + 1


def household_share(seed, key):
    """0.001 to 1.000, from the same hash: times the number of households, rounded up, is the place in the register."""
    return (int(rank(seed, key)[-8:], 16) % 1000 + 1) / 1000


def lead(draw, name):
    """What a visitor reads beside a drawn name."""
    stratum, key, label, *size = name
    if stratum != HOUSEHOLDS:
        return label
    if size:
        told = {"village": label, "number": household_number(draw.seed, key, *size), "size": size[0]}
        return _("%(village)s：户册第 %(number)s 户（户册共 %(size)s 户）") % told
    return _("%(group)s：户册第（户数×%(share).3f，进位取整）户") % {"group": label, "share": household_share(draw.seed, key)}


@transaction.atomic
def draw(kind, *, campaign, by, township=None, seed="", reason="", parameters=None, at=None):
    """Draw and write down; drawn again for the same township or round, a reason is asked for. Returns the Draw."""
    at = at or timezone.now()
    county = campaign.county
    if not (by.is_bureau and keeps_ledgers_of(by, county)) or (township and township.county_id != county.pk):
        raise PermissionDenied
    # One at a time: whoever draws second in the same second must say why.
    County.objects.select_for_update(of=("self",)).get(pk=county.pk)
    earlier = Draw.objects.filter(kind=kind, campaign=campaign, township=township)
    if earlier.exists() and not reason:
        raise ValidationError({"reason": ValidationError(_("已经抽取过，再次抽取须说明原因；原来的结果仍然保留。"), code="required")})
    parameters = defaults() | (parameters or {})
    check_least(parameters)
    population = population_of(kind, campaign=campaign, township=township, parameters=parameters, on=timezone.localdate(at))
    if not population:
        raise ValidationError(_("没有可以抽取的对象。"), code="empty")
    seed = seed or secrets.token_hex(8)
    return Draw.objects.create(
        kind=kind,
        county=county,
        campaign=campaign,
        township=township,
        seed=seed,
        parameters=parameters,
        population=population,
        population_hash=fingerprint(population),
        result=pick(population, wanted_of(kind, parameters, population), seed),
        reason=reason,
        drawn_by=by,
        drawn_at=at,
    )


def check_least(parameters):
    """The rule's numbers are the least."""
    for name, least in defaults().items():
        if parameters[name] < least:
            raise ValidationError({name: ValidationError(_("不少于 %(least)s。"), code="too_few", params={"least": least})})


@dataclass(frozen=True)
class Audit:
    """What drawing again over the kept list gives, and how the list has changed since."""

    again: list
    is_same: bool
    list_is_intact: bool
    added: list
    removed: list

    @property
    def has_moved(self):
        return bool(self.added or self.removed)


def audit(found, *, on=None):
    again = pick(found.population, wanted_of(found.kind, found.parameters, found.population), found.seed)
    now = population_of(
        found.kind, campaign=found.campaign, township=found.township, parameters=found.parameters, on=on or timezone.localdate()
    )
    return Audit(
        again=again,
        is_same=again == found.result,
        list_is_intact=fingerprint(found.population) == found.population_hash,
        added=[name for name in now if name not in found.population],
        removed=[name for name in found.population if name not in now],
    )


def by_stratum(found, names):
    """[(stratum in words, how many stood on the list, [(name, what to visit)])]; a stratum that has nobody stays, empty."""
    sizes = {stratum: sum(name[0] == stratum for name in found.population) for stratum in STRATA}
    strata = wanted_of(found.kind, found.parameters, found.population)
    return [(STRATA[stratum], sizes[stratum], [(name, lead(found, name)) for name in names if name[0] == stratum]) for stratum in strata]
