import json
from decimal import Decimal
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from hazards.models import Inspection
from reports.document import Document
from reports.snapshot import take_snapshot
from townships.models import County
from townships.period import Period


class Command(BaseCommand):
    help = "Write the annual report of a county as PDF, from the ledgers as they are now and in the default words. Changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--county", metavar="CODE", help="six digits; may be left out when only one county keeps ledgers of the year")
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--output", type=Path, required=True, metavar="FILE.pdf")
        parser.add_argument("--figures", type=Path, metavar="FILE.json", help="write key, label, unit and value of every figure")

    def handle(self, *, county, year, output, figures, **options):
        if not 2000 <= year <= timezone.localdate().year:
            raise CommandError(_("--year %(year)s：没有这一年的台账。") % {"year": year})
        snapshot = take_snapshot(chosen(county, year), year)
        document = Document.by_default(snapshot, dated_on=timezone.localdate())
        write(output, document.pdf())
        if figures:
            write(figures, json.dumps(listed(snapshot), ensure_ascii=False, indent=1).encode())
        self.stdout.write(f"{output}: {document.title}")


def chosen(code, year):
    counties = County.objects.filter(code=code) if code else who_reports(year)
    match list(counties[:2]):
        case [county]:
            return county
        case []:
            raise CommandError(_("没有代码为 %(code)s 的县。") % {"code": code} if code else _("还没有县，可先运行 load_demo。"))
        case _:
            known = ", ".join(f"{county.code} {county.name}" for county in counties.order_by("code"))
            raise CommandError(_("请用 --county 指明其中一个县：%(known)s") % {"known": known})


def who_reports(year):
    """The only county that inspected anything in the year, else every one."""
    visits = Inspection.objects.counted().filter(Period.year(year).moments("inspected_at"))
    at_work = County.objects.filter(pk__in=visits.order_by().values("township__county"))
    return at_work if at_work.count() == 1 else County.objects.all()


def listed(snapshot):
    """The county's figures; those of single townships stand in the annexes."""
    return [
        {"key": key, "label": figure["label"], "unit": figure["unit"], "value": number(figure["value"])}
        for key, figure in snapshot["figures"].items()
        if "place" not in figure
    ]


def number(value):
    """A JSON number: whole where it is whole; money to the fen survives a float."""
    exact = Decimal(value)
    return int(exact) if exact == int(exact) else float(exact)


def write(path, content):
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
