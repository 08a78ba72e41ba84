from .handover import AccountDeed, Handover
from .hazard import Action, Assurance, Hazard, HazardEvent, HazardPicture, State
from .inspection import Drive, Inspection
from .order import NumberSeries, Order, OrderItem
from .pending import PendingPicture

__all__ = [
    "AccountDeed",
    "Action",
    "Assurance",
    "Drive",
    "Handover",
    "Hazard",
    "HazardEvent",
    "HazardPicture",
    "Inspection",
    "NumberSeries",
    "Order",
    "OrderItem",
    "PendingPicture",
    "State",
]
