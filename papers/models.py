from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PrintJobQuerySet(models.QuerySet):
    def lapsed(self, at):
        """Claimed by a worker that has not been heard of since its lease ran out."""
        return self.filter(state=PrintJob.State.RUNNING, lease_until__lt=at)

    def claimable(self, at):
        waiting = Q(state=PrintJob.State.QUEUED) | Q(state=PrintJob.State.RUNNING, lease_until__lt=at)
        return self.filter(waiting, attempts__lt=PrintJob.MAX_ATTEMPTS)


class PrintJob(models.Model):
    """印制任务: one paper to be made once. The row, not the broker, decides which worker may finish it.

    A worker claims the row with a lease and a token in one UPDATE, renews the lease while it works, and
    finishes with an UPDATE that still holds its token; a sweeper sends again what waits or whose lease ran out.
    """

    MAX_ATTEMPTS = 3

    class State(models.TextChoices):
        QUEUED = "queued", _("排队中")
        RUNNING = "running", _("排版中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("未能完成")

    kind = models.CharField(_("文种"), max_length=30)
    subject_id = models.PositiveBigIntegerField(_("对象"))
    state = models.CharField(_("状态"), max_length=8, choices=State, default=State.QUEUED)
    sent_at = models.DateTimeField(_("送出时间"), null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(_("进度"), max_length=200, blank=True)
    # What the paper was delivered in spite of: characters that no paper face has.
    warning = models.CharField(_("提示"), max_length=200, blank=True)
    file = models.FileField(_("文件"), upload_to="papers/", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    objects = PrintJobQuerySet.as_manager()

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

    @property
    def is_done(self):
        return self.state == self.State.DONE

    @property
    def has_failed(self):
        return self.state == self.State.FAILED

    @property
    def is_under_way(self):
        return self.state in {self.State.QUEUED, self.State.RUNNING}
