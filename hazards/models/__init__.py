from .bulletin import Bulletin
from .checklist import AnswerPicture, Checklist, ChecklistItem, ChecklistVersion, CheckSheet, SheetAnswer
from .drive import Department, Drive, DriveEvent, DriveSummary
from .enforcement import Enforcement, EnforcementKind, EnforcementOfficer
from .escalation import DEEDS, OF_TOWNSHIP, Escalation, EscalationAnswer, EscalationStep, QuietHours, Rung
from .handover import AccountDeed, Handover, HandoverRecall
from .hazard import SIGNING, UNDER_WORK, Action, Assurance, Hazard, HazardEvent, HazardPicture, State
from .illegal import IllegalAct, IllegalActEvent, IllegalActPicture, ViolationKind, WeeklyReturn
from .inspection import Inspection, VisitParty
from .look_back import LookBack, LookBackDraw
from .major import HazardDocument, MajorCase, ProgressReport, RemedyPlan
from .order import NumberSeries, Order, OrderBundle, OrderItem, OrderReturn
from .outcome import OutcomeCount, OutcomeKind
from .paper_form import FormBatch, PaperForm
from .patrol import PatrolDraw, PatrolPlan, RoundPosition, VisitTask
from .report import PublicReport, ReportCode, ReportEvent, ReportPicture
from .signal import Signal, SignalReview

__all__ = [
    "DEEDS",
    "OF_TOWNSHIP",
    "SIGNING",
    "UNDER_WORK",
    "AccountDeed",
    "Action",
    "AnswerPicture",
    "Assurance",
    "Bulletin",
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
    "Escalation",
    "EscalationAnswer",
    "EscalationStep",
    "FormBatch",
    "Handover",
    "HandoverRecall",
    "Hazard",
    "HazardDocument",
    "HazardEvent",
    "HazardPicture",
    "IllegalAct",
    "IllegalActEvent",
    "IllegalActPicture",
    "Inspection",
    "LookBack",
    "LookBackDraw",
    "MajorCase",
    "NumberSeries",
    "Order",
    "OrderBundle",
    "OrderItem",
    "OrderReturn",
    "OutcomeCount",
    "OutcomeKind",
    "PaperForm",
    "PatrolDraw",
    "PatrolPlan",
    "ProgressReport",
    "PublicReport",
    "QuietHours",
    "RemedyPlan",
    "ReportCode",
    "ReportEvent",
    "ReportPicture",
    "RoundPosition",
    "Rung",
    "SheetAnswer",
    "Signal",
    "SignalReview",
    "State",
    "ViolationKind",
    "VisitParty",
    "VisitTask",
    "WeeklyReturn",
]
