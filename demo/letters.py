"""Letters of responsibility of the demonstration county, issued and signed as on the screens."""

from datetime import timedelta

from demo.deeds import moment
from townships.appointments import appoint
from townships.letter_samples import NOTE, TITLE, sample_body
from townships.letters import issue, parties_of, save_text, sign, text_for
from townships.models import DutyKind, Enterprise, LetterSignature, Person, Sector
from townships.roster import enrol

Side = LetterSignature.Side
# D2: 黄山头森林公园管理局与国营林场签订了《森林防火责任状》，安排专职人员在秋冬季进行巡山
FOREST_BODY = """受[[甲方]]委托，黄山头森林公园管理局与[[乙方]]签订本责任状。
一、责任目标
不发生森林火灾，火情发现在半小时内报告。
二、工作责任
1.[[乙方负责人]]为森林防火第一责任人，安排专职人员在秋冬季进行巡山。
2.防火期内设卡登记，禁止携带火种进山，清理防火隔离带。
三、其他
本责任状一式两份，双方各执一份。"""


def issue_letters(organ, kind, day, *, by, signed_on=None, unsigned=0, half_signed=0):
    """To everybody below the organ; the last `unsigned` have not signed, and those before them wait for the organ's own signature."""
    county = by.county
    body = sample_body(kind).replace(NOTE, "").strip()
    text = text_for(county, kind, day.year) or save_text(county, kind=kind, year=day.year, title=TITLE, body=body, by=by)
    letters = list(issue(kind, parties_of(kind, organ, on=day), text=text, on=day, by=by).letters.order_by("sequence"))
    for place, letter in enumerate(reversed(letters)):
        if place >= unsigned:
            sign_sides(letter, [Side.LOWER] if place < unsigned + half_signed else Side, signed_on or day + timedelta(days=7), by=by)


def sign_sides(letter, sides, day, *, by):
    for side in sides:
        sign(letter, side, on=day, by=by, at=moment(day))


def sign_forest_letter(township, day, *, by):
    farm = Enterprise.objects.create(
        county=township.county, township=township, parent=township, sector=Sector.objects.get(key="forests"), name="国营黄山头林场"
    )
    for key, name, position in [("legal_representative", "林茂生", "场长"), ("enterprise_officer", "向守山", "护林员")]:
        person = enrol(Person(county=township.county, township=township, name=name, unit=farm.name, position=position))
        appoint(person, kind=DutyKind.objects.get(key=key), place=farm, starts_on=day.replace(month=1, day=1))
    text = save_text(by.county, kind="enterprise", year=day.year, title="[[年度]]年森林防火责任状", body=FOREST_BODY, by=by)
    parties = [party for party in parties_of("enterprise", township, on=day) if party.place.pk == farm.pk]
    [letter] = issue("enterprise", parties, text=text, on=day, by=by).letters.all()
    sign_sides(letter, Side, day, by=by)
