"""What is seldom changed on the spot is folded away on the phone; its fold says in short what it holds."""


class FoldsRarely:
    """For a form with RARELY, the names of its fields that are folded away, and with a drive that is offered."""

    @property
    def up_front(self):
        """Some drive runs: then nobody should unfold the rest to see to which a row is counted."""
        return {"drive"} if self.is_time_of_drives else set()

    @property
    def rarely(self):
        return [self[name] for name in self.RARELY if name in self.fields and name not in self.up_front]

    @property
    def rarely_is_open(self):
        return any(field.errors for field in self.rarely)

    def moment_in_short(self, name):
        """When, as the folded field has it."""
        value = self[name].value() or ""
        return f"{value:%m-%d %H:%M}" if hasattr(value, "hour") else str(value).replace("T", " ")

    @property
    def people_in_short(self):
        """Who is ticked already, so that nobody unfolds the rest to look."""
        if "inspectors" not in self.fields:
            return ""
        chosen = {str(pk) for pk in self["inspectors"].value() or []}
        return "、".join(label for pk, label in self.fields["inspectors"].choices if str(pk) in chosen)
