from django.db import migrations, models
from django.utils import timezone

from townships.append_only import AppendOnly


def keep_circulars(apps, schema_editor):
    """Each half month's circular becomes a bulletin, with its number, its series and its PDF."""
    bulletins, jobs = apps.get_model("hazards", "Bulletin").objects, apps.get_model("papers", "PrintJob").objects
    for told in apps.get_model("hazards", "Circular").objects.order_by("pk"):
        same = {name: getattr(told, name) for name in ("county_id", "year", "sequence", "starts_on", "ends_on", "content")}
        issued = {"issued_on": timezone.localdate(told.issued_at), "created_at": told.issued_at, "created_by_id": told.issued_by_id}
        kept = bulletins.create(kind="major", **same, **issued)
        jobs.filter(kind="circular", subject_id=told.pk).update(kind="bulletin", subject_id=kept.pk)
    for series in apps.get_model("hazards", "NumberSeries").objects.filter(key__startswith="circular:"):
        series.key = f"bulletin:major:{series.key.partition(':')[2]}"
        series.save()


class Migration(migrations.Migration):
    dependencies = [("hazards", "0047_joined_choices"), ("papers", "0001_print_jobs")]

    operations = [
        migrations.AlterModelOptions(
            "bulletin", {"ordering": ["-issued_on", "-pk"], "verbose_name": "通报", "verbose_name_plural": "通报"}
        ),
        migrations.AddField("bulletin", "ends_on", models.DateField(blank=True, null=True, verbose_name="止")),
        migrations.AddField("bulletin", "starts_on", models.DateField(blank=True, null=True, verbose_name="起")),
        migrations.AlterField(
            "bulletin",
            "kind",
            models.CharField(
                choices=[("circular", "县通报"), ("brief", "县长一页纸"), ("major", "重大隐患半月通报")], max_length=8, verbose_name="文种"
            ),
        ),
        migrations.AddConstraint("bulletin", models.UniqueConstraint(fields=("county", "starts_on"), name="bulletin_half_month_once")),
        migrations.AddConstraint(
            "bulletin",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_on__isnull", False), ("kind", "major"), ("starts_on__isnull", False)),
                    models.Q(models.Q(("kind", "major"), _negated=True), ("ends_on", None), ("starts_on", None)),
                    _connector="OR",
                ),
                name="bulletin_of_majors_has_half_month",
            ),
        ),
        # Its table was rebuilt (townships/append_only.py); before rows come, as PostgreSQL changes no table with unchecked rows.
        AppendOnly("hazards_bulletin"),
        migrations.RunPython(keep_circulars, migrations.RunPython.noop),
        migrations.DeleteModel("Circular"),
    ]
