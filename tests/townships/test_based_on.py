"""Two people open the same form: whoever saves second is shown what the first one wrote, and overwrites nothing unseen."""

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.means import drill, station_year
from tests.factories.publicity import ActivityFactory, TrainingFactory
from tests.factories.townships import (
    BureauFactory,
    EnterpriseFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
)
from tests.hazards.racing import race

pytestmark = pytest.mark.django_db

# The row, the address of its form, and what a colleague changes in it.
FORMS = {
    "townships:edit_village": (lambda township: VillageFactory(township=township), "population"),
    "townships:edit_enterprise": (lambda township: EnterpriseFactory(township=township), "employees"),
    "townships:edit_person": (lambda township: PersonFactory(township=township, county=township.county), "position"),
    "townships:edit_station_year": (station_year, "rooms"),
    "townships:edit_drill": (drill, "people_present"),
    "publicity:edit_activity": (lambda township: ActivityFactory(township=township), "quantity"),
    "publicity:edit_training": (lambda township: TrainingFactory(township=township), "others_present"),
}


@pytest.fixture
def township():
    return TownshipFactory()


@pytest.fixture
def bureau(client, township):
    user = BureauFactory(county=township.county)
    client.force_login(user)
    return user


def opened(client, address):
    """What the browser would send from the form as it was opened."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if not (value is None or value is False or value == "")}


@pytest.mark.parametrize("name", FORMS)
def test_who_saves_second_is_shown_both_versions_and_may_save_again(client, bureau, township, name):
    make, field = FORMS[name]
    row = make(township)
    address = reverse(name, args=[row.pk])
    mine, theirs = opened(client, address) | {field: 7}, 5
    type(row).objects.filter(pk=row.pk).update(**{field: theirs})

    refused = client.post(address, mine)

    assert [line[1:] for line in refused.context["form"].theirs if line[3]] == [("5", "7", True)]
    assert "两份内容对照" in refused.text
    row.refresh_from_db()
    assert str(getattr(row, field)) == "5"
    client.post(address, mine | {"based_on": refused.context["form"]["based_on"].value()})
    row.refresh_from_db()
    assert str(getattr(row, field)) == "7"


@pytest.mark.parametrize("name", FORMS)
def test_who_saves_alone_is_not_asked_again(client, bureau, township, name):
    row = FORMS[name][0](township)
    address = reverse(name, args=[row.pk])

    assert client.post(address, opened(client, address)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_in_the_same_second_one_is_shown_the_others_version():
    township = TownshipFactory()
    row, user = VillageFactory(township=township), BureauFactory(county=township.county)
    address, clients = reverse("townships:edit_village", args=[row.pk]), [Client(), Client()]
    for client in clients:
        client.force_login(user)
    told = opened(clients[0], address)

    answers = race(*(partial(client.post, address, told | {"population": 11 + n}) for n, client in enumerate(clients)))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
