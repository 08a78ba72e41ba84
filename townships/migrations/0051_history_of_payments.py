import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from townships.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("townships", "0051_revisions_of_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(choices=[("link", "关联"), ("unlink", "取消关联")], max_length=6, verbose_name="操作")),
                ("paid_model", models.CharField(max_length=60)),
                ("paid_key", models.PositiveBigIntegerField()),
                ("paid_for", models.CharField(max_length=200, verbose_name="用于")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
            ],
            options={
                "verbose_name": "投入关联记录",
                "verbose_name_plural": "投入关联记录",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="mentoraid",
            name="investment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mentor_aids",
                to="townships.investment",
                verbose_name="对应的投入",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentoraid",
            constraint=models.CheckConstraint(
                condition=models.Q(("investment", None), ("kind", "money"), _connector="OR"), name="aid_in_things_is_no_investment"
            ),
        ),
        migrations.AddField(
            model_name="paymentevent",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="经办人"
            ),
        ),
        migrations.AddField(
            model_name="paymentevent",
            name="investment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payment_events", to="townships.investment", verbose_name="投入"
            ),
        ),
        migrations.AddIndex(
            model_name="paymentevent",
            index=models.Index(fields=["paid_model", "paid_key"], name="townships_p_paid_mo_b2d958_idx"),
        ),
        AppendOnly("townships_paymentevent"),
    ]
