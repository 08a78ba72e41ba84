from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.fields import InitialsField
from townships.scope import ScopedQuerySet
from townships.validators import MOST_COUNTED


class Sector(models.Model):
    """行业领域. Each maps to one row of the two statutory monthly tables, or to none (RULES section 6)."""

    class Table(models.TextChoices):
        INDUSTRIAL = "1", _("表一 工矿企业")
        TRANSPORT = "2", _("表二 交通运输等")
        NONE = "", _("不计入月报")

    key = models.SlugField(_("代码"), unique=True)
    name = models.CharField(_("名称"), max_length=30, unique=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_high_risk = models.BooleanField(_("高危行业"), default=False)
    return_table = models.CharField(_("月报表"), max_length=1, choices=Table, blank=True)
    return_row = models.PositiveSmallIntegerField(_("月报行次"), null=True, blank=True)

    class Meta:
        verbose_name = _("行业领域")
        verbose_name_plural = _("行业领域")
        ordering = ["position"]

    def __str__(self):
        return self.name


class Level(models.TextChoices):
    COUNTY = "county", _("县（市、区）")
    TOWNSHIP = "township", _("乡镇（街道）")
    ZONE = "zone", _("片区")
    VILLAGE = "village", _("行政村（社区）")
    GROUP = "group", _("村民小组（楼栋）")
    ENTERPRISE = "enterprise", _("企业")
    KEY_SITE = "key_site", _("重点部位")


# What a place of each level may stand under.
PARENT_LEVELS = {
    Level.COUNTY: [],
    Level.TOWNSHIP: [Level.COUNTY],
    Level.ZONE: [Level.TOWNSHIP],
    Level.VILLAGE: [Level.TOWNSHIP, Level.ZONE],
    Level.GROUP: [Level.VILLAGE],
    Level.ENTERPRISE: [Level.TOWNSHIP, Level.VILLAGE],
    Level.KEY_SITE: [Level.TOWNSHIP, Level.VILLAGE],
}


class PlaceQuerySet(ScopedQuerySet):
    def in_county(self, county):
        return self.filter(Q(pk=county) | Q(county=county))

    def in_township(self, township):
        return self.filter(Q(pk=township) | Q(township=township))

    def open_on(self, day):
        return self.open_within(day, day)

    def open_within(self, start, end):
        """Opened by the end and not closed before the start, or on it: those of a period that their work is counted for."""
        return self.unclosed_on(start).filter(Q(opened_on=None) | Q(opened_on__lte=end))

    def unclosed_on(self, day):
        """Also those that were opened only afterwards."""
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))

    def standing_on(self, day):
        """`parent_then`: the key of what each stood under on that day; where nobody has moved it, it always stood where it stands."""
        moves = PlaceMove.objects.filter(place=OuterRef("pk")).order_by("pk")
        # What was told last counts, from its day on: a wrong day or parent is put right by telling it again.
        told = moves.filter(Q(moved_on=None) | Q(moved_on__lte=day)).reverse()
        steps = [Subquery(told.values("parent")[:1]), Subquery(moves.values("former_parent")[:1]), F("parent_id")]
        return self.annotate(parent_then=Coalesce(*steps, output_field=models.BigIntegerField()))

    def with_kind(self):
        """`own_kind`: what a group, village, township or key site says of itself (building, town, ferry); None elsewhere."""
        return self.annotate(own_kind=Coalesce("as_group__kind", "as_village__kind", "as_township__kind", "as_key_site__kind"))

    def named_for(self, user):
        """What the user may choose from, under the county's name as well where that is one of several: two may have a 城关镇."""
        visible = self.visible_to(user)
        several = user.has_whole_deployment and County.objects.count() > 1
        return visible.annotate(of_county=F("county__name")) if several else visible

    def search(self, words):
        """Places whose name holds the words or whose pinyin initials begin with them (gtx for 官亭乡)."""
        return self.filter(Q(name__icontains=words) | Q(initials__startswith=words.lower()))


class Place(models.Model):
    """Anything that somebody answers for; the tree runs from the county down to a group, an enterprise or a key site.

    County, Township and so on are this row and a row of their own; duties and hazards point here.
    A place that no longer exists gets a closing date: rows that a figure counted are never deleted. One without an opening
    date was always there: what a past year lacked must not change because a place is registered today.
    """

    county_path, township_path = "county", "township"
    # Set by named_for, where a user chooses among the townships of several counties.
    of_county = ""

    level = models.CharField(_("层级"), max_length=12, choices=Level, editable=False)
    name = models.CharField(_("名称"), max_length=80)
    initials = InitialsField(source="name")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级"))
    county = models.ForeignKey("County", models.PROTECT, null=True, blank=True, related_name="places", verbose_name=_("县（市、区）"))
    township = models.ForeignKey("Township", models.PROTECT, null=True, blank=True, related_name="places", verbose_name=_("乡镇（街道）"))
    is_high_risk = models.BooleanField(_("高危"), default=False)
    opened_on = models.DateField(_("设立或纳入监管日期"), null=True, blank=True)
    closed_on = models.DateField(_("撤并或注销日期"), null=True, blank=True)

    objects = PlaceQuerySet.as_manager()
    own_level = None

    class Meta:
        verbose_name = _("单位或部位")
        verbose_name_plural = _("单位和部位")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="place_stands_in_its_county",
                condition=Q(level=Level.COUNTY, county=None, parent=None) | (~Q(level=Level.COUNTY) & Q(county__isnull=False)),
            ),
            models.CheckConstraint(
                name="place_stands_in_its_township",
                condition=Q(level__in=[Level.COUNTY, Level.TOWNSHIP], township=None)
                | (~Q(level__in=[Level.COUNTY, Level.TOWNSHIP]) & Q(township__isnull=False)),
            ),
            models.CheckConstraint(
                name="place_closes_after_it_opened",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(opened_on__lte=F("closed_on")),
            ),
            models.UniqueConstraint(
                fields=["parent", "level", "name"], name="place_name_once_under_its_parent", condition=Q(closed_on=None)
            ),
        ]
        indexes = [models.Index(fields=["township", "level"]), models.Index(fields=["county", "level"])]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.own_level and not self.level:
            self.level = self.own_level

    def __str__(self):
        return f"{self.of_county}{self.name}"

    def get_absolute_url(self):
        return reverse(f"townships:{self.level}", args=[self.pk])

    @property
    def local_name(self):
        """清泉村第1组: a group's own name says nothing outside its village. Queries the parent if it is not loaded."""
        return f"{self.parent}{self.name}" if self.level == Level.GROUP else self.name

    @property
    def is_county(self):
        return self.level == Level.COUNTY

    @property
    def is_below_township(self):
        return self.level not in (Level.COUNTY, Level.TOWNSHIP)

    def is_open(self, day):
        return (self.opened_on is None or self.opened_on <= day) and (self.closed_on is None or self.closed_on > day)

    def stand_under(self, parent):
        """Take the parent's county and township: a place stands where its parent stands."""
        self.parent_id = parent.pk
        self.county_id = parent.county_id or parent.pk
        self.township_id = parent.pk if parent.level == Level.TOWNSHIP else parent.township_id


class PlaceMove(models.Model):
    """划转, append-only: from which day a place stands under another parent (its zone or village), and under which it stood before.

    Without a day the entry before was wrong: the place always stood under the new one.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="moves", verbose_name=_("单位或部位"))
    former_parent = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("原上级"))
    parent = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("上级"))
    moved_on = models.DateField(_("划转日期"), null=True, blank=True)
    by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name=_("登记人"))
    at = models.DateTimeField(_("登记时间"), default=timezone.now)

    class Meta:
        verbose_name = _("划转记录")
        verbose_name_plural = _("划转记录")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="place_move_changes_the_parent", condition=~Q(parent=F("former_parent")))]

    def __str__(self):
        return f"{self.place}：{self.former_parent} → {self.parent}"


class PlaceClosing(models.Model):
    """One entry of a closing: what it ended, so that a mistaken one can be taken back (townships/closing.py).

    `ended`: {"terms": [[key, the end before or None]], "voided": [keys], "teams": [keys]}. One that was taken back never changes again.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="closings", verbose_name=_("单位或部位"))
    closed_on = models.DateField(_("撤并或注销日期"))
    ended = models.JSONField(default=dict, editable=False)
    by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name=_("登记人"))
    at = models.DateTimeField(_("登记时间"), default=timezone.now)
    taken_back_by = models.ForeignKey("User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤回人"))
    taken_back_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("撤并（注销）记录")
        verbose_name_plural = _("撤并（注销）记录")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["place"], name="place_closing_stands_once", condition=Q(taken_back_at=None)),
            models.CheckConstraint(
                name="place_closing_taken_back_by_somebody",
                condition=Q(taken_back_at=None, taken_back_by=None) | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.place} {self.closed_on}"


def place_link(related_name):
    """The parent link by a name of its own, as county and township are names of ordinary links."""
    return models.OneToOneField(Place, models.CASCADE, parent_link=True, primary_key=True, related_name=related_name)


class County(Place):
    """县（市、区）, with the words that its papers carry."""

    own_level = Level.COUNTY
    place_ptr = place_link("as_county")

    code = models.CharField(
        _("行政区划代码"), max_length=6, unique=True, validators=[RegexValidator(r"^\d{6}$", _("请填写 6 位数字代码。"))]
    )
    city_name = models.CharField(_("所属市州"), max_length=30, blank=True)
    bureau_name = models.CharField(_("主管部门全称"), max_length=60, help_text=_("落款用，如：XX县安全生产监督管理局"))
    document_prefix = models.CharField(_("发文字号代字"), max_length=20, help_text=_("如：临安监"))
    # A paper's code word is that of the organ that issues it (GB/T 9704-2012, 7.2.5), and not of the bureau that writes it.
    government_prefix = models.CharField(
        _("县政府发文代字"), max_length=20, blank=True, help_text=_("以县政府名义制发的督办函、责任状用，如：临政")
    )
    committee_prefix = models.CharField(
        _("县安委会发文代字"), max_length=20, blank=True, help_text=_("以县安委会名义制发的督办函用，如：临安")
    )
    review_authority = models.CharField(_("行政复议机关"), max_length=60, blank=True)
    court = models.CharField(_("行政诉讼法院"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("县（市、区）")
        verbose_name_plural = _("县（市、区）")
        constraints = [
            # Two organs with one code word would give one number twice.
            models.CheckConstraint(
                name="county_code_words_differ",
                condition=~Q(government_prefix=F("document_prefix"))
                & ~Q(committee_prefix=F("document_prefix"))
                & (~Q(committee_prefix=F("government_prefix")) | Q(committee_prefix="")),
                violation_error_message=_("县局、县政府、县安委会的发文代字不能相同，否则会有两份文书同号。"),
            )
        ]


class Township(Place):
    # A township stands in itself: what a figure by township counts under it.
    township_path = "pk"
    own_level = Level.TOWNSHIP
    place_ptr = place_link("as_township")

    class Kind(models.TextChoices):
        TOWNSHIP = "township", _("乡")
        TOWN = "town", _("镇")
        SUBDISTRICT = "subdistrict", _("街道")

    kind = models.CharField(_("类别"), max_length=12, choices=Kind, default=Kind.TOWNSHIP)
    code = models.CharField(
        _("统计用区划代码"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^(\d{9}|\d{12})$", _("请填写 9 位或 12 位数字代码。"))],
    )
    document_prefix = models.CharField(_("文书代字"), max_length=20, help_text=_("如“官亭”，文书编号为：官亭〔2026〕17号"))
    population = models.PositiveIntegerField(_("人口"), default=0, validators=[MOST_COUNTED])

    class Meta:
        verbose_name = _("乡镇（街道）")
        verbose_name_plural = _("乡镇（街道）")

    @property
    def government(self):
        """The organ that signs: 官亭乡人民政府, 金鱼岭街道办事处."""
        return self.name + ("办事处" if self.kind == self.Kind.SUBDISTRICT else "人民政府")


class Zone(Place):
    """片区: villages under one zone chief, one of the township's deputies (second document)."""

    own_level = Level.ZONE
    place_ptr = place_link("as_zone")

    class Meta:
        verbose_name = _("片区")
        verbose_name_plural = _("片区")


class Village(Place):
    own_level = Level.VILLAGE
    place_ptr = place_link("as_village")

    class Kind(models.TextChoices):
        VILLAGE = "village", _("行政村")
        COMMUNITY = "community", _("社区")

    kind = models.CharField(_("类别"), max_length=12, choices=Kind, default=Kind.VILLAGE)
    code = models.CharField(
        _("统计用区划代码"), max_length=12, blank=True, validators=[RegexValidator(r"^\d{12}$", _("请填写 12 位数字代码。"))]
    )
    population = models.PositiveIntegerField(_("人口"), default=0, validators=[MOST_COUNTED])
    households = models.PositiveIntegerField(
        _("户数"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MOST_COUNTED],
        help_text=_("村（社区）户册上的户数；验收走访农户时据此抽到户册上的第几户"),
    )

    class Meta:
        verbose_name = _("行政村（社区）")
        verbose_name_plural = _("行政村（社区）")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="village_code_once",
                condition=~Q(code=""),
                violation_error_code="unique",
                violation_error_message=_("该代码已用于另一个村（社区），请核对。"),
            )
        ]


class Group(Place):
    own_level = Level.GROUP
    place_ptr = place_link("as_group")

    class Kind(models.TextChoices):
        GROUP = "group", _("村民小组")
        BUILDING = "building", _("楼栋")

    kind = models.CharField(_("类别"), max_length=12, choices=Kind, default=Kind.GROUP)

    class Meta:
        verbose_name = _("村民小组（楼栋）")
        verbose_name_plural = _("村民小组（楼栋）")


class CarriesBoard(models.Model):
    """What a duty board (责任牌) tells whoever stands before it, besides the place and who answers for it."""

    risk = models.CharField(_("主要危险"), max_length=200, blank=True)
    measures = models.CharField(_("防范措施"), max_length=200, blank=True)
    on_discovery = models.CharField(
        _("发现险情怎么办"), max_length=200, blank=True, help_text=_("不填则印：立即撤离、设警戒、半小时内报告")
    )
    report_phone = models.CharField(
        _("险情报告电话"),
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^[0-9-]{3,20}$", _("请填写 3 至 20 位的电话号码，只用数字和短横线。"))],
        help_text=_("印在责任牌上，如值班电话；不填则印 12350"),
    )

    class Meta:
        abstract = True


class Enterprise(CarriesBoard, Place):
    own_level = Level.ENTERPRISE
    place_ptr = place_link("as_enterprise")

    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name=_("行业领域"))
    credit_code = models.CharField(
        _("统一社会信用代码"),
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^[0-9A-Z]{18}$", _("请填写 18 位代码，由数字和大写字母组成。"))],
    )
    address = models.CharField(_("地址"), max_length=120, blank=True)
    employees = models.PositiveIntegerField(
        _("从业人数"),
        null=True,
        blank=True,
        validators=[MOST_COUNTED],
        # 安全生产法（2021）第二十四条
        help_text=_("超过 100 人的，须设安全生产管理机构或配专职安全员"),
    )

    class Meta:
        verbose_name = _("企业（生产经营单位）")
        verbose_name_plural = _("企业（生产经营单位）")
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                name="enterprise_credit_code_once",
                condition=~Q(credit_code=""),
                violation_error_code="unique",
                violation_error_message=_("该统一社会信用代码已登记在另一家企业名下，请核对。"),
            )
        ]


class KeySite(CarriesBoard, Place):
    """重点部位: watched without being an enterprise; carries a duty board (责任牌)."""

    own_level = Level.KEY_SITE
    place_ptr = place_link("as_key_site")

    class Kind(models.TextChoices):
        SLOPE = "slope", _("滑坡、危岩")
        RESERVOIR = "reservoir", _("病险水库、山塘")
        FERRY = "ferry", _("渡口")
        BRIDGE = "bridge", _("危桥")
        ROAD = "road", _("事故多发路段")
        FOREST = "forest", _("森林防火重点")
        CROWD = "crowd", _("人员密集场所")
        OTHER = "other", _("其他")

    kind = models.CharField(_("类别"), max_length=12, choices=Kind, default=Kind.OTHER)
    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name=_("行业领域"))
    location = models.CharField(_("具体位置"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("重点部位")
        verbose_name_plural = _("重点部位")
