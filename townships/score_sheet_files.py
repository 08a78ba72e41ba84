"""A score sheet as .xlsx, out and in again. An import is looked at row by row first, and then taken whole or not at all."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from townships import evidence
from townships.forms.fields import PlainDecimal
from townships.models import Clause, EvidenceNeed, ScoreSheet
from townships.score_sheets import fill
from townships.spreadsheets import Column, Sheet
from townships.templatetags.points import points
from townships.uploaded_book import read_book
from townships.uploaded_table import Line, find_table, rows_below, text

CLAUSES_TAB = "准入条件和一票否决"
FACTS_TAB = "基本情况"
# What the sheet says of itself -> field.
FACTS = {"依据文件": "source", "合格分数线": "pass_mark", "佐证时效（天）": "fresh_days"}
MAX_CRITERIA = 300
# Heads as the county's documents have them -> field, most characters.
HEADS = {
    "一级要素": ("element", 40),
    "二级要素": ("name", 60),
    "标准分值": ("points", 12),
    "考评要点": ("focus", 1000),
    "评分标准": ("rule", 1000),
    "考评方式": ("method", 100),
    "佐证来源": ("needs", 500),
}
NEEDED = ["一级要素", "二级要素", "标准分值"]
KINDS = {label: kind for kind, label in Clause.Kind.choices}
# 培训班≥2；检查次数≥12
NEED = re.compile(r"(?P<label>[^≥>≤<=]+)(?P<sign>[≥>≤<=]*)(?P<minimum>.*)")
# As many people type them.
SIGNS = {"≥": "≥", ">=": "≥", "≤": "≤", "<=": "≤"}
MINIMUM = EvidenceNeed._meta.get_field("minimum").formfield(form_class=PlainDecimal, min_value=0)
SUMS = {"合计", "总分", "总计", "小计"}


def book_of(sheet):
    """Three tables: criteria, what decides without being scored, and what the sheet says of itself."""
    columns = [
        Column("一级要素", lambda one: one.element, 14),
        Column("二级要素", lambda one: one.name, 18),
        Column("标准分值", lambda one: one.points, 10),
        Column("考评要点", lambda one: one.focus, 40),
        Column("评分标准", lambda one: one.rule, 40),
        Column("考评方式", lambda one: one.method, 14),
        Column("佐证来源", lambda one: needs_in_words(one.needs.all()), 24),
    ]
    clauses = [Column("类别", lambda clause: clause.get_kind_display(), 12), Column("内容", lambda clause: clause.text, 90)]
    facts = [Column("项目", lambda fact: fact[0], 16), Column("内容", lambda fact: fact[1], 60)]
    return [
        Sheet(sheet.criteria.prefetch_related("needs"), columns, str(sheet), "考评细则"),
        Sheet(sheet.clauses.all(), clauses, CLAUSES_TAB, CLAUSES_TAB),
        Sheet([(head, getattr(sheet, name)) for head, name in FACTS.items()], facts, FACTS_TAB, FACTS_TAB),
    ]


def needs_in_words(needs):
    return "；".join(need_in_words(evidence.SOURCES.get(need.source), need) for need in needs)


def need_in_words(source, need):
    return minimum_in_words(source, need.minimum, key=need.source)


def minimum_in_words(source, minimum, key=""):
    """培训班≥2; of a shortfall the number is the most that there may be: 责任链空白点≤0."""
    return f"{source.label if source else key}{sign_of(source)}{points(minimum)}"


def sign_of(source):
    return "≤" if source and source.is_shortfall else "≥"


@dataclass
class CriterionLine(Line):
    points_in_words: str = ""

    @property
    def needs_in_words(self):
        """As the sheet will show them, for the check page."""
        return "；".join(minimum_in_words(evidence.SOURCES[key], least) for key, least in self.fields["needs"])


@dataclass
class Draft:
    """What a file holds, before anybody has said yes."""

    lines: list
    clauses: list
    facts: list

    @property
    def wrong(self):
        return [line for line in [*self.lines, *self.clauses, *self.facts] if line.errors]

    @property
    def told_facts(self):
        """{field: value} of what the file says of the sheet itself."""
        return {name: value for line in self.facts for name, value in line.fields.items()}

    @property
    def total(self):
        return sum((line.fields["points"] for line in self.lines if not line.errors), Decimal(0))

    def as_told(self):
        """Plain values for a signed field of the check page."""
        criteria = [
            line.fields | {"points": str(line.fields["points"]), "needs": [(key, str(least)) for key, least in line.fields["needs"]]}
            for line in self.lines
        ]
        facts = {name: str(value) for name, value in self.told_facts.items() if name != "source"}
        return {"criteria": criteria, "clauses": [(line.fields["kind"], line.fields["text"]) for line in self.clauses], "facts": facts}


def read_draft(upload):
    """Every row of the file judged; ValidationError when the file as a whole can't be a score sheet."""
    sheets = read_book(upload)
    name, rows, head = find_table(sheets, HEADS, NEEDED, hint=_("可以先导出一份细则，照它的格式填写。"))
    lines = list(criterion_lines(rows, head))
    if not lines:
        raise ValidationError(_("工作表“%(name)s”的表头下面没有内容。"), code="empty", params={"name": name})
    if len(lines) > MAX_CRITERIA:
        raise ValidationError(_("考评要素超过 %(limit)s 行，请核对。"), code="too_long", params={"limit": MAX_CRITERIA})
    find_repeated(lines)
    others = [(tab, rows) for tab, rows in sheets if tab != name]
    clauses = [line for tab, rows in others for line in in_tab(tab, clause_lines(rows))]
    facts = [line for tab, rows in others for line in in_tab(tab, fact_lines(rows))]
    find_repeated_clauses(clauses)
    return Draft(list(in_tab(name, lines)), clauses, facts)


def in_tab(tab, lines):
    """Each with the name of its worksheet: every one of them has a row 2."""
    for line in lines:
        line.tab = tab
        yield line


def criterion_lines(rows, head):
    """Rows below the head; an empty 一级要素 is the one above it, as in merged cells, and sums are left out."""
    element = ""
    for number, cells in rows_below(rows, head):
        if cells["一级要素"] in SUMS or cells["二级要素"] in SUMS:
            continue
        element = cells["一级要素"] = cells["一级要素"] or element
        yield criterion_line(number, cells)


def criterion_line(number, cells):
    line = CriterionLine(number, {name: cells.get(head, "") for head, (name, _most) in HEADS.items()}, points_in_words=cells["标准分值"])
    for head, (name, most) in HEADS.items():
        if head in NEEDED and not cells[head]:
            line.errors.append(translated("“%(head)s”没有填。") % {"head": head})
        if len(line.fields[name]) > most:
            line.errors.append(translated("“%(head)s”超过 %(most)s 字。") % {"head": head, "most": most})
    line.fields["points"] = points_of(line, cells["标准分值"])
    line.fields["needs"] = needs_of(line, cells.get("佐证来源", ""))
    return line


def points_of(line, words):
    """10, 10.5, 10分; anything else is an error of the row."""
    try:
        found = Decimal(words.removesuffix("分").strip() or "0")
    except InvalidOperation:
        line.errors.append(translated("标准分值“%(words)s”不是数字。") % {"words": words[:20]})
        return Decimal(0)
    if not found.is_finite() or not 0 < found <= 999 or found != found.quantize(Decimal("0.01")):
        if words:
            line.errors.append(translated("标准分值须大于 0、不超过 999，最多两位小数。"))
        return Decimal(0)
    return found


def needs_of(line, words):
    """培训班≥2；检查次数≥12 as [(source key, minimum)]."""
    keys = {str(label): key for key, label in evidence.choices()}
    found = {}
    for part in filter(None, (part.strip() for part in re.split(r"[；;\n]", words))):
        match = NEED.fullmatch(part)
        key = keys.get(match["label"].strip()) if match else None
        if key is None:
            line.errors.append(translated("没有名为“%(part)s”的佐证来源。") % {"part": part[:30]})
        else:
            found[key] = number_of(line, part, evidence.SOURCES[key], match)
    return list(found.items())


def number_of(line, part, source, match):
    """Of what there is to be enough of the least, of a shortfall the most; another sign says something that no need can say."""
    if not match["sign"]:
        return Decimal(0 if source.is_shortfall else 1)
    if SIGNS.get(match["sign"]) != sign_of(source):
        told = {"part": part[:30], "label": source.label, "sign": sign_of(source)}
        line.errors.append(translated("“%(part)s”应写成“%(label)s%(sign)s数字”，其他符号不能导入。") % told)
        return Decimal(0)
    return minimum_of(line, part, match["minimum"].strip())


def minimum_of(line, part, words):
    """As the form of one criterion takes it; a number that the column can't hold is an error of the row."""
    try:
        return MINIMUM.clean(words)
    except ValidationError as refused:
        line.errors.append(f"{part[:30]}：{' '.join(refused.messages)}")
        return Decimal(0)


def find_repeated(lines):
    """The same criterion twice, or an element that is taken up again after another one."""
    seen, closed, current = set(), set(), None
    for line in lines:
        element, name = line.fields["element"], line.fields["name"]
        if (element, name) in seen:
            line.errors.append(translated("“%(name)s”在这个一级要素下已经有了。") % {"name": name})
        if element != current:
            if element in closed:
                line.errors.append(translated("一级要素“%(element)s”分成了几段，请排在一起。") % {"element": element})
            closed.add(current)
            current = element
        seen.add((element, name))


def find_repeated_clauses(lines):
    """The same veto twice would be decided twice."""
    seen = {}
    for line in lines:
        first = seen.setdefault((line.fields["kind"], line.fields["text"]), line)
        if first is not line:
            words = translated("与工作表“%(tab)s”第 %(number)s 行重复。")
            line.errors.append(words % {"tab": first.tab, "number": first.number})


def pairs_below(rows, heads):
    """(row number, first cell, second cell) of a table of two columns with these heads; nothing without them."""
    at = next((at for at, row in enumerate(rows[:10]) if [text(cell) for cell in row[:2]] == heads), None)
    for number, row in enumerate(rows[at + 1 :], at + 2) if at is not None else []:
        first, second = (text(cell) for cell in [*row, "", ""][:2])
        if first or second:
            yield number, first, second


def fact_lines(rows):
    """Rows of the third table: 项目, 内容; one that is empty says nothing."""
    for number, head, words in pairs_below(rows, ["项目", "内容"]):
        if head in FACTS and words:
            line = Line(number, {})
            try:
                line.fields[FACTS[head]] = ScoreSheet._meta.get_field(FACTS[head]).formfield().clean(words)
            except ValidationError as refused:
                line.errors += [f"{head}：{words}" for words in refused.messages]
            yield line


def clause_lines(rows):
    """Rows of the second table: 类别, 内容."""
    for number, kind, words in pairs_below(rows, ["类别", "内容"]):
        line = Line(number, {"kind": KINDS.get(kind, ""), "text": words})
        if kind not in KINDS:
            line.errors.append(translated("类别应为“准入条件”或“一票否决”。"))
        if not 0 < len(words) <= 300:
            line.errors.append(translated("内容应为 1 至 300 字。"))
        yield line


@transaction.atomic
def take(told, *, county, year, name, source=""):
    """Make a draft sheet of what the check page showed."""
    sheet = ScoreSheet.objects.create(county=county, year=year, name=name, source=source, **facts_of(told))
    criteria = [
        one | {"points": Decimal(one["points"]), "needs": [(key, Decimal(least)) for key, least in one["needs"]]}
        for one in told["criteria"]
    ]
    fill(sheet, criteria, told["clauses"])
    return sheet


def facts_of(told):
    """The pass mark and the days, from the plain values of a signed field; a file that was checked before there were any has none."""
    return {name: ScoreSheet._meta.get_field(name).to_python(words) for name, words in told.get("facts", {}).items()}
