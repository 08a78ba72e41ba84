"""How a score sheet is made, copied and put into use. What is in use is frozen: scores stand on it."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.models import Clause, County, Criterion, EvidenceNeed, ScoreSheet

State = ScoreSheet.State
MOST_POINTS = Decimal("9999.99")


class SheetFrozen(Exception):
    """The sheet is in use or retired; carries it as it is now."""

    def __init__(self, sheet):
        super().__init__(sheet.pk)
        self.sheet = sheet


def keeps_sheet(user, sheet):
    """The bureau edits the sheets of its own county; examples are copied, not edited."""
    return user.is_active and user.is_bureau and sheet.county_id is not None and sheet.county_id == user.county_id


def lock_draft(sheet):
    """The sheet, locked, while it is a draft: one clerk may put it into use while another edits it."""
    sheet = ScoreSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if not sheet.is_draft:
        raise SheetFrozen(sheet)
    return sheet


def total_points(sheet):
    return sheet.criteria.aggregate(sum=Sum("points"))["sum"] or Decimal(0)


def by_element(criteria):
    """[(element, its points, its criteria)] in the order of the sheet."""
    groups = {}
    for criterion in criteria:
        groups.setdefault(criterion.element, []).append(criterion)
    return [(element, sum((one.points for one in found), Decimal(0)), found) for element, found in groups.items()]


def in_use_beside(sheet):
    """Other sheets of the county that townships are scored by that year."""
    return ScoreSheet.objects.filter(county=sheet.county_id, year=sheet.year, state=State.IN_USE).exclude(pk=sheet.pk)


@transaction.atomic
def issue(sheet, *, by, at=None, beside=False):
    """From now on townships are scored by it, and nobody changes it. `beside`: somebody said that another one stays in use."""
    # Lock the county: two drafts of a year may be put into use in the same second.
    County.objects.select_for_update(no_key=True).filter(pk=sheet.county_id).first()
    sheet = lock_draft(sheet)
    if not beside and (other := in_use_beside(sheet).first()):
        words = _("“%(other)s”正在执行。一年一般只用一份细则，请先停用原来的；确需同时执行的（如两个级别各用一份），请勾选后再启用。")
        raise ValidationError(words, code="beside", params={"other": other})
    if not sheet.criteria.exists():
        raise ValidationError(_("细则还没有考评要素，不能启用。"), code="empty")
    total = total_points(sheet)
    if total > MOST_POINTS:
        # More than a score can hold: the appraisal could be given no points, or on SQLite never be read again.
        raise ValidationError(_("总分 %(total)s 超过 %(most)s，请核对各项标准分值。"), params={"total": total, "most": MOST_POINTS})
    if sheet.pass_mark is not None and sheet.pass_mark > total:
        raise ValidationError(_("合格分数线 %(mark)s 高于总分 %(total)s。"), params={"mark": sheet.pass_mark, "total": total})
    sheet.state, sheet.issued_by, sheet.issued_at = State.IN_USE, by, at or timezone.now()
    sheet.save(update_fields=["state", "issued_by", "issued_at"])
    return sheet


@transaction.atomic
def remove_sheet(sheet):
    """A draft that was made by mistake, with all that it holds; nothing is scored by a draft. False if others were copied from it."""
    sheet = lock_draft(sheet)
    if sheet.copies.exists():
        return False
    sheet.delete()
    return True


def retire(sheet):
    """No further township is scored by it; those that were keep their scores."""
    return bool(ScoreSheet.objects.filter(pk=sheet.pk, state=State.IN_USE).update(state=State.RETIRED))


@transaction.atomic
def resume(sheet):
    """Retired by mistake: in use again as it was, unless another one of the year has taken its place; False if it was not retired."""
    sheet = ScoreSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if sheet.state != State.RETIRED:
        return False
    if other := ScoreSheet.objects.filter(county=sheet.county_id, year=sheet.year, state=State.IN_USE).first():
        raise ValidationError(_("“%(sheet)s”正在执行，请先停用它。"), code="replaced", params={"sheet": other})
    sheet.state = State.IN_USE
    sheet.save(update_fields=["state"])
    return True


@transaction.atomic
def copy_sheet(sheet, *, county, year, name):
    """A draft of another year with all that the sheet holds; of an example, the county's own to edit."""
    fields = {field: getattr(sheet, field) for field in ("source", "pass_mark", "fresh_days")}
    copied = ScoreSheet.objects.create(county=county, year=year, name=name, copied_from=sheet, **fields)
    clauses = [(clause.kind, clause.text) for clause in sheet.clauses.all()]
    criteria = [
        {field: getattr(one, field) for field in ("element", "name", "points", "focus", "rule", "method")}
        | {"needs": [(need.source, need.minimum) for need in one.needs.all()]}
        for one in sheet.criteria.prefetch_related("needs")
    ]
    fill(copied, criteria, clauses)
    return copied


def fill(sheet, criteria, clauses):
    """Give an empty sheet its criteria (with `needs` as (source, minimum)) and clauses as (kind, text), in this order."""
    for position, told in enumerate(criteria, 1):
        fields = {name: value for name, value in told.items() if name != "needs"}
        criterion = Criterion.objects.create(sheet=sheet, position=position, **fields)
        EvidenceNeed.objects.bulk_create(
            EvidenceNeed(criterion=criterion, source=source, minimum=minimum) for source, minimum in told["needs"]
        )
    Clause.objects.bulk_create(
        Clause(sheet=sheet, kind=kind, text=text, position=position) for position, (kind, text) in enumerate(clauses, 1)
    )


@transaction.atomic
def save_criterion(criterion, needs):
    """A new or changed criterion, below the last of its element; `needs` are (source, minimum)."""
    sheet = lock_draft(criterion.sheet)
    siblings = sheet.criteria.exclude(pk=criterion.pk)
    is_new = criterion.pk is None
    last = siblings.aggregate(last=Max("position"))["last"] or 0
    if is_new or Criterion.objects.get(pk=criterion.pk).element != criterion.element:
        criterion.position = last + 1
    criterion.save()
    criterion.needs.all().delete()
    EvidenceNeed.objects.bulk_create(EvidenceNeed(criterion=criterion, source=source, minimum=minimum) for source, minimum in needs)
    stand_together(sheet)
    return criterion


def stand_together(sheet):
    """Criteria of one element stand together, elements in the order of their first criterion."""
    criteria = list(sheet.criteria.all())
    order = list(dict.fromkeys(one.element for one in criteria))
    for position, one in enumerate(sorted(criteria, key=lambda one: order.index(one.element)), 1):
        one.position = position
    Criterion.objects.bulk_update(criteria, ["position"])


@transaction.atomic
def remove_criterion(criterion):
    lock_draft(criterion.sheet)
    criterion.delete()


@transaction.atomic
def save_clause(clause):
    sheet = lock_draft(clause.sheet)
    if clause.pk is None:
        clause.position = (sheet.clauses.aggregate(last=Max("position"))["last"] or 0) + 1
    clause.save()
    return clause


@transaction.atomic
def remove_clause(clause):
    lock_draft(clause.sheet)
    clause.delete()


@transaction.atomic
def save_sheet(sheet):
    """Name, year, pass mark of a draft."""
    lock_draft(sheet)
    sheet.save(update_fields=["year", "name", "source", "pass_mark", "fresh_days"])
    return sheet
