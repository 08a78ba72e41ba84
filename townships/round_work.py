"""What a round waits for: which step, by which day, in words. The page of a round begins with it.

Only what somebody has to do now: a township that is creating has the whole year until it is appraised, and a notice that hangs
is waited for.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from townships.candidacy import step_ahead
from townships.leading_group import differences
from townships.models import Candidacy, CandidacyEvent, Objection, PlanTask, PublicNotice, TownshipPlan
from townships.titles_at_stake import at_stake

State, PlanState = Candidacy.State, TownshipPlan.State
# Where the next step is somebody's at a desk; creating itself is the township's work of a year.
AT_A_DESK = {State.APPLIED, State.ACCEPTED, State.REVIEWED, State.CHECKED}


@dataclass(frozen=True)
class Waiting:
    """`word` says how it stands, `tone` is the key of its colour."""

    what: str
    url: str
    word: str
    tone: str
    where: str = ""


def waiting_in(round_, candidacies, lines, user, today):
    """Of the candidacies that the user sees and the lines of townships.filing; in a bounded number of queries."""
    found = [*_tasks(round_, user, today), *_notices(candidacies, today), *_titles(round_, candidacies, today)]
    appraised = set(candidacies.appraised_in(today.year).values_list("pk", flat=True))
    found += [_at_desk(one) for one in candidacies if one.state in AT_A_DESK or one.pk in appraised]
    if user.township_id:
        return found + list(_of_own_township(round_, candidacies, lines, user, today))
    return [*found, *_plans(round_, lines, today), *(_group(round_, today) if user.is_bureau else [])]


def _tasks(round_, user, today):
    soon = today + timedelta(days=PlanTask.SOON_DAYS)
    due = PlanTask.objects.to_do_for(user).filter(campaign=round_, due_on__lte=soon).select_related("plan__township", "township", "person")
    for task in due:
        tone, word = task.standing(today)
        yield Waiting(task.title, task.get_absolute_url(), word, tone, task.answers)


def _notices(candidacies, today):
    hanging = {one.pk: one for one in candidacies if one.state == State.NOTICED}
    latest = {notice.candidacy_id: notice for notice in PublicNotice.objects.filter(candidacy__in=hanging)}
    objected = Objection.objects.that_count().filter(notice__in=latest.values()).exclude(is_upheld=False)
    # Of several, one that was found true weighs more than one that waits.
    upheld = dict(objected.order_by(F("is_upheld").asc(nulls_first=True)).values_list("notice", "is_upheld"))
    for pk, notice in latest.items():
        word, tone = _of_notice(notice, upheld.get(notice.pk, False), today)
        yield Waiting(str(hanging[pk]), notice.get_absolute_url(), word, tone)
    # Whoever objected to a notice that hangs no more is still to be answered.
    left = Objection.objects.open().filter(notice__candidacy__in=[one.pk for one in candidacies]).exclude(notice__in=latest.values())
    owed = set(left.values_list("notice__candidacy", flat=True))
    for one in candidacies:
        if one.pk in owed:
            yield Waiting(str(one), one.get_absolute_url() + "#notice", _("公示异议待办结"), "overdue")


def _of_notice(notice, is_upheld, today):
    """`is_upheld`: of an objection to it; None while one waits, False where there is none that counts."""
    if is_upheld:
        return _("公示异议成立，待退回"), "overdue"
    if is_upheld is None:
        return _("公示异议待办结"), "overdue"
    if notice.is_over(today):
        return _("公示期满，下一步：%(step)s") % {"step": CandidacyEvent.Action.NAME.label}, "soon"
    return _("公示至 %(day)s") % {"day": notice.ends_on}, "running"


def _titles(round_, candidacies, today):
    soon = today + timedelta(days=round_.reminder_days)
    staked = at_stake(candidacies, today)
    for one in candidacies:
        if one.pk in staked:
            yield Waiting(str(one), one.get_absolute_url(), _("有一票否决情形，待核实处理"), "overdue")
        if one.state == State.NAMED and one.valid_until <= soon:
            word = _("已期满，待登记失效") if one.valid_until < today else _("有效期至 %(day)s，准备复核") % {"day": one.valid_until}
            yield Waiting(str(one), one.get_absolute_url(), word, "overdue" if one.valid_until < today else "soon")
        elif one.state in (State.LAPSED, State.REVOKED) and one.plate_given_on and not one.plate_returned_on:
            yield Waiting(str(one), one.get_absolute_url(), _("称号已失效，牌匾待收回"), "soon")


def _at_desk(candidacy):
    step = step_ahead(candidacy)
    return Waiting(str(candidacy), candidacy.get_absolute_url(), _("下一步：%(step)s") % {"step": step.label}, "soon")


def _plans(round_, lines, today):
    for line in lines:
        if line.plan and line.plan.state == PlanState.FILED:
            yield Waiting(_("%(township)s创建方案") % {"township": line.township}, line.plan.get_absolute_url(), _("已报送，待审"), "soon")
    if round_.ends_on < today:
        return
    late = [str(line.township) for line in lines if line.has_applied and not line.has_filed]
    if late:
        what = _("还有 %(count)s 个申报乡镇没有报送创建方案") % {"count": len(late)}
        url = reverse("townships:township_plans", args=[round_.pk])
        yield Waiting(what, url, _("待报送"), "soon", "、".join(late))


def _group(round_, today):
    if count := len(differences(round_, today=today)):
        url = reverse("townships:leading_group", args=[round_.pk])
        yield Waiting(_("创建工作领导小组"), url, _("与责任链不一致 %(count)s 处") % {"count": count}, "soon")


def _of_own_township(round_, candidacies, lines, user, today):
    if round_.ends_on < today:
        return
    for one in candidacies:
        if one.state == State.RETURNED:
            yield Waiting(str(one), one.get_absolute_url(), _("已退回，改好后可重新申请"), "overdue")
    for line in lines:
        if line.township.pk == user.township_id and line.has_applied and not line.has_filed:
            url = line.plan.get_absolute_url() if line.plan else reverse("townships:township_plans", args=[round_.pk])
            returned = line.plan and line.plan.state == PlanState.RETURNED
            yield Waiting(_("本乡镇创建方案"), url, _("被退回，待修改") if returned else _("待报送"), "overdue" if returned else "soon")
