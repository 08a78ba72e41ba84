from .checklist import AnswerPicture, Checklist, ChecklistItem, ChecklistVersion, CheckSheet, SheetAnswer
from .handover import AccountDeed, Handover
from .hazard import Action, Assurance, Hazard, HazardEvent, HazardPicture, State
from .inspection import Drive, Inspection
from .order import NumberSeries, Order, OrderItem, OrderReturn
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
    "Drive",
    "Handover",
    "Hazard",
    "HazardEvent",
    "HazardPicture",
    "Inspection",
    "NumberSeries",
    "Order",
    "OrderItem",
    "OrderReturn",
    "PatrolDraw",
    "PatrolPlan",
    "PendingPicture",
    "RoundPosition",
    "SheetAnswer",
    "State",
    "VisitTask",
]
