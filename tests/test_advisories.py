"""Advisories of the OSV database, made up, against pinned packages: which concern a version, and what is told."""

import datetime
import importlib.util
import json
import sys
import zipfile

import pytest

from tests.conftest import PROJECT


@pytest.fixture(scope="module")
def osv():
    spec = importlib.util.spec_from_file_location("advisories", PROJECT / "requirements/advisories.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["advisories"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["advisories"]


def ranges(*events, kind="ECOSYSTEM"):
    return {"ranges": [{"type": kind, "events": [dict([event]) for event in events]}]}


def advisory(number, affected=None, *, name="ada-stone", ecosystem="PyPI", **more):
    return {
        "id": number,
        "modified": "2026-11-20T00:00:00Z",
        "summary": "Made up",
        "affected": [{"package": {"ecosystem": ecosystem, "name": name}, **(affected or {})}],
        **more,
    }


@pytest.fixture
def known(osv, tmp_path):
    """What advisories say of a package."""

    def look_up(*advisories, name="ada-stone", version="2.0", ecosystem="PyPI"):
        folder = tmp_path / "advisories"
        folder.mkdir()
        other = advisory("PYSEC-1-1", {"versions": ["1"]}, name="somebody-elses")
        for one in (other, *advisories):
            (folder / f"{one['id']}.json").write_text(json.dumps(one))
        return osv.read_database(folder, {(ecosystem, name)}).known(ecosystem, name, version)

    return look_up


CASES = {
    "listed": ({"versions": ["1.9", "2.0"]}, True),
    "listed_in_another_spelling": ({"versions": ["2.0.0"]}, True),
    "beside_versions_no_order_knows": ({"versions": ["2.0dev-r17"], **ranges(("introduced", "1"))}, True),
    "not_listed": ({"versions": ["1.9", "2.1"]}, False),
    "never_mended": (ranges(("introduced", "0")), True),
    "mended_later": (ranges(("introduced", "0"), ("fixed", "2.0.1")), True),
    "mended_before": (ranges(("introduced", "0"), ("fixed", "1.9")), False),
    "mended_in_this": (ranges(("introduced", "0"), ("fixed", "2.0")), False),
    "a_candidate_is_older_than_its_release": (ranges(("introduced", "0"), ("fixed", "2.0rc1")), False),
    "introduced_later": (ranges(("introduced", "2.1")), False),
    "introduced_in_this": (ranges(("introduced", "2.0")), True),
    "last_affected_is_this": (ranges(("introduced", "0"), ("last_affected", "2.0")), True),
    "last_affected_was_before": (ranges(("introduced", "0"), ("last_affected", "1.10")), False),
    "in_the_second_of_two_spans": (
        ranges(("introduced", "0"), ("fixed", "1.0"), ("introduced", "1.5"), ("fixed", "3")),
        True,
    ),
    "between_two_spans": (
        ranges(("fixed", "3"), ("introduced", "2.5"), ("introduced", "0"), ("fixed", "1.0")),
        False,
    ),
    "commits_beside_versions_do_not_count": (
        {"versions": ["1.0"], **ranges(("introduced", "0"), kind="GIT")},
        False,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_whether_a_version_is_concerned(known, case):
    affected, expected = CASES[case]

    assert expected == bool(known(advisory("PYSEC-2026-1", affected)))


@pytest.mark.parametrize(
    "affected",
    [{}, ranges(("introduced", "0"), kind="GIT"), ranges(("introduced", "0"), ("fixed", "a commit"))],
    ids=["nothing", "commits", "no_version"],
)
def test_an_advisory_that_tells_no_versions_is_told_as_uncertain(known, affected):
    (told,) = known(advisory("PYSEC-2026-1", affected))

    assert not told.is_certain
    assert told.summary.startswith("Made up (The advisory does not tell in which versions")


def test_a_withdrawn_advisory_does_not_count(known):
    assert [] == known(advisory("PYSEC-2026-1", {"versions": ["2.0"]}, withdrawn="2026-11-01T00:00:00Z"))


def test_an_advisory_of_another_ecosystem_does_not_count(known):
    assert [] == known(advisory("GHSA-1", {"versions": ["2.0"]}, ecosystem="npm"))


@pytest.mark.parametrize("name", ["Ada_Stone", "ada.stone", "ADA--STONE"])
def test_a_package_goes_by_every_spelling_of_its_name(known, name):
    assert known(advisory("PYSEC-2026-1", {"versions": ["2.0"]}, name=name), name="ada-stone")


def test_a_vulnerability_with_several_names_is_told_once(known):
    (told,) = known(
        advisory("GHSA-1", ranges(("introduced", "0"), ("fixed", "2.10")), aliases=["CVE-2026-7"]),
        advisory("GHSA-2", {"versions": ["2.0"]}, aliases=["GHSA-1"]),
        advisory("PYSEC-2026-1", ranges(("introduced", "0"), ("fixed", "2.9")), aliases=["CVE-2026-7"]),
    )

    assert ("PYSEC-2026-1", {"CVE-2026-7", "GHSA-1", "GHSA-2"}) == (told.id, told.aliases)
    assert ("2.9", "2.10") == told.mended_in


def test_only_later_versions_mend(known):
    affected = ranges(("introduced", "0"), ("fixed", "1.4.1"), ("introduced", "2"), ("fixed", "2.0.3"))

    assert ("2.0.3",) == known(advisory("PYSEC-2026-1", affected))[0].mended_in


@pytest.mark.parametrize(
    ("version", "expected"), [("2.9.0", True), ("2.10.0-beta.2", True), ("2.10.0", False), ("2.10.0-beta.11", False)]
)
def test_versions_of_npm_have_an_order_of_their_own(known, version, expected):
    affected = ranges(("introduced", "0"), ("fixed", "2.10.0-beta.11"), kind="SEMVER")
    one = advisory("GHSA-1", affected, name="@ada/stone", ecosystem="npm")

    assert expected == bool(known(one, name="@ada/stone", ecosystem="npm", version=version))


def test_a_zip_file_is_read_as_a_folder_is(osv, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("PYSEC-2026-1.json", json.dumps(advisory("PYSEC-2026-1", {"versions": ["2.0"]})))

    for path in (tmp_path / "all.zip", tmp_path):
        database = osv.read_database(path, {("PyPI", "ada-stone")})
        assert ["PYSEC-2026-1"] == [one.id for one in database.known("PyPI", "ada_stone", "2.0")]
        assert {"PyPI": 1} == database.held


BROKEN = {
    "is not there": lambda _path: None,
    "holds no advisory for any Python package": lambda path: path.mkdir(),
    "cannot be read": lambda path: path.write_bytes(b"<html>"),
    "is no advisory in the OSV format": lambda path: (path.mkdir(), (path / "one.json").write_text("[]")),
}


@pytest.mark.parametrize("told", BROKEN)
def test_a_database_that_cannot_be_used_is_told(osv, tmp_path, told):
    BROKEN[told](tmp_path / "all.zip")

    with pytest.raises(osv.UnusableError, match=told):
        osv.read_database(tmp_path / "all.zip", set())


def test_a_database_of_another_ecosystem_alone_is_told(osv, tmp_path):
    (tmp_path / "one.json").write_text(json.dumps(advisory("GHSA-1", {"versions": ["2.0"]}, ecosystem="npm")))

    with pytest.raises(osv.UnusableError, match="no advisory for any Python package"):
        osv.read_database(tmp_path, {("npm", "ada-stone")})


def test_a_database_is_old_after_thirty_days(osv, tmp_path):
    (tmp_path / "one.json").write_text(json.dumps(advisory("PYSEC-2026-1", {"versions": ["2.0"]})))
    database = osv.read_database(tmp_path, set())
    midnight = datetime.datetime(2026, 12, 20, tzinfo=datetime.UTC)

    assert [False, True] == [database.is_old(midnight), database.is_old(midnight + datetime.timedelta(seconds=1))]


def test_the_table_says_what_was_found_and_what_to_do(osv):
    findings = [
        osv.Finding(
            "ada-stone", "2.0", ("site", "test"), osv.Known("CVE-1", frozenset(["GHSA-1"]), "Bad", ("2.1", "3"))
        ),
        osv.Finding("bob", "1", ("audit",), osv.Known("PYSEC-2", frozenset(), "Worse", ())),
    ]

    assert [
        "PACKAGE    PINNED  IN          MENDED IN       ADVISORY",
        "ada-stone  2.0     site, test  2.1 or 3        CVE-1, GHSA-1",
        "    Bad",
        "bob        1       audit       no version yet  PYSEC-2",
        "    Worse",
    ] == list(osv.table(findings))
    assert ["make requirements", "no version mends it yet"] == [
        words for words in ("make requirements", "no version mends it yet") if words in " ".join(osv.advice(findings))
    ]


def test_what_an_advisory_says_steers_no_terminal(osv):
    assert "red and on one line" == osv.in_one_line("red\x1b and\non  one\tline\u202e")
