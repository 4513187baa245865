"""The command line: arguments, and one call a command. Commands are loaded when they are run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Final, NoReturn

from exports import FORMATS
from graph_builder.commands import terminal
from graph_builder.errors import UnknownName, UsageError, ZhizeError

INTERRUPTED: Final = 130

_ABOUT: Final = (
    "读中文公文，建立单位、文件、职责的知识图谱：谁牵头、谁配合、谁负责、谁落实，出自哪份文件哪句话。"
)
_CODES: Final = (
    "退出码：0 完成；1 有发现，或得分低于要求；2 用法不对；3 有输入读不了（其余照常处理）；"
    "4 文件夹或图库拒绝写入。数据写到标准输出，提示写到标准错误。"
)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong and where help is."""

    def error(self, message: str) -> NoReturn:
        terminal.say(f"错误：{message}\n用法：{self.prog} --help")
        sys.exit(UsageError.exit_code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    terminal.configure()
    try:
        args = _parser().parse_args(arguments)
        module, _, function = args.run.partition(":")
        code = int(getattr(import_module(f"graph_builder.commands.{module}"), function)(args))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        terminal.say("已中断")
        return INTERRUPTED
    except ZhizeError as error:
        terminal.say(f"错误：{error}")
        if isinstance(error, UnknownName) and error.suggestions:
            terminal.say(f"是不是：{'、'.join(error.suggestions)}")
        return error.exit_code
    return code


def _parser() -> _Parser:
    parser = _Parser(prog="zhize", description=_ABOUT, epilog=_CODES)
    parser.add_argument("--version", action="version", version=f"zhize {version('zhize')}")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    for add in (
        _demo,
        _build,
        _extract,
        _explain,
        _queries,
        _query,
        _names,
        _metrics,
        _view,
        _export,
        _load,
        _check,
        _score,
    ):
        add(commands)
    return parser


_Commands = argparse._SubParsersAction


def _command(commands: _Commands[_Parser], name: str, run: str, about: str, *examples: str) -> _Parser:
    """A command with its help; `run` is module:function under `graph_builder.commands`."""
    shown = "\n".join(f"  {example}" for example in examples)
    parser = commands.add_parser(
        name,
        help=about,
        description=about,
        epilog=f"例：\n{shown}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def _inputs(parser: _Parser) -> None:
    parser.add_argument(
        "inputs", nargs="+", type=Path, metavar="INPUT", help="公文文本文件，或装有这些文件的文件夹"
    )
    parser.add_argument("--aliases", type=Path, metavar="FILE", help="你自己的单位别名表（YAML）")
    parser.add_argument(
        "--no-inferred",
        dest="inferred",
        action="store_false",
        help="不采用文件中统一规定的职责（如“列第一位的为牵头单位”）",
    )


def _out(parser: _Parser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT", help="zhize build 输出的文件夹")


def _json(parser: _Parser) -> None:
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def _demo(commands: _Commands[_Parser]) -> None:
    parser = _command(
        commands, "demo", "build:demo", "处理自带的示例公报，并告诉你网页和台账在哪里", "zhize demo"
    )
    parser.add_argument(
        "-o", dest="out", type=Path, default=Path("zhize-demo"), metavar="OUT", help="默认 ./zhize-demo"
    )
    parser.add_argument("--no-browser", action="store_true", help="不打开网页")


def _build(commands: _Commands[_Parser]) -> None:
    parser = _command(
        commands,
        "build",
        "build:build",
        "读公文，输出台账、网页、数据和图库；OUT 里原有的生成结果整体替换，出错则原样保留",
        "zhize build 公报.txt 文件夹/ -o out",
        "zhize build 公报.txt -o out --aliases aliases.yaml",
        "zhize build 文件夹/ -o out --merge 填好的台账.xlsx",
    )
    _inputs(parser)
    parser.add_argument("-o", dest="out", type=Path, required=True, metavar="OUT", help="输出文件夹")
    parser.add_argument(
        "--merge",
        action="append",
        default=[],
        type=Path,
        metavar="LEDGER",
        help="合并一份填好的台账：所填内容回到原任务，待核中的核定照办；可重复。OUT 里的台账不必写，总会合并",
    )
    parser.add_argument(
        "--fresh", action="store_true", help="全部重新读取；平时没有变化的文件沿用 OUT 里上次的结果，输出相同"
    )


def _extract(commands: _Commands[_Parser]) -> None:
    about = "只输出抽取的职责语句，每行一个 JSON 对象，按原文顺序"
    _inputs(
        _command(commands, "extract", "build:extract", about, "zhize extract 公报.txt > statements.jsonl")
    )


def _explain(commands: _Commands[_Parser]) -> None:
    about = "一句话是怎么读的：字母、句式、角色、每个职责用语的结果、最接近的句式"
    example = 'zhize explain "加快改造（市能源局牵头，市财政局配合）"'
    parser = _command(commands, "explain", "explain:explain", about, example)
    parser.add_argument("sentence", metavar="句子")
    _json(parser)


def _queries(commands: _Commands[_Parser]) -> None:
    parser = _command(
        commands, "queries", "ask:catalogue", "可以问哪些问题，各有什么参数", "zhize queries --json"
    )
    _json(parser)


def _query(commands: _Commands[_Parser]) -> None:
    parser = _command(
        commands,
        "query",
        "ask:query",
        "问其中一个问题；单位可以用它的任何一个名称",
        "zhize query out depends-on agency=市财政局",
        "zhize query out shared-tasks agency=市能源局 other=市财政局 --json",
    )
    _out(parser)
    parser.add_argument("name", metavar="NAME", help="问题的名称，见 zhize queries")
    parser.add_argument("parameters", nargs="*", metavar="key=value", help="参数")
    parser.add_argument("--limit", type=_count, metavar="N", help="只要前 N 行")
    server = parser.add_mutually_exclusive_group()
    server.add_argument("--neo4j", action="store_true", help="改问 NEO4J_URI 指明的 Neo4j 服务器")
    server.add_argument("--sparql", metavar="URL", help="改问这个 SPARQL 服务器")
    _json(parser)


def _names(commands: _Commands[_Parser]) -> None:
    about = "每个单位名称认作什么、依据什么，哪些还没有定"
    parser = _command(commands, "names", "ask:names", about, "zhize names out", "zhize names out --open")
    _out(parser)
    parser.add_argument("--open", action="store_true", help="只列没有定的，附原文")
    _json(parser)


def _metrics(commands: _Commands[_Parser]) -> None:
    parser = _command(
        commands,
        "metrics",
        "ask:metrics",
        "协作网络的指标：度、中介中心性、密度、割点，或两个单位之间的最短路径",
        "zhize metrics out",
        "zhize metrics out --path 市能源局 市财政局",
    )
    _out(parser)
    parser.add_argument("--path", nargs=2, metavar=("A", "B"), help="两个单位之间的最短协作路径")
    parser.add_argument("--limit", type=_count, default=30, metavar="N", help="列出前 N 个单位（默认 30）")
    _json(parser)


def _view(commands: _Commands[_Parser]) -> None:
    _out(_command(commands, "view", "share:view", "打开网页（没有屏幕时只输出它的路径）", "zhize view out"))


def _export(commands: _Commands[_Parser]) -> None:
    about = "写成别的工具能直接打开的文件"
    examples = (
        "zhize export out --to gexf -o 协作.gexf",
        "zhize export out --to html -o 市能源局.html --focus 市能源局",
    )
    parser = _command(commands, "export", "share:export", about, *examples)
    parser.add_argument("out", type=Path, nargs="?", metavar="OUT", help="zhize build 输出的文件夹")
    parser.add_argument("--from-neo4j", action="store_true", help="不读 OUT，把 Neo4j 里的图读回成 RDF")
    parser.add_argument(
        "--to", required=True, choices=sorted(FORMATS), metavar="FORMAT", help=" ".join(sorted(FORMATS))
    )
    parser.add_argument(
        "-o", dest="path", type=Path, required=True, metavar="PATH", help="写到哪里（csv 是文件夹）"
    )
    parser.add_argument("--focus", metavar="AGENCY", help="只写与这个单位有关的内容")
    parser.add_argument(
        "--projection",
        choices=("assignments", "coordination", "dependsOn"),
        help="网络格式的投影：职责、协作、依赖",
    )
    parser.add_argument("--bom", action="store_true", help="csv 加字节顺序标记，供旧版 Excel 打开")


def _load(commands: _Commands[_Parser]) -> None:
    parser = _command(
        commands,
        "load",
        "share:load",
        "写入环境变量 NEO4J_URI、_USERNAME、_PASSWORD、_DATABASE 指明的 Neo4j，或 --sparql 指明的服务器",
        "NEO4J_URI=bolt://localhost:7687 zhize load out",
        "zhize load out --sparql http://localhost:3030/zhize",
    )
    _out(parser)
    parser.add_argument("--sparql", metavar="URL", help="SPARQL 1.1 服务器的数据集地址")
    parser.add_argument("--prune", action="store_true", help="删去服务器上 OUT 已没有的文件")


def _check(commands: _Commands[_Parser]) -> None:
    parser = _command(
        commands,
        "check",
        "check:run",
        "检查：无牵头、多个牵头、疑似冲突、名称未定、时限有误，以及数据是否合规（SHACL）；有发现则退出码为 1",
        "zhize check out",
        "zhize check out --json --report report.ttl",
    )
    _out(parser)
    _json(parser)
    parser.add_argument("--report", type=Path, metavar="PATH", help="另存为 SHACL 报告（Turtle）")


def _score(commands: _Commands[_Parser]) -> None:
    parser = _command(
        commands,
        "score",
        "score:run",
        "对照人工标注计算准确率；低于 --min 或与 --baseline 不同时退出码为 1",
        "zhize score --gold examples/gold_sample.jsonl --sources examples",
        "zhize score --gold gold.jsonl --sources corpus --within --min clause=0.98 --errors 20",
    )
    parser.add_argument(
        "--gold",
        nargs="+",
        action="extend",
        type=Path,
        required=True,
        metavar="GOLD",
        help="标注（JSON Lines）",
    )
    parser.add_argument("--sources", type=Path, required=True, metavar="DIR", help="原文所在的文件夹")
    parser.add_argument("--within", action="store_true", help="标注只覆盖一部分时：只算首末两条标注之间的")
    parser.add_argument(
        "--min", action="append", default=[], metavar="NAME=VALUE", help="低于它则退出码为 1；可重复"
    )
    parser.add_argument("--errors", type=_count, default=0, metavar="N", help="各列出至多 N 处漏报、误报")
    parser.add_argument("--baseline", type=Path, metavar="FILE", help="上一次的逐条结果；列出变动的语句")
    parser.add_argument("--update", action="store_true", help="把这一次的逐条结果写进 --baseline")
    _json(parser)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number
