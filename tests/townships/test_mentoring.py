"""Who may help whom: nobody himself, nobody in a circle, and a township only once it was named."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from tests.factories.campaign import Action, MentorshipFactory, State, candidacy_at, step
from tests.factories.rounds import RoundWriter
from tests.factories.townships import BureauFactory, CampaignFactory, EnterpriseFactory, InspectorFactory, TownshipFactory
from townships import mentoring
from townships.amendments import amendments_of
from townships.mentoring import DidThings, IsItTheSame, pair
from townships.models import Candidacy, Mentorship
from townships.voiding import void

pytestmark = pytest.mark.django_db


# Beside the fixture's round of 2026 to 2028, and after it.
ROUNDS = [(3, date(2028, 12, 31), date(2030, 12, 31)), (4, date(2029, 1, 1), date(2031, 12, 31))]


@pytest.fixture
def bureau():
    return BureauFactory()


@pytest.fixture
def campaign(bureau):
    return CampaignFactory(county=bureau.county)


@pytest.fixture
def named(campaign):
    """Makes townships of the county that hold a title."""

    def make(name):
        township = TownshipFactory(county=campaign.county, name=name)
        return candidacy_at(State.NAMED, township=township, campaign=campaign).township

    return make


@pytest.fixture
def help_(campaign, bureau):
    def make(mentor, helped, kind="township", **told):
        return pair(campaign, township=helped, mentor_kind=kind, mentor=mentor, by=bureau, **told)

    return make


@pytest.mark.parametrize("words", ["官亭乡", "官亭"])
def test_a_township_of_the_county_is_linked(named, help_, words):
    guanting, helped = named("官亭乡"), named("王家厂镇")

    found = help_(words, helped)

    assert (found.mentor_township, found.mentor, found.mentor_place) == (guanting, "官亭乡", guanting)


def test_an_enterprise_of_the_county_is_linked(named, help_, campaign):
    helped = named("王家厂镇")
    firm = EnterpriseFactory(township=helped, name="红星采石场")

    assert help_("红星采石场", helped, "enterprise").mentor_enterprise == firm


def test_an_enterprise_that_is_not_in_the_register_is_taken_only_as_one_from_elsewhere(named, help_):
    helped = named("王家厂镇")

    with pytest.raises(mentoring.NotInRegister):
        help_("省建材集团", helped, "enterprise")

    assert help_("省建材集团", helped, "enterprise", is_from_elsewhere=True).mentor_place is None


@pytest.mark.parametrize("kind", ["township", "department", "enterprise"])
@pytest.mark.parametrize("words", ["官亭乡人民政府", "官亭乡", "官亭", "第一县官亭乡"])
def test_the_name_of_a_township_is_that_township_whatever_kind_was_chosen(named, help_, campaign, kind, words):
    guanting, helped = named("官亭乡"), named("王家厂镇")

    found = help_(words.replace("第一县", campaign.county.name), helped, kind, is_from_elsewhere=True)

    assert (found.mentor_kind, found.mentor, found.mentor_township) == ("township", "官亭乡", guanting)


@pytest.mark.parametrize("kind", ["township", "department", "enterprise"])
@pytest.mark.parametrize("words", ["官亭镇", "官亭镇人民政府", "官亭办事处", "官亭街道办事处"])
def test_a_name_that_is_nearly_that_of_a_township_is_asked_about(named, help_, kind, words):
    guanting, helped = named("官亭乡"), named("王家厂镇")

    with pytest.raises(mentoring.IsItThis) as refused:
        help_(words, helped, kind, is_from_elsewhere=True)

    assert refused.value.townships == [guanting]


@pytest.mark.parametrize("kind", ["township", "department"])
@pytest.mark.parametrize("words", ["官亭乡安全生产监督管理站", "中共官亭乡委员会", "中共第一县官亭乡工作委员会", "官亭乡综合执法大队"])
def test_an_organ_of_a_township_is_asked_about_as_the_township_itself(named, help_, campaign, kind, words):
    guanting = named("官亭乡")

    with pytest.raises(mentoring.IsItThis) as refused:
        help_(words.replace("第一县", campaign.county.name), guanting, kind)

    assert refused.value.townships == [guanting]


def test_a_city_or_a_firm_that_begins_like_a_township_is_none(named, help_):
    helped = named("新乡")

    assert help_("新乡市财政局", helped, "department").mentor_place is None
    assert help_("新乡采石场", helped, "enterprise", is_from_elsewhere=True).mentor_place is None


def test_of_two_townships_that_differ_in_the_ending_only_none_is_guessed(named, help_):
    town, subdistrict, helped = named("城关镇"), named("城关街道"), named("王家厂镇")

    with pytest.raises(mentoring.IsItThis) as refused:
        help_("城关", helped)

    assert refused.value.townships == [town, subdistrict]
    assert help_("城关街道", helped).mentor_township == subdistrict


def test_a_township_of_another_county_says_of_which(named, help_, campaign):
    helped = named("王家厂镇")

    for words in ["合口镇", "官亭", "县交通局", f"{campaign.county.name}合口镇"]:
        with pytest.raises(mentoring.NoSuchTownship):
            help_(words, helped)

    found = help_("临澧县合口镇", helped)
    assert (found.mentor, found.mentor_township) == ("临澧县合口镇", None)


def test_of_two_enterprises_of_a_name_none_is_guessed(named, help_):
    helped = named("王家厂镇")
    EnterpriseFactory(township=helped, name="红星采石场"), EnterpriseFactory(township=named("官亭乡"), name="红星采石场")

    with pytest.raises(mentoring.AmbiguousName):
        help_("红星采石场", helped, "enterprise")


def test_nobody_helps_himself(named, help_):
    with pytest.raises(mentoring.HelpsItself):
        help_("官亭乡", named("官亭乡"))


def test_nor_does_the_database_let_it():
    township = TownshipFactory()

    with pytest.raises(IntegrityError):
        MentorshipFactory(township=township, mentor_kind="township", mentor_township=township)


def test_nobody_is_helped_by_whom_he_helps(named, help_):
    first, second = named("官亭乡"), named("子良乡")
    help_("官亭乡", second)

    with pytest.raises(mentoring.Circular) as refused:
        help_("子良乡", first)

    assert refused.value.circle == [second, first, second]


def test_a_circle_over_two_rounds_at_once_is_one_as_well(named, help_, campaign, bureau):
    first, second = named("官亭乡"), named("子良乡")
    help_("官亭乡", second)
    beside, later = (CampaignFactory(county=campaign.county, round_number=n, starts_on=day, ends_on=end) for n, day, end in ROUNDS)

    with pytest.raises(mentoring.Circular):
        pair(beside, township=first, mentor_kind="township", mentor="子良乡", by=bureau)

    assert pair(later, township=first, mentor_kind="township", mentor="子良乡", by=bureau).pk


def test_a_circle_of_three_is_one_as_well(named, help_):
    first, second, third = named("官亭乡"), named("子良乡"), named("河洑镇")
    help_("官亭乡", second), help_("子良乡", third)

    with pytest.raises(mentoring.Circular) as refused:
        help_("河洑镇", first)

    assert refused.value.circle == [third, first, second, third]


def test_two_who_help_the_same_are_no_circle(named, help_):
    named("官亭乡"), named("子良乡")
    helped = named("河洑镇")

    help_("官亭乡", helped), help_("子良乡", helped)

    assert Mentorship.objects.count() == 2


def test_who_was_never_named_helps_nobody(campaign, help_, named):
    TownshipFactory(county=campaign.county, name="洞市乡")

    with pytest.raises(mentoring.NeverNamed):
        help_("洞市乡", named("官亭乡"))


def test_a_pair_is_made_once_and_again_after_it_was_voided(help_, named):
    helped = named("官亭乡")
    first = help_("县交通局", helped, "department")
    with pytest.raises(mentoring.AlreadyPaired):
        help_("县交通局", helped, "department")

    void(first, by=BureauFactory(county=helped.county), reason="登记有误")

    assert help_("县交通局", helped, "department").pk != first.pk


def test_a_changed_pair_is_checked_as_well(help_, named, bureau):
    first = named("官亭乡")
    found = help_("县交通局", first, "department")

    with pytest.raises(mentoring.HelpsItself):
        mentoring.write(found, by=bureau, mentor_kind="township", mentor="官亭乡")


def test_only_the_bureau_of_the_county_makes_pairs(campaign, named):
    helped = named("官亭乡")

    for stranger in [InspectorFactory(township=helped), BureauFactory()]:
        with pytest.raises(PermissionDenied):
            pair(campaign, township=helped, mentor_kind="department", mentor="县交通局", by=stranger)


def test_whose_title_is_gone_helps_nobody_new_but_the_pair_is_still_written_up(named, help_, bureau, campaign):
    mentor, helped = named("官亭乡"), named("子良乡")
    there = help_("官亭乡", helped)
    step(Candidacy.objects.get(township=mentor), Action.REVOKE, by=bureau, on=date(2026, 3, 2))

    with pytest.raises(mentoring.NeverNamed):
        help_("官亭乡", named("河洑镇"))

    mentoring.write(there, by=bureau, township=helped, mentor_kind="township", mentor="官亭乡", outcome="已完善台账")
    assert Mentorship.objects.get().outcome == "已完善台账"


def test_a_round_that_is_over_knows_the_titles_of_its_time(named):
    township = named("官亭乡")
    title = Candidacy.objects.get(township=township)

    assert [mentoring.titles_of(township, title.campaign, day).count() for day in (date(2028, 12, 31), date(2040, 1, 1))] == [1, 1]
    title.campaign.starts_on, title.campaign.ends_on = date(2030, 1, 1), date(2032, 12, 31)
    assert not mentoring.titles_of(township, title.campaign, date(2040, 1, 1)).exists()


def test_a_department_is_one_mentor_with_and_without_the_county_in_its_name(named, help_, campaign):
    helped = named("官亭乡")
    help_("县财政局", helped, kind="department")

    for words in ("财政局", f"{campaign.county.name}财政局"):
        with pytest.raises(mentoring.AlreadyPaired):
            help_(words, helped, kind="department")
    assert help_("市财政局", helped, kind="department").pk


@pytest.fixture
def busy():
    """A pair of 县财政局 with a visit."""
    writer = RoundWriter()
    mentoring.write(writer.mentorship, by=writer.bureau, mentor="县财政局")
    writer.visit = writer.enter("mentor_visit")
    return writer


def test_what_was_done_does_not_move_to_another_township_or_mentor(busy):
    helped, other = TownshipFactory(county=busy.township.county), EnterpriseFactory(township=busy.township)
    firm = {"mentor_kind": "enterprise", "mentor": other.name}

    for told, refusal in [({"township": helped}, DidThings), (firm, DidThings), ({"mentor": "县审计局"}, IsItTheSame)]:
        with pytest.raises(refusal):
            mentoring.write(busy.mentorship, by=busy.bureau, **told)
    void(busy.visit, by=busy.bureau, reason="登记有误")

    assert mentoring.write(busy.mentorship, by=busy.bureau, township=helped, mentor="县审计局").township == helped


def test_the_name_of_a_mentor_is_put_right_and_the_change_is_told(busy):
    mentoring.write(busy.mentorship, by=busy.bureau, mentor=f"{busy.township.county.name}财政局")

    mentoring.write(busy.mentorship, by=busy.bureau, mentor="县财政和国资局", is_same_mentor=True)

    told = f"帮扶单位：{busy.township.county.name}财政局 → 县财政和国资局"
    assert str(amendments_of(busy.mentorship).first()) == told
