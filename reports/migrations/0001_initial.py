import django.core.validators
import django.db.models.deletion
import reports.models.comparison
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("reports", "0001_annual_report"),
        ("reports", "0010_visits_and_comparison"),
        ("reports", "0045_analysis_papers"),
    ]

    initial = True

    dependencies = [
        ("townships", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnalysisPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.county", verbose_name="县（市、区）"
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                ("start", models.DateField(verbose_name="开始日期")),
                ("end", models.DateField(verbose_name="结束日期")),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                ("content", models.JSONField()),
                ("counted_at", models.DateTimeField(verbose_name="统计时间")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="编制人"
                    ),
                ),
            ],
            options={
                "verbose_name": "分析报告",
                "verbose_name_plural": "分析报告",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("end__gte", models.F("start"))), name="analysis_ends_after_start")
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnualReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_reports",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("version", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="版次")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("collecting", "汇总数据"),
                            ("rendering", "排版中"),
                            ("ready", "待签发"),
                            ("signed", "已签发"),
                            ("published", "已发布"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="标题")),
                ("dated_on", models.DateField(verbose_name="成文日期")),
                ("chinese_date", models.BooleanField(default=False, help_text="现行标准用阿拉伯数字", verbose_name="成文日期用汉字数字")),
                ("snapshot", models.JSONField(editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟稿人",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="拟稿时间")),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签发人",
                    ),
                ),
                ("signed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="签发时间")),
                ("published_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="发布时间")),
            ],
            options={
                "verbose_name": "年度工作总结",
                "verbose_name_plural": "年度工作总结",
                "ordering": ["-year", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("county", "year", "version"), name="annual_report_version_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "collecting", "rendering", "ready"])),
                        fields=("county", "year"),
                        name="annual_report_one_open_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["signed", "published"]), _negated=True),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="annual_report_signed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="annual_report_published_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                (
                    "part",
                    models.CharField(max_length=60, validators=[reports.models.comparison.is_figure], verbose_name="分子（指标代码）"),
                ),
                (
                    "whole",
                    models.CharField(max_length=60, validators=[reports.models.comparison.is_figure], verbose_name="分母（指标代码）"),
                ),
                ("direction", models.CharField(choices=[("higher", "越高越好"), ("lower", "越低越好")], max_length=6, verbose_name="方向")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "verbose_name": "季评比指标",
                "verbose_name_plural": "季评比指标",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("part", models.F("whole")), _negated=True), name="indicator_is_a_share")
                ],
            },
        ),
        migrations.CreateModel(
            name="ComparisonPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.county", verbose_name="县（市、区）"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "quarter",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(4)],
                        verbose_name="季度",
                    ),
                ),
                ("content", models.JSONField()),
                ("counted_at", models.DateTimeField(verbose_name="统计时间")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="编制人"
                    ),
                ),
            ],
            options={
                "verbose_name": "季评比表",
                "verbose_name_plural": "季评比表",
                "ordering": ["-pk"],
                "constraints": [models.CheckConstraint(condition=models.Q(("quarter__range", (1, 4))), name="comparison_of_a_quarter")],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("townships", "抽取乡镇"), ("places", "抽取走访点")], max_length=10, verbose_name="类别"),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.county", verbose_name="县（市、区）"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="townships.campaign", verbose_name="创建活动"
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                ("seed", models.CharField(max_length=64, verbose_name="种子")),
                ("parameters", models.JSONField(verbose_name="抽取办法")),
                ("population", models.JSONField(verbose_name="名单")),
                ("population_hash", models.CharField(max_length=64, verbose_name="名单校验值")),
                ("result", models.JSONField(verbose_name="结果")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="再次抽取的原因")),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="抽取人"
                    ),
                ),
                ("drawn_at", models.DateTimeField(verbose_name="抽取时间")),
            ],
            options={
                "verbose_name": "随机抽取",
                "verbose_name_plural": "随机抽取",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "places"), ("township__isnull", False)),
                            models.Q(("kind", "townships"), ("township", None)),
                            _connector="OR",
                        ),
                        name="draw_of_places_names_township",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paragraph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="paragraphs", to="reports.annualreport"),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="顺序")),
                (
                    "style",
                    models.CharField(
                        choices=[("body", "正文"), ("heading", "一级标题"), ("subheading", "二级标题")],
                        default="body",
                        max_length=10,
                        verbose_name="样式",
                    ),
                ),
                ("text", models.TextField(max_length=5000, verbose_name="内容")),
                ("slot", models.SlugField(blank=True, editable=False, max_length=30)),
                ("is_edited", models.BooleanField(default=False, editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                "verbose_name": "段落",
                "verbose_name_plural": "段落",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AnnualReportEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="reports.annualreport"),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("start", "拟稿"),
                            ("edit", "修改文字"),
                            ("collect", "汇总数据并排版"),
                            ("render", "按已有数据排版"),
                            ("collected", "数据已汇总"),
                            ("rendered", "排版完成"),
                            ("fail", "未能完成"),
                            ("sign", "签发"),
                            ("publish", "发布"),
                        ],
                        max_length=12,
                        verbose_name="操作",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("draft", "草稿"),
                            ("collecting", "汇总数据"),
                            ("rendering", "排版中"),
                            ("ready", "待签发"),
                            ("signed", "已签发"),
                            ("published", "已发布"),
                        ],
                        max_length=10,
                        verbose_name="原状态",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "草稿"),
                            ("collecting", "汇总数据"),
                            ("rendering", "排版中"),
                            ("ready", "待签发"),
                            ("signed", "已签发"),
                            ("published", "已发布"),
                        ],
                        max_length=10,
                        verbose_name="新状态",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("reason", models.TextField(blank=True, verbose_name="说明")),
            ],
            options={
                "verbose_name": "总结经过",
                "verbose_name_plural": "总结经过",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Bundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appraisal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bundles", to="townships.appraisal", verbose_name="考评"
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="bundles", to="reports.draw", verbose_name="抽取"
                    ),
                ),
                ("html", models.TextField(editable=False)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="编制人"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="编制时间")),
            ],
            options={
                "verbose_name": "验收包",
                "verbose_name_plural": "验收包",
                "ordering": ["-pk"],
            },
        ),
    ]
