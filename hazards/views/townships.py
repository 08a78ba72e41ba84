"""In which township's ledger something is entered."""

from django.shortcuts import get_object_or_404, render

from townships.models import Place, Township


def township_at_hand(request):
    """The user's own township, or the one that the address names by itself or by a place in it; None when neither does."""
    if request.user.township_id:
        return request.user.township
    townships = Township.objects.visible_to(request.user)
    if (pk := request.GET.get("township", "")).isdecimal():
        return get_object_or_404(townships, pk=pk)
    if (pk := request.GET.get("place", "")).isdecimal():
        place = get_object_or_404(Place.objects.visible_to(request.user), pk=pk)
        return townships.filter(pk=place.township_id or place.pk).first()
    return None


def choose_township(request):
    townships = Township.objects.visible_to(request.user).order_by("code")
    return render(request, "hazards/choose_township.html", {"townships": townships})
