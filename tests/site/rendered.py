"""What the pages hold once rendering writes it: put in here until then, and not again after. To be deleted then."""

import re

LATER = '<dt><a id="in-{slug}" class="named {kind}" href="../../glossary/{slug}/">{name}</a></dt><dd>{dd}</dd>'
ENTRIES = {
    "kristi-noem": (
        "official",
        "Kristi Noem",
        (
            '<span class="eyebrow official">Official · 3 mentions</span> Kristi Noem has been Secretary of Homeland Security since 25 January 2025. '
            '<span class="then">Named here as: Homeland Security Secretary. On 31 October 2025: Secretary of Homeland Security (DHS)</span>'
            '<span class="where">¶ <a href="#p3">3</a>, <a href="#p5">5</a></span>'
        ),
    ),
    "donald-trump": (
        "official",
        "Donald Trump",
        '<span class="eyebrow official">Official · 9 mentions</span> Donald Trump is the President of the United States. <span class="where">¶ <a href="#p1">1</a></span>',
    ),
    "immigration-and-customs-enforcement": (
        "agency",
        "U.S. Immigration and Customs Enforcement",
        '<span class="eyebrow agency">Agency · 9 mentions</span> An agency of the Department of Homeland Security. <span class="where">¶ <a href="#p1">1</a></span>',
    ),
}
CITE = """<h2 id="cite">Cite</h2><dl class="cite">
<dt>Chicago</dt><dd><div class="citation" id="cite-chicago">Author not recorded. [A title]. Text 000 in <i>Immigration Enforcement Reader</i>. <span class="address">{address}</span></div></dd>
<dt>APA</dt><dd><div class="citation" id="cite-apa">[A title]. (n.d.). <i>Immigration Enforcement Reader</i>. <span class="address">{address}</span></div></dd>
<dt>BibTeX</dt><dd><pre class="citation" id="cite-bibtex">@misc{{text000,
  title = {{A title}},
  url = {{<span class="address">{address}</span>}}
}}</pre></dd>
<dt>CSL-JSON</dt><dd><pre class="citation" id="cite-csl">[{{"id": "text-000", "type": "webpage"}}]</pre></dd></dl>"""
VERIFY = """<div class="verify" data-file="../../corpus/{text}.txt" data-sha256="{digest}"><p class="small">By hand: download the file, then
<code>sha256sum {text}.txt</code> must print the digest above.</p></div>"""
ALIASES = {
    "immigration-and-customs-enforcement": "ICE, Immigration and Customs Enforcement",
    "department-of-homeland-security": "DHS, Homeland Security",
    "tom-homan": "Thomas Homan, Homán",
}


def as_rendered(page, address="address of this page"):
    """Add to the site's pages, on their way to this window, the HTML that `colophon.rendering` is about to write."""

    def text(route):
        body = route.fetch().text()
        if 'id="cite-chicago"' not in body and 'class="para"' in body:
            digest = re.search(r">([0-9a-f]{64})<", body)[1]
            name = re.search(r'href="../../corpus/(\w+)\.txt"', body)[1]
            entries = "".join(LATER.format(slug=s, kind=k, name=n, dd=d) for s, (k, n, d) in ENTRIES.items())
            later = f"<dl>{entries}</dl>{CITE.format(address=address)}{VERIFY.format(text=name, digest=digest)}"
            body = body.replace('<h2 id="provenance">', f'{later}<h2 id="provenance">', 1)
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    def glossary(route):
        body = route.fetch().text()
        if 'class="filterable"' not in body:
            body = body.replace(
                '<p class="letters">',
                '<div class="filterable" data-label="Find in the glossary"><p class="letters">',
                1,
            )
            end = body.rindex("</dl>") + len("</dl>")
            body = body[:end] + "</div>" + body[end:]
            for slug, also in ALIASES.items():
                line = rf'(<dt><a href="{slug}/">.*?</a></dt>\s*<dd>.*?</span>)'
                body = re.sub(line, rf'\1 <span class="also">Also {also}</span>', body, count=1)
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    page.route("**/documents/*/", text)
    page.route("**/glossary/", glossary)
