"""A file of a refused form waits for the corrected one: for its owner alone, for a while, through the same gate."""

import re
from datetime import timedelta

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from tests.factories.documents import a_pdf
from tests.factories.hazards import scene
from tests.factories.townships import InspectorFactory
from townships.documents import SCANS, DocumentField, DocumentsField
from townships.kept_files import MOST_KEPT, KeepsFiles, forget_expired, keep
from townships.models import KeptFile
from townships.pictures import PicturesField
from townships.tasks import forget_kept_files

pytestmark = pytest.mark.django_db
GONE = "之前选的文件已过期或不能使用，请重新选择。"


class EvidenceForm(KeepsFiles, forms.Form):
    said = forms.CharField()
    scan = DocumentField(kinds=SCANS, required=False)
    pages = DocumentsField(required=False)
    pictures = PicturesField(required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user


@pytest.fixture
def user():
    return InspectorFactory()


def sent(user, files=None, **told):
    form = EvidenceForm(
        MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in told.items()}),
        MultiValueDict(files or {}),
        user=user,
    )
    form.keep_files()
    return form


def kept_names(form, name):
    return [row.file_name for row in form.fields[name].widget.kept]


def keys_on(form, name):
    """As a browser would send them back."""
    return re.findall(rf'name="{name}-kept" value="([^"]+)" checked', str(form[name]))


def pdf(name="回执.pdf"):
    return SimpleUploadedFile(name, a_pdf())


def jpg(name="现场.jpg", shade=0):
    return SimpleUploadedFile(name, scene(shade).content)


def test_a_refused_form_names_the_files_that_wait(user):
    form = sent(user, {"scan": [pdf()], "pictures": [jpg()]})

    assert not form.is_valid()
    assert ("已选择：回执.pdf" in str(form["scan"]), "已选择：现场.jpg" in str(form["pictures"])) == (True, True)


def test_the_corrected_form_has_them_without_choosing_again(user):
    refused = sent(user, {"scan": [pdf()], "pictures": [jpg()]})
    keys = {f"{name}-kept": keys_on(refused, name) for name in ("scan", "pictures")}

    form = sent(user, said="签收", **keys)

    assert form.is_valid()
    assert (form.cleaned_data["scan"].name, form.cleaned_data["scan"].content) == ("回执.pdf", a_pdf())
    assert [picture.sha256 for picture in form.cleaned_data["pictures"]] == [KeptFile.objects.get(file_kind="jpg").sha256]


def test_a_form_sent_twice_finds_its_files_twice(user):
    keys = keys_on(sent(user, {"scan": [pdf()]}), "scan")

    assert [sent(user, said="签收", **{"scan-kept": keys}).is_valid() for _ in range(2)] == [True, True]


def test_what_is_unticked_is_not_taken(user):
    sent(user, {"pictures": [jpg()]})

    assert sent(user, said="签收").cleaned_data["pictures"] == []


def test_one_file_chosen_again_takes_the_place_of_the_other(user):
    keys = keys_on(sent(user, {"scan": [pdf("错的.pdf")]}), "scan")

    form = sent(user, {"scan": [pdf("对的.pdf")]}, **{"scan-kept": keys})

    assert kept_names(form, "scan") == ["对的.pdf"]


def test_further_pages_are_added_to_those_that_wait(user):
    keys = keys_on(sent(user, {"pages": [pdf("一.pdf")]}), "pages")

    form = sent(user, {"pages": [jpg("二.jpg")]}, **{"pages-kept": keys})

    assert kept_names(form, "pages") == ["一.pdf", "二.jpg"]


def test_the_same_photo_twice_waits_once(user):
    keys = keys_on(sent(user, {"pictures": [jpg()]}), "pictures")

    form = sent(user, {"pictures": [jpg()]}, **{"pictures-kept": keys})

    assert kept_names(form, "pictures") == ["现场.jpg"]


def test_the_photo_that_waited_chosen_once_more_is_taken_once(user):
    keys = keys_on(sent(user, {"pictures": [jpg()]}), "pictures")

    form = sent(user, {"pictures": [jpg()]}, said="签收", **{"pictures-kept": keys})

    assert len(form.cleaned_data["pictures"]) == 1


def test_good_files_wait_while_a_wrong_one_is_refused(user):
    form = sent(user, {"pictures": [jpg(), SimpleUploadedFile("坏.jpg", b"text")]}, said="签收")

    assert form.errors["pictures"] == ["“坏.jpg”不是照片。请选择 JPG、PNG 或 WebP 格式的照片。"]
    assert kept_names(form, "pictures") == ["现场.jpg"]


def test_somebody_elses_key_is_told_like_an_old_one(user):
    keys = keys_on(sent(InspectorFactory(township=user.township), {"scan": [pdf()]}), "scan")

    assert sent(user, said="签收", **{"scan-kept": keys}).errors == {"scan": [GONE]}


def test_an_expired_key_is_told(user):
    keys = keys_on(sent(user, {"scan": [pdf()]}), "scan")
    KeptFile.objects.update(kept_until=timezone.now())

    assert sent(user, said="签收", **{"scan-kept": keys}).errors == {"scan": [GONE]}


def test_a_key_whose_file_was_swept_away_is_told(user):
    keys = keys_on(sent(user, {"scan": [pdf()]}), "scan")
    row = KeptFile.objects.get()
    row.file.storage.delete(row.file.name)

    assert sent(user, said="签收", **{"scan-kept": keys}).errors == {"scan": [GONE]}


def test_a_paper_does_not_pass_as_a_photo(user):
    keys = keys_on(sent(user, {"scan": [pdf()]}), "scan")

    assert sent(user, said="签收", **{"pictures-kept": keys}).errors["pictures"] == [
        "“回执.pdf”不是照片。请选择 JPG、PNG 或 WebP 格式的照片。"
    ]


@pytest.mark.parametrize("keys", [["x"], ["\x00"], ["x" * 5000], ["1' or '1'='1"]])
def test_a_made_up_key_is_told(user, keys):
    assert sent(user, said="签收", **{"scan-kept": keys}).errors == {"scan": [GONE]}


def test_thirty_files_are_refused_with_their_number(user):
    form = sent(user, {"pictures": [jpg() for _ in range(30)]}, said="签收")

    assert form.errors["pictures"] == ["一次最多上传 9 张照片，您选了 30 张。"]
    assert not KeptFile.objects.exists()


def test_those_that_wait_count_too(user):
    keys = keys_on(sent(user, {"pictures": [jpg(shade=shade) for shade in range(9)]}), "pictures")

    form = sent(user, {"pictures": [jpg(shade=200)]}, **{"pictures-kept": keys})

    assert form.errors["pictures"] == ["一次最多上传 9 张照片，您选了 10 张。"]
    assert len(kept_names(form, "pictures")) == 9


def test_of_too_many_refused_files_the_oldest_goes(user):
    first = keep(scene(0), "一.jpg", owner=f"user:{user.pk}")
    KeptFile.objects.bulk_create(
        KeptFile(owner=first.owner, kept_until=first.kept_until, key=f"key-{number}", file_kind="jpg") for number in range(MOST_KEPT - 1)
    )

    sent(user, {"pictures": [jpg(shade=1)]})

    assert (KeptFile.objects.count(), KeptFile.objects.filter(pk=first.pk).exists()) == (MOST_KEPT, False)


def test_a_form_that_was_not_sent_keeps_nothing(user):
    form = EvidenceForm(user=user)
    form.keep_files()

    assert ("kept" in str(form["scan"]), KeptFile.objects.count()) == (False, 0)


def test_expired_files_leave_the_disk(user):
    old, new = (keep(scene(shade), "一.jpg", owner="user:1") for shade in (0, 1))
    KeptFile.objects.filter(pk=old.pk).update(kept_until=timezone.now() - timedelta(seconds=1))

    forget_kept_files()

    assert list(KeptFile.objects.all()) == [new]
    assert (old.file.storage.exists(old.file.name), new.file.storage.exists(new.file.name)) == (False, True)


def test_sweeping_twice_is_no_error(user):
    keep(scene(0), "一.jpg", owner="user:1")
    later = timezone.now() + timedelta(days=3)

    forget_expired(later), forget_expired(later)

    assert not KeptFile.objects.exists()


def test_beat_sweeps_them(settings):
    assert "townships.tasks.forget_kept_files" in [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]


def test_a_photo_that_waits_is_shown_to_its_owner_alone(client, user):
    row = keep(scene(0), "一.jpg", owner=f"user:{user.pk}")
    page = reverse("townships:kept_picture", args=[row.key])

    found = []
    for visitor in (user, InspectorFactory(township=user.township)):
        client.force_login(visitor)
        answer = client.get(page)
        found.append((answer.status_code, answer.getvalue() == scene(0).content))

    assert found == [(200, True), (404, False)]
