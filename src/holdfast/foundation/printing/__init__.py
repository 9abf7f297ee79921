"""Paper: letters and reports as PDF and Word. Plain functions: no models, no users, no tables.

A sheet is described once (`papers`), and both `pdf` and `word` make it. Who needs a layout of their own gives `pdf` a
Typst file that imports `house.typ`.
"""

from __future__ import annotations

from holdfast.foundation.printing.editable import word
from holdfast.foundation.printing.portable import LETTER, PAPER, CannotPrint, pdf

__all__ = ["LETTER", "PAPER", "CannotPrint", "pdf", "word"]
