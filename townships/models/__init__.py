from .campaign import Campaign, Candidacy, CandidacyEvent, LeadingGroupMember, Mentorship
from .chain import Duty, DutyKind, DutyRule
from .holidays import Holiday
from .means import Investment
from .people import Person, Role, User
from .pictures import Picture
from .places import County, Enterprise, Group, KeySite, Level, Place, Sector, Township, Village, Zone
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
    "Holiday",
    "Investment",
    "KeySite",
    "LeadingGroupMember",
    "Level",
    "Mentorship",
    "Person",
    "Picture",
    "Place",
    "Role",
    "Sector",
    "Township",
    "User",
    "Village",
    "Voidable",
    "VoidableQuerySet",
    "Zone",
]
