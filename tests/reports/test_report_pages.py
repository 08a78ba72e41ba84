import pytest
from django.urls import reverse

from papers.printing import carry_out
from reports import document, publishing
from reports.models import Action, AnnualReport
from reports.palette import chapter_of
from reports.publishing import paper_of, perform
from reports.sign_off import TYPED
from reports.tokens import without_tokens
from tests.factories.reports import AnnualReportFactory, a_snapshot
from tests.factories.townships import (
    AdministratorFactory,
    AuditorFactory,
    BureauFactory,
    CountyFactory,
    InspectorFactory,
    OfficialFactory,
)
from tests.papers.leaflets import leaflet
from townships.figure import all_figures

pytestmark = pytest.mark.django_db
State = AnnualReport.State


@pytest.fixture(autouse=True)
def quick(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(document, "typeset", lambda html: leaflet())
    monkeypatch.setattr(publishing, "take_snapshot", lambda county, year, at=None: a_snapshot())


@pytest.fixture
def county():
    return CountyFactory(name="临澧县")


@pytest.fixture
def bureau(client, county):
    user = BureauFactory(county=county)
    client.force_login(user)
    return user


def ready(report):
    perform(report, Action.COLLECT, by=report.created_by)
    carry_out(paper_of(report).pk)
    report.refresh_from_db()
    return report


def published(**fields):
    report = ready(AnnualReportFactory(**fields))
    AnnualReport.objects.filter(pk=report.pk).update(state=State.SIGNED, signed_by=report.created_by, signed_at=report.created_at)
    AnnualReport.objects.filter(pk=report.pk).update(state=State.PUBLISHED, published_at=report.created_at)
    report.refresh_from_db()
    return report


def address(name, report, *more):
    return reverse(f"reports:{name}", args=[report.pk, *more])


def status(client, url):
    response = client.get(url)
    if response.streaming:
        read(response)
    return response.status_code


def read(response):
    """All of a file; the test client closes it behind the last byte."""
    return b"".join(response.streaming_content)


READING = ["annual_report", "report_snapshot", "report_progress", "report_paper", "read_report"]
WRITING = ["edit_report", "edit_report_title", "add_report_paragraph", "sign_report"]


# Who reaches what


@pytest.mark.parametrize("name", READING)
def test_others_read_what_is_published_and_nothing_else(client, county, name):
    draft, out = ready(AnnualReportFactory(county=county)), published(county=county, year=2011)
    elsewhere = published(year=2010)
    for user in (
        OfficialFactory(county=county),
        InspectorFactory(township__county=county),
        AuditorFactory(county=county),
        AdministratorFactory(county=county),
    ):
        client.force_login(user)
        answers = [status(client, address(name, report)) for report in (out, draft, elsewhere)]
        assert answers[0] in (200, 286)
        assert answers[1:] == [404, 404]


@pytest.mark.parametrize("name", READING + WRITING)
def test_bureau_reaches_its_own_county_only(client, bureau, name):
    own, elsewhere = ready(AnnualReportFactory(county=bureau.county)), ready(AnnualReportFactory())
    assert status(client, address(name, own)) in (200, 286)
    assert client.get(address(name, elsewhere)).status_code == 404
    assert client.get(reverse(f"reports:{name}", args=[0])).status_code == 404


@pytest.mark.parametrize("name", WRITING)
def test_nobody_else_writes(client, county, name):
    report = published(county=county)
    for user in (OfficialFactory(county=county), InspectorFactory(township__county=county), AdministratorFactory(county=county)):
        client.force_login(user)
        assert client.get(address(name, report)).status_code == 403
        assert client.post(address("act_on_report", report, "collect")).status_code == 403
        assert client.post(reverse("reports:start_report"), {"county": county.pk, "year": 2012}).status_code == 403
        paragraph = report.paragraphs.first()
        assert client.post(address("edit_report_paragraph", report, paragraph.pk)).status_code == 403
        assert client.post(address("change_report_paragraph", report, paragraph.pk, "remove")).status_code == 403


def test_strangers_log_in_first(client, county):
    for name in READING + WRITING:
        assert client.get(address(name, published_once(county))).status_code == 302


def published_once(county):
    return AnnualReport.objects.filter(county=county).first() or published(county=county)


def test_the_city_sees_every_county(client):
    published(), published()
    client.force_login(OfficialFactory(county=None))
    assert client.get(reverse("reports:annual_reports")).content.decode().count("已发布</span>") == 2


# The list


def test_the_list_shows_officials_no_drafts(client, county):
    AnnualReportFactory(county=county, title="草稿中的总结")
    published(county=county, year=2011, title="已经发布的总结")
    client.force_login(OfficialFactory(county=county))
    page = client.get(reverse("reports:annual_reports")).content.decode()
    assert "已经发布的总结" in page
    assert "草稿中的总结" not in page
    assert "起草总结" not in page


def test_the_list_asks_as_often_for_three_as_for_one(client, bureau, django_assert_num_queries):
    for year in (2012, 2011, 2010):
        AnnualReportFactory(county=bureau.county, year=year)
        if year != 2011:
            with django_assert_num_queries(7):
                client.get(reverse("reports:annual_reports"))


# Starting


def test_starting_writes_a_draft_and_offers_it_again(client, bureau):
    given = {"county": bureau.county_id, "year": 2012}
    first = client.post(reverse("reports:start_report"), given)
    again = client.post(reverse("reports:start_report"), given, follow=True)
    report = AnnualReport.objects.get()
    assert first.url == report.get_absolute_url()
    assert "已有一份未签发的总结" in again.content.decode()


@pytest.mark.parametrize(("year", "complaint"), [("2099", "2099 年还没有到。"), ("1999", "2000"), ("abc", "整数"), ("", "此项必填")])
def test_a_year_without_a_ledger_is_refused(client, bureau, year, complaint):
    page = client.post(reverse("reports:start_report"), {"county": bureau.county_id, "year": year})
    assert complaint in page.content.decode()
    assert not AnnualReport.objects.exists()


def test_another_county_is_not_among_the_choices(client, bureau):
    client.post(reverse("reports:start_report"), {"county": CountyFactory().pk, "year": 2012})
    assert not AnnualReport.objects.exists()


# Reading


def test_every_number_leads_to_its_rows(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    page = client.get(report.get_absolute_url()).content.decode()
    rows = f"/reports/figures/publicity.banners/?start=2012-01-01&amp;end=2012-12-31&amp;place=1&amp;report={report.pk}"
    assert f'<a class="figure-in-text" href="{rows}">32</a>' in page


@pytest.mark.parametrize("name", ["annual_report", "report_snapshot"])
def test_a_township_is_led_to_no_rows_that_it_may_not_see(client, county, name):
    report = published(county=county)
    client.force_login(InspectorFactory(township__county=county))

    page = client.get(address(name, report)).content.decode()

    assert "/reports/figures/" not in page


def test_text_is_text(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    report.paragraphs.filter(slot="opening").update(text="<script>alert(1)</script>{{ 7|add:1 }}&[[hazards.found]]")
    for name in ("annual_report", "edit_report"):
        page = client.get(address(name, report)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:1 }}&amp;<a" in page


def test_what_changed_since_is_shown(client, bureau, monkeypatch):
    report = AnnualReportFactory(county=bureau.county)
    page = client.get(address("report_snapshot", report)).content.decode()
    assert "已变动：32→0" in page


# Editing


def paragraph_form(report, slot="problems", **changes):
    paragraph = report.paragraphs.get(slot=slot)
    return paragraph, {"text": paragraph.text, "style": paragraph.style, "based_on": paragraph.revision} | changes


def test_new_words_are_saved(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    paragraph, form = paragraph_form(report, text="还有[[hazards.unclosed|约]]条。")
    client.post(address("edit_report_paragraph", report, paragraph.pk), form)
    paragraph.refresh_from_db()
    assert (paragraph.text, paragraph.is_edited) == ("还有[[hazards.unclosed|约]]条。", True)


def test_an_unknown_token_is_refused_and_the_text_kept(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    paragraph, form = paragraph_form(report, text="还有[[hazard.unclosed]]条。")
    page = client.post(address("edit_report_paragraph", report, paragraph.pk), form).content.decode()
    assert "不认识 [[hazard.unclosed]]，您要的是 [[hazards.unclosed]] 吗？" in page
    assert "还有[[hazard.unclosed]]条。</textarea>" in page
    assert paragraph == report.paragraphs.get(slot="problems", text=paragraph.text)


def test_somebody_else_wrote_meanwhile(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    paragraph, form = paragraph_form(report, text="我的话。")
    report.paragraphs.filter(pk=paragraph.pk).update(text="别人的话。", revision=1)
    page = client.post(address("edit_report_paragraph", report, paragraph.pk), form).content.decode()
    assert "别人的话。" in page
    assert "我的话。</textarea>" in page
    assert 'name="based_on" value="1"' in page
    client.post(address("edit_report_paragraph", report, paragraph.pk), form | {"based_on": 1})
    assert report.paragraphs.get(pk=paragraph.pk).text == "我的话。"


def test_a_title_that_somebody_else_changed(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    AnnualReport.objects.update(title="别人的标题", revision=1)
    form = {"title": "我的标题", "dated_on": "2012-10-26", "based_on": 0}
    page = client.post(address("edit_report_title", report), form).content.decode()
    assert "别人的标题" in page
    assert AnnualReport.objects.get().title == "别人的标题"
    client.post(address("edit_report_title", report), form | {"based_on": 1, "chinese_date": "on"})
    assert AnnualReport.objects.get().title == "我的标题"


def test_preview_with_and_without_javascript(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    paragraph, form = paragraph_form(report, text="悬挂[[publicity.banners]]幅。", preview="1")
    page = client.post(address("edit_report_paragraph", report, paragraph.pk), form).content.decode()
    piece = client.post(address("preview_report_paragraph", report), {"text": form["text"]}).content.decode()
    for answer in (page, piece):
        assert ">32</a>幅。" in answer
    assert report.paragraphs.get(pk=paragraph.pk).text != form["text"]


def test_paragraphs_are_added_moved_removed_and_restored(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    opening, heading = report.paragraphs.all()[:2]
    client.post(address("add_report_paragraph", report) + f"?after={opening.pk}", {"text": "新的一段。", "style": "body", "based_on": 0})
    added = report.paragraphs.get(text="新的一段。")
    assert list(report.paragraphs.all()[:3]) == [opening, added, heading]
    client.post(address("change_report_paragraph", report, added.pk, "up"))
    assert list(report.paragraphs.all()[:2]) == [added, opening]
    client.post(address("change_report_paragraph", report, added.pk, "up"))
    client.post(address("change_report_paragraph", report, added.pk, "remove"), {"based_on": added.revision})
    assert report.paragraphs.first() == opening
    report.paragraphs.filter(pk=opening.pk).update(text="改了。", is_edited=True)
    client.post(address("change_report_paragraph", report, opening.pk, "restore"), {"based_on": opening.revision})
    assert report.paragraphs.get(pk=opening.pk).text == opening.text


def test_a_changed_paragraph_is_not_removed_unseen(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    paragraph = report.paragraphs.first()
    report.paragraphs.filter(pk=paragraph.pk).update(revision=1)
    client.post(address("change_report_paragraph", report, paragraph.pk, "remove"), {"based_on": 0})
    assert report.paragraphs.filter(pk=paragraph.pk).exists()


def test_editing_takes_a_finished_paper_back(client, bureau):
    report = ready(AnnualReportFactory(county=bureau.county))
    paragraph, form = paragraph_form(report, text="新。")
    client.post(address("edit_report_paragraph", report, paragraph.pk), form)
    assert AnnualReport.objects.get().state == State.DRAFT
    assert client.get(address("report_paper", report)).status_code == 404


def test_what_was_typed_survives_a_report_that_went_to_the_worker(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    paragraph, form = paragraph_form(report, text="打了半天的字。")
    perform(report, Action.COLLECT, by=bureau)
    page = client.post(address("edit_report_paragraph", report, paragraph.pk), form).content.decode()
    assert "打了半天的字。</textarea>" in page
    assert "没有执行：该总结现在是“汇总数据”" in page


@pytest.mark.parametrize("text", ["", "字" * 5001, "\x00"])
def test_bad_text_is_refused(client, bureau, text):
    report = AnnualReportFactory(county=bureau.county)
    paragraph, form = paragraph_form(report, text=text)
    assert client.post(address("edit_report_paragraph", report, paragraph.pk), form).status_code == 200
    assert report.paragraphs.get(pk=paragraph.pk).text == paragraph.text


def test_a_text_that_is_too_long_is_not_cut_by_the_browser(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    page = client.get(address("edit_report_paragraph", report, report.paragraphs.first().pk)).content.decode()
    assert "<textarea" in page
    assert "maxlength" not in page.partition("<textarea")[2].partition(">")[0]


# The worker, signing, downloading


def test_progress_until_the_paper_is_there(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    client.post(address("act_on_report", report, "collect"))
    page = client.get(report.get_absolute_url()).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert client.get(address("report_progress", report)).status_code == 200
    carry_out(paper_of(report).pk)
    answer = client.get(address("report_progress", report))
    assert (answer.status_code, answer["HX-Refresh"]) == (286, "true")


def test_pressing_twice_is_told(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    client.post(address("act_on_report", report, "collect"))
    page = client.post(address("act_on_report", report, "collect"), follow=True).content.decode()
    assert "没有执行：该总结现在是“汇总数据”" in page
    assert report.events.count() == 1


def test_signing_and_publishing(client, bureau):
    report = ready(AnnualReportFactory(county=bureau.county))
    page = client.get(address("sign_report", report)).content.decode()
    assert paper_of(report).sha256 in page
    assert "已变动：32→0" in page
    client.post(address("sign_report", report), {"read_sha256": paper_of(report).sha256})
    client.post(address("act_on_report", report, "publish"))
    assert AnnualReport.objects.get().state == State.PUBLISHED


def test_a_typed_number_is_asked_after_before_signing(client, bureau):
    report = ready(AnnualReportFactory(county=bureau.county))
    first = report.paragraphs.filter(style="body").first()
    report.paragraphs.filter(pk=first.pk).update(text="全年共排查隐患9999条，2012年6月30日前整改[[hazards.closed]]条。")

    page = client.get(address("sign_report", report)).content.decode()

    assert "里的9999是手写的数字，不随台账变动" in page
    assert page.count("是手写的数字") == 1


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("全年共排查隐患9999条。", ["9999"]),
        ("投入1,200.5万元，[[hazards.found]]次3家", ["1,200.5", "3"]),
        ("2012年6月30日，2012—2013年，第65条，〔2012〕，（1）抓责任", []),
        ("1. 抓责任；GB/T 9704-2012", []),
        ("查处七十三起，发放二百余份，投入一万五千元，下降百分之二十", ["七十三", "二百", "一万五千", "二十"]),
        ("一是抓两个方面，三级网络，两部一站，一票否决，千家万户", []),
        ("二〇一二年十二月二十六日，第十二条，十二个月，“十五条”硬措施，十一期间，党的二十大", []),
    ],
)
def test_what_counts_as_a_typed_number(text, numbers):
    assert [match[0] for match in TYPED.finditer(without_tokens(text))] == numbers


def test_another_paper_than_the_one_read_is_not_signed(client, bureau):
    report = ready(AnnualReportFactory(county=bureau.county))
    page = client.post(address("sign_report", report), {"read_sha256": "old"}, follow=True).content.decode()
    assert "请重新核对后再签发" in page
    assert AnnualReport.objects.get().state == State.READY


def test_the_worker_only_steps_have_no_address(client, bureau):
    report = ready(AnnualReportFactory(county=bureau.county))
    for action in ("rendered", "collected", "fail", "sign", "edit", "nonsense"):
        assert client.post(address("act_on_report", report, action)).status_code == 404


def test_download_and_reading_in_the_browser(client, county):
    report = published(county=county)
    client.force_login(OfficialFactory(county=county))
    download, inline = (client.get(address(name, report)) for name in ("report_paper", "read_report"))
    assert read(download) == read(inline)
    assert download["Content-Disposition"].startswith("attachment")
    assert inline["Content-Disposition"].startswith("inline")


def test_numbers_of_single_townships_are_offered_below_those_of_the_county(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    told = {"label": "官亭乡：道路硬化", "unit": "公里", "value": 3, "last_year": 0, "place": 7}
    report.snapshot["figures"]["works.roads@430724001"] = told
    report.save()

    page = client.get(reverse("reports:edit_report_paragraph", args=[report.pk, report.paragraphs.first().pk]))

    assert [one["token"] for one in page.context["townships"]["figures"]] == ["[[works.roads@430724001]]"]
    assert "[[works.roads@430724001]]" not in {one["token"] for chapter in page.context["chapters"] for one in chapter["figures"]}
    assert "各创建乡镇的指标" in page.text


def test_tokens_stand_under_the_chapters_of_the_report(client, bureau):
    report = AnnualReportFactory(county=bureau.county)
    mechanisms = report.paragraphs.get(slot="mechanisms")

    page = client.get(reverse("reports:edit_report_paragraph", args=[report.pk, mechanisms.pk]))

    titles = [(chapter["title"], chapter["is_open"]) for chapter in page.context["chapters"]]
    assert titles == [
        ("开头", False),
        ("一、加强领导", False),
        ("二、营造创建氛围", False),
        ("三、完善机制", True),
        ("四、典型引路", False),
    ]


def test_every_figure_has_its_chapter():
    assert [key for key in all_figures() if chapter_of(key) is None] == []


def test_a_paper_that_failed_is_told_at_the_top_of_the_page_until_somebody_goes_on(client, bureau, county):
    report = AnnualReportFactory(county=county)
    perform(report, Action.COLLECT, by=report.created_by)
    perform(report, Action.FAIL, by=None, reason="排版服务出错。")

    assert "排版未能完成：排版服务出错。" in client.get(address("annual_report", report)).text
    perform(report, Action.EDIT, by=bureau)
    assert "排版未能完成" not in client.get(address("annual_report", report)).text


def test_a_version_that_was_replaced_says_so_and_leads_to_the_new_one(client, bureau):
    first, second = published(county=bureau.county), published(county=bureau.county, version=2)
    listed = client.get(reverse("reports:annual_reports")).text

    assert listed.count("已被第2版代替") == 1
    assert f'<a href="{second.get_absolute_url()}">看第2版</a>' in client.get(first.get_absolute_url()).text
    assert "代替" not in client.get(second.get_absolute_url()).text


def test_nobody_begins_to_change_a_published_report(client, bureau):
    report = published(county=bureau.county)
    paragraph = report.paragraphs.first()

    for name, more in (("edit_report_paragraph", [paragraph.pk]), ("edit_report_title", []), ("add_report_paragraph", [])):
        page = client.get(address(name, report, *more), follow=True)
        assert page.redirect_chain == [(report.get_absolute_url(), 302)]
        assert "“已发布”的总结不能修改。" in page.text
