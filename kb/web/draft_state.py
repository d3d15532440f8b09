"""DraftState: how far a draft is, and what is missing or wrong where."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from kb.domain.case import Case
from kb.domain.draft import Draft
from kb.domain.form_sentences import MISSING, form_sentence
from kb.domain.problems import Problem
from kb.domain.submission import Depth
from kb.formats.form_fields import form_text
from kb.web.context import knowledge_base
from kb.web.submit_steps import Step, depth_of, step_of


class Progress(StrEnum):
    """How far a step is, in the words of the page."""

    DONE = "Terminé"
    MISSING = "À compléter"
    WRONG = "À corriger"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftState:
    """A draft, read by the one validator.

    Attributes:
        text: what would be sent.
        case: `None` while something is missing or wrong.
        found: the problems, each with the name of its field.
    """

    draft: Draft
    text: str
    case: Case | None
    found: tuple[tuple[str, Problem], ...]

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """The state of a draft now."""
        written = form_text(draft.fields)
        read = knowledge_base().submitting.problems(written.text)
        case = read if isinstance(read, Case) else None
        problems = () if isinstance(read, Case) else read
        return cls(
            draft=draft,
            text=written.text,
            case=case,
            found=tuple((written.field_of(each), each) for each in problems),
        )

    @property
    def depth(self) -> Depth:
        """How much is asked for."""
        return depth_of(self.draft.fields)

    def of_step(self, step: Step) -> tuple[tuple[str, Problem], ...]:
        """The problems that its page can mend."""
        return tuple(each for each in self.found if step_of(each[0]) is step)

    def progress(self, step: Step) -> Progress:
        """How far a step is."""
        codes = {problem.code for _, problem in self.of_step(step)}
        if not codes:
            return Progress.DONE
        return Progress.MISSING if codes <= MISSING else Progress.WRONG

    def wrong(
        self, step: Step, labels: Mapping[str, str], *, missing: bool
    ) -> dict[str, list[str]]:
        """Sentences about the fields of a step, by name.

        Args:
            labels: by name of field, in the order of the page.
            missing: also of what is not filled in yet.
        """
        order = {name: rank for rank, name in enumerate(labels)}
        told: dict[str, list[str]] = {}
        for name, problem in sorted(self.of_step(step), key=lambda each: order.get(each[0], 0)):
            if missing or problem.code not in MISSING:
                sentence = form_sentence(problem, labels.get(name, step.title))
                told.setdefault(name, [])
                if sentence not in told[name]:
                    told[name].append(sentence)
        return told
