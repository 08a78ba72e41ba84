from .appraisal import (
    Appraisal,
    AppraisalEvent,
    Clause,
    ClauseCheck,
    Criterion,
    EvidenceFile,
    EvidenceLink,
    EvidenceNeed,
    Score,
    ScoreSheet,
    Signature,
)
from .campaign import Campaign, LeadingGroupMember, Tier
from .candidacy import Candidacy, CandidacyEvent, Objection, PublicNotice
from .chain import Duty, DutyKind, DutyRule
from .documents import FileKind, KeptDocument
from .letters import Letter, LetterBatch, LetterKind, LetterScan, LetterSignature, LetterText
from .means import Investment
from .mentoring import MentorAid, Mentorship, MentorVisit
from .people import Person, Role, User
from .pictures import Picture
from .places import County, Enterprise, Group, KeySite, Level, Place, Sector, Township, Village, Zone
from .printouts import Printout
from .round_ledger import ExampleTownship, ExchangeMeeting, IssuedDocument, LeaderVisit, LedgerEntry, RoundEntry, Session
from .township_plan import PlanTask, PlanTaskEvent, TownshipPlan, TownshipPlanEvent
from .voidable import Voidable, VoidableQuerySet

__all__ = [
    "Appraisal",
    "AppraisalEvent",
    "Campaign",
    "Candidacy",
    "CandidacyEvent",
    "Clause",
    "ClauseCheck",
    "County",
    "Criterion",
    "Duty",
    "DutyKind",
    "DutyRule",
    "Enterprise",
    "EvidenceFile",
    "EvidenceLink",
    "EvidenceNeed",
    "ExampleTownship",
    "ExchangeMeeting",
    "FileKind",
    "Group",
    "Investment",
    "IssuedDocument",
    "KeptDocument",
    "KeySite",
    "LeaderVisit",
    "LeadingGroupMember",
    "LedgerEntry",
    "Letter",
    "LetterBatch",
    "LetterKind",
    "LetterScan",
    "LetterSignature",
    "LetterText",
    "Level",
    "MentorAid",
    "MentorVisit",
    "Mentorship",
    "Objection",
    "Person",
    "Picture",
    "Place",
    "PlanTask",
    "PlanTaskEvent",
    "Printout",
    "PublicNotice",
    "Role",
    "RoundEntry",
    "Score",
    "ScoreSheet",
    "Sector",
    "Session",
    "Signature",
    "Tier",
    "Township",
    "TownshipPlan",
    "TownshipPlanEvent",
    "User",
    "Village",
    "Voidable",
    "VoidableQuerySet",
    "Zone",
]
