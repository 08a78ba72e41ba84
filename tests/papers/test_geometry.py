"""GB/T 9704-2012 measured on rendered sheets, in millimetres."""

from itertools import pairwise

import pytest
from django.template import Context, Template

from papers.typesetting import typeset
from tests.papers.measuring import sheets

CLAUSE = "按照县管乡包村落实的原则，加强安监站工作力度，举办培训班16次，发放宣传资料5000份，张芷珺、李旻墈同志负责。"
PITCH = 28.95 * 25.4 / 72
CHARACTER = 15.75 * 25.4 / 72
NUMBER = 14 * 25.4 / 72


def render(blocks, **context):
    return sheets(typeset(Template('{% extends "papers/base.html" %}' + blocks).render(Context(context))))


@pytest.fixture(scope="module")
def plain():
    """Five sheets of characters of full width, so that the grid can be counted."""
    return render("{% block body %}<p class=flush>{{ text }}</p>{% endblock %}", text="安" * 28 * 100)


@pytest.fixture(scope="module")
def mixed():
    return render("{% block body %}" + f"<p>{CLAUSE * 12}</p>" * 4 + "{% endblock %}")


@pytest.fixture(scope="module")
def paper():
    return render(
        """{% block body %}<h2>一、加强领导</h2><h3>（一）明确责任</h3><p>正文。</p>{% endblock %}
        {% block attachments_note %}{% include "papers/_attachments.html" %}{% endblock %}
        {% block signature %}{% include "papers/_signature.html" with organ="临澧县人民政府办公室" date="2012年10月26日" %}{% endblock %}
        {% block annexes %}<section class="annex">{% include "papers/_annex_head.html" with number=1 title="乡镇情况表" %}</section>
        <section class="annex landscape">{% include "papers/_annex_head.html" with number=2 title="隐患台账" %}</section>
        <section class="annex landscape"><p>丙</p></section>{% endblock %}""",
        title="关于开展检查的通知",
        attachments=["乡镇情况表", "隐患台账"],
    )


@pytest.fixture(scope="module")
def red_headed():
    [sheet] = render(
        """{% block red_head %}{% include "papers/_red_head.html" %}{% endblock %}
        {% block body %}<p class=flush>各乡镇人民政府：</p><p>正文。</p>{% endblock %}""",
        title="关于开展检查的通知",
        organ="临澧县人民政府",
        number="临政〔2012〕17号",
    )
    return sheet


def test_paper_is_a4(plain):
    assert {(sheet.width, sheet.height) for sheet in plain} == {(210.0, 297.0)}


def test_a_sheet_has_22_lines_of_28_characters(plain):
    assert [[len(line.letters) for line in sheet.body] for sheet in plain[:4]] == [[28] * 22] * 4


def test_left_margin_is_28_mm_and_right_margin_26_mm(mixed):
    lines = [line for sheet in mixed for line in sheet.body]
    assert {round(line.left - 28, 1) for line in lines} <= {0.0, round(2 * CHARACTER, 1)}
    assert max(line.right for line in lines) <= 184


def test_lines_lie_28_95_points_apart_whatever_stands_in_them(mixed):
    """Figures, rare characters from a fallback face: none makes its line higher."""
    for sheet in mixed:
        baselines = [line.baseline for line in sheet.body]
        assert [b - a for a, b in pairwise(baselines)] == pytest.approx([PITCH] * (len(baselines) - 1), abs=0.05)


def test_type_area_begins_37_mm_and_ends_35_mm_from_the_edge(plain):
    first, last = plain[0].body[0], plain[0].body[-1]
    # The characters stand in the middle of their lines.
    slack = (PITCH - CHARACTER) / 2
    assert min(letter.ink[1] for letter in first.letters) == pytest.approx(37 + slack, abs=0.5)
    assert max(letter.ink[3] for letter in last.letters) == pytest.approx(297 - 35 - slack, abs=0.6)


def test_full_lines_end_at_the_margin(mixed):
    """避头尾 takes a character from a line; what is left is spread over it."""
    for sheet in mixed:
        full = [line for line in sheet.body if len(line.text) > 24 and line.text[-1] not in "。，、"]
        assert [line.right for line in full] == pytest.approx([184] * len(full), abs=0.8)


def test_no_line_begins_with_closing_punctuation(mixed):
    assert not [line.text for sheet in mixed for line in sheet.body if line.text[0] in "，。、；：！？）》”"]


def test_first_line_of_a_paragraph_is_two_characters_in(mixed):
    assert mixed[0].body[0].left == pytest.approx(28 + 2 * CHARACTER, abs=0.1)


@pytest.mark.parametrize(("index", "edge"), [(0, "right"), (1, "left"), (2, "right")])
def test_page_number_stands_7_mm_below_on_the_outer_edge(plain, index, edge):
    number = plain[index].number
    dashes = [letter.ink for letter in number.letters if letter.text == "—"]
    assert number.text == f"—{index + 1}—"
    assert [(ink[1] + ink[3]) / 2 for ink in dashes] == pytest.approx([262 + 7] * 2, abs=0.1)
    if edge == "right":
        assert dashes[-1][2] == pytest.approx(184 - NUMBER, abs=0.1)
    else:
        assert dashes[0][0] == pytest.approx(28 + NUMBER, abs=0.1)


def test_red_head_stands_35_mm_below_the_type_areas_edge(red_headed):
    organ = red_headed.body[0]
    assert organ.text == "临澧县人民政府"
    assert min(letter.ink[1] for letter in organ.letters) == pytest.approx(37 + 35, abs=1)


def test_first_sheet_of_a_paper_with_a_red_head_shows_body_text(red_headed):
    assert "正文。" in red_headed.body[-1].text


def test_signature_without_seal(paper):
    """7.3.5.2: organ two characters from the right, date two characters further right."""
    organ, date = paper[0].line("人民政府办公室"), paper[0].line("2012年10月26日")
    assert organ.right == pytest.approx(184 - 2 * CHARACTER, abs=0.6)
    assert date.left - organ.left == pytest.approx(2 * CHARACTER, abs=0.1)


def test_signature_with_seal():
    """7.3.5.1: date four characters from the right, organ centred over it."""
    [sheet] = render("{% block signature %}" + SIGNATURE + "{% endblock %}")
    organ, date = sheet.line("管理局"), sheet.line("2012年10月26日")
    assert date.right == pytest.approx(184 - 4 * CHARACTER, abs=0.6)
    assert (organ.left + organ.right) / 2 == pytest.approx((date.left + date.right) / 2, abs=0.5)


SIGNATURE = '{% include "papers/_signature.html" with organ="临澧县应急管理局" date="2012年10月26日" sealed=True %}'


@pytest.mark.parametrize("lines", range(14, 21))
def test_two_lines_of_text_go_along_with_the_signature(lines):
    body = "<p>各乡镇。</p>" * lines + f"<p>{'要认真抓好落实' * 9}。</p>"

    last = render("{% block body %}" + body + "{% endblock %}{% block signature %}" + SIGNATURE + "{% endblock %}")[-1]

    assert len([line for line in last.body if "落实" in line.text]) >= 2


def test_attachments_stand_one_line_below_with_names_aligned(paper):
    first, second = paper[0].line("附件：1."), paper[0].line("2.隐患台账")
    assert first.left == pytest.approx(28 + 2 * CHARACTER, abs=0.1)
    assert first.letters[5].x == pytest.approx(second.letters[2].x, abs=0.1)


def test_annex_number_heads_the_first_line_and_its_title_the_third(paper):
    number, title = paper[1].body[:2]
    assert (number.text, title.text) == ("附件1", "乡镇情况表")
    assert number.left == pytest.approx(28, abs=0.1)
    assert title.baseline - number.baseline == pytest.approx(2 * PITCH, abs=1)


def test_landscape_sheet_is_numbered_where_the_upright_sheet_is(paper):
    """8: seen upright the dash lies 7 mm below the type area, one character from the outer edge."""
    for sheet, end in zip(paper[2:4], [184 - NUMBER, 28 + NUMBER], strict=True):
        dashes = [letter.ink for letter in sheet.letters if letter.text == "—"]
        # The sheet's upper edge is the upright sheet's left one.
        assert (sheet.width, sheet.height) == (297.0, 210.0)
        assert [(ink[0] + ink[2]) / 2 for ink in dashes] == pytest.approx([35 - 7] * 2, abs=0.1)
        assert min(abs(edge - end) for ink in dashes for edge in (ink[1], ink[3])) == pytest.approx(0, abs=0.1)
