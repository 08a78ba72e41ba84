"""公示 and what is objected while it hangs: the effects of these steps of a candidacy."""

from datetime import timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from townships.acceptance import check_veto
from townships.models import Candidacy, CandidacyEvent, Objection, PublicNotice
from townships.refusals import SentBefore, refuse
from townships.voiding import void
from townships.workdays import add_workdays

Action, State = CandidacyEvent.Action, Candidacy.State
# As many as a round's programme may ask for at most.
LONGEST_NOTICE = 30


def post_notice(candidacy, on, *, medium, ends_on=None, reason="", **told):
    """The county posts the name from `on`; without an end for as many working days as the round's programme asks."""
    check_veto(candidacy, on, reason)
    notice = PublicNotice(candidacy=candidacy, starts_on=on, medium=medium, workdays=candidacy.campaign.notice_workdays)
    notice.ends_on = ends_on or last_day_of_notice(on, notice.workdays, county=candidacy.campaign.county_id)
    check_length_of_notice(notice, on, notice.ends_on)
    check_no_other_notice(candidacy, notice.ends_on)
    notice.save()


def check_length_of_notice(notice, first, ends_on):
    """Long enough for the programme, and not so long that a slip of the year bars the naming for years."""
    county = notice.candidacy.campaign.county_id
    earliest = last_day_of_notice(first, notice.workdays, county=county)
    if ends_on < earliest:
        refuse(_("公示不少于 %(days)s 个工作日，至少到 %(day)s。"), "ends_on", days=notice.workdays, day=earliest)
    most = max(LONGEST_NOTICE, notice.workdays)
    latest = last_day_of_notice(first, most, county=county)
    if ends_on > latest:
        refuse(_("公示不超过 %(days)s 个工作日，至多到 %(day)s，请核对年份。"), "ends_on", days=most, day=latest)


def amend_notice(candidacy, on, *, ends_on, medium):
    """The end or the place of a notice that was entered wrongly; it stays one notice. The history says what it was before."""
    notice = candidacy.notices.last()
    check_length_of_notice(notice, notice.starts_on, ends_on)
    check_no_other_notice(candidacy, ends_on)
    check_no_late_objection(notice, ends_on)
    changes = [
        _("公示截止由 %(was)s 更正为 %(now)s。") % {"was": notice.ends_on, "now": ends_on} if ends_on != notice.ends_on else "",
        _("公示方式由“%(was)s”更正为“%(now)s”。") % {"was": notice.medium, "now": medium} if medium != notice.medium else "",
    ]
    if not any(changes):
        refuse(_("没有改动，不需要更正。"), "ends_on")
    notice.ends_on, notice.medium = ends_on, medium
    notice.save(update_fields=["ends_on", "medium"])
    return "".join(changes)


def notice_in_force(candidacy):
    """The step by which the notice was posted, as it was last put right."""
    return candidacy.events.standing().filter(action__in=[Action.NOTICE, Action.FIRST_DAY]).last()


def correct_first_day(candidacy, on, *, ends_on):
    """The right first day of the notice that hangs, and its end where the days would no longer be enough. It stays one notice."""
    notice, wrong = candidacy.notices.last(), notice_in_force(candidacy)
    if on == wrong.happened_on:
        refuse(_("没有改动，不需要更正。"))
    posted = candidacy.events.filter(action=Action.NOTICE).last()
    before = candidacy.events.dated().filter(pk__lt=posted.pk).aggregate(day=Max("happened_on"))["day"]
    if on < before:
        refuse(_("日期不能早于上一步的 %(day)s。"), day=before)
    early = notice.objections.counted().filter(received_on__lt=on).order_by("received_on").first()
    if early:
        refuse(_("已登记 %(day)s 收到的异议，公示开始不能晚于这一天。"), day=early.received_on)
    check_length_of_notice(notice, on, ends_on)
    check_no_other_notice(candidacy, ends_on)
    check_no_late_objection(notice, ends_on)
    told = {"was": notice.starts_on, "was_until": notice.ends_on, "now": on, "until": ends_on}
    notice.starts_on, notice.ends_on = on, ends_on
    notice.save(update_fields=["starts_on", "ends_on"])
    return _("公示由 %(was)s 至 %(was_until)s 更正为 %(now)s 至 %(until)s。") % told


def check_no_late_objection(notice, ends_on):
    late = notice.objections.counted().filter(received_on__gt=ends_on).order_by("received_on").last()
    if late:
        refuse(_("已登记 %(day)s 收到的异议，公示截止不能早于这一天。"), "ends_on", day=late.received_on)


def check_no_other_notice(candidacy, ends_on):
    """Nobody is told of the same title twice at once, as those are that were applied for in two rounds.

    One that hangs, or waits for its naming, bars none that was over before it began: notices of past rounds are entered as they are found.
    """
    noticed = Candidacy.objects.filter(township=candidacy.township_id, tier=candidacy.tier, state=State.NOTICED)
    noticed = noticed.annotate(posted_on=Max("notices__starts_on")).filter(posted_on__lte=ends_on)
    if other := noticed.exclude(pk=candidacy.pk).select_related("campaign").first():
        refuse(_("“%(round)s”中的同一级别申报正在公示，请先办结或者退回那一份。"), round=other.campaign)


def last_day_of_notice(first, workdays, *, county):
    """The first day counts: the province's notice of 2015 hung from 6 to 12 November, five working days."""
    return add_workdays(first - timedelta(days=1), workdays, county=county)


def take_objection(candidacy, on, *, submission=None, **told):
    notice = candidacy.notices.last()
    if submission and notice.objections.filter(submission=submission).exists():
        raise SentBefore
    check_objection(notice, on, **told)
    Objection.objects.create(notice=notice, received_on=on, submission=submission, **told)


def check_objection(notice, received_on, *, content, is_real_name=True, name="", phone="", field="on"):
    if not notice.starts_on <= received_on <= notice.ends_on:
        refuse(_("异议应在公示期内（%(start)s 至 %(end)s）提出。"), field, start=notice.starts_on, end=notice.ends_on)
    if is_real_name and not (name and phone):
        refuse(_("实名异议须填写姓名（单位）和联系电话。"), "phone" if name else "name")


def answer_objection(candidacy, on, *, objection, handling, is_upheld):
    """Looked into and answered, once; one of another township is not there."""
    waiting = Objection.objects.counted().filter(notice__candidacy=candidacy, pk=objection.pk, handled_on=None, received_on__lte=on)
    if not waiting.update(handled_on=on, handling=handling, is_upheld=is_upheld):
        refuse(_("这条异议已经办结，或者是在这一天之后收到的。"), "objection")


def correct_objection(candidacy, on, *, objection, received_on, is_real_name, name="", phone="", content, by, reason):
    """The wrong one is voided and stays to be read; the corrected one keeps what was found out, and the phone if none is told."""
    standing = counted_objection(candidacy, objection)
    if not is_real_name and standing.stops_naming:
        refuse(
            _("这条实名异议已查证成立，不能改为匿名：命名与否以查证结论为准，应退回申报的请办理“退回”，结论登记有误的请先“更正异议结论”。"),
            "is_real_name",
        )
    wrong = void(standing, by=by, reason=reason)
    told = {"is_real_name": is_real_name, "name": name, "phone": (phone or wrong.phone) if is_real_name else "", "content": content}
    check_objection(wrong.notice, received_on, field="received_on", **told)
    if received_on > (wrong.handled_on or on):
        refuse(_("收到日期不能晚于办结日期和今天。"), "received_on")
    found_out = {"handled_on": wrong.handled_on, "handling": wrong.handling, "is_upheld": wrong.is_upheld}
    Objection.objects.create(notice=wrong.notice, received_on=received_on, **told, **found_out)


def void_objection(candidacy, on, *, objection, by, reason):
    """One that was entered by mistake; the candidacy's lock keeps two clerks apart."""
    found = counted_objection(candidacy, objection)
    if found.stops_naming:
        refuse(
            _("这条实名异议已查证成立，不能作废：命名与否以查证结论为准，应退回申报的请办理“退回”，结论登记有误的请先“更正异议结论”。"),
            "objection",
        )
    return void(found, by=by, reason=reason)


def rejudge_objection(candidacy, on, *, objection, is_upheld, handling, by, reason):
    """A finding that was entered wrongly: the wrong one is voided and stays to be read, the right one takes its place."""
    found = counted_objection(candidacy, objection)
    if found.handled_on is None:
        refuse(_("这条异议还没有办结，没有可更正的结论。"), "objection")
    if is_upheld == found.is_upheld:
        refuse(_("没有改动，不需要更正。"), "is_upheld")
    wrong = void(found, by=by, reason=reason)
    said = {name: getattr(wrong, name) for name in ("notice", "received_on", "is_real_name", "name", "phone", "content", "handled_on")}
    right = Objection.objects.create(**said, is_upheld=is_upheld, handling=handling)
    return _("%(objection)s的结论由“%(was)s”更正为“%(now)s”。") % {
        "objection": right,
        "was": _("成立") if wrong.is_upheld else _("不成立"),
        "now": _("成立") if is_upheld else _("不成立"),
    }


def counted_objection(candidacy, objection):
    """As it stands now in the notice that hangs."""
    found = Objection.objects.counted().filter(notice=candidacy.notices.last(), pk=objection.pk).first()
    if found is None:
        refuse(_("这条异议已经作废或更正。"), "objection")
    return found


def check_notice(notice, on):
    """Nobody is named before the notice ended, or against an objection under a real name that is open or was upheld."""
    if not notice.is_over(on):
        refuse(_("公示至 %(day)s 截止，此前不能命名。"), day=notice.ends_on)
    if notice.objections.open().exists():
        refuse(_("还有实名异议没有办结，不能命名。请先“办结异议”，办结后再命名。"))
    if notice.objections.upheld().exists():
        refuse(_("有实名异议查证成立，不能命名，请退回申报；结论登记有误的请先“更正异议结论”。"))
