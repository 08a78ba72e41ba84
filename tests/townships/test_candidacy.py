"""Who may do what with a candidacy in which state, written by hand; and what each step does to the title."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from tests.factories.campaign import AFTER_TITLE, FIRST_DAY, LEFT_OUT, STEPS, Action, State, Tier, candidacy_at
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    CampaignFactory,
    InspectorFactory,
    OfficialFactory,
    TownshipFactory,
)
from townships.candidacy import TRANSITIONS, AlreadyApplied, TransitionNotAllowed, apply, available_actions, perform, years_after
from townships.models import CandidacyEvent
from townships.period import midnight

pytestmark = pytest.mark.django_db

# Who may: b the bureau of the county, i an inspector of the township. Nobody else ever may.
# Where tiers differ, they stand in brackets: (c) county, (s) city, (p) province; without brackets all three.
TABLE = """
           applied  creating  accepted  reviewed  checked  noticed  named  lapsed  revoked  returned
shortlist  b        -         -         -         -        -        -      -       -        -
accept     -        b         -         -         -        -        -      -       -        -
review     -        -         b(sp)     -         -        -        -      -       -        -
check      -        -         -         b(p)      -        -        -      -       -        -
notice     -        -         b(c)      b(s)      b        -        -      -       -        -
name       -        -         -         -         -        b        -      -       -        -
keep       -        -         -         -         -        -        b      -       -        -
lapse      -        -         -         -         -        -        b      -       -        -
revoke     -        -         -         -         -        -        b      -       -        -
return     b        b         b         b         b        b        -      -       -        -
reapply    -        -         -         -         -        -        -      -       -        bi
"""
AFTER = {
    Action.SHORTLIST: State.CREATING,
    Action.ACCEPT: State.ACCEPTED,
    Action.REVIEW: State.REVIEWED,
    Action.CHECK: State.CHECKED,
    Action.NOTICE: State.NOTICED,
    Action.NAME: State.NAMED,
    Action.KEEP: State.NAMED,
    Action.LAPSE: State.LAPSED,
    Action.REVOKE: State.REVOKED,
    Action.RETURN: State.RETURNED,
    Action.REAPPLY: State.APPLIED,
}
LETTER = {Tier.COUNTY: "c", Tier.CITY: "s", Tier.PROVINCE: "p"}
NOW = midnight(AFTER_TITLE)


def reachable(state, tier):
    return not STEPS[state] or STEPS[state][-1] not in LEFT_OUT[tier]


def column(state, tier):
    """{action: letters of the roles} for one state and tier."""
    head, *rows = TABLE.strip().splitlines()
    position = head.split().index(state) + 1
    return {Action(row.split()[0]): who(row.split()[position], LETTER[tier]) for row in rows}


def who(cell, tier):
    roles, _, tiers = cell.strip("-)").partition("(")
    return roles if not tiers or tier in tiers else ""


def cast(candidacy):
    """Everybody who might press, by letter; capitals for those who never may."""
    township, county = candidacy.township, candidacy.township.county
    return {
        "b": BureauFactory(county=county),
        "i": InspectorFactory(township=township),
        "I": InspectorFactory(township__county=county),
        "B": BureauFactory(),
        "D": BureauFactory(county=county, is_active=False),
        "O": OfficialFactory(county=county),
        "T": OfficialFactory(county=county, township=township),
        "C": OfficialFactory(county=None),
        "U": AuditorFactory(county=county),
        "A": AdministratorFactory(county=county),
    }


@pytest.fixture(params=[(tier, state) for tier in Tier for state in State if reachable(state, tier)], ids="-".join)
def cell(request):
    """A candidacy of one tier that walked to one state, its column of the table, and everybody who might press."""
    tier, state = request.param
    candidacy = candidacy_at(state, tier=tier)
    return candidacy, column(state, tier), cast(candidacy)


def test_buttons_are_exactly_those_of_the_table(cell):
    candidacy, table, users = cell

    buttons = {letter: available_actions(candidacy, user) for letter, user in users.items()}

    assert {action: "".join(letter for letter in users if action in buttons[letter]) for action in TRANSITIONS} == table


def test_deeds_are_exactly_those_of_the_table(cell):
    candidacy, table, users = cell
    before = candidacy.state

    for action, allowed in table.items():
        for letter, user in users.items():
            with transaction.atomic():
                if letter in allowed:
                    event = perform(candidacy, action, by=user, on=AFTER_TITLE, at=NOW, reason="理由")
                    assert (event.from_state, event.to_state) == (before, AFTER[action])
                else:
                    with pytest.raises(TransitionNotAllowed):
                        perform(candidacy, action, by=user, on=AFTER_TITLE, at=NOW, reason="理由")
                transaction.set_rollback(True)


def test_refusal_carries_what_somebody_else_did():
    candidacy = candidacy_at(State.APPLIED)
    bureau = BureauFactory(county=candidacy.township.county)
    perform(candidacy, Action.SHORTLIST, by=bureau, on=FIRST_DAY, at=NOW)

    with pytest.raises(TransitionNotAllowed) as refused:
        perform(candidacy, Action.SHORTLIST, by=bureau, on=FIRST_DAY, at=NOW)

    assert (refused.value.event.action, refused.value.event.by) == (Action.SHORTLIST, bureau)


def test_title_runs_for_the_years_of_the_round():
    township = TownshipFactory()
    campaign = CampaignFactory(county=township.county, title_years=5)

    named = candidacy_at(State.NAMED, township=township, campaign=campaign, on=date(2026, 10, 26))

    assert (named.named_on, named.valid_until) == (date(2026, 10, 26), date(2031, 10, 25))


def test_kept_title_runs_anew_and_was_named_once():
    named = candidacy_at(State.NAMED, on=date(2026, 10, 26))

    perform(named, Action.KEEP, by=BureauFactory(county=named.township.county), on=date(2029, 10, 1), at=NOW)

    named.refresh_from_db()
    assert (named.named_on, named.valid_until) == (date(2026, 10, 26), date(2032, 9, 30))


def test_title_does_not_lapse_before_its_term():
    named = candidacy_at(State.NAMED, on=date(2026, 10, 26))
    bureau = BureauFactory(county=named.township.county)

    with pytest.raises(ValidationError, match="尚未期满"):
        perform(named, Action.LAPSE, by=bureau, on=date(2029, 10, 25), at=NOW)
    perform(named, Action.LAPSE, by=bureau, on=date(2029, 10, 26), at=NOW)

    named.refresh_from_db()
    assert named.ended_on == date(2029, 10, 26)


@pytest.mark.parametrize(("state", "action"), [(State.NAMED, Action.REVOKE), (State.CREATING, Action.RETURN)])
def test_what_takes_something_away_needs_a_reason(state, action):
    candidacy = candidacy_at(state)

    with pytest.raises(ValidationError, match="请说明原因"):
        perform(candidacy, action, by=BureauFactory(county=candidacy.township.county), on=AFTER_TITLE, at=NOW)


@pytest.mark.parametrize(("on", "message"), [(date(2026, 2, 28), "不能早于上一步"), (date(2030, 1, 2), "不能晚于今天")])
def test_steps_follow_one_another_in_time(on, message):
    candidacy = candidacy_at(State.APPLIED)

    with pytest.raises(ValidationError, match=message):
        perform(candidacy, Action.SHORTLIST, by=BureauFactory(county=candidacy.township.county), on=on, at=NOW)


def test_applying_again_keeps_the_day_of_the_first_time():
    returned = candidacy_at(State.RETURNED, on=date(2026, 3, 1))
    inspector = InspectorFactory(township=returned.township)

    perform(returned, Action.REAPPLY, by=inspector, on=date(2027, 3, 1), at=NOW)

    returned.refresh_from_db()
    assert (returned.state, returned.applied_on) == (State.APPLIED, date(2026, 3, 1))


def test_one_application_per_round_and_tier():
    first = candidacy_at(State.APPLIED, tier=Tier.CITY)
    inspector = InspectorFactory(township=first.township)

    with pytest.raises(AlreadyApplied) as refused:
        apply(first.campaign, township=first.township, tier=Tier.CITY, by=inspector, on=FIRST_DAY, at=NOW)

    assert refused.value.candidacy == first
    assert apply(first.campaign, township=first.township, tier=Tier.PROVINCE, by=inspector, on=FIRST_DAY, at=NOW).pk


def test_only_those_who_keep_the_township_apply_for_it():
    township = TownshipFactory()
    campaign = CampaignFactory(county=township.county)
    strangers = [InspectorFactory(township__county=township.county), BureauFactory(), OfficialFactory(county=township.county)]

    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            apply(campaign, township=township, tier=Tier.CITY, by=stranger, on=FIRST_DAY, at=NOW)


def test_township_applies_in_a_round_of_its_own_county_only():
    inspector = InspectorFactory()

    with pytest.raises(PermissionDenied):
        apply(CampaignFactory(), township=inspector.township, tier=Tier.CITY, by=inspector, on=FIRST_DAY, at=NOW)


def test_township_applies_while_the_round_runs():
    inspector = InspectorFactory()
    campaign = CampaignFactory(county=inspector.county)

    with pytest.raises(ValidationError, match="本轮创建活动期间"):
        apply(campaign, township=inspector.township, tier=Tier.CITY, by=inspector, on=date(2025, 12, 31), at=NOW)


@pytest.mark.parametrize("change", ["update", "delete"])
def test_nobody_changes_the_history(change):
    candidacy_at(State.APPLIED)
    events = CandidacyEvent.objects.all()

    with pytest.raises(IntegrityError):
        events.update(reason="") if change == "update" else events._raw_delete("default")


def test_years_after_a_leap_day():
    assert years_after(date(2028, 2, 29), 3) == date(2031, 2, 28)
