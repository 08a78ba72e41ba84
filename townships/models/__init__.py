from .campaign import Campaign, Candidacy, CandidacyEvent, LeadingGroupMember, Mentorship
from .certificates import Certificate, CertificateKind
from .chain import Duty, DutyKind, DutyRule, Seat
from .means import Investment
from .officers import SafetyOfficer
from .people import Person, Role, User
from .pictures import Picture
from .places import County, Enterprise, Group, KeySite, Level, Place, Sector, Township, Village, Zone
from .teams import TEAM_LEVELS, Team
from .voidable import Voidable, VoidableQuerySet

__all__ = [
    "TEAM_LEVELS",
    "Campaign",
    "Candidacy",
    "CandidacyEvent",
    "Certificate",
    "CertificateKind",
    "County",
    "Duty",
    "DutyKind",
    "DutyRule",
    "Enterprise",
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
    "SafetyOfficer",
    "Seat",
    "Sector",
    "Team",
    "Township",
    "User",
    "Village",
    "Voidable",
    "VoidableQuerySet",
    "Zone",
]
