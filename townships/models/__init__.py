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
from .campaign import Campaign, Candidacy, CandidacyEvent, LeadingGroupMember, Mentorship
from .chain import Duty, DutyKind, DutyRule
from .means import Investment
from .people import Person, Role, User
from .pictures import Picture
from .places import County, Enterprise, Group, KeySite, Level, Place, Sector, Township, Village, Zone
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
    "Group",
    "Investment",
    "KeySite",
    "LeadingGroupMember",
    "Level",
    "Mentorship",
    "Person",
    "Picture",
    "Place",
    "Role",
    "Score",
    "ScoreSheet",
    "Sector",
    "Signature",
    "Township",
    "User",
    "Village",
    "Voidable",
    "VoidableQuerySet",
    "Zone",
]
