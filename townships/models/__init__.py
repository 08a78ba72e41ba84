from .accidents import Accident, AccidentGrade, AccidentTarget, AccidentType, NoAccidents
from .amendments import Amendment
from .appraisal import (
    Appraisal,
    AppraisalEvent,
    Clause,
    ClauseCheck,
    Criterion,
    EvidenceFile,
    EvidenceLink,
    EvidenceNeed,
    FormerAssessor,
    Score,
    ScoreSheet,
    Signature,
)
from .campaign import Campaign, LeadingGroupMember, Tier
from .candidacy import Candidacy, CandidacyEvent, Objection, PhoneSeen, PublicNotice
from .certificates import Certificate, CertificateKind
from .chain import Duty, DutyKind, DutyRule, Seat
from .documents import FileKind, KeptDocument
from .drills import Drill
from .holidays import Holiday
from .kept_files import KeptFile
from .letters import Letter, LetterBatch, LetterKind, LetterScan, LetterSignature, LetterText
from .means import Investment, PaymentEvent
from .mentoring import MentorAid, Mentorship, MentorVisit
from .messages import Addressee, Delivery, Message
from .norms import Norm, StaffMinimum
from .officers import SafetyOfficer
from .people import Person, PersonPhoneSeen, Role, User
from .pictures import Picture
from .placed import PlacedQuerySet, PlacedRow
from .places import County, Enterprise, Group, KeySite, Level, Place, PlaceClosing, PlaceMove, Sector, Township, Village, Zone
from .printouts import Printout
from .provisions import Provision
from .round_ledger import ExampleTownship, ExchangeMeeting, IssuedDocument, LeaderVisit, LedgerEntry, RoundEntry, Session
from .station import Equipment, EquipmentKind, Held, StationItem, StationYear, VillageOffice
from .teams import TEAM_LEVELS, Team
from .township_plan import PlanTask, PlanTaskEvent, TownshipPlan, TownshipPlanEvent
from .voidable import Voidable, VoidableQuerySet
from .works import PhysicalWork, WorkKind

__all__ = [
    "TEAM_LEVELS",
    "Accident",
    "AccidentGrade",
    "AccidentTarget",
    "AccidentType",
    "Addressee",
    "Amendment",
    "Appraisal",
    "AppraisalEvent",
    "Campaign",
    "Candidacy",
    "CandidacyEvent",
    "Certificate",
    "CertificateKind",
    "Clause",
    "ClauseCheck",
    "County",
    "Criterion",
    "Delivery",
    "Drill",
    "Duty",
    "DutyKind",
    "DutyRule",
    "Enterprise",
    "Equipment",
    "EquipmentKind",
    "EvidenceFile",
    "EvidenceLink",
    "EvidenceNeed",
    "ExampleTownship",
    "ExchangeMeeting",
    "FileKind",
    "FormerAssessor",
    "Group",
    "Held",
    "Holiday",
    "Investment",
    "IssuedDocument",
    "KeptDocument",
    "KeptFile",
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
    "Message",
    "NoAccidents",
    "Norm",
    "Objection",
    "PaymentEvent",
    "Person",
    "PersonPhoneSeen",
    "PhoneSeen",
    "PhysicalWork",
    "Picture",
    "Place",
    "PlaceClosing",
    "PlaceMove",
    "PlacedQuerySet",
    "PlacedRow",
    "PlanTask",
    "PlanTaskEvent",
    "Printout",
    "Provision",
    "PublicNotice",
    "Role",
    "RoundEntry",
    "SafetyOfficer",
    "Score",
    "ScoreSheet",
    "Seat",
    "Sector",
    "Session",
    "Signature",
    "StaffMinimum",
    "StationItem",
    "StationYear",
    "Team",
    "Tier",
    "Township",
    "TownshipPlan",
    "TownshipPlanEvent",
    "User",
    "Village",
    "VillageOffice",
    "Voidable",
    "VoidableQuerySet",
    "WorkKind",
    "Zone",
]
