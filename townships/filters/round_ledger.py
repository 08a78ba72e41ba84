from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter

from townships.filters.candidacies import rounds_in_scope
from townships.filters.ledger import CountedFilter
from townships.filters.places import townships_in_scope
from townships.models import ExampleTownship, ExchangeMeeting, IssuedDocument, LeaderVisit, Mentorship, PlanTask, Session


class SessionFilter(CountedFilter):
    text_fields = ["topic", "venue", "decisions", "chair__name"]

    class Meta:
        model = Session
        fields = ["q", "start", "end", "state"]


class LeaderVisitFilter(CountedFilter):
    day_field = "visited_on"
    text_fields = ["leader__name", "companions", "findings"]

    class Meta:
        model = LeaderVisit
        fields = ["q", "start", "end", "state"]


class TaskFilter(CountedFilter):
    day_field = "due_on"
    text_fields = ["title", "department", "person__name", "township__name"]

    standing = ChoiceFilter(
        label=_("完成情况"), choices=[("done", _("已完成")), ("late", _("逾期")), ("open", _("未完成"))], method="stands"
    )

    class Meta:
        model = PlanTask
        fields = ["q", "standing", "start", "end", "state"]

    def stands(self, tasks, name, standing):
        today = timezone.localdate()
        return {"done": tasks.done_by(today), "late": tasks.late_by(today), "open": tasks.filter(done_on=None)}[standing]


class DocumentFilter(CountedFilter):
    day_field = "issued_on"
    text_fields = ["title", "number", "organ"]

    class Meta:
        model = IssuedDocument
        fields = ["q", "kind", "start", "end", "state"]


class ExchangeFilter(CountedFilter):
    text_fields = ["title", "venue", "summary", "speakers__name"]

    class Meta:
        model = ExchangeMeeting
        fields = ["q", "start", "end", "state"]

    def search(self, rows, name, words):
        return super().search(rows, name, words).distinct()


class ExampleFilter(CountedFilter):
    day_field = "publicised_on"
    text_fields = ["township__name", "medium", "experience"]

    class Meta:
        model = ExampleTownship
        fields = ["q", "start", "end", "state"]


class MentorshipFilter(CountedFilter):
    text_fields = ["mentor", "township__name", "content", "outcome"]
    start = end = None
    campaign = ModelChoiceFilter(label=_("创建活动"), queryset=rounds_in_scope)
    township = ModelChoiceFilter(label=_("受帮扶乡镇"), queryset=townships_in_scope)

    class Meta:
        model = Mentorship
        fields = ["q", "campaign", "township", "mentor_kind", "state"]
