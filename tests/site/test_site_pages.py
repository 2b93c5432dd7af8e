"""Every page of the built site in a real browser."""

import gzip
import re

import pytest

pytestmark = pytest.mark.browser

BUDGET = 1_200_000
RAW_MATHEMATICS = r"""() => {
  const texts = [];
  const walker = document.createTreeWalker(
    document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("pre, code, script, style, .katex")) continue;
    if (/\$[^$]+\$|\\\(|\\\[|\\begin\{/.test(node.data)) texts.push(node.data);
  }
  return texts;
}"""


def test_a_page_loads_cleanly(seen):
    assert seen.third_party == []
    assert seen.failed == []
    assert seen.errors == []


def test_mathematics_is_typeset(seen):
    page = seen.page
    assert page.evaluate(RAW_MATHEMATICS) == []
    assert page.locator(".katex-error").count() == 0
    formulas = page.locator(".katex").count()
    assert page.locator(".katex > .katex-mathml > math").count() == formulas


def test_every_picture_is_described(seen):
    missing = "els => els.filter(e => !e.alt.trim()).map(e => e.outerHTML)"
    assert seen.page.locator("img").evaluate_all(missing) == []


def test_a_page_is_light(seen):
    weight = 0
    for response in seen.responses:
        kind = response.header_value("content-type") or ""
        if response.ok and not kind.startswith("image/"):
            weight += len(gzip.compress(response.body()))
    assert weight < BUDGET
    # The icons are drawn into the page; their script and fonts are 0.9 MB.
    assert not [r.url for r in seen.responses if "fontawesome" in r.url]


def test_search_finds_a_word(visit):
    page = visit("index.html").page
    page.keyboard.press("Control+k")
    field = page.locator("#pst-search-dialog input")
    field.fill("perceptron")
    field.press("Enter")
    result = page.locator("#search-results li a", has_text="Glossary")
    result.first.wait_for()
    assert "perceptron" in page.url


def test_search_opens_on_a_phone(visit):
    page = visit("index.html", width=360).page
    page.locator("button.search-button").click()
    assert page.locator("#pst-search-dialog input").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_first_colours_are_the_readers(visit, scheme):
    page = visit("index.html", scheme=scheme).page
    assert page.locator("html").get_attribute("data-theme") == scheme


def test_the_colour_switch_works_and_is_remembered(visit):
    seen = visit("index.html")
    page, html = seen.page, seen.page.locator("html")
    button = page.locator(".theme-switch-button")
    for _ in range(3):
        button.click()
        if html.get_attribute("data-mode") == "dark":
            break
    assert html.get_attribute("data-theme") == "dark"
    assert button.locator("svg:visible").get_attribute("data-mode") == "dark"
    seen.open("chapters/glossary.html")
    assert html.get_attribute("data-theme") == "dark"


def test_code_can_be_copied(visit):
    page = visit("chapters/how_to_use.html").page
    block = page.locator("div.highlight").first
    block.hover()
    block.locator("button.copybtn").click()
    page.wait_for_selector("button.copybtn.success")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == block.locator("pre").inner_text().strip()


def test_a_quiz_and_hints_open_by_keyboard(visit, chapter_name):
    page = visit(chapter_name).page
    for details in page.locator("main details.disclosure:visible").all():
        if not details.is_visible():
            continue
        details.locator("> summary").focus()
        page.keyboard.press("Enter")
        assert details.locator("> .disclosure-content").is_visible()


def test_a_page_works_without_scripts(visit, chapter_name):
    page = visit(chapter_name, script=False).page
    assert page.locator("article h1").is_visible()
    for details in page.locator("main details.quiz-option").all():
        details.locator("> summary").click()
        assert details.locator("> .disclosure-content").is_visible()


def test_links_to_downloads_lead_somewhere(site):
    for page in site.rglob("*.html"):
        links = re.findall(r'href="([^"]*downloads/[^"]*)"', page.read_text("utf-8"))
        for link in links:
            assert (page.parent / link).is_file()
