"""The annexes of the annual report: tables by township, sector and drive, the major hazards, and the whole ledger.

Every number of a figure comes from the figure's own rows, so a table's total is the number in the text.
"""

from reports.annexes import campaign, hazards, ledger, means, publicity
from reports.annexes.scene import Scene

MAKERS = [
    campaign.candidacies,
    campaign.chain,
    campaign.letters,
    publicity.activities,
    publicity.trainings,
    hazards.townships,
    hazards.sectors,
    hazards.drives,
    hazards.enforcement,
    means.investments,
    means.sources,
    means.works,
    means.stations,
    means.readiness,
    means.accidents,
    ledger.major,
    ledger.everything,
]


def annexes(county, period):
    scene = Scene.of(county, period)
    # What a county does not keep has no table.
    tables = [make(scene) for make in MAKERS]
    return [table.frozen() for table in tables if table]
