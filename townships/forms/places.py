from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.appointments import doubled_by
from townships.forms.based_on import ComparedRowForm
from townships.forms.fields import AskedTick, DayField, ForgivingCode, ForgivingText, ask
from townships.models import County, Enterprise, Group, KeySite, Level, Place, PlaceMove, Township, Village, Zone
from townships.models.places import PARENT_LEVELS
from townships.natural_order import by_numbers
from townships.validators import not_in_future, opened_by_now, sensible_date
from townships.widgets import InitialsSelect

PARENT_LABELS = {
    Level.TOWNSHIP: _("所在县"),
    Level.ZONE: _("所在乡镇"),
    Level.VILLAGE: _("所在乡镇或片区"),
    Level.GROUP: _("所在村（社区）"),
    Level.ENTERPRISE: _("所在乡镇或村（社区）"),
    Level.KEY_SITE: _("所在乡镇或村（社区）"),
}


# What a duty board tells besides name, place and people.
BOARD_FIELDS = ["risk", "measures", "on_discovery", "report_phone"]


class ParentField(forms.ModelChoiceField):
    def label_from_instance(self, place):
        return f"{place.township} · {place}" if place.township_id else str(place)


class PlaceForm(ComparedRowForm):
    """A place below the county. Once it stands in a township it stays there."""

    parent = ParentField(Place.objects.none(), label=_("上级"), widget=InitialsSelect)

    opened_on = DayField(
        label=_("设立或纳入监管日期"),
        required=False,
        validators=[opened_by_now],
        help_text=_("不填为一直存在；以前就有、现在补登的，请填当时的日期或清空"),
    )

    is_older = AskedTick(label=_("确实早于上级设立"))
    moved_on = DayField(
        label=_("划转日期"),
        required=False,
        validators=[not_in_future],
        help_text=_("改了上级的，自这一天起属于新的上级，以前各天仍按原来的显示；原来就登记错的，请清空"),
    )

    class Meta:
        fields = ["name", "parent", "opened_on"]
        field_classes = {"name": ForgivingText, "code": ForgivingCode, "credit_code": ForgivingCode, "report_phone": ForgivingCode}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.former_parent = self.instance.parent if self.instance.pk else None
        if not self.instance.pk:
            self.initial["opened_on"] = timezone.localdate()
        parents = Place.objects.visible_to(user).open_on(timezone.localdate()).filter(level__in=PARENT_LEVELS[self.instance.level])
        if self.instance.pk and self.instance.is_below_township:
            parents = parents.in_township(self.instance.township_id)
        self.fields["parent"].queryset = parents.select_related("township").order_by("township", "level", *by_numbers())
        self.fields["parent"].label = PARENT_LABELS[self.instance.level]
        if not self.instance.pk and not self.initial.get("parent") and parents.count() == 1:
            # Not the field's own initial value: the empty row's None would go before it.
            self.initial["parent"] = parents.get().pk
        self._offer_move()

    def _offer_move(self):
        """Beside the parent of what is on the books and may stand under several."""
        if not self.instance.pk or self.instance.level in (Level.TOWNSHIP, Level.ZONE):
            del self.fields["moved_on"]
            return
        self.initial["moved_on"] = timezone.localdate()
        names = [name for name in self.fields if name != "moved_on"]
        names.insert(names.index("parent") + 1, "moved_on")
        self.order_fields(names)

    def clean(self):
        cleaned = super().clean()
        name, parent = cleaned.get("name"), cleaned.get("parent")
        if name and parent and (twin := self._twins(name, parent).first()):
            words = _("%(parent)s下已有“%(name)s”，请核对是否重复登记。")
            self.add_error("name", words % {"parent": twin.parent, "name": name})
        if parent and "opened_on" in cleaned and not cleaned.get("is_older"):
            self._ask_about_the_parent(parent, cleaned["opened_on"])
        if parent and self._moves_to(parent) and cleaned.get("moved_on"):
            self._check_move(parent, cleaned["moved_on"])
        return cleaned

    def _moves_to(self, parent):
        return self.former_parent is not None and parent.pk != self.former_parent.pk

    def _check_move(self, parent, day):
        for place, opened_on in [(self.instance, self.cleaned_data.get("opened_on")), (parent, parent.opened_on)]:
            if opened_on and day < opened_on:
                self.add_error("moved_on", _("%(place)s自 %(day)s 起才设立或纳入监管，不能更早。") % {"place": place, "day": opened_on})

        if later := self._moved_after(day):
            words = _("已登记 %(day)s 由%(former)s划归%(parent)s，不能更早。那一次登记错的，请先改回%(former)s，划转日期仍填 %(day)s。")
            self.add_error("moved_on", words % {"day": later.moved_on, "former": later.former_parent, "parent": later.parent})

    def _moved_after(self, day):
        """The move after that day that an earlier one would undo; one that was taken back by telling it again is none."""
        moves = list(self.instance.moves.select_related("former_parent", "parent"))
        known = {one.moved_on for one in moves if one.moved_on and one.moved_on > day}
        if {self._parent_on(then, moves) for then in {day, *known}} <= {self.former_parent.pk}:
            return None
        return next((one for one in reversed(moves) if one.moved_on in known), None)

    @staticmethod
    def _parent_on(day, moves):
        """As Place.objects.standing_on tells it."""
        told = [one.parent_id for one in moves if one.moved_on is None or one.moved_on <= day]
        return told[-1] if told else moves[0].former_parent_id if moves else None

    def clean_opened_on(self):
        opened_on, closed_on = self.cleaned_data["opened_on"], self.instance.closed_on
        if opened_on and closed_on and opened_on > closed_on:
            raise forms.ValidationError(_("不能晚于撤并或注销的 %(day)s。"), params={"day": closed_on})
        if opened_on and self.instance.pk and "opened_on" in self.changed_data:
            self._check_nobody_answered_before(opened_on)
        return opened_on

    def _check_nobody_answered_before(self, opened_on):
        first = (
            self.instance.duties.counted().filter(starts_on__lt=opened_on).select_related("person", "kind", "team").order_by("starts_on")
        )
        if duty := first.first():
            told = {"who": duty.person, "what": duty.title, "day": duty.starts_on}
            raise forms.ValidationError(_("不能晚于已登记的任期：%(who)s自 %(day)s 起任%(what)s。任期有误的请先更正。"), params=told)

    def _ask_about_the_parent(self, parent, opened_on):
        """What stood under a village that was merged is older than the new one: a slip of the pen is not."""
        is_new = not self.instance.pk or "opened_on" in self.changed_data
        if is_new and parent.opened_on and (opened_on is None or opened_on < parent.opened_on):
            words = _("%(parent)s自 %(day)s 起才设立或纳入监管，请核对日期。原属被撤并的单位、确实更早的，请勾选后再保存。")
            ask(self, "is_older", words % {"parent": parent, "day": parent.opened_on})

    def _twins(self, name, parent):
        """The same parent's, and those of the whole township: only a group's name says nothing outside its village."""
        twins = Place.objects.filter(level=self.instance.level, name=name, closed_on=None).exclude(pk=self.instance.pk)
        township = parent.pk if parent.level == Level.TOWNSHIP else parent.township_id
        is_new = not self.instance.pk or {"name", "parent"} & set(self.changed_data)
        whole = is_new and township and self.instance.level != Level.GROUP
        return twins.filter(Q(parent=parent) | Q(township=township)) if whole else twins.filter(parent=parent)

    def save(self, commit=True):
        parent = self.cleaned_data["parent"]
        if self._moves_to(parent):
            told = {"former_parent": self.former_parent, "parent": parent, "moved_on": self.cleaned_data.get("moved_on")}
            PlaceMove.objects.create(place_id=self.instance.pk, by=self.user, **told)
        self.instance.stand_under(parent)
        return super().save(commit)


# Of the county's three organs: each has its own.
CODE_WORDS = ["document_prefix", "government_prefix", "committee_prefix"]


class CountyForm(ComparedRowForm):
    class Meta:
        model = County
        fields = ["name", "code", "city_name", "bureau_name", *CODE_WORDS, "review_authority", "court"]
        field_classes = {"name": ForgivingText, "code": ForgivingCode}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)

    def clean(self):
        given = super().clean()
        seen = set()
        for name in CODE_WORDS:
            word = given.get(name)
            if word and word in seen:
                self.add_error(name, _("与本县另一机关的代字相同，两份文书会同号。"))
            seen.add(word)
        return given


class TownshipForm(PlaceForm):
    document_prefix = ForgivingText(
        label=_("文书代字"), max_length=20, required=False, help_text=_("如“官亭”，文书编号为：官亭〔2026〕17号；不填则取乡镇名称")
    )

    class Meta(PlaceForm.Meta):
        model = Township
        fields = ["name", "kind", "parent", "code", "document_prefix", "population", "opened_on"]

    def clean_document_prefix(self):
        return self.cleaned_data["document_prefix"] or short_name(self.cleaned_data.get("name", ""))


def short_name(name):
    """官亭 of 官亭乡: what stands before 〔2026〕17号."""
    for ending in ["街道办事处", "街道", "乡", "镇"]:
        if name.endswith(ending) and name != ending:
            return name.removesuffix(ending)[:20]
    return name[:20]


class ZoneForm(PlaceForm):
    class Meta(PlaceForm.Meta):
        model = Zone


# What is left out or written otherwise of a village's name: 丁家湾 is 丁家湾村.
VILLAGE_ENDINGS = ["村民委员会", "居民委员会", "村委会", "居委会", "社区", "村"]


def village_stem(name):
    return next((name.removesuffix(ending) for ending in VILLAGE_ENDINGS if name.endswith(ending) and name != ending), name)


class VillageForm(PlaceForm):
    is_another = AskedTick(label=_("确是另一个村（社区）"))

    class Meta(PlaceForm.Meta):
        model = Village
        fields = ["name", "kind", "parent", "code", "population", "households", "opened_on"]

    def clean(self):
        cleaned = super().clean()
        name, parent = cleaned.get("name"), cleaned.get("parent")
        is_new = not self.instance.pk or "name" in self.changed_data
        if is_new and name and parent and not cleaned.get("is_another"):
            self._ask_about_the_like(name, parent.pk if parent.level == Level.TOWNSHIP else parent.township_id)
        return cleaned

    def _ask_about_the_like(self, name, township):
        others = Village.objects.filter(township=township, closed_on=None).exclude(pk=self.instance.pk)
        if like := next((one for one in others if village_stem(one.name) == village_stem(name)), None):
            ask(self, "is_another", _("本乡镇已有“%(like)s”，请核对是否同一个村。确是另一个的请勾选后再保存。") % {"like": like})


class GroupForm(PlaceForm):
    class Meta(PlaceForm.Meta):
        model = Group
        fields = ["name", "kind", "parent", "opened_on"]


class EnterpriseForm(PlaceForm):
    is_doubling = AskedTick(label=_("先这样保存"))

    class Meta(PlaceForm.Meta):
        model = Enterprise
        fields = ["name", "parent", "sector", "is_high_risk", "credit_code", "address", "employees", "opened_on", *BOARD_FIELDS]
        help_texts = {"is_high_risk": _("矿山、危险化学品、烟花爆竹、民爆、建筑施工等单位请勾选")}

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and {"is_high_risk", "employees"} & set(self.changed_data) and not cleaned.get("is_doubling"):
            self._ask_about_full_time_posts({name: cleaned.get(name) for name in ("is_high_risk", "employees")})
        return cleaned

    def _ask_about_full_time_posts(self, facts):
        """A dangerous or a big enterprise takes a whole person (安全生产法 第二十四条): whose officer serves full-time elsewhere is asked
        about. That the enterprise is dangerous is true all the same, so it is not refused: the gap check then tells of the person."""
        pairs = doubled_by(self.instance, facts, on=timezone.localdate())
        if pairs:
            words = _("“%(here)s”由此须专职，而%(who)s已任专职岗位“%(where)s %(what)s”。")
            told = [words % {"here": post.title, "who": post.person, "where": other.place, "what": other.title} for post, other in pairs]
            told.append(str(_("一人不能同时担任两个专职岗位，请先办理交接或终止一处任期；要先保存的请勾选，此人列入空白点。")))
            ask(self, "is_doubling", "".join(told))


class KeySiteForm(PlaceForm):
    class Meta(PlaceForm.Meta):
        model = KeySite
        fields = ["name", "kind", "parent", "sector", "location", "opened_on", *BOARD_FIELDS]


class CloseForm(forms.Form):
    closed_on = DayField(label=_("撤并或注销日期"), validators=[sensible_date], help_text=_("自这一天起不再列入台账和空白点检查"))
    leaves_open = AskedTick(label=_("已核对，仍要撤并（注销）"))

    def __init__(self, *args, open_work, **kwargs):
        super().__init__(*args, **kwargs)
        self.open_work = open_work

    def clean(self):
        cleaned = super().clean()
        if self.open_work and not cleaned.get("leaves_open"):
            words = _("这里还有%(work)s。撤并或注销后仍须整改销号，而这里不再有人负责：请先销号，或核对后勾选再保存。")
            ask(self, "leaves_open", words % {"work": _("；").join(self.open_work)})
        return cleaned
