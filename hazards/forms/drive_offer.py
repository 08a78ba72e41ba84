"""The drive that runs in a row's sector is chosen by the form itself, as long as it is the only one and nobody chooses otherwise."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hazards.drives import sole_drives
from hazards.forms.choices import DriveSelect
from hazards.forms.enforcement import drives_for


def drive_field(**kwargs):
    return forms.ModelChoiceField(None, label=_("专项行动"), required=False, widget=DriveSelect, **kwargs)


class OffersDrive:
    """For a form with the fields place, sector, drive and drive_offered: what it chose by itself, to be told from what somebody chose."""

    def offer_drive(self, user, township):
        self.fields["drive"].queryset = drives_for(user)
        sole = self.fields["drive"].widget.sole = sole_drives(township.county_id, timezone.localdate())
        if self.initial.get("drive"):
            # The address or a plan has named one.
            return
        place = str(self.initial.get("place") or "")
        sector = self.sector_of(int(place) if place.isdecimal() else None) or self.initial.get("sector")
        self.initial["drive"] = self.initial["drive_offered"] = sole.get(sector, "")

    @property
    def is_time_of_drives(self):
        """Some drive of the county runs."""
        return "drive" in self.fields and bool(self.fields["drive"].widget.sole)

    def sector_of(self, place):
        return self.fields["place"].widget.sectors.get(place)

    def drive_chosen(self, given, moment):
        """Without a script it was chosen for the place that the form began with: for another sector or day it is taken back."""
        drive = given.get("drive")
        if not drive or not moment or str(drive.pk) != given.get("drive_offered"):
            return drive
        place, sector = given.get("place"), given.get("sector")
        sector = sector.pk if sector else self.sector_of(place and place.pk)
        return drive if sole_drives(drive.county_id, timezone.localdate(moment)).get(sector) == drive.pk else None
