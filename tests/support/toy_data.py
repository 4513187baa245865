"""What the three documents of the invented city say: texts, bodies and statements (see `toy`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ontology import Kind, Role

HOSTILE: Final = """</script><script>alert(1)</script> "双引号" '单引号' `反引号` $x ${y} \\ {{z}} =1+1 <b>"""
"""Text that must arrive everywhere as text."""

CITY: Final = "云州市"

PLAN_NUMBER: Final = "云政办发〔2019〕1号"
OPINION_NUMBER: Final = "云政发〔2019〕8号"
REVISION_NUMBER: Final = "云政办发〔2020〕3号"

PLAN_TEXT: Final = f"""云州市人民政府办公室
关于印发云州市清洁取暖实施方案的通知
{PLAN_NUMBER}
各县（区）人民政府，市直有关单位：
根据《江岭省大气污染防治条例》，为贯彻落实《江岭省人民政府关于清洁取暖的意见》（江政发〔2018〕9号），现将《云州市清洁取暖实施方案》印发给你们，请认真贯彻执行。
云州市人民政府办公室
2019年3月5日
云州市清洁取暖实施方案
一、重点任务
（一）推进“煤改电”工程，2019年底前完成2万户改造。（市能源局牵头，市财政局、市生态环境局
配合，各县（区）人民政府落实）
（二）加强散煤管控。（市市场监管局、市生态环境局按职责分别牵头，市财政局配合）
（三）筹措补助资金。（责任单位：市财政局）
（四）做好用电保障{HOSTILE}。（市发改委、云州供电公司配合）
（五）规范供暖价格。（责任单位：市发改委；配合单位：市市场监管局、市铁路办）
二、组织领导
成立云州市清洁取暖工作领导小组，组长由副市长担任，成员单位为市能源局、市财政局，领导小组办公室设在市能源局。
"""

OPINION_TEXT: Final = f"""云州市人民政府
关于规范城市管理执法的意见
{OPINION_NUMBER}
云州市救助站　委托单位：云州市民政局
一、市民政局负责流浪人员救助，市财政局、市城管局按职责分别负责经费和场所保障，市城管局会同市民政局开展巡查。
任务\t牵头单位\t配合单位\t指导单位\t监督单位\t验收单位
整治占道经营\t市城管局\t市民政局\t省城管厅\t市政府督查室\t市民政局
云州市人民政府
2019年9月20日
"""

REVISION_TEXT: Final = f"""云州市人民政府办公室
关于调整清洁取暖任务分工的通知
{REVISION_NUMBER}
云州市人民政府办公室{PLAN_NUMBER}文件同时废止，并修改《云州市散煤管理办法》。参照《云州市人民政府关于规范城市管理执法的意见》（{OPINION_NUMBER}）。
一、推进“煤改电”工程，2020年10月31日前完成1万户改造。（市发改委牵头，市能源局、市财政局等配合）
二、开展煤质抽检。（市市场监管局、市生态环境局牵头）
三、落实电价补贴。（市财政局牵头，市能源局配合；市能源局牵头，市财政局配合）
云州市人民政府办公室
2020年4月10日
"""

GROUP_NAME: Final = "云州市清洁取暖工作领导小组"

# canonical name, kind, level, division code, names by kind
BODIES: Final[tuple[tuple[str, str, str | None, str | None, dict[str, tuple[str, ...]]], ...]] = (
    ("云州市人民政府", "agency", "city", "990100", {"short": ("市政府",)}),
    ("云州市人民政府办公室", "agency", "city", "990100", {"short": ("市政府办公室",)}),
    ("云州市人民政府督查室", "agency", "city", "990100", {"surface": ("市政府督查室",)}),
    ("云州市能源局", "agency", "city", "990100", {"surface": ("市能源局",)}),
    ("云州市财政局", "agency", "city", "990100", {"surface": ("市财政局",)}),
    (
        "云州市生态环境局",
        "agency",
        "city",
        "990100",
        {"surface": ("市生态环境局",), "former": ("云州市环境保护局",)},
    ),
    (
        "云州市市场监督管理局",
        "agency",
        "city",
        "990100",
        {"short": ("市市场监管局",), "plate": ("云州市知识产权局",)},
    ),
    ("云州市发展和改革委员会", "agency", "city", "990100", {"short": ("市发改委",)}),
    ("云州市城市管理局", "agency", "city", "990100", {"short": ("市城管局",)}),
    ("云州市民政局", "agency", "city", "990100", {"surface": ("市民政局",)}),
    ("云州市救助站", "agency", "city", "990100", {}),
    ("江岭省城市管理厅", "agency", "province", "990000", {"short": ("省城管厅",)}),
    ("云州市东山区人民政府", "agency", "county", "990102", {}),
    ("清河县人民政府", "agency", "county", "990121", {}),
    ("云州供电公司", "body", None, "990100", {}),
    ("云州市各县（区）人民政府", "collective", "county", None, {"surface": ("各县（区）人民政府",)}),
    (GROUP_NAME, "group", "city", "990100", {}),
)

MEMBERS: Final = ("云州市东山区人民政府", "清河县人民政府")

DIVISIONS: Final = (
    ("990000", "江岭", "江岭省", None),
    ("990100", "云州", "云州市", "990000"),
    ("990102", "东山", "云州市东山区", "990100"),
    ("990121", "清河", "清河县", "990100"),
)


@dataclass(frozen=True)
class Said:
    """One statement as the test data writes it; `who` lists (role, surface) in text order.

    A surface may carry a marker: `*` several (分别), `&` joint, `~` inferred; `post` goes by surface.
    """

    kind: Kind
    unit: str
    task: str
    who: tuple[tuple[Role, str], ...]
    path: str
    pattern: str
    anchor: str
    due: tuple[str, str, str] | None = None
    open: bool = False
    terms: tuple[str, ...] = ()
    part: str = ""
    posts: tuple[tuple[str, str], ...] = ()


L: Final = Role.LEAD
S: Final = Role.SUPPORT
R: Final = Role.RESPONSIBLE

PLAN: Final = (
    Said(
        Kind.CLAUSE,
        "（市能源局牵头，市财政局、市生态环境局\n配合，各县（区）人民政府落实）",
        "推进“煤改电”工程，2019年底前完成2万户改造。",
        ((L, "市能源局"), (S, "市财政局"), (S, "市生态环境局"), (Role.IMPLEMENT, "各县（区）人民政府")),
        "一/（一）",
        "list-then-verb",
        "牵头",
        due=("2019年底前", "2019-12-31", "year"),
        terms=("工程", "改造", "煤改电"),
    ),
    Said(
        Kind.CLAUSE,
        "（市市场监管局、市生态环境局按职责分别牵头，市财政局配合）",
        "加强散煤管控。",
        ((L, "*市市场监管局"), (L, "*市生态环境局"), (S, "市财政局")),
        "一/（二）",
        "list-then-verb",
        "牵头",
        terms=("散煤", "管控"),
    ),
    Said(
        Kind.CLAUSE,
        "（责任单位：市财政局）",
        "筹措补助资金。",
        ((R, "市财政局"),),
        "一/（三）",
        "label-line",
        "责任单位",
        terms=("筹措", "补助", "资金"),
    ),
    Said(
        Kind.CLAUSE,
        "（市发改委、云州供电公司配合）",
        f"做好用电保障{HOSTILE}。",
        ((S, "市发改委"), (S, "云州供电公司")),
        "一/（四）",
        "list-then-verb",
        "配合",
        terms=("保障", "用电"),
    ),
    Said(
        Kind.CLAUSE,
        "（责任单位：市发改委；配合单位：市市场监管局、市铁路办）",
        "规范供暖价格。",
        ((R, "市发改委"), (S, "市市场监管局"), (S, "市铁路办")),
        "一/（五）",
        "label-line",
        "责任单位",
        terms=("供暖价格", "规范"),
    ),
    Said(
        Kind.GROUP,
        "成立云州市清洁取暖工作领导小组，组长由副市长担任，成员单位为市能源局、市财政局，领导小组办公室设在市能源局。",
        "",
        (
            (Role.GROUP, GROUP_NAME),
            (Role.CHAIR, "副市长"),
            (Role.MEMBER, "市能源局"),
            (Role.MEMBER, "市财政局"),
            (Role.OFFICE, "市能源局"),
        ),
        "二",
        "group-roster",
        "领导小组",
        posts=(("副市长", "组长"),),
    ),
)

OPINION: Final = (
    Said(
        Kind.DELEGATION,
        "云州市救助站　委托单位：云州市民政局",
        "",
        ((Role.DELEGATE, "云州市救助站"), (Role.DELEGATOR, "云州市民政局")),
        "",
        "delegation-line",
        "委托单位",
    ),
    Said(
        Kind.PROSE,
        "市民政局负责流浪人员救助，市财政局、市城管局按职责分别负责经费和场所保障，市城管局会同市民政局开展巡查。",
        "流浪人员救助",
        ((R, "市民政局"),),
        "一",
        "subject-verb",
        "负责",
        terms=("人员", "救助", "流浪"),
        part="市民政局负责流浪人员救助",
    ),
    Said(
        Kind.PROSE,
        "市民政局负责流浪人员救助，市财政局、市城管局按职责分别负责经费和场所保障，市城管局会同市民政局开展巡查。",
        "经费和场所保障",
        ((R, "*市财政局"), (R, "*市城管局")),
        "一",
        "subject-verb",
        "负责经费",
        terms=("保障", "场所", "经费"),
        part="市财政局、市城管局按职责分别负责经费和场所保障",
    ),
    Said(
        Kind.PROSE,
        "市民政局负责流浪人员救助，市财政局、市城管局按职责分别负责经费和场所保障，市城管局会同市民政局开展巡查。",
        "开展巡查",
        ((L, "~市城管局"), (S, "~市民政局")),
        "一",
        "jointly",
        "会同",
        terms=("巡查",),
        part="市城管局会同市民政局开展巡查",
    ),
    Said(
        Kind.TABLE,
        "整治占道经营\t市城管局\t市民政局\t省城管厅\t市政府督查室\t市民政局",
        "整治占道经营",
        (
            (L, "市城管局"),
            (S, "市民政局"),
            (Role.GUIDE, "省城管厅"),
            (Role.SUPERVISE, "市政府督查室"),
            (Role.ACCEPT, "市民政局"),
        ),
        "一",
        "header-columns",
        "市城管局",
        terms=("占道", "整治", "经营"),
    ),
)

REVISION: Final = (
    Said(
        Kind.CLAUSE,
        "（市发改委牵头，市能源局、市财政局等配合）",
        "推进“煤改电”工程，2020年10月31日前完成1万户改造。",
        ((L, "市发改委"), (S, "市能源局"), (S, "市财政局")),
        "一",
        "list-then-verb",
        "牵头",
        due=("2020年10月31日前", "2020-10-31", "day"),
        open=True,
        terms=("工程", "改造", "煤改电"),
    ),
    Said(
        Kind.CLAUSE,
        "（市市场监管局、市生态环境局牵头）",
        "开展煤质抽检。",
        ((L, "&市市场监管局"), (L, "&市生态环境局")),
        "二",
        "list-then-verb",
        "牵头",
        terms=("抽检", "煤质"),
    ),
    Said(
        Kind.CLAUSE,
        "（市财政局牵头，市能源局配合；市能源局牵头，市财政局配合）",
        "落实电价补贴。",
        ((L, "市财政局"), (S, "市能源局"), (L, "市能源局"), (S, "市财政局")),
        "三",
        "list-then-verb",
        "牵头",
        terms=("电价", "补贴", "落实"),
    ),
)
