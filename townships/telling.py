"""Who is told by a message that the campaign waits for them: each thing once. Nothing here changes a plan, an appraisal or a title.

What people hear is said in Chinese whatever language the one who pressed reads, the names of rows as well.
"""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from townships.in_chinese import in_chinese
from townships.messaging import bureau_of, inspectors_of, tell
from townships.models import Candidacy, Message

Kind = Message.Kind
MORNING = time(8)


@in_chinese
def tell_of_returned_plan(event):
    """The township that has to mend it."""
    plan = event.plan
    text = f"创建方案被退回：{plan}，{event.reason}"
    users = inspectors_of(plan.township_id).exclude(pk=event.by_id)
    _tell(users, plan, kind=Kind.RETURNED, key=f"plan-event:{event.pk}", text=text, at=event.at)


@in_chinese
def tell_of_returned_self_score(event):
    appraisal = event.appraisal
    text = f"考评自评被退回：{appraisal}，{event.reason}"
    users = inspectors_of(appraisal.township_id).exclude(pk=event.by_id)
    _tell(users, appraisal, kind=Kind.RETURNED, key=f"appraisal-event:{event.pk}", text=text, at=event.at)


@in_chinese
def tell_of_signatures_wanted(event):
    """Both assessors and the township: of a result that was agreed on, or settled again after they had signed another one."""
    appraisal = event.appraisal
    text = f"考评结果待签字：{appraisal}"
    users = [appraisal.first, appraisal.second, *inspectors_of(appraisal.township_id)]
    others = [user for user in users if user.pk != event.by_id]
    _tell(others, appraisal, kind=Kind.SIGN, key=f"appraisal-event:{event.pk}", text=text, at=event.at)


def tell_of_titles_running_out(today, *, at=None):
    """Bureau and township, when the round's reminder falls due: once for every end of a term; returns how many were told of now."""
    at = at or timezone.now()
    soon = Candidacy.objects.running_out(today).select_related("township__county").order_by("pk")
    told = set(Message.objects.filter(kind=Kind.LAPSING).values_list("key", flat=True))
    return sum(_tell_of_title(one, at) for one in soon if key_of_term(one) not in told)


def key_of_term(candidacy):
    return f"title-ends:{candidacy.pk}:{candidacy.valid_until}"


@in_chinese
@transaction.atomic
def _tell_of_title(candidacy, at):
    text = f"称号即将期满：{candidacy}，有效期至 {candidacy.valid_until}，请准备复核"
    users = [*bureau_of(candidacy.township.county_id), *inspectors_of(candidacy.township_id)]
    told = {"kind": Kind.LAPSING, "key": key_of_term(candidacy), "text": text, "at": at, "leaves_at": in_the_morning(at)}
    return _tell(users, candidacy, **told) is not None


def in_the_morning(at):
    """The clock finds out at midnight; no telephone rings before eight."""
    local = timezone.localtime(at)
    return max(at, timezone.make_aware(datetime.combine(local.date(), MORNING)))


def _tell(users, row, **told):
    return tell(users, row=row, county=row.township.county, township=row.township, **told)
