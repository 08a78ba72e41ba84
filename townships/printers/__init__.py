"""How the worker makes the papers of this floor, a module for each subject."""

from .appraisals import APPRAISAL, sheet_words
from .chain import LETTER, LETTERS, PRINTOUT

__all__ = ["APPRAISAL", "LETTER", "LETTERS", "PRINTOUT", "sheet_words"]
