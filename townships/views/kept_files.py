from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from townships.kept_files import owner_of
from townships.models import FileKind, KeptFile
from townships.pictures import send_jpeg


@require_safe
def kept_picture(request, key):
    """A photo that waits for a corrected form: for the one who sent it."""
    mine = KeptFile.objects.filter(owner=owner_of(request.user), file_kind=FileKind.PICTURE, kept_until__gt=timezone.now())
    return send_jpeg(get_object_or_404(mine, key=key).file)
