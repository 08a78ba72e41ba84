from .analysis import AnalysisPaper
from .annual_report import Action, AnnualReport, AnnualReportEvent, AnnualReportQuerySet, Paragraph
from .comparison import ComparisonPaper, Indicator
from .draw import Bundle, Draw

__all__ = [
    "Action",
    "AnalysisPaper",
    "AnnualReport",
    "AnnualReportEvent",
    "AnnualReportQuerySet",
    "Bundle",
    "ComparisonPaper",
    "Draw",
    "Indicator",
    "Paragraph",
]
