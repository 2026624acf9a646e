"""Every text is read again, and what was found is kept."""

import datetime
import json
import os
import re

import pytest
from click.testing import CliRunner

from colophon import __version__
from colophon.cli import main
from colophon.curation.fixity import Examined, append_events, event, examine, read_records
from colophon.model.errors import ColophonError
from colophon.model.record import Fixity
from tests.conftest import lines_of

NOON = datetime.datetime(2026, 11, 22, 13, 0, 5, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
WHOLE = Fixity(sha256="a" * 64, bytes=3)


def run(site, *arguments):
    return CliRunner().invoke(main, ["-C", str(site.root), "fixity", *arguments])


def test_unchanged_texts_pass_and_are_logged(good_site):
    result = run(good_site)
    events = [json.loads(line) for line in (good_site.root / "fixity-log.jsonl").read_text().splitlines()]

    assert (0, "") == (result.exit_code, result.stdout)
    assert "2 files compared: all as recorded; logged in" in result.stderr
    assert ["corpus/letter.txt", "corpus/report.txt"] == [
        one["linkingObjectIdentifier"]["linkingObjectIdentifierValue"] for one in events
    ]


def test_a_changed_text_fails_and_is_reported(good_site):
    good_site.replace("corpus/letter.txt", "Ada Stone", "Ada Sterne")
    result = run(good_site, "--log", str(good_site.root / "kept.jsonl"))
    outcomes = [
        json.loads(line)["eventOutcomeInformation"]["eventOutcome"]["value"]
        for line in (good_site.root / "kept.jsonl").read_text().splitlines()
    ]

    assert 1 == result.exit_code
    assert re.fullmatch(
        r"corpus/letter\.txt: expected sha256 \w{64} and (\d+) bytes, found sha256 \w{64} and \d+ bytes;"
        r" restore the file from a copy that matches\n",
        result.stdout,
    )
    assert ["fail", "pass"] == outcomes


def test_a_text_that_is_gone_fails(good_site):
    (good_site.root / "corpus/letter.txt").unlink()
    result = run(good_site)

    assert 1 == result.exit_code
    assert "found no file that can be read: No such file or directory" in result.stdout


def test_a_withheld_text_is_read_too(site):
    site.text("one", "Words.", access="withheld", withheld={"reason": "Asked for.", "on": "2026-01-01"})

    assert [True] == [one.is_whole for one in examine(site.root, read_records(site.root)[0])]


def test_unreadable_and_missing_records_are_reported(site):
    site.write("corpus/one.yml", "id: [")
    site.write("corpus/two.txt", "Words.")
    records, problems = read_records(site.root)

    assert {} == records
    assert ["corpus/one.yml", "corpus/two.txt"] == [line.split(":")[0] for line in lines_of(problems)]
    assert 1 == run(site).exit_code


def test_an_event_has_the_terms_of_premis(good_site):
    found = event(Examined("corpus/letter.txt", WHOLE, WHOLE), NOON)
    del found["eventIdentifier"]

    assert {
        "eventType": {
            "value": "fixity check",
            "valueURI": "http://id.loc.gov/vocabulary/preservation/eventType/fix",
        },
        "eventDateTime": "2026-11-22T12:00:05Z",
        "eventDetailInformation": {"eventDetail": "SHA-256 and size of the file compared with its record"},
        "eventOutcomeInformation": {
            "eventOutcome": {
                "value": "pass",
                "valueURI": "http://id.loc.gov/vocabulary/preservation/eventOutcome/suc",
            },
            "eventOutcomeDetail": {
                "eventOutcomeDetailNote": f"expected sha256 {'a' * 64} and 3 bytes, found sha256 {'a' * 64} and 3 bytes"
            },
        },
        "linkingAgentIdentifier": {
            "linkingAgentIdentifierType": "software",
            "linkingAgentIdentifierValue": f"Colophon {__version__}",
        },
        "linkingObjectIdentifier": {
            "linkingObjectIdentifierType": "local",
            "linkingObjectIdentifierValue": "corpus/letter.txt",
        },
    } == found


def test_a_failed_check_has_the_outcome_for_it(good_site):
    found = event(Examined("corpus/letter.txt", WHOLE, None, "is gone"), NOON)

    assert {
        "value": "fail",
        "valueURI": "http://id.loc.gov/vocabulary/preservation/eventOutcome/fai",
    } == found["eventOutcomeInformation"]["eventOutcome"]


def test_events_are_appended(tmp_path):
    log = tmp_path / "log.jsonl"
    append_events(log, [{"one": 1}])
    append_events(log, [{"two": 2}, {"three": 3}])

    assert '{"one": 1}\n{"two": 2}\n{"three": 3}\n' == log.read_text()


@pytest.mark.parametrize(
    "kept", [b'{"one": 1}\n{"tw', b'{"one": 1}\n{"two\n', b'{"one": 1}\n\n', b'{"a": 1}\n{"b": 2}']
)
def test_a_log_with_a_broken_last_line_is_refused_and_unchanged(tmp_path, kept):
    log = tmp_path / "log.jsonl"
    log.write_bytes(kept)

    with pytest.raises(ColophonError, match=r"log\.jsonl:2: the last line is broken, .* nothing was added"):
        append_events(log, [{"three": 3}])
    assert kept == log.read_bytes()


def test_a_full_disk_leaves_the_log_as_it_was(tmp_path, monkeypatch):
    log = tmp_path / "log.jsonl"
    append_events(log, [{"one": 1}])
    write = os.write
    monkeypatch.setattr("os.write", lambda handle, data: write(handle, data[:5]))

    with pytest.raises(OSError, match="the disk took only a part of the events; none was added"):
        append_events(log, [{"two": 2}])
    assert '{"one": 1}\n' == log.read_text()
