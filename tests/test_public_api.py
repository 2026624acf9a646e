"""The functions that other programs may use."""

from __future__ import annotations

import doctest
import subprocess
import sys

import pytest

import colophon


def test_the_documented_example_is_true(buildable_site):
    test = doctest.DocTestParser().get_doctest(
        colophon.__doc__ or "", {"root": buildable_site.root}, "colophon", None, 0
    )
    assert 6 <= len(test.examples)

    assert (0, len(test.examples)) == tuple(doctest.DocTestRunner(verbose=False).run(test))[:2]


@pytest.mark.parametrize("name", colophon.__all__)
def test_every_public_function_is_documented(name):
    public = getattr(colophon, name)

    assert isinstance(public, str) or public.__doc__
    assert name == "__version__" or f"`{name}(" in (colophon.__doc__ or "")


def test_the_import_alone_loads_no_engine():
    code = "import colophon, sys; sys.exit(any(name in sys.modules for name in ('mkdocs', 'pydantic', 'colophon.cli')))"

    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'publish'"):
        colophon.publish  # noqa: B018
