"""Whom and what a user chooses among in this app's forms, narrowed to the own scope."""

from itertools import groupby

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import Level, Person, Place

RECENT = 8
GROUP_ORDER = [Level.ENTERPRISE, Level.KEY_SITE, Level.VILLAGE, Level.GROUP, Level.ZONE, Level.TOWNSHIP]


def inspectors_for(user, township):
    """Who may sign for a visit to this township: its own people and the county's, of those whose work it is."""
    works_here = Q(township=township) | Q(township=None, county=township.county_id)
    inspects = ~Q(inspector_card="") | Q(is_full_time=True) | Q(user__isnull=False)
    return Person.objects.visible_to(user).serving_on(timezone.localdate()).filter(works_here, inspects)


def places_for(user, township):
    """Where somebody can find a hazard in this township: everything below it, and the township itself."""
    return Place.objects.visible_to(user).in_township(township.pk).open_on(timezone.localdate())


def recent_places(user, model):
    """The places of the user's own last rows, the newest first."""
    last = model.objects.filter(created_by=user).order_by("-pk").values_list("place", flat=True)[: RECENT * 5]
    return list(dict.fromkeys(last))[:RECENT]


class PlaceSelect(forms.Select):
    """Tells the page's script each place's pinyin initials and sector; without a script it is a plain list."""

    sectors = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        place = getattr(value, "instance", None)
        if place is not None:
            option["attrs"] |= {"data-initials": place.initials, "data-sector": self.sectors.get(place.pk, "")}
        return option


class PlaceIterator(forms.models.ModelChoiceIterator):
    """Recent places first, then by level; one query."""

    def __iter__(self):
        yield "", self.field.empty_label
        places = {place.pk: place for place in self.queryset}
        groups = [(_("最近"), [places.pop(pk) for pk in self.field.recent if pk in places])]
        groups += [(level.label, [place for place in places.values() if place.level == level]) for level in GROUP_ORDER]
        yield from ((label, [self.choice(place) for place in group]) for label, group in groups if group)


class DriveSelect(forms.Select):
    """Tells the page's script in which sectors a drive is the only one that runs."""

    sole = {}

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        sectors = [str(sector) for sector, drive in self.sole.items() if str(drive) == str(value)]
        option["attrs"] |= {"data-sectors": " ".join(sectors)} if sectors else {}
        return option


class SentenceSelect(forms.Select):
    """Tells the page's script which grade and category the checklist gives to what is found."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        item = getattr(value, "instance", None)
        if item is not None:
            option["attrs"] |= {"data-grade": item.grade, "data-category": item.category}
        return option


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
