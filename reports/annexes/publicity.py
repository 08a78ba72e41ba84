from publicity.models import ActivityKind
from reports.annexes.tables import Table, cell, count, money, text
from reports.gather import gather_by_township

# More columns than this don't fit upright.
UPRIGHT = 7


def activities(scene):
    """One column for each kind of activity that anybody did."""
    kinds = {f"publicity.{kind.key}": kind for kind in ActivityKind.objects.all()}
    found = gather_by_township(scene.period, scene.county, list(kinds))
    done = [key for key in kinds if any(found[key].values())]
    keys = [*done, "publicity.activity_cost"]
    lines, total = scene.by_township(keys, lambda numbers: [*[cell(numbers[key]) for key in done], money(numbers[keys[-1]])])
    columns = [text("乡镇（街道）", 7), *[count(kinds[key].name, kinds[key].unit) for key in done], count("投入资金", "万元")]
    return Table("publicity", "安全生产宣传教育统计表", columns, list(lines.values()), total, is_landscape=len(columns) > UPRIGHT)


def trainings(scene):
    columns = [text("乡镇（街道）", 7), count("培训班", "次"), count("参训人员", "人次"), count("投入资金", "万元")]
    keys = ["trainings.classes", "trainings.people", "trainings.cost"]
    lines, total = scene.by_township(keys, lambda numbers: [cell(numbers[keys[0]]), cell(numbers[keys[1]]), money(numbers[keys[2]])])
    return Table("trainings", "安全生产培训统计表", columns, list(lines.values()), total)
