"""Letters of responsibility: who gets one, what it says, how it is numbered and signed."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from tests.factories.letters import ISSUED_ON, LATER, letter_text, letters_of, signed
from tests.factories.townships import (
    BureauFactory,
    CountyFactory,
    DutyFactory,
    EnterpriseFactory,
    GroupFactory,
    InspectorFactory,
    OfficialFactory,
    PersonFactory,
    TownshipFactory,
    VillageFactory,
)
from townships.letters import AlreadyIssued, AlreadySigned, LetterVoided, issue, parties_of, save_text, sign, text_for, totals_by_township
from townships.letters_not_issued import count_not_issued, not_issued
from townships.models import DutyKind, Letter, LetterBatch, LetterKind, LetterSignature, Place, Village
from townships.voiding import void

pytestmark = pytest.mark.django_db
Kind, Side = LetterKind, LetterSignature.Side


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡", document_prefix="官亭", county__name="临澧县", county__document_prefix="临安监")


@pytest.fixture
def villages(township):
    return [VillageFactory(name=name, township=township) for name in ("清泉村", "石门村")]


@pytest.fixture
def bureau(township):
    return BureauFactory(county=township.county)


@pytest.fixture
def inspector(township):
    return InspectorFactory(township=township)


def appoint(key, place, name, **fields):
    return DutyFactory(kind=DutyKind.objects.get(key=key), place=place, person__name=name, **fields)


def parties(kind, organ, on=ISSUED_ON):
    return [(party.name, party.signer) for party in parties_of(kind, organ, on=on)]


def test_every_village_is_a_party_with_its_secretary(township, villages):
    appoint("village_secretary", villages[0], "李明")
    appoint("village_supervisor", villages[0], "王强")

    assert parties(Kind.VILLAGE, township) == [("清泉村村民委员会", "李明"), ("石门村村民委员会", "")]


def test_a_community_signs_as_its_residents_committee(township):
    VillageFactory(name="金鱼社区", township=township, kind=Village.Kind.COMMUNITY)

    assert parties(Kind.VILLAGE, township) == [("金鱼社区居民委员会", "")]


def test_parties_of_every_kind(township, villages):
    EnterpriseFactory(name="清泉采石场", township=township)
    GroupFactory(name="1组", parent=villages[0])
    appoint("township_head", township, "周乡长")
    appoint("department_lead", township, "钱所长", person__unit="官亭乡农业站", person__position="站长")

    assert parties(Kind.TOWNSHIP, township.county) == [("官亭乡人民政府", "周乡长")]
    assert parties(Kind.ENTERPRISE, township) == [("清泉采石场", "")]
    assert parties(Kind.GROUP, township) == [("清泉村1组", "")]
    assert parties(Kind.DEPARTMENT, township) == [("官亭乡农业站（站长）", "钱所长")]


def test_a_head_whose_unit_is_the_government_itself_is_no_second_government(township):
    for number, unit in enumerate([township.government, ""], 1):
        appoint("department_lead", township, f"周{number}", person__unit=unit, person__position="站所负责人")

    assert [name for name, _signer in parties(Kind.DEPARTMENT, township)] == ["官亭乡站所负责人"] * 2


def test_whoever_left_signs_nothing_and_a_closed_village_gets_nothing(township, villages):
    appoint("village_secretary", villages[0], "李明", person__left_on=ISSUED_ON)
    Village.objects.filter(pk=villages[1].pk).update(closed_on=ISSUED_ON)

    assert parties(Kind.VILLAGE, township) == [("清泉村村民委员会", "")]


def test_parties_take_a_bounded_number_of_queries(township, villages, django_assert_max_num_queries):
    GroupFactory.create_batch(5, parent=villages[0])

    with django_assert_max_num_queries(4):
        parties(Kind.GROUP, township)


def test_letters_are_numbered_by_organ_kind_and_year(township, villages):
    numbers = [letter.number for letter in letters_of(township)]
    numbers += [letter.number for letter in letters_of(township, year=2027)]
    numbers += [letter.number for letter in letters_of(township.county, Kind.TOWNSHIP)]

    assert numbers == ["官亭村责〔2026〕1号", "官亭村责〔2026〕2号", "官亭村责〔2027〕1号", "官亭村责〔2027〕2号", "临政安责〔2026〕1号"]


def test_numbers_go_on_where_they_ended_a_voided_one_included(township, villages, bureau):
    first, _second = letters_of(township)
    void(first, by=bureau, reason="负责人有误")
    text = text_for(township.county, Kind.VILLAGE, 2026)

    batch = issue(Kind.VILLAGE, parties_of(Kind.VILLAGE, township, on=ISSUED_ON)[:1], text=text, on=ISSUED_ON, by=bureau)

    assert [letter.number for letter in batch.letters.all()] == ["官亭村责〔2026〕3号"]


def test_one_who_has_a_letter_stops_all_of_them(township, villages, bureau):
    text = letter_text(township.county)
    everybody = parties_of(Kind.VILLAGE, township, on=ISSUED_ON)
    issue(Kind.VILLAGE, everybody[:1], text=text, on=ISSUED_ON, by=bureau)

    with pytest.raises(AlreadyIssued) as refused:
        issue(Kind.VILLAGE, everybody, text=text, on=ISSUED_ON, by=bureau)

    assert [letter.lower_name for letter in refused.value.letters] == ["清泉村村民委员会"]
    assert (Letter.objects.count(), LetterBatch.objects.count()) == (1, 1)


def test_two_departments_of_a_township_have_a_letter_each(township):
    for name in ("钱所长", "孙站长"):
        appoint("department_lead", township, name, person__unit=f"{name}的单位")

    assert [letter.signer for letter in letters_of(township, Kind.DEPARTMENT)] == ["钱所长", "孙站长"]


def test_the_database_itself_refuses_a_second_letter(township, villages):
    [letter, _other] = letters_of(township)
    letter.pk, letter.sequence = None, 99

    with pytest.raises(IntegrityError, match="letter_once_a_year"), transaction.atomic():
        letter.save(force_insert=True)


def test_the_same_form_sent_twice_is_one_batch(township, villages, bureau):
    details = {"text": letter_text(township.county), "on": ISSUED_ON, "by": bureau, "submission": uuid.uuid4()}
    everybody = parties_of(Kind.VILLAGE, township, on=ISSUED_ON)

    assert issue(Kind.VILLAGE, everybody, **details) == issue(Kind.VILLAGE, everybody, **details)
    assert Letter.objects.count() == 2


def test_a_letter_says_who_promises_whom(township, villages):
    appoint("township_head", township, "周乡长", person__position="乡长")
    appoint("village_secretary", villages[0], "李明", person__position="支部书记")
    body = "一、责任目标\n[[甲方]]与[[乙方]]签订[[年度]]年责任状，[[乙方负责人]]对[[甲方负责人]]负责。\n（一）范围\n[[县]][[乡镇]]。"

    letter = letters_of(township, text=letter_text(township.county, title="[[年度]]年责任状", body=body))[0]

    assert letter.content == {
        "number": "官亭村责〔2026〕1号",
        "title": "2026年责任状",
        "paragraphs": [
            ["heading", "一、责任目标"],
            ["text", "官亭乡人民政府与清泉村村民委员会签订2026年责任状，李明对周乡长负责。"],
            ["subheading", "（一）范围"],
            ["text", "临澧县官亭乡。"],
        ],
        "upper": {"name": "官亭乡人民政府", "signer": "周乡长", "position": "乡长"},
        "lower": {"name": "清泉村村民委员会", "signer": "李明", "position": "支部书记"},
        "issued_on": "2026年1月10日",
        "version": 1,
    }


def test_a_new_version_changes_no_letter(township, villages, bureau):
    letter = letters_of(township)[0]
    before = Letter.objects.get(pk=letter.pk).content

    text = save_text(township.county, kind=Kind.VILLAGE, year=2026, title="新标题", body="新正文", by=bureau)

    assert (text.version, text_for(township.county, Kind.VILLAGE, 2026)) == (2, text)
    assert Letter.objects.get(pk=letter.pk).content == before


def test_names_that_change_later_change_no_letter(township, villages):
    letter = letters_of(township)[0]

    Village.objects.filter(pk=villages[0].pk).update(name="新名村")

    assert Letter.objects.get(pk=letter.pk).lower_name == "清泉村村民委员会"


def test_the_countys_letters_are_for_the_bureau(township, inspector):
    text = letter_text(township.county, Kind.TOWNSHIP)

    with pytest.raises(PermissionDenied):
        issue(Kind.TOWNSHIP, parties_of(Kind.TOWNSHIP, township.county, on=ISSUED_ON), text=text, on=ISSUED_ON, by=inspector)


def test_an_inspector_issues_for_the_own_township_only(township, villages, inspector):
    text = letter_text(township.county)
    stranger = InspectorFactory(township__county=township.county)
    everybody = parties_of(Kind.VILLAGE, township, on=ISSUED_ON)

    with pytest.raises(PermissionDenied):
        issue(Kind.VILLAGE, everybody, text=text, on=ISSUED_ON, by=stranger)
    assert issue(Kind.VILLAGE, everybody, text=text, on=ISSUED_ON, by=inspector).letters.count() == 2


def test_a_text_of_another_county_or_kind_is_refused(township, villages, bureau):
    everybody = parties_of(Kind.VILLAGE, township, on=ISSUED_ON)

    for text in [letter_text(township.county, Kind.GROUP), letter_text(TownshipFactory().county)]:
        with pytest.raises(ValidationError, match="文本"):
            issue(Kind.VILLAGE, everybody, text=text, on=ISSUED_ON, by=bureau)


@pytest.mark.parametrize("factory", [InspectorFactory, OfficialFactory])
def test_only_the_bureau_writes_texts(township, factory):
    user = factory(county=township.county) if factory is OfficialFactory else factory(township=township)

    with pytest.raises(PermissionDenied):
        save_text(township.county, kind=Kind.VILLAGE, year=2026, title="题", body="文", by=user)


def test_both_sides_sign(township, villages, bureau):
    letter, other = letters_of(township)

    signed(letter, Side.LOWER)
    signed(letter, Side.UPPER, on=date(2026, 2, 1))

    letters = Letter.objects.all()
    assert list(letters.signed()) == [letter]
    assert list(letters.unsigned()) == [other]
    assert list(letters.lacking(Side.UPPER)) == [other]
    assert [list(letters.signed_by(date(2026, *day))) for day in [(1, 31), (2, 1)]] == [[], [letter]]
    assert totals_by_township(letters) == [(township, 2, 1)]


def test_a_side_signs_once(township, villages, bureau):
    letter = signed(letters_of(township)[0], Side.LOWER)

    with pytest.raises(AlreadySigned) as refused:
        sign(letter, Side.LOWER, on=date(2026, 3, 1), by=bureau, at=LATER)

    assert refused.value.signature.signed_on == ISSUED_ON


def test_a_signature_entered_by_mistake_is_voided_and_entered_anew(township, villages, bureau):
    letter = signed(letters_of(township)[0])

    void(letter.signatures.get(side=Side.LOWER), by=bureau, reason="签错了")
    assert list(Letter.objects.signed()) == []

    signed(letter, Side.LOWER, on=date(2026, 3, 1))
    assert list(Letter.objects.signed()) == [letter]


@pytest.mark.parametrize("day", [date(2026, 1, 9), date(2027, 1, 1)])
def test_nobody_signs_before_it_is_issued_or_in_the_future(township, villages, bureau, day):
    with pytest.raises(ValidationError) as refused:
        sign(letters_of(township)[0], Side.LOWER, on=day, by=bureau, at=LATER)

    assert list(refused.value.message_dict) == ["signed_on"]


def test_a_voided_letter_is_signed_by_nobody(township, villages, bureau):
    letter = letters_of(township)[0]
    void(letter, by=bureau, reason="重复")

    with pytest.raises(LetterVoided):
        sign(letter, Side.LOWER, on=ISSUED_ON, by=bureau, at=LATER)


def test_a_stranger_records_no_signature(township, villages):
    stranger = InspectorFactory(township__county=township.county)

    with pytest.raises(PermissionDenied):
        sign(letters_of(township)[0], Side.LOWER, on=ISSUED_ON, by=stranger, at=LATER)


def test_search_by_number_party_initials_and_signer(township, villages):
    appoint("village_secretary", villages[0], "李明")
    first, second = letters_of(township)

    found = {words: [letter.pk for letter in Letter.objects.search(words)] for words in ["1号", "石门", "qqc", "李明"]}

    assert found == {"1号": [first.pk], "石门": [second.pk], "qqc": [first.pk], "李明": [first.pk]}


def test_scope(township, villages, inspector):
    letters_of(township)
    other = TownshipFactory(county=township.county)
    VillageFactory(township=other)
    letters_of(other)

    assert {letter.township for letter in Letter.objects.visible_to(inspector)} == {township}
    assert LetterBatch.objects.visible_to(inspector).count() == 1
    assert Letter.objects.visible_to(BureauFactory(county=township.county)).count() == 3
    assert not Letter.objects.visible_to(InspectorFactory(person=PersonFactory())).exists()


def test_what_the_county_issued_together_is_no_townships_to_print(township, inspector):
    batch = letters_of(township.county, Kind.TOWNSHIP)[0].batch

    assert not LetterBatch.objects.visible_to(inspector).exists()
    assert list(Letter.objects.visible_to(inspector)) == list(batch.letters.all())


def test_who_is_to_sign_and_has_no_letter_is_counted_and_named(township, villages, bureau):
    [letter, _other] = letters_of(township, Kind.VILLAGE, by=bureau)
    EnterpriseFactory(township=township)  # no text for enterprises: nobody is to sign yet
    with_text = EnterpriseFactory(township=TownshipFactory(county=CountyFactory()))
    letter_text(with_text.county, Kind.ENTERPRISE)
    void(letter, by=bureau, reason="单位名称有误")
    places = Place.objects.in_county(township.county_id)

    assert count_not_issued(places, year=2026) == {township.pk: 1}
    assert [(row.kind, row.name) for row in not_issued(places, year=2026)] == [(Kind.VILLAGE, letter.lower.name)]
    assert count_not_issued(Place.objects.all(), year=2026)[with_text.township_id] == 1


def test_a_department_without_a_letter_is_named_with_its_head(township):
    appoint("department_lead", township, "周局", person__unit="派出所")
    letter_text(township.county, Kind.DEPARTMENT)

    assert [row.name for row in not_issued(Place.objects.all(), year=2026)] == ["派出所 周局"]
    letters_of(township, Kind.DEPARTMENT, text=text_for(township.county, Kind.DEPARTMENT, 2026))
    assert not_issued(Place.objects.all(), year=2026) == []
