from .bundles import Bundle, BundleExhibit, BundlePaper
from .exhibits import Exhibit, Handover
from .patient_searches import PatientSearch
from .policy import SearchApprover
from .reviews import CaseReview
from .searches import Search

__all__ = [
    "Bundle",
    "BundleExhibit",
    "BundlePaper",
    "CaseReview",
    "Exhibit",
    "Handover",
    "PatientSearch",
    "Search",
    "SearchApprover",
]
