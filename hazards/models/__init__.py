from .checklist import AnswerPicture, Checklist, ChecklistItem, ChecklistVersion, CheckSheet, SheetAnswer
from .handover import AccountDeed, Handover
from .hazard import SIGNING, UNDER_WORK, Action, Assurance, Hazard, HazardEvent, HazardPicture, State
from .inspection import Drive, Inspection
from .major import Circular, HazardDocument, MajorCase, ProgressReport, RemedyPlan
from .order import NumberSeries, Order, OrderItem, OrderReturn
from .patrol import PatrolDraw, PatrolPlan, RoundPosition, VisitTask
from .pending import PendingPicture

__all__ = [
    "SIGNING",
    "UNDER_WORK",
    "AccountDeed",
    "Action",
    "AnswerPicture",
    "Assurance",
    "CheckSheet",
    "Checklist",
    "ChecklistItem",
    "ChecklistVersion",
    "Circular",
    "Drive",
    "Handover",
    "Hazard",
    "HazardDocument",
    "HazardEvent",
    "HazardPicture",
    "Inspection",
    "MajorCase",
    "NumberSeries",
    "Order",
    "OrderItem",
    "OrderReturn",
    "PatrolDraw",
    "PatrolPlan",
    "PendingPicture",
    "ProgressReport",
    "RemedyPlan",
    "RoundPosition",
    "SheetAnswer",
    "State",
    "VisitTask",
]
