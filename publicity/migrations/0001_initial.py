import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import publicity.models
import townships.models.pictures
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("publicity", "0001_ledger"),
        ("publicity", "0061_limits_of_numbers"),
        ("publicity", "0062_culture_walls_and_certificates"),
    ]

    initial = True

    dependencies = [
        ("townships", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, validators=[publicity.models.not_a_figure], verbose_name="代码")),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("unit", models.CharField(help_text="份、幅、块、条……", max_length=6, verbose_name="单位")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "verbose_name": "宣传活动类别",
                "verbose_name_plural": "宣传活动类别",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Training",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.county", verbose_name="县（市、区）"
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        help_text="县局自办的不填",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("venue", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                (
                    "cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=12,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(
                                Decimal("99999999999.99"), "不能大于 %(limit_value)s 元，请核对是否多打了数字。"
                            ),
                        ],
                        verbose_name="投入资金（元）",
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
                    "audience",
                    models.CharField(
                        choices=[
                            ("officials", "乡镇干部、安监人员"),
                            ("village", "村级安全员"),
                            ("enterprise", "企业负责人、安全员"),
                            ("special", "特种作业、渡工、驾驶员"),
                            ("workers", "从业人员"),
                            ("villagers", "群众"),
                        ],
                        max_length=12,
                        verbose_name="培训对象",
                    ),
                ),
                (
                    "hours",
                    models.DecimalField(
                        decimal_places=1,
                        default=2,
                        max_digits=4,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="学时",
                    ),
                ),
                ("trainer", models.CharField(blank=True, max_length=60, verbose_name="授课人")),
                (
                    "others_present",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。")],
                        verbose_name="其他参训人数",
                    ),
                ),
                (
                    "others_certified",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="不在名册的参训人员中持有有效证件的；在册人员的证件在“持证”中登记",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。")],
                        verbose_name="其中持证人数",
                    ),
                ),
                (
                    "attendees",
                    models.ManyToManyField(blank=True, related_name="trainings", to="townships.person", verbose_name="参训在册人员"),
                ),
            ],
            options={
                "verbose_name": "培训",
                "verbose_name_plural": "培训",
                "ordering": ["-held_on", "-pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["county", "held_on"], name="publicity_t_county__d3cd8a_idx"),
                    models.Index(fields=["township", "held_on"], name="publicity_t_townshi_55bded_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="training_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="training_submission_once"),
                    models.CheckConstraint(
                        condition=models.Q(("others_certified__lte", models.F("others_present"))), name="certified_were_present"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.county", verbose_name="县（市、区）"
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        help_text="县局自办的不填",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("venue", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                (
                    "cost",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=12,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(
                                Decimal("99999999999.99"), "不能大于 %(limit_value)s 元，请核对是否多打了数字。"
                            ),
                        ],
                        verbose_name="投入资金（元）",
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
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="publicity.activitykind",
                        verbose_name="类别",
                    ),
                ),
                (
                    "quantity",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。"),
                        ],
                        verbose_name="数量",
                    ),
                ),
                (
                    "people_reached",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。")],
                        verbose_name="受众（人次）",
                    ),
                ),
                ("is_safety_month", models.BooleanField(default=False, verbose_name="安全生产月活动")),
            ],
            options={
                "verbose_name": "宣传活动",
                "verbose_name_plural": "宣传活动",
                "ordering": ["-held_on", "-pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["county", "held_on"], name="publicity_a_county__dd7609_idx"),
                    models.Index(fields=["township", "held_on"], name="publicity_a_townshi_a1d219_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="activity_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="activity_submission_once"),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="activity_quantity_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityPicture",
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
                    "activity",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="publicity.activity"),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
    ]
