"""The same inputs make the same build/docs and site, byte for byte, wherever, whenever and by whomever they are built."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path, PurePosixPath

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.building.index_order import ENTRY, in_one_order, pack, unpack
from colophon.building.pagefind import search_index
from colophon.model.errors import IndexingFailed
from colophon.rendering.manifest import manifest_of
from colophon.rendering.search import SearchPage
from tests.building.test_pipeline import contents
from tests.conftest import ThrowawaySite

ELSEWHERE = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7", "SOURCE_DATE_EPOCH": "86400", "USER": "x"}
HERE = {"TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", "RAYON_NUM_THREADS": "1"}


def built(root: Path, surroundings: dict[str, str], umask: int) -> dict[str, bytes]:
    command = [sys.executable, "-m", "colophon", "-C", str(root), "build"]
    ended = subprocess.run(
        command, capture_output=True, check=False, cwd=root.parent, env={**os.environ, **surroundings}, umask=umask
    )
    assert 0 == ended.returncode, ended.stderr.decode() + ended.stdout.decode()
    return {
        f"{folder}/{path}": data for folder in ("build/docs", "site") for path, data in contents(root / folder).items()
    }


def test_a_site_is_the_same_wherever_whenever_and_however_often_it_is_built(
    buildable_site: ThrowawaySite, tmp_path: Path
):
    with (buildable_site.root / "mkdocs.yml").open("a") as config:
        config.write("site_url: https://harbour.example/papers/\n")
    other = Path(shutil.copytree(buildable_site.root, tmp_path / "ein anderer Ort" / "tief" / "unten"))
    for path in (
        "build/docs/old.md",
        "build/docs/index.md/x",
        "build/search/old.html",
        "build/site/left",
        "site/gone.html",
    ):
        (other / path).parent.mkdir(parents=True)
        (other / path).write_text("of another version")
        (other / path).parent.touch()

    one = built(buildable_site.root, HERE, 0o022)
    two = built(other, {**ELSEWHERE, "HOME": str(tmp_path)}, 0o077)

    assert [] == [path for path in sorted(one.keys() | two.keys()) if one.get(path) != two.get(path)]
    assert "site/sitemap.xml.gz" in one
    manifest = one["site/data/manifest.txt"]
    assert sha256(manifest).hexdigest().encode() in one["site/about/index.html"]
    listed = {line[66:].decode(): line[:64].decode() for line in manifest.splitlines()}
    files = {
        path.removeprefix("site/"): sha256(data).hexdigest() for path, data in one.items() if path.startswith("site/")
    }
    assert files.keys() - listed.keys() == {"data/manifest.txt", "about/index.html"}
    assert listed == {path: files[path] for path in listed}


def test_the_search_index_does_not_depend_on_the_order_of_a_hash_map():
    pages = [
        SearchPage(
            f"{name}/",
            f'<!doctype html><html lang="en"><body data-pagefind-body><h1>{name}</h1>'
            f'<i data-pagefind-filter="names">{name}</i><i data-pagefind-filter="type">Text</i></body></html>',
        )
        for name in ("ash", "birch", "cedar", "elm", "fir", "hazel", "lime", "oak")
    ]
    indexes = [search_index(pages, "en") for _ in range(4)]

    assert [] == [index for index in indexes if index != indexes[0]]
    kept = [path for path in indexes[0] if path.suffix in (".pf_meta", ".pf_filter")]
    named = [filter_ for path in kept if path.suffix == ".pf_meta" for filter_ in unpack(indexes[0][path])[3]]
    assert ["names", "type"] == [name for name, _ in named]
    assert {f"filter/{file}.pf_filter" for _, file in named} == {
        str(path) for path in kept if path.suffix == ".pf_filter"
    }


@given(st.permutations(["a", "b", "ü", "longer " * 9]), st.permutations(["names", "type"]))
def test_an_index_in_any_order_becomes_the_same(values: list[str], filters: list[str]):
    def index(values: list[str], filters: list[str]) -> dict[PurePosixPath, bytes]:
        held = {name: [name, [[value, [1, 300, 70000]] for value in values]] for name in filters}
        names = {name: f"en_{sha256(cbor2.dumps(value)).hexdigest()[:7]}" for name, value in held.items()}
        meta = ["1.5.2", [["en_1", 3, ""]], [], [[name, names[name]] for name in filters], [], ["title"]]
        digest = f"en_{sha256(cbor2.dumps(meta)).hexdigest()[:10]}"
        files = {PurePosixPath(f"filter/{names[name]}.pf_filter"): pack(value) for name, value in held.items()}
        entry = f'{{"hash":"{digest}"}}'.encode()
        return in_one_order({**files, PurePosixPath(f"pagefind.{digest}.pf_meta"): pack(meta), ENTRY: entry})

    assert index(sorted(values), sorted(filters)) == index(values, filters)


@pytest.mark.parametrize(
    "data", [b"\x83\x01", b"\x18\x01", b"\x01\x02"], ids=["cut short", "not shortest", "two values"]
)
def test_an_index_that_would_be_written_in_another_way_is_refused(data: bytes):
    with pytest.raises(IndexingFailed):
        unpack(gzip.compress(data))


def test_a_manifest_is_what_sha256sum_reads():
    """A name with a line end or a backslash is escaped, as GNU coreutils do it."""
    digests = {name: f"{number:064}" for number, name in enumerate(["b", "a b", "c\nd\\e", "data/manifest.txt"])}

    assert [f"{1:064}  a b", f"\\{2:064}  c\\nd\\\\e"] == manifest_of(
        digests, [PurePosixPath("b")]
    ).decode().splitlines()
