"""Somebody starts a site of their own."""

import os
import subprocess

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from colophon.cli import main


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


def test_a_new_project_has_no_problem_and_builds(tmp_path):
    folder = tmp_path / "letters"
    assert 0 == run("init", folder, "--name", 'The "Letters": J. Doe').exit_code
    (tmp_path / "one.txt").write_text("The Harbour Board met.", "utf-8")
    assert 0 == run("-C", folder, "add", tmp_path / "one.txt", "--from", "a drawer", "--by", "J. Doe").exit_code
    built = run("-C", folder, "build")

    assert "site: 1 text, 0 entries, 0 mentions; verified" in built.output
    assert "The Harbour Board met" in (folder / "site/documents/one/index.html").read_text("utf-8")
    assert "The &#34;Letters&#34;: J. Doe" in (folder / "site/index.html").read_text("utf-8")


def test_a_title_with_markup_is_shown_as_written(tmp_path):
    run("init", tmp_path / "site", "--name", "S")
    (tmp_path / "one.txt").write_text("Words.", "utf-8")
    run("-C", tmp_path / "site", "add", tmp_path / "one.txt", "--from", "x", "--by", "x")
    record = tmp_path / "site/corpus/one.yml"
    title = "title: {value: 'A <b>bold</b> \"claim\" & more', basis: source}"
    record.write_text(record.read_text("utf-8").replace("title: null", title), "utf-8")
    assert 0 == run("-C", tmp_path / "site", "build").exit_code
    page = LexborHTMLParser((tmp_path / "site/site/documents/one/index.html").read_text("utf-8"))
    shown = {name: node for name in ("title", "h1", "meta[name=description]") if (node := page.css_first(name))}

    assert 'A <b>bold</b> "claim" & more · S' == shown["title"].text()
    assert shown["h1"].text().startswith('A <b>bold</b> "claim" & more')
    assert 'A <b>bold</b> "claim" & more' in str(shown["meta[name=description]"].attributes["content"])


def test_a_site_without_texts_is_built_and_says_so(tmp_path):
    run("init", tmp_path / "site", "--name", "S")
    for page in (tmp_path / "site/docs").glob("*.md"):
        page.unlink()
    config = tmp_path / "site/mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  - About: about.md\n", ""), "utf-8")
    built = run("-C", tmp_path / "site", "build")

    assert 0 == built.exit_code, built.output
    assert "site: 0 texts, 0 entries, 0 mentions; verified" in built.output
    assert "No text has been published here yet." in (tmp_path / "site/site/index.html").read_text("utf-8")
    assert "The glossary has no entry yet." in (tmp_path / "site/site/glossary/index.html").read_text("utf-8")


@pytest.mark.parametrize("there", ["mkdocs.yml", "docs/about.md"])
def test_init_overwrites_no_file(tmp_path, there):
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine")
    result = run("init", tmp_path)

    assert 1 == result.exit_code
    assert f"{tmp_path / there}: already exists; choose an empty folder. Nothing was written" in result.stderr
    assert ["mine"] == [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]


def test_texts_keep_their_bytes_in_a_clone_that_changes_line_ends(tmp_path):
    folder = tmp_path / "letters"
    run("init", folder)
    (tmp_path / "one.txt").write_bytes(b"The Harbour Board met.\nIt signed.\r\n")
    run("-C", folder, "add", tmp_path / "one.txt", "--from", "a drawer", "--by", "J. Doe")
    git = ["git", "-c", "core.autocrlf=true", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, "-C", str(folder), *command], check=True, capture_output=True)
    subprocess.run([*git, "clone", "-q", str(folder), str(tmp_path / "clone")], check=True)

    assert 0 == run("-C", tmp_path / "clone", "check").exit_code
    assert (tmp_path / "one.txt").read_bytes() == (tmp_path / "clone/corpus/one.txt").read_bytes()
    assert not (tmp_path / "clone/.vscode/colophon").exists() or (tmp_path / "clone/.gitignore").is_file()


@pytest.mark.parametrize(("path", "typed"), [("bin/colophon", "colophon"), (None, "/opt/here/colophon")])
def test_the_next_commands_can_be_typed_as_they_are_printed(tmp_path, monkeypatch, path, typed):
    monkeypatch.setattr("shutil.which", lambda _name: path)
    monkeypatch.setattr("sys.argv", ["/opt/here/colophon"])
    result = run("init", tmp_path / "my letters")

    where = min(str(tmp_path / "my letters"), os.path.relpath(tmp_path / "my letters"), key=len)
    assert f"    {typed} -C '{where}' add ~/texts --from" in result.stderr
    assert f"    {typed} -C '{where}' serve\n" in result.stderr
