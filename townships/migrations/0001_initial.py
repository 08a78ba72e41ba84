import django.contrib.auth.validators
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import townships.fields
import townships.models.documents
import townships.models.kept_files
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("townships", "0001_ground_floor"),
        ("townships", "0010_teams_and_certificates"),
        ("townships", "0015_boards_and_letters"),
        ("townships", "0020_campaign_in_full"),
        ("townships", "0021_notices_of_before"),
        ("townships", "0025_appraisal"),
        ("townships", "0030_means_in_full"),
        ("townships", "0035_holidays"),
        ("townships", "0050_messages"),
        ("townships", "0051_history_of_payments"),
        ("townships", "0051_objections_put_right"),
        ("townships", "0051_one_kind_of_kept_document"),
        ("townships", "0051_revisions_of_entries"),
        ("townships", "0051_scans_of_letters"),
        ("townships", "0053_kept_files"),
        ("townships", "0055_places_opened_and_checks_explained"),
        ("townships", "0061_limits_of_numbers_and_amendments"),
        ("townships", "0062_county_code_words"),
        ("townships", "0065_plate_number_once"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_high_risk", models.BooleanField(default=False, verbose_name="高危行业")),
                (
                    "return_table",
                    models.CharField(
                        blank=True,
                        choices=[("1", "表一 工矿企业"), ("2", "表二 交通运输等"), ("", "不计入月报")],
                        max_length=1,
                        verbose_name="月报表",
                    ),
                ),
                ("return_row", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="月报行次")),
            ],
            options={
                "verbose_name": "行业领域",
                "verbose_name_plural": "行业领域",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="AccidentGrade",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=20, unique=True, verbose_name="名称")),
                ("rank", models.PositiveSmallIntegerField(unique=True, verbose_name="级次")),
                ("dead_from", models.PositiveSmallIntegerField(verbose_name="死亡（人）以上")),
                ("injured_from", models.PositiveSmallIntegerField(verbose_name="重伤（人）以上")),
                ("loss_from", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="直接经济损失（元）以上")),
                ("source", models.CharField(max_length=120, verbose_name="依据")),
            ],
            options={
                "verbose_name": "事故等级",
                "verbose_name_plural": "事故等级",
                "ordering": ["rank"],
            },
        ),
        migrations.CreateModel(
            name="AccidentType",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=20, unique=True, verbose_name="名称")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="依据")),
            ],
            options={
                "verbose_name": "事故类别",
                "verbose_name_plural": "事故类别",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="CertificateKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="名称")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_inspector_card", models.BooleanField(default=False, verbose_name="证号印在执法文书上")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="依据")),
            ],
            options={
                "verbose_name": "证件种类",
                "verbose_name_plural": "证件种类",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="DutyKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("county", "县（市、区）"),
                            ("township", "乡镇（街道）"),
                            ("zone", "片区"),
                            ("village", "行政村（社区）"),
                            ("group", "村民小组（楼栋）"),
                            ("enterprise", "企业"),
                            ("key_site", "重点部位"),
                        ],
                        max_length=12,
                        verbose_name="层级",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_first_responsible", models.BooleanField(default=False, verbose_name="第一责任人")),
                ("is_single_holder", models.BooleanField(default=False, verbose_name="只能由一人担任")),
                ("is_full_time", models.BooleanField(default=False, help_text="一人不能同时担任两个专职岗位", verbose_name="专职岗位")),
                (
                    "team_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("headquarters", "指挥部"),
                            ("station", "安监站"),
                            ("working_group", "行业领导小组"),
                            ("rescue", "应急救援队伍"),
                        ],
                        max_length=15,
                        verbose_name="所在机构类别",
                    ),
                ),
                (
                    "seat",
                    models.CharField(
                        blank=True,
                        choices=[("head", "负责人"), ("deputy", "副职"), ("member", "成员")],
                        max_length=6,
                        verbose_name="机构内职务",
                    ),
                ),
                ("sensible_load", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="一人最多担任处数")),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="依据")),
            ],
            options={
                "verbose_name": "岗位类别",
                "verbose_name_plural": "岗位类别",
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seat", ""), ("team_kind", "")),
                            models.Q(models.Q(("team_kind", ""), _negated=True), models.Q(("seat", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="duty_kind_seat_in_team",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptFile",
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
                ("key", models.CharField(default=townships.models.kept_files.new_key, editable=False, max_length=32, unique=True)),
                ("owner", models.CharField(db_index=True, editable=False, max_length=40)),
                ("taken_at", models.DateTimeField(editable=False, null=True, verbose_name="拍摄时间")),
                ("kept_until", models.DateTimeField(db_index=True, editable=False, verbose_name="保留至")),
            ],
            options={
                "verbose_name": "待提交文件",
                "verbose_name_plural": "待提交文件",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Norm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        choices=[
                            ("station.rooms", "安监站办公用房"),
                            ("station.area", "安监站办公面积"),
                            ("station.certified", "专职安监人员持证比例"),
                            ("station.offices", "设立安全生产办公室的村（社区）比例"),
                            ("station.budget", "安监站年度经费"),
                            ("station.budget_per_head", "安监站年度经费（按人口）"),
                            ("provisions.review", "制度、预案评估修订间隔"),
                            ("drills.interval", "乡镇应急演练间隔"),
                            ("accidents.report", "事故单位报告时限"),
                            ("accidents.pass_on", "逐级上报时限"),
                            ("accidents.deaths_at_once", "一票否决：一次死亡"),
                        ],
                        max_length=30,
                        verbose_name="项目",
                    ),
                ),
                ("number", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="数值")),
                ("unit", models.CharField(max_length=10, verbose_name="单位")),
                ("from_year", models.PositiveSmallIntegerField(default=2000, verbose_name="自何年起")),
                ("source", models.CharField(max_length=120, verbose_name="依据")),
            ],
            options={
                "verbose_name": "规定值",
                "verbose_name_plural": "规定值",
                "ordering": ["key", "from_year"],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "from_year"), name="norm_once_a_year"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 0)), name="norm_not_negative"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffMinimum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("population_from", models.PositiveIntegerField(unique=True, verbose_name="人口不少于")),
                ("minimum", models.PositiveSmallIntegerField(verbose_name="专职安监人员至少（人）")),
                ("source", models.CharField(max_length=120, verbose_name="依据")),
            ],
            options={
                "verbose_name": "专职人员配备标准",
                "verbose_name_plural": "专职人员配备标准",
                "ordering": ["population_from"],
            },
        ),
        migrations.CreateModel(
            name="EquipmentKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                ("unit", models.CharField(max_length=6, verbose_name="单位")),
                ("minimum", models.PositiveSmallIntegerField(default=0, verbose_name="至少配备")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="依据")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
            ],
            options={
                "verbose_name": "装备类别",
                "verbose_name_plural": "装备类别",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="WorkKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="代码")),
                ("name", models.CharField(max_length=30, unique=True, verbose_name="名称")),
                ("unit", models.CharField(help_text="公里、座、户、处……", max_length=6, verbose_name="单位")),
                ("second_unit", models.CharField(blank=True, help_text="如减速带按条计，另计米", max_length=6, verbose_name="另计单位")),
                ("is_whole", models.BooleanField(default=True, verbose_name="数量为整数")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("is_active", models.BooleanField(default=True, verbose_name="在用")),
            ],
            options={
                "verbose_name": "实事工程类别",
                "verbose_name_plural": "实事工程类别",
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="DutyRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="townships.dutykind", verbose_name="岗位类别"
                    ),
                ),
                ("high_risk_only", models.BooleanField(default=False, verbose_name="仅高危单位")),
                (
                    "place_kind",
                    models.CharField(blank=True, help_text="如：building 只适用于楼栋；空白为全部", max_length=12, verbose_name="仅限类别"),
                ),
                ("full_time_only", models.BooleanField(default=False, verbose_name="仅计专职人员")),
                ("in_teams_only", models.BooleanField(default=False, verbose_name="仅在已设机构中要求")),
                ("minimum", models.PositiveSmallIntegerField(default=1, verbose_name="至少人数")),
                (
                    "by_population",
                    models.BooleanField(
                        default=False,
                        help_text="按乡镇人口在“专职人员配备标准”中应配的人数，比“至少人数”多的从其多",
                        verbose_name="人数按人口核定",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rules",
                        to="townships.certificatekind",
                        verbose_name="须持证件",
                    ),
                ),
                ("certified_minimum", models.PositiveSmallIntegerField(default=0, verbose_name="至少持证人数")),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="依据")),
            ],
            options={
                "verbose_name": "岗位配备要求",
                "verbose_name_plural": "岗位配备要求",
                "ordering": ["kind__position"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "place_kind", "high_risk_only"), name="duty_rule_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("certificate", None), ("certified_minimum", 0)),
                            models.Q(("certificate__isnull", False), ("certified_minimum__gte", 1)),
                            _connector="OR",
                        ),
                        name="duty_rule_certificate_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certified_minimum__lte", models.F("minimum"))), name="duty_rule_certified_within_minimum"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("administrator", "系统管理员"),
                            ("bureau", "县局工作人员"),
                            ("inspector", "乡镇安监员"),
                            ("official", "领导"),
                            ("auditor", "审计员"),
                        ],
                        max_length=15,
                        verbose_name="角色",
                    ),
                ),
                ("wants_mail", models.BooleanField(default=False, verbose_name="消息同时发到电子邮箱")),
                ("must_change_password", models.BooleanField(default=True, verbose_name="下次登录须改密码")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "账号",
                "verbose_name_plural": "账号",
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("changed_model", models.CharField(max_length=60)),
                ("changed_key", models.PositiveBigIntegerField()),
                ("changes", models.JSONField(verbose_name="改动")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="修改原因")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="修改人"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="修改时间")),
            ],
            options={
                "verbose_name": "修改记录",
                "verbose_name_plural": "修改记录",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["changed_model", "changed_key"], name="townships_a_changed_cc2c20_idx")],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("county", "县（市、区）"),
                            ("township", "乡镇（街道）"),
                            ("zone", "片区"),
                            ("village", "行政村（社区）"),
                            ("group", "村民小组（楼栋）"),
                            ("enterprise", "企业"),
                            ("key_site", "重点部位"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="层级",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("initials", townships.fields.InitialsField(max_length=120, source="name")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="townships.place",
                        verbose_name="上级",
                    ),
                ),
                ("is_high_risk", models.BooleanField(default=False, verbose_name="高危")),
                ("opened_on", models.DateField(blank=True, null=True, verbose_name="设立或纳入监管日期")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤并或注销日期")),
            ],
            options={
                "verbose_name": "单位或部位",
                "verbose_name_plural": "单位和部位",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_on", None), ("closed_on", None), ("opened_on__lte", models.F("closed_on")), _connector="OR"
                        ),
                        name="place_closes_after_it_opened",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)), fields=("parent", "level", "name"), name="place_name_once_under_its_parent"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="County",
            fields=[
                (
                    "place_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="as_county",
                        serialize=False,
                        to="townships.place",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=6,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^\\d{6}$", "请填写 6 位数字代码。")],
                        verbose_name="行政区划代码",
                    ),
                ),
                ("city_name", models.CharField(blank=True, max_length=30, verbose_name="所属市州")),
                (
                    "bureau_name",
                    models.CharField(help_text="落款用，如：XX县安全生产监督管理局", max_length=60, verbose_name="主管部门全称"),
                ),
                ("document_prefix", models.CharField(help_text="如：临安监", max_length=20, verbose_name="发文字号代字")),
                (
                    "government_prefix",
                    models.CharField(
                        blank=True, help_text="以县政府名义制发的督办函、责任状用，如：临政", max_length=20, verbose_name="县政府发文代字"
                    ),
                ),
                (
                    "committee_prefix",
                    models.CharField(
                        blank=True, help_text="以县安委会名义制发的督办函用，如：临安", max_length=20, verbose_name="县安委会发文代字"
                    ),
                ),
                ("review_authority", models.CharField(blank=True, max_length=60, verbose_name="行政复议机关")),
                ("court", models.CharField(blank=True, max_length=60, verbose_name="行政诉讼法院")),
            ],
            options={
                "verbose_name": "县（市、区）",
                "verbose_name_plural": "县（市、区）",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("government_prefix", models.F("document_prefix")), _negated=True),
                            models.Q(("committee_prefix", models.F("document_prefix")), _negated=True),
                            models.Q(
                                models.Q(("committee_prefix", models.F("government_prefix")), _negated=True),
                                ("committee_prefix", ""),
                                _connector="OR",
                            ),
                        ),
                        name="county_code_words_differ",
                        violation_error_message="县局、县政府、县安委会的发文代字不能相同，否则会有两份文书同号。",
                    )
                ],
            },
            bases=("townships.place",),
        ),
        migrations.AddField(
            model_name="User",
            name="county",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="townships.county", verbose_name="管辖县"
            ),
        ),
        migrations.AddField(
            model_name="Place",
            name="county",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="townships.county",
                verbose_name="县（市、区）",
            ),
        ),
        migrations.CreateModel(
            name="Township",
            fields=[
                (
                    "place_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="as_township",
                        serialize=False,
                        to="townships.place",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("township", "乡"), ("town", "镇"), ("subdistrict", "街道")],
                        default="township",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        max_length=12,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^(\\d{9}|\\d{12})$", "请填写 9 位或 12 位数字代码。")],
                        verbose_name="统计用区划代码",
                    ),
                ),
                (
                    "document_prefix",
                    models.CharField(help_text="如“官亭”，文书编号为：官亭〔2026〕17号", max_length=20, verbose_name="文书代字"),
                ),
                (
                    "population",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。")],
                        verbose_name="人口",
                    ),
                ),
            ],
            options={
                "verbose_name": "乡镇（街道）",
                "verbose_name_plural": "乡镇（街道）",
            },
            bases=("townships.place",),
        ),
        migrations.AddField(
            model_name="User",
            name="township",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="townships.township", verbose_name="管辖乡镇"
            ),
        ),
        migrations.AddField(
            model_name="Place",
            name="township",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="townships.township",
                verbose_name="乡镇（街道）",
            ),
        ),
        migrations.AddIndex(
            model_name="Place",
            index=models.Index(fields=["township", "level"], name="townships_p_townshi_12c8f4_idx"),
        ),
        migrations.AddIndex(
            model_name="Place",
            index=models.Index(fields=["county", "level"], name="townships_p_county__a858f3_idx"),
        ),
        migrations.AddConstraint(
            model_name="Place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("county", None), ("level", "county"), ("parent", None)),
                    models.Q(models.Q(("level", "county"), _negated=True), ("county__isnull", False)),
                    _connector="OR",
                ),
                name="place_stands_in_its_county",
            ),
        ),
        migrations.AddConstraint(
            model_name="Place",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level__in", ["county", "township"]), ("township", None)),
                    models.Q(models.Q(("level__in", ["county", "township"]), _negated=True), ("township__isnull", False)),
                    _connector="OR",
                ),
                name="place_stands_in_its_township",
            ),
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "place_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="as_zone",
                        serialize=False,
                        to="townships.place",
                    ),
                ),
            ],
            options={
                "verbose_name": "片区",
                "verbose_name_plural": "片区",
            },
            bases=("townships.place",),
        ),
        migrations.CreateModel(
            name="Village",
            fields=[
                (
                    "place_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="as_village",
                        serialize=False,
                        to="townships.place",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("village", "行政村"), ("community", "社区")], default="village", max_length=12, verbose_name="类别"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        max_length=12,
                        validators=[django.core.validators.RegexValidator("^\\d{12}$", "请填写 12 位数字代码。")],
                        verbose_name="统计用区划代码",
                    ),
                ),
                (
                    "population",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。")],
                        verbose_name="人口",
                    ),
                ),
            ],
            options={
                "verbose_name": "行政村（社区）",
                "verbose_name_plural": "行政村（社区）",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("code",),
                        name="village_code_once",
                        violation_error_code="unique",
                        violation_error_message="该代码已用于另一个村（社区），请核对。",
                    )
                ],
            },
            bases=("townships.place",),
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "place_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="as_group",
                        serialize=False,
                        to="townships.place",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("group", "村民小组"), ("building", "楼栋")], default="group", max_length=12, verbose_name="类别"
                    ),
                ),
            ],
            options={
                "verbose_name": "村民小组（楼栋）",
                "verbose_name_plural": "村民小组（楼栋）",
            },
            bases=("townships.place",),
        ),
        migrations.CreateModel(
            name="Enterprise",
            fields=[
                ("risk", models.CharField(blank=True, max_length=200, verbose_name="主要危险")),
                ("measures", models.CharField(blank=True, max_length=200, verbose_name="防范措施")),
                (
                    "on_discovery",
                    models.CharField(
                        blank=True, help_text="不填则印：立即撤离、设警戒、半小时内报告", max_length=200, verbose_name="发现险情怎么办"
                    ),
                ),
                (
                    "report_phone",
                    models.CharField(
                        blank=True,
                        help_text="印在责任牌上，如值班电话；不填则印 12350",
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator("^[0-9-]{3,20}$", "请填写 3 至 20 位的电话号码，只用数字和短横线。")
                        ],
                        verbose_name="险情报告电话",
                    ),
                ),
                (
                    "place_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="as_enterprise",
                        serialize=False,
                        to="townships.place",
                    ),
                ),
                ("sector", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="townships.sector", verbose_name="行业领域")),
                (
                    "credit_code",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[django.core.validators.RegexValidator("^[0-9A-Z]{18}$", "请填写 18 位代码，由数字和大写字母组成。")],
                        verbose_name="统一社会信用代码",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="地址")),
                (
                    "employees",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。")],
                        verbose_name="从业人数",
                    ),
                ),
            ],
            options={
                "verbose_name": "企业（生产经营单位）",
                "verbose_name_plural": "企业（生产经营单位）",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("credit_code", ""), _negated=True),
                        fields=("credit_code",),
                        name="enterprise_credit_code_once",
                        violation_error_code="unique",
                        violation_error_message="该统一社会信用代码已登记在另一家企业名下，请核对。",
                    )
                ],
            },
            bases=("townships.place", models.Model),
        ),
        migrations.CreateModel(
            name="KeySite",
            fields=[
                ("risk", models.CharField(blank=True, max_length=200, verbose_name="主要危险")),
                ("measures", models.CharField(blank=True, max_length=200, verbose_name="防范措施")),
                (
                    "on_discovery",
                    models.CharField(
                        blank=True, help_text="不填则印：立即撤离、设警戒、半小时内报告", max_length=200, verbose_name="发现险情怎么办"
                    ),
                ),
                (
                    "report_phone",
                    models.CharField(
                        blank=True,
                        help_text="印在责任牌上，如值班电话；不填则印 12350",
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator("^[0-9-]{3,20}$", "请填写 3 至 20 位的电话号码，只用数字和短横线。")
                        ],
                        verbose_name="险情报告电话",
                    ),
                ),
                (
                    "place_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="as_key_site",
                        serialize=False,
                        to="townships.place",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("slope", "滑坡、危岩"),
                            ("reservoir", "病险水库、山塘"),
                            ("ferry", "渡口"),
                            ("bridge", "危桥"),
                            ("road", "事故多发路段"),
                            ("forest", "森林防火重点"),
                            ("crowd", "人员密集场所"),
                            ("other", "其他"),
                        ],
                        default="other",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("sector", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="townships.sector", verbose_name="行业领域")),
                ("location", models.CharField(blank=True, max_length=120, verbose_name="具体位置")),
            ],
            options={
                "verbose_name": "重点部位",
                "verbose_name_plural": "重点部位",
            },
            bases=("townships.place", models.Model),
        ),
        migrations.CreateModel(
            name="Printout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("chain", "安全管理网络体系图"),
                            ("sites", "安全管理重点部位标示图"),
                            ("board", "安全责任牌"),
                            ("boards", "全部安全责任牌"),
                        ],
                        max_length=6,
                        verbose_name="图表",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="printouts",
                        to="townships.place",
                        verbose_name="单位或部位",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="截至日期")),
                ("shows_phones", models.BooleanField(default=False, verbose_name="印联系电话")),
                ("site_address", models.URLField(verbose_name="系统网址")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="印制人"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="印制时间")),
            ],
            options={
                "verbose_name": "图表印制",
                "verbose_name_plural": "图表印制",
                "ordering": ["-asked_at"],
                "constraints": [models.UniqueConstraint(fields=("kind", "place", "as_of", "shows_phones"), name="printout_once")],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        help_text="县直部门人员不填",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="townships.township",
                        verbose_name="所在乡镇",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="在册编号")),
                ("name", models.CharField(max_length=30, verbose_name="姓名")),
                ("initials", townships.fields.InitialsField(max_length=120, source="name")),
                ("unit", models.CharField(blank=True, max_length=60, verbose_name="所在单位")),
                ("position", models.CharField(blank=True, max_length=40, verbose_name="职务")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator("^[0-9-]{7,20}$", "请填写 7 至 20 位的电话号码，只用数字和短横线。")
                        ],
                        verbose_name="联系电话",
                    ),
                ),
                (
                    "id_number",
                    models.CharField(
                        blank=True,
                        max_length=18,
                        validators=[django.core.validators.RegexValidator("^\\d{17}[\\dX]$", "请填写 18 位身份证号。")],
                        verbose_name="身份证号",
                    ),
                ),
                ("inspector_card", models.CharField(blank=True, max_length=30, verbose_name="执法（检查）证号")),
                ("is_full_time", models.BooleanField(default=False, verbose_name="专职安监人员")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="离任日期")),
            ],
            options={
                "verbose_name": "人员",
                "verbose_name_plural": "人员",
                "ordering": ["county", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("county", "number"), name="person_number_once_in_county"),
                    models.UniqueConstraint(
                        condition=models.Q(("id_number", ""), _negated=True), fields=("county", "id_number"), name="person_id_number_once"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="User",
            name="person",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="user",
                to="townships.person",
                verbose_name="人员",
            ),
        ),
        migrations.AddConstraint(
            model_name="User",
            constraint=models.CheckConstraint(
                condition=models.Q(("township", None), ("county__isnull", False), _connector="OR"), name="user_township_needs_county"
            ),
        ),
        migrations.AddConstraint(
            model_name="User",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("role", "inspector"), _negated=True), ("township__isnull", False), _connector="OR"),
                name="inspector_has_township",
            ),
        ),
        migrations.AddConstraint(
            model_name="User",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "bureau"), _negated=True), models.Q(("county__isnull", False), ("township", None)), _connector="OR"
                ),
                name="bureau_has_whole_county",
            ),
        ),
        migrations.CreateModel(
            name="Accident",
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
                ("title", models.CharField(max_length=80, verbose_name="事故名称")),
                ("happened_at", models.DateTimeField(verbose_name="发生时间")),
                ("spot", models.CharField(blank=True, max_length=80, verbose_name="具体地点")),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.sector", verbose_name="行业领域"
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accidents",
                        to="townships.accidenttype",
                        verbose_name="事故类别",
                    ),
                ),
                (
                    "grade",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accidents",
                        to="townships.accidentgrade",
                        verbose_name="事故等级",
                    ),
                ),
                (
                    "people_present",
                    models.PositiveIntegerField(
                        blank=True, null=True, validators=[django.core.validators.MaxValueValidator(100000)], verbose_name="现场人数（人）"
                    ),
                ),
                (
                    "dead",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。")],
                        verbose_name="死亡（人）",
                    ),
                ),
                (
                    "injured",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。")],
                        verbose_name="重伤（人）",
                    ),
                ),
                (
                    "slightly_injured",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。")],
                        verbose_name="轻伤（人）",
                    ),
                ),
                (
                    "loss",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(
                                Decimal("99999999999.99"), "不能大于 %(limit_value)s 元，请核对是否多打了数字。"
                            ),
                        ],
                        verbose_name="直接经济损失（元）",
                    ),
                ),
                ("summary", models.TextField(max_length=2000, verbose_name="简要经过")),
                ("reported_at", models.DateTimeField(blank=True, null=True, verbose_name="单位报告时间")),
                ("passed_on_at", models.DateTimeField(blank=True, null=True, verbose_name="上报时间")),
                ("is_reported_late", models.BooleanField(default=False, editable=False, verbose_name="迟报")),
            ],
            options={
                "verbose_name": "事故",
                "verbose_name_plural": "事故",
                "ordering": ["-happened_at", "-pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["county", "happened_at"], name="townships_a_county__ea9b45_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="accident_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="accident_submission_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)), fields=("place", "happened_at", "type"), name="accident_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("loss__gte", 0)), name="accident_loss_not_negative"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("people_present", None),
                            (
                                "people_present__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(models.F("dead"), "+", models.F("injured")),
                                    "+",
                                    models.F("slightly_injured"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="accident_harms_those_present",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reported_at", None), ("reported_at__gte", models.F("happened_at")), _connector="OR"),
                        name="accident_reported_after",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccidentTarget",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)],
                        verbose_name="年度",
                    ),
                ),
                (
                    "deaths",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(999)], verbose_name="死亡人数控制指标（人）"
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="下达文号")),
            ],
            options={
                "verbose_name": "事故控制指标",
                "verbose_name_plural": "事故控制指标",
                "ordering": ["-year", "township"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="accidenttarget_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="accidenttarget_submission_once"),
                    models.UniqueConstraint(condition=models.Q(("voided_at", None)), fields=("place", "year"), name="accident_target_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoAccidents",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)],
                        verbose_name="年度",
                    ),
                ),
                ("through", models.DateField(verbose_name="截至")),
                (
                    "grade",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.accidentgrade",
                        verbose_name="未发生何等级以上事故",
                    ),
                ),
                ("basis", models.CharField(help_text="如：逐乡镇核对、与公安交警和卫健部门核对", max_length=200, verbose_name="核实方式")),
            ],
            options={
                "verbose_name": "无事故报告",
                "verbose_name_plural": "无事故报告",
                "ordering": ["-through", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="noaccidents_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="noaccidents_submission_once"),
                    models.CheckConstraint(condition=models.Q(("through__year", models.F("year"))), name="no_accidents_within_its_year"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "round_number",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。")],
                        verbose_name="轮次",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="开始日期")),
                ("ends_on", models.DateField(verbose_name="结束日期")),
                ("aim", models.TextField(blank=True, verbose_name="工作思路与目标")),
                ("work_plan", models.TextField(blank=True, verbose_name="工作方案")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据文件")),
                (
                    "tier",
                    models.CharField(
                        choices=[("county", "县级"), ("city", "市级"), ("province", "省级")],
                        default="county",
                        help_text="由哪一级部署",
                        max_length=10,
                        verbose_name="活动级别",
                    ),
                ),
                (
                    "programme",
                    models.CharField(
                        blank=True,
                        help_text="如：省级示范乡镇创建管理办法，请按当年文件核对",
                        max_length=120,
                        verbose_name="执行的管理办法",
                    ),
                ),
                (
                    "title_years",
                    models.PositiveSmallIntegerField(
                        default=3,
                        help_text="依据所执行的管理办法填写：3 年或 5 年",
                        validators=[django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。")],
                        verbose_name="称号有效期（年）",
                    ),
                ),
                (
                    "notice_workdays",
                    models.PositiveSmallIntegerField(
                        default=5,
                        help_text="至少公示几个工作日，示例为 5，请按当年文件核对",
                        validators=[django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。")],
                        verbose_name="公示期（工作日）",
                    ),
                ),
                (
                    "reminder_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="称号期满前多少天列入待办",
                        validators=[django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。")],
                        verbose_name="期满前提醒（天）",
                    ),
                ),
            ],
            options={
                "verbose_name": "创建活动",
                "verbose_name_plural": "创建活动",
                "ordering": ["-starts_on"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="campaign_ends_after_start"),
                    models.UniqueConstraint(fields=("county", "round_number"), name="campaign_round_once"),
                    models.CheckConstraint(condition=models.Q(("notice_workdays__gte", 1)), name="campaign_notice_has_days"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="score_sheets",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。")], verbose_name="年度"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="依据文件")),
                (
                    "pass_mark",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="不设合格线的不填",
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="合格分数线",
                    ),
                ),
                (
                    "fresh_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        help_text="最近一条记录早于这么多天的，自查时提示“较久未更新”",
                        validators=[django.core.validators.MaxValueValidator(9999, "不能大于 %(limit_value)s。")],
                        verbose_name="佐证时效（天）",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "编制中"), ("in_use", "执行中"), ("retired", "已停用")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="townships.scoresheet",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="启用人",
                    ),
                ),
                ("issued_at", models.DateTimeField(editable=False, null=True, verbose_name="启用时间")),
            ],
            options={
                "verbose_name": "考评细则",
                "verbose_name_plural": "考评细则",
                "ordering": ["-year", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("county", "year", "name"), name="score_sheet_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "draft"), models.Q(("issued_at__isnull", False), ("issued_by__isnull", False)), _connector="OR"
                        ),
                        name="score_sheet_in_use_was_issued",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="teams", to="townships.place", verbose_name="所属单位"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("headquarters", "指挥部"),
                            ("station", "安监站"),
                            ("working_group", "行业领导小组"),
                            ("rescue", "应急救援队伍"),
                        ],
                        max_length=15,
                        verbose_name="类别",
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="townships.sector",
                        verbose_name="行业领域",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("initials", townships.fields.InitialsField(max_length=120, source="name")),
                ("mandate", models.TextField(blank=True, max_length=1000, verbose_name="工作职责")),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="成立文号")),
                ("founded_on", models.DateField(blank=True, null=True, verbose_name="成立日期")),
                ("disbanded_on", models.DateField(blank=True, editable=False, null=True, verbose_name="撤销日期")),
            ],
            options={
                "verbose_name": "机构（队伍）",
                "verbose_name_plural": "机构和队伍",
                "ordering": ["place", "kind", "pk"],
                "indexes": [models.Index(fields=["township", "kind"], name="townships_t_townshi_18b1fa_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("disbanded_on", None)), fields=("place", "name"), name="team_name_once_at_its_place"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("disbanded_on", None), ("kind", "station")), fields=("place",), name="team_one_station"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("disbanded_on", None), ("founded_on", None), ("disbanded_on__gte", models.F("founded_on")), _connector="OR"
                        ),
                        name="team_disbanded_after_founding",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Provision",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("rule", "规章制度"),
                            ("duties", "岗位职责"),
                            ("procedure", "操作规程"),
                            ("targets", "目标管理考核细则"),
                            ("agenda", "工作要点"),
                            ("plan", "应急预案"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("version", models.CharField(help_text="如：2026 年版、第 2 版", max_length=30, verbose_name="版本")),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="文号")),
                ("issued_on", models.DateField(verbose_name="印发日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="废止日期")),
                (
                    "supersedes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later_versions",
                        to="townships.provision",
                        verbose_name="替代的原版本",
                    ),
                ),
            ],
            options={
                "verbose_name": "制度和预案",
                "verbose_name_plural": "制度和预案",
                "ordering": ["-issued_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="provision_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="provision_submission_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)), fields=("supersedes",), name="provision_replaced_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("supersedes", None), models.Q(("supersedes", models.F("pk")), _negated=True), _connector="OR"),
                        name="provision_replaces_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("issued_on")), _connector="OR"),
                        name="provision_ends_after_issue",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        blank=True,
                        help_text="不填为各县通用",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holidays",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("is_workday", models.BooleanField(choices=[(False, "放假"), (True, "调休上班")], default=False, verbose_name="安排")),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
            ],
            options={
                "verbose_name": "节假日",
                "verbose_name_plural": "节假日",
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(fields=("county", "day"), name="holiday_once_in_county"),
                    models.UniqueConstraint(condition=models.Q(("county", None)), fields=("day",), name="holiday_once_for_everybody"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_texts",
                        to="townships.county",
                        verbose_name="县（市、区）",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("township", "县与乡镇"),
                            ("department", "乡镇与部门"),
                            ("village", "乡镇与村（社区）"),
                            ("enterprise", "乡镇与企业"),
                            ("group", "村与组（楼栋）"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版次")),
                ("title", models.CharField(max_length=80, verbose_name="标题")),
                ("body", models.TextField(max_length=6000, verbose_name="正文")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拟定人",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="拟定时间")),
            ],
            options={
                "verbose_name": "责任状文本",
                "verbose_name_plural": "责任状文本",
                "ordering": ["-year", "kind", "-version"],
                "constraints": [models.UniqueConstraint(fields=("county", "kind", "year", "version"), name="letter_text_version_once")],
            },
        ),
        migrations.CreateModel(
            name="Investment",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="investments",
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
                        related_name="investments",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                ("spent_on", models.DateField(verbose_name="日期")),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
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
                    "source",
                    models.CharField(
                        choices=[
                            ("county", "县财政"),
                            ("township", "乡镇财政"),
                            ("department", "上级部门"),
                            ("enterprise", "企业"),
                            ("villagers", "群众"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="资金来源",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("station", "安监站建设"),
                            ("publicity", "宣传教育"),
                            ("rectification", "隐患整改"),
                            ("facilities", "安全设施"),
                            ("wages", "人员与经费"),
                            ("other", "其他"),
                        ],
                        max_length=15,
                        verbose_name="用途",
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
            ],
            options={
                "verbose_name": "投入",
                "verbose_name_plural": "投入",
                "ordering": ["-spent_on", "-pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["county", "spent_on"], name="townships_i_county__045e42_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="investment_void_has_reason",
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="investment_is_positive"),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="investment_submission_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
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
                        related_name="messages",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("urgent", "可能立即引发事故"),
                            ("major", "重大隐患上报"),
                            ("replied", "整改回复待复查"),
                            ("escalated", "逾期督办"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("text", models.CharField(max_length=300, verbose_name="内容")),
                ("path", models.CharField(max_length=200, verbose_name="关联记录")),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "消息",
                "verbose_name_plural": "消息",
                "ordering": ["-pk"],
                "constraints": [models.UniqueConstraint(fields=("county", "key"), name="message_once")],
            },
        ),
        migrations.CreateModel(
            name="StationYear",
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
                    "year",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(2000), django.core.validators.MaxValueValidator(2100)],
                        verbose_name="年度",
                    ),
                ),
                (
                    "rooms",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(99)], verbose_name="办公用房（间）"
                    ),
                ),
                (
                    "area",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=7,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="办公面积（㎡）",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        blank=True,
                        choices=[("", "未定级"), ("section", "股级"), ("deputy", "副科级"), ("full", "正科级")],
                        max_length=8,
                        verbose_name="级别",
                    ),
                ),
                (
                    "population",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。"),
                        ],
                        verbose_name="当年人口（人）",
                    ),
                ),
                (
                    "budget_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="年度经费（元）",
                    ),
                ),
                (
                    "budget_per_head",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="按人口安排（元/人）",
                    ),
                ),
                ("is_reimbursed", models.BooleanField(default=False, verbose_name="超支部分实报实销")),
            ],
            options={
                "verbose_name": "安监站年度情况",
                "verbose_name_plural": "安监站年度情况",
                "ordering": ["-year", "township"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="stationyear_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="stationyear_submission_once"),
                    models.UniqueConstraint(condition=models.Q(("voided_at", None)), fields=("place", "year"), name="station_year_once"),
                    models.CheckConstraint(
                        condition=models.Q(("budget_amount", None), ("budget_per_head", None), _connector="OR"),
                        name="station_year_one_budget",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Equipment",
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
                ("since_on", models.DateField(verbose_name="起始日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="equipment",
                        to="townships.equipmentkind",
                        verbose_name="装备",
                    ),
                ),
                (
                    "quantity",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(999)],
                        verbose_name="数量",
                    ),
                ),
            ],
            options={
                "verbose_name": "安监站装备",
                "verbose_name_plural": "安监站装备",
                "ordering": ["township", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="equipment_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="equipment_submission_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("since_on")), _connector="OR"),
                        name="equipment_ends_after_start",
                    ),
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="equipment_is_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StationItem",
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
                ("since_on", models.DateField(verbose_name="起始日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("function", "职能"),
                            ("posts", "岗位"),
                            ("people", "人员"),
                            ("sign", "牌子"),
                            ("seal", "印章"),
                            ("premises", "办公场所"),
                            ("funds", "经费"),
                            ("equipment", "装备"),
                        ],
                        max_length=10,
                        verbose_name="八有项目",
                    ),
                ),
                ("evidence", models.CharField(help_text="如：机构编制文号、照片所在、票据", max_length=200, verbose_name="核实依据")),
            ],
            options={
                "verbose_name": "八有核实",
                "verbose_name_plural": "八有核实",
                "ordering": ["township", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="stationitem_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="stationitem_submission_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("since_on")), _connector="OR"),
                        name="stationitem_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), ("voided_at", None)), fields=("place", "item"), name="station_item_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VillageOffice",
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
                ("since_on", models.DateField(verbose_name="起始日期")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                ("location", models.CharField(blank=True, help_text="如：村部一楼", max_length=80, verbose_name="具体位置")),
            ],
            options={
                "verbose_name": "村级安全生产办公室",
                "verbose_name_plural": "村级安全生产办公室",
                "ordering": ["township", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="villageoffice_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="villageoffice_submission_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ended_on", None), ("ended_on__gte", models.F("since_on")), _connector="OR"),
                        name="villageoffice_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None), ("voided_at", None)), fields=("place",), name="village_office_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadingGroupMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leading_group",
                        to="townships.campaign",
                        verbose_name="创建活动",
                    ),
                ),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="townships.person", verbose_name="人员")),
                ("seat", models.CharField(choices=[("1", "组长"), ("2", "副组长"), ("3", "成员")], max_length=1, verbose_name="组内职务")),
                ("joined_on", models.DateField(blank=True, null=True, verbose_name="加入日期")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="退出日期")),
            ],
            options={
                "verbose_name": "领导小组成员",
                "verbose_name_plural": "领导小组成员",
                "ordering": ["seat", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_on", None)), fields=("campaign", "person"), name="leading_group_person_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidacy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="townships.campaign",
                        verbose_name="创建活动",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidacies",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "tier",
                    models.CharField(
                        choices=[("county", "县级"), ("city", "市级"), ("province", "省级")], max_length=10, verbose_name="级别"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("applied", "已申请"),
                            ("creating", "创建中"),
                            ("accepted", "县验收合格"),
                            ("reviewed", "市复核通过"),
                            ("checked", "省抽查通过"),
                            ("noticed", "公示中"),
                            ("named", "已命名"),
                            ("lapsed", "期满失效"),
                            ("revoked", "已撤销"),
                            ("returned", "已退回"),
                        ],
                        default="applied",
                        editable=False,
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("applied_on", models.DateField(verbose_name="申请日期")),
                ("named_on", models.DateField(blank=True, editable=False, null=True, verbose_name="命名日期")),
                ("valid_until", models.DateField(blank=True, editable=False, null=True, verbose_name="有效期至")),
                ("ended_on", models.DateField(blank=True, editable=False, null=True, verbose_name="失效或撤销日期")),
                ("plate_number", models.CharField(blank=True, editable=False, max_length=40, verbose_name="牌匾编号")),
                ("plate_given_on", models.DateField(blank=True, editable=False, null=True, verbose_name="授牌日期")),
                ("plate_returned_on", models.DateField(blank=True, editable=False, null=True, verbose_name="牌匾收回日期")),
            ],
            options={
                "verbose_name": "创建申报",
                "verbose_name_plural": "创建申报",
                "ordering": ["township", "tier"],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "township", "tier"), name="candidacy_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "named"), _negated=True),
                            models.Q(("named_on__isnull", False), ("valid_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="candidacy_title_has_term",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("plate_returned_on", None), models.Q(("plate_number", ""), _negated=True)),
                        fields=("campaign", "plate_number"),
                        name="plate_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("plate_given_on", None), models.Q(("plate_number", ""), _negated=True), _connector="OR"),
                        name="plate_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("plate_returned_on", None), ("plate_returned_on__gte", models.F("plate_given_on")), _connector="OR"
                        ),
                        name="plate_returns_after_it_was_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sheet",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="clauses", to="townships.scoresheet"),
                ),
                ("kind", models.CharField(choices=[("entry", "准入条件"), ("veto", "一票否决")], max_length=5, verbose_name="类别")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("text", models.CharField(max_length=300, verbose_name="内容")),
            ],
            options={
                "verbose_name": "准入条件和一票否决",
                "verbose_name_plural": "准入条件和一票否决",
                "ordering": ["kind", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sheet",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="criteria", to="townships.scoresheet"),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                ("element", models.CharField(max_length=40, verbose_name="一级要素")),
                ("name", models.CharField(max_length=60, verbose_name="二级要素")),
                (
                    "points",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="标准分值",
                    ),
                ),
                ("focus", models.TextField(blank=True, max_length=1000, verbose_name="考评要点")),
                ("rule", models.TextField(blank=True, max_length=1000, verbose_name="评分标准")),
                ("method", models.CharField(blank=True, max_length=100, verbose_name="考评方式")),
            ],
            options={
                "verbose_name": "考评要素",
                "verbose_name_plural": "考评要素",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "element", "name"), name="criterion_once"),
                    models.CheckConstraint(condition=models.Q(("points__gt", 0)), name="criterion_has_points"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="townships.person",
                        verbose_name="持证人",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="townships.certificatekind",
                        verbose_name="证件种类",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="证号")),
                ("issued_on", models.DateField(verbose_name="发证日期")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                ("issuer", models.CharField(blank=True, max_length=60, verbose_name="发证机关")),
                (
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="townships.certificate",
                        verbose_name="所换证件",
                    ),
                ),
                ("is_renewed", models.BooleanField(default=False, editable=False, verbose_name="已换证")),
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
            ],
            options={
                "verbose_name": "证件",
                "verbose_name_plural": "证件",
                "ordering": ["-issued_on", "-pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["person", "kind"], name="townships_c_person__e4400b_idx"),
                    models.Index(fields=["valid_until"], name="townships_c_valid_u_86f996_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="certificate_void_has_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_renewed", False), ("voided_at", None)),
                        fields=("kind", "number"),
                        name="certificate_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until", None), ("valid_until__gte", models.F("issued_on")), _connector="OR"),
                        name="certificate_ends_after_issue",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="certificate_submission_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="townships.person", verbose_name="人员"
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="townships.dutykind", verbose_name="岗位类别"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="townships.place", verbose_name="单位或部位"
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="townships.team",
                        verbose_name="机构（队伍）",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="任职日期")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="任期截止")),
                ("document", models.CharField(blank=True, max_length=60, verbose_name="任职文号")),
            ],
            options={
                "verbose_name": "责任岗位",
                "verbose_name_plural": "责任岗位",
                "ordering": ["kind__position", "starts_on"],
                "indexes": [models.Index(fields=["place", "kind"], name="townships_d_place_i_28671d_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="duty_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None), ("team", None)), fields=("person", "kind", "place"), name="duty_running_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on", None)),
                        fields=("person", "kind", "team"),
                        name="duty_running_once_in_team",
                        violation_error_message="该人员已在任此岗位，任期未终止。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Drill",
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
                ("title", models.CharField(max_length=80, verbose_name="演练名称")),
                ("held_on", models.DateField(verbose_name="演练日期")),
                (
                    "plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drills",
                        to="townships.provision",
                        verbose_name="所演练预案",
                    ),
                ),
                ("venue", models.CharField(blank=True, max_length=80, verbose_name="地点")),
                (
                    "people_present",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)],
                        verbose_name="参加人数（人）",
                    ),
                ),
                ("evaluation", models.TextField(max_length=2000, verbose_name="评估情况")),
                ("measures", models.TextField(blank=True, max_length=2000, verbose_name="整改完善措施")),
            ],
            options={
                "verbose_name": "应急演练",
                "verbose_name_plural": "应急演练",
                "ordering": ["-held_on", "-pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["township", "held_on"], name="townships_d_townshi_2c466b_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="drill_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="drill_submission_once"),
                    models.CheckConstraint(condition=models.Q(("people_present__gt", 0)), name="drill_has_people"),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)), fields=("place", "held_on", "title"), name="drill_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_batches",
                        to="townships.place",
                        verbose_name="制发单位",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="townships.lettertext", verbose_name="文本"
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="制发日期")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="制发人"
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="制发时间")),
            ],
            options={
                "verbose_name": "责任状批次",
                "verbose_name_plural": "责任状批次",
                "constraints": [models.UniqueConstraint(fields=("created_by", "submission"), name="letter_batch_submission_once")],
            },
        ),
        migrations.CreateModel(
            name="PaymentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "investment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_events",
                        to="townships.investment",
                        verbose_name="投入",
                    ),
                ),
                ("action", models.CharField(choices=[("link", "关联"), ("unlink", "取消关联")], max_length=6, verbose_name="操作")),
                ("paid_model", models.CharField(max_length=60)),
                ("paid_key", models.PositiveBigIntegerField()),
                ("paid_for", models.CharField(max_length=200, verbose_name="用于")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="经办人"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "投入关联记录",
                "verbose_name_plural": "投入关联记录",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["paid_model", "paid_key"], name="townships_p_paid_mo_b2d958_idx")],
            },
        ),
        migrations.CreateModel(
            name="Session",
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
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="townships.campaign",
                        verbose_name="创建活动",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
                ("topic", models.CharField(max_length=100, verbose_name="议题")),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.person", verbose_name="主持人"
                    ),
                ),
                (
                    "others_present",
                    models.PositiveIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。")],
                        verbose_name="其他参加人数",
                    ),
                ),
                ("venue", models.CharField(blank=True, max_length=60, verbose_name="地点")),
                ("decisions", models.TextField(blank=True, verbose_name="议定事项")),
                ("attendees", models.ManyToManyField(blank=True, related_name="+", to="townships.person", verbose_name="参加的小组成员")),
            ],
            options={
                "verbose_name": "专题会议",
                "verbose_name_plural": "专题会议",
                "ordering": ["-held_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="session_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="session_submission_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeaderVisit",
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
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="townships.campaign",
                        verbose_name="创建活动",
                    ),
                ),
                ("visited_on", models.DateField(verbose_name="日期")),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.person", verbose_name="带队领导"
                    ),
                ),
                ("companions", models.CharField(blank=True, max_length=120, verbose_name="随同人员、部门")),
                ("findings", models.TextField(verbose_name="督查情况")),
                ("townships", models.ManyToManyField(related_name="leader_visits", to="townships.township", verbose_name="督查乡镇")),
            ],
            options={
                "verbose_name": "领导督查",
                "verbose_name_plural": "领导督查",
                "ordering": ["-visited_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="leadervisit_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="leadervisit_submission_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedDocument",
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
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="townships.campaign",
                        verbose_name="创建活动",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("basis", "上级依据文件"),
                            ("plan", "工作方案"),
                            ("notice", "通知、通报"),
                            ("minutes", "会议纪要"),
                            ("other", "其他"),
                        ],
                        default="notice",
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("organ", models.CharField(max_length=60, verbose_name="发文机关")),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="文号")),
                ("issued_on", models.DateField(verbose_name="成文日期")),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
            ],
            options={
                "verbose_name": "发文",
                "verbose_name_plural": "发文",
                "ordering": ["-issued_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="issueddocument_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="issueddocument_submission_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None), models.Q(("number", ""), _negated=True)),
                        fields=("campaign", "organ", "number"),
                        name="issued_document_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExchangeMeeting",
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
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="townships.campaign",
                        verbose_name="创建活动",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
                ("title", models.CharField(max_length=80, verbose_name="名称")),
                ("venue", models.CharField(blank=True, max_length=60, verbose_name="地点")),
                (
                    "people_present",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(9999999, "不能大于 %(limit_value)s，请核对是否多打了数字。"),
                        ],
                        verbose_name="参加人数",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="交流情况")),
                (
                    "speakers",
                    models.ManyToManyField(
                        blank=True, related_name="exchange_meetings", to="townships.township", verbose_name="发言（推广经验）乡镇"
                    ),
                ),
            ],
            options={
                "verbose_name": "经验交流会",
                "verbose_name_plural": "经验交流会",
                "ordering": ["-held_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="exchangemeeting_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="exchangemeeting_submission_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExampleTownship",
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
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="townships.campaign",
                        verbose_name="创建活动",
                    ),
                ),
                ("publicised_on", models.DateField(verbose_name="日期")),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publicised",
                        to="townships.township",
                        verbose_name="典型乡镇",
                    ),
                ),
                ("medium", models.CharField(help_text="如：现场会、简报、县电视台", max_length=60, verbose_name="推广方式")),
                ("experience", models.TextField(verbose_name="经验做法")),
            ],
            options={
                "verbose_name": "典型乡镇",
                "verbose_name_plural": "典型乡镇",
                "ordering": ["-publicised_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="exampletownship_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="exampletownship_submission_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mentorship",
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
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentorships",
                        to="townships.campaign",
                        verbose_name="创建活动",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentorships",
                        to="townships.township",
                        verbose_name="受帮扶乡镇",
                    ),
                ),
                (
                    "mentor_kind",
                    models.CharField(
                        choices=[("department", "县直（上级）部门"), ("township", "已命名示范乡镇"), ("enterprise", "企业")],
                        max_length=10,
                        verbose_name="帮扶方类别",
                    ),
                ),
                ("mentor", models.CharField(max_length=60, verbose_name="帮扶单位")),
                (
                    "mentor_township",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentees",
                        to="townships.township",
                    ),
                ),
                (
                    "mentor_enterprise",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentees",
                        to="townships.enterprise",
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=30, verbose_name="联系人")),
                ("content", models.CharField(blank=True, max_length=200, verbose_name="帮扶内容")),
                ("outcome", models.TextField(blank=True, verbose_name="帮扶成效")),
            ],
            options={
                "verbose_name": "帮扶",
                "verbose_name_plural": "帮扶",
                "ordering": ["campaign", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="mentorship_void_has_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)), fields=("campaign", "township", "mentor"), name="mentorship_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mentor_township", None), models.Q(("mentor_township", models.F("township")), _negated=True), _connector="OR"
                        ),
                        name="nobody_mentors_himself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mentor_enterprise", None), ("mentor_township", None)),
                            models.Q(("mentor_enterprise", None), ("mentor_kind", "township")),
                            models.Q(("mentor_kind", "enterprise"), ("mentor_township", None)),
                            _connector="OR",
                        ),
                        name="mentor_is_of_its_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Addressee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addressees", to="townships.message", verbose_name="消息"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inbox",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收件人",
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="阅读时间")),
            ],
            options={
                "verbose_name": "收到的消息",
                "verbose_name_plural": "收到的消息",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["user", "read_at"], name="townships_a_user_id_a6588f_idx")],
                "constraints": [models.UniqueConstraint(fields=("message", "user"), name="addressee_once")],
            },
        ),
        migrations.CreateModel(
            name="SafetyOfficer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="safety_officers",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="officer_entries",
                        to="townships.person",
                        verbose_name="姓名",
                    ),
                ),
                ("number", models.CharField(editable=False, max_length=30, verbose_name="安全员编号")),
                ("prefix", models.CharField(editable=False, max_length=20)),
                ("sequence", models.PositiveIntegerField(editable=False)),
                ("joined_on", models.DateField(verbose_name="入册日期")),
                ("left_on", models.DateField(blank=True, editable=False, null=True, verbose_name="退出日期")),
                ("reason", models.CharField(blank=True, editable=False, max_length=60, verbose_name="退出原因")),
            ],
            options={
                "verbose_name": "安全员",
                "verbose_name_plural": "安全员名册",
                "ordering": ["township", "sequence"],
                "indexes": [models.Index(fields=["township", "joined_on"], name="townships_s_townshi_01a902_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("county", "prefix", "sequence"), name="officer_number_once"),
                    models.UniqueConstraint(condition=models.Q(("left_on", None)), fields=("person",), name="officer_on_one_roster"),
                    models.CheckConstraint(
                        condition=models.Q(("left_on", None), ("left_on__gte", models.F("joined_on")), _connector="OR"),
                        name="officer_leaves_after_joining",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TownshipPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="township_plans",
                        to="townships.campaign",
                        verbose_name="创建活动",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "起草中"), ("filed", "已报送"), ("returned", "已退回"), ("accepted", "已认可")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.person",
                        verbose_name="创建负责人",
                    ),
                ),
                (
                    "funds_source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("county", "县财政"),
                            ("township", "乡镇财政"),
                            ("department", "上级部门"),
                            ("enterprise", "企业"),
                            ("villagers", "群众"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="经费来源",
                    ),
                ),
                (
                    "funds",
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
                        verbose_name="计划经费（元）",
                    ),
                ),
                ("method", models.TextField(blank=True, verbose_name="创建工作方法")),
                ("mentoring_unit", models.CharField(blank=True, max_length=120, verbose_name="帮扶（后盾）单位")),
            ],
            options={
                "verbose_name": "乡镇创建方案",
                "verbose_name_plural": "乡镇创建方案",
                "ordering": ["township"],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "township"), name="township_plan_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["filed", "accepted"]), _negated=True),
                            models.Q(
                                ("responsible__isnull", False),
                                models.Q(("funds_source", ""), _negated=True),
                                models.Q(("method", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="filed_plan_names_three_things",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhysicalWork",
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
                    "kind",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="works", to="townships.workkind", verbose_name="类别"
                    ),
                ),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=9,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="数量",
                    ),
                ),
                (
                    "second_quantity",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="另计数量",
                    ),
                ),
                ("done_on", models.DateField(verbose_name="完成日期")),
                ("location", models.CharField(blank=True, max_length=80, verbose_name="具体地点")),
                (
                    "investments",
                    models.ManyToManyField(blank=True, related_name="works", to="townships.investment", verbose_name="所用投入"),
                ),
            ],
            options={
                "verbose_name": "实事工程",
                "verbose_name_plural": "实事工程",
                "ordering": ["-done_on", "-pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["county", "done_on"], name="townships_p_county__0e5972_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="physicalwork_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="physicalwork_submission_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("place", "kind", "done_on", "quantity", "location"),
                        name="physical_work_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quantity__gt", 0), models.Q(("second_quantity", None), ("second_quantity__gt", 0), _connector="OR")
                        ),
                        name="physical_work_is_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidacyEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "candidacy",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="townships.candidacy"),
                ),
                (
                    "action",
                    models.CharField(
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
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("applied", "已申请"),
                            ("creating", "创建中"),
                            ("accepted", "县验收合格"),
                            ("reviewed", "市复核通过"),
                            ("checked", "省抽查通过"),
                            ("noticed", "公示中"),
                            ("named", "已命名"),
                            ("lapsed", "期满失效"),
                            ("revoked", "已撤销"),
                            ("returned", "已退回"),
                        ],
                        max_length=10,
                        verbose_name="原状态",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("applied", "已申请"),
                            ("creating", "创建中"),
                            ("accepted", "县验收合格"),
                            ("reviewed", "市复核通过"),
                            ("checked", "省抽查通过"),
                            ("noticed", "公示中"),
                            ("named", "已命名"),
                            ("lapsed", "期满失效"),
                            ("revoked", "已撤销"),
                            ("returned", "已退回"),
                        ],
                        max_length=10,
                        verbose_name="新状态",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name="经办人"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("reason", models.TextField(blank=True, verbose_name="说明")),
            ],
            options={
                "verbose_name": "申报经过",
                "verbose_name_plural": "申报经过",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by__isnull", False), ("action", "lapse"), _connector="OR"), name="candidacy_event_has_actor"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "candidacy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="townships.candidacy",
                        verbose_name="创建申报",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="公示开始")),
                ("ends_on", models.DateField(verbose_name="公示截止")),
                ("medium", models.CharField(max_length=120, verbose_name="公示方式")),
            ],
            options={
                "verbose_name": "公示",
                "verbose_name_plural": "公示",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="notice_ends_after_start")
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceNeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "criterion",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="townships.criterion"),
                ),
                ("source", models.CharField(max_length=60, verbose_name="佐证来源")),
                (
                    "minimum",
                    models.DecimalField(
                        decimal_places=2,
                        default=1,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="至少",
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证要求",
                "verbose_name_plural": "佐证要求",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("criterion", "source"), name="evidence_need_once")],
            },
        ),
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="townships.scoresheet",
                        verbose_name="考评细则",
                    ),
                ),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "candidacy",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appraisals",
                        to="townships.candidacy",
                        verbose_name="创建申报",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("self", "自评中"),
                            ("submitted", "考评中"),
                            ("scored", "待议定"),
                            ("agreed", "待签字"),
                            ("final", "已定结果"),
                            ("void", "已作废"),
                        ],
                        default="self",
                        editable=False,
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="考评员甲",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="考评员乙",
                    ),
                ),
                ("first_done_at", models.DateTimeField(editable=False, null=True, verbose_name="考评员甲完成时间")),
                ("second_done_at", models.DateTimeField(editable=False, null=True, verbose_name="考评员乙完成时间")),
                ("points", models.DecimalField(decimal_places=2, editable=False, max_digits=6, null=True, verbose_name="得分")),
                ("is_passed", models.BooleanField(editable=False, null=True, verbose_name="合格")),
                ("finished_on", models.DateField(editable=False, null=True, verbose_name="定结果日期")),
            ],
            options={
                "verbose_name": "考评",
                "verbose_name_plural": "考评",
                "ordering": ["-sheet__year", "township", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "void"), _negated=True), fields=("sheet", "township"), name="appraisal_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first", None), models.Q(("first", models.F("second")), _negated=True), _connector="OR"),
                        name="appraisal_has_two_assessors",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["agreed", "final"]), _negated=True),
                            models.Q(("is_passed__isnull", False), ("points__isnull", False)),
                            _connector="OR",
                        ),
                        name="appraisal_result_has_points",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "final"), _negated=True), ("finished_on__isnull", False), _connector="OR"),
                        name="appraisal_final_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters", to="townships.letterbatch", verbose_name="批次"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("township", "县与乡镇"),
                            ("department", "乡镇与部门"),
                            ("village", "乡镇与村（社区）"),
                            ("enterprise", "乡镇与企业"),
                            ("group", "村与组（楼栋）"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="townships.place", verbose_name="制发单位"
                    ),
                ),
                ("sequence", models.PositiveIntegerField(verbose_name="序号")),
                ("number", models.CharField(max_length=60, verbose_name="编号")),
                (
                    "township",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="townships.township",
                        verbose_name="乡镇（街道）",
                    ),
                ),
                (
                    "upper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letters_given", to="townships.place", verbose_name="甲方"
                    ),
                ),
                (
                    "lower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters_received",
                        to="townships.place",
                        verbose_name="乙方",
                    ),
                ),
                (
                    "lower_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="townships.person",
                        verbose_name="部门负责人",
                    ),
                ),
                ("signer", models.CharField(blank=True, max_length=30, verbose_name="乙方负责人")),
                ("issued_on", models.DateField(verbose_name="制发日期")),
                ("content", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="内容")),
            ],
            options={
                "verbose_name": "责任状",
                "verbose_name_plural": "责任状",
                "ordering": ["-year", "batch", "sequence"],
                "abstract": False,
                "indexes": [models.Index(fields=["township", "year"], name="townships_l_townshi_937695_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="letter_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("issuer", "kind", "year", "sequence"), name="letter_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("lower_person", None), ("voided_at", None)),
                        fields=("kind", "year", "lower"),
                        name="letter_once_a_year",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lower_person__isnull", False), ("voided_at", None)),
                        fields=("year", "lower", "lower_person"),
                        name="letter_of_a_department_once_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "department"), ("lower_person__isnull", False)),
                            models.Q(models.Q(("kind", "department"), _negated=True), ("lower_person", None)),
                            _connector="OR",
                        ),
                        name="letter_of_a_department_names_its_head",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MentorVisit",
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
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "mentorship",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="townships.mentorship",
                        verbose_name="帮扶",
                    ),
                ),
                ("visited_on", models.DateField(verbose_name="日期")),
                ("people", models.CharField(max_length=60, verbose_name="帮扶人员")),
                ("content", models.CharField(max_length=200, verbose_name="帮扶事项")),
            ],
            options={
                "verbose_name": "帮扶走访",
                "verbose_name_plural": "帮扶走访",
                "ordering": ["-visited_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="mentorvisit_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="mentorvisit_submission_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MentorAid",
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
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "mentorship",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="townships.mentorship",
                        verbose_name="帮扶",
                    ),
                ),
                ("given_on", models.DateField(verbose_name="日期")),
                (
                    "kind",
                    models.CharField(choices=[("money", "资金"), ("things", "物资")], default="money", max_length=6, verbose_name="类别"),
                ),
                (
                    "worth",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=14,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.01")),
                            django.core.validators.MaxValueValidator(
                                Decimal("99999999999.99"), "不能大于 %(limit_value)s 元，请核对是否多打了数字。"
                            ),
                        ],
                        verbose_name="金额或折价（元）",
                    ),
                ),
                ("what", models.CharField(max_length=120, verbose_name="用途或物资名称、数量")),
                (
                    "investment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentor_aids",
                        to="townships.investment",
                        verbose_name="对应的投入",
                    ),
                ),
            ],
            options={
                "verbose_name": "帮扶资金物资",
                "verbose_name_plural": "帮扶资金物资",
                "ordering": ["-given_on", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="mentoraid_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="mentoraid_submission_once"),
                    models.CheckConstraint(condition=models.Q(("worth__gt", 0)), name="aid_is_worth_something"),
                    models.CheckConstraint(
                        condition=models.Q(("investment", None), ("kind", "money"), _connector="OR"), name="aid_in_things_is_no_investment"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="townships.message", verbose_name="消息"
                    ),
                ),
                (
                    "channel",
                    models.CharField(choices=[("email", "电子邮件"), ("webhook", "消息机器人")], max_length=8, verbose_name="渠道"),
                ),
                (
                    "addressee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="townships.addressee",
                        verbose_name="收件人",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待发送"), ("sent", "已发送"), ("failed", "发送失败")],
                        default="waiting",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("next_attempt_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="下次发送")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="发送时间")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="最近错误")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="提交时间")),
            ],
            options={
                "verbose_name": "外发记录",
                "verbose_name_plural": "外发记录",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["state", "next_attempt_at"], name="townships_d_state_d78a69_idx")],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("channel", "email")), fields=("addressee",), name="delivery_once_by_mail"),
                    models.UniqueConstraint(condition=models.Q(("channel", "webhook")), fields=("message",), name="delivery_once_to_robot"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("channel", "email"), _negated=True), ("addressee__isnull", False), _connector="OR"),
                        name="delivery_mail_has_addressee",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"),
                        name="delivery_sent_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TownshipPlanEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="townships.townshipplan"),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[("draft", "起草"), ("file", "报送"), ("return", "退回"), ("accept", "认可")],
                        max_length=10,
                        verbose_name="操作",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[("draft", "起草中"), ("filed", "已报送"), ("returned", "已退回"), ("accepted", "已认可")],
                        max_length=10,
                        verbose_name="原状态",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[("draft", "起草中"), ("filed", "已报送"), ("returned", "已退回"), ("accepted", "已认可")],
                        max_length=10,
                        verbose_name="新状态",
                    ),
                ),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name="经办人")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
                ("happened_on", models.DateField(verbose_name="日期")),
                ("reason", models.TextField(blank=True, verbose_name="说明")),
            ],
            options={
                "verbose_name": "方案报送经过",
                "verbose_name_plural": "方案报送经过",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanTask",
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
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "campaign",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="townships.campaign",
                        verbose_name="创建活动",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="townships.townshipplan",
                        verbose_name="乡镇创建方案",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="任务")),
                ("due_on", models.DateField(verbose_name="完成期限")),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="townships.person",
                        verbose_name="责任人",
                    ),
                ),
                ("department", models.CharField(blank=True, max_length=60, verbose_name="责任部门")),
                (
                    "township",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="round_tasks",
                        to="townships.township",
                        verbose_name="责任乡镇（街道）",
                    ),
                ),
                ("done_on", models.DateField(editable=False, null=True, verbose_name="完成日期")),
            ],
            options={
                "verbose_name": "工作任务",
                "verbose_name_plural": "工作任务",
                "ordering": ["due_on", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="plantask_void_has_reason",
                    ),
                    models.UniqueConstraint(fields=("created_by", "submission"), name="plantask_submission_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            ("township__isnull", False),
                            models.Q(("department", ""), _negated=True),
                            ("plan__isnull", False),
                            _connector="OR",
                        ),
                        name="task_has_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
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
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="townships.publicnotice",
                        verbose_name="公示",
                    ),
                ),
                ("is_real_name", models.BooleanField(default=True, verbose_name="实名")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="异议人（单位）")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator("^[0-9-]{7,20}$", "请填写 7 至 20 位的电话号码，只用数字和短横线。")
                        ],
                        verbose_name="联系电话",
                    ),
                ),
                ("content", models.TextField(verbose_name="异议内容")),
                ("received_on", models.DateField(verbose_name="收到日期")),
                ("handled_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                ("handling", models.TextField(blank=True, verbose_name="核查处理情况")),
                ("is_upheld", models.BooleanField(blank=True, null=True, verbose_name="是否成立")),
            ],
            options={
                "verbose_name": "公示异议",
                "verbose_name_plural": "公示异议",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="objection_void_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_real_name", False),
                            models.Q(models.Q(("name", ""), _negated=True), models.Q(("phone", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="real_name_has_name_and_phone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handled_on", None), ("is_upheld", None)),
                            models.Q(
                                ("handled_on__isnull", False), ("is_upheld__isnull", False), models.Q(("handling", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="objection_is_handled_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appraisal",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="townships.appraisal"),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("self", "自评"), ("first", "考评员甲"), ("second", "考评员乙"), ("final", "议定")],
                        max_length=6,
                        verbose_name="评分方",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="townships.criterion"),
                ),
                ("out_of", models.DecimalField(decimal_places=2, editable=False, max_digits=5)),
                ("deduction", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="扣分")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="扣分说明")),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "得分",
                "verbose_name_plural": "得分",
                "constraints": [
                    models.UniqueConstraint(fields=("appraisal", "side", "criterion"), name="score_once"),
                    models.CheckConstraint(
                        condition=models.Q(("deduction__gte", 0), ("deduction__lte", models.F("out_of"))),
                        name="score_deduction_within_points",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deduction", 0), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="score_deduction_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClauseCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appraisal",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="townships.appraisal"),
                ),
                ("clause", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="townships.clause")),
                ("holds", models.BooleanField(verbose_name="是否符合（发生）")),
                ("note", models.CharField(max_length=300, verbose_name="核查说明")),
                ("explanation", models.CharField(blank=True, max_length=300, verbose_name="与台账不一致的理由")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("at", models.DateTimeField(verbose_name="核查时间")),
            ],
            options={
                "verbose_name": "条件核查",
                "verbose_name_plural": "条件核查",
                "constraints": [
                    models.UniqueConstraint(fields=("appraisal", "clause"), name="clause_check_once"),
                    models.CheckConstraint(condition=models.Q(("note", ""), _negated=True), name="clause_check_has_note"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appraisal",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="links", to="townships.appraisal"),
                ),
                (
                    "criterion",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="links", to="townships.criterion"),
                ),
                ("source", models.CharField(max_length=60, verbose_name="佐证来源")),
                ("number_then", models.DecimalField(decimal_places=2, editable=False, max_digits=14, null=True, verbose_name="提交时数量")),
            ],
            options={
                "verbose_name": "系统内佐证",
                "verbose_name_plural": "系统内佐证",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("appraisal", "criterion", "source"), name="evidence_link_once")],
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
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
                    "appraisal",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="files", to="townships.appraisal"),
                ),
                (
                    "criterion",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="files", to="townships.criterion"),
                ),
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
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="撤下时间")),
            ],
            options={
                "verbose_name": "佐证文件",
                "verbose_name_plural": "佐证文件",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appraisal",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="signatures", to="townships.appraisal"),
                ),
                (
                    "seat",
                    models.CharField(
                        choices=[("first", "考评员甲"), ("second", "考评员乙"), ("township", "被考评单位")],
                        max_length=8,
                        verbose_name="签字方",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="签字人"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="签字时间")),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="意见")),
            ],
            options={
                "verbose_name": "签字",
                "verbose_name_plural": "签字",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("appraisal", "seat"), name="signature_once")],
            },
        ),
        migrations.CreateModel(
            name="AppraisalEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "appraisal",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="townships.appraisal"),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("open", "开始考评"),
                            ("score", "评分"),
                            ("check", "核查条件"),
                            ("submit", "提交自评"),
                            ("assign", "指定考评员"),
                            ("return", "退回自评"),
                            ("finish", "完成评分"),
                            ("rescore", "重新评分"),
                            ("agree", "议定结果"),
                            ("sign", "签字"),
                            ("conclude", "确定结果"),
                            ("void", "作废"),
                        ],
                        max_length=10,
                        verbose_name="操作",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self", "自评中"),
                            ("submitted", "考评中"),
                            ("scored", "待议定"),
                            ("agreed", "待签字"),
                            ("final", "已定结果"),
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
                            ("self", "自评中"),
                            ("submitted", "考评中"),
                            ("scored", "待议定"),
                            ("agreed", "待签字"),
                            ("final", "已定结果"),
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
            ],
            options={
                "verbose_name": "考评经过",
                "verbose_name_plural": "考评经过",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LetterSignature",
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
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signatures", to="townships.letter", verbose_name="责任状"
                    ),
                ),
                ("side", models.CharField(choices=[("upper", "甲方"), ("lower", "乙方")], max_length=5, verbose_name="签字方")),
                ("signed_on", models.DateField(verbose_name="签字日期")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="登记人"
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "签字登记",
                "verbose_name_plural": "签字登记",
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("voided_at", None),
                            models.Q(("voided_by__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="lettersignature_void_has_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)), fields=("letter", "side"), name="letter_side_signs_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanTaskEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("task", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="events", to="townships.plantask")),
                ("done_on", models.DateField(null=True, verbose_name="完成日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name="经办人")),
                ("at", models.DateTimeField(verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "任务办理经过",
                "verbose_name_plural": "任务办理经过",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PhoneSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="phone_seen",
                        to="townships.objection",
                        verbose_name="公示异议",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="查看人"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="查看时间")),
            ],
            options={
                "verbose_name": "电话查看记录",
                "verbose_name_plural": "电话查看记录",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LetterScan",
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
                    "signature",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="townships.lettersignature",
                        verbose_name="签字登记",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "责任状扫描件",
                "verbose_name_plural": "责任状扫描件",
                "ordering": ["pk"],
            },
        ),
    ]
