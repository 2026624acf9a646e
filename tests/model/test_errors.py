"""An error says the same wherever it is raised."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from colophon.model import errors
from colophon.model.errors import ColophonError
from colophon.model.problem import Place, Problem, Rule

PROBLEM = Problem("docs/a.md", Place(3, 1), Rule("link", "Links lead somewhere."), "leads nowhere")
RAISED = [
    errors.NoSite(Path("here")),
    errors.Refused([PROBLEM], "nothing was built"),
    errors.AccessionRefused((Path("a.txt"), "is empty"), (Path("b.txt"), "is empty")),
    errors.Invalid(PROBLEM),
    errors.ZensicalFailed("its own message"),
    errors.IndexingFailed("its own message"),
    errors.Busy("17"),
]


def test_each_kind_of_error_is_tried_here():
    kinds = {kind for kind in ColophonError.__subclasses__() if kind.__module__ == errors.__name__}

    assert kinds == {type(error) for error in RAISED}


@pytest.mark.parametrize("error", RAISED, ids=lambda error: type(error).__name__)
def test_an_error_is_the_same_after_another_process_hands_it_over(error: ColophonError):
    handed_over = pickle.loads(pickle.dumps(error))

    assert type(error) is type(handed_over)
    assert str(error) == str(handed_over)
    assert vars(error) == vars(handed_over)
