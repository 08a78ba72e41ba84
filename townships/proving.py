"""With what a township proves a criterion: rows that the system holds, chosen by their source, and files that it uploads."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.appraising import Action, TransitionNotAllowed, lock, of_the_township
from townships.models import Appraisal, EvidenceFile, EvidenceLink

MAX_FILES = 20


def may_file(appraisal, user):
    """The township adds and withdraws its papers while it scores itself."""
    return appraisal.state == Appraisal.State.SELF and of_the_township(user, appraisal)


@transaction.atomic
def choose_sources(appraisal, criterion, keys, *, by):
    """The criterion is proved with these sources and no others."""
    appraisal = locked_while_proving(appraisal, by)
    links = appraisal.links.filter(criterion=criterion)
    links.exclude(source__in=keys).delete()
    kept = set(links.values_list("source", flat=True))
    EvidenceLink.objects.bulk_create(EvidenceLink(appraisal=appraisal, criterion=criterion, source=key) for key in keys if key not in kept)


def locked_while_proving(appraisal, by):
    appraisal = lock(appraisal)
    if not may_file(appraisal, by):
        raise TransitionNotAllowed(Action.SCORE, appraisal)
    return appraisal


@transaction.atomic
def add_file(appraisal, criterion, clean, *, by):
    appraisal = locked_while_proving(appraisal, by)
    kept = appraisal.files.filter(withdrawn_at=None, criterion=criterion)
    # Sent twice over a poor network, it is one file.
    if twin := kept.filter(sha256=clean.sha256).first():
        return twin
    if kept.count() >= MAX_FILES:
        raise ValidationError(_("一项最多 %(limit)s 个文件，请合并后再传。"), code="too_many", params={"limit": MAX_FILES})
    return EvidenceFile.objects.create(appraisal=appraisal, criterion=criterion, added_by=by, **clean.as_fields())


@transaction.atomic
def withdraw_file(evidence, *, by, at=None):
    """It is shown no more; the file and who added it stay."""
    locked_while_proving(evidence.appraisal, by)
    EvidenceFile.objects.filter(pk=evidence.pk, withdrawn_at=None).update(withdrawn_at=at or timezone.now())
