"""A task is marked done, or that is taken back; each time somebody is written down for it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.access import keeps_ledgers_of
from townships.models import PlanTask, PlanTaskEvent
from townships.voiding import lock_counted


class AlreadyMarked(Exception):
    """Somebody else marked it a moment before; carries the task and who said so."""

    def __init__(self, task):
        super().__init__(task.pk)
        self.task = task
        self.event = task.events.select_related("by__person").last()


def may_mark(user, task):
    """The bureau any task of its county; a township what it answers for."""
    if task.voided_at:
        return False
    place = task.township or task.campaign.county
    return keeps_ledgers_of(user, place) or (user.is_bureau and keeps_ledgers_of(user, task.campaign.county))


@transaction.atomic
def mark_done(task, *, by, on, note="", at=None):
    at = at or timezone.now()
    task = lock_for(task, by)
    if task.done_on:
        raise AlreadyMarked(task)
    if on > timezone.localdate(at):
        raise ValidationError({"on": ValidationError(_("日期不能晚于今天。"), code="future")})
    if on < (first := task.campaign.starts_on):
        words = _("不能早于本轮活动开始的 %(day)s。")
        raise ValidationError({"on": ValidationError(words, code="too_early", params={"day": first})})
    return write_down(task, by=by, done_on=on, note=note, at=at)


@transaction.atomic
def take_back(task, *, by, note, at=None):
    """It is not done after all."""
    task = lock_for(task, by)
    if not task.done_on:
        raise AlreadyMarked(task)
    return write_down(task, by=by, done_on=None, note=note, at=at or timezone.now())


def lock_for(task, by):
    # Lock the row: two people may mark it in the same second.
    task = lock_counted(task)
    if not may_mark(by, task):
        raise PermissionDenied
    return task


def write_down(task, *, by, done_on, note, at):
    PlanTask.objects.filter(pk=task.pk).update(done_on=done_on)
    return PlanTaskEvent.objects.create(task=task, done_on=done_on, note=note, by=by, at=at)
