"""The two pictures on the screen and as PDF, and duty boards: pages, scope, telephone numbers, printing."""

import io
import re
from datetime import date, timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from papers.models import PrintJob
from papers.printing import print_now
from tests.factories.reports_from_public import code_of
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    DutyFactory,
    EnterpriseFactory,
    GroupFactory,
    InspectorFactory,
    KeySiteFactory,
    OfficialFactory,
    TownshipFactory,
    VillageFactory,
    ZoneFactory,
)
from tests.papers.measuring import sheets
from townships.boards import boards_of
from townships.models import Duty, DutyKind, Printout
from townships.printouts import NothingToPrint, board_kind

pytestmark = pytest.mark.django_db
Kind = Printout.Kind
TODAY = timezone.localdate()


@pytest.fixture
def township():
    return TownshipFactory(name="官亭乡", county__name="临澧县")


@pytest.fixture
def village(township):
    village = VillageFactory(name="清泉村", township=township)
    secretary = DutyKind.objects.get(key="village_secretary")
    DutyFactory(kind=secretary, place=village, person__name="李明", person__phone="13812345678")
    return village


@pytest.fixture
def site(township, village):
    site = KeySiteFactory(name="金鸡岭危岩", township=township, parent=village)
    keeper = DutyKind.objects.get(key="site_keeper")
    DutyFactory(kind=keeper, place=site, person__name="王看护", person__phone="13987654321")
    return site


@pytest.fixture
def inspector(client, township):
    user = InspectorFactory(township=township)
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"townships:{name}", args=args)


def text(response):
    return response.content.decode().replace("\u200b", "")


def pdf_of(printout):
    with print_now(PrintJob.objects.get(kind="printout", subject_id=printout.pk)).file.open() as file:
        return file.read()


def words_of(pdf):
    return re.sub(r"\s", "", "".join(letter.text for sheet in sheets(pdf) for letter in sheet.letters))


def test_the_chain_is_drawn_with_a_title_a_description_and_links(client, inspector, township, village):
    page = text(client.get(url("chain_chart", township.pk)))

    assert '<title id="drawing-1-title">官亭乡安全管理网络体系图</title>' in page
    assert '<desc id="drawing-1-desc">官亭乡安全管理网络体系图，自上而下：临澧县、官亭乡；下列 1 个单位' in page
    assert f'<a href="{village.get_absolute_url()}"><text' in page
    assert f'<a href="{township.county.get_absolute_url()}"' not in page


def test_the_drawing_carries_no_style_that_the_policy_refuses(client, inspector, township, site):
    for name in ("chain_chart", "key_site_map"):
        page = text(client.get(url(name, township.pk)))
        assert " style=" not in page
        assert "<style" not in page


def test_a_phone_gets_the_same_as_a_folded_list(client, inspector, township, village):
    page = text(client.get(url("chain_chart", township.pk)))

    assert page.count("<details") == 3  # menu, township, village
    assert "村（社区）党支部书记：李明 13812345678</li>" in page


@pytest.mark.parametrize("name", ["chain_chart", "key_site_map"])
def test_on_a_day_and_when_the_day_makes_no_sense(client, inspector, township, site, name):
    then = text(client.get(url(name, township.pk), {"on": "2025-12-31"}))
    nonsense = text(client.get(url(name, township.pk), {"on": "3026-01-01"}))

    assert "（2025-12-31）" in then
    assert "李明" not in then
    assert "王看护" not in then
    assert "下面显示的是今天。" in nonsense


@pytest.mark.parametrize("name", ["chain_chart", "key_site_map"])
def test_numbers_are_masked_for_those_who_only_read(client, township, site, name):
    client.force_login(OfficialFactory(county=township.county))

    page = text(client.get(url(name, township.pk)))

    assert "139****4321" in page
    assert "13987654321" not in page


def test_parts_are_pages_of_their_own(client, inspector, township):
    for village in VillageFactory.create_batch(40, township=township):
        GroupFactory.create_batch(4, parent=village)

    first = text(client.get(url("chain_chart", township.pk)))
    second = text(client.get(url("chain_chart", township.pk), {"part": 2}))

    assert "（总图）" in first
    assert "分图 1/" in second
    assert f'aria-label="{township}安全管理网络体系图（总图）">总图</a>' in second
    assert second.count(">总图<") == 1
    assert ["<summary>第" in page and f"打开{township}" in page for page in (first, second)] == [True, False]
    assert second.count('class="branch"') < first.count('class="branch"')
    assert "下面只列出“" in second
    assert "下面只列出“" not in first
    assert client.get(url("chain_chart", township.pk), {"part": 99}).status_code == 404
    assert client.get(url("chain_chart", township.pk), {"part": "x"}).status_code == 404


def test_more_zones_than_stand_abreast_are_folded_on_the_screen(client, inspector, township):
    for zone in ZoneFactory.create_batch(8, township=township):
        VillageFactory(township=township, parent=zone)

    page = text(client.get(url("chain_chart", township.pk)))

    folds = page[page.index('class="drawing-folds') : page.index('class="print-only"')]
    assert (folds.count("<details"), folds.count('<title id="drawing-3-title"'), folds.count("<small>村（社区） 1</small>")) == (8, 1, 8)


def test_many_sites_are_folded_on_a_phone_too(client, inspector, township, village, site):
    def unfolded():
        page = text(client.get(url("key_site_map", township.pk)))
        return page[page.index('class="drawing-list"') :].count('class="branch" open')

    assert unfolded() == 1

    KeySiteFactory.create_batch(12, township=township, parent=village)
    assert unfolded() == 0


def test_the_list_beside_the_map_names_the_villages_without_a_sign(client, inspector, township, village, site):
    VillageFactory(name="石门村", township=township)

    assert "没有重点部位和高危企业的村（社区）：石门村</p>" in text(client.get(url("key_site_map", township.pk)))


def test_a_village_has_a_chain_but_no_map(client, inspector, village):
    assert client.get(url("chain_chart", village.pk)).status_code == 200
    assert client.get(url("key_site_map", village.pk)).status_code == 404
    assert client.post(url("print_chart", village.pk, Kind.SITES)).status_code == 404


def test_an_empty_township_says_so(client, inspector, township):
    assert "还没有登记重点部位和高危企业。" in text(client.get(url("key_site_map", township.pk)))
    assert client.get(url("chain_chart", township.pk)).status_code == 200
    assert "还没有要挂责任牌的部位" in text(client.get(url("print_board", township.pk)))


@pytest.mark.parametrize("factory", [BureauFactory, OfficialFactory, AdministratorFactory, AuditorFactory])
def test_whoever_sees_the_place_sees_its_pictures(client, township, site, factory):
    client.force_login(factory(county=township.county))

    assert client.get(url("chain_chart", township.pk)).status_code == 200
    assert client.get(url("key_site_map", township.pk)).status_code == 200


def test_pictures_and_boards_of_another_township_are_not_there(client, inspector):
    other = KeySiteFactory()

    for name in ("chain_chart", "key_site_map", "print_board"):
        assert client.get(url(name, other.township_id)).status_code == 404
    assert client.get(url("print_board", other.pk)).status_code == 404
    assert client.post(url("print_chart", other.township_id, Kind.CHAIN)).status_code == 404


def test_the_chart_is_printed_on_one_sheet_with_the_words_of_the_page(client, inspector, township, site):
    page = client.post(url("print_chart", township.pk, Kind.CHAIN), {"on": f"{TODAY}"})

    pdf = pdf_of(Printout.objects.get())
    [sheet] = sheets(pdf)
    assert page.url == Printout.objects.get().get_absolute_url()
    assert (sheet.width, sheet.height) == (297.0, 210.0)
    assert "王看护13987654321" in words_of(pdf)
    assert min(letter.ink[3] - letter.ink[1] for letter in sheet.letters if letter.text == "村") > 1.8


def test_the_printed_chart_keeps_within_its_margins(client, inspector, township, site):
    VillageFactory.create_batch(30, township=township)
    client.post(url("print_chart", township.pk, Kind.CHAIN))
    client.post(url("print_chart", township.pk, Kind.SITES))

    for printout in Printout.objects.all():
        for sheet in sheets(pdf_of(printout)):
            inks = [letter.ink for letter in sheet.letters]
            assert min(ink[0] for ink in inks) > 9
            assert max(ink[2] for ink in inks) < sheet.width - 9
            assert max(ink[3] for ink in inks) < sheet.height - 9


def test_an_official_prints_masked_and_never_gets_the_whole_numbers(client, inspector, township, site):
    client.post(url("print_chart", township.pk, Kind.SITES))
    whole = Printout.objects.get()
    client.force_login(OfficialFactory(county=township.county))

    client.post(url("print_chart", township.pk, Kind.SITES))

    masked = Printout.objects.exclude(pk=whole.pk).get()
    assert "139****4321" in words_of(pdf_of(masked))
    for name in ("printout", "printout_progress", "printout_paper"):
        assert client.get(url(name, whole.pk)).status_code == 404
    assert client.get(url("printout", masked.pk)).status_code == 200


def test_printing_again_prints_what_holds_now(client, inspector, township, site):
    client.post(url("print_chart", township.pk, Kind.CHAIN))
    first = words_of(pdf_of(Printout.objects.get()))
    DutyFactory(kind=DutyKind.objects.get(key="village_supervisor"), place=site.parent, person__name="吴新人", starts_on=TODAY)

    client.post(url("print_chart", township.pk, Kind.CHAIN))

    second = words_of(pdf_of(Printout.objects.get()))
    assert ["吴新人" in words for words in (first, second)] == [False, True]


def board(site, **changes):
    given = {"on": TODAY, "shows_phones": True, "site_address": "https://anquan.example.gov.cn/"} | changes
    return boards_of(site, **given)


def test_a_board_names_who_answers_from_the_county_down(site):
    [found] = board(site)

    assert [(holder.level, holder.duty, holder.name, holder.is_gap) for holder in found.holders] == [
        ("临澧县", "领导小组组长", "待落实", True),
        ("官亭乡", "乡镇长（主任）", "待落实", True),
        ("清泉村", "村（社区）党支部书记", "李明", False),
        ("金鸡岭危岩", "重点部位责任人", "王看护", False),
    ]
    code, here = code_of(site), "https://anquan.example.gov.cn"
    assert (found.page_code.address, found.report_code.address) == (f"{here}{code.page_url}", f"{here}{code.get_absolute_url()}")


def test_a_board_does_not_tell_the_public_why_there_is_a_gap(site):
    """Neither that somebody carries too much (his name stands there once), nor whose term it was that ended."""
    DutyKind.objects.filter(key="site_keeper").update(sensible_load=1)
    keeper = Duty.objects.get(kind__key="site_keeper", place=site)
    DutyFactory(kind=keeper.kind, person=keeper.person, place=KeySiteFactory(township=site.township))
    Duty.objects.filter(kind__key="village_secretary").update(ends_on=TODAY - timedelta(days=1))

    told = [holder.name for holder in board(site)[0].holders]

    assert told[2:] == ["待落实", "王看护"]


def test_what_is_not_filled_in_has_words_of_its_own(site):
    [found] = board(site)

    assert (found.report_phone, found.risk, found.location) == ("12350", "滑坡、危岩", "官亭乡清泉村")
    assert found.on_discovery.startswith("立即撤离危险区域")


def test_boards_of_a_township_take_a_bounded_number_of_queries(township, village, django_assert_max_num_queries):
    KeySiteFactory.create_batch(8, township=township, parent=village)
    EnterpriseFactory.create_batch(3, township=township, parent=village, is_high_risk=True)
    EnterpriseFactory(township=township, parent=village)

    with django_assert_max_num_queries(21):
        assert len(board(township)) == 11


def test_which_places_carry_a_board(township, village, site):
    assert board_kind(township) == Kind.BOARDS
    assert board_kind(site) == Kind.BOARD
    assert board_kind(EnterpriseFactory(township=township, is_high_risk=True)) == Kind.BOARD
    for place in (village, township.county, EnterpriseFactory(township=township)):
        with pytest.raises(NothingToPrint):
            board_kind(place)


def test_whether_numbers_are_public_has_to_be_said(client, inspector, site):
    page = client.post(url("print_board", site.pk), {})

    assert "请选择责任牌上印不印责任人电话。" in text(page)
    assert not Printout.objects.exists()


@pytest.mark.parametrize(("answer", "is_printed"), [("yes", True), ("no", False)])
def test_the_board_is_one_sheet_that_says_everything(client, inspector, site, answer, is_printed):
    client.post(url("print_board", site.pk), {"shows_phones": answer})

    pdf = pdf_of(Printout.objects.get())
    [sheet] = sheets(pdf)
    words = words_of(pdf)
    assert (sheet.width, sheet.height) == (420.0, 297.0)
    for wanted in ("重点部位安全责任牌", "金鸡岭危岩", "主要危险", "发现险情", "12350", "王看护", "临澧县", "官亭乡人民政府"):
        assert wanted in words
    assert ("13987654321" in words) is is_printed


def test_a_board_with_much_to_tell_still_is_one_sheet_to_be_read_from_two_metres(client, inspector, site):
    for name in ("risk", "measures", "on_discovery"):
        setattr(site, name, "险" * 200)
    site.name, site.location, site.report_phone = "长" * 60, "处" * 120, "0736-5550119-0736-55"
    site.save()

    client.post(url("print_board", site.pk), {"shows_phones": "yes"})

    [sheet] = sheets(pdf_of(Printout.objects.get()))
    *facts, beside_the_codes = [letter for letter in sheet.letters if letter.text == "险"]
    heads = [letter for letter in sheet.letters if letter.text == "层"]
    assert max(letter.ink[3] for letter in facts) < min(letter.ink[1] for letter in [*heads, beside_the_codes])
    assert min(letter.ink[3] - letter.ink[1] for letter in facts) > 5.5
    assert max(letter.ink[2] for letter in sheet.letters) < 420 - 12


def test_a_long_name_runs_into_nothing_on_a_board_with_a_middling_lot_to_tell(client, inspector, site):
    site.name, site.risk = "甲" * 60, "乙" * 60
    site.save()

    client.post(url("print_board", site.pk), {"shows_phones": "yes"})

    [sheet] = sheets(pdf_of(Printout.objects.get()))
    ink = {word: [letter.ink for letter in sheet.letters if letter.text == word] for word in "甲乙层险"}
    assert max(box[3] for box in ink["甲"]) < min(box[1] for box in ink["乙"])
    # 发现险情 is the last of the facts, 险情报告电话 stands beside the table.
    *facts, _beside_the_table = sorted(box[3] for box in ink["险"])
    assert max([*facts, *(box[3] for box in ink["乙"])]) < ink["层"][0][1]


def test_all_boards_of_a_township_are_one_paper(client, inspector, township, village, site):
    EnterpriseFactory(name="清泉花炮厂", township=township, parent=village, is_high_risk=True)

    client.post(url("print_board", township.pk), {"shows_phones": "no"})

    pdf = pdf_of(Printout.objects.get())
    assert len(sheets(pdf)) == 2
    assert "高危企业安全责任牌清泉花炮厂" in words_of(pdf)


def test_the_two_codes_on_the_board_hold_their_addresses_and_say_where_they_lead(client, inspector, site):
    import segno

    client.post(url("print_board", site.pk), {"shows_phones": "no"})

    [found] = board(site)
    for code in (found.page_code, found.report_code):
        assert code.picture == segno.make(code.address, error="m").svg_data_uri(border=0)
    words = words_of(pdf_of(Printout.objects.get()))
    assert "谁负责这里" in words
    assert "举报，不用注册" in words


def test_only_those_who_keep_the_ledgers_publish_numbers(client, township, site):
    client.force_login(OfficialFactory(county=township.county))

    assert client.get(url("print_board", site.pk)).status_code == 403
    assert "责任牌" not in [label for _address, label in client.get(site.get_absolute_url()).context["papers"]]


def test_the_page_warns_of_an_address_that_no_phone_opens(client, inspector, site):
    assert "手机扫码打不开" in text(client.get(url("print_board", site.pk), HTTP_HOST="127.0.0.1:8000"))
    assert "手机扫码打不开" not in text(client.get(url("print_board", site.pk)))


def test_papers_are_pdf_of_the_printouts_name(client, inspector, site):
    client.post(url("print_board", site.pk), {"shows_phones": "yes"})
    printout = Printout.objects.get()
    assert "排队中" in text(client.get(printout.get_absolute_url()))
    pdf_of(printout)

    response = client.get(url("printout_paper", printout.pk))

    with pikepdf.open(io.BytesIO(response.getvalue())) as paper:
        assert len(paper.pages) == 1


def test_a_places_page_offers_its_papers(client, inspector, township, village, site):
    def offered(place):
        return [str(label) for _address, label in client.get(place.get_absolute_url()).context["papers"]]

    assert offered(township) == ["网络体系图", "重点部位标示图", "责任状", "责任牌", "举报二维码"]
    assert offered(village) == ["网络体系图", "举报二维码"]
    assert offered(site) == ["责任牌", "举报二维码"]
    assert client.get(reverse("hazards:report_code", args=[site.pk])).status_code == 200
    assert offered(EnterpriseFactory(township=township)) == []


@pytest.mark.parametrize(
    ("on", "words"), [("2026-05-31", "这一天尚未设立（2026-06-01 设立或纳入监管）"), ("2026-09-01", "已于 2026-09-01 撤并（注销）")]
)
def test_the_chart_of_a_day_without_the_village_says_so(client, inspector, township, on, words):
    gone = VillageFactory(township=township, opened_on=date(2026, 6, 1), closed_on=date(2026, 9, 1))

    page = text(client.get(url("chain_chart", gone.pk), {"on": on}))

    assert f'notice-warning">{words}。' in page
    assert f"<li>{words}</li>" in page
