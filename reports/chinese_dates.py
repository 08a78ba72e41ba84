DIGITS = "○一二三四五六七八九"


def arabic_date(day):
    """2026年11月4日: full year, month and day without padding (GB/T 9704 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_date(day):
    """二○一二年十月二十六日, as papers were dated before 2012."""
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_up_to_31(day.month)}月{_up_to_31(day.day)}日"


def _up_to_31(number):
    tens, ones = divmod(number, 10)
    leading = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return leading + (DIGITS[ones] if ones else "")
