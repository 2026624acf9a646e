"""What readers need to know of the site itself, which only its settings can say. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from colophon.model.language import N_
from colophon.model.problem import Place, Problem, Rule
from colophon.model.settings import CONFIG
from colophon.model.site import Site
from colophon.project.reader import PLACEHOLDER

PUBLICATION = Rule(
    "publication",
    "The settings say who publishes the site, how to report an error, and at which address it is.",
    "warning",
)


PLACEHOLDERS = (
    N_("Say in a sentence what these texts are and for whom."),
    N_("Say here what a report should contain."),
    N_("Say here who holds the rights of the texts, and under what terms the glossary may be reused."),
)
"""Sentences of a new site that ask its editor for others."""


def check_placeholders(site: Site) -> Iterator[Problem]:
    """Sentences of a new site that nobody has replaced."""
    asked = dict.fromkeys((*PLACEHOLDERS, *map(site.settings.catalog.messages.gettext, PLACEHOLDERS)))
    for path, page in site.pages.items():
        for number, line in enumerate(page.markdown.split("\n"), 1):
            for placeholder in asked:
                if placeholder in line:
                    what = f"readers are shown “{placeholder}”"
                    yield Problem(
                        f"{site.settings.docs_dir}/{path}",
                        Place(number),
                        PLACEHOLDER,
                        what,
                        fix="replace this sentence",
                    )


def check_publication(site: Site) -> Iterator[Problem]:
    """What the settings of a site with texts leave out."""
    settings = site.settings
    missing = {
        "plugins.colophon.publisher": (
            settings.publisher,
            "readers are not shown who publishes the site",
            "add publisher, the name of a person or body",
        ),
        "plugins.colophon.report": (
            settings.report,
            "readers cannot report an error",
            "add report, the address of a form, or mailto: and an email address",
        ),
        "site_url": (
            settings.site_url,
            "the site has no sitemap, and citations and feeds have no full address",
            "add site_url, the address at which it is published",
        ),
    }
    for key, (value, what, fix) in missing.items():
        if site.texts and not value:
            yield Problem(CONFIG, Place(), PUBLICATION, what, key, fix=fix)
