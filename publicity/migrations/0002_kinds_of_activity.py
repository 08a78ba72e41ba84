"""What the two summaries and the work-safety month's tables count, each in its own unit. All of it can be edited later."""

from django.db import migrations

# key, name, unit
KINDS = [
    ("leaflets", "宣传资料", "份"),
    ("flyers", "宣传单", "份"),
    ("handbooks", "常识手册", "本"),
    ("banners", "横幅", "幅"),
    ("boards", "安全挂牌（警示牌）", "块"),
    ("panels", "展板", "块"),
    ("slogans", "固定标语", "幅"),
    ("posted_slogans", "张贴标语", "条"),
    ("wall_papers", "墙报板报", "期"),
    ("broadcasts", "广播", "次"),
    ("vehicles", "宣传车", "台次"),
    ("booths", "咨询台", "个"),
    ("consultations", "咨询群众", "人次"),
    ("messages", "短信", "条"),
    ("films", "警示片", "场"),
    ("shows", "文艺演出（宣讲）", "场"),
    ("drills", "演练", "次"),
    ("balloons", "气球拱门", "个"),
    ("tv", "电视讲座", "次"),
    ("culture_walls", "安全文化墙", "处"),
]
# A drill is entered once, in the ledger of drills: as an act of publicity it is not offered.
ELSEWHERE = {"drills"}


def add_kinds(apps, schema_editor):
    kinds = apps.get_model("publicity", "ActivityKind")
    for position, (key, name, unit) in enumerate(KINDS, start=1):
        kinds.objects.create(key=key, name=name, unit=unit, position=position, is_active=key not in ELSEWHERE)


class Migration(migrations.Migration):
    replaces = [("publicity", "0002_reference_data"), ("publicity", "0060_drills_have_their_own_ledger")]

    dependencies = [("publicity", "0001_initial")]

    operations = [migrations.RunPython(add_kinds, migrations.RunPython.noop)]
