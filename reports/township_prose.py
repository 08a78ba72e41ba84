"""What a county's report says of single townships, as the second document does: a paragraph for each that has something to tell."""

from reports.sayings import ENFORCEMENT, NO_CLAUSE, NO_ENFORCEMENT_CLAUSE, PUBLICITY, WORKS, Sayings, sentence

# 近300名, 100多幅, 50多万元: what D2 says of its townships roughly.
ROUND_OF_TOWNSHIPS = {
    "people.roster",
    "publicity.banners",
    "publicity.posted_slogans",
    "publicity.leaflets",
    "investment.station",
    "investment.facilities",
    "investment.rectification",
}


def single_townships(snapshot):
    """(code, text) of each township that a report tells of and that has something to tell, in the order of the county."""
    codes = dict.fromkeys(key.partition("@")[2] for key in snapshot["phrases"] if "@" in key)
    told = ((code, _single_township(OfTownship(snapshot, code))) for code in codes)
    return [(code, text) for code, text in told if text]


class OfTownship(Sayings):
    """The same of one township alone: each key with its code."""

    round = ROUND_OF_TOWNSHIPS

    def __init__(self, snapshot, code):
        super().__init__(snapshot)
        self.code = code

    def key(self, key):
        return f"{key}@{self.code}"


def _single_township(says):
    name = says.phrases[f"township.name@{says.code}"]["words"]
    parts = [_own_chain(says), _own_means(says), _own_publicity(says), _own_remedies(says)]
    return f"[[township.name@{says.code}]]：{''.join(parts)}" if any(parts) and name else ""


def _own_chain(says):
    chain = {
        "zones.total": "将各村分为{}个片区",
        "people.zone_chiefs": "由{}名片长包片",
        "people.resident_cadres": "驻村干部{}人包村",
        "enterprises.with_liaison": "副科级以上干部联系高危企业{}家",
        "teams.headquarters": "下设指挥部{}个",
        **({"teams.working_groups": "行业安全管理领导小组{}个"} if says.has("teams.headquarters") else {}),
        "officers.total": "在册编号、动态管理的安全员{}名",
        "people.roster": "在册责任人员{}人",
        "stations.staff": "配备专职安监员{}名",
        "stations.certified": "其中持证{}名",
        "people.village_supervisors": "村安全监管员{}名",
    }
    return sentence(says.clauses(chain), says.clause("mentors", "由{}对口帮扶"))


def _own_means(says):
    budget = says.in_wan("stations.budget", "安监站年度经费{}")
    built = says.clause("investment.station", "投入{}元用于安监站建设")
    return sentence(says.clause("station.note", "{}"), budget, built, says.clause("stations.outposts", "设立村级安全生产办公室{}个"))


def _own_publicity(says):
    parts = {"trainings.officials", "trainings.special", "trainings.special_certified"}
    table = {key: words for key, words in PUBLICITY.items() if key not in parts}
    return sentence(says.clauses(table | says.own_kinds("publicity.", PUBLICITY.keys() | NO_CLAUSE)))


def _own_remedies(says):
    facilities = says.clause("investment.facilities", "投入安全设施资金{}元")
    rectified = says.clause("investment.rectification", "投入隐患整改资金{}元")
    table = ENFORCEMENT | says.own_kinds(("enforcement.", "outcomes."), ENFORCEMENT.keys() | NO_ENFORCEMENT_CLAUSE)
    works = WORKS | says.own_kinds("works.", WORKS.keys())
    checked = {"hazards.closed": "整改隐患{}项", "inspections.joint": "联合执法检查{}次"}
    return sentence(facilities, says.clauses(works)) + sentence(rectified, says.clauses(checked), says.clauses(table))
