from django import template

from hazards.countdown import countdown

register = template.Library()


@register.simple_tag
def countdown_of(hazard, today):
    return countdown(hazard, today)


@register.simple_tag
def standing_of(task, today):
    """(key for the colour, the word) of a task of the campaign."""
    return task.standing(today)
