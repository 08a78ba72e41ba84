from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, DateColumn, Table

from townships.models import ExampleTownship, ExchangeMeeting, IssuedDocument, LeaderVisit, Mentorship, PlanTask, Session
from townships.tables.places import NUMBER
from townships.templatetags.money import yuan


def state(key, word):
    return format_html('<span class="state state-{}">{}</span>', key, word)


class EntryTable(Table):
    """A ledger of a round; the first column leads to the row."""

    status = Column(_("状态"), accessor="voided_at", empty_values=())

    def before_render(self, request):
        if not request.GET.get("state"):
            # Only rows that count are listed.
            self.columns.hide("status")

    def render_status(self, record):
        return state("void", _("已作废")) if record.voided_at else _("有效")


class SessionTable(EntryTable):
    topic = Column(linkify=True)
    held_on = DateColumn(format="Y-m-d")
    people_present = Column(_("到会人数（人）"), attrs=NUMBER)

    class Meta:
        model = Session
        fields = ["topic", "held_on", "chair", "people_present", "venue", "status"]
        order_by = "-held_on"
        empty_text = _("还没有登记专题会议。")


class LeaderVisitTable(EntryTable):
    leader = Column(linkify=True)
    visited_on = DateColumn(format="Y-m-d")
    where = Column(_("督查乡镇"), accessor="townships", orderable=False)

    class Meta:
        model = LeaderVisit
        fields = ["leader", "visited_on", "where", "companions", "findings", "status"]
        order_by = "-visited_on"
        empty_text = _("还没有登记领导督查。")

    def render_where(self, value):
        return format_html_join("、", "{}", ((township.name,) for township in value.all()))


class TaskTable(EntryTable):
    title = Column(linkify=True)
    answers = Column(_("由谁负责"), orderable=False)
    due_on = DateColumn(format="Y-m-d")
    done_on = DateColumn(format="Y-m-d", default="—")
    standing = Column(_("完成情况"), accessor="due_on", orderable=False)
    status = None

    class Meta:
        model = PlanTask
        fields = ["title", "answers", "due_on", "done_on", "standing"]
        order_by = "due_on"
        empty_text = _("还没有分解工作任务。")

    def before_render(self, request):
        """Whether a task is void, its standing says."""

    def render_standing(self, record):
        return state(*record.standing(timezone.localdate()))


class DocumentTable(EntryTable):
    title = Column(linkify=True)
    issued_on = DateColumn(format="Y-m-d")
    number = Column(default="—")
    file = Column(_("文件"), accessor="file_kind", empty_values=(), orderable=False)

    class Meta:
        model = IssuedDocument
        fields = ["title", "kind", "organ", "number", "issued_on", "file", "status"]
        order_by = "-issued_on"
        empty_text = _("还没有登记发文。")

    def render_file(self, record):
        return record.get_file_kind_display() if record.file_kind else "—"


class ExchangeTable(EntryTable):
    title = Column(linkify=True)
    held_on = DateColumn(format="Y-m-d")
    who_spoke = Column(_("发言乡镇"), accessor="speakers", orderable=False)
    people_present = Column(_("参加人数（人）"), attrs=NUMBER)

    class Meta:
        model = ExchangeMeeting
        fields = ["title", "held_on", "venue", "people_present", "who_spoke", "status"]
        order_by = "-held_on"
        empty_text = _("还没有登记经验交流会。")

    def render_who_spoke(self, value):
        return format_html_join("、", "{}", ((township.name,) for township in value.all()))


class ExampleTable(EntryTable):
    township = Column(linkify=lambda record: record.get_absolute_url(), order_by="township__code")
    publicised_on = DateColumn(format="Y-m-d")

    class Meta:
        model = ExampleTownship
        fields = ["township", "publicised_on", "medium", "experience", "status"]
        order_by = "-publicised_on"
        empty_text = _("还没有登记典型乡镇。")


class MentorshipTable(EntryTable):
    mentor = Column(linkify=True)
    township = Column(order_by="township__code")
    campaign = Column(_("轮次"), accessor="campaign__round_number", attrs=NUMBER)
    visit_count = Column(_("走访（次）"), attrs=NUMBER)
    aid_worth = Column(_("资金物资（元）"), attrs=NUMBER)

    class Meta:
        model = Mentorship
        fields = ["mentor", "mentor_kind", "township", "campaign", "content", "visit_count", "aid_worth", "status"]
        empty_text = _("还没有登记帮扶。由县局在创建活动页登记。")

    def render_aid_worth(self, value):
        return yuan(value)

    def value_aid_worth(self, value):
        return value
