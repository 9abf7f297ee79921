from .bundles import Bundle, BundleExhibit, BundlePaper
from .calls import CallForPolice
from .exhibits import Exhibit, Handover
from .patient_searches import PatientSearch
from .policy import SearchApprover
from .reviews import CaseReview
from .searches import Search

__all__ = [
    "Bundle",
    "BundleExhibit",
    "BundlePaper",
    "CallForPolice",
    "CaseReview",
    "Exhibit",
    "Handover",
    "PatientSearch",
    "Search",
    "SearchApprover",
]
