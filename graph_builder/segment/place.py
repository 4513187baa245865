"""The division at the head of an issuer's name.

A 文号 is unique only within the place that issues it, so the place is part of a document's id.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from graph_builder.names.divisions import Place, divisions
from graph_builder.segment.vocabulary import alternation, data, without_edition, words

_PROVINCE: Final = re.compile("^[\u4e00-\u9fff]{1,8}?(?:省|自治区|特别行政区)")
_PREFECTURE: Final = "自治州|地区|市|[盟州](?=人民政府|政府|委)"
_COUNTY: Final = "自治县|自治旗|特区|林区|县|区|旗|市|[镇乡](?=人民政府|政府|党委|委员会)"


def place_of(issuer: str | None) -> str:
    """The division that heads the name, from the prefecture down; `-` for central and provincial bodies.

    A district is named with its prefecture, a county by its own name.
    """
    name = without_edition(issuer or "")
    for head in _words("heads"):
        name = name.removeprefix(head)
    place, end = divisions().head(name) or (None, 0)
    if place and place.level == "county":
        return _title(place)
    above = place.name if place and (place.level == "city" or place.municipality) else ""
    rest = name[end:] if place else _PROVINCE.sub("", name)
    if rest.startswith(_words("common")):
        return "-"
    return _unlisted_place(rest, above) or (above if place and place.level == "city" else "-")


def _title(place: Place) -> str:
    """The name of a county, with its prefecture or municipality where it is a district."""
    above = divisions().parent(place)
    joined = place.district and above and (above.level == "city" or above.municipality)
    return f"{above.name}{place.name}" if joined and above else place.name


def _unlisted_place(name: str, above: str) -> str:
    """The same by the endings of names, for what the table does not hold; `above` is a known city."""
    city = above or _matched(_PREFECTURE, name)
    county = _matched(_COUNTY, name if above else name[len(city) :])
    if not county or county.endswith(_words("no_division")):
        return "" if above else city
    return city + county if county.endswith("区") else county


def _words(name: str) -> tuple[str, ...]:
    return tuple(data("vocabulary.yaml")["places"][name])


@cache
def _ending_in(suffixes: str) -> re.Pattern[str]:
    """A name with one of the endings, a body or a lower division after it."""
    after = alternation((*_words("bodies"), *words("types")))
    lower = "[\u4e00-\u9fff]{1,8}[县区旗市镇乡]"
    return re.compile(rf"^([\u4e00-\u9fff]{{1,10}}?(?:{suffixes}))(?={after}|{lower}|.*(?:{after})$)")


def _matched(suffixes: str, name: str) -> str:
    found = _ending_in(suffixes).match(name)
    matched = found[1] if found else ""
    bare = len(matched) < 2 or any(word in matched for word in _words("no_name"))
    return "" if bare else matched
