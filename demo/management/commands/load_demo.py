from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from demo.accounts import PASSWORD, accounts_here
from demo.appraisals import load_appraisals
from demo.big import SIZES, build_big_county
from demo.campaigns import settle_rounds
from demo.chain import load_chain, load_handover
from demo.county import build_county
from demo.diary import Diary
from demo.documents import COUNTY
from demo.escalation import load_escalation
from demo.neighbour import load_neighbour
from demo.publishing import publish_2012
from demo.review import load_review
from demo.this_year import load_this_year
from demo.year_2008 import load_2008
from demo.year_2012 import load_2012
from townships.models import County, Delivery, User


class Command(BaseCommand):
    help = (
        "Loads the county of the two documents, or with --townships and so on a county of that size. The same call makes the same county."
    )

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, help="the year of the county of a given size (default: this year)")
        for name, default in SIZES.items():
            parser.add_argument(f"--{name}", type=int, help=f"how many {name} (default: {default}, once another size or a year is given)")
        parser.add_argument("--today", type=date.fromisoformat, help="the day on which the demonstration is looked at (default: today)")

    def handle(self, **options):
        today = options["today"] or timezone.localdate()
        sizes = {name: options[name] for name in SIZES}
        wants_size = options["year"] or any(size is not None for size in sizes.values())
        known = [*County.objects.values_list("pk", flat=True)]
        with transaction.atomic():
            county = self.load_big(options["year"] or today.year, sizes) if wants_size else self.load_documents(today)
            # A robot or a mailbox would get years of messages within minutes.
            Delivery.objects.exclude(message__county__in=known).delete()
        # A county that came at once is unknown to the query planner until the database looks at it.
        connection.cursor().execute("ANALYZE")
        if not wants_size:
            publish_2012(county, *(User.objects.get(username=name) for name in ("ju", "ju2")))
        if options["verbosity"]:
            self.greet(county)

    def load_documents(self, today):
        if County.objects.filter(code=COUNTY["code"]).exists():
            raise CommandError(_("演示县已经载入过了。"))
        county = build_county()
        bureau = User.objects.get(username="ju")
        diary = Diary()
        load_chain(county, bureau, today)
        load_2008(county, bureau, diary)
        load_2012(county, bureau, diary)
        load_this_year(county, bureau, today, diary)
        load_review(county, bureau, today, diary)
        load_escalation(county, bureau, today, diary)
        diary.live()
        load_appraisals(county, today)
        settle_rounds(county, bureau, today)
        load_handover(county, bureau, today)
        load_neighbour(today)
        return county

    def load_big(self, year, sizes):
        if User.objects.exists():
            raise CommandError(_("数据库里已有数据，请在空数据库上载入。"))
        return build_big_county(year, **{name: SIZES[name] if size is None else size for name, size in sizes.items()})

    def greet(self, county):
        self.stdout.write(_("已载入%s。演示账号（密码均为 %s）：") % (county, PASSWORD))
        for username, words in accounts_here():
            self.stdout.write(f"  {username:<12}{words}")
