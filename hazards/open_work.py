"""What somebody has still to do besides posts and hazards, as a handover finds it.

`find_work` is what a successor can take over: patrols, look-backs, tasks of a round. `left_to_settle` is what needs a decision
or another paper: it is told, and nobody moves it.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from townships.access import keeps_ledgers_of
from townships.models import Person, PlanTask, User

from .accounts import AccountPlan
from .handover_sheet import in_line
from .models import LookBack, PatrolPlan, VisitTask


class WorkRefused(Exception):
    """Look-backs are done by log-ins, and the receiver has none that may do this one."""

    def __init__(self, work):
        super().__init__(work.key)
        self.work = work


@dataclass(frozen=True)
class Patrol:
    """A plan that names the giver, or visits of one that he was to make; what was missed stays with him."""

    plan: PatrolPlan
    names_giver: bool
    visits: tuple[VisitTask, ...]
    kind = gettext_lazy("检查计划")

    @property
    def key(self):
        return f"patrol-{self.plan.pk}"

    @property
    def rows(self):
        return [self.plan, *self.visits]

    def told(self):
        """In words: whose name stands on the plan, and which visits."""
        words = f"{self.plan.name}（{self.plan.starts_on} — {self.plan.ends_on}）"
        parts = [_("检查人员")] * self.names_giver
        if self.visits:
            where = in_line(list(dict.fromkeys(visit.place.local_name for visit in self.visits)))
            parts.append(_("未检查的巡查任务 %(count)s 次：%(where)s") % {"count": len(self.visits), "where": where})
        return f"{words}，{'；'.join(parts)}"

    def move(self, giver, receiver):
        if self.names_giver:
            plan = PatrolPlan.objects.select_for_update().get(pk=self.plan.pk)
            plan.inspectors.remove(giver)
            plan.inspectors.add(receiver)
        # A visit recorded in this very second is no longer to be made.
        open_visits = VisitTask.objects.select_for_update(of=("self",)).undone().filter(pk__in=[visit.pk for visit in self.visits])
        goes = VisitTask.inspectors.through.objects.filter(visittask__in=[visit.pk for visit in open_visits])
        both = goes.filter(person=receiver).values_list("visittask", flat=True)
        goes.filter(person=giver, visittask__in=list(both)).delete()
        goes.filter(person=giver).update(person=receiver)


@dataclass(frozen=True)
class Look:
    look_back: LookBack
    kind = gettext_lazy("回头看")

    @property
    def key(self):
        return f"look-{self.look_back.pk}"

    @property
    def rows(self):
        return [self.look_back]

    def told(self):
        hazard = self.look_back.hazard
        return f"{hazard.number} {hazard.place.local_name}（{self.look_back.starts_on} — {self.look_back.due_on}）"

    def move(self, giver, receiver):
        account = User.objects.filter(person=receiver, is_active=True).first()
        if not may_look(account, self.look_back):
            raise WorkRefused(self)
        LookBack.objects.open().filter(pk=self.look_back.pk).update(assignee=account)


@dataclass(frozen=True)
class RoundTask:
    task: PlanTask
    kind = gettext_lazy("创建任务")

    @property
    def key(self):
        return f"task-{self.task.pk}"

    @property
    def rows(self):
        return [self.task]

    def told(self):
        return _("%(task)s（%(whose)s），期限 %(day)s") % {"task": self.task, "whose": self.task.owner, "day": self.task.due_on}

    def move(self, giver, receiver):
        PlanTask.objects.counted().filter(pk=self.task.pk, done_on=None, person=giver).update(person=receiver)


@dataclass(frozen=True)
class Handing:
    """Who hands over to whom, who does it, and what becomes of the log-in."""

    giver: Person
    receiver: Person
    by: User
    account: AccountPlan | None
    today: object

    @cached_property
    def account_of_receiver(self):
        return User.objects.filter(person=self.receiver, is_active=True).first()

    def may_take(self, look_back):
        """Whether the receiver has, or can get with the handover, a log-in for this look-back."""
        theirs = self.account_of_receiver
        if theirs and look_back.hazard.closed_by_id == theirs.pk:
            return False
        return may_look(theirs, look_back) or (self.account is not None and not self.account.is_refused)


def may_look(account, look_back):
    """Somebody who works there, and never the one who closed the hazard."""
    hazard = look_back.hazard
    return account is not None and hazard.closed_by_id != account.pk and keeps_ledgers_of(account, hazard.township)


def find_work(handing):
    """[what can move], and [what of the same kinds can not]."""
    found = [*_patrols(handing), *_looks(handing), *_round_tasks(handing)]
    return [work for work, may in found if may], [work for work, may in found if not may]


def _patrols(handing):
    """A plan of the county is not a township's to change."""
    mine = PatrolPlan.objects.visible_to(handing.by).filter(inspectors=handing.giver, ends_on__gte=handing.today)
    naming = set(mine.values_list("pk", flat=True))
    visits = VisitTask.objects.visible_to(handing.by).counted().undone().of_person(handing.giver).filter(due_on__gte=handing.today)
    of_plan = defaultdict(list)
    for visit in visits.select_related("place__parent").order_by("starts_on", "pk"):
        of_plan[visit.plan_id].append(visit)
    plans = PatrolPlan.objects.filter(pk__in=naming | of_plan.keys()).select_related("county", "township").order_by("starts_on", "pk")
    for plan in plans:
        names_giver = plan.pk in naming
        yield Patrol(plan, names_giver, tuple(of_plan[plan.pk])), not names_giver or keeps_ledgers_of(handing.by, plan.whose)


def _looks(handing):
    mine = LookBack.objects.visible_to(handing.by).open().counted().filter(assignee__person=handing.giver)
    for look_back in mine.select_related("hazard__township", "hazard__place__parent").order_by("due_on", "pk"):
        yield Look(look_back), handing.may_take(look_back)


def _round_tasks(handing):
    """Of a plan that was filed nothing changes before the bureau returns it."""
    mine = PlanTask.objects.visible_to(handing.by).counted().filter(person=handing.giver, done_on=None)
    for task in mine.select_related("campaign__county", "plan__township").order_by("due_on", "pk"):
        plan = task.plan
        yield RoundTask(task), keeps_ledgers_of(handing.by, plan.township) and plan.is_open if plan else handing.by.is_bureau
