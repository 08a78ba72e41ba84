"""What the two documents say of the townships that they name, as data. D1: the county's summary of 2012; D2: the city's report of 2008.

The documents name townships of seven counties and one unnamed county; here they stand in one invented county, so that
no real county is told things about itself.
"""

COUNTY = {
    "name": "沅澧县",
    "code": "430799",
    "city_name": "常德市",
    "bureau_name": "沅澧县安全生产监督管理局",
    "document_prefix": "沅澧安监",
    "government_prefix": "沅澧政",
    "committee_prefix": "沅澧安",
    "review_authority": "沅澧县人民政府",
    "court": "沅澧县人民法院",
}

# name, kind, population, villages, zones, enterprises as (sector, how many), key sites as (kind, sector, name)
TOWNSHIPS = [
    (
        "官亭乡",
        "township",
        21600,
        18,
        6,  # D2: 将各村分为6片，6名副职任片长
        [("fireworks", 10), ("hazardous_chemicals", 1), ("construction", 1)],  # D2: 全乡10家烟花爆竹企业
        [("slope", "geological", "金鸡岭危岩"), ("road", "road_traffic", "官亭坳急弯"), ("reservoir", "geological", "官亭水库")],
    ),
    (
        "子良乡",
        "township",
        18900,
        14,
        0,
        [("hazardous_chemicals", 3), ("non_coal_mines", 6)],  # D2: 3家加油站、6家矿山
        [("slope", "geological", "子良坪滑坡体"), ("road", "road_traffic", "两河口临崖路段"), ("forest", "forests", "子良林场")],
    ),
    (
        "金鱼岭街道",
        "subdistrict",
        33500,
        8,
        0,
        [("fire_safety", 6), ("food_drugs", 3), ("hazardous_chemicals", 2)],
        [("crowd", "fire_safety", "金鱼岭农贸市场"), ("road", "road_traffic", "省道金鱼岭段")],
    ),
    (
        "黄山头镇",
        "town",
        29800,
        13,
        0,
        [("special_equipment", 1), ("schools", 2), ("hazardous_chemicals", 2)],
        [("forest", "forests", "黄山头森林公园"), ("ferry", "water_transport", "虎渡河渡口"), ("road", "road_traffic", "黄山头中学路口")],
    ),
    (
        "王家厂镇",
        "town",
        27300,
        12,
        0,
        [("non_coal_mines", 2), ("hazardous_chemicals", 2), ("construction", 1)],
        [
            ("reservoir", "geological", "王家厂水库大坝"),
            ("ferry", "water_transport", "王家厂渡口"),
            ("ferry", "water_transport", "库区渡口"),
        ],
    ),
    (
        "罐头嘴镇",
        "town",
        32000,  # D2: 每人每年一元，筹资3.2万元
        15,
        0,
        [("farm_machinery", 2), ("water_transport", 2), ("hazardous_chemicals", 1)],
        [("ferry", "water_transport", "罐头嘴渡口"), ("road", "road_traffic", "堤垸公路交叉口")],
    ),
    ("杉板乡", "township", 14700, 9, 0, [("fireworks", 2), ("hazardous_chemicals", 1)], [("bridge", "road_traffic", "杉板老桥")]),
    ("洞市乡", "township", 16200, 10, 0, [("non_coal_mines", 3)], [("slope", "geological", "洞市崩塌点")]),
    ("河洑镇", "town", 30800, 9, 0, [("hazardous_chemicals", 3), ("fire_safety", 2)], [("ferry", "water_transport", "河洑渡口")]),
]

# D2: 各组有明确的工作职责和工作制度
GROUP_MANDATES = {
    "森林防火指挥部": "组织护林员秋冬季巡山，野外用火审批，火情扑救指挥，与林场签订森林防火责任状。",
    "防汛抗旱指挥部": "汛期值班，水库山塘巡查，转移安置预案，抢险物资调度。",
    "应急救援队": "事故初期处置和人员疏散，配合专业队伍救援，定期演练。",
}

# D2, chapter three and five: township (None: what the city counts and names nobody for), kind of activity, quantity, note
PUBLICITY_2008 = [
    (None, "handbooks", 138_000, "统一印发宣传手册"),  # D2: 共发放宣传手册15万多份
    (None, "posted_slogans", 20_400, "印制安全宣传标语"),  # D2: 2万多条
    (None, "wall_papers", 2_060, "出墙报、板报"),  # D2: 201*多期次
    (None, "shows", 500, "利用广播、会议、文艺演出开展安全宣传"),  # D2: 500多场次
    ("官亭乡", "handbooks", 5000, "安全生产小册子"),
    ("官亭乡", "flyers", 50000, "安全生产宣传单"),
    ("官亭乡", "boards", 25, "安全生产警示牌"),
    ("金鱼岭街道", "handbooks", 5000, "《安全常识读本》"),
    ("金鱼岭街道", "handbooks", 1000, "《用电常识读本》"),
    ("金鱼岭街道", "handbooks", 3000, "《交通安全常识读本》"),
    ("金鱼岭街道", "shows", 8, "老年艺术团巡回宣讲安全防范常识"),
    ("金鱼岭街道", "banners", 106, "咨询日安全生产宣传横幅"),
    ("金鱼岭街道", "balloons", 10, "咨询日气球、拱门"),
    ("金鱼岭街道", "consultations", 5000, "咨询日接待群众"),
    ("金鱼岭街道", "vehicles", 3, "咨询日宣传车"),
    ("子良乡", "culture_walls", 14, "各村建立安全文化墙"),  # D2: 在各村建立安全文化墙 (子良乡、王家厂镇)
    ("王家厂镇", "culture_walls", 12, "各村建立安全文化墙"),
    ("黄山头镇", "broadcasts", 4, "有线广播每季度一次"),
    ("黄山头镇", "tv", 4, "黄山头电视台每季度一次法律法规讲座"),
    ("黄山头镇", "leaflets", 10_400, "安全生产常识小册子、宣传画"),
    ("黄山头镇", "posted_slogans", 32, "事故多发路段警示标志和标语"),
]

# D2: township, day, audience, title, people
TRAININGS_2008 = [
    ("黄山头镇", (2008, 4, 16), "special", "特种行业人员和渡口渡工培训班", 64),
    ("黄山头镇", (2008, 9, 10), "special", "机动车驾驶员培训班", 87),
    (None, (2008, 5, 20), "officials", "市委党校安全知识培训（创建点安监工作者）", 182),
]

# D2, chapters two and five: township, yuan, source, purpose, note
INVESTMENTS_2008 = [
    # D2: 政府、业主、群众投入安全生产资金1200多万元; who gave how much is not said
    ("官亭乡", 5_200_000, "township", "facilities", "政府投入：硬化乡村公路98.6公里，修建便民桥2座，整治危房12户，排除危岩5处、危桥2座"),
    ("官亭乡", 4_100_000, "enterprise", "facilities", "业主投入：硬化乡村公路98.6公里，修建便民桥2座，整治危房12户，排除危岩5处、危桥2座"),
    ("官亭乡", 3_000_000, "villagers", "facilities", "群众投入：硬化乡村公路98.6公里，修建便民桥2座，整治危房12户，排除危岩5处、危桥2座"),
    ("官亭乡", 6_200_000, "enterprise", "rectification", "10家烟花爆竹企业换发安全生产许可证整改"),
    ("子良乡", 530_000, "township", "rectification", "3家加油站、6家矿山技术改造与隐患整治"),
    ("金鱼岭街道", 20_000, "township", "wages", "纳入财政预算的工作经费"),
    ("金鱼岭街道", 250_000, "township", "facilities", "安全生产建设投入"),
    ("金鱼岭街道", 7_200_000, "other", "facilities", "各行业、各单位安全基础性投入"),
    ("王家厂镇", 53_000, "township", "station", "按三化标准建好安监站"),
    ("杉板乡", 52_000, "township", "station", "新建安监站"),
    ("河洑镇", 74_000, "township", "station", "办公楼专门腾出两间，添置电脑、资料柜、应急器材"),
    ("罐头嘴镇", 32_000, "township", "rectification", "按每人每年一元纳入财政预算，用于隐患整改与安全设施"),
]

# D2, chapter two: township, rank, yuan in the budget, yuan a head, overrun paid, note. Every station has two rooms or more.
STATIONS_2008 = [
    ("官亭乡", "", None, None, False, "安监员实行零休息日的安全监管"),
    ("子良乡", "deputy", None, None, True, "安监站高配为副科级，所需经费实报实销，下有保底，上不封顶"),
    ("金鱼岭街道", "", 20_000, None, True, "2万元工作经费纳入财政预算，超支部分实报实销；站长享受正科级待遇"),
    ("黄山头镇", "", None, None, False, ""),
    ("王家厂镇", "", None, None, False, "按办公室宽敞化、办公用品自动化、安监人员专业化的标准建站"),
    ("罐头嘴镇", "", None, 1, False, "按每人每年一元的标准将安全生产费用纳入镇财政预算"),
    ("杉板乡", "", None, None, False, "新建安监站"),
    ("洞市乡", "", None, None, False, ""),
    ("河洑镇", "", None, None, False, "办公楼上专门腾出两间房间作为镇安监站办公室"),
]
OUTPOSTS_2008 = "罐头嘴镇"  # D2: 将安监阵地延伸到各行政村，在村部设立了安全生产办公室
# D2, chapter two: 添置新的电脑、资料柜、资料盒、应急器材 (河洑镇); 办公用品自动化 (王家厂镇); how many is not said
EQUIPMENT_2008 = [
    ("河洑镇", ["computer", "cabinet", "file_box", "rescue_gear"]),
    ("王家厂镇", ["computer", "printer"]),
]

# D2, chapter five: township, kind, quantity, the other measure, place, the sum that paid for it
ROAD_MONEY, STREET_MONEY = "硬化乡村公路98.6公里", "各行业、各单位安全基础性投入"
WORKS_2008 = [
    ("官亭乡", "roads", "98.6", None, "乡村公路", ROAD_MONEY),
    ("官亭乡", "bridges", "2", None, "", ROAD_MONEY),
    ("官亭乡", "dangerous_houses", "12", None, "", ROAD_MONEY),
    ("官亭乡", "dangerous_rocks", "5", None, "", ROAD_MONEY),
    ("官亭乡", "dangerous_bridges", "2", None, "", ROAD_MONEY),
    # D2: 建成了烟花爆竹企业远程监控系统; how many is not said, so one for each of the ten firms
    ("官亭乡", "remote_monitoring", "10", None, "10家烟花爆竹企业", ""),
    ("黄山头镇", "signboards", "30", None, "百日督查专项行动", ""),
    ("黄山头镇", "speed_bumps", "16", "56", "路段交界处", ""),
    ("黄山头镇", "dangerous_walls", "1", None, "黄山头中学", ""),
    ("黄山头镇", "paths", "1", None, "森林公园上山路", ""),
    ("金鱼岭街道", "speed_plates", "10", None, "城乡结合交接处", STREET_MONEY),
    ("金鱼岭街道", "warning_signs", "3", None, "省道沿线", STREET_MONEY),
    ("金鱼岭街道", "traffic_lights", "1", None, "", STREET_MONEY),
    ("金鱼岭街道", "warning_lights", "1", None, "", STREET_MONEY),
]

# D2, chapters four and five: what every township of the campaign issued; what is made for one year ends with it
PROVISIONS_2008 = [
    ("plan", "重特大安全生产事故应急救援预案", False),
    ("targets", "安全生产目标管理考核细则", True),
    ("agenda", "安全生产工作要点", True),
    ("duties", "“四主两员”安全生产工作职责", False),
]
# D2: 定期开展应急救援演练; of which and by how many is not said, so one is made up for each of the exemplary townships
DRILLS_2008 = [
    ("官亭乡", "烟花爆竹事故应急救援演练", 86),
    ("子良乡", "矿山事故应急救援演练", 54),
    ("金鱼岭街道", "人员密集场所火灾疏散演练", 120),
]

# D2: named or applying, with the tier; the first are the exemplary ones
CANDIDACIES_2008 = [
    ("金鱼岭街道", "province", "named"),
    ("子良乡", "province", "named"),
    ("黄山头镇", "city", "named"),
    ("王家厂镇", "city", "named"),
    ("官亭乡", "province", "creating"),  # D2: 官亭乡等6个乡镇申请参加
    ("罐头嘴镇", "province", "creating"),
    ("洞市乡", "province", "applied"),
    ("杉板乡", "province", "creating"),
    ("王家厂镇", "province", "applied"),
    ("河洑镇", "province", "applied"),
]

# D2: (township, mentor kind, mentor)
MENTORS_2008 = [
    ("罐头嘴镇", "department", "省农业厅"),
    ("洞市乡", "department", "省信息产业厅"),
]

# D2: 落实隐患整改123项 (官亭乡), 查处治理隐患30多处 (黄山头镇), 排除隐患7处 (金鱼岭街道, 农村用电)
HAZARDS_2008 = [
    ("官亭乡", "fireworks", 86),
    ("官亭乡", "road_traffic", 37),
    ("黄山头镇", "road_traffic", 32),
    ("黄山头镇", "special_equipment", 1),  # D2: 森林公园电缆车, 拆除
    ("黄山头镇", "schools", 1),  # D2: 黄山头中学的危墙
    ("金鱼岭街道", "electricity", 7),
]

# D2: 对高危行业采取“日巡查、周督查、月检查、季评比”的工作措施; how often is not said
RHYTHM_2008 = {"daily": 48, "weekly": 24, "monthly": 12, "quarterly": 4}
# D2: 组织了3次机动车辆上牌办证行动 (黄山头镇)
PLATE_DAYS_2008 = [(2008, 5, 14), (2008, 7, 9), (2008, 10, 15)]

# D1, section two: 培训班16次, 宣传资料5000份, 横幅32幅, 安全挂牌200块, 固定标语4幅, 手册400多本, 宣传资金5万余元
PUBLICITY_2012 = {
    "leaflets": [("官亭乡", 1200), ("子良乡", 600), ("金鱼岭街道", 1500), ("黄山头镇", 700), ("王家厂镇", 500), ("罐头嘴镇", 500)],
    "banners": [("官亭乡", 8), ("子良乡", 4), ("金鱼岭街道", 9), ("黄山头镇", 5), ("王家厂镇", 3), ("罐头嘴镇", 3)],
    "boards": [("官亭乡", 45), ("子良乡", 36), ("黄山头镇", 40), ("王家厂镇", 32), ("罐头嘴镇", 27), ("洞市乡", 20)],
    "slogans": [("官亭乡", 1), ("黄山头镇", 1), ("王家厂镇", 1), ("罐头嘴镇", 1)],
    "handbooks": [("官亭乡", 150), ("金鱼岭街道", 120), ("黄山头镇", 80), ("王家厂镇", 80)],
}
UNIT_COST_2012 = {"leaflets": "1.20", "banners": "180", "boards": "85", "slogans": "1800", "handbooks": "6"}
TRAININGS_2012 = [
    (None, (2012, 3, 14), "officials", "创建工作业务培训班", 46, 4200),
    (None, (2012, 8, 22), "officials", "安监站执法业务培训班", 38, 3860),
    ("官亭乡", (2012, 3, 28), "village", "村安全监管员培训班", 42, 600),
    ("官亭乡", (2012, 5, 16), "enterprise", "烟花爆竹企业负责人培训班", 31, 800),
    ("官亭乡", (2012, 9, 5), "workers", "涉药工序从业人员培训班", 96, 900),
    ("子良乡", (2012, 4, 11), "village", "组安全生产联络员培训班", 118, 700),
    ("子良乡", (2012, 6, 8), "enterprise", "矿山、加油站安全员培训班", 27, 500),
    ("金鱼岭街道", (2012, 4, 18), "village", "社区楼栋长培训班", 65, 500),
    ("金鱼岭街道", (2012, 6, 20), "villagers", "居民用电用气安全培训班", 140, 400),
    ("黄山头镇", (2012, 4, 25), "special", "渡工、驾驶员培训班", 58, 700),
    ("黄山头镇", (2012, 9, 12), "village", "村安全监管员培训班", 26, 400),
    ("王家厂镇", (2012, 5, 9), "special", "渡口渡工培训班", 22, 400),
    ("王家厂镇", (2012, 7, 4), "village", "村安全监管员培训班", 24, 400),
    ("罐头嘴镇", (2012, 5, 23), "workers", "农机手培训班", 51, 500),
    ("罐头嘴镇", (2012, 8, 8), "village", "组安全生产联络员培训班", 47, 400),
    ("洞市乡", (2012, 7, 18), "enterprise", "矿山从业人员培训班", 33, 500),
]

# D1, section three: 道路交通、非煤矿山、水上交通、烟花爆竹专项整治行动4次，排除各类安全隐患80多条
DRIVES_2012 = [
    ("road_traffic", "道路交通安全专项整治行动", (2012, 2, 20), (2012, 4, 10), "县安监局、县交警大队、县交通运输局", 27),
    ("non_coal_mines", "非煤矿山安全专项整治行动", (2012, 4, 16), (2012, 5, 31), "县安监局、县国土资源局、县公安局", 19),
    ("water_transport", "水上交通安全专项整治行动", (2012, 6, 4), (2012, 7, 20), "县安监局、县地方海事处", 15),
    ("fireworks", "烟花爆竹安全专项整治行动", (2012, 8, 13), (2012, 9, 28), "县安监局、县公安局、县质监局", 22),
]

AIM_2012 = "政府主导、部门配合、企业支持、全民参与、典型引路、全面跟进"
CANDIDACIES_2012 = [
    ("官亭乡", "province", "named"),  # D1: 省级“安全生产示范乡镇”XXX乡向全县推广成功经验
    ("王家厂镇", "province", "creating"),
    ("罐头嘴镇", "city", "creating"),
    ("洞市乡", "city", "applied"),
    ("河洑镇", "county", "named"),
    ("杉板乡", "county", "creating"),
]
MENTORS_2012 = [
    ("王家厂镇", "township", "官亭乡"),
    ("王家厂镇", "department", "县交通运输局"),
    ("罐头嘴镇", "department", "县农业局"),
    ("洞市乡", "department", "县国土资源局"),
    ("杉板乡", "township", "官亭乡"),
]
