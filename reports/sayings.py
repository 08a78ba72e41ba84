"""What can be said of a snapshot: clauses with a token for the number, silent where there is nothing.

reports/prose.py says it of the county, reports/township_prose.py of single townships.
"""

from decimal import Decimal

# In the order of the first document, then what the second adds.
PUBLICITY = {
    "trainings.classes": "举办各类人员培训班{}次",
    "trainings.people": "培训{}人次",
    "trainings.officials": "其中乡镇干部、安监人员{}人次",
    "trainings.special": "特种行业人员、渡工、驾驶员{}人次",
    "trainings.special_certified": "其中持证{}人次",
    "publicity.leaflets": "发放各类安全宣传资料{}份",
    "publicity.banners": "悬挂横幅{}幅",
    "publicity.boards": "新增安全挂牌{}块",
    "publicity.slogans": "刷写安全固定标语{}幅",
    "publicity.handbooks": "印发安全常识手册{}本",
    "publicity.flyers": "散发安全宣传单{}份",
    "publicity.posted_slogans": "张贴标语{}条",
    "publicity.panels": "制作展板{}块",
    "publicity.wall_papers": "出墙报、板报{}期",
    "publicity.broadcasts": "开展广播宣传{}次",
    "publicity.vehicles": "出动宣传车{}台次",
    "publicity.booths": "设立咨询台{}个",
    "publicity.consultations": "接待咨询群众{}人次",
    "publicity.messages": "发送安全短信{}条",
    "publicity.films": "放映警示片{}场",
    "publicity.shows": "组织文艺演出（宣讲）{}场",
    "publicity.drills": "开展应急演练{}次",
    "publicity.balloons": "布置气球、拱门{}个",
    "publicity.tv": "举办电视讲座{}次",
    "publicity.culture_walls": "建立安全文化墙{}处",
}
# As the second document says them, each in its own unit.
WORKS = {
    "works.roads": "硬化道路{}公里",
    "works.bridges": "修建便民桥{}座",
    "works.dangerous_houses": "整治危房{}户",
    "works.dangerous_rocks": "排除危岩{}处",
    "works.dangerous_bridges": "整治危桥{}座",
    "works.dangerous_walls": "拆除重建危墙{}处",
    "works.speed_bumps": "安装减速带{}条",
    "works.speed_bumps.second": "共{}米",
    "works.speed_plates": "设立减速板{}个",
    "works.warning_signs": "增设警示牌{}块",
    "works.signboards": "设置标识标牌{}块",
    "works.traffic_lights": "新增红绿灯{}个",
    "works.warning_lights": "新增太阳能警示灯{}个",
    "works.guard_rails": "安装防护栏{}米",
    "works.paths": "修建便道{}条",
    "works.remote_monitoring": "建成企业远程监控系统{}套",
}
# As the second document says them: 销毁“三无”车辆12辆，取缔非法烟花爆竹生产、经营窝点15个
ENFORCEMENT = {
    "illegal_acts.found": "查处非法违法行为{}起",
    "enforcement.vehicles_destroyed": "销毁“三无”车辆{}辆",
    "enforcement.illegal_sites": "取缔非法生产经营窝点{}个",
    "enforcement.suspension": "责令停产停业{}家",
    "enforcement.vehicles_stopped": "查扣违法车辆{}辆",
    "enforcement.seizure": "查封、扣押物品{}件",
    "enforcement.destruction": "销毁非法物品{}箱",
    "enforcement.revocation": "暂扣、吊销许可证{}个",
    "enforcement.detention": "行政拘留{}人",
    "enforcement.fines": "罚款{}元",
}
NO_ENFORCEMENT_CLAUSE = {"enforcement.actions", "enforcement.warning"}
# Said of in round numbers, as both documents do: 400多本, 5万余元, 80多条.
ROUND = {
    "publicity.handbooks",
    "publicity.cost",
    "publicity.posted_slogans",
    "publicity.wall_papers",
    "publicity.shows",
    "publicity.consultations",
    "publicity.messages",
    "trainings.officials",
    "drives.hazards_closed",
}
NO_CLAUSE = {"publicity.cost", "publicity.activities", "publicity.activity_cost", "publicity.people"}


class Sayings:
    """What can be said of a snapshot: clauses that fall silent where there is nothing."""

    round = ROUND

    def __init__(self, snapshot):
        self.figures, self.phrases = snapshot["figures"], snapshot["phrases"]
        self.county = self.phrases["county.word"]["words"]
        # Taken in November, a year is not yet whole.
        self.so_far = "全年" if snapshot["end"].endswith("-12-31") else "今年以来"
        self.city_bureau = "市应急管理局" if "应急" in snapshot["county"]["bureau_name"] else "市安监局"

    def key(self, key):
        return key

    def has(self, key):
        """Of what was not yet counted when the snapshot was taken, nothing is said."""
        key = self.key(key)
        return bool(Decimal(self.figures[key]["value"]) if key in self.figures else self.phrases.get(key, {"words": ""})["words"])

    def number(self, key):
        return Decimal(self.figures.get(self.key(key), {"value": 0})["value"])

    def token(self, key):
        return f"[[{self.key(key)}|约]]" if key in self.round else f"[[{self.key(key)}]]"

    def once_or_more(self, key, once, several):
        """`once` for a single time, `several` with the token in its {} for more, or nothing."""
        return self.clause(key, once if self.number(key) == 1 else several)

    def clause(self, key, words):
        """`words` with the token in its {}, or nothing."""
        return words.format(self.token(key)) if self.has(key) else ""

    def in_wan(self, key, words):
        """As a clause, of money in 万元."""
        return words.format(f"[[{self.key(key)}|万]]万元") if self.has(key) else ""

    def own_kinds(self, beginning, known):
        """{key: words} of the kinds that a county added itself."""
        own = {key: entry for key, entry in self.figures.items() if key.startswith(beginning) and "@" not in key}
        return {key: f"{entry['label']}{{}}{entry['unit']}" for key, entry in own.items() if key not in known}

    def clauses(self, table, *, joint="，"):
        return joint.join(filter(None, (self.clause(key, words) for key, words in table.items())))


def sentence(*clauses, end="。"):
    said = "，".join(filter(None, clauses))
    return said + end if said else ""
