"""axe-core on every page: no critical and no serious finding.

On a large screen as a page arrives, and on a phone with everything open that can be
opened. Contrast, which takes axe-core longest, is looked at in light and dark: on the
phone for every page, on the large screen for the frame that all pages share.
"""

import pytest

pytestmark = pytest.mark.browser

# Words of code whose classes agree, and those of all that they stand in, look alike.
KEEP_ONE_OF_A_KIND = """() => {
  const seen = new Set();
  for (const word of document.querySelectorAll('.highlight pre span[class]')) {
    const kind = [];
    for (let e = word; e; e = e.parentElement) kind.push(e.className);
    const name = kind.join(' in ');
    if (seen.has(name)) word.replaceWith(word.textContent);
    seen.add(name);
  }
}"""
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"


def findings(page, **chosen):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.wait_for_function("document.fonts.status === 'loaded'")
    # Opacity in the middle of a transition is no colour that a reader sees.
    page.add_style_tag(content="* { transition: none !important; }")
    page.evaluate(KEEP_ONE_OF_A_KIND)
    # Only violations are wanted; gathering what passes takes half of the time.
    options = {"resultTypes": ["violations"], **chosen}
    return [
        f"{found['id']}: {node['html']}"
        for found in axe.Axe().run(page, options=options).response["violations"]
        if found["impact"] in ("critical", "serious")
        for node in found["nodes"]
    ]


def test_a_page_is_accessible(visit, page_name):
    page = visit(page_name).page
    assert findings(page, rules={"color-contrast": {"enabled": False}}) == []


def test_an_opened_page_is_accessible_on_a_phone(visit, page_name):
    page = visit(page_name, width=360).page
    page.evaluate(OPEN)
    assert findings(page) == []
    page.emulate_media(color_scheme="dark")
    page.locator("html[data-theme=dark]").wait_for()
    assert findings(page, runOnly=["color-contrast"]) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_of_a_page_has_contrast(visit, scheme):
    page = visit("chapters/how_to_use.html", scheme=scheme).page
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
