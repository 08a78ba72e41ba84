from .accidents import Accident, AccidentGrade, AccidentTarget, AccidentType, NoAccidents
from .campaign import Campaign, Candidacy, CandidacyEvent, LeadingGroupMember, Mentorship
from .chain import Duty, DutyKind, DutyRule
from .drills import Drill
from .means import Investment
from .norms import Norm, StaffMinimum
from .people import Person, Role, User
from .pictures import Picture
from .placed import PlacedQuerySet, PlacedRow
from .places import County, Enterprise, Group, KeySite, Level, Place, Sector, Township, Village, Zone
from .provisions import Provision
from .station import Equipment, EquipmentKind, Held, StationItem, StationYear, VillageOffice
from .voidable import Voidable, VoidableQuerySet
from .works import PhysicalWork, WorkKind

__all__ = [
    "Accident",
    "AccidentGrade",
    "AccidentTarget",
    "AccidentType",
    "Campaign",
    "Candidacy",
    "CandidacyEvent",
    "County",
    "Drill",
    "Duty",
    "DutyKind",
    "DutyRule",
    "Enterprise",
    "Equipment",
    "EquipmentKind",
    "Group",
    "Held",
    "Investment",
    "KeySite",
    "LeadingGroupMember",
    "Level",
    "Mentorship",
    "NoAccidents",
    "Norm",
    "Person",
    "PhysicalWork",
    "Picture",
    "Place",
    "PlacedQuerySet",
    "PlacedRow",
    "Provision",
    "Role",
    "Sector",
    "StaffMinimum",
    "StationItem",
    "StationYear",
    "Township",
    "User",
    "Village",
    "VillageOffice",
    "Voidable",
    "VoidableQuerySet",
    "WorkKind",
    "Zone",
]
