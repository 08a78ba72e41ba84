"""What a deed changed, row by row with its values before and after: whether it still stands so, and how to put it back."""

import json
from collections import defaultdict

from django.core.serializers.json import DjangoJSONEncoder

from townships.models import Duty, LeadingGroupMember, Person, PlanTask, User

from .models import Hazard, LookBack, PatrolPlan, VisitTask

TERM_PAPERS = ["document", "document_on", "end_document"]
# In the order in which rows are locked and put back: a giver who left serves again before the posts are held again.
WATCHED = {
    Person: ["left_on"],
    Duty: ["person_id", "kind_id", "place_id", "team_id", "starts_on", "ends_on", *TERM_PAPERS, "voided_at"],
    LeadingGroupMember: ["campaign_id", "person_id", "seat", "joined_on", "left_on"],
    Hazard: ["answers_id", "responsible_person", "responsible_phone"],
    PatrolPlan: ["inspectors"],
    VisitTask: ["inspectors"],
    LookBack: ["assignee_id"],
    PlanTask: ["person_id"],
    User: ["is_active", "role", "county_id", "township_id"],
}
BY_NAME = {model.__name__: model for model in WATCHED}


class Trail:
    """Watches rows from before a deed; `made` are those that the deed makes."""

    def __init__(self, rows):
        self.keys = [key_of(row) for row in rows]
        self.before = read(self.keys)
        self.made = []

    def followed(self):
        """[{"model", "pk", "before", "after"}] of all that is otherwise now; before is None of what was made."""
        keys = dict.fromkeys([*self.keys, *(key_of(row) for row in self.made)])
        after = read(keys)
        steps = [{"model": key[0], "pk": key[1], "before": self.before.get(key), "after": after[key]} for key in keys]
        return [step for step in steps if step["before"] != step["after"]]


def key_of(row):
    return type(row).__name__, row.pk


def read(keys, *, lock=False):
    """{(model, key): its watched values, as JSON keeps them}; what is gone is left out."""
    found = {}
    for model, pks in grouped(keys).items():
        rows = model.objects.filter(pk__in=pks).order_by("pk")
        if lock:
            rows = rows.select_for_update(of=("self",))
        found |= {(model.__name__, row.pk): _values(row) for row in rows}
    return found


def stands(now, after):
    """Whether a row still is what the deed made of it. A trail from before terms could be voided tells less of them than is watched
    today: what it does not tell is not compared, but that nobody had voided it."""
    if now is None or after is None:
        return now == after
    told = {"voided_at": None} | after if "voided_at" in now else after
    return all(now[name] == value for name, value in told.items())


def grouped(keys):
    """{model: keys}, in the order in which rows are locked."""
    pks = defaultdict(list)
    for name, pk in keys:
        pks[name].append(pk)
    return {model: pks[model.__name__] for model in WATCHED if model.__name__ in pks}


def _values(row):
    values = {name: _value(row, name) for name in WATCHED[type(row)]}
    return json.loads(json.dumps(values, cls=DjangoJSONEncoder))


def _value(row, name):
    return sorted(row.inspectors.values_list("pk", flat=True)) if name == "inspectors" else getattr(row, name)


def before_it(steps, rows):
    """Of a queryset the rows that the deed changed, with the values that they had before; nothing is saved."""
    told = {step["pk"]: step["before"] for step in steps if step["model"] == rows.model.__name__ and step["before"]}
    for row in rows.filter(pk__in=told).order_by("pk"):
        for name, value in told[row.pk].items():
            setattr(row, name, row._meta.get_field(name).to_python(value))
        yield row


def put_back(steps):
    """Make every row what it was before, last of all those that were made: they are deleted."""
    for step in steps:
        row = BY_NAME[step["model"]].objects.filter(pk=step["pk"])
        if step["before"] is None:
            row.delete()
        elif "inspectors" in step["before"]:
            row.get().inspectors.set(step["before"]["inspectors"])
        else:
            row.update(**step["before"])
