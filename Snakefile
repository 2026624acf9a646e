# The site in parts, on one computer or a cluster. See docs/development/scaling.md.
#
#     snakemake --cores 4 --config parts=8
#
# Copy this file into the folder of any site. `colophon=COMMAND` in --config names the program where it is not on the path.

from pathlib import Path

PARTS = int(config.get("parts", 4))
COLOPHON = config.get("colophon", "colophon")
SOURCES = sorted(str(path) for folder in ("corpus", "docs") for path in Path(folder).rglob("*") if path.is_file())
COMMITS = [path for path in [".git/logs/HEAD"] if Path(path).is_file()]  # pages show their history


rule site:
    input: expand("build/parts/{number}-of-{of}/pages.json", number=range(1, PARTS + 1), of=PARTS)
    output: touch("build/parts/merged")
    threads: workflow.cores
    shell: "{COLOPHON} merge --jobs {threads}"


rule part:
    input: "mkdocs.yml", SOURCES, COMMITS
    output: "build/parts/{number}-of-{of}/pages.json"
    shell: "{COLOPHON} build --part {wildcards.number}/{wildcards.of} --jobs {threads}"
