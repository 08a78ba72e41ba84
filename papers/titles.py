"""Titles in balanced lines (GB/T 9704-2012, 7.3.1: 词意完整、排列对称、长短适宜、间距恰当, a trapezium or a rhombus).

A break falls where a person would pause: never inside a word that a county's titles are made of, never before
closing punctuation or after an opening bracket, and rather after 关于, 的 or a closing quote than anywhere else.
"""

import unicodedata
from functools import cache
from itertools import pairwise

# A 22 pt title has room for 20 characters on a line of 156 mm.
LINE = 20

NEVER_FIRST = set("，。、；：？！）》〉」』】〕”’％%…—·")
NEVER_LAST = set("（《〈「『【〔“‘")
GOOD_BEFORE = set("《“（〔")
GOOD_AFTER = set("》”）〕、，：的和与及")
WORDS_OF_TITLES = """
    安全生产 示范乡镇 示范街道 监督管理 管理局 应急管理局 人民政府 委员会 办公室 领导小组 工作总结 工作报告 工作汇报 工作情况
    工作方案 实施方案 情况汇报 情况的报告 整改通知 通知单 通知书 指令书 意见书 责令限期整改 停产停业 隐患 排查 治理 整改 复查
    创建 年度 专项整治 专项行动 行动 整治 专项 安全
    道路交通 水上交通 非煤矿山 烟花爆竹 危险化学品 建筑施工 森林防火 消防 宣传教育 关于 乡镇 街道
    停止 供电 供水 供应民用爆炸物品 生产作业 请示 督办 移送 有限公司 有限责任公司 花炮厂 采石场 加油站 村民委员会
    汇总表 统计表 情况表 明细表 一览表 台账
"""
WORDS = tuple(WORDS_OF_TITLES.split())


def balanced_lines(title, line=LINE, *, words=()):
    """The title in as few lines as it needs, near-equal in length, without breaking WORDS or the caller's words."""
    title = title.strip()
    count = -(-width(title) // line)
    while True:
        lines = best_lines(title, int(count), line, inside_words(title, (*WORDS, *words)))
        if lines:
            return lines
        count += 1


def width(text):
    """In characters; figures and Latin letters are half as wide."""
    return sum(1 if unicodedata.east_asian_width(letter) in "WFA" else 0.5 for letter in text)


def inside_words(title, words):
    """Positions that lie within a word, a number or a foreign word."""
    inside = {at for at in range(1, len(title)) if title[at - 1].isascii() and title[at].isascii()}
    # 2012年: a number stays with its unit.
    inside |= {at for at in range(1, len(title)) if title[at - 1].isdigit() and title[at] in "年月日号个项次"}
    for word in words:
        start = title.find(word)
        while start >= 0:
            inside.update(range(start + 1, start + len(word)))
            start = title.find(word, start + 1)
    return inside


def best_lines(title, count, line, inside):
    """The cheapest division into `count` lines; None when a line would be too long whatever one does."""
    ideal = width(title) / count
    breaks = [0, *(at for at in range(1, len(title)) if may_break(title, at) and at not in inside), len(title)]

    @cache
    def cheapest(start, left):
        if left == 1:
            return (cost(title[start:], ideal), (len(title),)) if width(title[start:]) <= line else None
        found = []
        for end in breaks:
            if end > start and end < len(title) and width(title[start:end]) <= line:
                rest = cheapest(end, left - 1)
                if rest:
                    found.append((cost(title[start:end], ideal) + pause(title, end) + rest[0], (end, *rest[1])))
        return min(found, default=None)

    if best := cheapest(0, count):
        return [title[start:end] for start, end in pairwise((0, *best[1]))]
    if count > len(title):
        # A single word longer than a line: cut it, rather than lose it.
        return [title[start : start + line] for start in range(0, len(title), line)]
    return None


def may_break(title, at):
    return title[at] not in NEVER_FIRST and title[at - 1] not in NEVER_LAST


def cost(text, ideal):
    return (width(text) - ideal) ** 2


def pause(title, at):
    """How unnatural a pause is here, in the currency of cost()."""
    if any(title[:at].count(opening) > title[:at].count(closing) for opening, closing in ("“”", "《》", "（）")):
        return 60
    if title[at] in GOOD_BEFORE or title[at - 1] in GOOD_AFTER or title[:at].endswith("关于"):
        return 0
    return 6
