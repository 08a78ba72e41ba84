from django.db import models
from django.utils.translation import gettext_lazy as _


class NormQuerySet(models.QuerySet):
    def of_year(self, year):
        """{key: Norm} as they held in that year: a new value is a new row from its year on, so past years keep theirs."""
        return {norm.key: norm for norm in self.filter(from_year__lte=year).order_by("from_year")}


class Norm(models.Model):
    """规定值: a number that a law, a standard or the county's own paper asks for, with its source. Without a row nothing is asked."""

    class Key(models.TextChoices):
        ROOMS = "station.rooms", _("安监站办公用房")
        AREA = "station.area", _("安监站办公面积")
        CERTIFIED = "station.certified", _("专职安监人员持证比例")
        OFFICES = "station.offices", _("设立安全生产办公室的村（社区）比例")
        BUDGET = "station.budget", _("安监站年度经费")
        BUDGET_PER_HEAD = "station.budget_per_head", _("安监站年度经费（按人口）")
        REVIEW = "provisions.review", _("制度、预案评估修订间隔")
        DRILL = "drills.interval", _("乡镇应急演练间隔")
        DRILL_OF_FIRMS = "drills.high_risk", _("高危企业应急演练间隔")
        DRILL_OF_VILLAGES = "drills.village", _("村（社区）应急演练间隔")
        REPORT = "accidents.report", _("事故单位报告时限")
        PASS_ON = "accidents.pass_on", _("逐级上报时限")
        DEATHS_AT_ONCE = "accidents.deaths_at_once", _("一票否决：一次死亡")

    key = models.CharField(_("项目"), max_length=30, choices=Key)
    number = models.DecimalField(_("数值"), max_digits=10, decimal_places=2)
    unit = models.CharField(_("单位"), max_length=10)
    from_year = models.PositiveSmallIntegerField(_("自何年起"), default=2000)
    source = models.CharField(_("依据"), max_length=120)

    objects = NormQuerySet.as_manager()

    class Meta:
        verbose_name = _("规定值")
        verbose_name_plural = _("规定值")
        ordering = ["key", "from_year"]
        constraints = [
            models.UniqueConstraint(fields=["key", "from_year"], name="norm_once_a_year"),
            models.CheckConstraint(name="norm_not_negative", condition=models.Q(number__gte=0)),
        ]

    def __str__(self):
        return f"{self.get_key_display()} {self.number.normalize():f} {self.unit}"


class StaffMinimum(models.Model):
    """How many full-time people a township of that population and above needs; the highest row that fits holds."""

    population_from = models.PositiveIntegerField(_("人口不少于"), unique=True)
    minimum = models.PositiveSmallIntegerField(_("专职安监人员至少（人）"))
    source = models.CharField(_("依据"), max_length=120)

    class Meta:
        verbose_name = _("专职人员配备标准")
        verbose_name_plural = _("专职人员配备标准")
        ordering = ["population_from"]

    def __str__(self):
        return f"≥ {self.population_from}：{self.minimum}"
