"""A reader looks somebody up."""

import pytest

AGENCIES = """Department of Defense|Department of Homeland Security|Department of Justice|Homeland Security Investigations
Immigration courts|National Guard|U.S. Army|U.S. Border Patrol|U.S. Customs and Border Protection
U.S. Immigration and Customs Enforcement|White House""".replace("\n", "|").split("|")
OFFICIALS = """Chuck Schumer|Corey Lewandowski|Donald Trump|Gregory Bovino|Hakeem Jeffries|Kristi Noem|Stephen Miller
Tatum King|Tom Homan""".replace("\n", "|").split("|")


def test_the_glossary_lists_every_agency_and_official_from_a_to_z(reader):
    page = reader.open("glossary/")

    assert sorted(AGENCIES + OFFICIALS) == sorted(page.locator("dt a").all_inner_texts())


def test_officials_stand_under_their_surname_and_agencies_without_their_country(reader):
    page = reader.open("glossary/")
    under_b = page.evaluate("""() => {
        const names = [];
        for (let node = document.getElementById('b').nextElementSibling; node.tagName !== 'H3'; node = node.nextElementSibling)
            names.push(...[...node.querySelectorAll('dt')].map(term => term.textContent));
        return names;
    }""")

    assert ["U.S. Border Patrol", "Gregory Bovino"] == under_b


def test_where_sources_disagree_they_stand_side_by_side(reader):
    page = reader.open("glossary/chuck-schumer/")
    rows = [" ".join(row.split()) for row in page.locator("tbody tr").all_inner_texts()]

    assert any(
        row.startswith("Senate Majority Leader As Text 000 gives it.") and "Text 000, ¶ 17" in row for row in rows
    )
    assert any(row.startswith("Senate Minority Leader") and "from 3 January 2025" in row for row in rows)


def test_an_agency_shows_what_is_above_and_below_it_and_who_serves_in_it(reader):
    page = reader.open("glossary/immigration-and-customs-enforcement/")
    stands = page.locator("#stands + ul li").all_inner_texts()

    assert any(line.startswith("Part of Department of Homeland Security") for line in stands)
    assert "Over Homeland Security Investigations" in stands
    assert any(line.startswith("Tatum King: senior ICE official") for line in stands)


def test_every_mention_is_listed_with_its_sentence_and_its_paragraph(reader, site):
    for entry in site.edition.site.entries:
        page = reader.open(f"glossary/{entry.slug}/")
        mentions = site.edition.mentions_of.get(entry.slug, ())

        assert [mention.surface for mention in mentions] == page.locator("#mentions ~ ul mark").all_text_contents()
        assert (
            len({(mention.document, mention.paragraph) for mention in mentions})
            == page.locator("#mentions ~ ul .pn").count()
        )


def test_every_citation_leads_to_its_source_and_back(reader):
    page = reader.open("glossary/tom-homan/")
    for citation in page.locator("a.footnote-ref").all():
        target = citation.get_attribute("href").removeprefix("#")
        assert 1 == page.locator(f'[id="{target}"]').count()
    assert "no date shown" not in page.locator(".footnote").inner_text()


@pytest.mark.parametrize("path", ["about/", "data/", "documents/", "search/"])
def test_the_section_pages_have_one_title(reader, path):
    assert 1 == reader.open(path).locator("h1").count()
