"""A reader looks somebody up."""

import pytest

AGENCIES = """Department of Defense|Department of Homeland Security|Department of Justice|Homeland Security Investigations
Immigration courts|National Guard|U.S. Army|U.S. Border Patrol|U.S. Customs and Border Protection
U.S. Immigration and Customs Enforcement|White House""".replace("\n", "|").split("|")
OFFICIALS = """Chuck Schumer|Corey Lewandowski|Donald Trump|Gregory Bovino|Hakeem Jeffries|Kristi Noem|Stephen Miller
Tatum King|Tom Homan""".replace("\n", "|").split("|")


def test_the_glossary_lists_every_agency_and_official_from_a_to_z(look):
    page = look("glossary/")

    assert sorted(AGENCIES + OFFICIALS) == sorted(page.locator("dt a").all_inner_texts())


def test_officials_stand_under_their_surname_and_agencies_without_their_country(look):
    page = look("glossary/")
    under_b = page.evaluate("""() => {
        const names = [];
        for (let node = document.getElementById('b').nextElementSibling; node.tagName !== 'H2'; node = node.nextElementSibling)
            names.push(...[...node.querySelectorAll('dt')].map(term => term.textContent));
        return names;
    }""")

    assert ["U.S. Border Patrol", "Gregory Bovino"] == under_b


def test_where_sources_disagree_they_stand_side_by_side(look):
    page = look("glossary/chuck-schumer/")
    rows = [" ".join(row.split()) for row in page.locator("tbody tr").all_inner_texts()]

    assert any(
        row.startswith("Senate Majority Leader Sources differ As the unsigned text gives it")
        and "directive, ¶ 17" in row
        for row in rows
    )
    assert any(row.startswith("Senate Minority Leader") and "from January 3, 2025" in row for row in rows)


def test_an_agency_shows_what_is_above_and_below_it_and_who_serves_in_it(look):
    page = look("glossary/immigration-and-customs-enforcement/")
    above = page.locator(".tree > ul > li")
    itself = above.locator("> ul > li")
    below = itself.locator("> ul > li").all_inner_texts()

    assert above.inner_text().startswith("Department of Homeland Security")
    assert "U.S. Immigration and Customs Enforcement" == itself.locator("> .here").inner_text()
    assert any(line.startswith("Tatum King: senior ICE official") for line in below)
    assert any(
        line.startswith("Homeland Security Investigations") and "Tatum King: senior official" in line for line in below
    )


@pytest.mark.parametrize("width", [320, 1440])
def test_the_lines_of_the_tree_stand_left_of_the_names_they_lead_to(look, width):
    page = look("glossary/department-of-homeland-security/", viewport={"width": width, "height": 800})
    for line in page.locator(".tree li li").all():
        drawn = line.evaluate("li => getComputedStyle(li, '::before').borderLeftStyle")
        gap = line.evaluate(
            "li => li.querySelector('a, .here').getBoundingClientRect().left - li.getBoundingClientRect().left"
        )

        assert "solid" == drawn
        assert gap > 8


def test_positions_stand_one_under_the_other_on_a_phone_and_are_a_table_for_all(look):
    page = look("glossary/gregory-bovino/", viewport={"width": 320, "height": 800})
    cells = [cell.bounding_box() for cell in page.locator(".positions tbody tr").first.locator("td").all()]

    assert 1 == len({round(cell["x"]) for cell in cells})
    assert ["Position", "When", "According to"] == page.get_by_role("columnheader").all_inner_texts()


def test_who_is_named_in_the_same_paragraphs_leads_to_them(look):
    page = look("glossary/hakeem-jeffries/")
    page.locator("#together ~ ul").first.get_by_role(
        "link", name="Unsigned text on the deportation directive, paragraph 17"
    ).first.click()

    assert page.url.endswith("documents/000_17ce685a5ce6ce4a/#p17")


def test_every_mention_is_listed_with_its_sentence_and_its_paragraph(look, site):
    for entry in site.edition.site.entries:
        page = look(f"glossary/{entry.slug}/")
        mentions = site.edition.mentions_of.get(entry.slug, ())

        assert [mention.surface for mention in mentions] == page.locator("#mentions ~ ul mark").all_text_contents()
        assert (
            len({(mention.document, mention.paragraph) for mention in mentions})
            == page.locator("#mentions ~ ul .pn").count()
        )


def test_every_citation_leads_to_its_source_and_back(look):
    page = look("glossary/tom-homan/")
    for citation in page.locator("a.footnote-ref").all():
        target = citation.get_attribute("href").removeprefix("#")
        assert 1 == page.locator(f'[id="{target}"]').count()
    assert "no date shown" not in page.locator(".footnote").inner_text()
