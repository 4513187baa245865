"""Decisions applied to an extraction, without a ledger around them."""

from __future__ import annotations

from dataclasses import replace

from toy import toy_graph

from graph_builder.corrections.decisions import Decision, decide
from graph_builder.corrections.replay import REASON, Replay
from graph_builder.extract import Extraction
from graph_builder.identity import matter_id, word_id
from graph_builder.lookup import Lookup
from graph_builder.model import Document, Fate, Source, Span, Statement
from ontology import Role


def toy(words: str) -> tuple[Source, Document, Statement]:
    """The statement of the toy graph whose task begins with these words, with its document and source."""
    lookup = Lookup(toy_graph())
    (statement,) = (one for one in lookup.graph.statements if one.task.startswith(words))
    return lookup.sources[statement.source], lookup.documents[statement.document], statement


def decided(id_: str, answer: str) -> Decision:
    decision = decide(id_, answer)
    assert decision
    return decision


def test_without_decisions_nothing_is_touched() -> None:
    source, document, statement = toy("加强散煤管控")
    found = Extraction((statement,), ())
    assert Replay()(source, document, found) is found
    assert Replay().names(document, [statement]) == {}


def test_a_rejected_statement_without_a_word_of_its_own_leaves_a_fate() -> None:
    source, document, statement = toy("加强散煤管控")
    replay = Replay([decided(statement.id, "错")])
    done = replay(source, document, Extraction((statement,), ()))
    assert done.statements == ()
    (fate,) = done.fates
    assert (fate.span, fate.outcome, fate.reason) == (statement.span, "rejected", REASON)
    assert fate.word
    assert replay.changes == {"statements": 1}


def test_a_role_word_that_another_statement_holds_too_stays_extracted() -> None:
    source, document, statement = toy("加强散煤管控")
    twin = replace(statement, id="fedcba9876543210")
    at = statement.span.start + 1
    fate = Fate(document.id, Span(at, at + 2), "牵头", "extracted", statement.pattern)
    replay = Replay([decided(statement.id, "错")])
    done = replay(source, document, Extraction((statement, twin), (fate,)))
    assert done.statements == (twin,)
    assert fate in done.fates
    assert len(done.fates) == 2


def test_the_lead_that_staff_name_takes_the_role_of_the_body_named_already() -> None:
    source, document, statement = toy("加强散煤管控")
    supporter = next(one.surface for one in statement.mentions if one.role is Role.SUPPORT)
    done = Replay([decided(statement.id, f"应为{supporter}")])(source, document, Extraction((statement,), ()))
    (changed,) = done.statements
    assert len(changed.mentions) == len(statement.mentions)
    assert [one.role for one in changed.mentions if one.surface == supporter] == [Role.LEAD]


def test_a_decision_of_another_document_or_place_does_nothing() -> None:
    source, document, statement = toy("加强散煤管控")
    surface = statement.mentions[0].surface
    elsewhere = [
        decided(f"body/doc/望川市/望政发〔2020〕1号/{surface}", "应为望川市某局"),
        decided(f"body/doc/望川市/望政发〔2020〕2号/{surface}", "均应为望川市某局"),
    ]
    replay = Replay(elsewhere)
    assert replay.names(document, [statement]) == {}
    assert replay(source, document, Extraction((statement,), ())).statements == (statement,)
    assert replay.applied == set()


def test_ids_of_questions_are_what_they_were() -> None:
    document = "doc/云州市/云政办发〔2019〕1号"
    assert word_id(document, "市发改委要认真落实", 7) == "word/8d18f5d883897cb3"
    assert word_id(document, "市发改委要 认真\n落实", 7) == "word/8d18f5d883897cb3"
    assert matter_id("b", "a") == matter_id("a", "b") == "matter/a/b"
