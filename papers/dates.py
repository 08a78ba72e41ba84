DIGITS = "〇一二三四五六七八九"


def in_figures(day):
    """2012年10月26日 (GB/T 9704-2012, 7.3.5.4: Arabic figures, month and day without a leading zero)."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_chinese_numerals(day):
    """二〇一二年十月二十六日"""
    year = "".join(DIGITS[int(figure)] for figure in str(day.year))
    return f"{year}年{counted(day.month)}月{counted(day.day)}日"


def counted(number):
    """1 to 99 as one counts: 十, 十一, 二十六."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")
