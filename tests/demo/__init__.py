from datetime import date

# On which the demonstration is looked at.
TODAY = date(2026, 11, 24)
