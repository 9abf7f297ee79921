"""The verbs of the trail: what every other area writes through."""

from .entering import READING_AGAIN, enter, enter_many, enter_reading
from .erasing import NothingToErase, erase_details
from .operation import NoEntryLeft, OutsideOperation, operation
from .sealing import seal
from .writing import Happening

__all__ = [
    "READING_AGAIN",
    "Happening",
    "NoEntryLeft",
    "NothingToErase",
    "OutsideOperation",
    "enter",
    "enter_many",
    "enter_reading",
    "erase_details",
    "operation",
    "seal",
]
