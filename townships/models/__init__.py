from .campaign import Campaign, Candidacy, CandidacyEvent, LeadingGroupMember, Mentorship
from .chain import Duty, DutyKind, DutyRule
from .letters import Letter, LetterBatch, LetterKind, LetterScan, LetterSignature, LetterText
from .means import Investment
from .people import Person, Role, User
from .pictures import Picture
from .places import County, Enterprise, Group, KeySite, Level, Place, Sector, Township, Village, Zone
from .printouts import Printout
from .voidable import Voidable, VoidableQuerySet

__all__ = [
    "Campaign",
    "Candidacy",
    "CandidacyEvent",
    "County",
    "Duty",
    "DutyKind",
    "DutyRule",
    "Enterprise",
    "Group",
    "Investment",
    "KeySite",
    "LeadingGroupMember",
    "Letter",
    "LetterBatch",
    "LetterKind",
    "LetterScan",
    "LetterSignature",
    "LetterText",
    "Level",
    "Mentorship",
    "Person",
    "Picture",
    "Place",
    "Printout",
    "Role",
    "Sector",
    "Township",
    "User",
    "Village",
    "Voidable",
    "VoidableQuerySet",
    "Zone",
]
