import pytest

from papers import printing
from papers.printing import printer
from tests.papers.leaflets import leaflet


@pytest.fixture
def printers(monkeypatch):
    """An empty table of printers, so that a test's own kinds leave nothing behind."""
    monkeypatch.setattr(printing, "_printers", {})


@pytest.fixture
def leaflets(printers):
    """A kind of paper for tests: the subjects printed so far."""
    printed = []

    @printer("leaflet")
    def print_leaflet(subject_id, progress):
        progress(1, 1, "排版")
        printed.append(subject_id)
        return leaflet(f"leaflet {len(printed)}")

    return printed
