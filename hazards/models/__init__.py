from .checklist import AnswerPicture, Checklist, ChecklistItem, ChecklistVersion, CheckSheet, SheetAnswer
from .drive import Department, Drive, DriveEvent, DriveSummary
from .enforcement import Enforcement, EnforcementKind, EnforcementOfficer
from .handover import AccountDeed, Handover
from .hazard import Action, Assurance, Hazard, HazardEvent, HazardPicture, State
from .illegal import IllegalAct, IllegalActEvent, IllegalActPicture, ViolationKind, WeeklyReturn
from .inspection import Inspection, VisitParty
from .order import NumberSeries, Order, OrderItem
from .outcome import OutcomeCount, OutcomeKind
from .patrol import PatrolDraw, PatrolPlan, RoundPosition, VisitTask
from .pending import PendingPicture

__all__ = [
    "AccountDeed",
    "Action",
    "AnswerPicture",
    "Assurance",
    "CheckSheet",
    "Checklist",
    "ChecklistItem",
    "ChecklistVersion",
    "Department",
    "Drive",
    "DriveEvent",
    "DriveSummary",
    "Enforcement",
    "EnforcementKind",
    "EnforcementOfficer",
    "Handover",
    "Hazard",
    "HazardEvent",
    "HazardPicture",
    "IllegalAct",
    "IllegalActEvent",
    "IllegalActPicture",
    "Inspection",
    "NumberSeries",
    "Order",
    "OrderItem",
    "OutcomeCount",
    "OutcomeKind",
    "PatrolDraw",
    "PatrolPlan",
    "PendingPicture",
    "RoundPosition",
    "SheetAnswer",
    "State",
    "ViolationKind",
    "VisitParty",
    "VisitTask",
    "WeeklyReturn",
]
