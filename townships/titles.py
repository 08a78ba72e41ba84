"""命名 and what becomes of the title, its term and its plate: the effects of these steps of a candidacy."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from townships.acceptance import appraisal_of, check_veto, has_failed, lacks_conclusion
from townships.models import Candidacy, CandidacyEvent, County
from townships.notices import check_notice
from townships.refusals import TransitionNotAllowed, refuse

Action, Tier = CandidacyEvent.Action, Candidacy.Tier


def start_title(candidacy, on, *, reason="", **told):
    check_notice(candidacy.notices.last(), on)
    check_veto(candidacy, on, reason)
    check_titles(candidacy, on)
    candidacy.named_on, candidacy.title_years = on, candidacy.campaign.title_years
    candidacy.valid_until = end_of_term(candidacy, on)


def end_of_term(candidacy, first):
    return years_after(first, candidacy.title_years) - timedelta(days=1)


def next_term(candidacy):
    """(first day, last day) of the term of a title that is kept: it follows on the old one."""
    first = candidacy.valid_until + timedelta(days=1)
    return first, end_of_term(candidacy, first)


def is_kept_early(candidacy, on):
    """Before the round reminds of it."""
    return on < candidacy.valid_until - timedelta(days=candidacy.campaign.reminder_days)


def start_of_term(candidacy):
    """The first day of the term that runs, or is to run: the title's own years counted back from its end."""
    return years_after(candidacy.valid_until + timedelta(days=1), -candidacy.title_years)


def is_kept_already(candidacy, day):
    """The term that a re-check added has yet to begin: one re-check, one term, else three presses are nine years. May query."""
    return day < start_of_term(candidacy) and candidacy.events.filter(action=Action.KEEP).exists()


def keep_title(candidacy, on, *, by, reason, until=None, anyway=False):
    """`until`: the end of the term as the form was opened on it; who comes second would add a term to a term.

    `anyway`: somebody said that it is kept although nobody appraised the township that year.
    """
    if until and until != candidacy.valid_until:
        raise TransitionNotAllowed(Action.KEEP, candidacy)
    # 期满自动失效 (湘政办发〔2020〕50号 第三条): there is nothing left to keep, whether or not the clock has said so yet.
    if on > candidacy.valid_until:
        refuse(_("称号已于 %(day)s 期满，自动失效，不能再复核保持，可在新一轮重新申报。"), day=candidacy.valid_until)
    if is_kept_already(candidacy, on):
        refuse(_("称号已复核保持，新的有效期 %(first)s 才开始，此前不能再次复核保持。"), first=start_of_term(candidacy))
    if is_kept_early(candidacy, on) and not reason:
        refuse(_("称号有效期至 %(day)s，还没有到复核的时候。提前复核的，请说明原因。"), "reason", day=candidacy.valid_until)
    appraisal = appraisal_of(candidacy, on.year)
    if has_failed(appraisal) and not reason:
        refuse(_("%(year)s 年考评结论为不合格（含一票否决的，应撤销称号）。确要复核保持的，请说明原因。"), "reason", year=on.year)
    check_veto(candidacy, on, reason)
    is_unproved = lacks_conclusion(appraisal)
    if is_unproved and not anyway:
        refuse(_("%(year)s 年没有考评结论。确要复核保持的，请勾选“没有考评结论，仍予复核保持”。"), "anyway", year=on.year)
    first, candidacy.valid_until = next_term(candidacy)
    told = _("新的有效期 %(first)s 至 %(last)s。") % {"first": first, "last": candidacy.valid_until}
    return told + (_("没有考评结论，仍予复核保持。") if is_unproved else "")


def let_lapse(candidacy, on):
    if on <= candidacy.valid_until:
        refuse(_("称号有效期至 %(day)s，尚未期满。"), day=candidacy.valid_until)
    candidacy.ended_on = on


def end_title(candidacy, on):
    candidacy.ended_on = on


def hand_over_plate(candidacy, on, *, plate_number):
    if candidacy.plate_given_on:
        refuse(_("已于 %(day)s 授牌，编号 %(number)s。"), "plate_number", day=candidacy.plate_given_on, number=candidacy.plate_number)
    check_plate_is_free(candidacy, plate_number)
    candidacy.plate_number, candidacy.plate_given_on = plate_number, on


def check_plate_is_free(candidacy, number):
    """One number, one plate, as long as it hangs; one that was taken back may be given again."""
    # Lock the county: two plates may be handed over in the same second.
    County.objects.select_for_update(no_key=True).get(pk=candidacy.township.county_id)
    hanging = Candidacy.objects.filter(township__county=candidacy.township.county_id, plate_number=number, plate_returned_on=None)
    other = hanging.exclude(pk=candidacy.pk).select_related("township").first()
    if other:
        told = {"number": number, "title": other, "day": other.plate_given_on}
        refuse(_("编号 %(number)s 已用于%(title)s的牌匾（%(day)s 授牌），请核对编号。"), "plate_number", **told)


def take_back_plate(candidacy, on):
    if not candidacy.plate_given_on:
        refuse(_("没有授过牌，不用收回。"))
    if candidacy.plate_returned_on:
        refuse(_("牌匾已于 %(day)s 收回。"), day=candidacy.plate_returned_on)
    candidacy.plate_returned_on = on


def check_titles(candidacy, on):
    check_no_higher_title(candidacy.township, candidacy.tier, on, field="on")
    check_no_such_title(candidacy.township, candidacy.tier, on)


def check_no_such_title(township, tier, on):
    """What a township holds is kept by a re-check (保持单位, RULES section 3), or applied for anew when it has lapsed: never held twice."""
    title = Candidacy.objects.titled_from(on).filter(township=township, tier=tier).select_related("campaign").first()
    if title:
        told = {"township": township, "title": title.get_tier_display(), "round": title.campaign, "day": title.valid_until}
        words = _("%(township)s已在“%(round)s”中命名为%(title)s示范乡镇，有效期至 %(day)s：期满前请办理复核保持，期满失效后再申报。")
        refuse(words, **told)


def check_no_higher_title(township, tier, on, *, field="tier"):
    """Whatever round it was given in: 逐级申报 (湘政办发〔2014〕82号) leads upwards."""
    higher = Tier.values[Tier.values.index(tier) + 1 :]
    title = Candidacy.objects.titled_from(on).filter(township=township, tier__in=higher).select_related("campaign").first()
    if title:
        told = {"township": township, "round": title.campaign, "title": title.get_tier_display(), "day": title.valid_until}
        words = _("%(township)s已在“%(round)s”中命名为%(title)s示范乡镇，有效期至 %(day)s，不再申报%(tier)s。")
        refuse(words, field, **told, tier=Tier(tier).label)


def check_held_alone(candidacy, first, last, *, field="on"):
    """A title that is put right meets no other of its level in those days. A higher one may have followed it (逐级申报)."""
    beside = Candidacy.objects.titled_between(first, last).filter(township=candidacy.township_id, tier=candidacy.tier)
    _refuse_beside(beside.exclude(pk=candidacy.pk), field)


def check_not_below(candidacy, on, *, field="on"):
    """Nobody was named at a level who held a higher one that very day."""
    higher = Tier.values[Tier.values.index(candidacy.tier) + 1 :]
    _refuse_beside(Candidacy.objects.titled_between(on, on).filter(township=candidacy.township_id, tier__in=higher), field)


def _refuse_beside(titles, field):
    if title := titles.select_related("township", "campaign").order_by("named_on").first():
        told = {"title": title, "round": title.campaign, "first": title.named_on, "last": last_day_of(title)}
        refuse(_("%(title)s称号已在“%(round)s”命名（%(first)s 至 %(last)s），两个称号的日期不能重叠，请核对。"), field, **told)


def last_day_of(title):
    """A title that was revoked is held no more on the day of it."""
    return title.ended_on - timedelta(days=1) if title.ended_on else title.valid_until


def years_after(day, years):
    # 29 February has no twin in most years.
    return day.replace(year=day.year + years, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + years)
