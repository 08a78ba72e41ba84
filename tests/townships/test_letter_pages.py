"""Letters through their pages: choosing, checking, issuing, signing, filtering, printing."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from papers.models import PrintJob
from tests.factories.documents import a_pdf, an_office_file
from tests.factories.letters import letter_text, letters_of, signed
from tests.factories.townships import BureauFactory, DutyFactory, InspectorFactory, OfficialFactory, TownshipFactory, VillageFactory
from tests.hazards.test_export import rows_of
from tests.townships.test_pictures import phone_photo, upload
from townships.models import DutyKind, Letter, LetterBatch, LetterKind, LetterScan, LetterSignature, LetterText
from townships.voiding import void

pytestmark = pytest.mark.django_db
Kind, Side = LetterKind, LetterSignature.Side
YEAR = timezone.localdate().year
TODAY = f"{timezone.localdate():%Y-%m-%d}"


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡", document_prefix="官亭", county__name="临澧县")


@pytest.fixture
def villages(township):
    first, second = (VillageFactory(name=name, township=township) for name in ("清泉村", "石门村"))
    DutyFactory(kind=DutyKind.objects.get(key="village_secretary"), place=first, person__name="李明")
    return first, second


@pytest.fixture
def bureau(client, township):
    user = BureauFactory(county=township.county)
    client.force_login(user)
    return user


@pytest.fixture
def inspector(client, township):
    user = InspectorFactory(township=township)
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"townships:{name}", args=args)


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


def issue_url(township, kind=Kind.VILLAGE, year=YEAR):
    return url("issue_letters", kind, township.pk, year)


def listed(client, **query):
    return [row.record.lower_name for row in client.get(url("letters"), query).context["table"].rows]


def test_the_first_page_leads_to_the_parties(client, inspector, township):
    page = client.get(url("new_letters"), {"kind": Kind.VILLAGE, "year": YEAR})

    assert page.url == issue_url(township)


def test_the_bureau_says_whose_letters_they_are(client, bureau, township):
    asked = client.get(url("new_letters"), {"kind": Kind.VILLAGE, "year": YEAR})
    county = client.get(url("new_letters"), {"kind": Kind.TOWNSHIP, "year": YEAR})

    assert "请选择由哪个乡镇（街道）制发。" in words(asked)
    assert county.url == issue_url(township.county, Kind.TOWNSHIP)


def test_without_a_text_nothing_is_issued(client, inspector, township, villages):
    assert "请县局先定文本" in words(client.get(issue_url(township)))


def test_every_party_is_offered_and_vacant_ones_say_so(client, inspector, township, villages):
    letter_text(township.county, year=YEAR)

    page = client.get(issue_url(township))

    assert [str(label) for _key, label in page.context["form"].fields["parties"].choices] == [
        "清泉村村民委员会：李明",
        "石门村村民委员会：第一责任人空缺",
    ]


def test_the_check_page_keeps_nothing(client, inspector, township, villages):
    letter_text(township.county, year=YEAR)

    page = words(client.post(issue_url(township), {"parties": [v.pk for v in villages], "issued_on": TODAY, "submission": SUBMISSION}))

    assert f"官亭村责〔{YEAR}〕2号" in page
    assert "第一责任人空缺" in page
    assert "李明为本村（社区）安全生产第一责任人" in page
    assert not Letter.objects.exists()


SUBMISSION = "4b2a3b52-6f8e-4b13-9d1c-0a86a5a5a001"


def confirm(client, township, villages, **changes):
    given = {"parties": [village.pk for village in villages], "issued_on": TODAY, "submission": SUBMISSION, "confirmed": "1"}
    return client.post(issue_url(township), given | changes)


def test_confirmed_letters_are_issued_and_on_their_way_to_the_printer(client, inspector, township, villages):
    letter_text(township.county, year=YEAR)

    page = confirm(client, township, villages)

    batch = LetterBatch.objects.get()
    assert page.url == batch.get_absolute_url()
    assert [letter.lower_name for letter in batch.letters.order_by("sequence")] == ["清泉村村民委员会", "石门村村民委员会"]
    assert PrintJob.objects.filter(kind="letters", subject_id=batch.pk).exists()
    assert "官亭乡：已制发 2 份责任状" in words(client.get(page.url))


def test_a_day_that_the_number_or_the_year_forbids_is_told_beside_it(client, inspector, township, villages):
    letter_text(township.county, year=YEAR)
    ancient = confirm(client, township, villages[:1], issued_on=f"{YEAR - 2}-12-31")
    confirm(client, township, villages[:1])

    older = confirm(client, township, villages[1:], issued_on=f"{YEAR - 1}-12-31", submission="4b2a3b52-6f8e-4b13-9d1c-0a86a5a5a002")

    assert f"不能早于 {YEAR - 1}-01-01" in ancient.context["form"].errors["issued_on"][0]
    assert f"官亭村责〔{YEAR}〕1号已于 {TODAY} 制发" in older.context["form"].errors["issued_on"][0]
    assert Letter.objects.count() == 1


def test_the_list_names_its_years_and_the_printed_ledger_its_conditions(client, inspector, township, villages):
    letters_of(township), letters_of(township, year=YEAR - 1, on=date(YEAR - 1, 1, 10))

    every, one = words(client.get(url("letters"))), words(client.get(url("letters"), {"year": YEAR}))
    paper = client.get(url("letters_ledger"), {"year": YEAR, "q": "清泉"})

    assert f"责任状（{YEAR - 1}—{YEAR} 年）：已发 4 份" in every
    assert f"责任状（{YEAR} 年）：已发 2 份" in one
    assert f"只看 {YEAR} 年的责任状" in every
    assert [(one.label, one.words) for one in paper.context["conditions"]] == [("编号、单位或负责人", "清泉"), ("年度", str(YEAR))]
    assert "条件：" in words(paper)


def test_a_second_press_shows_the_same_batch(client, inspector, township, villages):
    letter_text(township.county, year=YEAR)

    assert confirm(client, township, villages).url == confirm(client, township, villages).url
    assert Letter.objects.count() == 2


def test_whoever_comes_too_late_is_told_and_nothing_is_issued(client, inspector, township, villages):
    letter_text(township.county, year=YEAR)
    confirm(client, township, villages[:1])

    page = confirm(client, township, villages, submission="4b2a3b52-6f8e-4b13-9d1c-0a86a5a5a002")

    assert page.status_code == 200
    assert Letter.objects.count() == 1
    assert "选择" in words(page)


def test_who_has_a_letter_is_not_offered_again(client, inspector, township, villages):
    letter_text(township.county, year=YEAR)
    confirm(client, township, villages[:1])

    page = client.get(issue_url(township))

    assert [party.name for party in page.context["parties"]] == ["石门村村民委员会"]
    assert "另有 1 个单位本年度已有责任状" in words(page)


def test_a_day_in_the_future_is_refused(client, inspector, township, villages):
    letter_text(township.county, year=YEAR)

    page = confirm(client, township, villages, issued_on=f"{YEAR + 1}-12-31")

    assert "日期不能晚于今天。" in words(page)
    assert not Letter.objects.exists()


def test_an_inspector_does_not_issue_the_countys_letters(client, inspector, township):
    assert client.get(issue_url(township.county, Kind.TOWNSHIP)).status_code == 404
    assert [value for value, _label in client.get(url("new_letters")).context["form"].fields["kind"].choices] == [
        "department",
        "village",
        "enterprise",
        "group",
    ]


def test_list_counts_and_filters(client, bureau, township, villages):
    first, second = letters_of(township)
    signed(first), signed(second, Side.UPPER)

    assert "责任状（2026 年）：已发 2 份，双方已签 50.0%（1/2）" in words(client.get(url("letters")))
    assert "责任状（2026 年）：未签齐 1 份" in client.get(url("letters"), {"state": "unsigned"}).text
    assert "责任状（2026 年）：已发 2 份" in client.get(url("letters")).text
    assert listed(client, state="signed") == ["清泉村村民委员会"]
    assert listed(client, state="unsigned") == ["石门村村民委员会"]
    assert listed(client, state="lacks_lower") == ["石门村村民委员会"]
    assert listed(client, state="lacks_upper") == []
    assert listed(client, year=2025) == []
    assert listed(client, kind=Kind.GROUP) == []
    assert listed(client, q="石门") == ["石门村村民委员会"]


def test_a_voided_letter_is_listed_only_when_asked_for(client, bureau, township, villages):
    first, _second = letters_of(township)
    void(first, by=bureau, reason="负责人有误")

    assert listed(client) == ["石门村村民委员会"]
    assert listed(client, state="void") == ["清泉村村民委员会"]
    assert "双方已签 0.0%（0/1）" in words(client.get(url("letters")))


def test_an_empty_list_has_no_rate(client, bureau):
    assert "责任状：已发 0 份，双方已签 —" in words(client.get(url("letters")))


def test_totals_by_township(client, bureau, township, villages):
    other = TownshipFactory(name="子良乡", county=township.county)
    VillageFactory(township=other)
    signed(letters_of(township)[0]), letters_of(other)

    totals = client.get(url("letters")).context["totals"]

    assert [(row[0].name, *row[1:]) for row in totals] == [("官亭乡", 2, 1, "50.0%（1/2）", 0), ("子良乡", 1, 0, "0.0%（0/1）", 0)]


def test_a_letter_leads_only_to_parties_within_the_readers_scope(client, bureau, township):
    letter = letters_of(township.county, LetterKind.TOWNSHIP)[0]
    addresses = [place.get_absolute_url() for place in (letter.upper, letter.lower)]

    def linked(reader):
        client.force_login(reader)
        page = client.get(letter.get_absolute_url()).content.decode()
        return [f'href="{address}"' in page for address in addresses]

    assert [linked(bureau), linked(InspectorFactory(township=township))] == [[True, True], [False, True]]


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_number_of_queries(client, bureau, township, django_assert_num_queries, count):
    VillageFactory.create_batch(count, township=township)
    letters_of(township)
    client.get(url("letters"))

    with django_assert_num_queries(17):
        client.get(url("letters"))


def test_export_holds_the_filtered_rows(client, bureau, township, villages):
    first, _second = letters_of(township)
    signed(first)

    _title, _heads, *rows = rows_of(client.get(url("export_letters"), {"state": "signed"}).getvalue())

    assert [row[0] for row in rows] == ["官亭村责〔2026〕1号"]
    assert rows[0][4:8] == ["官亭乡人民政府", "", "清泉村村民委员会", "李明"]


def test_ledger_prints_all_rows(client, bureau, township, villages):
    letters_of(township)

    page = words(client.get(url("letters_ledger")))

    assert f"{township.county} 2026 年安全生产责任状签订台账" in page
    assert "石门村村民委员会" in page


def test_a_side_signs_with_a_scan(client, inspector, township, villages):
    letter = letters_of(township)[0]
    given = {"signed_on": "2026-02-01", "scans": [upload(phone_photo())]}

    page = client.post(url("sign_letter", letter.pk, "lower"), given)

    signature = letter.signatures.get()
    assert page.url == letter.get_absolute_url()
    assert (signature.side, signature.signed_on, signature.recorded_by) == ("lower", date(2026, 2, 1), inspector)
    assert "2026-02-01 已签" in words(client.get(page.url))
    assert client.get(url("letter_scan", LetterScan.objects.get().pk)).getvalue()[:2] == b"\xff\xd8"


def test_a_scanner_gives_a_pdf(client, inspector, township, villages):
    letter = letters_of(township)[0]
    given = {"signed_on": "2026-02-01", "scans": [upload(a_pdf(), "责任状.pdf"), upload(phone_photo())]}

    client.post(url("sign_letter", letter.pk, "lower"), given)

    scan = LetterScan.objects.first()
    assert (scan.file_kind, scan.file_name, LetterScan.objects.count()) == ("pdf", "责任状.pdf", 2)
    assert client.get(url("letter_scan", scan.pk)).getvalue().startswith(b"%PDF-")


def test_a_word_file_is_no_signed_sheet(client, inspector, township, villages):
    letter = letters_of(township)[0]

    page = client.post(url("sign_letter", letter.pk, "lower"), {"scans": [upload(an_office_file("word/document.xml"), "责任状.docx")]})

    assert page.context["form"].errors["scans"] == ["“责任状.docx”不是 PDF 或图片，请换一种格式。"]
    assert not letter.signatures.exists()


def test_a_day_before_the_letter_is_refused_beside_its_field(client, inspector, township, villages):
    letter = letters_of(township)[0]

    page = client.post(url("sign_letter", letter.pk, "lower"), {"signed_on": "2025-12-31"})

    assert "签字日期须在制发日期" in str(page.context["form"].errors["signed_on"])
    assert not letter.signatures.exists()


def test_a_signature_entered_before_is_told(client, inspector, township, villages):
    letter = signed(letters_of(township)[0], Side.LOWER)

    for page in (client.get(url("sign_letter", letter.pk, "lower"), follow=True), sent_again(client, letter)):
        assert page.request["PATH_INFO"] == letter.get_absolute_url()
        assert "已登记这一方于 2026-01-10 签字，这次没有保存。" in words(page)


def sent_again(client, letter):
    return client.post(url("sign_letter", letter.pk, "lower"), {"signed_on": "2026-02-01"}, follow=True)


def test_a_signing_session_is_recorded_at_once(client, inspector, township, villages):
    first, second = letters_of(township)
    signed(first, Side.LOWER)

    client.post(url("sign_letter_batch", first.batch_id), {"signed_on": "2026-02-01", "side": "both", "letters": [first.pk, second.pk]})

    assert [letter.signatures.count() for letter in (first, second)] == [2, 2]
    assert first.signatures.get(side=Side.LOWER).signed_on == date(2026, 1, 10)
    assert "都已签齐" in words(client.get(url("sign_letter_batch", first.batch_id)))


def test_a_session_on_an_impossible_day_records_nothing(client, inspector, township, villages):
    first, second = letters_of(township)

    page = client.post(
        url("sign_letter_batch", first.batch_id), {"signed_on": "2025-12-31", "side": "lower", "letters": [first.pk, second.pk]}
    )

    assert "签字日期须在制发日期" in str(page.context["form"].errors["signed_on"])
    assert not LetterSignature.objects.exists()


def test_voiding_a_signature_and_a_letter(client, bureau, township, villages):
    letter = signed(letters_of(township)[0], Side.LOWER)

    client.post(url("void_letter_signature", letter.signatures.get().pk), {"reason": "签错了"})
    client.post(url("void_letter", letter.pk), {"reason": "负责人有误"})

    letter.refresh_from_db()
    assert (letter.signatures.get().void_reason, letter.void_reason) == ("签错了", "负责人有误")
    assert "负责人有误" in words(client.get(letter.get_absolute_url()))


def test_a_township_does_not_void_what_the_county_issued(client, inspector, township):
    letter = letters_of(township.county, Kind.TOWNSHIP)[0]

    assert client.get(letter.get_absolute_url()).status_code == 200
    assert client.post(url("void_letter", letter.pk), {"reason": "x"}).status_code == 403


def test_the_bureau_writes_a_text_and_its_next_version(client, bureau, township):
    address = url("edit_letter_text", Kind.VILLAGE, YEAR)
    assert "示例文本" in client.get(address).context["form"]["body"].value()

    client.post(address, {"title": "[[年度]]年责任状", "body": "[[乙方]]负责。"})
    client.post(address, {"title": "[[年度]]年责任状", "body": "[[乙方]]全部负责。"})

    assert [text.version for text in LetterText.objects.order_by("version")] == [1, 2]
    assert f"{YEAR}年责任状" in (shown := client.get(url("letter_texts")).content.decode())
    assert "[[年度]]" not in shown
    assert client.get(address).context["form"]["body"].value() == "[[乙方]]全部负责。"


def test_next_year_begins_with_last_years_text(client, bureau, township):
    letter_text(township.county, year=YEAR, body="去年的话")

    assert client.get(url("edit_letter_text", Kind.VILLAGE, YEAR + 1)).context["form"]["body"].value() == "去年的话"


def test_an_unknown_token_is_refused_beside_its_field(client, bureau):
    page = client.post(url("edit_letter_text", Kind.VILLAGE, YEAR), {"title": "责任状", "body": "[[乙方责任人]]"})

    assert "没有“[[乙方责任人]]”这个标记，是否想写“[[乙方负责人]]”？" in str(page.context["form"].errors["body"])
    assert not LetterText.objects.exists()


def test_template_language_in_a_text_stays_text(client, bureau, township, villages):
    letter = letters_of(township, text=letter_text(township.county, body="{% now 'Y' %}<script>alert(1)</script>"))[0]

    page = client.get(letter.get_absolute_url()).content.decode()

    assert "{% now &#x27;Y&#x27; %}&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_texts_are_read_by_all_and_written_by_the_bureau(client, inspector, township):
    letter_text(township.county, year=YEAR)

    assert "第 1 版" in words(client.get(url("letter_texts")))
    assert client.get(url("edit_letter_text", Kind.VILLAGE, YEAR)).status_code == 403


LETTER_PAGES = ["letter", "letter_progress", "letter_paper", "void_letter"]


@pytest.mark.parametrize("name", LETTER_PAGES)
def test_a_letter_of_another_township_is_not_there(client, inspector, township, name):
    other = TownshipFactory(county=township.county)
    VillageFactory(township=other)

    assert client.get(url(name, letters_of(other)[0].pk)).status_code == 404


def test_signing_printing_and_scans_of_another_township_are_not_there(client, inspector, township):
    other = TownshipFactory(county=township.county)
    VillageFactory(township=other)
    letter = signed(letters_of(other)[0], Side.UPPER)

    assert client.get(url("sign_letter", letter.pk, "lower")).status_code == 404
    assert client.post(url("print_letter", letter.pk)).status_code == 404
    assert client.get(url("letter_batch", letter.batch_id)).status_code == 404
    assert client.get(url("sign_letter_batch", letter.batch_id)).status_code == 404
    assert client.get(url("void_letter_signature", letter.signatures.get().pk)).status_code == 404
    assert client.get(issue_url(other)).status_code == 404


def test_an_official_reads_and_writes_nothing(client, township, villages):
    letter = letters_of(township)[0]
    client.force_login(OfficialFactory(county=township.county))

    assert client.get(letter.get_absolute_url()).status_code == 200
    assert "登记签字" not in words(client.get(letter.get_absolute_url()))
    for name, args in [("new_letters", []), ("sign_letter", [letter.pk, "lower"]), ("sign_letter_batch", [letter.batch_id])]:
        assert client.get(url(name, *args)).status_code == 403


def test_the_list_says_who_has_no_letter_and_leads_to_issuing_one(client, bureau, township, villages):
    letter_text(township.county, year=YEAR)
    TownshipFactory(county=township.county)

    page = client.get(url("letters"))
    missing = client.get(url("letters_not_issued"), {"township": township.pk})

    assert f"{YEAR} 年应签而未制发 2 份" in words(page)
    assert page.context["totals"] == [(township, 0, 0, "—", 2)]
    assert [row.record.name for row in missing.context["table"].rows] == ["清泉村", "石门村"]
    assert issue_url(township) in missing.text
    assert f"{township.county}{YEAR}年应签未制发的责任状" in words(client.get(url("print_letters_not_issued")))
    assert len(rows_of(client.get(url("export_letters_not_issued")).getvalue())) > 2
