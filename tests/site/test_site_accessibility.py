"""axe-core on every page: no critical and no serious finding.

In light and dark, on a large screen as a page arrives, and on a phone with everything
open that can be opened.
"""

import pytest

pytestmark = pytest.mark.browser

# Only violations are wanted; gathering what passes takes half of the time.
OPTIONS = {"resultTypes": ["violations"]}
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"


def findings(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.wait_for_function("document.fonts.status === 'loaded'")
    # Opacity in the middle of a transition is no colour that a reader sees.
    page.add_style_tag(content="* { transition: none !important; }")
    return [
        f"{found['id']}: {node['html']}"
        for found in axe.Axe().run(page, options=OPTIONS).response["violations"]
        if found["impact"] in ("critical", "serious")
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_accessible(visit, page_name, scheme):
    page = visit(page_name, scheme=scheme).page
    assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_opened_page_is_accessible_on_a_phone(visit, page_name, scheme):
    page = visit(page_name, scheme=scheme, width=360).page
    page.evaluate(OPEN)
    assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_search_dialog_is_accessible(visit, scheme):
    page = visit("index.html", scheme=scheme).page
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").wait_for()
    assert findings(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_search_results_are_accessible(visit, scheme):
    page = visit("search.html?q=neuron", scheme=scheme).page
    page.locator("#search-results li a").first.wait_for()
    assert findings(page) == []


def test_the_navigation_of_a_phone_is_accessible(visit):
    page = visit("index.html", width=360).page
    page.locator(".primary-toggle:visible").click()
    page.locator("#pst-primary-sidebar-modal").wait_for()
    assert findings(page) == []
