"""What a letter of responsibility says: plain text with tokens for names, and nothing else that edited text can do."""

import re
from difflib import get_close_matches

from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(r"\[\[([^\[\]]*)\]\]")
BRACKETS = re.compile(r"\[\[|\]\]")

# Token -> what it stands for; the words themselves are Chinese, as a letter is.
TOKENS = {
    "年度": _("责任状的年度，如 2026"),
    "县": _("县（市、区）名称"),
    "乡镇": _("乡镇（街道）名称"),
    "甲方": _("上一级单位名称"),
    "乙方": _("下一级单位名称"),
    "甲方负责人": _("上一级第一责任人姓名"),
    "乙方负责人": _("下一级第一责任人姓名"),
}
# Where the person is not known yet the name is written by hand.
BLANK = "＿＿＿＿"
HEADING = re.compile(r"[一二三四五六七八九十]+、.{1,24}[^。；：，]$")
SUBHEADING = re.compile(r"（[一二三四五六七八九十]+）.{1,24}[^。；：，]$")


class UnknownToken(Exception):
    def __init__(self, token, nearest=""):
        super().__init__(token)
        self.token, self.nearest = token, nearest


def check(text):
    """Raise UnknownToken for the first token that no letter can fill, or for brackets that don't close."""
    for token in PATTERN.findall(text):
        if token.strip() not in TOKENS:
            raise UnknownToken(f"[[{token}]]", next(iter(get_close_matches(token, TOKENS, n=1)), ""))
    if stray := BRACKETS.search(PATTERN.sub("", text)):
        raise UnknownToken(stray.group())


def filled(text, words):
    """The finished text; `words` has every token."""
    return PATTERN.sub(lambda match: words[match[1].strip()] or BLANK, text)


def outlined(text, words):
    """For a heading: the words that are known, what is still to come in brackets."""
    return PATTERN.sub(lambda match: words.get(match[1].strip(), f"（{match[1]}）"), text)


def paragraphs(text):
    """[(style, line)] of finished text: what begins with 一、 or （一） and is no sentence is a heading."""
    return [(_style(line), line) for line in (line.strip() for line in text.splitlines()) if line]


def _style(line):
    if HEADING.fullmatch(line):
        return "heading"
    return "subheading" if SUBHEADING.fullmatch(line) else "text"
