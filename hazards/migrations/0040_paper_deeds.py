import django.db.models.deletion
import townships.models.documents
import uuid
from django.conf import settings
from django.db import migrations, models

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0040_papers"),
        ("townships", "0035_holidays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="作废时间")),
                ("void_reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="作废原因")),
                ("file", models.FileField(blank=True, upload_to=townships.models.documents.document_path, verbose_name="文件")),
                (
                    "file_kind",
                    models.CharField(
                        blank=True,
                        choices=[("pdf", "PDF"), ("docx", "Word"), ("doc", "Word（旧格式）"), ("jpg", "图片")],
                        editable=False,
                        max_length=4,
                    ),
                ),
                ("file_name", models.CharField(blank=True, editable=False, max_length=120)),
                ("file_size", models.PositiveIntegerField(default=0, editable=False)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("signed", "签字盖章件"), ("receipt", "回执"), ("answer", "书面答复")],
                        default="signed",
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("signed_by", models.CharField(blank=True, max_length=30, verbose_name="签收（答复）人")),
                ("words", models.TextField(blank=True, max_length=1000, verbose_name="内容或说明")),
                ("created_at", models.DateTimeField(editable=False, verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "回执和扫描件",
                "verbose_name_plural": "回执和扫描件",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.AlterModelOptions(
            name="order",
            options={"ordering": ["-issued_on", "-pk"], "verbose_name": "执法文书", "verbose_name_plural": "执法文书"},
        ),
        migrations.AddField(
            model_name="order",
            name="inspection",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="hazards.inspection",
                verbose_name="所记录的检查",
            ),
        ),
        migrations.AlterField(
            model_name="hazard",
            name="state",
            field=models.CharField(
                choices=[
                    ("found", "待处理"),
                    ("ordered", "整改中"),
                    ("replied", "待复查"),
                    ("suspended", "停产停业整改"),
                    ("resuming", "待复产审查"),
                    ("closed", "已销号"),
                    ("void", "已作废"),
                ],
                default="found",
                editable=False,
                max_length=10,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="hazardevent",
            name="action",
            field=models.CharField(
                choices=[
                    ("log", "登记"),
                    ("rectify", "当场整改"),
                    ("order", "下达整改文书"),
                    ("extend", "准予延期"),
                    ("reply", "整改回复"),
                    ("pass", "复查合格，销号"),
                    ("fail", "复查不合格"),
                    ("suspend", "责令停产停业整改"),
                    ("apply", "提出复产申请"),
                    ("resume", "同意复产，销号"),
                    ("refuse", "不同意复产"),
                    ("reopen", "回头看发现反弹"),
                    ("urge", "制发督办函"),
                    ("transfer", "移送有关部门"),
                    ("ask_cut_off", "报请停电停水停产"),
                    ("supervise", "挂牌督办"),
                    ("assure", "核查五落实"),
                    ("ask_county", "报请县政府协调"),
                    ("hand_over", "移交包保责任人"),
                    ("void", "作废"),
                ],
                max_length=16,
                verbose_name="操作",
            ),
        ),
        migrations.AlterField(
            model_name="hazardevent",
            name="from_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("found", "待处理"),
                    ("ordered", "整改中"),
                    ("replied", "待复查"),
                    ("suspended", "停产停业整改"),
                    ("resuming", "待复产审查"),
                    ("closed", "已销号"),
                    ("void", "已作废"),
                ],
                max_length=10,
                verbose_name="原状态",
            ),
        ),
        migrations.AlterField(
            model_name="hazardevent",
            name="to_state",
            field=models.CharField(
                choices=[
                    ("found", "待处理"),
                    ("ordered", "整改中"),
                    ("replied", "待复查"),
                    ("suspended", "停产停业整改"),
                    ("resuming", "待复产审查"),
                    ("closed", "已销号"),
                    ("void", "已作废"),
                ],
                max_length=10,
                verbose_name="新状态",
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="kind",
            field=models.CharField(
                choices=[
                    ("notice", "整改通知单"),
                    ("directive", "责令限期整改指令书"),
                    ("opinion", "整改复查意见书"),
                    ("record", "现场检查记录"),
                    ("suspension", "停产停业整改决定书"),
                    ("resumption", "复产申请书"),
                    ("review", "复产审查意见书"),
                    ("urging", "督办函"),
                    ("transfer", "移送函"),
                    ("cut_off", "停电停水停产请示"),
                ],
                max_length=20,
                verbose_name="文书",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(condition=models.Q(("kind", "record")), fields=("inspection",), name="order_record_once"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("inspection__isnull", False), ("kind", "record")),
                    models.Q(models.Q(("kind", "record"), _negated=True), ("inspection", None)),
                    _connector="OR",
                ),
                name="order_record_has_inspection",
            ),
        ),
        migrations.AddField(
            model_name="orderreturn",
            name="created_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="登记人",
            ),
        ),
        migrations.AddField(
            model_name="orderreturn",
            name="order",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="returns",
                to="hazards.order",
                verbose_name="执法文书",
            ),
        ),
        migrations.AddField(
            model_name="orderreturn",
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
        migrations.AddConstraint(
            model_name="orderreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voided_at", None),
                    models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="orderreturn_void_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderreturn",
            constraint=models.UniqueConstraint(fields=("created_by", "submission"), name="order_return_submission_once"),
        ),
        migrations.AddConstraint(
            model_name="orderreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "signed"), _negated=True), models.Q(("file", ""), _negated=True), _connector="OR"),
                name="order_return_signed_has_file",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderreturn",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "answer"), _negated=True), models.Q(("words", ""), _negated=True), _connector="OR"),
                name="order_return_answer_has_words",
            ),
        ),
        # SQLite has rebuilt the table, and dropped its triggers with the old one.
        AppendOnly("hazards_order"),
        AppendOnly("hazards_orderreturn", when="OLD.voided_at IS NOT NULL"),
    ]
