"""How a checklist is written: taken over from a sample, revised in a draft, issued. What is issued never changes again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.as_shown import check_as_shown, mark_of_shown

from .models import Checklist, ChecklistItem, ChecklistVersion
from .models.checklist import CONTENT


class ItemGone(Exception):
    """Somebody else took the item out of the draft meanwhile."""


class VersionIssued(Exception):
    """The version was issued meanwhile: visits may have used it, so it stays as it is."""


def may_edit(user, checklist):
    """The bureau keeps its county's own lists; a sample is taken over first."""
    return user.is_active and user.is_bureau and checklist.county_id == user.county_id and checklist.retired_at is None


def may_resume(user, checklist):
    return user.is_active and user.is_bureau and checklist.county_id == user.county_id and checklist.retired_at is not None


@transaction.atomic
def add_checklist(*, by, items=(), **fields):
    """A new list of the bureau's county, with its first draft."""
    if not by.is_bureau:
        raise PermissionDenied
    checklist = Checklist.objects.create(county=by.county, **fields)
    _new_version(checklist, items)
    return checklist


@transaction.atomic
def take_over(sample, *, by):
    """The county's own list with all that stands in the sample, issued at once; taken over twice it is one."""
    if not by.is_bureau:
        raise PermissionDenied
    # One who presses in the same second waits here, and finds the list made.
    sample = Checklist.objects.select_for_update(of=["self"]).get(pk=sample.pk)
    in_use = Checklist.objects.filter(county=by.county, retired_at=None)
    if own := in_use.filter(Q(taken_from=sample) | Q(pk=sample.pk)).first():
        return own
    told = {name: getattr(sample, name) for name in ["sector", "level", "site_kind"]}
    name = sample.name.replace("（示例）", "")
    if in_use.filter(name=name).exists():
        raise ValidationError(_("本县已有同名的检查表。"), code="twin")
    own = add_checklist(by=by, name=name, taken_from=sample, items=_contents(sample.in_force), **told)
    issue(own.draft, by=by, note=str(_("由示例转入")))
    return own


@transaction.atomic
def revise(checklist, *, by):
    """The draft of the next version, made of the one in force; there is one draft at a time."""
    checklist = _lock(checklist, by)
    return checklist.draft or _new_version(checklist, _contents(checklist.in_force))


@transaction.atomic
def issue(version, *, by, note="", at=None, shown=None):
    """From now on visits use this version, and nobody changes it any more. ChangedSinceShown if its page showed other items."""
    version = _lock_draft(version, by)
    if not version.items.exists():
        raise ValidationError(_("检查表至少要有一项检查内容。"), code="empty")
    check_as_shown({"items": _contents(version)}, shown)
    version.items.update(is_frozen=True)
    version.issued_at, version.issued_by, version.note = at or timezone.now(), by, note
    version.save()
    return version


@transaction.atomic
def drop_draft(version, *, by):
    """Nobody has used a draft, so it may go; the list's first one stays."""
    version = _lock_draft(version, by)
    if version.number > 1:
        version.delete()


@transaction.atomic
def retire(checklist, *, by, at=None):
    checklist = _lock(checklist, by)
    checklist.retired_at = at or timezone.now()
    checklist.save(update_fields=["retired_at"])


@transaction.atomic
def resume(checklist, *, by):
    """A list that was retired by mistake, or for a while, is in use again; not beside another of its name or from its sample."""
    checklist = Checklist.objects.select_for_update(of=("self",)).get(pk=checklist.pk)
    if not may_resume(by, checklist):
        raise PermissionDenied
    same = Q(name=checklist.name)
    same |= Q(taken_from=checklist.taken_from_id) if checklist.taken_from_id else Q()
    twin = ValidationError(_("本县已有同名或由同一示例转入的检查表在用，不能恢复。"), code="twin")
    if Checklist.objects.filter(same, county=checklist.county_id, retired_at=None).exists():
        raise twin
    checklist.retired_at = None
    try:
        with transaction.atomic():
            checklist.save(update_fields=["retired_at"])
    except IntegrityError:
        # Resumed or taken over in this very second by somebody else.
        raise twin from None


@transaction.atomic
def put_item(version, *, by, item=None, **content):
    """A new item at the end of the draft, or another wording of one."""
    version = _lock_draft(version, by)
    if item:
        if not version.items.filter(pk=item.pk).update(**content):
            raise ItemGone
        return item
    return ChecklistItem.objects.create(version=version, position=_last_position(version) + 1, **content)


@transaction.atomic
def replace_items(version, items, *, by):
    """All items of the draft anew, as a spreadsheet has them."""
    version = _lock_draft(version, by)
    version.items.all().delete()
    _add_items(version, items)


@transaction.atomic
def remove_item(item, *, by):
    version = _lock_draft(item.version, by)
    version.items.filter(pk=item.pk).delete()
    version.items.filter(position__gt=item.position).update(position=F("position") - 1)


@transaction.atomic
def move_item_up(item, *, by):
    version = _lock_draft(item.version, by)
    before = version.items.filter(position__lt=item.position).last()
    if before:
        version.items.filter(pk=item.pk).update(position=before.position)
        version.items.filter(pk=before.pk).update(position=item.position)


def _contents(version):
    return [item.content() for item in version.items.all()] if version else []


def mark_of_draft(version):
    return mark_of_shown({"items": _contents(version)})


def _new_version(checklist, items):
    number = checklist.versions.aggregate(last=Max("number"))["last"] or 0
    version = ChecklistVersion.objects.create(checklist=checklist, number=number + 1)
    _add_items(version, items)
    return version


def _add_items(version, items):
    rows = [{name: item[name] for name in CONTENT} for item in items]
    ChecklistItem.objects.bulk_create(ChecklistItem(version=version, position=position, **row) for position, row in enumerate(rows, 1))


def _last_position(version):
    return version.items.aggregate(last=Max("position"))["last"] or 0


def _lock(checklist, by):
    # Lock the list: two clerks may begin a draft or issue one in the same second.
    checklist = Checklist.objects.select_for_update(of=("self",)).get(pk=checklist.pk)
    if not may_edit(by, checklist):
        raise PermissionDenied
    return checklist


def _lock_draft(version, by):
    _lock(version.checklist, by)
    version = ChecklistVersion.objects.filter(pk=version.pk).select_related("checklist").first()
    if version is None or version.is_issued:
        raise VersionIssued
    return version
