from .accounts import User
from .imports import ImportFile, StaffImportMap
from .people import Assignment, Deputy, Level, Person, Post, PostHolding, Unit
from .trusts import Number, Site, Term, Trust

__all__ = [
    "Assignment",
    "Deputy",
    "ImportFile",
    "Level",
    "Number",
    "Person",
    "Post",
    "PostHolding",
    "Site",
    "StaffImportMap",
    "Term",
    "Trust",
    "Unit",
    "User",
]
