"""Certificates that were renewed every three years, for whoever needs one; some ran out."""

from datetime import date, timedelta

from townships.models import Certificate, CertificateKind

FIRST_ISSUE = date(2006, 1, 1)
YEARS = 3


def certify(people, kind, *, by, today, lapsed=0, since=FIRST_ISSUE, issuer=""):
    """A certificate for each, valid on every day since; the last few weren't renewed in time."""
    kind = CertificateKind.objects.get(key=kind)
    earlier = {}
    for start in terms(since, today):
        is_latest = start == terms(since, today)[-1]
        served = people[: len(people) - lapsed] if is_latest else people
        rows = [
            Certificate(
                person=person,
                kind=kind,
                number=person.inspector_card or f"AQ{person.number:05}",
                issued_on=start,
                valid_until=start.replace(year=start.year + YEARS) - timedelta(days=1),
                issuer=issuer,
                renews=earlier.get(person.pk),
                is_renewed=False,
                created_by=by,
            )
            for person in served
        ]
        Certificate.objects.filter(pk__in=[earlier[row.person_id].pk for row in rows if row.person_id in earlier]).update(is_renewed=True)
        Certificate.objects.bulk_create(rows)
        earlier |= {row.person_id: row for row in rows}


def terms(since, today):
    """First days of three years each, up to the one that covers today."""
    return [since.replace(year=year) for year in range(since.year, today.year + 1, YEARS)]
