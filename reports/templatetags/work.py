from django import template

from hazards.countdown import countdown

register = template.Library()


@register.simple_tag
def countdown_of(hazard, today):
    return countdown(hazard, today)
