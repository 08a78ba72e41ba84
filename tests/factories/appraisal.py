from datetime import date, datetime
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.townships import BureauFactory, CountyFactory, InspectorFactory, TownshipFactory
from townships import models
from townships.appraising import Action, Entry, Side, State, check_clause, open_appraisal, perform, write_scores

DAY = date(2026, 11, 2)
AT = timezone.make_aware(datetime(2026, 11, 2, 9, 0))  # noqa: DTZ001 (made aware at once)
NONE = Decimal(0)

# What it takes to stand in a state.
STEPS = {
    State.SELF: [],
    State.SUBMITTED: [Action.SUBMIT, Action.ASSIGN],
    State.SCORED: [Action.SUBMIT, Action.ASSIGN, Action.FINISH, Action.FINISH],
    State.AGREED: [Action.SUBMIT, Action.ASSIGN, Action.FINISH, Action.FINISH, Action.AGREE],
    State.FINAL: [
        *[Action.SUBMIT, Action.ASSIGN, Action.FINISH, Action.FINISH, Action.AGREE],
        *[Action.SIGN, Action.SIGN, Action.SIGN, Action.CONCLUDE],
    ],
    State.VOID: [Action.VOID],
}


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = models.Criterion

    element = "工作推进"
    name = factory.Sequence("第{}项".format)
    points = 10
    position = factory.Sequence(lambda n: n)


class ScoreSheetFactory(DjangoModelFactory):
    """Two criteria of ten points, an entry condition and a veto; in use."""

    class Meta:
        model = models.ScoreSheet
        skip_postgeneration_save = True

    county = factory.SubFactory(CountyFactory)
    year = 2026
    name = factory.Sequence("考评细则{}".format)
    state = models.ScoreSheet.State.IN_USE
    issued_by = factory.SubFactory(BureauFactory, county=factory.SelfAttribute("..county"))
    issued_at = AT

    @factory.post_generation
    def criteria(sheet, create, count):  # noqa: N805 (factory_boy calls it with the made object)
        CriterionFactory.create_batch(2 if count is None else count, sheet=sheet)
        sheet.clauses.create(kind="entry", position=1, text="自评合格")
        sheet.clauses.create(kind="veto", position=2, text="发生较大以上事故")


def DraftSheetFactory(**fields):  # noqa: N802 (used like the factories)
    return ScoreSheetFactory(**({"state": "draft", "issued_by": None, "issued_at": None} | fields))


def entries(sheet, *deductions, reason="缺一份资料", seen=None):
    """Lines of a filled-in sheet; criteria beyond the given deductions lose nothing."""
    amounts = [*deductions, *[NONE] * sheet.criteria.count()]
    return [
        Entry(criterion, Decimal(amount), reason if amount else "", seen)
        for criterion, amount in zip(sheet.criteria.all(), amounts, strict=False)
    ]


class Walk:
    """An appraisal and the people who take it through its life: an inspector, two assessors, another of the bureau."""

    def __init__(self, *, sheet=None, township=None):
        self.township = township or TownshipFactory()
        county = self.township.county
        self.sheet = sheet or ScoreSheetFactory(county=county)
        self.inspector = InspectorFactory(township=self.township)
        self.first, self.second, self.clerk = BureauFactory.create_batch(3, county=county)
        self.appraisal = open_appraisal(self.sheet, township=self.township, by=self.inspector, at=AT)
        self.signed = 0

    def to(self, state, *, self_deductions=(), first=(), second=()):
        for action in STEPS[state]:
            getattr(self, action)(self_deductions=self_deductions, first_deductions=first, second_deductions=second)
        self.appraisal.refresh_from_db()
        return self

    def press(self, action, by, **told):
        event = perform(self.appraisal, action, by=by, at=AT, **told)
        self.appraisal.refresh_from_db()
        return event

    def write(self, side, by, *deductions, **told):
        write_scores(self.appraisal, side, entries(self.sheet, *deductions, **told), by=by, at=AT)

    def submit(self, *, self_deductions, **rest):
        self.write(Side.SELF, self.inspector, *self_deductions)
        self.press(Action.SUBMIT, self.inspector)

    def assign(self, **rest):
        self.press(Action.ASSIGN, self.clerk, first=self.first, second=self.second)

    def finish(self, *, first_deductions, second_deductions, **rest):
        is_first = self.appraisal.first_done_at is None
        side, by = (Side.FIRST, self.first) if is_first else (Side.SECOND, self.second)
        self.write(side, by, *(first_deductions if is_first else second_deductions))
        self.press(Action.FINISH, by)

    def look_at_clauses(self, *, failed=()):
        """Every condition met and no veto happened, but for the kinds named."""
        for clause in self.sheet.clauses.all():
            holds = (clause.kind == "entry") != (clause.kind in failed)
            check_clause(self.appraisal, clause, holds=holds, note="查阅年度报表", by=self.clerk, at=AT)

    def agree(self, **rest):
        if not self.appraisal.checks.exists():
            self.look_at_clauses()
        self.press(Action.AGREE, self.first)

    def sign(self, **rest):
        self.press(Action.SIGN, [self.first, self.second, self.inspector][self.signed])
        self.signed += 1

    def conclude(self, **rest):
        self.press(Action.CONCLUDE, self.clerk)

    def void(self, **rest):
        self.press(Action.VOID, self.clerk, reason="重复")


def appraisal_at(state, **told):
    """An appraisal that walked to a state by real steps."""
    return Walk(**told).to(state).appraisal
