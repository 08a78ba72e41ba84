from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from papers.dates import in_chinese_numerals, in_figures
from papers.titles import balanced_lines

register = template.Library()


@register.filter
def title_lines(title):
    """A title broken in balanced lines."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in balanced_lines(str(title))))


@register.filter
def paper_date(day):
    return in_figures(day)


@register.filter
def chinese_date(day):
    """二〇一二年十月二十六日, as offices wrote it before 2012."""
    return in_chinese_numerals(day)


@register.filter
def further_lines(text):
    """Words inside a paragraph: each further line begins a paragraph of its own."""
    return format_html_join(mark_safe("</p><p>"), "{}", ((line.strip(),) for line in str(text).splitlines() if line.strip()))


@register.filter
def sentence(text):
    """With one stop at its end, whether it was typed with one or not."""
    return f"{str(text).rstrip('。；，、;, ')}。"


@register.filter
def paragraphs(text):
    """Plain text as paragraphs, one per line."""
    return format_html_join("", "<p>{}</p>", ((line.strip(),) for line in str(text).splitlines() if line.strip())) or format_html("")
