"""Whether the trail is still what was written, and if not, where it first is not."""

from .report import Fault, Kind, Report
from .seals_file import BadSealsFile, SealsFile, faults_against, read_seals_file, write_seals_file
from .verify import verify

__all__ = [
    "BadSealsFile",
    "Fault",
    "Kind",
    "Report",
    "SealsFile",
    "faults_against",
    "read_seals_file",
    "verify",
    "write_seals_file",
]
