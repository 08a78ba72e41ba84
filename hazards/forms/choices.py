"""Whom and what a user chooses among in this app's forms, narrowed to the own scope."""

from itertools import groupby

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.orders import is_for_officers
from townships.forms.people import NearestFirst
from townships.models import Level, Person, Place, Sector

RECENT = 8
WITH_SECTOR = {Level.ENTERPRISE, Level.KEY_SITE}
GROUP_ORDER = [Level.ENTERPRISE, Level.KEY_SITE, Level.VILLAGE, Level.GROUP, Level.ZONE, Level.TOWNSHIP]


def inspectors_for(user, township):
    """Who may sign for a visit to this township, among those whom this user sees: its own people and the county's, whose work it is."""
    works_here = Q(township=township) | Q(township=None, county=township.county_id)
    return Person.objects.visible_to(user).serving_on(timezone.localdate()).filter(works_here).inspecting()


def signers(kind, user, township):
    """Of them, those who may sign this kind of paper of the user's."""
    people = inspectors_for(user, township)
    return people.filter(township=None) if is_for_officers(kind, user.place) else people


def township_reviewers(township, *, count, without=None):
    """Whom a township can name to judge what `without` reported as done; where too few are left, the county's officers beside them.

    These by name alone and only with a card: nothing else of them is a township's business.
    """
    serving = Person.objects.serving_on(timezone.localdate()).exclude(pk=without.pk if without else None)
    own = serving.inspecting().filter(township=township)
    if own.count() >= count:
        return own
    officers = serving.filter(township=None, county=township.county_id).exclude(inspector_card="")
    return Person.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=officers.values("pk")))


def places_for(user, township):
    """Where somebody can find a hazard in this township: everything below it, and the township itself."""
    return Place.objects.visible_to(user).in_township(township.pk).open_on(timezone.localdate())


def recent_places(user, model):
    """The places of the user's own last rows, the newest first."""
    last = model.objects.filter(created_by=user).order_by("-pk").values_list("place", flat=True)[: RECENT * 5]
    return list(dict.fromkeys(last))[:RECENT]


def by_office(field):
    """People of two offices in a group each, the township's own first."""
    field.iterator, field.group_of = NearestFirst, office_of


def office_of(person):
    return (0, _("本乡镇（街道）")) if person.township_id else (1, _("县局"))


class TellingSelect(forms.Select):
    """Tells the page's script something of each row; without a script it is a plain list."""

    def told_of(self, row):
        raise NotImplementedError

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        row = getattr(value, "instance", None)
        if row is not None:
            option["attrs"] |= self.told_of(row)
        return option


class PlaceSelect(TellingSelect):
    """Each place's pinyin initials and sector."""

    sectors = {}

    def told_of(self, place):
        return {"data-initials": place.initials, "data-sector": self.sectors.get(place.pk, "")}


class PlaceIterator(forms.models.ModelChoiceIterator):
    """Recent places first, then by level; one query."""

    def __iter__(self):
        yield "", self.field.empty_label
        places = {place.pk: place for place in self.queryset}
        groups = [(_("最近"), [places.pop(pk) for pk in self.field.recent if pk in places])]
        groups += [(level.label, [place for place in places.values() if place.level == level]) for level in GROUP_ORDER]
        yield from ((label, [self.choice(place) for place in group]) for label, group in groups if group)


class DriveSelect(TellingSelect):
    """The sectors in which a drive is the only one that runs."""

    sole = {}

    def told_of(self, drive):
        sectors = [str(sector) for sector, sole in self.sole.items() if sole == drive.pk]
        return {"data-sectors": " ".join(sectors)} if sectors else {}


class SentenceSelect(TellingSelect):
    """Which grade and category the checklist gives to what is found."""

    def told_of(self, item):
        return {"data-grade": item.grade, "data-category": item.category}


class SentenceIterator(forms.models.ModelChoiceIterator):
    """Each standard sentence once, under its sector; one query."""

    def __iter__(self):
        yield "", self.field.empty_label
        items = self.queryset.select_related("version__checklist__sector")
        for sector, group in groupby(items, lambda item: item.version.checklist.sector):
            once = {item.finding: item for item in group}
            yield sector.name, [self.choice(item) for item in once.values()]


class SentenceField(forms.ModelChoiceField):
    """常用描述: the finding of a checklist's item, which also knows clause, measure and days."""

    iterator = SentenceIterator
    widget = SentenceSelect

    def __init__(self, *args, **kwargs):
        super().__init__(*args, empty_label=_("可选，依据、措施和期限随之带出"), **kwargs)

    def label_from_instance(self, item):
        return item.finding


class SectorField(forms.ModelChoiceField):
    """An enterprise and a key site bring their own; anywhere else it is asked for."""

    def __init__(self, **kwargs):
        told = {"label": _("行业领域"), "required": False, "empty_label": _("按所选单位自动填写")}
        super().__init__(Sector.objects.all(), **told | kwargs)


SECTOR_HELP = _("选了企业或重点部位可以不填，选了村、组或乡镇必须填")


def refuse_without_sector(form):
    given = form.cleaned_data
    place = given.get("place")
    if place and not given.get("sector") and not form.has_error("sector") and place.level not in WITH_SECTOR:
        form.add_error("sector", _("所选地点没有固定行业，请选择行业领域。"))


class PlaceField(forms.ModelChoiceField):
    """A place of one township; `offer` says which. A group goes by its village's name too."""

    iterator = PlaceIterator
    widget = PlaceSelect(attrs={"data-initials-hint": _("输名称或拼音首字母查找")})
    recent = ()

    def offer(self, places, *, recent=()):
        self.recent = recent
        self.queryset = places.select_related("parent").order_by("parent__name", "name")
        self.widget.sectors = sectors_of(places)

    def label_from_instance(self, place):
        return place.local_name


def sectors_of(places):
    """{place: sector} of the enterprises and key sites among these."""
    rows = places.values_list("pk", "as_enterprise__sector", "as_key_site__sector")
    return {pk: enterprise or site for pk, enterprise, site in rows if enterprise or site}
