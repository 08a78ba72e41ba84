from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("papers", "0001_print_jobs"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PrintJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30, verbose_name="文种")),
                ("subject_id", models.PositiveBigIntegerField(verbose_name="对象")),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "排队中"), ("running", "排版中"), ("done", "已完成"), ("failed", "未能完成")],
                        default="queued",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="送出时间")),
                ("token", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="次数")),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("message", models.CharField(blank=True, max_length=200, verbose_name="进度")),
                ("warning", models.CharField(blank=True, max_length=200, verbose_name="提示")),
                ("file", models.FileField(blank=True, max_length=200, upload_to="papers/", verbose_name="文件")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="提交时间")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="完成时间")),
            ],
            options={
                "verbose_name": "印制任务",
                "verbose_name_plural": "印制任务",
                "indexes": [models.Index(fields=["state", "lease_until"], name="papers_prin_state_afc837_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "subject_id"), name="print_job_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), models.Q(("file", ""), _negated=True), _connector="OR"
                        ),
                        name="print_job_done_has_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "running"), _negated=True),
                            models.Q(("lease_until__isnull", False), ("token__isnull", False)),
                            _connector="OR",
                        ),
                        name="print_job_running_has_lease",
                    ),
                ],
            },
        ),
    ]
