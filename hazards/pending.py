"""Photos of a form that came back with an error: they wait for the corrected form under its submission."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from hazards.models import PendingPicture
from townships.pictures import CleanPicture, clean_picture

KEPT_FOR = timedelta(days=2)


def keep(files, *, submission, by):
    """Keep those of the uploaded files that are photos; what is wrong with the others, the form has said."""
    forget_stale(by)
    for file in files:
        try:
            picture = clean_picture(file)
        except ValidationError:
            continue
        kept = PendingPicture.objects.filter(submission=submission, added_by=by, sha256=picture.sha256)
        if not kept.exists():
            PendingPicture.objects.create(submission=submission, added_by=by, **picture.as_fields())


def kept(*, submission, by):
    return PendingPicture.objects.filter(submission=submission, added_by=by)


def as_clean(pictures):
    """As the domain takes photos."""
    return [_as_clean(picture) for picture in pictures]


def _as_clean(picture):
    with picture.image.open() as file:
        return CleanPicture(file.read(), picture.sha256, picture.taken_at)


def forget(pictures):
    for picture in pictures:
        picture.image.delete(save=False)
        picture.delete()


def forget_stale(by):
    forget(PendingPicture.objects.filter(added_by=by, added_at__lt=timezone.now() - KEPT_FOR))
