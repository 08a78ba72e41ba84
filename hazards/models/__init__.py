from .checklist import AnswerPicture, Checklist, ChecklistItem, ChecklistVersion, CheckSheet, SheetAnswer
from .escalation import DEEDS, OF_TOWNSHIP, Bulletin, Escalation, EscalationAnswer, EscalationStep, QuietHours, Rung
from .handover import AccountDeed, Handover
from .hazard import Action, Assurance, Hazard, HazardEvent, HazardPicture, State
from .inspection import Drive, Inspection
from .order import NumberSeries, Order, OrderItem
from .patrol import PatrolDraw, PatrolPlan, RoundPosition, VisitTask
from .pending import PendingPicture

__all__ = [
    "DEEDS",
    "OF_TOWNSHIP",
    "AccountDeed",
    "Action",
    "AnswerPicture",
    "Assurance",
    "Bulletin",
    "CheckSheet",
    "Checklist",
    "ChecklistItem",
    "ChecklistVersion",
    "Drive",
    "Escalation",
    "EscalationAnswer",
    "EscalationStep",
    "Handover",
    "Hazard",
    "HazardEvent",
    "HazardPicture",
    "Inspection",
    "NumberSeries",
    "Order",
    "OrderItem",
    "PatrolDraw",
    "PatrolPlan",
    "PendingPicture",
    "QuietHours",
    "RoundPosition",
    "Rung",
    "SheetAnswer",
    "State",
    "VisitTask",
]
