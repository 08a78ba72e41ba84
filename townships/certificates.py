"""How a certificate is registered, renewed and voided; never two holders of one number of a kind."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from townships import voiding
from townships.access import keeps_ledgers_of
from townships.models import Certificate, Person
from townships.submissions import once


class NumberTaken(Exception):
    """Somebody has this number of this kind; carries that certificate."""

    def __init__(self, certificate):
        super().__init__(certificate.pk)
        self.certificate = certificate


class AlreadyRenewed(Exception):
    """Only the latest certificate of a number is renewed; carries the one that is."""

    def __init__(self, certificate):
        super().__init__(certificate.pk)
        self.certificate = certificate


def register(person, *, by, kind, number, submission=None, **fields):
    """Enter a certificate; the same submission sent twice is one. `issued_on` is needed."""
    _check_keeper(by, person)

    def enter(submission):
        try:
            with transaction.atomic():
                found = Certificate(person=person, kind=kind, number=number, submission=submission, created_by=by, **fields)
                found.save()
        except IntegrityError:
            holder = Certificate.objects.current().filter(kind=kind, number=number).select_related("person", "kind").first()
            if holder and holder.submission != submission:
                raise NumberTaken(holder) from None
            raise
        _print_on_papers(found.person, kind)
        return found

    return once(Certificate, submission, by=by, enter=enter)


@transaction.atomic
def renew(certificate, *, by, submission=None, **fields):
    """A new term of validity of the same number and holder (复审、换证)."""
    _check_keeper(by, certificate.person)

    def enter(submission):
        # Lock the row: it is renewed once, whoever presses.
        earlier = voiding.lock_counted(certificate)
        if earlier.is_renewed:
            raise AlreadyRenewed(earlier.renewals.counted().get())
        earlier.is_renewed = True
        earlier.save(update_fields=["is_renewed"])
        told = {"issuer": earlier.issuer} | fields
        return Certificate.objects.create(
            person=earlier.person, kind=earlier.kind, number=earlier.number, renews=earlier, submission=submission, created_by=by, **told
        )

    return once(Certificate, submission, by=by, enter=enter)


@transaction.atomic
def void(certificate, *, by, reason):
    """Void a mistaken certificate; the one that it renewed is the latest again."""
    voided = voiding.void(certificate, by=by, reason=reason)
    if not voided.is_renewed:
        _bring_back(voided.renews)
    _print_on_papers(voided.person, voided.kind)
    return voided


def _bring_back(earlier):
    """The latest before it that is not voided either."""
    while earlier and earlier.voided_at:
        earlier = earlier.renews
    if earlier:
        earlier.is_renewed = False
        earlier.save(update_fields=["is_renewed"])


def _check_keeper(by, person):
    if not keeps_ledgers_of(by, person.township or person.county):
        raise PermissionDenied


def _print_on_papers(person, kind):
    """The number that stands beside a signature is the certificate's: nobody types it a second time."""
    if kind.is_inspector_card:
        latest = Certificate.objects.current().filter(person=person, kind=kind).order_by("issued_on", "pk").last()
        Person.objects.filter(pk=person.pk).update(inspector_card=latest.number if latest else "")


def holders_on(day):
    """Who is certified that day, for every count: whoever holds any valid certificate, as keys of people."""
    return Certificate.objects.valid_on(day).values("person")


def certified_share(people, day):
    """(certified, all) of a Person queryset."""
    return people.filter(pk__in=holders_on(day)).count(), people.count()
