"""axe-core on every page: no critical and no serious finding.

With everything open that can be opened, on a phone and then on a large screen.
Contrast, which takes axe-core longest, is looked at in light and dark: on the phone
for every page, on the large screen for the frame that all pages share.
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
WIDTHS = "() => [document.documentElement.scrollWidth, window.innerWidth]"


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


def test_a_phone_shows_the_whole_width(phone):
    content, screen = phone.evaluate(WIDTHS)
    assert content <= screen


def test_a_page_is_accessible_on_a_phone(phone):
    assert findings(phone) == []
    phone.emulate_media(color_scheme="dark")
    phone.locator("html[data-theme=dark]").wait_for()
    assert findings(phone, runOnly=["color-contrast"]) == []


def test_a_page_is_accessible_on_a_large_screen(phone):
    phone.set_viewport_size({"width": 1280, "height": 800})
    assert findings(phone, rules={"color-contrast": {"enabled": False}}) == []


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
