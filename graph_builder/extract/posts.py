"""Posts of people: which body one names, whom a 主任 chairs; and what sets a group up."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from graph_builder.extract.trie import any_of
from graph_builder.extract.vocabulary import group_words

WORKING_GROUP: Final = "[一-龥]{2,10}组"
"""The heading of a group under a headquarters: 抢险救援组."""


@cache
def title() -> re.Pattern[str]:
    """A post at the end of a text, or several joined by 、."""
    one = any_of(group_words()["titles"])
    return re.compile(f"{one}(?:、{one})*$")


@cache
def _before_title() -> re.Pattern[str]:
    return re.compile(f"{any_of(group_words()['before_titles'])}+$")


@cache
def set_up() -> re.Pattern[str]:
    """A word that sets a group up."""
    return re.compile(any_of(group_words()["set_up"]))


def is_committee(name: str) -> bool:
    """Whether a group is one that a 主任 chairs: 安委会, no agency that has a 主任 (卫生健康委员会)."""
    data = group_words()
    return name.endswith(tuple(data["committees"])) and not name.endswith(tuple(data["agencies"]))


def body_length(name: str) -> int:
    """How much of a member's words is the body: its leaders' posts (分管负责同志, 副局长) are no part of it.

    0 where nothing but a post stands there (副市长).
    """
    first = name.partition("兼")[0]
    post = title().search(first) or title().search(name)
    if not post:
        return len(name)
    body = _before_title().sub("", name[: post.start()])
    return len(body) if len(body) > 1 else 0
