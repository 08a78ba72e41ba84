import datetime
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import hazards.models.report
import townships.models.documents
import townships.models.pictures
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("hazards", "0001_ledger"),
        ("hazards", "0010_handovers"),
        ("hazards", "0015_money_spent"),
        ("hazards", "0030_patrols_and_checklists"),
        ("hazards", "0040_paper_deeds"),
        ("hazards", "0040_papers"),
        ("hazards", "0041_major_hazards"),
        ("hazards", "0041_major_papers"),
        ("hazards", "0043_escalation"),
        ("hazards", "0044_drives_and_enforcement"),
        ("hazards", "0045_look_back_and_signals"),
        ("hazards", "0046_reports_and_paper_forms"),
        ("hazards", "0047_joined_choices"),
        ("hazards", "0049_one_kind_of_bulletin"),
        ("hazards", "0050_kept_files"),
        ("hazards", "0051_reports_passed_on"),
        ("hazards", "0052_drive_days_traced"),
        ("hazards", "0061_limits_of_numbers"),
        ("hazards", "0062_unlinking_and_handing_over"),
        ("hazards", "0063_photos_of_one_view"),
        ("hazards", "0064_county_code_words"),
    ]

    initial = True

    dependencies = [
        ("townships", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulletins",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("circular", "县通报"), ("brief", "县长一页纸"), ("major", "重大隐患半月通报")],
                        max_length=8,
                        verbose_name="文种",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("sequence", models.PositiveIntegerField(verbose_name="序号")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="起")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="止")),
                ("issued_on", models.DateField(verbose_name="签发日期")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="签发人"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="签发时间")),
                ("content", models.JSONField(verbose_name="内容")),
            ],
            options={
                "verbose_name": "通报",
                "verbose_name_plural": "通报",
                "ordering": ["-issued_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("created_by", "submission"), name="bulletin_submission_once"),
                    models.UniqueConstraint(fields=("county", "kind", "year", "sequence"), name="bulletin_number_once"),
                    models.UniqueConstraint(fields=("county", "starts_on"), name="bulletin_half_month_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_on__isnull", False), ("kind", "major"), ("starts_on__isnull", False)),
                            models.Q(models.Q(("kind", "major"), _negated=True), ("ends_on", None), ("starts_on", None)),
                            _connector="OR",
                        ),
                        name="bulletin_of_majors_has_half_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。")],
                        verbose_name="顺序",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "verbose_name": "部门",
                "verbose_name_plural": "部门",
                "ordering": ["position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("county", "name"), name="department_once")],
            },
        ),
        migrations.CreateModel(
            name="Checklist",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklists",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklists",
                        to="townships.sector",
                        verbose_name="行业领域",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[("", "不限"), ("enterprise", "企业"), ("key_site", "重点部位"), ("village", "行政村（社区）")],
                        max_length=12,
                        verbose_name="适用对象",
                    ),
                ),
                (
                    "site_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "不限"),
                            ("slope", "滑坡、危岩"),
                            ("reservoir", "病险水库、山塘"),
                            ("ferry", "渡口"),
                            ("bridge", "危桥"),
                            ("road", "事故多发路段"),
                            ("forest", "森林防火重点"),
                            ("crowd", "人员密集场所"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="部位类别",
                    ),
                ),
                (
                    "taken_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="hazards.checklist",
                        verbose_name="来源",
                    ),
                ),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="停用时间")),
            ],
            options={
                "verbose_name": "检查表",
                "verbose_name_plural": "检查表",
                "ordering": ["sector__position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)), fields=("county", "name"), name="checklist_name_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)), fields=("county", "taken_from"), name="checklist_taken_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("site_kind", ""), ("level", "key_site"), _connector="OR"), name="checklist_site_kind_of_sites"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ViolationKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="名称")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="行次")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="出处")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "verbose_name": "非法违法行为类别",
                "verbose_name_plural": "非法违法行为类别",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="WeeklyReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("county", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.county")),
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
                ("week_end", models.DateField(verbose_name="截止日期")),
                ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="周报内容")),
                ("is_late", models.BooleanField(verbose_name="迟报")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="填报人"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="填报时间")),
            ],
            options={
                "verbose_name": "打非治违周报",
                "verbose_name_plural": "打非治违周报",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "year"), name="number_series_once")],
            },
        ),
        migrations.CreateModel(
            name="EnforcementKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                ("unit", models.CharField(max_length=6, verbose_name="单位")),
                ("is_money", models.BooleanField(default=False, verbose_name="按金额统计")),
                (
                    "officers",
                    models.PositiveSmallIntegerField(default=2, help_text="须持执法证；0 为不作要求", verbose_name="至少执法人员数"),
                ),
                ("handles", models.BooleanField(default=True, verbose_name="可作为非法违法行为的处理结果")),
                ("source", models.CharField(blank=True, max_length=100, verbose_name="依据")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "verbose_name": "执法措施",
                "verbose_name_plural": "执法措施",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="EscalationStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalation_steps",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("unit", "催办责任单位"),
                            ("township_head", "报告乡镇主要负责人"),
                            ("bureau", "报告县局"),
                            ("letter", "发督办函"),
                            ("circular", "全县通报"),
                            ("stop", "责令停产停业整改"),
                            ("utilities", "报请县政府停电停水"),
                        ],
                        max_length=16,
                        verbose_name="步骤",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)],
                        verbose_name="超期天数",
                    ),
                ),
                ("in_workdays", models.BooleanField(default=False, verbose_name="按工作日计算")),
                (
                    "enterprises_only",
                    models.BooleanField(default=False, help_text="边坡、桥梁、道路等没有停产和停电可言", verbose_name="只用于企业"),
                ),
                ("is_in_use", models.BooleanField(default=True, verbose_name="启用")),
                ("source", models.CharField(help_text="文件名和条款；没有文件的写明是本县规定", max_length=200, verbose_name="依据")),
            ],
            options={
                "verbose_name": "督办步骤",
                "verbose_name_plural": "督办步骤",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("county", "rung"), name="escalation_step_once_in_county"),
                    models.UniqueConstraint(condition=models.Q(("county", None)), fields=("rung",), name="escalation_step_once_as_sample"),
                    models.CheckConstraint(condition=models.Q(("days__gte", 1)), name="escalation_step_after_deadline"),
                ],
            },
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quiet_hours",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                ("starts_at", models.TimeField(default=datetime.time(20, 0), verbose_name="从")),
                ("ends_at", models.TimeField(default=datetime.time(7, 30), verbose_name="到")),
                ("rest_days", models.BooleanField(default=True, verbose_name="休息日和节假日全天免打扰")),
            ],
            options={
                "verbose_name": "免打扰时段",
                "verbose_name_plural": "免打扰时段",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("county", None)), fields=("county",), name="quiet_hours_one_sample")
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
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
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("sequence", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers_given",
                        to="townships.person",
                        verbose_name="交接人",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers_received",
                        to="townships.person",
                        verbose_name="接收人",
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.person",
                        verbose_name="监交人",
                    ),
                ),
                ("happens_on", models.DateField(verbose_name="交接日期")),
                (
                    "reason",
                    models.CharField(
                        choices=[("transfer", "工作调动"), ("leave", "离任"), ("reshuffle", "分工调整")],
                        max_length=10,
                        verbose_name="交接原因",
                    ),
                ),
                ("giver_leaves", models.BooleanField(default=False, verbose_name="交接后离任")),
                (
                    "account",
                    models.CharField(
                        choices=[("move", "管辖范围移交给接收人，原账号停用"), ("disable", "只停用原账号"), ("keep", "原账号不变")],
                        max_length=8,
                        verbose_name="账号",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="经办人"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="办理时间")),
                (
                    "content",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="交接内容"),
                ),
            ],
            options={
                "verbose_name": "工作交接",
                "verbose_name_plural": "工作交接",
                "ordering": ["-happens_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("county", "year", "sequence"), name="handover_number_once"),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="handover_submission_once"),
                    models.CheckConstraint(condition=models.Q(("giver", models.F("receiver")), _negated=True), name="handover_between_two"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LookBackDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="look_back_draws",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                ("month", models.DateField(verbose_name="销号月份")),
                ("days", models.PositiveSmallIntegerField(verbose_name="销号后天数")),
                ("share", models.PositiveSmallIntegerField(verbose_name="抽取比例（%）")),
                ("seed", models.CharField(max_length=64, verbose_name="随机种子")),
                ("entries", models.JSONField(verbose_name="销号隐患名录")),
                ("outcome", models.JSONField(verbose_name="抽取结果")),
                ("drawn_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="抽取时间")),
            ],
            options={
                "verbose_name": "回头看抽样",
                "verbose_name_plural": "回头看抽样",
                "ordering": ["-month", "days"],
                "constraints": [models.UniqueConstraint(fields=("county", "month", "days"), name="look_back_draw_once")],
            },
        ),
        migrations.CreateModel(
            name="FormBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="form_batches",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("first", models.PositiveIntegerField(verbose_name="起始号")),
                ("last", models.PositiveIntegerField(verbose_name="终止号")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="制表人"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="制表时间")),
                ("site_address", models.URLField(verbose_name="系统网址")),
            ],
            options={
                "verbose_name": "纸质表批次",
                "verbose_name_plural": "纸质表批次",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("created_by", "submission"), name="form_batch_submission_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__gte", 1), ("last__gte", models.F("first"))), name="form_batch_has_forms"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundPosition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="round_positions", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("place", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.place")),
                ("position", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("user", "place"), name="round_position_once")],
            },
        ),
        migrations.CreateModel(
            name="ReportCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=hazards.models.report.new_key, editable=False, max_length=24, unique=True)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_codes",
                        to="townships.place",
                        verbose_name="单位或部位",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="生成时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="停用人",
                    ),
                ),
                ("site_address", models.URLField(blank=True, verbose_name="系统网址")),
            ],
            options={
                "verbose_name": "举报二维码",
                "verbose_name_plural": "举报二维码",
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("ended_at", None)), fields=("place",), name="report_code_one_open"),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("ended_by__isnull", False), _connector="OR"),
                        name="report_code_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Drive",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drives",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="drives", to="townships.sector", verbose_name="行业领域"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("ends_on", models.DateField(verbose_name="结束日期")),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_drives",
                        to="hazards.department",
                        verbose_name="牵头部门",
                    ),
                ),
                ("departments_told", models.CharField(blank=True, editable=False, max_length=200, verbose_name="原登记的参加部门")),
                ("aim", models.TextField(blank=True, verbose_name="目标")),
                ("outcome", models.TextField(blank=True, verbose_name="成效")),
                (
                    "state",
                    models.CharField(
                        choices=[("plan", "方案"), ("running", "实施"), ("summed_up", "已总结")],
                        default="plan",
                        editable=False,
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("background", models.TextField(blank=True, verbose_name="基本情况")),
                ("work_done", models.TextField(blank=True, verbose_name="主要做法")),
                ("problems", models.TextField(blank=True, verbose_name="存在的问题")),
                ("next_steps", models.TextField(blank=True, verbose_name="下一步打算")),
                (
                    "more_sectors",
                    models.ManyToManyField(
                        blank=True, related_name="further_drives", to="townships.sector", verbose_name="涉及的其他行业领域"
                    ),
                ),
                (
                    "departments",
                    models.ManyToManyField(blank=True, related_name="drives", to="hazards.department", verbose_name="参加部门"),
                ),
                (
                    "investments",
                    models.ManyToManyField(
                        blank=True, editable=False, related_name="drives", to="townships.investment", verbose_name="所用投入"
                    ),
                ),
            ],
            options={
                "verbose_name": "专项整治行动",
                "verbose_name_plural": "专项整治行动",
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="drive_ends_after_start"),
                    models.UniqueConstraint(fields=("county", "name", "starts_on"), name="drive_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="hazards.checklist", verbose_name="检查表"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="版次")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="修订说明")),
                ("issued_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                (
                    "issued_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查表版次",
                "verbose_name_plural": "检查表版次",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("checklist", "number"), name="checklist_version_once"),
                    models.UniqueConstraint(condition=models.Q(("issued_at", None)), fields=("checklist",), name="checklist_draft_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                ("key", models.SlugField(unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("unit", models.CharField(help_text="辆、个、家、处、人……", max_length=6, verbose_name="单位")),
                (
                    "enforcement_kind",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcome_kind",
                        to="hazards.enforcementkind",
                        verbose_name="由执法记录统计",
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。")],
                        verbose_name="顺序",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "verbose_name": "成效类别",
                "verbose_name_plural": "成效类别",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("county", "name"), name="outcome_kind_once"),
                    models.UniqueConstraint(condition=models.Q(("county", None)), fields=("name",), name="shipped_outcome_kind_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatrolPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patrol_plans",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patrol_plans",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="计划名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("daily", "日巡查"),
                            ("weekly", "周督查"),
                            ("monthly", "月检查"),
                            ("quarterly", "季评比"),
                            ("drive", "专项检查"),
                            ("special", "重点时段检查"),
                            ("random", "不定期抽查"),
                        ],
                        default="daily",
                        max_length=10,
                        verbose_name="检查类别",
                    ),
                ),
                (
                    "season",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "日常"),
                            ("festival", "节假日"),
                            ("flood", "汛期"),
                            ("safety_month", "安全生产月"),
                            ("forest_fire", "森林防火期"),
                            ("winter", "冬防"),
                        ],
                        max_length=12,
                        verbose_name="时段",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="townships.sector", verbose_name="行业领域"
                    ),
                ),
                ("high_risk_only", models.BooleanField(default=False, verbose_name="只查高危单位")),
                (
                    "checklist",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="hazards.checklist", verbose_name="检查表"
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("workdays", "每个工作日"),
                            ("days", "每天（含休息日）"),
                            ("weekly", "每周"),
                            ("monthly", "每月"),
                            ("quarterly", "每季度"),
                            ("once", "期间内检查一遍"),
                        ],
                        default="workdays",
                        max_length=10,
                        verbose_name="频次",
                    ),
                ),
                ("weekdays", models.JSONField(blank=True, default=list, verbose_name="星期几")),
                (
                    "month_day",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="没有这一天的月份为月末",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(31)],
                        verbose_name="几日",
                    ),
                ),
                (
                    "quarter_month",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "季度第一个月"), (2, "季度第二个月"), (3, "季度第三个月")], default=3, verbose_name="季度内月份"
                    ),
                ),
                ("moves_to_workday", models.BooleanField(default=True, verbose_name="遇休息日顺延到下一个工作日")),
                (
                    "days_allowed",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="当天应完成的填 0；一周内完成的填 4",
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="宽限（工作日）",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("ends_on", models.DateField(verbose_name="结束日期")),
                (
                    "draws_places",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="不填为全部检查",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。"),
                        ],
                        verbose_name="每次随机抽取单位数",
                    ),
                ),
                (
                    "draws_inspectors",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="不填为全部人员",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。"),
                        ],
                        verbose_name="每家随机选派人数",
                    ),
                ),
                ("made_until", models.DateField(blank=True, editable=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="制定人",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="制定时间")),
                (
                    "places",
                    models.ManyToManyField(
                        blank=True, related_name="patrol_plans_here", to="townships.place", verbose_name="指定单位和部位"
                    ),
                ),
                (
                    "inspectors",
                    models.ManyToManyField(blank=True, related_name="patrol_plans", to="townships.person", verbose_name="检查人员"),
                ),
            ],
            options={
                "verbose_name": "检查计划",
                "verbose_name_plural": "检查计划",
                "ordering": ["-starts_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("created_by", "submission"), name="patrol_plan_submission_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="patrol_plan_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rhythm__in", ["monthly", "quarterly"]), _negated=True), ("month_day__isnull", False), _connector="OR"
                        ),
                        name="patrol_plan_has_month_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DriveEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("drive", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="hazards.drive")),
                (
                    "action",
                    models.CharField(
                        choices=[("start", "启动"), ("sum_up", "总结"), ("reopen", "退回修改"), ("move", "调整日期")],
                        max_length=10,
                        verbose_name="操作",
                    ),
                ),
                ("from_state", models.CharField(choices=[("plan", "方案"), ("running", "实施"), ("summed_up", "已总结")], max_length=10)),
                (
                    "to_state",
                    models.CharField(
                        choices=[("plan", "方案"), ("running", "实施"), ("summed_up", "已总结")], max_length=10, verbose_name="状态"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="经办人"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="DriveSummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("drive", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="summaries", to="hazards.drive")),
                ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="总结内容")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="经办人"
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="作废时间")),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
                ("void_reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="作废原因")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections_here",
                        to="townships.place",
                        verbose_name="被检查单位或部位",
                    ),
                ),
                ("sector", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="townships.sector", verbose_name="行业领域")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("daily", "日巡查"),
                            ("weekly", "周督查"),
                            ("monthly", "月检查"),
                            ("quarterly", "季评比"),
                            ("drive", "专项检查"),
                            ("special", "重点时段检查"),
                            ("random", "不定期抽查"),
                        ],
                        default="daily",
                        max_length=10,
                        verbose_name="检查类别",
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="hazards.drive",
                        verbose_name="专项行动",
                    ),
                ),
                ("inspected_at", models.DateTimeField(verbose_name="检查时间")),
                ("accompanied_by", models.CharField(blank=True, max_length=60, verbose_name="被检查单位陪同人")),
                ("content", models.TextField(blank=True, verbose_name="检查内容和情况")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="检查结束时间")),
                (
                    "unit_signatory",
                    models.CharField(blank=True, help_text="在检查记录上签字的人", max_length=30, verbose_name="被检查单位负责人"),
                ),
                ("unit_refusal", models.CharField(blank=True, max_length=200, verbose_name="拒绝签字的情况")),
                (
                    "clear_signed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认无隐患的人",
                    ),
                ),
                ("clear_signed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="确认无隐患的时间")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("inspectors", models.ManyToManyField(related_name="inspections", to="townships.person", verbose_name="检查人员")),
            ],
            options={
                "verbose_name": "检查",
                "verbose_name_plural": "检查",
                "ordering": ["-inspected_at", "-pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["township", "inspected_at"], name="hazards_ins_townshi_373bb1_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="inspection_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="inspection_submission_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("clear_signed_at", None), ("clear_signed_by", None)),
                            models.Q(("clear_signed_at__isnull", False), ("clear_signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="inspection_clear_signed_with_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("inspected_at")), _connector="OR"),
                        name="inspection_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="hazards.checklistversion",
                        verbose_name="版次",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("text", models.CharField(max_length=200, verbose_name="检查内容")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据条款")),
                ("method", models.CharField(blank=True, max_length=200, verbose_name="检查方法")),
                ("finding", models.CharField(help_text="不合格时写入隐患台账的句子", max_length=200, verbose_name="问题描述")),
                ("measure", models.CharField(max_length=200, verbose_name="整改措施")),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="当天立即整改的填 0",
                        validators=[django.core.validators.MaxValueValidator(120)],
                        verbose_name="整改期限（工作日）",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[("condition", "物的危险状态"), ("behaviour", "人的不安全行为"), ("management", "管理上的缺陷")],
                        default="condition",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[("general", "一般"), ("major", "重大")], default="general", max_length=8, verbose_name="等级"
                    ),
                ),
                ("is_frozen", models.BooleanField(default=False, editable=False)),
            ],
            options={
                "verbose_name": "检查项",
                "verbose_name_plural": "检查项",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="IllegalAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="作废时间")),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
                ("void_reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="作废原因")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "county",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_here",
                        to="townships.place",
                        verbose_name="单位或部位",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="登记时间")),
                (
                    "organ",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.place",
                        verbose_name="登记机关",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="年度")),
                ("sequence", models.PositiveIntegerField(editable=False, verbose_name="序号")),
                ("number", models.CharField(editable=False, max_length=40, verbose_name="编号")),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="hazards.violationkind", verbose_name="类别"
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.sector", verbose_name="行业领域"
                    ),
                ),
                ("party", models.CharField(help_text="单位、个人或窝点；查不清的写“不明”", max_length=80, verbose_name="当事人")),
                ("location", models.CharField(max_length=80, verbose_name="具体地点")),
                ("description", models.TextField(max_length=2000, verbose_name="情况")),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                (
                    "found_by",
                    models.CharField(
                        choices=[
                            ("township", "乡镇自查"),
                            ("county", "县级检查"),
                            ("superior", "上级暗访督查"),
                            ("public", "群众举报"),
                            ("media", "媒体曝光"),
                            ("neighbour", "外地移送"),
                        ],
                        default="township",
                        max_length=10,
                        verbose_name="发现途径",
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="illegal_acts",
                        to="hazards.drive",
                        verbose_name="专项行动",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("found", "待处理"), ("handled", "已处理，待复核"), ("rechecked", "已复核，待销号"), ("closed", "已销号")],
                        default="found",
                        editable=False,
                        max_length=10,
                        verbose_name="办理状态",
                    ),
                ),
                ("handled_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="处理时间")),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="处理人",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="销号时间")),
                (
                    "came_back_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_back_as",
                        to="hazards.illegalact",
                        verbose_name="死灰复燃，原记录",
                    ),
                ),
            ],
            options={
                "verbose_name": "非法违法行为",
                "verbose_name_plural": "非法违法行为",
                "ordering": ["-found_at", "-pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["county", "found_at"], name="hazards_ill_county__15f7a5_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="illegalact_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="illegalact_submission_once"),
                    models.UniqueConstraint(fields=("organ", "year", "sequence"), name="illegal_act_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("closed_at", None), ("state", "closed"), _connector="XOR"), name="illegal_act_closed_has_moment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("handled_at", None), models.Q(("state", "found"), _negated=True), _connector="XOR"),
                        name="illegal_act_handled_has_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="作废时间")),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
                ("void_reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="作废原因")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "county",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_here",
                        to="townships.place",
                        verbose_name="单位或部位",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="登记时间")),
                (
                    "drive",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="hazards.drive", verbose_name="专项行动"
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counts", to="hazards.outcomekind", verbose_name="类别"
                    ),
                ),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。"),
                        ],
                        verbose_name="数量",
                    ),
                ),
                ("counted_on", models.DateField(verbose_name="日期")),
            ],
            options={
                "verbose_name": "整治成效",
                "verbose_name_plural": "整治成效",
                "ordering": ["-counted_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="outcomecount_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="outcomecount_submission_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="outcome_count_is_positive"),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("drive", "place", "kind", "counted_on", "quantity", "note"),
                        name="outcome_count_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatrolDraw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="draws", to="hazards.patrolplan", verbose_name="检查计划"
                    ),
                ),
                ("day", models.DateField(verbose_name="检查日期")),
                ("seed", models.CharField(max_length=64, verbose_name="随机种子")),
                ("places", models.JSONField(verbose_name="检查对象名录")),
                ("people", models.JSONField(verbose_name="检查人员名录")),
                ("place_count", models.PositiveSmallIntegerField(verbose_name="抽取单位数")),
                ("people_count", models.PositiveSmallIntegerField(verbose_name="每家选派人数")),
                ("outcome", models.JSONField(verbose_name="抽取结果")),
                ("drawn_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="抽取时间")),
            ],
            options={
                "verbose_name": "随机抽取",
                "verbose_name_plural": "随机抽取",
                "ordering": ["-day"],
                "constraints": [models.UniqueConstraint(fields=("plan", "day"), name="patrol_draw_once")],
            },
        ),
        migrations.CreateModel(
            name="VisitParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "inspection",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="hazards.inspection"),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="hazards.department", verbose_name="部门"
                    ),
                ),
                ("people", models.CharField(max_length=100, verbose_name="参加人员")),
            ],
            options={
                "verbose_name": "联合检查部门",
                "verbose_name_plural": "联合检查部门",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("inspection", "department"), name="visit_party_once")],
            },
        ),
        migrations.CreateModel(
            name="Hazard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="年度")),
                ("sequence", models.PositiveIntegerField(editable=False, verbose_name="序号")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("found", "待处理"),
                            ("ordered", "整改中"),
                            ("replied", "待复查"),
                            ("suspended", "停产停业整改"),
                            ("resuming", "待复产审查"),
                            ("accepted", "待乡镇签批"),
                            ("endorsed", "待县局签批"),
                            ("approved", "待县领导签批"),
                            ("closed", "已销号"),
                            ("void", "已作废"),
                        ],
                        default="found",
                        editable=False,
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hazards",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hazards_here",
                        to="townships.place",
                        verbose_name="单位或部位",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hazards", to="townships.sector", verbose_name="行业领域"
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hazards",
                        to="hazards.inspection",
                        verbose_name="检查",
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hazards",
                        to="hazards.drive",
                        verbose_name="专项行动",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("inspection", "日常检查"),
                            ("assigned", "上级交办"),
                            ("public", "群众举报"),
                            ("media", "媒体曝光"),
                            ("transfer", "部门移送"),
                            ("self", "企业（下级）自查自报"),
                        ],
                        default="inspection",
                        max_length=12,
                        verbose_name="来源",
                    ),
                ),
                ("spot", models.CharField(blank=True, max_length=80, verbose_name="具体部位")),
                ("description", models.TextField(max_length=2000, verbose_name="隐患描述")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据条款")),
                (
                    "category",
                    models.CharField(
                        choices=[("condition", "物的危险状态"), ("behaviour", "人的不安全行为"), ("management", "管理上的缺陷")],
                        default="condition",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        choices=[("general", "一般"), ("major", "重大")], default="general", max_length=8, verbose_name="等级"
                    ),
                ),
                (
                    "may_cause_accident",
                    models.BooleanField(default=False, help_text="30 分钟内上报；其他当天上报", verbose_name="可能立即引发事故"),
                ),
                ("needs_stop", models.BooleanField(default=False, verbose_name="需停产停业整改")),
                ("needs_county", models.BooleanField(default=False, verbose_name="需县政府协调")),
                (
                    "recurs_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recurrences",
                        to="hazards.hazard",
                        verbose_name="此前同一隐患",
                    ),
                ),
                ("measure", models.TextField(blank=True, max_length=2000, verbose_name="整改措施")),
                ("responsible_unit", models.CharField(max_length=80, verbose_name="责任单位")),
                ("responsible_person", models.CharField(blank=True, max_length=30, verbose_name="责任人")),
                ("responsible_phone", models.CharField(blank=True, max_length=20, verbose_name="责任人电话")),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hazards",
                        to="townships.person",
                        verbose_name="包保责任人",
                    ),
                ),
                ("assigning_unit", models.CharField(blank=True, max_length=80, verbose_name="交办单位")),
                ("coordinating_unit", models.CharField(blank=True, max_length=80, verbose_name="协调督办单位")),
                (
                    "supervision",
                    models.CharField(
                        blank=True,
                        choices=[("", "未挂牌"), ("county", "县级挂牌督办"), ("city", "市级挂牌督办"), ("province", "省级挂牌督办")],
                        editable=False,
                        max_length=10,
                        verbose_name="督办级别",
                    ),
                ),
                ("deadline", models.DateField(blank=True, null=True, verbose_name="整改期限")),
                ("extension_asked_on", models.DateField(blank=True, editable=False, null=True, verbose_name="延期申请日期")),
                ("acceptance_asked_on", models.DateField(blank=True, editable=False, null=True, verbose_name="验收申请日期")),
                (
                    "planned_funds",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(
                                Decimal("99999999999.99"), "不能大于 %(limit_value)s 元，请核对是否多打了数字。"
                            ),
                        ],
                        verbose_name="计划资金（元）",
                    ),
                ),
                (
                    "spent_funds",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        editable=False,
                        max_digits=14,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(
                                Decimal("99999999999.99"), "不能大于 %(limit_value)s 元，请核对是否多打了数字。"
                            ),
                        ],
                        verbose_name="实际资金（元）",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                ("entered_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="录入时间")),
                ("reported_at", models.DateTimeField(editable=False, verbose_name="上报（接收）时间")),
                ("is_reported_late", models.BooleanField(default=False, editable=False, verbose_name="迟报")),
                ("rectified_on", models.DateField(blank=True, editable=False, null=True, verbose_name="整改完成日期")),
                (
                    "replied_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="回复人",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="销号时间")),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="销号人",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "investments",
                    models.ManyToManyField(
                        blank=True, editable=False, related_name="hazards", to="townships.investment", verbose_name="所用投入"
                    ),
                ),
            ],
            options={
                "verbose_name": "隐患",
                "verbose_name_plural": "隐患",
                "ordering": ["-found_at", "-pk"],
                "indexes": [
                    models.Index(fields=["township", "state", "deadline"], name="hazards_haz_townshi_3ef170_idx"),
                    models.Index(fields=["township", "found_at"], name="hazards_haz_townshi_43465d_idx"),
                    models.Index(fields=["sector", "found_at"], name="hazards_haz_sector__bb5308_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("created_by", "submission"), name="hazard_submission_once"),
                    models.UniqueConstraint(fields=("township", "year", "sequence"), name="hazard_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "closed"), _negated=True), ("closed_at__isnull", False), _connector="OR"),
                        name="hazard_closed_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "ordered"), _negated=True), ("deadline__isnull", False), _connector="OR"),
                        name="hazard_ordered_has_deadline",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("extension_asked_on", None), ("state", "ordered"), _connector="OR"),
                        name="hazard_extension_only_while_ordered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["accepted", "endorsed", "approved"]), _negated=True),
                            models.Q(("acceptance_asked_on__isnull", False), ("grade", "major")),
                            _connector="OR",
                        ),
                        name="hazard_signed_after_application",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("found_at__lte", models.F("reported_at"))), name="hazard_found_before_reported"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recurs_from", None), models.Q(("recurs_from", models.F("pk")), _negated=True), _connector="OR"
                        ),
                        name="hazard_recurs_from_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IllegalActEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="hazards.illegalact")),
                (
                    "action",
                    models.CharField(
                        choices=[("log", "登记"), ("handle", "处理取缔"), ("pass", "复核到位"), ("fail", "复核不到位"), ("close", "销号")],
                        max_length=10,
                        verbose_name="操作",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[("found", "待处理"), ("handled", "已处理，待复核"), ("rechecked", "已复核，待销号"), ("closed", "已销号")],
                        max_length=10,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[("found", "待处理"), ("handled", "已处理，待复核"), ("rechecked", "已复核，待销号"), ("closed", "已销号")],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("reason", models.TextField(verbose_name="情况")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="经办人"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["action", "at"], name="hazards_ill_action_9bcd86_idx")],
            },
        ),
        migrations.CreateModel(
            name="PaperForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="作废时间")),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
                ("void_reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="作废原因")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="forms", to="hazards.formbatch", verbose_name="批次"
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_forms",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("sequence", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "inspection",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_form",
                        to="hazards.inspection",
                        verbose_name="录入的检查",
                    ),
                ),
                (
                    "typed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="录入人",
                    ),
                ),
                ("typed_at", models.DateTimeField(blank=True, null=True, verbose_name="录入时间")),
            ],
            options={
                "verbose_name": "纸质排查表",
                "verbose_name_plural": "纸质排查表",
                "ordering": ["-year", "-sequence"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="paperform_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("township", "year", "sequence"), name="paper_form_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("inspection", None), ("typed_at", None), ("typed_by", None)),
                            models.Q(("inspection__isnull", False), ("typed_at__isnull", False), ("typed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="paper_form_typed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("inspection", None), ("voided_at", None), _connector="OR"), name="paper_form_typed_or_spoilt"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="作废时间")),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
                ("void_reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="作废原因")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="hazards.patrolplan", verbose_name="检查计划"
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit_tasks",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visit_tasks_here",
                        to="townships.place",
                        verbose_name="单位或部位",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="应检查日期")),
                ("due_on", models.DateField(verbose_name="最迟日期")),
                (
                    "draw",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="hazards.patroldraw",
                        verbose_name="随机抽取",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="hazards.inspection",
                        verbose_name="检查记录",
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="检查日期")),
                ("missed_reason", models.CharField(blank=True, max_length=200, verbose_name="漏查原因")),
                (
                    "missed_reason_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="说明人",
                    ),
                ),
                ("missed_reason_at", models.DateTimeField(blank=True, null=True, verbose_name="说明时间")),
                ("inspectors", models.ManyToManyField(related_name="visit_tasks", to="townships.person", verbose_name="检查人员")),
            ],
            options={
                "verbose_name": "巡查任务",
                "verbose_name_plural": "巡查任务",
                "ordering": ["-due_on", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["township", "due_on"], name="hazards_vis_townshi_26c5f3_idx"),
                    models.Index(fields=["place", "due_on"], name="hazards_vis_place_i_d3987f_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="visittask_void_has_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)), fields=("plan", "place", "starts_on"), name="visit_task_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("due_on__gte", models.F("starts_on"))), name="visit_task_due_after_start"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on", None), ("inspection", None)),
                            models.Q(("done_on__isnull", False), ("inspection__isnull", False)),
                            _connector="OR",
                        ),
                        name="visit_task_done_by_a_visit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("missed_reason", ""),
                            models.Q(("missed_reason_at__isnull", False), ("missed_reason_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="visit_task_reason_has_giver",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assurance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hazard", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="assurances", to="hazards.hazard")),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("aim", "治理目标和任务"),
                            ("funds", "经费和物资"),
                            ("people", "机构和人员"),
                            ("time", "时限和要求"),
                            ("safety", "安全措施和应急预案"),
                        ],
                        max_length=8,
                        verbose_name="项目",
                    ),
                ),
                ("evidence", models.CharField(max_length=200, verbose_name="落实情况")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="核查人"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="核查时间")),
            ],
            options={
                "verbose_name": "五落实",
                "verbose_name_plural": "五落实",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("hazard", "item"), name="assurance_item_once")],
            },
        ),
        migrations.CreateModel(
            name="CheckSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="hazards.checklistversion",
                        verbose_name="检查表",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_sheets",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_sheets_here",
                        to="townships.place",
                        verbose_name="被检查单位或部位",
                    ),
                ),
                ("sector", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="townships.sector", verbose_name="行业领域")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("daily", "日巡查"),
                            ("weekly", "周督查"),
                            ("monthly", "月检查"),
                            ("quarterly", "季评比"),
                            ("drive", "专项检查"),
                            ("special", "重点时段检查"),
                            ("random", "不定期抽查"),
                        ],
                        default="daily",
                        max_length=10,
                        verbose_name="检查类别",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="hazards.visittask",
                        verbose_name="巡查任务",
                    ),
                ),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="开始时间")),
                ("accompanied_by", models.CharField(blank=True, max_length=60, verbose_name="被检查单位陪同人")),
                (
                    "unit_signatory",
                    models.CharField(blank=True, help_text="在检查记录上签字的人", max_length=30, verbose_name="被检查单位负责人"),
                ),
                ("unit_refusal", models.CharField(blank=True, max_length=200, verbose_name="拒绝签字的情况")),
                ("content", models.TextField(blank=True, max_length=2000, verbose_name="其他情况")),
                (
                    "inspection",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet",
                        to="hazards.inspection",
                        verbose_name="检查记录",
                    ),
                ),
                ("dropped_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填写人",
                    ),
                ),
                (
                    "inspectors",
                    models.ManyToManyField(blank=True, related_name="check_sheets", to="townships.person", verbose_name="检查人员"),
                ),
            ],
            options={
                "verbose_name": "检查表填写",
                "verbose_name_plural": "检查表填写",
                "ordering": ["-started_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("created_by", "submission"), name="check_sheet_submission_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at", None), ("inspection", None)),
                        fields=("created_by", "place", "version"),
                        name="check_sheet_draft_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("inspection", None), ("dropped_at", None), _connector="OR"),
                        name="check_sheet_finished_or_dropped",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IllegalActPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "image",
                    models.ImageField(
                        height_field="height", upload_to=townships.models.pictures.picture_path, verbose_name="照片", width_field="width"
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False)),
                ("height", models.PositiveIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("taken_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="拍摄时间")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                ("act", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="hazards.illegalact")),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="hazards.illegalactevent"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hazard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="hazards.hazard", verbose_name="隐患"
                    ),
                ),
                ("deadline", models.DateField(verbose_name="逾期的期限")),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("unit", "催办责任单位"),
                            ("township_head", "报告乡镇主要负责人"),
                            ("bureau", "报告县局"),
                            ("letter", "发督办函"),
                            ("circular", "全县通报"),
                            ("stop", "责令停产停业整改"),
                            ("utilities", "报请县政府停电停水"),
                        ],
                        max_length=16,
                        verbose_name="督办步骤",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(editable=False)),
                ("due_on", models.DateField(verbose_name="应督办日期")),
                ("raised_at", models.DateTimeField(verbose_name="督办时间")),
                ("grace", models.CharField(max_length=40, verbose_name="宽限")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                (
                    "answers",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="townships.person",
                        verbose_name="督办责任人",
                    ),
                ),
                ("office", models.CharField(max_length=80, verbose_name="承办单位")),
            ],
            options={
                "verbose_name": "逾期督办",
                "verbose_name_plural": "逾期督办",
                "ordering": ["-raised_at", "-pk"],
                "indexes": [models.Index(fields=["raised_at"], name="hazards_esc_raised__9d6bd9_idx")],
                "constraints": [models.UniqueConstraint(fields=("hazard", "deadline", "rung"), name="escalation_once")],
            },
        ),
        migrations.CreateModel(
            name="MajorCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hazard",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="major_case", to="hazards.hazard", verbose_name="隐患"
                    ),
                ),
                ("condition", models.TextField(blank=True, max_length=2000, verbose_name="现状及产生原因")),
                ("harm", models.TextField(blank=True, max_length=2000, verbose_name="危害程度和整改难易程度分析")),
                ("remedy", models.TextField(blank=True, max_length=2000, verbose_name="治理方案（概要）")),
                ("authority_told_on", models.DateField(blank=True, null=True, verbose_name="向主管部门报告日期")),
                ("workers_told_on", models.DateField(blank=True, null=True, verbose_name="向职工（代表）大会报告日期")),
                ("workers_told", models.CharField(blank=True, max_length=80, verbose_name="向职工报告的方式")),
                ("supervising_unit", models.CharField(blank=True, max_length=80, verbose_name="督办单位")),
                ("supervision_number", models.CharField(blank=True, max_length=60, verbose_name="督办文号")),
                ("supervised_on", models.DateField(blank=True, null=True, verbose_name="挂牌日期")),
                ("publicised_in", models.CharField(blank=True, max_length=80, verbose_name="公布的媒体")),
            ],
            options={
                "verbose_name": "重大隐患档案",
                "verbose_name_plural": "重大隐患档案",
            },
        ),
        migrations.CreateModel(
            name="RemedyPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hazard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="hazards.hazard", verbose_name="隐患"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("aim", models.TextField(max_length=2000, verbose_name="治理的目标和任务")),
                ("methods", models.TextField(max_length=2000, verbose_name="采取的方法和措施")),
                ("funds", models.TextField(max_length=2000, verbose_name="经费和物资的落实")),
                ("people", models.TextField(max_length=2000, verbose_name="负责治理的机构和人员")),
                ("timing", models.TextField(max_length=2000, verbose_name="治理的时限和要求")),
                ("safety", models.TextField(max_length=2000, verbose_name="安全措施和应急预案")),
                ("withdraws_people", models.BooleanField(default=False, verbose_name="撤出人员")),
                ("sets_guard", models.BooleanField(default=False, verbose_name="设置警戒")),
                ("stops_use", models.BooleanField(default=False, verbose_name="停产停用")),
                ("interim", models.CharField(blank=True, max_length=200, verbose_name="治理期间的安全防范")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="录入人"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="录入时间")),
            ],
            options={
                "verbose_name": "治理方案",
                "verbose_name_plural": "治理方案",
                "ordering": ["-version"],
                "constraints": [models.UniqueConstraint(fields=("hazard", "version"), name="remedy_plan_version_once")],
            },
        ),
        migrations.CreateModel(
            name="ProgressReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "hazard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress_reports",
                        to="hazards.hazard",
                        verbose_name="隐患",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="报告期起")),
                ("ends_on", models.DateField(verbose_name="报告期止")),
                ("done", models.TextField(max_length=2000, verbose_name="进展情况")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)], verbose_name="完成比例（%）"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="报告人"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="报告时间")),
            ],
            options={
                "verbose_name": "整改进度报告",
                "verbose_name_plural": "整改进度报告",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("percent__lte", 100)), name="progress_percent_to_100"),
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))), name="progress_period_runs_forward"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "receipt_code",
                    models.CharField(
                        default=hazards.models.report.new_receipt_code, editable=False, max_length=12, unique=True, verbose_name="查询码"
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="hazards.reportcode", verbose_name="二维码"
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_reports",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "desk",
                    models.CharField(
                        choices=[("township", "乡镇"), ("bureau", "县局")], default="township", max_length=8, verbose_name="由谁办理"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_reports_here",
                        to="townships.place",
                        verbose_name="扫码地点",
                    ),
                ),
                ("text", models.TextField(max_length=500, verbose_name="反映的情况")),
                ("name", models.CharField(blank=True, max_length=30, verbose_name="举报人姓名")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="举报人电话")),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待核实"), ("accepted", "已受理"), ("merged", "已并入"), ("declined", "不予受理")],
                        default="waiting",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="办理时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "refusal",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("untrue", "经现场核实，没有发现所反映的隐患"),
                            ("unclear", "地点或情况不清楚，又联系不上，无法核实"),
                            ("not_safety", "不属于安全生产隐患，请向有关部门反映"),
                            ("dealt_with", "所反映的隐患此前已经整改完毕"),
                        ],
                        max_length=10,
                        verbose_name="不予受理的原因",
                    ),
                ),
                (
                    "hazard",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_reports",
                        to="hazards.hazard",
                        verbose_name="隐患",
                    ),
                ),
                (
                    "reward",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=10,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="奖励金额（元）",
                    ),
                ),
                ("forgotten_at", models.DateTimeField(blank=True, null=True, verbose_name="个人信息删除时间")),
                (
                    "earlier_townships",
                    models.ManyToManyField(
                        blank=True,
                        editable=False,
                        related_name="reports_passed_on",
                        to="townships.township",
                        verbose_name="转交前的乡镇（街道）",
                    ),
                ),
            ],
            options={
                "verbose_name": "群众举报",
                "verbose_name_plural": "群众举报",
                "ordering": ["-received_at", "-pk"],
                "indexes": [models.Index(fields=["township", "state", "received_at"], name="hazards_pub_townshi_03d135_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hazard__isnull", False), ("state__in", ["accepted", "merged"])),
                            models.Q(("hazard", None), ("state__in", ["waiting", "declined"])),
                            _connector="OR",
                        ),
                        name="report_taken_up_has_hazard",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), models.Q(("refusal", ""), _negated=True)),
                            models.Q(models.Q(("state", "declined"), _negated=True), ("refusal", "")),
                            _connector="OR",
                        ),
                        name="report_declined_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("answered_by", None), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="report_answered_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_at", None), ("answered_at__gte", models.F("received_at")), _connector="OR"),
                        name="report_answered_after_received",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("forgotten_at", None), models.Q(("name", ""), ("phone", "")), _connector="OR"),
                        name="report_forgotten_is_blank",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "accepted")), fields=("hazard",), name="report_becomes_one_hazard"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="hazards.checksheet",
                        verbose_name="检查表填写",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="hazards.checklistitem",
                        verbose_name="检查项",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("passed", "合格"), ("failed", "不合格"), ("none", "不适用")],
                        max_length=6,
                        verbose_name="结果",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="补充说明")),
                ("is_major", models.BooleanField(default=False, verbose_name="构成重大隐患")),
                ("fixed_on_spot", models.BooleanField(default=False, verbose_name="现场已整改")),
                (
                    "hazard",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="hazards.hazard",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查结果",
                "verbose_name_plural": "检查结果",
                "ordering": ["item__position", "item"],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "item"), name="sheet_answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("hazard", None), ("result", "failed"), _connector="OR"), name="sheet_answer_hazard_of_failed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "report",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="hazards.publicreport"),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("receive", "收到举报"),
                            ("accept", "受理，登记为隐患"),
                            ("merge", "并入已有隐患"),
                            ("decline", "不予受理"),
                            ("pass_on", "转办"),
                            ("see_person", "查看举报人信息"),
                            ("reward", "登记举报奖励"),
                            ("forget", "删除举报人信息"),
                        ],
                        max_length=10,
                        verbose_name="操作",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("reason", models.TextField(blank=True, verbose_name="说明")),
                (
                    "details",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="明细"),
                ),
            ],
            options={
                "verbose_name": "举报经过",
                "verbose_name_plural": "举报经过",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "image",
                    models.ImageField(
                        height_field="height", upload_to=townships.models.pictures.picture_path, verbose_name="照片", width_field="width"
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False)),
                ("height", models.PositiveIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("taken_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="拍摄时间")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                (
                    "report",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="hazards.publicreport"),
                ),
            ],
            options={
                "verbose_name": "举报照片",
                "verbose_name_plural": "举报照片",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AnswerPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "image",
                    models.ImageField(
                        height_field="height", upload_to=townships.models.pictures.picture_path, verbose_name="照片", width_field="width"
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False)),
                ("height", models.PositiveIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("taken_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="拍摄时间")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "answer",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="hazards.sheetanswer"),
                ),
            ],
            options={
                "verbose_name": "检查照片",
                "verbose_name_plural": "检查照片",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=("answer", "sha256"), name="answer_picture_once")],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
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
                            ("supervision", "重大事故隐患挂牌督办通知书"),
                            ("extension_request", "重大事故隐患治理延期申请书"),
                            ("extension_answer", "重大事故隐患治理延期答复书"),
                            ("acceptance_request", "重大事故隐患治理验收申请书"),
                            ("acceptance", "重大事故隐患治理验收意见书"),
                            ("closing", "重大事故隐患销号审批表"),
                        ],
                        max_length=20,
                        verbose_name="文书",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issued_orders",
                        to="townships.place",
                        verbose_name="发文机关",
                    ),
                ),
                (
                    "in_name_of",
                    models.CharField(
                        blank=True, choices=[("committee", "县安委会"), ("government", "县政府")], max_length=10, verbose_name="名义"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("sequence", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="hazards.order",
                        verbose_name="所依据的文书",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="hazards.inspection",
                        verbose_name="所记录的检查",
                    ),
                ),
                ("served_on", models.CharField(max_length=80, verbose_name="受文单位")),
                ("issued_on", models.DateField(verbose_name="签发日期")),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="签发人"
                    ),
                ),
                (
                    "content",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="文书内容"),
                ),
            ],
            options={
                "verbose_name": "执法文书",
                "verbose_name_plural": "执法文书",
                "ordering": ["-issued_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("issuer", "kind", "in_name_of", "year", "sequence"), name="order_number_once"),
                    models.UniqueConstraint(condition=models.Q(("kind", "record")), fields=("inspection",), name="order_record_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("inspection__isnull", False), ("kind", "record")),
                            models.Q(models.Q(("kind", "record"), _negated=True), ("inspection", None)),
                            _connector="OR",
                        ),
                        name="order_record_has_inspection",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HazardEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hazard", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="hazards.hazard")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("log", "登记"),
                            ("rectify", "当场整改"),
                            ("order", "下达整改文书"),
                            ("ask_extension", "申请延期"),
                            ("extend", "准予延期"),
                            ("refuse_extension", "不予延期"),
                            ("reply", "整改回复"),
                            ("pass", "复查合格，销号"),
                            ("fail", "复查不合格"),
                            ("ask_acceptance", "申请验收"),
                            ("accept", "验收合格"),
                            ("reject", "验收不合格"),
                            ("sign_township", "乡镇签字同意销号"),
                            ("sign_bureau", "县局签字同意销号"),
                            ("sign_county", "县领导签字，销号"),
                            ("refuse_closing", "不同意销号，退回"),
                            ("suspend", "责令停产停业整改"),
                            ("apply", "提出复产申请"),
                            ("resume", "同意复产，销号"),
                            ("resume_major", "同意复产，转入验收"),
                            ("refuse", "不同意复产"),
                            ("reopen", "回头看发现反弹"),
                            ("report", "上报重大隐患"),
                            ("urge", "制发督办函"),
                            ("transfer", "移送有关部门"),
                            ("ask_cut_off", "报请停电停水停产"),
                            ("supervise", "挂牌督办"),
                            ("plan", "制定治理方案"),
                            ("assure", "核查五落实"),
                            ("progress", "报告整改进度"),
                            ("assign", "明确责任单位（交办）"),
                            ("ask_county", "报请县政府协调"),
                            ("hand_over", "移交责任人"),
                            ("press", "督办"),
                            ("look_back", "回头看，没有反弹"),
                            ("link", "关联此前同一隐患"),
                            ("unlink", "取消关联"),
                            ("void", "作废"),
                        ],
                        max_length=16,
                        verbose_name="操作",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("found", "待处理"),
                            ("ordered", "整改中"),
                            ("replied", "待复查"),
                            ("suspended", "停产停业整改"),
                            ("resuming", "待复产审查"),
                            ("accepted", "待乡镇签批"),
                            ("endorsed", "待县局签批"),
                            ("approved", "待县领导签批"),
                            ("closed", "已销号"),
                            ("void", "已作废"),
                        ],
                        max_length=10,
                        verbose_name="原状态",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("found", "待处理"),
                            ("ordered", "整改中"),
                            ("replied", "待复查"),
                            ("suspended", "停产停业整改"),
                            ("resuming", "待复产审查"),
                            ("accepted", "待乡镇签批"),
                            ("endorsed", "待县局签批"),
                            ("approved", "待县领导签批"),
                            ("closed", "已销号"),
                            ("void", "已作废"),
                        ],
                        max_length=10,
                        verbose_name="新状态",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="经办人"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("reason", models.TextField(blank=True, verbose_name="说明")),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="hazards.order",
                        verbose_name="文书",
                    ),
                ),
                (
                    "details",
                    models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="明细"),
                ),
            ],
            options={
                "verbose_name": "隐患经过",
                "verbose_name_plural": "隐患经过",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="OrderBundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="印制人"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                ("orders", models.ManyToManyField(related_name="+", to="hazards.order")),
            ],
            options={
                "verbose_name": "文书合订本",
                "verbose_name_plural": "文书合订本",
            },
        ),
        migrations.CreateModel(
            name="OrderItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="items", to="hazards.order")),
                ("hazard", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="order_items", to="hazards.hazard")),
                ("position", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("requirement", models.TextField(verbose_name="整改要求（复查意见）")),
                ("deadline", models.DateField(blank=True, null=True, verbose_name="期限")),
            ],
            options={
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("order", "hazard"), name="order_item_hazard_once")],
            },
        ),
        migrations.AddField(
            model_name="Order",
            name="hazards",
            field=models.ManyToManyField(related_name="orders", through="hazards.OrderItem", to="hazards.hazard"),
        ),
        migrations.CreateModel(
            name="OrderReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="作废时间")),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
                ("void_reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="作废原因")),
                ("file", models.FileField(blank=True, upload_to=townships.models.documents.document_path, verbose_name="文件")),
                (
                    "file_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "Word"),
                            ("doc", "Word（旧格式）"),
                            ("xlsx", "Excel"),
                            ("xls", "Excel（旧格式）"),
                            ("jpg", "图片"),
                        ],
                        editable=False,
                        max_length=4,
                    ),
                ),
                ("file_name", models.CharField(blank=True, editable=False, max_length=120)),
                ("file_size", models.PositiveIntegerField(default=0, editable=False)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "order",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="hazards.order",
                        verbose_name="执法文书",
                    ),
                ),
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
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False, verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "回执和扫描件",
                "verbose_name_plural": "回执和扫描件",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="orderreturn_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="order_return_submission_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "signed"), _negated=True), models.Q(("file", ""), _negated=True), _connector="OR"
                        ),
                        name="order_return_signed_has_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "answer"), _negated=True), models.Q(("words", ""), _negated=True), _connector="OR"
                        ),
                        name="order_return_answer_has_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enforcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("voided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="作废时间")),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
                ("void_reason", models.CharField(blank=True, editable=False, max_length=200, verbose_name="作废原因")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "county",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_here",
                        to="townships.place",
                        verbose_name="单位或部位",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="登记时间")),
                (
                    "organ",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.place",
                        verbose_name="登记机关",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(editable=False, verbose_name="年度")),
                ("sequence", models.PositiveIntegerField(editable=False, verbose_name="序号")),
                ("number", models.CharField(editable=False, max_length=40, verbose_name="编号")),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="hazards.enforcementkind",
                        verbose_name="执法措施",
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        blank=True, help_text="没有登记的单位、个人或窝点，写明名称；是所选企业的不填", max_length=80, verbose_name="当事人"
                    ),
                ),
                ("acted_at", models.DateTimeField(verbose_name="实施时间")),
                ("basis", models.CharField(max_length=200, verbose_name="依据条款")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(
                                Decimal("99999999999.99"), "不能大于 %(limit_value)s 元，请核对是否多打了数字。"
                            ),
                        ],
                        verbose_name="金额（元）",
                    ),
                ),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("1"),
                        max_digits=12,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。"),
                        ],
                        verbose_name="数量",
                    ),
                ),
                (
                    "hazard",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enforcement",
                        to="hazards.hazard",
                        verbose_name="隐患",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enforcement",
                        to="hazards.order",
                        verbose_name="文书",
                    ),
                ),
                (
                    "drive",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enforcement",
                        to="hazards.drive",
                        verbose_name="专项行动",
                    ),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enforcement",
                        to="hazards.inspection",
                        verbose_name="检查",
                    ),
                ),
                (
                    "illegal_act",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enforcement",
                        to="hazards.illegalact",
                        verbose_name="非法违法行为",
                    ),
                ),
                (
                    "departments",
                    models.ManyToManyField(blank=True, related_name="enforcement", to="hazards.department", verbose_name="实施部门"),
                ),
            ],
            options={
                "verbose_name": "执法行动",
                "verbose_name_plural": "执法行动",
                "ordering": ["-acted_at", "-pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["county", "acted_at"], name="hazards_enf_county__dd50d1_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="enforcement_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="enforcement_submission_once"),
                    models.UniqueConstraint(fields=("organ", "year", "sequence"), name="enforcement_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), models.Q(("amount", None), ("amount__gt", 0), _connector="OR")),
                        name="enforcement_is_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HazardPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "image",
                    models.ImageField(
                        height_field="height", upload_to=townships.models.pictures.picture_path, verbose_name="照片", width_field="width"
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False)),
                ("height", models.PositiveIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("taken_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="拍摄时间")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                ("hazard", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="hazards.hazard")),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="hazards.hazardevent",
                    ),
                ),
                (
                    "moment",
                    models.CharField(
                        choices=[("before", "整改前"), ("after", "整改后"), ("later", "回头看")], max_length=6, verbose_name="时段"
                    ),
                ),
                ("difference_hash", models.CharField(blank=True, editable=False, max_length=16, null=True)),
                ("miniature", models.BinaryField(blank=True, max_length=256, null=True)),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EnforcementOfficer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "enforcement",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="officers", to="hazards.enforcement"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.person"
                    ),
                ),
                ("name", models.CharField(max_length=30, verbose_name="姓名")),
                ("card", models.CharField(max_length=30, verbose_name="执法证号")),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("enforcement", "card"), name="enforcement_officer_once")],
            },
        ),
        migrations.CreateModel(
            name="EscalationAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "escalation",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="hazards.escalation"),
                ),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answered", to="hazards.hazardevent"),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HazardDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.FileField(blank=True, upload_to=townships.models.documents.document_path, verbose_name="文件")),
                (
                    "file_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pdf", "PDF"),
                            ("docx", "Word"),
                            ("doc", "Word（旧格式）"),
                            ("xlsx", "Excel"),
                            ("xls", "Excel（旧格式）"),
                            ("jpg", "图片"),
                        ],
                        editable=False,
                        max_length=4,
                    ),
                ),
                ("file_name", models.CharField(blank=True, editable=False, max_length=120)),
                ("file_size", models.PositiveIntegerField(default=0, editable=False)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "hazard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="hazards.hazard", verbose_name="隐患"
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="hazards.hazardevent"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="上传人"
                    ),
                ),
            ],
            options={
                "verbose_name": "隐患材料",
                "verbose_name_plural": "隐患材料",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Signal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signals",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signals",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("photo", "照片相同"),
                            ("view", "同机位照片"),
                            ("minutes", "很快销号"),
                            ("text", "回复雷同"),
                            ("person", "同一人整改和复查"),
                            ("pair", "总是同两个人"),
                            ("burst", "月末集中销号"),
                        ],
                        max_length=8,
                        verbose_name="疑点",
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("told", models.JSONField(default=dict)),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="发现时间")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="最近变化")),
                ("hazards", models.ManyToManyField(related_name="signals", to="hazards.hazard", verbose_name="隐患")),
                ("pictures", models.ManyToManyField(related_name="signals", to="hazards.hazardpicture", verbose_name="照片")),
            ],
            options={
                "verbose_name": "疑点",
                "verbose_name_plural": "疑点",
                "ordering": ["-changed_at", "-pk"],
                "indexes": [models.Index(fields=["county", "changed_at"], name="hazards_sig_county__c67dbc_idx")],
                "constraints": [models.UniqueConstraint(fields=("county", "kind", "key"), name="signal_once")],
            },
        ),
        migrations.CreateModel(
            name="SignalReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "signal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="hazards.signal", verbose_name="疑点"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("in_order", "已看，正常"), ("re_inspect", "已看，安排复查")], max_length=10, verbose_name="结论"
                    ),
                ),
                ("note", models.CharField(max_length=200, verbose_name="说明")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="复核人"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="复核时间")),
            ],
            options={
                "verbose_name": "疑点复核",
                "verbose_name_plural": "疑点复核",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LookBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "draw",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="hazards.lookbackdraw",
                        verbose_name="抽样",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="look_backs",
                        to="hazards.signalreview",
                        verbose_name="疑点复核",
                    ),
                ),
                (
                    "hazard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="look_backs", to="hazards.hazard", verbose_name="隐患"
                    ),
                ),
                ("closed_at", models.DateTimeField(verbose_name="销号时间")),
                ("starts_on", models.DateField(verbose_name="应复看日期")),
                ("due_on", models.DateField(verbose_name="最迟日期")),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="look_backs",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="复看人",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("", "未复看"), ("sound", "没有反弹"), ("found_again", "发现反弹")],
                        default="",
                        max_length=11,
                        verbose_name="结果",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="复看时间")),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="实际复看人",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="复看情况")),
            ],
            options={
                "verbose_name": "回头看",
                "verbose_name_plural": "回头看",
                "ordering": ["-due_on", "pk"],
                "indexes": [
                    models.Index(fields=["hazard", "result"], name="hazards_loo_hazard__87d838_idx"),
                    models.Index(fields=["result", "due_on"], name="hazards_loo_result_72e8fd_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("draw", "hazard"), name="look_back_once_a_draw"),
                    models.UniqueConstraint(fields=("review", "hazard"), name="look_back_once_a_review"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("draw__isnull", False), ("review", None)),
                            models.Q(("draw", None), ("review__isnull", False)),
                            _connector="OR",
                        ),
                        name="look_back_has_one_reason",
                    ),
                    models.CheckConstraint(condition=models.Q(("due_on__gte", models.F("starts_on"))), name="look_back_due_after_start"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None), ("result", "")),
                            models.Q(models.Q(("result", ""), _negated=True), ("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="look_back_done_by_somebody",
                    ),
                ],
            },
        ),
    ]
