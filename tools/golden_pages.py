"""Write the golden pages of tests/golden/ again after an intended change: `python -m tools.golden_pages`.

Read the difference before you commit it.
"""

from colophon.edition import compile_edition
from colophon.project.reader import read_site
from colophon.rendering import render_pages
from tests.conftest import PROJECT
from tests.rendering.test_golden import GOLDEN, PAGES

for path, data in render_pages(compile_edition(read_site(PROJECT).site)).items():
    if str(path) in PAGES:
        (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / path).write_bytes(data)
