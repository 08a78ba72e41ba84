from datetime import date

import pytest

from reports.chinese_dates import arabic_date, chinese_date


@pytest.mark.parametrize(
    ("day", "arabic", "chinese"),
    [
        (date(2012, 10, 26), "2012年10月26日", "二○一二年十月二十六日"),
        (date(2008, 11, 10), "2008年11月10日", "二○○八年十一月十日"),
        (date(2026, 1, 31), "2026年1月31日", "二○二六年一月三十一日"),
        (date(2030, 12, 9), "2030年12月9日", "二○三○年十二月九日"),
    ],
)
def test_dates_of_papers(day, arabic, chinese):
    assert (arabic_date(day), chinese_date(day)) == (arabic, chinese)
