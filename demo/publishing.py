from datetime import date

from demo.deeds import moment
from papers.printing import NotPrintedError, kept_from_the_queue, print_now
from reports.models import Action
from reports.publishing import draft_for, paper_of, perform, publish, sign

DATED = date(2012, 10, 26)  # D1: 二○一二年十月二十六日


def publish_2012(county, bureau, signer):
    """The first document's own report, signed by another than who drafted it; not printed yet, the worker tries again later."""
    report, _is_new = draft_for(county, 2012, by=bureau, at=moment(DATED))
    with kept_from_the_queue():
        report = perform(report, Action.RENDER, by=bureau, at=moment(DATED, 10))
    try:
        paper = print_now(paper_of(report))
    except NotPrintedError:
        return
    report.refresh_from_db()
    sign(report, by=signer, read_sha256=paper.sha256, at=moment(DATED, 15))
    publish(report, by=bureau, at=moment(DATED, 16))
