from .checklist import AnswerPicture, Checklist, ChecklistItem, ChecklistVersion, CheckSheet, SheetAnswer
from .handover import AccountDeed, Handover
from .hazard import Action, Assurance, Hazard, HazardEvent, HazardPicture, State
from .inspection import Drive, Inspection
from .look_back import LookBack, LookBackDraw
from .order import NumberSeries, Order, OrderItem
from .patrol import PatrolDraw, PatrolPlan, RoundPosition, VisitTask
from .pending import PendingPicture
from .signal import Signal, SignalReview

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
    "LookBack",
    "LookBackDraw",
    "NumberSeries",
    "Order",
    "OrderItem",
    "PatrolDraw",
    "PatrolPlan",
    "PendingPicture",
    "RoundPosition",
    "SheetAnswer",
    "Signal",
    "SignalReview",
    "State",
    "VisitTask",
]
