"""Phone and identity numbers are for those who keep the ledgers; everybody else sees 138****8000, a leader the whole when asked for."""

import re

# A phone or identity number inside a sentence: a mobile with or without gaps, a landline with its area code, 18 characters.
NUMBER = re.compile(r"(?<![\d*])(?:\d{17}[\dXx]|1\d{2}[-－ ]?\d{4}[-－ ]?\d{4}|0\d{2,3}[-－ ]?\d{7,8})(?!\d)")

HALF_WIDTH_DIGITS = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}


# 138-0000 8000: the gaps of a mobile are its typist's.
MOBILE = re.compile(r"1\d{2}[-－ ]?\d{4}[-－ ]?\d{4}")


def plain_number(number):
    """A mobile without gaps, in half-width digits; any other number as it is, the area code of a landline with its hyphen."""
    number = number.translate(HALF_WIDTH_DIGITS)
    return re.sub(r"[-－ ]", "", number) if MOBILE.fullmatch(number) else number


def mask(number):
    """Head and tail of a phone (3 and 4 digits) or an identity number (4 and 4); of a short number the last two only."""
    number = plain_number(number)
    if len(number) < 9:
        return "*" * (len(number) - 2) + number[-2:]
    head = 4 if len(number) >= 15 else 3
    return number[:head] + "*" * (len(number) - head - 4) + number[-4:]


def masked_for(number, user):
    return number if user.keeps_ledgers else mask(number)


def may_ask(user):
    """Leaders ring whoever answers for a place: one number, on a press that is written down. Auditors and administrators ring nobody."""
    return user.is_official


def mask_numbers(words):
    """A sentence with every phone and identity number in it masked, however it was typed."""
    return NUMBER.sub(lambda found: mask(re.sub(r"[-－ ]", "", found[0])), words.translate(HALF_WIDTH_DIGITS))
