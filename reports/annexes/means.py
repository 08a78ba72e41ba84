from reports.annexes.tables import Table, count, money, text
from reports.charts import chart
from townships.models import Investment

PURPOSES = {f"investment.{purpose.value}": purpose.label for purpose in Investment.Purpose}


def investments(scene):
    keys = [*PURPOSES, "investment.total"]
    lines, total = scene.by_township(keys, lambda numbers: [money(number) for number in numbers.values()])
    columns = [text("乡镇（街道）", 7), *[count(label, "万元", 5) for label in PURPOSES.values()], count("合计", "万元", 5)]
    bars = [[str(label), yuan] for label, yuan in zip(PURPOSES.values(), total[1:], strict=False) if yuan != "0"]
    drawn = chart("安全生产投入构成", "万元", ["金额"], bars)
    return Table("investments", "安全生产投入统计表", columns, list(lines.values()), total, is_landscape=True, chart=drawn)
