import re
from collections import Counter

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.appointments import AppointmentRefused, Obstacle, check_term
from townships.documents import NO_FILE, DocumentField, with_upload
from townships.forms.based_on import ComparedRowForm
from townships.forms.fields import AskedTick, DayField, ForgivingCode, ForgivingPhone, ForgivingText, ask
from townships.gaps import rules_at
from townships.kept_files import KeepsFiles
from townships.models import Duty, DutyKind, Level, Person, Place, Team, Township
from townships.validators import not_in_future, real_id_number, sensible_date
from townships.widgets import InitialsSelect

ID_NUMBER = re.compile(r"\d{17}[\dX]")

# Where the sentence about an obstacle stands, and what it says; `post` is the one that stands in the way.
OBSTACLES = {
    Obstacle.WRONG_LEVEL: ("kind", _("这个岗位不能设在这里。")),
    Obstacle.ENDS_BEFORE_START: ("ends_on", _("任期截止不能早于任职日期。")),
    Obstacle.PLACE_CLOSED: ("starts_on", _("该单位（部位）自 %(closed_on)s 起撤并或注销，任期须在此前结束。")),
    Obstacle.PLACE_NOT_OPEN: (
        "starts_on",
        _("该单位（部位）自 %(opened_on)s 起设立或纳入监管，任职不能更早；以前就有的，请先在其资料中更正或清空这个日期。"),
    ),
    Obstacle.NOT_HIGH_RISK: ("kind", _("这个岗位只设在高危单位，这里未标明为高危单位。")),
    Obstacle.RANK_TOO_LOW: ("person", _("这个岗位须由副科级以上干部担任，%(whom)s登记的职级不是（或未登记），请先在其资料中登记职级。")),
    Obstacle.NEEDS_TEAM: ("team", _("这里有几个同类机构（队伍），请选择是哪一个。")),
    Obstacle.WRONG_TEAM: ("team", _("这个岗位不在所选的机构（队伍）里。")),
    Obstacle.TEAM_NOT_FOUNDED: ("starts_on", _("%(team)s自 %(founded_on)s 起成立，任职不能更早；成立日期有误的请先修改。")),
    Obstacle.TEAM_DISBANDED: ("starts_on", _("%(team)s自 %(disbanded_on)s 起撤销，任期须在此前结束。")),
    Obstacle.OTHER_COUNTY: ("person", _("%(whom)s不在本县在册。")),
    Obstacle.HAS_LEFT: ("person", _("%(whom)s在这一天已离任。")),
    Obstacle.TERM_OVERLAPS: ("starts_on", _("%(whom)s已在任此岗位（%(term)s），任期与此重叠，请先终止原任期。")),
    Obstacle.SEAT_TAKEN: ("starts_on", _("此岗位只能由一人担任，%(who)s的任期（%(term)s）与此重叠，请先终止其任期。")),
    Obstacle.TWO_SEATS: ("person", _("%(whom)s已任%(what)s（%(term)s），同一机构（队伍）的正职和副职不能由一人兼任。")),
    Obstacle.FULL_TIME_TWICE: ("person", _("%(whom)s已任专职岗位“%(where)s %(what)s”（%(term)s），不能同时担任两个专职岗位。")),
}


def obstacle_sentence(refused, place, *, whom=None):
    """(field, words) of a refused appointment; `whom` it was to be."""
    field, words = OBSTACLES[refused.obstacle]
    post, team = refused.post, refused.team
    about = {"who": post.person, "where": post.place, "what": post.title, "term": term_of(post)} if post else {}
    if team:
        about |= {"team": team, "founded_on": team.founded_on, "disbanded_on": team.disbanded_on}
    return field, words % {"whom": whom or _("该人员"), "closed_on": place.closed_on, "opened_on": place.opened_on, **about}


def term_of(post):
    return f"{post.starts_on:%Y-%m-%d} {_('至')} {post.ends_on:%Y-%m-%d}" if post.ends_on else f"{post.starts_on:%Y-%m-%d} {_('至今')}"


class PersonForm(ComparedRowForm):
    """An entry of the roster; the number is given by the roster itself."""

    is_another = AskedTick(label=_("确是另一人"))
    keeps_posts = AskedTick(label=_("转为县直后仍任这些岗位"))

    class Meta:
        model = Person
        fields = ["name", "township", "unit", "position", "rank", "phone", "id_number", "inspector_card", "is_full_time"]
        field_classes = {"name": ForgivingText, "phone": ForgivingPhone, "id_number": ForgivingCode, "inspector_card": ForgivingCode}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.instance.county = user.county
        townships = Township.objects.visible_to(user).in_county(self.instance.county_id).open_on(timezone.localdate())
        self.fields["township"].queryset = townships
        if user.township_id:
            self.fields["township"].required = True
            self.fields["township"].initial = user.township_id
        if self.instance.pk and self.instance.certificates.current().filter(kind__is_inspector_card=True).exists():
            # The certificate's own number stands on papers: it is not typed twice.
            del self.fields["inspector_card"]

    def clean_id_number(self):
        number = self.cleaned_data["id_number"]
        if number and (twin := self._others().filter(id_number=number).first()):
            raise forms.ValidationError(_("该身份证号已在册，编号 %(number)s。"), code="unique", params={"number": twin.number})
        if ID_NUMBER.fullmatch(number):
            real_id_number(number)
        return number

    def clean_inspector_card(self):
        card = self.cleaned_data["inspector_card"]
        if card and (twin := self._others().filter(inspector_card=card).first()):
            words = _("此证号已由%(who)s（在册编号 %(number)04d）持有，请核对。")
            raise forms.ValidationError(words, code="unique", params={"who": twin, "number": twin.number})
        return card

    def clean(self):
        cleaned = super().clean()
        same = {name: cleaned.get(name) for name in ("name", "phone")}
        if {"name", "phone"} & set(self.changed_data) and all(same.values()) and not cleaned.get("is_another"):
            self._ask_whether_another(self._others().filter(**same).first())
        if self.instance.pk and "township" in self.changed_data and "township" in cleaned:
            self._check_what_stays_behind(cleaned["township"])
        return cleaned

    def _check_what_stays_behind(self, township):
        """Nobody is appointed in a township that is not the own one (`people_for`); who comes to the county may serve in any."""
        held = held_elsewhere(self.instance, township, on=timezone.localdate())
        if held and township:
            words = _("仍在原乡镇任职或在册：%(held)s。请先办理工作交接或终止任期，并退出安全员名册，再改所在乡镇。")
            self.add_error("township", words % {"held": _("；").join(held)})
        elif held and not self.cleaned_data.get("keeps_posts"):
            words = _("仍在乡镇任职或在册：%(held)s。不再担任的请先办理工作交接或终止任期、退出名册；仍担任的请勾选后再保存。")
            ask(self, "keeps_posts", words % {"held": _("；").join(held)})

    def _ask_whether_another(self, twin):
        """The same name and telephone: nearly always the same person, entered twice."""
        if twin:
            words = _("%(who)s（在册编号 %(number)04d）的姓名和电话与此相同。确是另一人的请勾选后再保存。")
            ask(self, "is_another", words % {"who": twin, "number": twin.number})

    def _others(self):
        return Person.objects.filter(county=self.instance.county_id).exclude(pk=self.instance.pk)


def held_elsewhere(person, township, *, on):
    """[words] of the posts, those to come too, and of the entry on a roster of a person from that day in other townships than this."""
    here = township.pk if township else None
    terms = Duty.objects.filter(person=person).exclude(place__level=Level.COUNTY).overlapping(on, None)
    terms = terms.exclude(Q(place=here) | Q(place__township=here)) if here else terms
    posts = terms.select_related("place__parent", "place__township", "kind", "team").order_by("kind__position", "starts_on")
    entries = person.officer_entries.exclude(township=here).filter(Q(left_on=None) | Q(left_on__gt=on)).select_related("township")
    told = [f"{post.place.township or ''}{post.place.local_name} {post.title}" for post in posts]
    return told + [_("%(township)s安全员名册 %(number)s") % {"township": one.township, "number": one.number} for one in entries]


class NearestFirst(ModelChoiceIterator):
    """People under the name of where they serve, the nearest first: `group_of(person)` says how far and where. One group needs no name."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        people, groups = list(self.queryset), {}
        self.field.shared_names = {name for name, times in Counter(person.name for person in people).items() if times > 1}
        for person in people:
            groups.setdefault(self.field.group_of(person), []).append(self.choice(person))
        named = [(name, people) for (_distance, name), people in sorted(groups.items(), key=lambda group: group[0][0])]
        yield from named if len(named) > 1 else (choice for _name, people in named for choice in people)


class PersonChoice(forms.ModelChoiceField):
    """Whom to appoint at `place`: a township's roster is long, and who is meant nearly always serves right there."""

    iterator = NearestFirst
    place = None
    shared_names = frozenset()

    def label_from_instance(self, person):
        told = person.known_by if person.name in self.shared_names else " ".join(filter(None, [person.position, person.unit]))
        return f"{person.number:04} {person.name} {told}".strip()

    def group_of(self, person):
        """(how far from the place, the group's name)"""
        if person.township_id is None:
            return (0 if self.place.is_county else 2), _("县直部门和单位")
        if self.place.is_county:
            return 1, _("乡镇（街道）负责人")
        if person.unit and person.unit == self.place.name:
            return 0, self.place.name
        return 1, (self.place.township or self.place).name


class TermPaperForm(KeepsFiles, forms.ModelForm):
    """The document of appointment: number, day and the paper itself, scanned or as it was written."""

    document_on = DayField(label=_("发文日期"), required=False, validators=[not_in_future])
    upload = DocumentField(label=_("任职文件"), required=False)
    takes_file_off = forms.BooleanField(label=_("取下已附的文件"), required=False, help_text=_("附错了、又没有可换的文件时勾选"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not self.instance.file:
            del self.fields["takes_file_off"]
        else:
            told = {"name": self.instance.file_name, "limits": self.fields["upload"].help_text}
            self.fields["upload"].help_text = _("已附：%(name)s。不选文件的保留它，选了的换成新的。%(limits)s") % told

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("document") and "document" not in self.errors:
            self._ask_for_number()
        return cleaned

    def _ask_for_number(self):
        """A day of issue, or a paper, says nothing without the document's number."""
        keeps_file = self.instance.file and not self.cleaned_data.get("takes_file_off")
        if self.cleaned_data.get("document_on"):
            self.add_error("document", _("填了发文日期的，请填任职文号。"))
        elif self.cleaned_data.get("upload") or keeps_file:
            self.add_error("document", _("附了任职文件的，请填任职文号。"))

    def told(self):
        """As the deeds take it (townships/appointments.py)."""
        told = with_upload(self.cleaned_data)
        takes_file_off = told.pop("takes_file_off", False)
        return NO_FILE | told if takes_file_off else told


class AppointmentForm(TermPaperForm):
    person = PersonChoice(Person.objects.none(), label=_("人员"), widget=InitialsSelect)
    team = forms.ModelChoiceField(Team.objects.none(), label=_("机构（队伍）"), required=False, empty_label=_("不属于机构（队伍）"))
    starts_on = DayField(label=_("任职日期"), validators=[sensible_date])
    ends_on = DayField(label=_("任期截止"), required=False, validators=[sensible_date], help_text=_("任职的最后一天，未定的不填"))
    marks_full_time = forms.BooleanField(label=_("同时标记为专职安监人员"), required=False)

    class Meta:
        model = Duty
        fields = ["kind", "team", "person", "starts_on", "ends_on", "document", "document_on", "upload"]
        field_classes = {"document": ForgivingText}

    def __init__(self, *args, place, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.instance.place = place
        kinds = DutyKind.objects.filter(level=place.level)
        self.fields["kind"].queryset = kinds if place.is_high_risk else kinds.exclude(high_risk_only=True)
        self.fields["person"].place = place
        self.fields["person"].queryset = people_for(place, user)
        self.fields["starts_on"].initial = timezone.localdate()
        self.fields["document"].help_text = _("如：官亭〔2026〕1号，可不填")
        self._offer_teams(place.teams.open_on(timezone.localdate()))
        self._offer_mark(place)

    def _offer_teams(self, teams):
        """Where a place has teams, their seats ask which; elsewhere nobody is asked."""
        self.fields["team"].queryset = teams
        if not teams.exists():
            self.fields["team"].widget = forms.HiddenInput()

    def _offer_mark(self, place):
        """Where a requirement counts full-time staff alone, whoever is appointed to it can be marked here and now."""
        asked = self.data.get("kind") if self.is_bound else getattr(self.initial.get("kind"), "pk", None)
        rules = rules_at(Place.objects.filter(pk=place.pk), on=timezone.localdate())
        rule = next((rule for (_place, kind), rule in rules.items() if str(kind) == str(asked) and rule.full_time_only), None)
        if rule is None:
            del self.fields["marks_full_time"]
            return
        words = _("%(kind)s须配专职 %(minimum)s 人，未标记为专职安监人员的不计入，空白点不会消除；已标记或不是专职的，不用勾选。")
        self.fields["marks_full_time"].help_text = words % {"kind": rule.kind, "minimum": rule.minimum}
        self.order_fields(["kind", "team", "person", "marks_full_time"])

    def clean(self):
        cleaned = super().clean()
        asked = ("person", "kind", "team", "starts_on", "ends_on")
        # Whatever else is wrong with the papers: the term is judged here, and not left to the database's constraints.
        if not self.errors.keys() & set(asked):
            term = {name: cleaned[name] for name in asked}
            try:
                check_term(Duty(place=self.instance.place, **term))
            except AppointmentRefused as refused:
                self.refuse(refused)
        return cleaned

    def refuse(self, refused):
        self.add_error(*obstacle_sentence(refused, self.instance.place))


def people_for(place, user):
    """Who may be appointed: the people of the county's departments and, of a township, its own people.

    In the county itself, those in charge of the townships as well: they are members of its leading group.
    """
    today = timezone.localdate()
    people = Person.objects.visible_to(user).filter(county=place.county_id or place.pk).serving_on(today)
    if place.is_county:
        in_charge = Duty.objects.held_on(today).filter(place__level=Level.TOWNSHIP).values("person")
        return people.filter(Q(township=None) | Q(pk__in=in_charge))
    return people.of_township_or_county(place.township_id or place.pk)


class TermDocumentForm(TermPaperForm):
    """任命文件, which often comes after the appointment."""

    class Meta:
        model = Duty
        fields = ["document", "document_on", "upload", "takes_file_off"]
        field_classes = {"document": ForgivingText}
        help_texts = {"document": _("如：官亭〔2026〕1号")}

    def _post_clean(self):
        """The row itself is put right under locks (townships/appointments.py), not here."""


class TermEndForm(forms.Form):
    ends_on = DayField(label=_("任期截止"), validators=[sensible_date], help_text=_("任职的最后一天"))
    document = ForgivingText(label=_("免职文号"), max_length=60, required=False, help_text=_("如：官亭〔2026〕9号，可不填"))
    reason = ForgivingText(label=_("原因"), max_length=200, required=False, help_text=_("如：换届、工作调动；延长任期的必填"))


class TermCorrectionForm(TermPaperForm):
    """更正任期: the days and papers of a term; who was put down wrongly is voided and appointed anew."""

    starts_on = DayField(label=_("任职日期"), validators=[sensible_date])
    ends_on = DayField(label=_("任期截止"), required=False, validators=[sensible_date], help_text=_("误终止的请清空，任期恢复"))
    reason = ForgivingText(label=_("更正原因"), max_length=200, help_text=_("如：任职日期登记有误、误终止"))

    class Meta:
        model = Duty
        fields = ["starts_on", "ends_on", "document", "document_on", "upload", "takes_file_off", "end_document"]
        field_classes = {"document": ForgivingText, "end_document": ForgivingText}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("end_document") and not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("end_document", _("没有任期截止日期的，不填免职文号。"))
        return cleaned

    def _post_clean(self):
        """The row itself is put right under locks (townships/appointments.py), not here."""

    def refuse(self, refused):
        field, words = obstacle_sentence(refused, self.instance.place)
        self.add_error(field if field in self.fields else None, words)


class LeavingForm(forms.Form):
    left_on = DayField(label=_("离任日期"), validators=[not_in_future], help_text=_("自这一天起不再承担责任"))
