import pytest

from townships import letter_text
from townships.letter_samples import TITLE, sample_body
from townships.letter_text import UnknownToken
from townships.models import LetterKind

WORDS = dict.fromkeys(letter_text.TOKENS, "某某")


def test_tokens_are_filled_and_nothing_else():
    text = "{{ 乙方 }} {% load x %} [[乙方]] [[ 年度 ]]"

    assert letter_text.filled(text, WORDS) == "{{ 乙方 }} {% load x %} 某某 某某"


def test_a_name_that_is_not_known_leaves_room_to_write():
    assert letter_text.filled("[[乙方负责人]]签字", WORDS | {"乙方负责人": ""}) == "＿＿＿＿签字"


@pytest.mark.parametrize(
    ("text", "token", "nearest"),
    [
        ("[[乙方责任人]]", "[[乙方责任人]]", "乙方负责人"),
        ("[[x]]", "[[x]]", ""),
        ("[[甲方", "[[", ""),
        ("甲方]]", "]]", ""),
        ("[[[[甲方]]]]", "[[", ""),
    ],
)
def test_what_no_letter_can_fill_is_refused(text, token, nearest):
    with pytest.raises(UnknownToken) as unknown:
        letter_text.check(text)

    assert (unknown.value.token, unknown.value.nearest) == (token, nearest)


@pytest.mark.parametrize(
    ("line", "style"),
    [
        ("一、责任目标", "heading"),
        ("十二、其他", "heading"),
        ("（一）范围", "subheading"),
        ("1.不发生事故。", "text"),
        ("一、做到手续不合法不生产。", "text"),
        ("一、" + "长" * 30, "text"),
    ],
)
def test_a_short_line_that_is_no_sentence_is_a_heading(line, style):
    assert letter_text.paragraphs(f"\n  {line} \n\n") == [(style, line)]


@pytest.mark.parametrize("kind", LetterKind)
def test_every_sample_can_be_filled_and_says_that_it_is_one(kind):
    letter_text.check(TITLE)
    letter_text.check(sample_body(kind))

    assert sample_body(kind).startswith("（示例文本")
