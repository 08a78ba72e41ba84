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


@register.filter
def may_ask_phone(user, person):
    """Whether this user may have the person's whole number shown."""
    return bool(person.phone) and masking.may_ask(user)
