"""An editor sees what a change does to the mentions before it is published."""

import json
import subprocess

import pytest
from click.testing import CliRunner

from colophon.cli import main
from tests.site.conftest import copy_project


@pytest.fixture
def project(tmp_path):
    root = copy_project(tmp_path / "project")
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "x"]):
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", "-C", str(root), *identity, *command], check=True)
    return root


def effect(project, *arguments):
    result = CliRunner().invoke(main, ["-C", str(project), "effect", *arguments])
    assert 0 == result.exit_code, result.output
    return result.stdout


def edit(project, path, old, new):
    file = project / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_without_a_change_there_is_no_effect(project):
    assert "No mention changes.\n" == effect(project)


def test_a_new_alias_shows_what_it_adds_in_its_sentence(project):
    edit(project, "docs/glossary/white-house.md", "[White House Office]", "[White House Office, Capitol Hill]")
    message = effect(project)

    assert "Mentions: 1 added (102 before, 103 now); 2 pages affected: 000_17ce685a5ce6ce4a, white-house." in message
    assert (
        "000_17ce685a5ce6ce4a p17  white-house  (alias)\n      On [Capitol Hill], Democrats reacted with fury."
        in message
    )


def test_a_removed_entry_shows_removed_mentions(project):
    (project / "docs/glossary/us-army.md").unlink()
    message = effect(project)

    assert "Mentions: 1 removed (102 before, 101 now)" in message
    assert "anniversary of the [U.S. Army]." in message


def test_a_name_moved_to_another_entry_is_a_change(project):
    (project / "docs/glossary/us-army.md").rename(project / "docs/glossary/army.md")
    changes = [json.loads(line) for line in effect(project, "--format", "jsonl").splitlines()]

    assert [("changed", "U.S. Army", "us-army", "army")] == [
        (c["what"], c["surface"], c["old"], c["new"]) for c in changes
    ]


def test_a_text_that_is_added_shows_its_mentions(project, tmp_path):
    (tmp_path / "new.txt").write_text("Kristi Noem spoke. Noem left.", "utf-8")
    CliRunner().invoke(main, ["-C", str(project), "add", str(tmp_path / "new.txt"), "--from", "x", "--by", "x"])

    assert "Mentions: 2 added (102 before, 104 now); 2 pages affected: kristi-noem, new." in effect(project)


def test_a_review_comment_is_markdown(project):
    (project / "docs/glossary/us-army.md").unlink()
    message = effect(project, "HEAD", "--format", "markdown")

    assert message.startswith("### Effect on mentions\n\nMentions&#58; 1 removed ")
    assert (
        "\n**Removed**\n\n- Unsigned text on the deportation directive, &#91;On a presidential directive to expand deportations in large cities&#93;\n    - ¶ 2, `us-army` (name): "
        in message
    )
    assert "anniversary of the **U&#46;S&#46; Army**" in message


def test_a_missing_revision_is_reported_in_the_words_of_git(project):
    result = CliRunner().invoke(main, ["-C", str(project), "effect", "nowhere"])

    assert 1 == result.exit_code
    assert "colophon: git: fatal:" in result.stderr


def test_effect_is_refused_while_a_file_cannot_be_read(project):
    """Else a slip in an entry would look as if its mentions were gone."""
    edit(project, "docs/glossary/tom-homan.md", "kind: official", "kind official")
    result = CliRunner().invoke(main, ["-C", str(project), "effect"])

    assert 1 == result.exit_code
    assert "docs/glossary/tom-homan.md:" in result.stdout
    assert "1 problem; fix this first; the result would be incomplete\n" == result.stderr
