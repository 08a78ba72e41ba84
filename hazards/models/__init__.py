from .hazard import Assurance, Hazard, HazardEvent, HazardPicture
from .inspection import Drive, Inspection
from .order import NumberSeries, Order, OrderItem

__all__ = [
    "Assurance",
    "Drive",
    "Hazard",
    "HazardEvent",
    "HazardPicture",
    "Inspection",
    "NumberSeries",
    "Order",
    "OrderItem",
]
