"""Threads and processes that search while another publishes: each answer is that of one state."""

from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from typing import Any

import pytest

from kb.domain.case import CaseFile
from tests.bases import PLAIN, Base, a_query
from tests.builders import a_case_file, a_taxonomy
from tests.indexes.asking import (
    QUESTIONS,
    Readers,
    States,
    Told,
    ask_from_elsewhere,
    counted,
    joined,
)
from tests.indexes.reference import Reference

State = Mapping[str, dict[str, Any]]

#: What the base says, state after state: cases come, change and go.
STATES: Sequence[State] = [
    {
        **{
            f"soupe-{n}": {"title": f"Soupe numéro {n}", "domains": ("emploi", "sante")[: n % 3]}
            for n in range(number, number + 12)
            if n % 3
        },
        "garage": {"title": f"Garage solidaire, état {number}"},
        **({"marche": {"title": "Soupes du marché"}} if number % 2 else {}),
    }
    for number in range(10)
]


def publish(base: Base, before: State, after: State) -> None:
    for slug in set(before) - set(after):
        base.remove(slug)
    for slug, changes in after.items():
        if before.get(slug) != changes:
            base.write(slug, **changes)
    base.catch_up()


def reference_of(state: State) -> Reference:
    files: list[CaseFile] = [
        a_case_file(slug, **(PLAIN | changes)) for slug, changes in sorted(state.items())
    ]
    return Reference.of(files, a_taxonomy())


def is_answer(told: Told, reference: Reference) -> bool:
    number, _, _, results = told
    text, fields = QUESTIONS[number]
    query = a_query(text, **fields)
    expected = reference.answer(query)
    slugs = [hit.case.slug for hit in results.hits]
    if (slugs, results.total) != (list(expected.slugs), len(expected.slugs)):
        return False
    if any(hit.case.title != reference.files[hit.case.slug].case.title for hit in results.hits):
        return False
    scores = [hit.score for hit in results.hits] if query.has_words else []
    there = [expected.scores[slug] for slug in slugs] if query.has_words else []
    return counted(results) == expected.counts and scores == pytest.approx(there, abs=1e-9)


def test_every_answer_is_that_of_a_state_that_was_current_meanwhile(base: Base) -> None:
    publish(base, {}, STATES[0])
    context = get_context("spawn")
    states = States(
        begun=context.Value("i", 0),
        done=context.Value("i", 0),
        ready=context.Barrier(3),
        stop=context.Event(),
    )
    answers = context.Queue()
    here = Readers(base.again().index, states)
    processes = [
        context.Process(target=ask_from_elsewhere, args=(base.home, states, answers, 4))
        for _ in range(2)
    ]
    for process in processes:
        process.start()
    threads = here.start(8)

    try:
        states.ready.wait(timeout=60)
        for number in range(1, len(STATES)):
            states.begun.value = number
            publish(base, STATES[number - 1], STATES[number])
            states.done.value = number
    finally:
        states.stop.set()
        joined(threads)
    elsewhere = [answers.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()

    told = [*here.told.values(), *(each for heard, _ in elsewhere for each in heard)]
    assert [*here.failures, *(each for _, failures in elsewhere for each in failures)] == []
    references = [reference_of(state) for state in STATES]
    for each in told:
        _, since, until, _ = each
        assert any(is_answer(each, references[n]) for n in range(since, until + 1))
    for heard in (here.told.values(), *(heard for heard, _ in elsewhere)):
        assert len({since for _, since, _, _ in heard}) > 1
