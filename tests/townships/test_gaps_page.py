import pytest
from django.urls import reverse

from tests.factories.townships import (
    BureauFactory,
    CountyFactory,
    DutyFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
)
from tests.spreadsheets import rows_of
from townships.models import CertificateKind, DutyKind, DutyRule
from townships.tables.gaps import next_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    """Two townships; every village needs a secretary and a supervisor, nothing else is required."""
    DutyRule.objects.exclude(kind__key__in=["village_secretary", "village_supervisor"]).delete()
    return CountyFactory()


@pytest.fixture
def first(county):
    """One village without anybody."""
    return VillageFactory(name="清泉村", township__name="官亭乡", township__county=county).township


@pytest.fixture
def second(county):
    """One village whose secretary left and whose supervisor serves."""
    village = VillageFactory(name="石门村", township__name="子良乡", township__county=county)
    secretary, supervisor = (DutyKind.objects.get(key=key) for key in ["village_secretary", "village_supervisor"])
    DutyFactory(place=village, kind=secretary, person__name="李明", person__left_on="2026-06-01")
    DutyFactory(place=village, kind=supervisor)
    return village.township


def gaps(client, **query):
    table = client.get(reverse("townships:gaps"), query).context["table"]
    return [(row.record.place.name, row.record.rule.kind.key, row.record.reason.value) for row in table.rows]


ALL = [
    ("清泉村", "village_secretary", "vacant"),
    ("清泉村", "village_supervisor", "vacant"),
    ("石门村", "village_secretary", "left"),
]


def test_bureau_sees_the_gaps_of_all_townships(client, county, first, second):
    client.force_login(BureauFactory(county=county))

    assert gaps(client) == ALL
    assert gaps(client, township=second.pk) == ALL[2:]
    assert gaps(client, duty="village_supervisor") == ALL[1:2]
    assert gaps(client, reason="left") == ALL[2:]
    assert gaps(client, level="township") == []
    assert gaps(client, on="2026-05-31") == ALL[:2]


def test_inspector_sees_the_own_township_whatever_is_asked(client, county, first, second):
    client.force_login(InspectorFactory(township=first))

    assert gaps(client) == ALL[:2]
    assert gaps(client, township=second.pk) == ALL[:2]


def test_totals_tell_of_every_township_and_of_all_together(client, county, first, second):
    client.force_login(BureauFactory(county=county))

    filled = VillageFactory(township__name="白云乡", township__county=county)
    for key in ("village_secretary", "village_supervisor"):
        DutyFactory(place=filled, kind=DutyKind.objects.get(key=key))

    found = client.get(reverse("townships:gaps")).context["filter"]
    book = client.get(reverse("townships:export_gaps"))

    rows = [("官亭乡", 2, "0.0%（0/2）"), ("子良乡", 1, "50.0%（1/2）"), ("白云乡", 0, "100.0%（2/2）")]
    assert [(row["name"], row["sum"], row["rate"]) for row in found.totals] == rows
    assert (found.total["sum"], found.total["rate"]) == (3, "50.0%（3/6）")
    exported = rows_of(b"".join(book.streaming_content), sheet=2)[2:]
    assert [(row[0], int(row[-2]), row[-1]) for row in exported] == [*rows, ("合计", 3, "50.0%（3/6）")]
    assert "合计" in client.get(reverse("townships:print_gaps")).text


def test_a_filtered_list_says_what_its_rate_is_of_and_whose_it_is(client, county, first, second):
    client.force_login(BureauFactory(county=county))
    scope = "按全部要求配备的岗位计，不随层级、岗位、原因筛选"

    for name in ("gaps", "print_gaps"):
        pages = [client.get(reverse(f"townships:{name}"), asked).text for asked in ({}, {"reason": "left"})]
        assert [scope in page for page in pages] == [False, True]
    asked = {"township": first.pk, "reason": "left"}
    book = b"".join(client.get(reverse("townships:export_gaps"), asked).streaming_content)

    assert "官亭乡责任链空白点台账" in client.get(reverse("townships:print_gaps"), asked).text
    assert rows_of(book, sheet=2)[0][0].startswith("官亭乡责任链空白点（")
    assert scope in rows_of(book, sheet=2)[0][0]


def test_a_city_is_told_whose_gaps_they_are(client, county, first, django_assert_num_queries):
    DutyRule.objects.exclude(kind__key="village_secretary").delete()
    other = VillageFactory(name="石门村", township__name="子良乡").township
    client.force_login(OfficialFactory(county=None))
    address = reverse("townships:gaps")

    found = client.get(address, {"sort": "-county"}).context
    book = rows_of(client.get(reverse("townships:export_gaps"), {"county": other.county_id}).getvalue())

    assert {str(row.get_cell("county")) for row in found["table"].rows} == {county.name, other.county.name}
    assert [(row["county"], row["name"]) for row in found["filter"].totals] == [(county.name, "官亭乡"), (other.county.name, "子良乡")]
    assert [row[:3] for row in book[1:]] == [["县（市、区）", "乡镇（街道）", "单位或部位"], [other.county.name, "子良乡", "石门村"]]
    with django_assert_num_queries(20, exact=False) as captured:
        client.get(address)
    VillageFactory.create_batch(3)
    with django_assert_num_queries(len(captured)):
        client.get(address)


def test_who_sees_one_county_is_not_told_its_name(client, county, first):
    client.force_login(BureauFactory(county=county))

    page = client.get(reverse("townships:gaps"))

    assert "county" not in page.context["filter"].form.fields
    assert '<th scope="col">县（市、区）</th>' not in page.text
    assert "县（市、区）" not in rows_of(client.get(reverse("townships:export_gaps")).getvalue())[1]


@pytest.fixture
def short(county):
    """A village with one of two supervisors, who has no certificate and serves at too many places."""
    kind = DutyKind.objects.get(key="village_supervisor")
    rule = DutyRule.objects.get(kind=kind)
    rule.minimum, rule.certificate, rule.certified_minimum = 2, CertificateKind.objects.get(key="safety_officer"), 1
    rule.save()
    village = VillageFactory(name="清泉村", township__name="官亭乡", township__county=county)
    DutyFactory(place=village, kind=kind, person__name="李明")
    DutyFactory(place=village, kind=DutyKind.objects.get(key="village_secretary"))
    return village


def test_a_gap_with_two_reasons_is_found_by_either_and_summed_once(client, county, short):
    client.force_login(BureauFactory(county=county))

    found = [client.get(reverse("townships:gaps"), {"reason": reason}) for reason in ("too_few", "unqualified", "overloaded")]
    [total] = client.get(reverse("townships:gaps")).context["filter"].totals

    assert [len(page.context["table"].rows) for page in found] == [1, 1, 0]
    assert ({str(reason): number for reason, number in total["counts"] if number}, total["sum"]) == ({"too_few": 1, "unqualified": 1}, 1)


def test_the_list_names_every_reason_and_what_to_do_about_each(client, county, short):
    client.force_login(BureauFactory(county=county))

    page = client.get(reverse("townships:gaps")).content.decode()

    for words in ["在岗 1 人，应配 2 人", "须持安全员证，尚缺 1 人", "登记或换发李明的证件", "从这里任命"]:
        assert words in page


def test_an_overload_asks_for_one_more_and_for_an_end(client, county, first):
    client.force_login(BureauFactory(county=county))
    kind = DutyKind.objects.get(key="village_supervisor")
    villages = VillageFactory.create_batch(3, township=first)
    person = PersonFactory(county=county, name="王强")
    for village in villages:
        DutyFactory(place=village, kind=kind, person=person)

    page = client.get(reverse("townships:gaps"), {"reason": "overloaded"})

    assert "再终止王强的一处任期" in page.content.decode()
    assert next_step(page.context["table"].rows[0].record) == "另任命一人分担，并终止负责过多者的一处任期"


def test_an_overload_in_a_seat_of_one_asks_for_the_end_first(client, county, first):
    client.force_login(BureauFactory(county=county))
    kind, person = DutyKind.objects.get(key="village_secretary"), PersonFactory(county=county, name="王强")
    DutyKind.objects.filter(pk=kind.pk).update(sensible_load=1, is_single_holder=True)
    for village in VillageFactory.create_batch(2, township=first):
        DutyFactory(place=village, kind=kind, person=person)

    page = client.get(reverse("townships:gaps"), {"reason": "overloaded"})

    assert all(words in page.text for words in ["终止王强的一处任期", "办理王强的工作交接"])
    assert "从这里任命" not in page.text
    assert next_step(page.context["table"].rows[0].record) == "先终止负责过多者的一处任期或办理工作交接，空出后任命他人"


@pytest.mark.parametrize(("sort", "first_row"), [("township", ALL[2]), ("duty", ALL[0]), ("-duty", ALL[1]), ("-reason", ALL[2])])
def test_the_list_is_sorted_by_a_column(client, county, first, second, sort, first_row):
    client.force_login(BureauFactory(county=county))

    assert gaps(client, sort=sort)[0] == first_row


def test_the_printed_ledger_says_the_next_step_in_words(client, county, first):
    client.force_login(BureauFactory(county=county))

    page = client.get(reverse("townships:print_gaps")).text

    assert "任命责任人" in page
    assert "从这里任命" not in page


def test_only_who_keeps_ledgers_may_appoint_from_here(client, county, first, second):
    client.force_login(BureauFactory(county=county))
    assert "从这里任命" in client.get(reverse("townships:gaps")).content.decode()

    client.force_login(OfficialFactory(county=county))
    assert "从这里任命" not in client.get(reverse("townships:gaps")).content.decode()


def test_page_that_does_not_exist_shows_the_last(client, county, first):
    client.force_login(BureauFactory(county=county))

    assert client.get(reverse("townships:gaps"), {"page": "9999"}).status_code == 200
    assert client.get(reverse("townships:gaps"), {"page": "x"}).status_code == 200


def test_number_of_queries_does_not_grow(client, django_assert_num_queries, county, first, second):
    client.force_login(BureauFactory(county=county))
    address = reverse("townships:gaps")
    client.get(address)
    with django_assert_num_queries(18, exact=False) as captured:
        client.get(address)
    VillageFactory(township=TownshipFactory(county=county)), VillageFactory.create_batch(24, township=first)
    with django_assert_num_queries(len(captured)):
        client.get(address)
