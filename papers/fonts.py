"""Which font file plays which part in a paper, and which characters none of them has.

Each file is a @font-face family of its own, because Fandol's Regular and Bold claim the same weight. The bureau's
own licensed files come first when they lie in one of FONT_DIRS under the names by which offices know them.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

# Family in the style sheet -> file names that may play it, best first.
FACES = {
    "小标宋": ["方正小标宋", "方正小标宋简体", "方正小标宋_GBK", "FZXBSJW", "FandolSong-Bold"],
    "仿宋": ["仿宋_GB2312", "仿宋", "simfang", "FandolFang-Regular"],
    "黑体": ["黑体", "simhei", "FandolHei-Regular"],
    "楷体": ["楷体_GB2312", "楷体", "simkai", "FandolKai-Regular"],
    "宋体": ["宋体", "simsun", "FandolSong-Regular"],
}
SUFFIXES = [".otf", ".ttf", ".OTF", ".TTF"]
# Rare characters of names: installed fonts, at the end of every stack, and the files they come in.
FALLBACKS = {"Noto Serif CJK SC": "NotoSerifCJK-Regular.ttc", "BabelStone Han": "BabelStoneHan.ttf"}
# Who lends each face the rare characters that it lacks: as heavy, and of the same kind where there is one. The file and its 简体 font.
LENDERS = {
    "小标宋": ("NotoSerifCJK-Bold.ttc", 2),
    "仿宋": ("BabelStoneHan.ttf", 0),
    "黑体": ("NotoSansCJK-Regular.ttc", 2),
    "楷体": ("BabelStoneHan.ttf", 0),
    "宋体": ("NotoSerifCJK-Regular.ttc", 2),
}
SYSTEM_FONTS = Path("/usr/share/fonts")


class FontMissingError(Exception):
    """No file for this face in any of FONT_DIRS."""


def find_face(family, folders):
    for folder in folders:
        for name in FACES[family]:
            for suffix in SUFFIXES:
                path = Path(folder) / f"{name}{suffix}"
                if path.is_file():
                    return path
    raise FontMissingError(family)


def faces():
    """family -> path of the file that plays it here."""
    return {family: find_face(family, settings.FONT_DIRS) for family in FACES}


def has(character):
    """Whether a paper can print it: in the face of the text or in a fallback."""
    return any(ord(character) in characters_of(path) for path in [find_face("仿宋", settings.FONT_DIRS), *fallback_files()])


def loans(characters):
    """family + 补 -> what the press needs to make a face of those of these characters that the family lacks."""
    found = {}
    for family, path in faces().items():
        name, number = LENDERS[family]
        lender = next(installed(name), None)
        lacking = "".join(sorted(char for char in characters if lender and _is_lent(char, path, lender)))
        if lacking:
            found[f"{family}补"] = {"face": str(path), "lender": str(lender), "number": number, "characters": lacking}
    return found


def _is_lent(character, path, lender):
    """A Chinese character: marks and figures have stacks of their own."""
    return character >= "㐀" and ord(character) not in characters_of(path) and ord(character) in characters_of(lender)


def installed(name):
    return (path for path in fallback_files() if path.name == name)


@cache
def fallback_files():
    names = [*FALLBACKS.values(), *dict(LENDERS.values())]
    return [path for name in dict.fromkeys(names) for path in SYSTEM_FONTS.rglob(name)]


@cache
def characters_of(path):
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())
