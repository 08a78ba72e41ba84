from django import template

register = template.Library()


@register.filter
def points(number):
    """10.00 → 10, 0.50 → 0.5; nothing stays nothing."""
    return "" if number is None else f"{number.normalize():f}" if hasattr(number, "normalize") else str(number)
