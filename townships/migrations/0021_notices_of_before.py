"""What hangs as a notice already gets its period: the day of its step and five working days."""

from datetime import timedelta

from django.db import migrations

from townships.workdays import add_workdays


def add_notices(apps, schema_editor):
    event, notice = apps.get_model("townships", "CandidacyEvent"), apps.get_model("townships", "PublicNotice")
    for candidacy in apps.get_model("townships", "Candidacy").objects.filter(state="noticed", notices=None):
        first = event.objects.filter(candidacy=candidacy, action="notice").latest("pk").happened_on
        last = add_workdays(first - timedelta(days=1), candidacy.campaign.notice_workdays)
        notice.objects.create(candidacy=candidacy, starts_on=first, ends_on=last, medium="系统升级前登记")


class Migration(migrations.Migration):
    dependencies = [("townships", "0020_campaign_in_full")]

    operations = [migrations.RunPython(add_notices, migrations.RunPython.noop)]
