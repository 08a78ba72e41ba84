"""发文字号 as official papers write it, so that one number is one however it was typed."""

import re

# GB/T 9704-2012 7.2.5: the year in full within 〔〕; the number without 第 and without a leading zero.
NUMBER = re.compile(r"[\[(（［【〔〈](\d{4})[\])）］】〕〉]第?0*([1-9]\d*)号?$")


def in_standard_form(words):
    """沅澧安 (2026) 第077号 is 沅澧安〔2026〕77号; what is no such number stays as it is."""
    return NUMBER.sub(r"〔\1〕\2号", tight) if NUMBER.search(tight := "".join(words.split())) else words
