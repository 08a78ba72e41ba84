"""What a round holds within a span of days: whoever cuts the round's dates is told what would lie outside."""

from datetime import timedelta

from django.utils.translation import gettext as _

from townships.models import (
    CandidacyEvent,
    ExampleTownship,
    ExchangeMeeting,
    LeaderVisit,
    LeadingGroupMember,
    MentorAid,
    MentorVisit,
    PlanTask,
    Session,
    TownshipPlanEvent,
)

# Rows whose own form refuses a day outside the round, and where that day stands. A document may be older than its round.
OF_THE_ROUND = {
    Session: "held_on",
    LeaderVisit: "visited_on",
    PlanTask: "due_on",
    ExchangeMeeting: "held_on",
    ExampleTownship: "publicised_on",
}
OF_A_MENTORSHIP = {MentorVisit: "visited_on", MentorAid: "given_on"}


def before(campaign, starts_on):
    """[(day, word, row)] that a later start would leave outside; what lies outside already is nobody's news."""
    last = starts_on - timedelta(days=1)
    # A task is done, a member joins and a plan is filed no sooner than the round begins; all may after its end.
    done = PlanTask.objects.counted().filter(campaign=campaign)
    joined = LeadingGroupMember.objects.filter(campaign=campaign).select_related("person")
    filed = TownshipPlanEvent.objects.filter(plan__campaign=campaign, action=TownshipPlanEvent.Action.FILE).select_related("plan__township")
    only_here = [(done, "done_on", _("任务完成")), (joined, "joined_on", _("加入领导小组")), (filed, "happened_on", _("报送创建方案"))]
    return within([*dated_rows(campaign), *only_here], campaign.starts_on, last)


def after(campaign, ends_on):
    """[(day, word, row)] that an earlier end would leave outside."""
    return within(dated_rows(campaign), ends_on + timedelta(days=1), campaign.ends_on)


def dated_rows(campaign):
    """[(rows of the round, the field of their day, the word for them)]"""
    found = [(model.objects.counted().filter(campaign=campaign), field) for model, field in OF_THE_ROUND.items()]
    found += [(model.objects.counted().filter(mentorship__campaign=campaign), field) for model, field in OF_A_MENTORSHIP.items()]
    applied = CandidacyEvent.objects.filter(candidacy__campaign=campaign, action__in=["apply", "reapply"])
    return [*((rows, field, rows.model._meta.verbose_name) for rows, field in found), (applied, "happened_on", _("申报"))]


def within(dated, first, last):
    """[(day, word, row)] in the order of their days."""
    found = [(getattr(row, field), word, row) for rows, field, word in dated for row in rows.filter(**{f"{field}__range": (first, last)})]
    return sorted(found, key=lambda line: line[0])


def in_words(day, word, row):
    """专题会议 2026-05-11 研究部署"""
    whose = {CandidacyEvent: "candidacy", TownshipPlanEvent: "plan"}.get(type(row))
    words = str(getattr(row, whose) if whose else row)
    return f"{word} {words}" if words.startswith(str(day)) else f"{word} {day} {words}"
