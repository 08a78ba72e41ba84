import pytest

from townships.drawing.shapes import SEAM, Line, box, height_of, width_of, wrapped


def test_a_character_is_a_square_and_a_figure_about_half():
    assert width_of("安全", 3) == 6
    assert width_of("138", 3) == pytest.approx(5.04)


def test_words_fill_the_width():
    assert wrapped("安全管理网络体系图", 12, 3) == ["安全管理", "网络体系", "图"]


def test_a_number_is_not_broken():
    assert wrapped("李明13812345678", 21, 3) == ["李明", "13812345678"]


def test_what_stands_between_seams_stays_together():
    assert wrapped(f"村支部书记：{SEAM}李明 138{SEAM}", 21, 3) == ["村支部书记：", "李明 138"]


def test_a_name_too_long_for_its_number_leaves_the_number_whole():
    assert wrapped(f"成员：{SEAM}欧阳建国 13812345678{SEAM}、{SEAM}李明{SEAM}", 27, 3) == ["成员：", "欧阳建国", "13812345678、", "李明"]


def test_a_line_that_holds_everything_shows_no_seam():
    assert wrapped(f"{SEAM}李明{SEAM}", 21, 3) == ["李明"]


def test_no_line_begins_with_closing_punctuation():
    """Nor stands it in the frame: it takes along the character that it follows."""
    assert wrapped("安全管理，网络", 12, 3) == ["安全管", "理，网络"]
    assert wrapped("村支部书记：李明", 15, 3) == ["村支部书", "记：李明"]


@pytest.mark.parametrize("words", ["长" * 60, "1" * 60, f"{SEAM}{'长' * 60}{SEAM}"])
def test_what_no_line_holds_is_cut_rather_than_lost(words):
    lines = wrapped(words, 12, 3)

    assert "".join(lines) == words.replace(SEAM, "")
    assert max(width_of(line, 3) for line in lines) <= 15


def test_a_box_is_as_high_as_its_lines():
    lines = [Line("清泉村", "strong"), Line("村支部书记：李明 13812345678")]

    drawn = box(10, 20, 30, 3, "清泉村", lines)

    assert drawn.height == pytest.approx(height_of(lines, 30, 3))
    assert [text.words for text in drawn.texts] == ["清泉村", "村支部书记：李明", "13812345678"]
    assert all(10 < text.x < 40 and 20 < text.y < drawn.bottom for text in drawn.texts)


def test_a_post_is_not_broken_between_columns():
    lines = [Line("成员：韦晓东、宋永红、徐兴旺"), Line("组长：李明"), Line("组员：王强")]

    drawn = box(10, 20, 60, 3, "清泉村", lines, columns=2)

    assert [[text.words for text in drawn.texts if text.x == x] for x in sorted({text.x for text in drawn.texts})] == [
        ["成员：韦晓东、宋永", "红、徐兴旺"],
        ["组长：李明", "组员：王强"],
    ]
