from argparse import ArgumentTypeError
from collections import Counter
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from townships.figure import rate
from townships.gaps import count_by_township, survey
from townships.models import Place


class Command(BaseCommand):
    help = "Lists every gap of the responsibility chain, one line each, and the totals by township."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=day, help="the day, as 2026-11-24; today if left out")

    def handle(self, *args, on, **options):
        on = on or timezone.localdate()
        found = survey(Place.objects.all(), on=on)
        for gap in found.gaps:
            self.stdout.write(line(gap))
        self.write_totals(found, on)

    def write_totals(self, found, on):
        gaps, total = found.gaps, found.total
        names = dict(Place.objects.filter(pk__in=filter(None, found.by_township)).values_list("pk", "name"))
        told = {"on": on, "count": len(gaps), "rate": rate(total.filled, total.required)}
        self.stdout.write(_("%(on)s：空白点 %(count)s 处，岗位落实率 %(rate)s") % told)
        counts = count_by_township(gaps)
        for township, posts in found.by_township.items():
            number = counts.get(township, Counter()).total()
            self.stdout.write(f"{names.get(township, _('县级'))}\t{number}\t{rate(posts.filled, posts.required)}")


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("日期应写作 2026-11-24，不是 %s。") % text) from None


def line(gap):
    where = f"{gap.place.township or gap.place}\t{gap.place.local_name}"
    held = f"{gap.held}/{gap.rule.minimum}"
    reasons = "、".join(str(fault.reason.label) for fault in gap.faults)
    return "\t".join([where, gap.title, held, reasons, "、".join(gap.everybody)]).rstrip()
