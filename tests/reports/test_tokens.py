import pytest

from reports.tokens import Piece, Token, UnknownToken, WrongScale, check, finished, pieces, tokens_in


def figure(value, *, last_year=0, unit="条", label="排查隐患"):
    return {"label": label, "unit": unit, "value": value, "last_year": last_year}


SNAPSHOT = {
    "figures": {"hazards.found": figure(83, last_year=86), "publicity.cost": figure("52300.00", unit="元", label="宣传资金")},
    "phrases": {"drives.sectors": {"label": "专项整治领域", "words": "道路交通、烟花爆竹"}},
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("排查[[hazards.found]]条", "排查83条"),
        ("排查[[ hazards.found | 约 ]]条", "排查80多条"),
        ("投入[[publicity.cost]]元", "投入52300元"),
        ("投入[[publicity.cost|约]]元", "投入5万余元"),
        ("投入[[publicity.cost|万]]万元", "投入5.23万元"),
        ("隐患[[hazards.found]]条，[[hazards.found|比上年]]", "隐患83条，比上年减少3条"),
        ("资金[[publicity.cost|比上年]]", "资金"),
        ("开展[[drives.sectors]]整治", "开展道路交通、烟花爆竹整治"),
        ("{{ secret }}{% now %}<b>", "{{ secret }}{% now %}<b>"),
    ],
)
def test_finished_text(text, words):
    check(text, SNAPSHOT)
    assert finished(text, SNAPSHOT) == words


@pytest.mark.parametrize(("now", "before", "words"), [(3, 2, "比上年增加1条"), (2, 3, "比上年减少1条"), (2, 2, "与上年持平"), (2, 0, "")])
def test_up_down_and_none(now, before, words):
    assert finished("[[x|比上年]]", {"figures": {"x": figure(now, last_year=before)}, "phrases": {}}) == words


def test_pieces_carry_the_key_of_their_figure():
    assert pieces("查[[hazards.found]]条", SNAPSHOT) == [Piece("查"), Piece("83", "hazards.found"), Piece("条")]


def test_tokens_in_their_order():
    assert tokens_in("[[b]]和[[a|约]]") == [Token("b"), Token("a", "约")]


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("[[hazard.found]]", "[[hazards.found]]"),
        ("[[排查隐患]]", "[[hazards.found]]"),
        ("[[hazards.found|大约]]", "[[hazards.found]]"),
        ("[[drives.sectors|约]]", "[[drives.sectors]]"),
        ("[[zzz]]", "None"),
        ("[[hazards.found]", "None"),
        ("]]", "None"),
        ("[[]]", "None"),
    ],
)
def test_unknown_tokens_are_refused_with_the_nearest(text, nearest):
    with pytest.raises(UnknownToken) as refused:
        check(text, SNAPSHOT)
    assert str(refused.value.nearest) == nearest


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("投入[[publicity.cost|万]]元", "[[publicity.cost|万]]万"),
        ("投入[[publicity.cost]]万元", "[[publicity.cost|万]]"),
        ("投入[[publicity.cost|约]]万元", "[[publicity.cost|万]]"),
    ],
)
def test_a_number_with_a_wrong_scale_is_refused(text, nearest):
    with pytest.raises(WrongScale) as refused:
        check(text, SNAPSHOT)
    assert str(refused.value.nearest) == nearest
