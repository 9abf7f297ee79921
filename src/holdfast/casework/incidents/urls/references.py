"""Teaches addresses what a reference is: importing it is enough. The converter itself is the record's."""

from holdfast.foundation.records.addresses import ReferenceConverter

__all__ = ["ReferenceConverter"]
