from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hazards.models import Hazard, HazardPicture
from townships.pictures import send_picture


@require_safe
def picture(request, pk):
    """Evidence is served to those who may see its hazard; for everybody else it is not there."""
    visible = Hazard.objects.visible_to(request.user)
    return send_picture(get_object_or_404(HazardPicture, pk=pk, hazard__in=visible))
