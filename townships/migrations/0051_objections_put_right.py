import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("townships", "0051_scans_of_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhoneSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="查看时间")),
            ],
            options={
                "verbose_name": "电话查看记录",
                "verbose_name_plural": "电话查看记录",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="objection",
            name="void_reason",
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name="作废原因"),
        ),
        migrations.AddField(
            model_name="objection",
            name="voided_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="作废时间"),
        ),
        migrations.AddField(
            model_name="objection",
            name="voided_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="作废人",
            ),
        ),
        migrations.AlterField(
            model_name="candidacyevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("apply", "申请"),
                    ("shortlist", "县初审列入创建"),
                    ("accept", "县验收合格"),
                    ("review", "市复核通过"),
                    ("check", "省抽查通过"),
                    ("notice", "公示"),
                    ("name", "命名"),
                    ("keep", "复核保持"),
                    ("lapse", "期满失效"),
                    ("revoke", "撤销称号"),
                    ("return", "退回"),
                    ("reapply", "重新申请"),
                    ("object", "登记异议"),
                    ("resolve", "办结异议"),
                    ("correct", "更正异议"),
                    ("void", "作废异议"),
                    ("hand_over", "授牌"),
                    ("take_back", "收回牌匾"),
                ],
                max_length=12,
                verbose_name="操作",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voided_at", None),
                    models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="objection_void_has_reason",
            ),
        ),
        migrations.AddField(
            model_name="phoneseen",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="查看人"
            ),
        ),
        migrations.AddField(
            model_name="phoneseen",
            name="objection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="phone_seen", to="townships.objection", verbose_name="公示异议"
            ),
        ),
        AppendOnly("townships_phoneseen"),
    ]
