from django import template

from townships import masking

register = template.Library()


@register.filter
def masked(number):
    """138****8000, for everybody."""
    return masking.mask(number or "")


@register.filter
def masked_for(number, user):
    """`{{ person.phone|masked_for:request.user }}`"""
    return masking.masked_for(number or "", user)
