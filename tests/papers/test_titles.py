import pytest

from papers.titles import balanced_lines


def test_a_short_title_stays_on_one_line():
    assert balanced_lines("整改复查意见书") == ["整改复查意见书"]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("临澧县“安全生产示范乡镇”创建工作总结", ["临澧县“安全生产示范乡镇”创建工作总结"]),
        ("临澧县2012年“安全生产示范乡镇”创建工作总结", ["临澧县2012年", "“安全生产示范乡镇”创建工作总结"]),
        (
            "关于停止河洑镇大桥水泥有限责任公司供电、供应民用爆炸物品、生产作业的请示",
            ["关于停止河洑镇大桥水泥有限责任公司", "供电、供应民用爆炸物品、生产作业的请示"],
        ),
        ("常德市人民政府关于开展安全生产示范乡镇创建活动情况的报告", ["常德市人民政府关于开展安全生产", "示范乡镇创建活动情况的报告"]),
    ],
)
def test_a_long_title_breaks_where_one_pauses(title, lines):
    assert balanced_lines(title) == lines


def test_no_line_is_longer_than_the_type_area():
    assert all(len(line) <= 20 for line in balanced_lines("关于" + "安全生产隐患排查治理" * 6 + "的报告"))


def test_a_word_of_the_caller_is_not_broken():
    lines = balanced_lines("关于金鱼岭街道金鱼岭社区烟花爆竹专项整治行动情况的报告", words=["金鱼岭街道", "金鱼岭社区"])
    assert "".join(lines) == "关于金鱼岭街道金鱼岭社区烟花爆竹专项整治行动情况的报告"
    assert all(not line.endswith(("金", "金鱼", "金鱼岭")) for line in lines)


def test_a_title_without_any_place_to_break_is_cut_rather_than_lost():
    assert "".join(balanced_lines("a" * 90)) == "a" * 90


def test_punctuation_neither_starts_nor_ends_a_line_wrongly():
    lines = balanced_lines("关于印发《临澧县安全生产示范乡镇考评细则》和《临澧县创建工作方案》的通知")
    assert not any(line[0] in "》，、" or line[-1] in "《（" for line in lines)
