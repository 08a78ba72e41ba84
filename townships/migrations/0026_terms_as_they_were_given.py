from datetime import timedelta

from django.db import migrations, models
from django.db.models import Q


def keep_what_was_given(apps, schema_editor):
    """A title's years are read off its own days, a term and one for each re-check; a notice's off its round, which alone tells them."""
    titles, notices = (apps.get_model("townships", name).objects for name in ("Candidacy", "PublicNotice"))
    for title in list(titles.exclude(valid_until=None).select_related("campaign")):
        terms = 1 + title.events.filter(action="keep").count()
        years = years_of(title, terms)
        titles.filter(pk=title.pk).update(title_years=years or title.campaign.title_years)
    for pk, workdays in list(notices.values_list("pk", "candidacy__campaign__notice_workdays")):
        notices.filter(pk=pk).update(workdays=workdays)


def years_of(title, terms):
    """0 where they don't come out whole: the round was changed between naming and re-check."""
    years = title.named_on and (title.valid_until + timedelta(days=1)).year - title.named_on.year
    return years // terms if years and years % terms == 0 else 0


class Migration(migrations.Migration):
    dependencies = [
        ("townships", "0025_more_put_right"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidacy",
            name="title_years",
            field=models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="称号有效期（年）"),
        ),
        migrations.AddField(
            model_name="publicnotice",
            name="workdays",
            field=models.PositiveSmallIntegerField(default=5, editable=False, verbose_name="公示期（工作日）"),
            preserve_default=False,
        ),
        migrations.RunPython(keep_what_was_given, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="candidacy",
            constraint=models.CheckConstraint(
                condition=Q(valid_until=None) | Q(title_years__isnull=False), name="candidacy_term_has_years"
            ),
        ),
    ]
