"""Names of people and villages that read like a county's own, drawn from a seeded stream so that two loads are alike."""

import itertools


def pairs(text):
    """建国志强 -> 建国, 志强"""
    return [text[start : start + 2] for start in range(0, len(text), 2)]


SURNAMES = (
    "王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢唐许邓冯韩曹曾彭肖蔡潘田董袁于余叶"
    "蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷"
    "黎史龙陶贺顾毛郝龚邵万钱覃武莫孔向汤"
)
GIVEN = pairs(
    "建国志强明德国庆文华春生秋菊桂芳玉兰冬梅长青永红海军卫东光辉新民立新正兴家富友良"
    "德胜子安平安先进祖望世杰少华丽萍小红美玲红梅秀英金花爱民建军宏伟志明学文佑生满生"
    "昌明兴旺泽民启明远航晓东海燕春兰运来顺义"
)
VILLAGE_STEMS = pairs(
    "新建团结红星双河石板桃花白云金星凤凰龙潭青山高桥大塘长岭黄家杨柳清泉古堤樟树枫林"
    "和平永丰太平仙峰茶园九龙三合铁炉花园莲花望江竹山毛栗马踏沙河楠木官渡庙湾堰塘柏枝"
    "梅溪回龙中心胜利东风光明联合幸福前进荷塘八方兰田天心玉泉双溪水口石门大坪月亮翻身"
)


def full_names(stream):
    """An endless run of full names; a name may come twice, as in life."""
    while True:
        yield stream.choice(SURNAMES) + stream.choice(GIVEN)


def village_names(count, ending):
    """`count` different village names: 新建村 … 翻身村, then 上新建村, 下新建村 …"""
    doubled = itertools.chain(VILLAGE_STEMS, (side + stem for side in "上下东西" for stem in VILLAGE_STEMS))
    return [stem + ending for stem in itertools.islice(doubled, count)]
