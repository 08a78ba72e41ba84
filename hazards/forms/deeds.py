"""The form of one step in a hazard's life: its fields are those that the transition table asks for."""

from copy import deepcopy

from django import forms
from django.db.models import F, Max
from django.forms import HiddenInput
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.clocks import deadline_to_order
from hazards.details import asked_until, is_bound, latest_redo, unfinished
from hazards.duplicates import likely_twins, possible_twins
from hazards.forms.choices import by_office, signers, township_reviewers
from hazards.forms.far_deadline import TICK, ask_about_far_deadline, far_deadline_field
from hazards.forms.report import in_one_line
from hazards.majors import case_of
from hazards.models import Action, Department, HazardPicture, RemedyPlan
from hazards.order_text import unchecked_clause
from hazards.orders import PAPERS, usual_inspectors
from hazards.repeats import COMPARED, candidates, earlier_ones, likely_one
from hazards.workflow import TRANSITIONS, tells_the_same
from townships.kept_files import KeepingField, KeepsFiles, kept_name
from townships.models import Level, Person
from townships.workdays import Workdays

# Served on a unit, numbered, signed, closed for good or heavy with consequences: seen as a whole before it is done.
CHECKED_FIRST = {Action.ORDER, Action.REOPEN, Action.SUSPEND, Action.EXTEND, Action.URGE, Action.TRANSFER, Action.ASK_CUT_OFF}
CHECKED_FIRST |= {Action.SUPERVISE, Action.ASK_EXTENSION, Action.REFUSE_EXTENSION}
CHECKED_FIRST |= {Action.RECTIFY, Action.PASS, Action.FAIL, Action.ASK_ACCEPTANCE, Action.ACCEPT, Action.REJECT}
CHECKED_FIRST |= {Action.APPLY, Action.RESUME, Action.RESUME_MAJOR, Action.REFUSE}
CHECKED_FIRST |= {Action.SIGN_TOWNSHIP, Action.SIGN_BUREAU, Action.SIGN_COUNTY}

HELP = {
    Action.ASK_EXTENSION: {"asked_on": _("责任单位提出申请的日期，不填为今天")},
    Action.SUPERVISE: {
        "deadline": _("与整改期限是同一个日期；已有整改期限的不用填写"),
        "supervising_unit": _("县级挂牌督办不填为本局；市级、省级请填写"),
        "number": _("县级挂牌督办由系统编号，不用填写；市级、省级请填写上级文件的文号"),
        "publicised_in": _("在媒体上公布的，写明媒体和日期"),
    },
    Action.ASSIGN: {
        "responsible_unit": _("已经下达的整改文书送达的是原责任单位，交办不另制发文书：请在交办通知中把整改要求和期限告知新的责任单位"),
        "responsible_person": _("改为别人的，登记的责任人电话不再保留"),
    },
    Action.REPORT: {"workers_told_on": _("企业的重大隐患须同时向职工（代表）大会报告"), "workers_told": _("如：职工代表大会、公示栏")},
    Action.PLAN: {"interim": _("撤到哪里、谁警戒、停用什么")},
    Action.PROGRESS: {"percent": _("0 到 100"), "done": _("计入最早没有报告的一期"), "setback": _("比例或资金比上次报告少的，须填写")},
    Action.ASK_ACCEPTANCE: {"document": _("PDF、Word 或图片")},
    Action.EXTEND: {"asked_on": _("责任单位提出申请的日期，不填为今天")},
    Action.RECTIFY: {"pictures": _("能看清原来的部位")},
    Action.ORDER: {"requirement": _("将印在整改文书上"), "responsible_unit": _("即受文单位")},
    Action.REPLY: {"pictures": _("能看清原来的部位")},
    Action.PASS: {"inspectors": _("整改复查意见书由两名以上人员签名")},
    Action.FAIL: {"inspectors": _("整改复查意见书由两名以上人员签名")},
    Action.SUSPEND: {"scope": _("不填为全部生产经营活动"), "basis": _("不填为《安全生产法》第六十五条、第一百零二条，请按案情核对")},
    Action.APPLY: {"pictures": _("能看清原来的部位")},
    Action.URGE: {"addressee": _("督促整改的乡镇、部门，或责任单位本身")},
    Action.TRANSFER: {"materials": _("如：现场检查记录；现场照片。印为附件")},
    Action.MARK_URGENT: {"known_at": _("判明后 30 分钟内上报；更晚的记为迟报")},
    Action.UNMARK_URGENT: {"reason": _("撤销后按当天上报的要求计算是否迟报")},
    Action.LIFT_CUT_OFF: {"told": _("如：县供电公司、县自来水公司；多个单位写在一起")},
    Action.ASK_CUT_OFF: {"cut_at": _("除紧急情形外，须提前 24 小时书面通知该单位（安全生产法第七十条）")},
}

# An ownerless slope is the township's own until it is assigned (RULES section 4), but no office serves a paper on itself.
OWN_PAPER = _("现在填的是本单位自己：请改填实际承担整改的单位（如村委会、公路养护站）；无法确定的，报请县局交办")


# What a shipped list says is not printed before somebody has looked it up (docs/decisions/0120).
CLAUSE_HELP = _("检查表所带的“%(clause)s”还没有核对，不印在文书上。请按现行标准核对后在此填写；不填的，文书不写依据")

NO_CLAUSE_HELP = _("登记时没有写依据，请写违反的法律法规或标准条款；不填的，文书不写依据")


def clause_help(hazard):
    """What to say beside the clause that a paper asks for; empty where the hazard has one that somebody has checked."""
    if not hazard.basis:
        return NO_CLAUSE_HELP
    unchecked = unchecked_clause(hazard)
    return CLAUSE_HELP % {"clause": unchecked} if unchecked else ""


def deadline_help(hazard, today):
    """What to say beside the deadline of an order; empty where the ledger's still stands."""
    if hazard.deadline is None or hazard.deadline >= today or hazard.supervision:
        return ""
    return _("登记的期限 %(day)s 已过，改按同样的工作日数从今天起算") % {"day": hazard.deadline}


def redo_help(hazard, user):
    """What to say beside the day that a failed re-inspection names."""
    told = {"day": latest_redo(hazard, timezone.now(), by=user), "deadline": hazard.deadline}
    if hazard.deadline < timezone.localdate():
        return _("不能晚于 %(day)s；原期限 %(deadline)s 已过，仍按原期限计算超期") % told
    if hazard.supervision:
        return _("不能晚于 %(day)s；督办期限 %(deadline)s 不变，要延期的由县局准予") % told
    return _("不能晚于 %(day)s；晚于整改期限 %(deadline)s 的，整改期限不变，要延期的由县局准予；早于的，整改期限提前到那天") % told


def _who_signs(paper, replied_by, offered, user):
    """What to say beside the people of a paper that judges what somebody reported as done."""
    told = {"count": paper.inspectors, "name": replied_by}
    if user.township_id and len(offered) < paper.inspectors:
        return _("须由 %(count)s 名以上人员签名；%(name)s报告了整改完成，不能参加，可签名的人员不足：请县局派员复查") % told
    if user.township_id and any(person.township_id is None for person in offered):
        return _("由 %(count)s 名以上人员签名；%(name)s报告了整改完成，不能参加，本乡镇人员不足：请与县局人员一同复查") % told
    return _("由 %(count)s 名以上人员签名；%(name)s报告了整改完成，不能参加") % told


class SuggestingInput(forms.TextInput):
    """A line of text with words to choose from below it."""

    template_name = "hazards/widgets/suggesting_input.html"

    def __init__(self, words):
        super().__init__()
        self.words = words

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["words"] = self.words
        context["widget"]["attrs"]["list"] = f"{name}-words"
        return context


class EventKey(forms.IntegerField):
    """What is no key, after somebody changed the page, names no event."""

    widget = HiddenInput

    def __init__(self):
        super().__init__(required=False, min_value=0, max_value=2**63 - 1)

    def clean(self, value):
        try:
            return super().clean(value)
        except forms.ValidationError:
            return None


class DeedForm(KeepsFiles, forms.Form):
    # What had happened when the form was opened: a step that leaves the state as it is could be taken twice by going back.
    last_event = EventKey()

    def __init__(self, *args, hazard, action, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.hazard, self.action = user, hazard, action
        self.initial.setdefault("last_event", hazard.events.aggregate(last=Max("pk"))["last"])
        self.fields.update(deepcopy(dict(TRANSITIONS[action].asks)))
        for name, text in HELP.get(action, {}).items():
            self.fields[name].help_text = text
        if action in (Action.ORDER, Action.REOPEN) and user.township_id and hazard.is_townships_own:
            self.fields["responsible_unit"].help_text = OWN_PAPER
        if action == Action.RECTIFY:
            # The ledger's photos are a pair (RULES section 5), and nobody looks again.
            self.fields["pictures"].required = hazard.pictures.filter(moment=HazardPicture.Moment.BEFORE).exists()
        if action == Action.ORDER:
            self.fields["deadline"].help_text = deadline_help(hazard, timezone.localdate())
        if action in (Action.SUSPEND, Action.REFUSE) and is_bound(hazard, timezone.localdate()):
            self.fields["deadline"].help_text = _("已挂牌督办，只能填督办期限 %(day)s") % {"day": hazard.deadline}
        if action in (Action.FAIL, Action.REJECT):
            self.fields["deadline"].help_text = redo_help(hazard, user)
        if action in (Action.ORDER, Action.REOPEN):
            self._ask_clause()
            if not hazard.is_major:
                self._may_ask_beside_deadline()
        if action == Action.REPORT:
            # 安全生产法 第四十一条: an enterprise has workers to tell, a slope has none.
            self.fields["workers_told_on"].required = hazard.place.level == Level.ENTERPRISE
        if action == Action.EXTEND and hazard.extension_asked_on:
            # The request has said so.
            del self.fields["asked_on"]
            self.fields["deadline"].help_text = _("申请延长至 %(day)s") % {"day": asked_until(hazard)}
        elif action == Action.EXTEND:
            del self.fields["longer_than_asked"]
        if action == Action.ASK_ACCEPTANCE and unfinished(hazard) is None:
            del self.fields["is_done"]
        if action == Action.TRANSFER:
            # Any other organ, of the city for one, is typed.
            departments = Department.objects.in_county(hazard.township.county_id).filter(is_active=True)
            self.fields["addressee"].widget = SuggestingInput([department.name for department in departments.order_by("position", "pk")])
            self.fields["addressee"].help_text = _("可从部门名单中选，也可以直接填写")
        if "earlier" in self.fields:
            self._offer_earlier(self.fields["earlier"])
        if "duplicate_of" in self.fields:
            self._offer_twins(self.fields["duplicate_of"])
        if "inspectors" in self.fields:
            self._offer_inspectors(self.fields["inspectors"], TRANSITIONS[action].kind(user))

    def _may_ask_beside_deadline(self):
        names = [*self.fields]
        names.insert(names.index("deadline") + 1, TICK)
        self.fields[TICK] = far_deadline_field()
        self.order_fields(names)

    def clean(self):
        given = super().clean()
        if TICK in self.fields:
            ask_about_far_deadline(self, [given.get("deadline")])
        return given

    def _offer_inspectors(self, field, kind):
        paper = PAPERS[kind]
        replied_by = self.hazard.replied_by if paper.names_reviewers else None
        people = self._who_may_sign(kind, replied_by.person if replied_by else None)
        if self.user.township_id:
            by_office(field)
        own_first = [F("township").asc(nulls_last=True)] if self.user.township_id else []
        field.queryset = people.order_by(*own_first, "number")
        # Whom somebody unticked is not put on the paper all the same.
        field.required = paper.inspectors > 0
        offered = list(field.queryset)
        if len(offered) == paper.inspectors:
            # Where there is no choice there is nothing to name by hand (docs/decisions/0117).
            self.initial["inspectors"] = [person.pk for person in offered]
        if replied_by:
            field.help_text = _who_signs(paper, replied_by, offered, self.user)

    def _who_may_sign(self, kind, replier):
        if PAPERS[kind].names_reviewers and self.user.township_id:
            return township_reviewers(self.hazard.township, count=PAPERS[kind].inspectors, without=replier)
        people = signers(kind, self.user, self.hazard.township).exclude(pk=replier.pk if replier else None)
        # The township doesn't judge what it looked after.
        return people.filter(township=None) if self.action in (Action.ACCEPT, Action.REJECT) else people

    def _offer_earlier(self, field):
        """The most alike on top, each with its reasons; any other of the place is taken too."""
        field.queryset = earlier_ones(self.hazard)
        offered = candidates(self.hazard)
        field.choices = [(candidate.hazard.pk, str(candidate)) for candidate in offered]
        field.help_text = _("都是同一地点已销号的，最相像的在前")
        if len(offered) == COMPARED:
            field.help_text = _("同一地点最近销号的 %(count)s 条，最相像的在前") % {"count": COMPARED}

    def _offer_twins(self, field):
        """Asked where there may be one; any other of the township is taken too.

        Closed ones are offered as well, as such: what was entered twice may have been put right under its first number.
        """
        offered = [(twin.pk, f"{in_one_line(twin)}（{twin.get_state_display()}）") for twin in likely_twins(self.hazard)]
        if not offered:
            del self.fields["duplicate_of"]
            return
        field.queryset = possible_twins(self.hazard)
        field.choices = [("", field.empty_label), *offered]
        field.help_text = _("同一地点、描述相像的在前；群众举报的，举报人以后看到的是所选那一条的办理结果")

    def _ask_clause(self):
        if words := clause_help(self.hazard):
            self.fields["basis"].help_text = words
        else:
            del self.fields["basis"]

    @property
    def asks_clause(self):
        """Not to be taken for the law on which another paper rests."""
        return self.action in (Action.ORDER, Action.REOPEN) and "basis" in self.fields

    def taken_before(self):
        """The event of this very form, sent before: or, in other words, one that the same user entered since it was opened."""
        seen = self.cleaned_data["last_event"]
        mine = list(self.hazard.events.filter(pk__gt=seen, by=self.user, action=self.action)) if seen else []
        return next(filter(self.is_told_in, mine), mine[-1] if mine else None)

    def is_told_in(self, event):
        return tells_the_same(event, self.details())

    def take_note_of(self, event):
        """The next press knows of it."""
        self.data = self.data.copy()
        self.data["last_event"] = event.pk

    @property
    def is_checked_first(self):
        return self.action in CHECKED_FIRST

    def details(self):
        """As the workflow asks for them."""
        return {name: self.cleaned_data[name] for name in TRANSITIONS[self.action].asks if name in self.fields}

    def details_for_rehearsal(self):
        """As a rehearsal takes them: it keeps nothing."""
        return {name: None if self.is_file(name) else value for name, value in self.details().items()}

    def is_file(self, name):
        return isinstance(self.fields[name], KeepingField)

    def hidden(self):
        """All that was typed, to be carried through the check page; files wait and come back by their keys."""
        for name, field in self.fields.items():
            if self.is_file(name):
                yield from (HiddenInput().render(kept_name(name), row.key) for row in field.widget.kept)
            else:
                yield self[name].as_hidden()

    def attached(self):
        """(label, names of the files) of what goes along."""
        for name, field in self.fields.items():
            if self.is_file(name) and field.widget.kept:
                yield field.label, [row.file_name for row in field.widget.kept]

    def summary(self):
        """(label, what was typed) as the check page shows them."""
        if self.action == Action.EXTEND and (asked := asked_until(self.hazard)):
            yield _("申请延长至"), asked
        for name in self.details():
            if self.is_file(name):
                continue
            field, value = self.fields[name], self.cleaned_data.get(name)
            if value not in (None, "", [], False):
                yield field.label, _spoken(field, value)


def _spoken(field, value):
    choices = dict(field.choices) if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField) else {}
    if isinstance(value, list):
        return "、".join(str(choices.get(one, one)) for one in value)
    if choices:
        return choices.get(value, value)
    return _("是") if value is True else value


def first_guess(hazard, action, *, by, last_inspectors=()):
    """What the form starts with, so that little is left to type."""
    guess = {
        "requirement": hazard.measure,
        # A checklist's item or the supervision has said by when, or a request for more time.
        "deadline": _likely_deadline(hazard, action),
        "addressee": usual_addressee(hazard, action),
        "responsible_unit": hazard.responsible_unit,
        "responsible_person": hazard.responsible_person,
        "inspectors": likely_inspectors(hazard, action, by, last_inspectors) if "inspectors" in TRANSITIONS[action].asks else [],
        "rectified_on": timezone.localdate(),
        "told_at": timezone.localtime(),
        "known_at": timezone.localtime(),
        "told_by": str(by.person or by),
        "earlier": likely_one(hazard) if action == Action.LINK else None,
        "assigning_unit": hazard.assigning_unit,
        "coordinating_unit": hazard.coordinating_unit,
        **file_so_far(hazard, action),
    }
    return {name: value for name, value in guess.items() if name in TRANSITIONS[action].asks}


def _likely_deadline(hazard, action):
    if action == Action.ORDER:
        return deadline_to_order(hazard, timezone.localdate(), Workdays(hazard.township.county_id))
    if action == Action.EXTEND:
        return asked_until(hazard)
    bound = action in (Action.SUSPEND, Action.REFUSE) and is_bound(hazard, timezone.localdate())
    return hazard.deadline if bound or action == Action.SUPERVISE else None


def likely_inspectors(hazard, action, by, last):
    """Those of the visit that an order rests on, else of the last paper; who replied doesn't judge it, and the county names its own."""
    if action in (Action.ACCEPT, Action.REJECT):
        return []
    if action == Action.REOPEN:
        # Who looked back is not who found it then: whoever enters it was there, anybody else is ticked by hand.
        return [by.person_id] if by.person_id and by.person.inspector_card else []
    rests_on_visit = action == Action.ORDER and hazard.inspection_id
    people = Person.objects.filter(pk__in=last) if last and not rests_on_visit else usual_inspectors(hazard, by)
    replier = hazard.replied_by.person_id if hazard.replied_by and action != Action.ORDER else None
    return [person.pk for person in people if person.pk != replier and not (by.is_bureau and person.township_id)]


def file_so_far(hazard, action):
    """What is revised begins with what stands: the report, or the last version of the plan."""
    if action == Action.REPORT:
        return model_to_dict(case, fields=TRANSITIONS[action].asks) if (case := case_of(hazard)) else {}
    if action == Action.PLAN and (plan := hazard.plans.current().first()):
        taken = [name for name in RemedyPlan.MEASURES if getattr(plan, name)]
        return model_to_dict(plan, fields=[*RemedyPlan.CONTENTS, "interim"]) | {"measures": taken}
    return {}


def usual_addressee(hazard, action):
    """Whom a letter usually goes to: the township that looks after the unit, or the county's government."""
    return {Action.URGE: hazard.township.government, Action.ASK_CUT_OFF: f"{hazard.township.county.name}人民政府"}.get(action, "")
