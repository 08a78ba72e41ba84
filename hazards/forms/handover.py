"""The wizard's two forms: who and when; then what of it all, and what becomes of the log-in."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hazards.accounts import AccountRefused
from hazards.handover_plan import HandoverRefused, Refusal, StartsTooLate
from hazards.handover_sheet import in_line
from hazards.models import AccountDeed, Handover
from hazards.open_work import Patrol, WorkRefused
from hazards.recalling import Obstacle
from townships.appointments import AppointmentRefused
from townships.forms.campaign import RosterField
from townships.forms.fields import DayField, ForgivingText, SubmissionField
from townships.forms.people import obstacle_sentence, term_of
from townships.models import Person

REFUSALS = {
    Refusal.SAME_PERSON: ("receiver", gettext_lazy("接收人不能是交接人本人。")),
    Refusal.OTHER_COUNTY: ("receiver", gettext_lazy("接收人不在本县在册。")),
    Refusal.RECEIVER_LEFT: ("receiver", gettext_lazy("接收人在这一天已离任。")),
    Refusal.IN_FUTURE: (
        "on",
        gettext_lazy("交接日期不能晚于今天：岗位、隐患和账号到当天才移交。请在 %(day)s 当天或以后 %(days)s 天内来办理。"),
    ),
    Refusal.TOO_LONG_AGO: ("on", gettext_lazy("交接日期不能早于 %(day)s：更早的变动请在任期里更正，并写明依据。")),
    Refusal.NOTHING: (None, gettext_lazy("没有选择任何要移交的岗位、隐患或账号。")),
}


# Why a handover can't be taken back any more; `what`: the row that stands in the way.
OBSTACLES = {
    Obstacle.RECALLED: gettext_lazy("这次交接已经撤回。"),
    Obstacle.NO_TRAIL: gettext_lazy("办理这次交接时还没有留存撤回所需的记录，请另办一次交接交回。"),
    Obstacle.TOO_LATE: gettext_lazy("办理已超过 %(days)s 天，请另办一次交接交回。"),
    Obstacle.OWN_ACCOUNT: gettext_lazy("这次交接改动了您自己的账号，请由别人撤回。"),
    Obstacle.CHANGED: gettext_lazy("“%(what)s”交接后又有改动"),
    Obstacle.WORKED_ON: gettext_lazy("隐患 %(what)s 交接后已有办理记录"),
    Obstacle.FOUND_SINCE: gettext_lazy("隐患 %(what)s 是交接后登记的，由接收人负责"),
    Obstacle.LETTER: gettext_lazy("责任状“%(what)s”是交接后制发的，由接收人签字"),
    Obstacle.LOGGED_IN: gettext_lazy("为接收人新建的账号 %(what)s 已设置密码或登录过"),
    Obstacle.TAKEN_OVER: gettext_lazy("岗位交接后已另行任命：%(what)s"),
    Obstacle.SEATED_AGAIN: gettext_lazy("交接人交接后又进了领导小组：%(what)s"),
    Obstacle.FULL_TIME_ELSEWHERE: gettext_lazy("交接人交接后已任另一专职岗位，不能同时担任两个专职岗位：%(what)s"),
    Obstacle.PLACE_CLOSED: gettext_lazy("岗位所在的单位（部位）已撤并或注销：%(what)s"),
    Obstacle.TEAM_DISBANDED: gettext_lazy("岗位所在的机构（队伍）已撤销：%(what)s"),
}


def obstacle_words(obstacle, row):
    what = getattr(row, "username", row) or _("已删除的记录")
    return OBSTACLES[obstacle] % {"what": what, "days": settings.HANDOVER_DAYS_BACK}


class RecallForm(forms.Form):
    reason = ForgivingText(label=gettext_lazy("撤回原因"), max_length=200, help_text=gettext_lazy("如：接收人选错，未实际交接"))


def refusal_sentence(refused):
    """(field, words)"""
    field, words = REFUSALS[refused.refusal]
    return field, words % {"day": refused.day, "days": settings.HANDOVER_DAYS_BACK}


class HandoverForm(forms.Form):
    giver = RosterField(label=gettext_lazy("交接人"), help_text=gettext_lazy("姓名或在册编号"))
    receiver = RosterField(label=gettext_lazy("接收人"), help_text=gettext_lazy("姓名或在册编号；不在人员名册的，请先登记人员"))
    on = DayField(
        label=gettext_lazy("交接日期"),
        initial=timezone.localdate,
        help_text=gettext_lazy("自这一天起由接收人负责"),
    )
    reason = forms.ChoiceField(label=gettext_lazy("交接原因"), choices=Handover.Reason)
    giver_leaves = forms.BooleanField(label=gettext_lazy("交接人自交接日期起离任"), required=False)
    witness = RosterField(label=gettext_lazy("监交人"), required=False, help_text=gettext_lazy("姓名或在册编号，可在交接表上手填"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        people = Person.objects.visible_to(user)
        self.fields["giver"].people = people
        self.fields["receiver"].people = self.fields["witness"].people = people.serving_on(timezone.localdate())

    def refuse(self, refused):
        self.add_error(*refusal_sentence(refused))


class ChoiceForm(forms.Form):
    """What of the plan moves: everything that can, until somebody says otherwise."""

    submission = SubmissionField()
    posts = forms.TypedMultipleChoiceField(
        label=gettext_lazy("移交的岗位"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    ended = forms.TypedMultipleChoiceField(
        label=gettext_lazy("接收人已在任、交接人到此为止的岗位"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    group_seats = forms.TypedMultipleChoiceField(
        label=gettext_lazy("移交的领导小组职务"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    ended_seats = forms.TypedMultipleChoiceField(
        label=gettext_lazy("接收人已在领导小组、交接人到此为止的职务"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    hazards = forms.TypedMultipleChoiceField(
        label=gettext_lazy("移交的未销号隐患"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    work = forms.MultipleChoiceField(
        label=gettext_lazy("移交的检查计划、回头看和创建任务"), required=False, widget=forms.CheckboxSelectMultiple
    )
    account = forms.ChoiceField(label=gettext_lazy("交接人的账号"), choices=AccountDeed, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("其他移交事项"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("如：台账、印章、设备、未办结事项"),
    )

    def __init__(self, *args, planned, **kwargs):
        super().__init__(*args, **kwargs)
        self.planned = planned
        self._offer("posts", [(one.post.pk, post_line(one), [one.post]) for one in planned.movable])
        self._offer("ended", [(one.post.pk, ended_line(one), [one.post]) for one in planned.endable])
        seats = [one.member for one in planned.group_seats if not one.refused]
        self._offer("group_seats", [(member.pk, seat_line(member), [member]) for member in seats])
        self._offer("ended_seats", [(one.member.pk, ended_seat_line(one), [one.member]) for one in planned.endable_seats])
        named = {one.hazard.pk for one in planned.named}
        self._offer("hazards", [(case.pk, hazard_line(case, is_named=case.pk in named), [case]) for case in planned.hazards])
        self._offer("work", [(one.key, work_line(one, planned.receiver), one.rows) for one in planned.work])
        self._offer_account(planned.account)

    def _offer(self, name, choices):
        """[(key, line, rows that it is about)]: who hands back ticks what is his own himself."""
        self.fields[name].choices = [(key, line) for key, line, _rows in choices]
        self.fields[name].initial = [key for key, _line, rows in choices if not self.planned.is_own(*rows)]
        if not choices:
            del self.fields[name]

    def _offer_account(self, account):
        if account is None:
            del self.fields["account"]
            return
        may_move = not account.is_refused
        self.fields["account"].choices = [choice for choice in AccountDeed.choices if may_move or choice[0] != AccountDeed.MOVE]
        self.fields["account"].initial = self._usual_deed(account, may_move)
        self.fields["account"].help_text = f"{account.account.username}，{account.scope}"

    def _usual_deed(self, account, may_move):
        if self.planned.is_own(account.account):
            return AccountDeed.KEEP
        return AccountDeed.MOVE if may_move else AccountDeed.DISABLE

    def details(self):
        """As the deed takes them."""
        told = self.cleaned_data
        return {
            "posts": told.get("posts", []),
            "ended": told.get("ended", []),
            "group_seats": told.get("group_seats", []),
            "ended_seats": told.get("ended_seats", []),
            "hazards": told.get("hazards", []),
            "work": told.get("work", []),
            "account": told.get("account", AccountDeed.KEEP),
            "note": told["note"],
            "submission": told["submission"],
        }

    def hidden(self):
        """All that was typed, to be carried through the check page."""
        return [self[name].as_hidden() for name in self.fields]

    def refuse(self, refused):
        match refused:
            case HandoverRefused():
                self.add_error(None, refusal_sentence(refused)[1])
            case AppointmentRefused():
                self.add_error("posts", refusal_words(refused, refused.post))
            case WorkRefused():
                told = {"receiver": self.planned.receiver, "what": refused.work.told()}
                words = _("%(receiver)s没有能办理“%(what)s”的账号，请选择移交账号，或去掉这一项。") % told
                self.add_error("work", words)
            case AccountRefused():
                self.add_error("account", _("接收人的账号是管理员或审计员账号，不能接管业务账号，请选择停用或不变。"))


def post_line(planned):
    """清泉村 村安全监管员（2026-01-01 至今）, and what to think of before."""
    post = planned.post
    words = f"{post.place.local_name} {post.title}（{term_of(post)}）"
    if planned.lacks:
        words += _("　注意：接收人没有有效的%(kind)s，移交后列为空白点") % {"kind": planned.lacks}
    if planned.is_uncounted:
        words += _("　注意：此岗位只计专职安监人员，接收人未标记，移交后列为空白点（人数不足）")
    words += brought_words(planned)
    if planned.beyond_load:
        words += _("　注意：接收人将超过一人最多 %(load)s 处") % {"load": planned.beyond_load}
    return words


def brought_words(planned):
    if not planned.brings:
        return ""
    told = {"count": len(planned.brings), "numbers": in_line([hazard.number for hazard in planned.brings])}
    return _("　随此岗位更改责任人的隐患 %(count)s 条：%(numbers)s") % told


def ended_line(planned):
    """清泉村 村安全监管员（2026-01-01 至今）：接收人已任此岗位（…）, 交接人任期到前一天为止."""
    post = planned.post
    told = {
        "post": f"{post.place.local_name} {post.title}（{term_of(post)}）",
        "term": term_of(planned.refused.post),
        "day": planned.on - timedelta(days=1),
    }
    return _("%(post)s：接收人已任此岗位（%(term)s），交接人的任期到 %(day)s 为止") % told + brought_words(planned)


def work_line(work, receiver):
    words = f"{work.kind}：{work.told()}"
    if isinstance(work, Patrol) and not receiver.inspector_card:
        words += _("　注意：接收人没有登记执法（检查）证号")
    return words


def seat_line(member):
    return _("%(round)s 领导小组%(seat)s") % {"round": member.campaign, "seat": member.get_seat_display()}


def ended_seat_line(planned):
    """Who sits there keeps the own seat: one that differs is told, so that somebody gives the higher one anew."""
    member, own = planned.member, planned.refused.member
    told = {"seat": seat_line(member), "own": own.get_seat_display(), "day": planned.on - timedelta(days=1)}
    words = _("%(seat)s：接收人已是该领导小组%(own)s，交接人的职务到 %(day)s 为止") % told
    if own.seat != member.seat:
        words += _("　注意：接收人仍为%(own)s，%(seat)s请在创建活动中另行确定") % {"own": told["own"], "seat": member.get_seat_display()}
    return words


def hazard_line(hazard, *, is_named):
    deadline = hazard.deadline.isoformat() if hazard.deadline else _("未定")
    told = {"number": hazard.number, "where": hazard.place.local_name, "state": hazard.get_state_display(), "deadline": deadline}
    words = _("%(number)s %(where)s，%(state)s，期限 %(deadline)s") % told
    return words + _("；责任人也是交接人，随岗位一并更改") if is_named else words


def refusal_words(refused, post, received=None):
    """Why a post can't move, for the line of that post; `received`: what the giver has from the receiver."""
    if isinstance(refused, StartsTooLate):
        if received and post.pk in received.touched("Duty"):
            words = _("由交接 %(number)s 移来，自 %(day)s 起任职：当天交回的请撤回那次交接，次日起可以在这里交回。")
            return words % {"number": received.number, "day": post.starts_on}
        return _("任职日期 %(day)s 不早于交接日期，请直接终止或更正任期。") % {"day": post.starts_on}
    return obstacle_sentence(refused, post.place, whom=_("接收人"))[1]
