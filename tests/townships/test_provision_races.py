"""Two clerks enter the successor of the same provision in the same second: one version follows, the other clerk is shown it."""

import pytest
from django.db import connection

from tests.factories import means
from tests.factories.townships import BureauFactory, TownshipFactory
from tests.hazards.racing import race, wait_for_each_other
from townships import recording
from townships.models import Provision

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def supersede_twice(monkeypatch):
    """Both clerks have seen that the old version is in force, if nothing keeps them apart."""
    old = means.provision(TownshipFactory())
    users = BureauFactory.create_batch(2, county=old.county)
    monkeypatch.setattr(recording, "keeps_ledgers_of", wait_for_each_other(recording.keeps_ledgers_of))

    def enter(user, version):
        told = {"kind": old.kind, "title": old.title, "version": version, "issued_on": old.issued_on, "supersedes": old}
        return recording.record(Provision, by=user, place=old.place, **told)

    return lambda: race(lambda: enter(users[0], "第2版"), lambda: enter(users[1], "第3版"))


def test_a_version_has_one_successor_and_the_other_clerk_is_shown_it(supersede_twice):
    outcomes = supersede_twice()

    (told_no,) = [outcome for outcome in outcomes if isinstance(outcome, recording.AlreadyThere)]
    assert told_no.row == Provision.objects.exclude(supersedes=None).get()
    assert told_no.row in outcomes


def test_without_the_databases_own_rule_both_would_follow(supersede_twice):
    rule = next(rule for rule in Provision._meta.constraints if rule.name == "provision_replaced_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Provision, rule)
    try:
        supersede_twice()
        assert Provision.objects.exclude(supersedes=None).count() == 2
    finally:
        Provision.objects.exclude(supersedes=None).delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Provision, rule)
