import pytest
from django.test import RequestFactory
from django_filters import CharFilter, FilterSet, ModelChoiceFilter
from django_htmx.middleware import HtmxDetails
from django_tables2 import Table

from tests.factories.townships import BureauFactory, TownshipFactory
from townships.lists import conditions, ledger_list
from townships.models import Township

pytestmark = pytest.mark.django_db


class TownshipFilter(FilterSet):
    q = CharFilter(label="名称", field_name="name", lookup_expr="contains")
    county = ModelChoiceFilter(label="县", queryset=lambda request: Township.county.field.related_model.objects.all())

    class Meta:
        model = Township
        fields = ["q", "county", "kind"]


class TownshipTable(Table):
    class Meta:
        model = Township
        fields = ["name", "population"]


def ask(address="/", **headers):
    request = RequestFactory().get(address, **headers)
    request.htmx = HtmxDetails(request)
    request.user = BureauFactory()
    request.resolver_match = None
    return ledger_list(
        request, Township.objects.order_by("pk"), filterset=TownshipFilter, table=TownshipTable, template="components/list_page.html"
    )


def test_whole_page_holds_the_filters():
    assert b'role="search"' in ask().content


def test_htmx_gets_the_rows_only():
    TownshipFactory(name="官亭乡")

    page = ask("/?q=官亭&kind=", HTTP_HX_REQUEST="true")

    assert "官亭乡" in page.content.decode()
    assert b'role="search"' not in page.content
    assert b"<html" not in page.content


def test_address_keeps_what_is_filtered_by_and_leaves_out_the_empty_fields():
    page = ask("/?q=gt&kind=&sort=name", HTTP_HX_REQUEST="true")

    assert page["HX-Push-Url"] == "/?q=gt&sort=name"


def test_caches_tell_page_and_piece_apart():
    assert "HX-Request" in ask()["Vary"]


@pytest.mark.parametrize(
    ("browser", "rows"),
    [
        ("Mozilla/5.0 (Linux; Android 9; HLK-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0 Mobile Safari/537.36", 20),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0 Safari/537.36", 21),
    ],
)
def test_a_page_of_cards_is_shorter(browser, rows):
    TownshipFactory.create_batch(21)

    assert ask(HTTP_USER_AGENT=browser).content.count(b"data-label=") == 2 * rows


def test_page_beyond_the_end_is_the_last_one():
    TownshipFactory.create_batch(51)

    page = ask("/?page=99")

    assert page.content.count(b"data-label=") == 2


def test_sorted_column_says_so():
    TownshipFactory()

    assert b'aria-sort="descending"' in ask("/?sort=-population").content


def test_cells_know_their_head():
    TownshipFactory()

    assert 'data-label="人口"' in ask().content.decode()


def test_conditions_are_told_in_words():
    county = TownshipFactory().county
    request = RequestFactory().get("/", {"q": "乡", "county": county.pk, "page": 2})

    told = conditions(TownshipFilter(request.GET, queryset=Township.objects.all(), request=request))

    assert [(one.label, one.words, one.address_without) for one in told] == [
        ("名称", "乡", f"/?county={county.pk}"),
        ("县", county.name, "/?q=%E4%B9%A1"),
    ]


def test_empty_list_says_what_to_do():
    assert "这里还没有记录。" in ask().content.decode()


def test_empty_answer_offers_to_clear_the_filter():
    TownshipFactory(name="官亭乡")

    assert "没有符合条件的记录" in ask("/?q=子良").content.decode()
