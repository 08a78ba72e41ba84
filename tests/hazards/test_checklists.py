"""A checklist is taken over, revised in a draft, issued; an issued version never changes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from hazards import checklists
from hazards.checklists import VersionIssued
from hazards.models import Checklist, ChecklistItem, ChecklistVersion
from tests.factories.patrols import ITEM, ChecklistFactory
from tests.factories.townships import BureauFactory, EnterpriseFactory, InspectorFactory, KeySiteFactory, OfficialFactory
from townships.models import Level, Sector

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def checklist(bureau):
    return ChecklistFactory(by=bureau)


def texts(version):
    return [*version.items.values_list("text", flat=True)]


def test_every_sector_has_a_sample():
    samples = Checklist.objects.filter(county=None)

    assert not Sector.objects.exclude(pk__in=samples.values("sector")).exists()
    assert all("示例" in name for name in samples.values_list("name", flat=True))


def test_every_sample_has_six_to_twelve_items_that_say_all():
    for sample in Checklist.objects.filter(county=None):
        items = sample.in_force.items.all()
        assert 6 <= len(items) <= 12
        assert all(item.basis and item.method and item.finding.endswith("。") and item.measure.endswith("。") for item in items)


@pytest.mark.parametrize(
    "change",
    [
        lambda version: version.items.update(text="改写"),
        lambda version: version.items.all().delete(),
        lambda version: ChecklistVersion.objects.filter(pk=version.pk).update(note="改写"),
    ],
)
def test_the_database_keeps_what_was_issued(checklist, change):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        change(checklist.in_force)

    assert texts(checklist.in_force) == ["第1项", "第2项"]


def test_a_draft_takes_over_what_is_in_force(checklist, bureau):
    draft = checklists.revise(checklist, by=bureau)

    assert (draft.number, texts(draft)) == (2, texts(checklist.in_force))


def test_there_is_one_draft_at_a_time(checklist, bureau):
    assert checklists.revise(checklist, by=bureau) == checklists.revise(checklist, by=bureau)


def test_the_issued_version_stays_while_a_draft_changes(checklist, bureau):
    draft = checklists.revise(checklist, by=bureau)

    checklists.put_item(draft, by=bureau, item=draft.items.first(), **ITEM | {"text": "改了"})
    checklists.put_item(draft, by=bureau, **ITEM | {"text": "新的"})
    checklists.issue(draft, by=bureau, note="增加一项")

    assert texts(checklist.in_force) == ["改了", "第2项", "新的"]
    assert texts(checklist.versions.get(number=1)) == ["第1项", "第2项"]


def test_items_move_and_go(checklist, bureau):
    draft = checklists.revise(checklist, by=bureau)

    checklists.move_item_up(draft.items.last(), by=bureau)
    assert texts(draft) == ["第2项", "第1项"]

    checklists.remove_item(draft.items.first(), by=bureau)
    assert [*draft.items.values_list("text", "position")] == [("第1项", 1)]


@pytest.mark.parametrize(
    "deed",
    [
        lambda version, by: checklists.put_item(version, by=by, **ITEM),
        lambda version, by: checklists.issue(version, by=by),
        lambda version, by: checklists.remove_item(version.items.first(), by=by),
        lambda version, by: checklists.move_item_up(version.items.last(), by=by),
        lambda version, by: checklists.replace_items(version, [], by=by),
        lambda version, by: checklists.drop_draft(version, by=by),
    ],
)
def test_an_issued_version_takes_no_deed(checklist, bureau, deed):
    with pytest.raises(VersionIssued):
        deed(checklist.in_force, bureau)


def test_an_empty_version_is_not_issued(bureau):
    own = checklists.add_checklist(by=bureau, name="空表", sector=Sector.objects.first())

    with pytest.raises(ValidationError) as refused:
        checklists.issue(own.draft, by=bureau)

    assert refused.value.code == "empty"


def test_a_draft_may_be_dropped_but_not_the_first(checklist, bureau):
    checklists.drop_draft(checklists.revise(checklist, by=bureau), by=bureau)
    assert checklist.draft is None

    first = checklists.add_checklist(by=bureau, name="新表", sector=Sector.objects.first()).draft
    checklists.drop_draft(first, by=bureau)
    assert ChecklistVersion.objects.filter(pk=first.pk).exists()


@pytest.mark.parametrize("factory", [BureauFactory, InspectorFactory, OfficialFactory])
def test_only_the_countys_bureau_edits(checklist, factory):
    with pytest.raises(PermissionDenied):
        checklists.revise(checklist, by=factory())


def test_a_sample_is_nobodys_to_edit(bureau):
    with pytest.raises(PermissionDenied):
        checklists.revise(Checklist.objects.filter(county=None).first(), by=bureau)


def test_a_sample_taken_over_is_the_countys_own(bureau):
    sample = Checklist.objects.get(name="消防安全检查表（示例）")

    own = checklists.take_over(sample, by=bureau)

    assert (own.name, own.county, texts(own.in_force)) == ("消防安全检查表", bureau.county, texts(sample.in_force))
    assert checklists.take_over(sample, by=bureau) == own


def offered(place):
    return {*Checklist.objects.for_place(place).values_list("name", flat=True)}


def test_the_countys_own_list_stands_for_the_sample(bureau):
    sample = Checklist.objects.get(name="消防安全检查表（示例）")
    place = EnterpriseFactory(sector=sample.sector, township__county=bureau.county)
    assert offered(place) == {"消防安全检查表（示例）"}

    own = checklists.take_over(sample, by=bureau)
    assert offered(place) == {"消防安全检查表"}

    checklists.retire(own, by=bureau)
    assert offered(place) == {"消防安全检查表（示例）"}


def test_lists_fit_the_kind_of_place():
    geological = Sector.objects.get(key="geological")

    assert offered(KeySiteFactory(sector=geological, kind="slope")) == {"地质灾害点（滑坡、危岩）检查表（示例）"}
    assert offered(KeySiteFactory(sector=geological, kind="reservoir")) == {"病险水库、山塘检查表（示例）"}
    assert offered(EnterpriseFactory(sector=geological)) == set()


def test_another_countys_list_is_not_offered(checklist):
    place = EnterpriseFactory(sector=checklist.sector)

    assert offered(place) == set()
    assert not Checklist.objects.visible_to(BureauFactory()).filter(pk=checklist.pk).exists()
    assert Checklist.objects.visible_to(InspectorFactory(township__county=checklist.county)).filter(pk=checklist.pk).exists()


def test_a_list_without_an_issued_version_is_not_offered(bureau):
    place = EnterpriseFactory(township__county=bureau.county)
    checklists.add_checklist(by=bureau, name="没发布", sector=place.sector, level=Level.ENTERPRISE, items=[ITEM])

    assert offered(place) == set()


def test_replacing_items_numbers_them_anew(checklist, bureau):
    draft = checklists.revise(checklist, by=bureau)

    checklists.replace_items(draft, [ITEM | {"text": "甲"}, ITEM | {"text": "乙"}], by=bureau)

    assert [*draft.items.values_list("position", "text")] == [(1, "甲"), (2, "乙")]
    assert ChecklistItem.objects.filter(version=checklist.in_force).count() == 2


def test_what_is_ones_own_already_is_not_taken_over(bureau, checklist):
    assert checklists.take_over(checklist, by=bureau) == checklist
    assert Checklist.objects.filter(county=bureau.county).count() == 1


def test_a_sample_is_not_taken_over_beside_an_own_list_of_its_name(bureau, client):
    sample = Checklist.objects.get(name="烟花爆竹生产企业检查表（示例）")
    ChecklistFactory(by=bureau, name="烟花爆竹生产企业检查表")
    client.force_login(bureau)

    answer = client.post(f"/hazards/checklists/{sample.pk}/take-over/", follow=True)

    assert "本县已有同名的检查表。" in answer.content.decode()
    assert not Checklist.objects.filter(taken_from=sample).exists()
