"""更正称号日期、更正复核日期、更正牌匾、恢复称号: steps of a candidacy that put an earlier one right (decision 0132)."""

from datetime import timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from townships.models import Candidacy, CandidacyEvent
from townships.notices import check_notice
from townships.refusals import refuse
from townships.titles import check_held_alone, check_not_below, check_plate_is_free, end_of_term, next_term, start_of_term, years_after

Action, State = CandidacyEvent.Action, Candidacy.State


def fix_plate(candidacy, on, *, plate_number, given_on):
    """A number or a day that was typed wrongly; the history says what it was before."""
    if not candidacy.plate_given_on:
        refuse(_("还没有授牌，没有可更正的牌匾。"), "plate_number")
    if given_on < candidacy.named_on:
        refuse(_("授牌日期不能早于命名日期 %(day)s。"), "given_on", day=candidacy.named_on)
    if given_on > on or (candidacy.plate_returned_on and given_on > candidacy.plate_returned_on):
        refuse(_("授牌日期不能晚于更正日期和牌匾收回日期。"), "given_on")
    if (free := day_of_new_plate(candidacy)) and given_on < free:
        refuse(_("前一块牌匾收回、称号恢复于 %(day)s，这块牌匾的授牌日期不能更早。"), "given_on", day=free)
    if (plate_number, given_on) == (candidacy.plate_number, candidacy.plate_given_on):
        refuse(_("没有改动，不需要更正。"), "plate_number")
    if not candidacy.plate_returned_on:
        check_plate_is_free(candidacy, plate_number)
    was = {"was": candidacy.plate_number, "was_on": candidacy.plate_given_on, "now": plate_number, "now_on": given_on}
    candidacy.plate_number, candidacy.plate_given_on = plate_number, given_on
    return _("牌匾由编号 %(was)s（%(was_on)s 授牌）更正为编号 %(now)s（%(now_on)s 授牌）。") % was


def day_of_new_plate(candidacy):
    """From when on a plate could hang in place of one that had been taken back; None where it is the first."""
    handed = candidacy.events.filter(action=Action.HAND_OVER).last()
    before = candidacy.events.filter(pk__lt=handed.pk if handed else 0)
    taken = before.filter(action=Action.TAKE_BACK).last()
    since = before.filter(pk__gte=taken.pk, action__in=[Action.TAKE_BACK, Action.RESTORE]) if taken else before.none()
    return since.aggregate(day=Max("happened_on"))["day"]


def step_in_force(candidacy):
    """The step by which it came to stand where it stands, as it was last put right."""
    entered = {State.NAMED: [Action.NAME], State.REVOKED: [Action.REVOKE]}[candidacy.state]
    return candidacy.events.standing().filter(action__in=[*entered, Action.REDATE], to_state=candidacy.state).last()


def correct_day(candidacy, on, *, years=None):
    """The right day of a naming or a revocation: between the steps before and after it, and with all that is counted from it.

    `years`: those that the title was given for, where the round said something else when it was given.
    """
    wrong = step_in_force(candidacy)
    years = years or candidacy.title_years
    if (on, years) == (wrong.happened_on, candidacy.title_years):
        refuse(_("没有改动，不需要更正。"))
    check_between_neighbours(candidacy, wrong, on)
    if candidacy.state == State.REVOKED:
        if candidacy.plate_given_on and on < candidacy.plate_given_on:
            refuse(_("撤销日期不能早于授牌日期 %(day)s。"), day=candidacy.plate_given_on)
        check_held_alone(candidacy, candidacy.named_on, on - timedelta(days=1))
        candidacy.ended_on = on
        return _("撤销日期由 %(was)s 更正为 %(now)s。") % {"was": wrong.happened_on, "now": on}
    check_notice(candidacy.notices.last(), on)
    if candidacy.plate_given_on and on > candidacy.plate_given_on:
        refuse(_("命名日期不能晚于授牌日期 %(day)s。"), day=candidacy.plate_given_on)
    was = {"day": wrong.happened_on, "years": candidacy.title_years}
    candidacy.named_on, candidacy.title_years = on, years
    count_terms(candidacy)
    check_held_alone(candidacy, on, candidacy.valid_until)
    check_not_below(candidacy, on)
    changes = [
        _("命名日期由 %(was)s 更正为 %(now)s") % {"was": was["day"], "now": on} if on != was["day"] else "",
        _("称号年限由 %(was)s 年更正为 %(now)s 年") % {"was": was["years"], "now": years} if years != was["years"] else "",
        _("有效期至 %(until)s。") % {"until": candidacy.valid_until},
    ]
    return "，".join(filter(None, changes))


def count_terms(candidacy):
    """The end of the title, counted anew from its naming: a term, and one more for each re-check that kept it in time."""
    candidacy.valid_until = end_of_term(candidacy, candidacy.named_on)
    for kept in candidacy.events.of_keeping():
        # 期满自动失效 (湘政办发〔2020〕50号 第三条): what was over that day was not kept.
        if kept.happened_on > candidacy.valid_until:
            told = {"until": candidacy.valid_until, "day": kept.happened_on}
            refuse(_("按此有效期至 %(until)s，而复核保持在 %(day)s，已经期满。请先更正复核日期。"), **told)
        _first, candidacy.valid_until = next_term(candidacy)


def keeping_in_force(candidacy):
    """The last re-check that kept the title, as it was last put right; None where there was none."""
    return candidacy.events.of_keeping().last()


def correct_kept_day(candidacy, on):
    """The right day of the last re-check. The term stays: it follows on the former one whatever the day."""
    wrong = keeping_in_force(candidacy)
    if wrong is None:
        refuse(_("没有复核保持过，没有可更正的日期。"))
    if on == wrong.happened_on:
        refuse(_("没有改动，不需要更正。"))
    check_between_neighbours(candidacy, wrong, on)
    # 期满自动失效 (湘政办发〔2020〕50号 第三条), and one re-check adds one term: as they are kept to when a title is kept.
    added = start_of_term(candidacy)
    if on >= added:
        refuse(_("复核保持应在原有效期内，不晚于 %(day)s。"), day=added - timedelta(days=1))
    kept = candidacy.events.filter(action=Action.KEEP).count()
    if kept > 1 and on < (first := years_after(added, -candidacy.title_years)):
        refuse(_("上一次复核保持的有效期 %(first)s 才开始，此前不能再次复核保持。"), first=first)
    return _("复核保持日期由 %(was)s 更正为 %(now)s，有效期仍至 %(until)s。") % {
        "was": wrong.happened_on,
        "now": on,
        "until": candidacy.valid_until,
    }


# Each stands in the history where the step stands whose day it puts right.
REDATING = {Action.REDATE, Action.KEPT_DAY, Action.FIRST_DAY}


def check_between_neighbours(candidacy, step, on):
    steps = {one.pk: one for one in candidacy.events.all()}
    place = place_of(step, steps)
    # The day of the plate is looked at as it stands now, and not as it was entered first.
    others = candidacy.events.dated().exclude(pk=step.pk).exclude(action=Action.HAND_OVER)
    placed = [(place_of(other, steps), other.happened_on) for other in others]
    first = max(day for where, day in placed if where < place)
    last = min((day for where, day in placed if where > place), default=None)
    if on < first:
        refuse(_("日期不能早于上一步的 %(day)s。"), day=first)
    if last and on > last:
        refuse(_("日期不能晚于下一步的 %(day)s。"), day=last)


def place_of(step, steps):
    """`steps`: all of its candidacy, by key."""
    while step.action in REDATING:
        step = steps[step.corrects_id]
    return step.pk


def restore_title(candidacy, on):
    """The revocation was a mistake, or was set aside: the title runs on as if there had been none."""
    if on > candidacy.valid_until:
        refuse(_("称号有效期至 %(day)s，已经期满，不能恢复。"), day=candidacy.valid_until)
    check_held_alone(candidacy, candidacy.ended_on, candidacy.valid_until)
    candidacy.ended_on = None
    if candidacy.plate_returned_on:
        # It hangs no more: it is handed over anew, and the history tells of the first time.
        candidacy.plate_number, candidacy.plate_given_on, candidacy.plate_returned_on = "", None, None
    return _("有效期仍至 %(day)s。") % {"day": candidacy.valid_until}
