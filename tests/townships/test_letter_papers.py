"""The letter as PDF, measured: GB/T 9704's grid, both signature blocks together, each letter numbered from its own first page."""

import re

import pytest

from papers.printing import print_now, request_print
from tests.factories.letters import letter_text, letters_of
from tests.factories.townships import BureauFactory, DutyFactory, TownshipFactory, VillageFactory
from tests.papers.measuring import sheets
from townships.models import DutyKind, LetterKind
from townships.printers import LETTER, LETTERS
from townships.voiding import void

pytestmark = pytest.mark.django_db
CHARACTER = 15.75 * 25.4 / 72


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡", document_prefix="官亭", county__name="临澧县")


@pytest.fixture
def letters(township):
    for name, secretary in [("清泉村", "李明"), ("石门村", "王强")]:
        village = VillageFactory(name=name, township=township)
        kind = DutyKind.objects.get(key="village_secretary")
        DutyFactory(kind=kind, place=village, person__name=secretary, person__position="支部书记")
    return letters_of(township)


def printed(kind, subject):
    with print_now(request_print(kind, subject)).file.open() as file:
        return sheets(file.read())


def words(pages):
    return re.sub(r"\s", "", "".join(letter.text for page in pages for letter in page.letters))


@pytest.fixture
def pages(letters):
    return printed(LETTER, letters[0].pk)


def test_it_is_a4_in_the_standards_type_area(pages):
    lines = [line for page in pages for line in page.body]

    assert {(page.width, page.height) for page in pages} == {(210.0, 297.0)}
    assert min(line.left for line in lines) >= 28 - 0.1
    assert max(line.right for line in lines) <= 184.8


def test_title_number_and_parties(pages):
    assert pages[0].body[0].text == "2026年安全生产目标管理责任状"
    assert pages[0].line("官亭村责〔2026〕1号")
    assert pages[0].line("甲方：官亭乡人民政府").left == pytest.approx(28, abs=0.1)
    assert pages[0].line("一、责任目标").left == pytest.approx(28 + 2 * CHARACTER, abs=0.2)


def test_both_sides_have_room_to_sign_on_one_sheet(pages):
    [last] = [page for page in pages if "甲方（盖章）" in words([page])]
    seals, names = last.line("甲方（盖章）"), last.line("清泉村村民委员会")

    assert "乙方（盖章）" in seals.text
    assert "（支部书记李明）" in words([last])
    assert last.line("负责人（签字）").text.count("负责人（签字）") == 2
    assert names.baseline > seals.baseline


def test_letters_issued_together_are_numbered_apart(letters):
    [first, _second] = letters
    single = len(printed(LETTER, first.pk))

    pages = printed(LETTERS, first.batch_id)

    assert len(pages) == 2 * single
    assert [page.number.text for page in pages[:: max(single, 1)]] == ["—1—", "—1—"]
    assert "石门村村民委员会" in words(pages[single:])


def test_a_voided_letter_is_not_printed_with_the_others(township, letters):
    void(letters[0], by=BureauFactory(county=township.county), reason="负责人有误")

    assert "清泉村" not in words(printed(LETTERS, letters[0].batch_id))


def test_a_new_text_prints_old_letters_as_they_were(township, letters):
    letter_text(township.county, LetterKind.VILLAGE, title="新标题", body="新正文")

    assert "责任目标" in words(printed(LETTER, letters[0].pk))
