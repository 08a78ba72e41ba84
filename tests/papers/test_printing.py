import pytest

from papers import printing
from papers.models import PrintJob
from papers.printing import NotPrintedError, print_now, printer, request_print


@pytest.fixture
def leaflets(monkeypatch):
    """A kind of paper for tests: the subjects printed so far."""
    printed = []
    monkeypatch.setattr(printing, "_printers", {})

    @printer("leaflet")
    def print_leaflet(subject_id, progress):
        progress(1, 1, "排版")
        printed.append(subject_id)
        return b"%PDF leaflet"

    return printed


@pytest.mark.django_db
def test_a_paper_asked_for_twice_is_one_job(leaflets):
    assert request_print("leaflet", 7) == request_print("leaflet", 7)


@pytest.mark.django_db
def test_a_kind_that_nobody_prints_is_refused(leaflets):
    with pytest.raises(LookupError):
        request_print("pamphlet", 7)


@pytest.mark.django_db
def test_print_now_makes_the_paper(leaflets):
    job = print_now(request_print("leaflet", 7))
    with job.file.open() as file:
        assert (job.state, file.read(), leaflets) == (PrintJob.State.DONE, b"%PDF leaflet", [7])


@pytest.mark.django_db
def test_a_done_paper_is_not_made_again(leaflets):
    print_now(request_print("leaflet", 7))
    print_now(request_print("leaflet", 7))
    assert leaflets == [7]


@pytest.mark.django_db
def test_a_failure_is_told_and_queued_again(leaflets, caplog):
    @printer("leaflet")
    def stumble(subject_id, progress):
        raise ZeroDivisionError

    job = request_print("leaflet", 7)
    with pytest.raises(NotPrintedError):
        print_now(job)
    assert (job.state, job.attempts) == (PrintJob.State.QUEUED, 1)
