"""A township's roster of safety officers (D2: 在册编号、实行动态管理的284名安全员) as .xlsx: looked at row by row, then all or nothing.

Who is in the county's roster of people already is put on the list of officers as he is; everybody else is entered there first.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from townships.forms.officers import OfficerRowForm
from townships.models import County, Person, SafetyOfficer
from townships.officers import number_all
from townships.roster import enrol_all
from townships.spreadsheets import Column, Sheet
from townships.uploaded_book import read_book
from townships.uploaded_table import Line, find_table, rows_below

HEADS = {
    "姓名": "name",
    "在册编号": "number",
    "身份证号": "id_number",
    "联系电话": "phone",
    "所在单位": "unit",
    "职务": "position",
    "执法（检查）证号": "inspector_card",
    "入册日期": "joined_on",
}
MOST = 1000
# Rows of the template that are ready to be typed in, as text: a spreadsheet program shortens what it takes for a long number.
READY = 300
HELP = [
    ("姓名", _("必填")),
    ("在册编号", _("已在人员名册的填编号，其他各列可不填；不在名册的不填，导入时自动编号")),
    ("身份证号", _("18 位，可不填；不能与名册中他人重复")),
    ("联系电话", _("可不填；同名的人靠电话或身份证号区分")),
    ("执法（检查）证号", _("可不填；不能与名册中他人重复")),
    ("入册日期", _("如 2026-01-05；不填的按导入时选的日期")),
]


# 莫　运来: lists are typed so that names of two and of three characters stand equally wide.
SPREAD = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
# A desk telephone may be shared, a mobile one is somebody's.
MOBILE = re.compile(r"1\d{10}")


def bare(name):
    """A name without white space: as such it is compared."""
    return "".join(name.split())


class ChangedMeanwhile(Exception):
    """What was right on the check page is wrong by now."""


@dataclass
class OfficerLine(Line):
    """`person`: who it is, in the roster of people already or new; None while something is wrong."""

    person: Person | None = None

    @property
    def is_fresh(self):
        return self.person is not None and self.person.pk is None


def template():
    columns = [Column(head, lambda _row: None, 22 if name in ("id_number", "unit") else 16) for head, name in HEADS.items()]
    told = [Column(_("列"), lambda line: line[0], 18), Column(_("怎么填"), lambda line: line[1], 70)]
    return [
        Sheet(range(READY), columns, _("安全员名册"), str(_("安全员名册"))),
        Sheet(HELP, told, _("填写说明"), str(_("填写说明"))),
    ]


def read_rows(upload):
    """[[row number, {head: words}]]; ValidationError when the file as a whole can't be a roster."""
    name, rows, head = find_table(read_book(upload), HEADS, ["姓名"], hint=_("请下载模板，照它的格式填写。"))
    found = [[number, cells] for number, cells in rows_below(rows, head)]
    if not found:
        raise ValidationError(_("工作表“%(name)s”的表头下面没有内容。"), code="empty", params={"name": name})
    if len(found) > MOST:
        raise ValidationError(_("名册超过 %(limit)s 行，请分几次导入。"), code="too_long", params={"limit": MOST})
    return found


def judged(rows, *, township, on):
    """A line for each row; in five queries, however many rows there are."""
    lines = [_line(number, cells, on) for number, cells in rows]
    known = _Known(township, lines)
    for line in lines:
        if not line.errors:
            known.judge(line)
    _find_repeated(lines)
    return lines


def _line(number, cells, on):
    form = OfficerRowForm({name: cells.get(head, "") for head, name in HEADS.items()})
    if form.is_valid():
        told = form.cleaned_data
        return OfficerLine(number, told | {"name": SPREAD.sub("", told["name"]), "joined_on": told["joined_on"] or on})
    told = {name: cells.get(head, "") for head, name in HEADS.items()}
    errors = [f"{form.fields[name].label}：{' '.join(messages)}" for name, messages in form.errors.items()]
    return OfficerLine(number, told, errors)


class _Known:
    """Whom of the rows the county's roster of people knows, and who is an officer already."""

    def __init__(self, township, lines):
        self.township = township
        asked = defaultdict(set)
        for line in lines:
            for name in ("name", "number", "id_number", "inspector_card", "phone"):
                if not line.errors and line.fields[name]:
                    asked[name].add(line.fields[name])
        asked["bare_name"] = {bare(name) for name in asked.pop("name", ())}
        anyway = Q(*[(f"{name}__in", values) for name, values in asked.items()], _connector=Q.OR)
        without_space = Replace(Replace("name", Value(" "), Value("")), Value("\u3000"), Value(""))
        people = Person.objects.annotate(bare_name=without_space).filter(anyway, county=township.county_id)
        self.people = list(people.select_related("township").order_by("number"))
        self.entries = defaultdict(list)
        entries = SafetyOfficer.objects.filter(person__in=[person.pk for person in self.people]).select_related("township")
        for entry in entries:
            self.entries[entry.person_id].append(entry)

    def those(self, **told):
        return [person for person in self.people if all(getattr(person, name) == value for name, value in told.items())]

    def judge(self, line):
        """Find out who it is, and whether he can join."""
        try:
            line.person = self._person_of(line.fields)
            self._check_card(line.fields, line.person)
            self._check_may_join(line.person, line.fields["joined_on"])
        except ValidationError as refused:
            line.person = None
            line.errors += refused.messages

    def _person_of(self, told):
        for name, label in (("number", _("在册编号")), ("id_number", _("身份证号"))):
            if told[name] and (found := self.those(**{name: told[name]})):
                return self._same_name(found[0], told["name"], label)
        if told["number"]:
            raise ValidationError(_("名册中没有编号 %(number)04d 的人员。"), params=told)
        name = bare(told["name"])
        if told["phone"] and (found := self.those(bare_name=name, phone=told["phone"])):
            return self._without_another_id(found[0], told["id_number"])
        self._check_phone(told["phone"])
        namesakes = [person for person in self.those(bare_name=name) if person.township_id in (None, self.township.pk)]
        if namesakes and not (told["phone"] or told["id_number"]):
            who = "；".join(f"{person.number:04} {person} {person.known_by}".strip() for person in namesakes[:5])
            raise ValidationError(
                _("名册中已有同名人员（%(who)s）：是同一人的请填在册编号，确是另一人的请填电话或身份证号。"), params={"who": who}
            )
        details = {name: told[name] for name in ("name", "unit", "position", "phone", "id_number", "inspector_card")}
        return Person(county_id=self.township.county_id, township=self.township, **details)

    def _check_phone(self, phone):
        """Somebody else's mobile number: the same person under another name, or one of the two numbers is wrong."""
        if MOBILE.fullmatch(phone) and (found := self.those(phone=phone)):
            words = _("此电话是名册中%(who)s（%(number)04d）的：是同一人的请填在册编号，确是另一人的请核对电话或留空。")
            raise ValidationError(words, params={"who": found[0], "number": found[0].number})

    def _same_name(self, person, name, label):
        if person.bare_name != bare(name):
            words = _("这个%(label)s是%(who)s（%(number)04d）的，不是%(name)s。")
            raise ValidationError(words, params={"label": label, "who": person, "number": person.number, "name": name})
        return person

    def _without_another_id(self, person, id_number):
        if id_number and person.id_number and person.id_number != id_number:
            words = _("身份证号与名册中的%(who)s（%(number)04d）不符，请核对。")
            raise ValidationError(words, params={"who": person, "number": person.number})
        return person

    def _check_card(self, told, person):
        for other in self.those(inspector_card=told["inspector_card"]) if told["inspector_card"] else []:
            if other.pk != person.pk:
                words = _("此证号已由%(who)s（在册编号 %(number)04d）持有，请核对。")
                raise ValidationError(words, params={"who": other, "number": other.number})

    def _check_may_join(self, person, on):
        if person.township_id not in (None, self.township.pk):
            raise ValidationError(_("该人员在%(township)s在册，请由该乡镇入册。"), params={"township": person.township})
        if person.has_left(on):
            raise ValidationError(_("该人员自 %(day)s 起已离任。"), params={"day": person.left_on})
        if entry := next((entry for entry in self.entries[person.pk] if entry.left_on is None or entry.left_on > on), None):
            words = _("该人员已在%(township)s的名册上，编号 %(number)s。")
            raise ValidationError(words, params={"township": entry.township, "number": entry.number})


def _find_repeated(lines):
    """The same person twice in the file, by whatever tells people apart."""
    seen = {}
    for line in lines:
        told = line.fields
        marks = [(name, told[name]) for name in ("number", "id_number", "inspector_card") if told[name]]
        marks += [("person", line.person.pk)] if line.person and line.person.pk else []
        marks += [("phone", bare(told["name"]), told["phone"])] if told["phone"] or not marks else []
        # Whoever is told apart by a number of his own may use another one's telephone.
        marks += [("mobile", told["phone"])] if MOBILE.fullmatch(told["phone"]) and not told["number"] else []
        for mark in marks:
            if mark in seen:
                line.errors.append(translated("与第 %(number)s 行重复。") % {"number": seen[mark]})
                break
        for mark in marks:
            seen.setdefault(mark, line.number)


@transaction.atomic
def take(rows, *, township, on):
    """Everybody of the file on the roster, or nobody; the entries, in the file's order."""
    # Lock the county, as enrolling does: what was judged stays so until all of it is written.
    County.objects.select_for_update(of=("self",)).get(pk=township.county_id)
    lines = judged(rows, township=township, on=on)
    if any(line.errors for line in lines):
        raise ChangedMeanwhile
    enrol_all([line.person for line in lines if line.is_fresh], county=township.county_id)
    return number_all([(line.person, line.fields["joined_on"]) for line in lines], township=township)
