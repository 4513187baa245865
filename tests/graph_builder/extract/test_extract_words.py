"""Every class of words has texts that show what it gives, and near misses; a class without them fails."""

import re
from itertools import chain
from typing import Any

import pytest
import readings

from graph_builder.errors import DataError
from graph_builder.extract import rules, vocabulary
from graph_builder.extract.rules import Lexeme
from graph_builder.extract.trie import Scanner, Spellings, any_of

WORDS = readings.cases("words.yaml")
FORMS = readings.cases("forms.yaml")
KINDS = ("examples", "near_misses")


def _listed(cases: dict[str, dict[str, list[Any]]]) -> list[Any]:
    return [
        pytest.param(*readings.given(case), id=f"{key}-{kind}-{number}")
        for key, group in cases.items()
        for kind in KINDS
        for number, case in enumerate(group[kind])
    ]


def _classes() -> set[str]:
    """The classes that words.yaml holds, each of which needs cases of its own."""
    data = vocabulary.words()
    nested = ("verbs.clause", "verbs.sentence", "labels.stems", "labels.colon", "adverbs", "subjects")
    found = {"verbs.joint", "verbs.undone", "labels.copulas", "declared.first_leads", "declared.for_all"}
    for place in nested:
        branch: Any = data
        for key in place.split("."):
            branch = branch[key]
        found |= {f"{place}.{key}" for key in branch}
    found |= {f"compounds: {entry['why']}" for entry in data["compounds"]}
    found |= {f"traps: {entry['why']}" for entry in data["traps"]}
    return found | {
        "with",
        "delegate",
        "supervising",
        "appointed",
        "by_place",
        "closing",
        "other_labels",
        "from",
        "closers",
        "whole",
        "names",
    }


@pytest.mark.parametrize(("text", "gives"), _listed(WORDS))
def test_words(text: str, gives: dict[str, list[str]]) -> None:
    assert readings.roles(text) == gives


@pytest.mark.parametrize(("text", "gives"), _listed(FORMS))
def test_forms(text: str, gives: dict[str, list[str]]) -> None:
    assert readings.roles(text) == gives


def test_so_many_cases_were_collected() -> None:
    assert len(_listed(WORDS)) >= 150
    assert len(_listed(FORMS)) >= 70


def test_every_class_of_words_has_an_example_and_a_near_miss() -> None:
    assert _classes() - WORDS.keys() == set()
    empty = [key for key, group in chain(WORDS.items(), FORMS.items()) for kind in KINDS if not group[kind]]
    assert empty == []


def test_every_word_is_in_the_lexicon_of_its_frame() -> None:
    for frame, lexicon in (("clause", rules.clause_lexicon()), ("sentence", rules.sentence_lexicon())):
        for role, listed in vocabulary.words()["verbs"][frame].items():
            assert {lexicon.lexemes[word].role for word in listed if word not in _trapped()} == {role}


def _trapped() -> set[str]:
    return set(vocabulary.words()["overlaps"])


def test_a_word_in_two_classes_is_an_error_unless_declared() -> None:
    layers = [("adverbs", {"协同": Lexeme("a")}), ("verbs", {"协同": Lexeme("v")})]
    with pytest.raises(DataError, match=r"协同.*adverbs.*verbs"):
        rules.combined(layers, frozenset())
    assert rules.combined(layers, frozenset({"协同"}))["协同"].letter == "v"


def test_declared_overlaps_are_real() -> None:
    data = vocabulary.words()
    layers = [rules._compounds(), rules._traps(), rules._verbs("clause"), rules._verbs("sentence")]
    words = [set(layer) for layer in layers] + [set(data["adverbs"]["joint"])]
    compounds = [{v + n for v in entry["verbs"] for n in entry["nouns"]} for entry in data["compounds"]]
    for word in data["overlaps"]:
        assert sum(word in group for group in (*words[1:], *compounds)) > 1, word


@pytest.mark.parametrize("wrong", [{"a": [1]}, {"a": {"b": []}}, {"a": [{"b": ["是", True]}]}])
def test_a_list_of_other_things_than_words_is_an_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(DataError, match="words"):
        list(vocabulary.lists_of(wrong))


@pytest.mark.parametrize("name", ["words.yaml", "groups.yaml", "tables.yaml", "prose.yaml"])
def test_lists_hold_no_word_twice(name: str) -> None:
    listed = list(vocabulary.lists_of(vocabulary.read_data(name)))
    assert len(listed) >= 8
    assert [place for place, words in listed if len(set(words)) < len(words)] == []


def test_an_unknown_role_is_an_error() -> None:
    with pytest.raises(DataError, match="leed"):
        rules._role("leed", "verbs.clause")


def test_a_spotter_passes_over_harmless_words() -> None:
    spotter = vocabulary.Spotter.of(["应", "在"], ["应急", "在线"])
    assert not spotter.stands_in("应急管理在线")
    assert spotter.stands_in("应急应当")
    assert spotter.starts("应当")
    assert not spotter.starts("应急")


def test_a_scanner_finds_what_an_expression_does() -> None:
    table = {"牵头": 1, "牵头单位": 2, "单位": 3, "负责": 4}
    text = "牵头单位和牵头的单位负责；牵单位头"
    expected = [(*one.span(), table[one[0]]) for one in re.finditer(any_of(table), text)]
    assert Scanner(table).find(text) == expected


def test_half_a_surrogate_pair_shifts_no_place() -> None:
    assert Scanner({"牵头": "v"}).find("市\ud800𠮷牵头\udc00") == [(3, 5, "v")]


def test_spellings_are_the_longest_at_each_place_and_within_the_stretch() -> None:
    table = {"牵头": 1, "牵头单位": 2, "单位": 3, "头单": 4}
    assert Spellings(table).longest("甲牵头单位", 1, 5) == {1: (5, 2), 2: (4, 4), 3: (5, 3)}
    assert Spellings(table).longest("甲牵头单位", 1, 4) == {1: (3, 1), 2: (4, 4)}
