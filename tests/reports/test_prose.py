import re

import pytest

from reports.models import Paragraph
from reports.prose import default_paragraphs
from reports.tokens import check, finished
from tests.factories.reports import NUMBERS, a_snapshot


def words(**changes):
    """{slot: finished words} of a snapshot's default paragraphs."""
    snapshot = a_snapshot(**changes)
    return {one.slot: finished(one.text, snapshot) for one in default_paragraphs(snapshot)}


def test_shape_of_the_first_document():
    headings = [one.text for one in default_paragraphs(a_snapshot()) if one.style == Paragraph.Style.HEADING]
    assert headings == [
        "一、加强领导，认真落实创建责任",
        "二、营造创建氛围，全力夯实安全工作基础",
        "三、完善机制，努力确保创建效果",
        "四、典型引路，全面推进创建工作",
        "五、存在的主要问题",
        "六、下一步打算",
    ]


@pytest.mark.parametrize(
    ("slot", "statement"),
    [
        ("opening", "自2012年开展第二轮“安全生产示范乡镇”创建工作以来，在县委、县政府的领导下，在市安监局的指导帮助下，"),
        ("leadership", "一是深入调查研究，确定工作思路。"),
        ("leadership", "年初成立了创建工作领导小组，由县长张三同志任组长，县委常委、副县长李四同志为副组长，"),
        ("publicity", "一是从完善监管体制入手，夯实监管队伍基础。"),
        (
            "publicity",
            "创建单位举办各类人员培训班16次，发放各类安全宣传资料5000份，悬挂横幅32幅，新增安全挂牌200块，"
            "刷写安全固定标语4幅，印发安全常识手册400多本，累计投入宣传资金5万余元。",
        ),
        ("mechanisms", "先后开展了道路交通、非煤矿山、水上交通、烟花爆竹专项整治行动4次，通过整治，排除各类安全隐患80多条，"),
        ("mechanisms", "三是建立示范乡镇创建帮扶机制。"),
        ("examples", "一是通过政府引导、夯实基础、以点带面，"),
        ("problems", "还没有实现从“要我安全”到“我要安全”的根本转变。"),
        ("problems", "尚有7条隐患未整改销号。"),
    ],
)
def test_statements_of_the_first_document(slot, statement):
    assert statement in words()[slot]


def test_numbers_stand_as_tokens_only():
    for one in default_paragraphs(a_snapshot()):
        assert not re.search(r"\d", re.sub(r"\[\[.*?\]\]", "", one.text))
        check(one.text, a_snapshot())


def test_what_is_nothing_is_left_out():
    nothing = words(numbers=dict.fromkeys(NUMBERS, 0), words={"leading_group.head": "", "leading_group.deputies": "", "campaign.round": ""})
    said = "".join(nothing.values())
    assert not re.search(r"\d", said.replace("2012", ""))
    for gap in ("，，", "。。", "，。", "、。", "由任", "“”"):
        assert gap not in said


def test_run_ins_close_ranks_when_one_falls_out():
    mechanisms = words(numbers={"drives.held": 0})["mechanisms"]
    assert "专项整治" not in mechanisms
    assert "二是建立示范乡镇创建帮扶机制。" in mechanisms
    assert "三是" not in mechanisms


@pytest.mark.parametrize(
    ("slot", "said"),
    [
        ("problems", "尚有7条隐患未整改销号，另有以前年度遗留隐患3条未整改销号。"),
        ("next-steps", "对未销号的7条、以前年度遗留的3条隐患逐条落实责任"),
    ],
)
def test_what_earlier_years_left_open_is_said_beside_this_years(slot, said):
    assert said in words(numbers={"hazards.left_over_unclosed": 3})[slot]
    assert "以前年度" not in words()[slot]


@pytest.mark.parametrize(("before", "said"), [(80, "比上年增加10条"), (100, "比上年减少10条"), (90, "与上年持平")])
def test_against_last_year(before, said):
    assert f"排查隐患90条，{said}，" in words(last_year={"hazards.found": before})["mechanisms"]


def test_who_spoke_at_an_exchange_meeting_is_said():
    said = words(
        numbers={"exchanges.held": 1, "exchanges.speakers": 1}, words={"exchanges.speakers.titled": "省级“安全生产示范乡镇”官亭乡"}
    )

    assert (
        "主持召开了创建“安全生产示范乡镇”经验交流大会1次，我县省级“安全生产示范乡镇”官亭乡向全县推广其成功经验，"
        "在全县上下掀起了创建示范乡镇活动的高潮。"
    ) in said["examples"]


def test_without_a_meeting_nobody_spoke():
    said = words(words={"exchanges.speakers.titled": "官亭乡"})["examples"]

    assert "交流大会" not in said
    assert "推广其成功经验" not in said


@pytest.mark.parametrize(
    ("slot", "key", "said"),
    [
        ("leadership", "sessions.held", "先后{}次召开专题会议研究部署创建工作，结合我县实际"),
        ("leadership", "leader_visits.made", "政府领导还先后{}次对创建工作进行督查"),
        ("leadership", "documents.plans", "制定了切实可行的全县示范乡镇创建工作方案，并要求各创建乡镇"),
        ("leadership", "plans.filed", "目前有{}个乡镇报送了创建方案。"),
        ("leadership", "tasks.late", "有{}项未按期完成。"),
        ("leadership", "people.county_liaisons", "县安委办明确{}名班子成员负责创建工作的联系与指导。"),
        ("leadership", "letters.issued", "层层签订安全生产责任状，全年制发{}份。"),
        ("leadership", "letters.signed", "双方已签字{}份。"),
        ("mechanisms", "mentorships.visits", "走访指导{}次"),
        ("mechanisms", "mentorships.money", "支持资金、物资{}元"),
        ("examples", "documents.issued", "一是下发了创建工作文件{}件，整体安排年度示范创建工作。"),
        ("examples", "candidacies.titled.city", "全县称号在有效期内的有市级安全生产示范乡镇{}个"),
        ("examples", "candidacies.kept.city", "{}个乡镇经复核保持市级安全生产示范乡镇称号"),
    ],
)
def test_what_the_round_did_is_said_with_its_number_or_not_at_all(slot, key, said):
    assert said.format(3) in words(numbers={key: 3})[slot]
    assert max(said.split("{}"), key=len) not in words()[slot]


def test_papers_are_named_by_their_titles():
    said = words(numbers={"documents.issued": 2}, words={"documents.titles": "《关于做好创建工作的通知》"})["examples"]

    assert "下发了《关于做好创建工作的通知》等创建工作文件2件" in said


def test_titles_are_counted():
    said = words(numbers={"candidacies.named.province": 1, "candidacies.named.city": 2})
    assert "截至目前，全县有1个乡镇被命名为省级安全生产示范乡镇，2个乡镇被命名为市级安全生产示范乡镇。" in said["examples"]


def test_a_kind_of_activity_that_the_county_added():
    snapshot = a_snapshot(numbers={"publicity.kites": 3})
    snapshot["figures"]["publicity.kites"] |= {"label": "放飞风筝", "unit": "只"}
    said = "".join(finished(one.text, snapshot) for one in default_paragraphs(snapshot))
    assert "放飞风筝3只" in said


def test_a_district_is_not_called_a_county():
    said = words(words={"county.word": "区"})
    assert "区委、区政府" in said["opening"]
    assert "县委" not in "".join(said.values()).replace("县委常委", "")


def test_money_is_told_by_source():
    said = words(numbers={"investment.total": "2000000", "investment.from.township": "500000", "investment.from.villagers": "1500000"})
    assert "全年共投入安全生产资金200万元，其中乡镇财政50万元、群众150万元。" in said["leadership"]
    assert "其中" not in words(numbers={"investment.total": "500000", "investment.from.township": "500000"})["leadership"]


def test_a_year_that_still_runs_is_not_called_a_whole_one():
    snapshot = a_snapshot(numbers={"letters.issued": 9, "investment.total": "500000", "inspections.done": 3}) | {"end": "2012-11-24"}
    said = "".join(finished(one.text, snapshot) for one in default_paragraphs(snapshot))

    assert all(words in said for words in ("今年以来制发9份", "今年以来共投入安全生产资金50万元", "今年以来共开展检查巡查"))
    assert "全年" not in said


def test_works_of_the_second_document():
    works = {"roads": "98.60", "bridges": 2, "dangerous_houses": 12, "dangerous_rocks": 5, "dangerous_bridges": 2, "speed_bumps": 16}
    said = words(numbers={f"works.{kind}": number for kind, number in works.items()} | {"works.speed_bumps.second": "56.00"})
    assert (
        "四是优化安全环境，实施安全实事工程。硬化道路98.6公里，修建便民桥2座，整治危房12户，排除危岩5处，整治危桥2座，"
        "安装减速带16条，共56米，基础设施条件得到改善。"
    ) in said["mechanisms"]


def test_stations_are_told_where_they_told_their_year():
    told = {"stations.roomy": 9, "stations.certified": 27, "stations.outposts": 15, "stations.budget": "52000"}
    sentence = "巩固基层安监阵地，办公用房达标的安监站9个，持证专职安监人员27人，设立村级安全生产办公室15个，安排安监站年度经费5.2万元。"
    assert sentence in words(numbers=told | {"stations.filed": 9})["publicity"]
    assert "阵地" not in words(numbers=told)["publicity"]


def test_drills_and_plans():
    said = words(numbers={"plans.issued": 9, "drills.held": 3, "drills.people": 120})["mechanisms"]
    assert "健全制度预案，提高应急处置能力。制定修订应急预案9个，组织应急演练3次，120人次参加演练。" in said


@pytest.mark.parametrize(
    ("numbers", "before", "none", "said"),
    [
        ({"accidents.total": 2, "accidents.dead": 1}, 3, "", "发生生产安全事故2起，比上年减少1条，死亡1人，未发生较大以上事故。"),
        ({"accidents.total": 2}, 1, "", "发生生产安全事故2起，比上年增加1条，未发生较大以上事故。"),
        (
            {"accidents.total": 1, "accidents.larger": 1, "accidents.loss": "70000"},
            0,
            "",
            "1起，直接经济损失7万元，其中较大以上事故1起。",
        ),
        ({}, 3, "未发生生产安全事故", "今年以来，全县未发生生产安全事故，事故起数比上年减少3条。"),
    ],
)
def test_accidents_up_down_and_none(numbers, before, none, said):
    told = words(numbers=numbers, last_year={"accidents.total": before}, words={"accidents.none": none})
    assert said in told["examples"]


def test_no_accident_is_said_up_to_the_day_of_whose_word_it_is():
    told = words(words={"accidents.none": "未发生较大以上事故", "accidents.through": "截至10月31日"})

    assert "今年以来，截至10月31日，全县未发生较大以上事故。" in told["examples"]


@pytest.mark.parametrize(
    ("slot", "key", "once", "several"),
    [
        ("leadership", "sessions.held", "的基础上，召开专题会议1次，研究部署创建工作，结合", "先后2次召开专题会议研究部署创建工作，"),
        ("leadership", "leader_visits.made", "政府领导还对创建工作督查1次，促使", "政府领导还先后2次对创建工作进行督查，促使"),
    ],
)
def test_once_is_not_said_as_several_times(slot, key, once, several):
    assert once in words(numbers={key: 1})[slot]
    assert several in words(numbers={key: 2})[slot]


@pytest.mark.parametrize(
    ("slot", "key", "said"),
    [
        ("leadership", "first_responsible.villages", "按照“属地管理”原则，明确{}个村（社区）的支部书记为安全生产第一责任人。"),
        ("publicity", "teams.working_groups", "成立行业安全管理领导小组{}个"),
        ("publicity", "officers.total", "在册编号、动态管理的安全员{}名"),
        ("publicity", "trainings.officials", "其中乡镇干部、安监人员{}人次"),
        ("publicity", "trainings.special_certified", "其中持证{}人次"),
        ("publicity", "publicity.culture_walls", "建立安全文化墙{}处"),
        ("mechanisms", "inspections.weekly", "其中周督查{}次。"),
        ("mechanisms", "hazards.reported_late", "，其中迟报{}条。"),
        ("mechanisms", "key_sites.kept", "等重点部位落实责任人{}处，标识责任牌，实行动态监控。"),
        ("mechanisms", "teams.rescue", "组建应急救援队伍{}支"),
    ],
)
def test_what_the_second_document_adds_is_said_with_its_number_or_not_at_all(slot, key, said):
    assert said.format(3) in words(numbers={key: 3})[slot]
    assert max(said.split("{}"), key=len) not in words()[slot]


def of_township(numbers, said):
    """A snapshot that tells of 官亭乡 too."""
    snapshot = a_snapshot()
    for key, value in numbers.items():
        snapshot["figures"][f"{key}@430724001"] = {"label": f"官亭乡：{key}", "unit": "", "value": value, "last_year": 0, "place": 7}
    for key, one in {"township.name": "官亭乡", "station.note": "", "mentors": "", **said}.items():
        snapshot["phrases"][f"{key}@430724001"] = {"label": f"官亭乡：{key}", "words": one}
    return snapshot


def test_full_time_people_who_are_in_no_station_are_said_beside_all():
    said = words(numbers={"people.full_time": 29, "people.outside_stations": 2})["publicity"]

    assert "其中专职安监人员29人，含未在安监站任职的2人" in said


def test_a_single_township_is_told_of_by_its_own_numbers():
    numbers = {"people.zone_chiefs": 6, "works.roads": "98.6", "publicity.handbooks": 5000, "investment.facilities": "12300000.00"}
    snapshot = of_township(numbers, {"station.note": "安监员实行零休息日的安全监管", "mentors": "省农业厅"})

    [told] = [one for one in default_paragraphs(snapshot) if one.slot == "township-430724001"]

    assert finished(told.text, snapshot) == (
        "官亭乡：由6名片长包片，由省农业厅对口帮扶。安监员实行零休息日的安全监管。印发安全常识手册5000本。投入安全设施资金1200多万元，硬化道路98.6公里。"
    )


def test_a_township_with_nothing_to_tell_is_left_out():
    assert [one.slot for one in default_paragraphs(of_township({}, {})) if one.slot.startswith("township")] == []


def test_an_empty_ledger_of_accidents_says_nothing():
    assert "事故" not in words(last_year={"accidents.total": 3})["examples"]
