import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from townships.scope import ScopedQuerySet

from .people import User
from .places import County, Township


class Message(models.Model):
    """消息: what the system told, and about which row. Append-only; who was told stands in Addressee."""

    county_path, township_path = "county", "township"

    class Kind(models.TextChoices):
        URGENT = "urgent", _("可能立即引发事故")
        MAJOR = "major", _("重大隐患上报")
        REPLIED = "replied", _("整改回复待复查")
        ESCALATED = "escalated", _("逾期督办")
        APPLIED = "applied", _("申请待审批")
        REPORTED = "reported", _("群众举报待核实")
        RETURNED = "returned", _("创建材料被退回")
        SIGN = "sign", _("考评结果待签字")
        LAPSING = "lapsing", _("称号即将期满")
        DECIDED = "decided", _("复查、审批结果")
        ANSWERED = "answered", _("督办函的书面答复")

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    county = models.ForeignKey(County, models.PROTECT, related_name="messages", verbose_name=_("县（市、区）"))
    township = models.ForeignKey(Township, models.PROTECT, null=True, blank=True, related_name="messages", verbose_name=_("乡镇（街道）"))
    kind = models.CharField(_("类别"), max_length=12, choices=Kind)
    # What it is about, so that the same thing is told once however often somebody tries.
    key = models.CharField(max_length=100)
    text = models.CharField(_("内容"), max_length=300)
    path = models.CharField(_("关联记录"), max_length=200)
    sent_at = models.DateTimeField(_("时间"), default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["county", "key"], name="message_once")]

    def __str__(self):
        return self.text


class AddresseeQuerySet(models.QuerySet):
    def of(self, user):
        """Somebody's inbox: nobody else reads it, whatever their scope."""
        return self.filter(user=user)

    def unread(self):
        return self.filter(read_at=None)

    def for_list(self):
        """With all that a row of the inbox shows."""
        return self.select_related("message__township")


class Addressee(models.Model):
    """One message in one inbox. Once read it never changes."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="addressees", verbose_name=_("消息"))
    user = models.ForeignKey(User, models.PROTECT, related_name="inbox", verbose_name=_("收件人"))
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("收到的消息")
        verbose_name_plural = _("收到的消息")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="addressee_once")]
        indexes = [models.Index(fields=["user", "read_at"])]

    def __str__(self):
        return f"{self.user} {self.message}"

    def get_absolute_url(self):
        return reverse("townships:message", args=[self.pk])


class DeliveryQuerySet(ScopedQuerySet):
    def due(self, at):
        """Waiting, and not so soon after the last attempt."""
        return self.filter(state=Delivery.State.WAITING, next_attempt_at__lte=at, attempts__lt=Delivery.MAX_ATTEMPTS)

    def exhausted(self, at):
        """Every attempt is used up and the last one was never heard of again: its worker died."""
        return self.filter(state=Delivery.State.WAITING, next_attempt_at__lte=at, attempts__gte=Delivery.MAX_ATTEMPTS)

    def for_list(self):
        return self.select_related("message__township", "addressee__user__person")


class Delivery(models.Model):
    """外发: one message on its way out of the system. The row, not the broker, decides who sends it and when again."""

    county_path, township_path = "message__county", "message__township"

    MAX_ATTEMPTS = 6

    class Channel(models.TextChoices):
        EMAIL = "email", _("电子邮件")
        WEBHOOK = "webhook", _("消息机器人")

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")

    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries", verbose_name=_("消息"))
    channel = models.CharField(_("渠道"), max_length=8, choices=Channel)
    # Whose mail it is; the robot gets a message once, whoever it is for.
    addressee = models.ForeignKey(Addressee, models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name=_("收件人"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    next_attempt_at = models.DateTimeField(_("下次发送"), default=timezone.now)
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)
    last_error = models.CharField(_("最近错误"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("提交时间"), default=timezone.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("外发记录")
        verbose_name_plural = _("外发记录")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["addressee"], name="delivery_once_by_mail", condition=Q(channel="email")),
            models.UniqueConstraint(fields=["message"], name="delivery_once_to_robot", condition=Q(channel="webhook")),
            models.CheckConstraint(name="delivery_mail_has_addressee", condition=~Q(channel="email") | Q(addressee__isnull=False)),
            models.CheckConstraint(name="delivery_sent_has_time", condition=~Q(state="sent") | Q(sent_at__isnull=False)),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"])]

    def __str__(self):
        return f"{self.get_channel_display()} {self.message}"

    @property
    def waits_until(self):
        return self.next_attempt_at if self.state == self.State.WAITING else None

    @property
    def has_failed(self):
        return self.state == self.State.FAILED

    @property
    def state_colour(self):
        """A key of the colours in static/css/components.css."""
        return "done" if self.state == self.State.SENT else self.state
