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


@cache
def fallback_files():
    return [path for name in FALLBACKS.values() for path in SYSTEM_FONTS.rglob(name)]


@cache
def characters_of(path):
    with TTFont(path, lazy=True, fontNumber=0) as font:
        return frozenset(font.getBestCmap())
