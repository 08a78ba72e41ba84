from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def state_on(certificate, day):
    """`{{ certificate|state_on:today }}`: how it stands that day, as a word and a colour."""
    return format_html('<span class="state state-{}">{}</span>', *certificate.state_on(day))
