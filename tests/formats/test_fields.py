from kb.domain.problems import MAX_PROBLEMS, Problem, by_line, quotable
from kb.formats import front_matter
from tests.builders import a_taxonomy


def test_the_nearest_word_is_not_sought_for_thousands_of_unknown_keys() -> None:
    keys = "".join(f"clé{number}: x\n" for number in range(5_000))

    problems = front_matter.read(f"---\n{keys}---\n", a_taxonomy())

    assert isinstance(problems, tuple)
    assert len(problems) < 50


def test_a_file_full_of_faults_gives_a_list_one_can_read() -> None:
    problems = [Problem(line=line, key="", code="yaml-key") for line in range(9_999, 0, -1)]

    assert [problem.line for problem in by_line(problems)] == list(range(1, MAX_PROBLEMS + 1))


def test_a_quotation_is_short_and_visible() -> None:
    assert quotable("l'été\u00a0!") == "l'été !"
    assert quotable("un\ndeux\ttrois") == "un deux trois"
    assert quotable("\x1b[31m\u202e") == "\ufffd[31m\ufffd"
    assert quotable("x" * 1000) == "x" * 59 + "…"
