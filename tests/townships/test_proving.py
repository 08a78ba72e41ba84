"""Evidence: numbers that the system holds, files that are what they say, and who may add or withdraw them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tests.factories.appraisal import State, Walk
from tests.factories.campaign import MentorshipFactory
from tests.factories.publicity import TrainingFactory
from tests.factories.rounds import RoundWriter
from tests.factories.townships import CampaignFactory, InspectorFactory
from townships.appraising import TransitionNotAllowed
from townships.documents import CleanDocument
from townships.evidence import SOURCES, Shelf
from townships.models import EvidenceFile, EvidenceNeed, FileKind
from townships.proving import MAX_FILES, add_file, choose_sources, withdraw_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def walk():
    return Walk()


def add(walk, content=b"%PDF-1.7 x", by=None):
    clean = CleanDocument(content, FileKind.PDF, "方案.pdf")
    return add_file(walk.appraisal, walk.sheet.criteria.first(), clean, by=by or walk.inspector)


def test_the_same_file_sent_twice_is_one(walk):
    assert add(walk) == add(walk)


def test_twenty_files_are_enough(walk):
    for number in range(MAX_FILES):
        add(walk, b"%%PDF-1.7 %d" % number)

    with pytest.raises(ValidationError, match="最多 20 个文件"):
        add(walk, b"%PDF-1.7 more")


def test_withdrawn_file_stays_on_record(walk):
    evidence = add(walk)

    withdraw_file(evidence, by=walk.inspector)

    assert EvidenceFile.objects.get().withdrawn_at is not None


def test_only_the_township_adds_and_only_while_it_scores_itself(walk):
    evidence = add(walk)
    for stranger in (walk.clerk, InspectorFactory(township__county=walk.township.county)):
        with pytest.raises(TransitionNotAllowed):
            add(walk, b"%PDF-1.7 y", by=stranger)
    walk.to(State.SUBMITTED)

    with pytest.raises(TransitionNotAllowed):
        add(walk, b"%PDF-1.7 y")
    with pytest.raises(TransitionNotAllowed):
        withdraw_file(evidence, by=walk.inspector)


def test_fresh_appraisal_is_proved_with_what_its_sheet_asks_for():
    walk = Walk()
    EvidenceNeed.objects.create(criterion=walk.sheet.criteria.first(), source="trainings.classes")

    again = Walk(sheet=walk.sheet, township=InspectorFactory(township__county=walk.township.county).township)

    assert [link.source for link in again.appraisal.links.all()] == ["trainings.classes"]


def test_chosen_sources_replace_the_earlier_choice(walk):
    criterion = walk.sheet.criteria.first()
    choose_sources(walk.appraisal, criterion, ["gaps", "trainings.classes"], by=walk.inspector)
    kept = walk.appraisal.links.get(source="gaps")

    choose_sources(walk.appraisal, criterion, ["gaps", "people.roster"], by=walk.inspector)

    assert {link.source: link.pk == kept.pk for link in walk.appraisal.links.all()} == {"gaps": True, "people.roster": False}


def test_number_of_the_day_it_submitted_stays(walk):
    TrainingFactory(township=walk.township)
    choose_sources(walk.appraisal, walk.sheet.criteria.first(), ["trainings.classes"], by=walk.inspector)
    walk.submit(self_deductions=())
    TrainingFactory(township=walk.township)

    link = walk.appraisal.links.get()

    assert (link.number_then, Shelf(walk.township, 2026)["trainings.classes"].number) == (Decimal(1), 2)


@pytest.mark.parametrize("key", ["posts.township", "gaps", "inspections.done", "hazards.closed", "publicity.drills", "trainings.people"])
def test_a_township_with_nothing_has_nothing(walk, key):
    found = Shelf(walk.township, 2026)[key]

    assert (found.latest, found.number > 0) == (None, key == "gaps")


def test_every_source_answers(walk):
    shelf = Shelf(walk.township, 2026)

    assert [key for key in SOURCES if shelf[key] is None or not shelf[key].url.startswith("/")] == []


def test_every_source_has_words_of_its_own():
    """An imported sheet names a source by its words."""
    labels = [str(source.label) for source in SOURCES.values()]

    assert sorted(labels) == sorted(set(labels))


def test_unknown_source_is_none(walk):
    assert Shelf(walk.township, 2026)["gone"] is None


def test_plan_and_pairs_are_those_of_the_round_that_it_applied_in(walk):
    applied = CampaignFactory(county=walk.township.county)
    beside = CampaignFactory(county=walk.township.county, starts_on=date(2026, 2, 1), round_number=applied.round_number + 1)
    RoundWriter(township=walk.township, campaign=applied).plan("file")
    RoundWriter(township=walk.township, campaign=beside).plan("file"), MentorshipFactory(township=walk.township, campaign=beside)

    shelf = Shelf(walk.township, 2026, campaign=applied)

    assert [shelf[key].number for key in ("plans.filed", "mentorships.total")] == [1, 1]
    assert [Shelf(walk.township, 2026)[key].number for key in ("plans.filed", "mentorships.total")] == [1, 2]
