import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import townships.models.documents
from django.conf import settings
from django.db import migrations, models

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("hazards", "0040_paper_deeds"),
        ("townships", "0035_holidays"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Circular",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="起")),
                ("ends_on", models.DateField(verbose_name="止")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("sequence", models.PositiveSmallIntegerField(verbose_name="期号")),
                ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="内容")),
                ("issued_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="印发时间")),
            ],
            options={
                "verbose_name": "重大隐患通报",
                "verbose_name_plural": "重大隐患通报",
                "ordering": ["-pk"],
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
                        choices=[("pdf", "PDF"), ("docx", "Word"), ("doc", "Word（旧格式）"), ("jpg", "图片")],
                        editable=False,
                        max_length=4,
                    ),
                ),
                ("file_name", models.CharField(blank=True, editable=False, max_length=120)),
                ("file_size", models.PositiveIntegerField(default=0, editable=False)),
                ("sha256", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "隐患材料",
                "verbose_name_plural": "隐患材料",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="MajorCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
            name="ProgressReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="报告期起")),
                ("ends_on", models.DateField(verbose_name="报告期止")),
                ("done", models.TextField(max_length=2000, verbose_name="进展情况")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(100)], verbose_name="完成比例（%）"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="报告时间")),
            ],
            options={
                "verbose_name": "整改进度报告",
                "verbose_name_plural": "整改进度报告",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RemedyPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("at", models.DateTimeField(verbose_name="录入时间")),
            ],
            options={
                "verbose_name": "治理方案",
                "verbose_name_plural": "治理方案",
                "ordering": ["-version"],
            },
        ),
        migrations.AddField(
            model_name="hazard",
            name="acceptance_asked_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="验收申请日期"),
        ),
        migrations.AddField(
            model_name="hazard",
            name="extension_asked_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="延期申请日期"),
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
        migrations.AlterField(
            model_name="hazardevent",
            name="action",
            field=models.CharField(
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
        migrations.AddConstraint(
            model_name="hazard",
            constraint=models.CheckConstraint(
                condition=models.Q(("extension_asked_on", None), ("state", "ordered"), _connector="OR"),
                name="hazard_extension_only_while_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="hazard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["accepted", "endorsed", "approved"]), _negated=True),
                    models.Q(("acceptance_asked_on__isnull", False), ("grade", "major")),
                    _connector="OR",
                ),
                name="hazard_signed_after_application",
            ),
        ),
        migrations.AddField(
            model_name="circular",
            name="county",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.county", verbose_name="县（市、区）"
            ),
        ),
        migrations.AddField(
            model_name="circular",
            name="issued_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="印发人"
            ),
        ),
        migrations.AddField(
            model_name="hazarddocument",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="上传人"
            ),
        ),
        migrations.AddField(
            model_name="hazarddocument",
            name="event",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="hazards.hazardevent"),
        ),
        migrations.AddField(
            model_name="hazarddocument",
            name="hazard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="hazards.hazard", verbose_name="隐患"
            ),
        ),
        migrations.AddField(
            model_name="majorcase",
            name="hazard",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="major_case", to="hazards.hazard", verbose_name="隐患"
            ),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="报告人"
            ),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="hazard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="progress_reports", to="hazards.hazard", verbose_name="隐患"
            ),
        ),
        migrations.AddField(
            model_name="remedyplan",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="录入人"
            ),
        ),
        migrations.AddField(
            model_name="remedyplan",
            name="hazard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="hazards.hazard", verbose_name="隐患"
            ),
        ),
        migrations.AddConstraint(
            model_name="circular",
            constraint=models.UniqueConstraint(fields=("county", "starts_on"), name="circular_half_month_once"),
        ),
        migrations.AddConstraint(
            model_name="circular",
            constraint=models.UniqueConstraint(fields=("county", "year", "sequence"), name="circular_number_once"),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(condition=models.Q(("percent__lte", 100)), name="progress_percent_to_100"),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_on__lte", models.F("ends_on"))), name="progress_period_runs_forward"
            ),
        ),
        migrations.AddConstraint(
            model_name="remedyplan",
            constraint=models.UniqueConstraint(fields=("hazard", "version"), name="remedy_plan_version_once"),
        ),
        AppendOnly("hazards_remedyplan"),
        AppendOnly("hazards_progressreport"),
        AppendOnly("hazards_circular"),
    ]
