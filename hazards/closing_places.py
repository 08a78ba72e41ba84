"""A place that is to be closed still has its hazards: they stay to be rectified, so whoever closes it is told of them before."""

from django.utils.translation import gettext as _

from townships.closing import tells_of_open_work

from .models import Hazard


@tells_of_open_work
def open_hazards_at(place):
    grades = list(Hazard.objects.unclosed().filter(place=place.pk).order_by().values_list("grade", flat=True))
    if not grades:
        return []
    major = grades.count(Hazard.Grade.MAJOR)
    words = _("未销号隐患 %(count)s 条，其中重大隐患 %(major)s 条") if major else _("未销号隐患 %(count)s 条")
    return [words % {"count": len(grades), "major": major}]
