from .checklist import AnswerPicture, Checklist, ChecklistItem, ChecklistVersion, CheckSheet, SheetAnswer
from .handover import AccountDeed, Handover
from .hazard import Action, Assurance, Hazard, HazardEvent, HazardPicture, State
from .inspection import Drive, Inspection
from .order import NumberSeries, Order, OrderBundle, OrderItem
from .paper_form import FormBatch, PaperForm
from .patrol import PatrolDraw, PatrolPlan, RoundPosition, VisitTask
from .pending import PendingPicture
from .report import PublicReport, ReportCode, ReportEvent, ReportPicture

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
    "FormBatch",
    "Handover",
    "Hazard",
    "HazardEvent",
    "HazardPicture",
    "Inspection",
    "NumberSeries",
    "Order",
    "OrderBundle",
    "OrderItem",
    "PaperForm",
    "PatrolDraw",
    "PatrolPlan",
    "PendingPicture",
    "PublicReport",
    "ReportCode",
    "ReportEvent",
    "ReportPicture",
    "RoundPosition",
    "SheetAnswer",
    "State",
    "VisitTask",
]
