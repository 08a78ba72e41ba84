"""Phrases: what a report says in words rather than in a number, read from the very rows that its figures count."""

from collections import Counter

import cn2an
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from reports.singled_out import key_of, townships_told_of
from townships.accidents import statement_for
from townships.campaign_figures import rounds_of
from townships.figure import FIGURES
from townships.models import Candidacy, IssuedDocument, LeadingGroupMember, StationYear, Tier

Seat = LeadingGroupMember.Seat
COUNTY_ENDINGS = {"县", "市", "区", "旗"}
# From the lowest title to the highest; that of the county is named after what the county calls itself.
TITLES = {Tier.COUNTY: "", Tier.CITY: "市级", Tier.PROVINCE: "省级"}


def phrases(county, period):
    """{key: {label, words}}; words are empty where there is nothing to say."""
    campaign = campaign_of(county, period)
    seats = _leading_group(county, period, campaign)
    words = {
        "county.name": (_("县（市、区）名称"), county.name),
        "county.word": (_("县、市或区"), _county_word(county)),
        "county.bureau": (_("主管部门"), county.bureau_name),
        "county.city": (_("所属市州"), county.city_name),
        "report.year": (_("年度"), str(period.start.year)),
        "campaign.name": (_("创建活动名称"), campaign.name if campaign else ""),
        "campaign.round": (_("创建轮次"), f"第{cn2an.an2cn(campaign.round_number)}轮" if campaign else ""),
        "campaign.aim": (_("工作思路"), campaign.aim.strip().strip("“”。") if campaign else ""),
        "campaign.since": (_("创建起始年"), str(campaign.starts_on.year) if campaign else ""),
        "leading_group.head": (_("领导小组组长"), listed(seats[Seat.HEAD])),
        "leading_group.deputies": (_("领导小组副组长"), listed(seats[Seat.DEPUTY])),
        "mentorships.mentors": (_("帮扶单位"), listed(_mentors(county, period), most=6, counter="个单位")),
        "documents.titles": (_("创建工作发文标题"), listed(_document_titles(county, period), most=3, counter="份文件", between="")),
        "exchanges.speakers.titled": (_("推广经验的乡镇及称号"), listed(_speakers(county, period), most=4, counter="个乡镇")),
        "drives.sectors": (_("专项整治领域"), listed(_drive_sectors(county, period))),
        "drives.by_sector": (_("各领域专项整治次数"), _drives_by_sector(county, period)),
        "hazards.main_sectors": (_("隐患较多的领域"), listed(_main_sectors(county, period))),
        "accidents.none": (_("无事故报告"), _no_accidents(county, period)),
        "accidents.through": (_("无事故报告截止日期"), _through(county, period)),
    }
    words |= _of_single_townships(county, period)
    words |= {
        key: (label, listed(_township_names(key, county, period), most=8, counter="个乡镇")) for key, label in _TOWNSHIP_LISTS.items()
    }
    return {key: {"label": str(label), "words": said} for key, (label, said) in words.items()}


# A list of townships has the key of the figure that counts them, with its own ending.
_TOWNSHIP_LISTS = {
    "candidacies.titled.province.townships": _("省级示范乡镇名单"),
    "candidacies.titled.city.townships": _("市级示范乡镇名单"),
    "candidacies.titled.county.townships": _("县级示范乡镇名单"),
    "candidacies.named.province.townships": _("当年命名的省级示范乡镇名单"),
    "candidacies.named.city.townships": _("当年命名的市级示范乡镇名单"),
    "candidacies.named.county.townships": _("当年命名的县级示范乡镇名单"),
    "candidacies.creating.townships": _("正在创建的乡镇名单"),
}


def _county_word(county):
    return county.name[-1] if county.name[-1:] in COUNTY_ENDINGS else "县"


def campaign_of(county, period):
    """The round that the report names, or None."""
    return rounds_of(period).filter(county=county).first()


def listed(names, *, most=None, counter="", between="、"):
    """甲、乙、丙; beyond `most`: 甲、乙等9个乡镇. Titles in 《》 stand side by side with nothing between (GB/T 15834-2011 附录A.2)."""
    names = list(dict.fromkeys(names))
    if most and len(names) > most:
        return f"{between.join(names[:most])}等{len(names)}{counter}"
    return between.join(names)


def _leading_group(county, period, campaign):
    """Who sat in it when the period ended."""
    found = {Seat.HEAD: [], Seat.DEPUTY: []}
    members = FIGURES["leading_group.members"].rows_for(period, county)
    for member in members.filter(campaign=campaign, seat__in=list(found)).select_related("person"):
        found[member.seat].append(f"{member.person.position}{member.person.name}同志")
    return found


def _mentors(place, period):
    """Of the very pairs that are counted beside them, each of its township's own round (decision 0133)."""
    pairs = FIGURES["mentorships.total"].rows_for(period, place)
    return pairs.order_by("pk").values_list("mentor", flat=True)


def _document_titles(county, period):
    """Plans and notices by their own titles: 《关于切实做好安全生产示范乡镇创建工作的通知》."""
    issued = FIGURES["documents.issued"].rows_for(period, county).filter(kind__in=[IssuedDocument.Kind.PLAN, IssuedDocument.Kind.NOTICE])
    return [f"《{title.strip('《》')}》" for title in issued.order_by("issued_on", "pk").values_list("title", flat=True)]


def _speakers(county, period):
    """Each township that spoke, with the highest title that it held when the period ended."""
    spoke = FIGURES["exchanges.speakers"].rows_for(period, county).order_by("code")
    titles = {}
    for tier, word in TITLES.items():
        held = Candidacy.objects.titled_on(period.end).filter(tier=tier, township__in=spoke)
        titles |= dict.fromkeys(held.values_list("township", flat=True), word or _county_word(county) + "级")
    return [f"{titles[one.pk]}“安全生产示范乡镇”{one.name}" if one.pk in titles else one.name for one in spoke]


def _drive_sectors(county, period):
    drives = FIGURES["drives.held"].rows_for(period, county)
    return drives.order_by("starts_on", "pk").values_list("sector__name", flat=True)


def _drives_by_sector(county, period):
    """烟花爆竹6次、道路交通4次; nothing to add where there was one sector, or none of several had more than one."""
    drives = FIGURES["drives.held"].rows_for(period, county)
    held = Counter(drives.order_by("starts_on", "pk").values_list("sector__name", flat=True))
    return "、".join(f"{sector}{times}次" for sector, times in held.items()) if len(held) > 1 and max(held.values()) > 1 else ""


def _of_single_townships(county, period):
    """What the station said of its year, who helps, and where the township stands, each in the words of its own row."""
    townships = townships_told_of(period, county)
    if not townships:
        return {}
    notes = dict(StationYear.objects.counted().filter(year=period.end.year).values_list("place", "note"))
    found = {}
    for one in townships:
        found[key_of("township.name", one)] = (f"{one.name}：{_('名称')}", one.name)
        found[key_of("station.note", one)] = (f"{one.name}：{_('安监站情况')}", notes.get(one.pk, "").rstrip("。；"))
        found[key_of("mentors", one)] = (f"{one.name}：{_('帮扶单位')}", listed(_mentors(one, period)))
    return found


def _main_sectors(county, period):
    named = FIGURES["hazards.found"].rows_for(period, county).exclude(sector__key="other")
    rows = named.order_by().values("sector__name").annotate(found=Count("pk"))
    return [row["sector__name"] for row in rows.order_by("-found", "sector__position")[:3]]


def _no_accidents(county, period):
    """未发生生产安全事故, in the words of who stated it."""
    statement = statement_for(county, period)
    return statement.statement if statement else ""


def _through(county, period):
    """截至11月10日: the day up to which it was stated, where that is not the period's end."""
    statement = statement_for(county, period)
    if statement is None or statement.through >= period.end:
        return ""
    return f"截至{statement.through.month}月{statement.through.day}日"


def _township_names(key, county, period):
    rows = FIGURES[key.removesuffix(".townships")].rows_for(period, county)
    return rows.order_by("township").values_list("township__name", flat=True)
