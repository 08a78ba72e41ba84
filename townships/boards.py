"""责任牌: what hangs at a key site or a high-risk enterprise, for everybody who stands before it."""

from dataclasses import dataclass, replace
from urllib.parse import urljoin

import segno
from django.utils.translation import gettext_lazy as _

from papers.dates import in_figures
from townships.chain import chains_of
from townships.masking import mask
from townships.models import Enterprise, KeySite, Level

# The state's own number for reporting hazards and accidents, where the township has named none (RULES section 3).
HOTLINE = "12350"
# For what can't wait until somebody reads a report: fire and rescue, police, first aid.
EMERGENCY = [("119", _("火警和救援")), ("110", _("报警")), ("120", _("急救"))]
# 发现隐患半小时内报告 (second document).
ON_DISCOVERY = _("立即撤离危险区域，劝阻他人靠近并设置警戒；半小时内拨打报告电话，说清地点、险情和有无人员被困。")
# A board with few words to tell is set in larger type, one with many in smaller.
FEW_WORDS, MANY_WORDS = 150, 260
# A name of more characters is set smaller, and stands above alone: in the narrow column of the table it would take a line for seven.
LONG_NAME, LONGEST_IN_TABLE = 24, 14

_paths_of = []


def public_pages(paths_of):
    """Registers paths_of(places) -> {place key: (path of its page, path of the form for reports)}: where a board's two codes lead
    whoever stands before it, without a log-in."""
    _paths_of[:] = [paths_of]
    return paths_of


@dataclass(frozen=True)
class Code:
    """`picture` is the QR code of the address, as a data: address of its own."""

    address: str

    @property
    def picture(self):
        return segno.make(self.address, error="m").svg_data_uri(border=0)


@dataclass(frozen=True)
class Holder:
    """One line of the table: who answers at which level."""

    level: str
    duty: str
    name: str
    phone: str = ""
    is_gap: bool = False


@dataclass(frozen=True)
class Board:
    heading: str
    name: str
    kind: str
    location: str
    risk: str
    measures: str
    on_discovery: str
    report_phone: str
    holders: list[Holder]
    shows_phones: bool
    township: str
    county: str
    day: str
    # 谁负责这里, and 我要举报; on the screen there are none.
    page_code: Code | None = None
    report_code: Code | None = None

    @property
    def phone_length(self):
        """`short` for a hotline that fills the board, `long` for one with an area code and more."""
        return "short" if len(self.report_phone) < 9 else "long" if len(self.report_phone) > 13 else ""

    @property
    def has_long_name(self):
        return len(self.name) > LONG_NAME

    @property
    def length(self):
        """`short`, `long`, or nothing: its size of type."""
        words = sum(map(len, [self.name, self.location, self.risk, self.measures, self.on_discovery])) + 9 * len(self.holders)
        return "short" if words < FEW_WORDS else "long" if words > MANY_WORDS else ""


def carries_board(place):
    return place.level == Level.KEY_SITE or (place.level == Level.ENTERPRISE and place.is_high_risk)


def places_with_boards(place, *, on):
    """The place itself, or the key sites and high-risk enterprises of a township, in the order of its villages."""
    related = ["parent", "township", "county", "sector"]
    sites, firms = (model.objects.open_on(on).select_related(*related) for model in (KeySite, Enterprise))
    if place.level == Level.TOWNSHIP:
        found = [*sites.filter(township=place.pk), *firms.filter(township=place.pk, is_high_risk=True)]
        return sorted(found, key=lambda row: (row.level != Level.KEY_SITE, row.parent_id, row.pk))
    return [*sites.filter(pk=place.pk), *firms.filter(pk=place.pk)]


def boards_of(place, *, on, shows_phones, site_address):
    """In a bounded number of queries, however many boards a township has."""
    places = places_with_boards(place, on=on)
    chains, paths = chains_of(places, on=on), _paths_of[0](places)
    boards = [board_of(row, holders_of(chains[row.pk]), on=on, shows_phones=shows_phones) for row in places]
    return [_with_codes(board, paths[row.pk], site_address) for board, row in zip(boards, places, strict=True)]


def _with_codes(board, paths, site_address):
    page, report = (Code(urljoin(site_address, path)) for path in paths)
    return replace(board, page_code=page, report_code=report)


def board_of(place, holders, *, on, shows_phones):
    is_site = place.level == Level.KEY_SITE
    village = place.parent if place.parent.level == Level.VILLAGE else ""
    return Board(
        heading=str(_("重点部位安全责任牌") if is_site else _("高危企业安全责任牌")),
        name=place.name,
        kind=place.get_kind_display() if is_site else place.sector.name,
        location=(place.location if is_site else place.address) or f"{place.township}{village}",
        risk=place.risk or (place.get_kind_display() if is_site else place.sector.name),
        measures=place.measures,
        on_discovery=place.on_discovery or str(ON_DISCOVERY),
        report_phone=place.report_phone or HOTLINE,
        holders=holders,
        shows_phones=shows_phones,
        township=place.township.government,
        county=place.county.name,
        day=in_figures(on),
    )


def board_for_everybody(place, *, on):
    """What the board of this place says, to be read without an account: telephone numbers are masked, whatever the printed one
    shows (decision 0046). None where no board hangs."""
    rows = [row for row in places_with_boards(place, on=on) if row.pk == place.pk and carries_board(row)]
    if not rows:
        return None
    holders = [replace(holder, phone=mask(holder.phone)) for holder in holders_of(chains_of(rows, on=on)[place.pk])]
    return board_of(rows[0], holders, on=on, shows_phones=True)


def holders_of(chain):
    """The first responsible person of every level from the county down to the place itself, and where there is none.

    A sign in the open names who answers. Why nobody does, or that somebody carries too much or has no certificate, is the
    office's own business: there it says 待落实 at most, or nothing.
    """
    return [
        holder
        for step in reversed(chain)
        for post in step.posts
        if post.kind.is_first_responsible
        for holder in _holders_at(_level_of(step.place), post)
    ]


def _level_of(place):
    if len(place.name) <= LONGEST_IN_TABLE or place.level not in (Level.KEY_SITE, Level.ENTERPRISE):
        return place.name
    return str(_("本部位") if place.level == Level.KEY_SITE else _("本企业"))


def _holders_at(level, post):
    if post.duties:
        return [Holder(level, post.kind.name, duty.person.name, duty.person.phone) for duty in post.duties]
    return [Holder(level, post.kind.name, str(_("待落实")), is_gap=True)]
