from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PrintJob(models.Model):
    """印制任务: one paper to be made once. The row, not the broker, decides which worker may finish it.

    A worker claims the row with a lease and a token in one UPDATE, renews the lease while it works, and
    finishes with an UPDATE that still holds its token; a sweeper sends again what waits or whose lease ran out.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("排版中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未能完成")

    kind = models.CharField(_("文种"), max_length=30)
    subject_id = models.PositiveBigIntegerField(_("对象"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.QUEUED)
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(_("进度"), max_length=200, blank=True)
    file = models.FileField(_("文件"), upload_to="papers/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("印制任务")
        verbose_name_plural = _("印制任务")
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="print_job_once"),
            models.CheckConstraint(name="print_job_done_has_file", condition=~Q(state="done") | ~Q(file="")),
            models.CheckConstraint(
                name="print_job_running_has_lease", condition=~Q(state="running") | Q(token__isnull=False, lease_until__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self):
        return f"{self.kind} {self.subject_id}"
