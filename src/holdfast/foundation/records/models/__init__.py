from .evidence import Evidence, Scan
from .spine import Change, Link, LinkKind, Move, Reader, Record, Sensitivity, Series

__all__ = ["Change", "Evidence", "Link", "LinkKind", "Move", "Reader", "Record", "Scan", "Sensitivity", "Series"]
