from django import template

from hazards.countdown import Countdown, countdown
from hazards.reviewing import review_by

register = template.Library()


@register.simple_tag
def countdown_of(hazard, today):
    return countdown(hazard, today)


@register.simple_tag
def review_countdown_of(hazard, today):
    """To the last day of the review that was applied for."""
    return Countdown((review_by(hazard) - today).days)


@register.simple_tag
def standing_of(task, today):
    """(key for the colour, the word) of a task of the campaign."""
    return task.standing(today)
