"""Who may see which rows: one method, `visible_to(user)`, on every scoped queryset.

Scope is the whole deployment (a city), a county or a township. Every view, export, download, count and task goes
through it; what lies outside answers 404.
"""

from django.db import models


class ScopedQuerySet(models.QuerySet):
    """A model says where its rows stand with `county_path` and `township_path`, lookups from the row."""

    def visible_to(self, user):
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.township_id:
            return self.seen_in_township(user.township_id)
        if user.county_id:
            return self.in_county(user.county_id)
        return self if user.has_whole_deployment else self.none()

    def in_county(self, county):
        return self.filter(**{self.model.county_path: county})

    def in_township(self, township):
        return self.filter(**{self.model.township_path: township})

    def seen_in_township(self, township):
        """What a township sees; what a figure counts for it is `in_township`."""
        return self.in_township(township)

    def with_names(self):
        """With what a row's own words and address need: a model says so with `named_by`."""
        named_by = getattr(self.model, "named_by", ())
        return self.select_related(*named_by) if named_by else self

    def of_place(self, place):
        """Rows of a county or of a township, whichever this place is; all rows for None (a city of several counties)."""
        if place is None:
            return self
        return self.in_county(place.pk) if place.is_county else self.in_township(place.pk)
