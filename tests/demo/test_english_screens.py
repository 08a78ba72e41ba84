"""A walk in English over every screen that links lead to: Chinese stands only where the page says that it is Chinese.

The demonstration county's own Chinese is moved out of the way first, so that whatever is left comes from the code.
"""

import re
import subprocess
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.conf import settings as project
from django.db import connection, models, transaction
from django.test import override_settings
from django.urls import resolve, reverse

from hazards.models import Action, Hazard, State
from reports.publishing import draft_for
from tests.config.test_translations import CATALOGUE, CHINESE, EXAMPLES
from tests.demo import TODAY
from townships.models import User

# Official numbers, and ready words that go into official papers as they are.
READY = ["隐", "表", "责改", "复查", "已按要求整改完毕，同意销号。"]
ALLOWED = EXAMPLES | set(CHINESE.findall(" ".join(READY)))
# Not the form of a token, as in [[investment.total|万]]: that is grammar.
TYPED = re.compile(r"(?<![|\u4e00-\u9fff])[\u4e00-\u9fff]+")
NOT_SCREENS = re.compile(r"^/(admin|static)/|\.(pdf|jpg)$|/export/")
# All of them, or the one without a database would come after every other module, with a county of its own.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def chinese_moved_away(documents_county, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        draft_for(documents_county, TODAY.year, by=User.objects.get(username="ju"))
        with connection.cursor() as cursor:
            # Append-only tables let words be moved.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for model in apps.get_models():
                move_chinese_away(model, cursor)
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        yield
        transaction.set_rollback(True)


def move_chinese_away(model, cursor):
    """Every Chinese character of the table's words becomes another one of the same kind, one for one."""
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, model._meta.pk.column))
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.CharField | models.TextField | models.JSONField):
            column, kind = connection.ops.quote_name(field.column), field.db_type(connection)
            cursor.execute(f"SELECT {column}::text, {key} FROM {table} WHERE {column}::text ~ '[一-鿿]'")  # noqa: S608 (our own names)
            moved = [(TYPED.sub(elsewhere, words), pk) for words, pk in cursor.fetchall()]
            cursor.executemany(f"UPDATE {table} SET {column} = %s::{kind} WHERE {key} = %s", moved)  # noqa: S608 (our own names)


def elsewhere(chinese):
    return "".join(chr(ord(character) + 0x20000 - 0x4E00) for character in chinese[0])


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """The catalogue as it stands, whenever it was last compiled for use."""
    folder = tmp_path_factory.mktemp("locale")
    (folder / "en/LC_MESSAGES").mkdir(parents=True)
    subprocess.run(["msgfmt", "-o", folder / "en/LC_MESSAGES/django.mo", project.BASE_DIR / CATALOGUE], check=True)
    return folder


@pytest.fixture
def in_english(client, compiled):
    client.cookies["django_language"] = "en"
    with override_settings(LOCALE_PATHS=[compiled]):
        yield client


class Words(HTMLParser):
    """The words and the words in attributes of a page, but for what is marked as Chinese; and where its links lead."""

    VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.words, self.links, self.open = [], [], []
        self.feed(page)

    @property
    def is_chinese(self):
        return any(self.open)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.links.append(attributes.get("href", "") if tag == "a" else "")
        chinese = attributes.get("lang") == "zh-CN"
        if not self.is_chinese and not chinese:
            self.words += [value or "" for name, value in attributes.items() if name not in {"href", "action"}]
        if tag not in self.VOID:
            self.open.append(chinese)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, words):
        if not self.is_chinese:
            self.words.append(words)

    @property
    def chinese(self):
        return {word for words in self.words for word in CHINESE.findall(words)} - ALLOWED


def walk(client):
    """{name of a screen: (its status, the Chinese on it)}, one page of each, from the dashboard as far as links lead."""
    found, waiting = {}, ["/"]
    while waiting:
        address = waiting.pop().partition("#")[0]
        screen = resolve(address.partition("?")[0]).view_name
        if screen not in found:
            answer = client.get(address, follow=True)
            page = Words(answer.content.decode())
            found[screen] = answer.status_code, page.chinese
            waiting += [link for link in page.links if link.startswith("/") and not NOT_SCREENS.search(link.partition("?")[0])]
    return found


@pytest.mark.parametrize(("username", "screens"), [("ju", 80), ("guanting", 60), ("lingdao", 35), ("admin", 30), ("audit", 25)])
def test_every_link_leads_somewhere_and_every_screen_speaks_english(in_english, username, screens):
    in_english.force_login(User.objects.get(username=username))

    found = walk(in_english)

    assert {screen: told for screen, told in found.items() if told != (200, set())} == {}
    assert len(found) >= screens


@pytest.mark.parametrize("address", ["/accounts/login/", "/nothing-here/"])
def test_a_stranger_reads_english(in_english, address):
    assert Words(in_english.get(address).content.decode()).chinese == set()


def test_a_refused_form_speaks_english(in_english):
    in_english.force_login(User.objects.get(username="guanting"))

    page = Words(in_english.post("/hazards/new/", {"found_at": "soon"}).content.decode())

    assert "Describe the hazard, or choose a common description." in page.words
    assert page.chinese == set()


def test_money_is_read_in_the_same_unit_as_in_chinese(in_english):
    in_english.force_login(User.objects.get(username="ju"))

    assert " × 10,000 yuan" in Words(in_english.get("/").content.decode()).words


def test_ready_words_of_a_paper_stay_chinese(in_english):
    in_english.force_login(User.objects.get(username="ju"))
    replied = Hazard.objects.filter(state=State.REPLIED).exclude(replied_by__username="ju").first()

    page = in_english.get(reverse("hazards:act", args=[replied.pk, Action.PASS])).content.decode()

    assert "已按要求整改完毕，同意销号。" in page


def test_the_walk_sees_what_is_left_in_chinese():
    page = Words('<html lang="en"><p title="台账">隐患<b lang="zh-CN">中文</b></p></html>')

    assert page.chinese == {"台账", "隐患"}


def test_a_browsers_own_language_decides_nothing(client, compiled):
    with override_settings(LOCALE_PATHS=[compiled]):
        page = client.get("/accounts/login/", headers={"Accept-Language": "en"})

    assert "登录" in page.content.decode()
