"""E01: what a student writes as text stays text in what renders it."""

import html.parser
import random
import re

import pytest
from nbconvert.filters import markdown2html
from nbconvert.filters.strings import strip_files_prefix

from autograder.records.inert import MARK, inert

# What Markdown itself makes; everything else would be a tag of the student's.
TAGS = set(
    "a blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr input li ol p pre "
    "span strong table tbody td th thead tr ul".split()
)
ATTRIBUTES = {"class", "checked", "disabled", "href", "id", "start", "title", "type"}
ACTING = re.compile(r"\\(href|style|class|cssId|require|mmlToken)(?![A-Za-z])")
HEADINGS = ("leaky_relu_points", "statusmessage")


class Page(html.parser.HTMLParser):
    """What a browser finds in a page that could act, and the text it shows."""

    def __init__(self, markup):
        super().__init__()
        self.found, self.text, self._code = [], "", 0
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self._code += tag in ("code", "pre")
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if name == "href":
                if not (value or "").startswith(("http:", "https:", "mailto:", "#")):
                    self.found.append(f"link to {value}")
            elif name == "style":
                if not re.fullmatch("text-align:(left|right|center)", value):
                    self.found.append(f"style {value}")
            elif name not in ATTRIBUTES:
                self.found.append(f"{tag} {name}={value}")
            elif name == "id" and value in HEADINGS:
                self.found.append(f"{tag} with the id of a field")

    def handle_endtag(self, tag):
        self._code -= tag in ("code", "pre")

    def handle_data(self, data):
        self.text += data
        if not self._code and ACTING.search(data.replace("\0", "")):
            self.found.append(f"formula {data}")

    def handle_comment(self, data):
        self.found.append(f"comment {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def rendered(text):
    """Render Markdown as the form grader does."""
    return strip_files_prefix(markdown2html(text))


ATTACKS = {
    "a script": "<script>window.ran = 1</script>",
    "a script in a line": "so <script>window.ran = 1</script> it is",
    "a handler": '<img src="x" onerror="window.ran = 1">',
    "a handler without a space": "<div>\n<svg/onload=window.ran=1>",
    "upper case": "<IMG SRC=x ONERROR='window.ran=1'>",
    "a frame": '<iframe src="https://evil.test/frame"></iframe>',
    "a frame with a page": "<iframe srcdoc='<script>top.ran=1</script>'></iframe>",
    "a drawing": "<svg><script>window.ran = 1</script></svg>",
    "a form": '<form action="https://evil.test"><button autofocus>ok</button></form>',
    "another base": '<base href="https://evil.test/">',
    "a style": "<style>body { background: url(https://evil.test/css) }</style>",
    "a reload": '<meta http-equiv="refresh" content="0;url=https://evil.test/">',
    "a comment": "<!-- x --><script>window.ran = 1</script>",
    "a processing instruction": "<?x ?><![CDATA[ <b> ]]>",
    "a closed cell": "</div></div></body><script>window.ran = 1</script>",
    "in a table": "| a |\n|---|\n| <img src=x onerror='window.ran=1'> |",
    "in a diagram": "~~~mermaid\n<img src=x onerror=window.ran=1>\n~~~",
    "a link in a diagram": "~~~mermaid\n<https://x/onclick=window.ran=1//>\n~~~",
    "a remote picture": "![a](https://evil.test/picture.png)",
    "a remote picture of a label": "![a][b]\n\n[b]: https://evil.test/label.png",
    "a picture that is not there": "![a](attachment:b.png)",
    "a link": "[a](javascript:window.ran=1)",
    "a link in a line": "x [a *b*](JavaScript:window.ran=1 'title') y",
    "a link in brackets": "[a](<javascript:window.ran=1>)",
    "a link after a line": "[a](\njavascript:window.ran=1)",
    "a coded link": "[a](java&#115;cript:window.ran=1)",
    "a link coded twice": "[a](java&amp;#115;cript&amp;colon;window.ran=1)",
    "a link with tabs": "[a](java&Tab;script&colon;window.ran=1)",
    "an escaped link": r"[a](javascript\:window.ran=1)",
    "a link of a label": "[a]\n\n[a]: javascript:window.ran=1",
    "a link of a label below": "[a][b]\n\n[b]:\n  javascript:window.ran=1",
    "a label in a quote": "[a]\n\n> [a]:\n> javascript:window.ran=1",
    "a link that is cut": "[a](files/javascript:window.ran=1)",
    "a link by itself": "<javascript:window.ran=1>",
    "a link to data": "[a](data:text/html,<script>window.ran=1</script>)",
    "another script": "[a](vbscript:window.ran=1)",
    "a link to the grader": "[a](/formgrader?path=/tmp)",
    "a formula": r"$\href{javascript:window.ran=1}{x}$",
    "a large formula": r"\begin{align}\style{color:url(//evil.test)}{x}\end{align}",
    "a formula of a kind": r"$$\mmlToken{mi}[href='javascript:window.ran=1']{x}$$",
    "a loaded formula": r"$\require{html}\cssId{statusmessage}{\class{score}{x}}$",
    "a coded formula": "&#36;&#92;href{javascript:window.ran=1}{x}&#36;",
    "a named formula": "&dollar;&bsol;href{javascript:window.ran=1}{x}&dollar;",
    "a coded letter": r"&#36;\h&#114;ef{javascript:window.ran=1}{x}&#36;",
    "a long number": "&#" + "0" * 5000 + "92;href{javascript:window.ran=1}",
    "a letter that vanishes": r"&#36;\h&#1;ref{javascript:window.ran=1}{x}&#36;",
    "a null byte": "\\(\\h\0ref{javascript:window.ran=1}{x}\\)",
    "an escaped formula": r"\\href{javascript:window.ran=1}{x}",
    "a heading": "# leaky_relu_points",
    "a heading at once": "#leaky_relu_points #",
    "a heading in a list": "- 1. > ## `leaky_relu_points`",
    "an underlined heading": "leaky_relu_points\n===",
    "an underlined quote": "> leaky_relu_points[](#a) \n> -=-",
    "a heading after an old line": "x\r# leaky_relu_points",
    "underlined code": "```leaky_relu_points```\n===",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_nothing_acts_or_loads(name):
    assert Page(rendered(inert(ATTACKS[name]))).found == []


def test_the_attacks_would_act():
    for name, text in ATTACKS.items():
        # One ends the form grader's page; the other does something in raw cells only.
        if name in ("a picture that is not there", "a long number"):
            continue
        assert Page(rendered(text)).found, name


def test_mixtures_of_attacks_do_not_act():
    chance = random.Random(5)
    parts = [part for text in ATTACKS.values() for part in re.findall(r"\w+|\W", text)]
    parts += ["](", "]:", "![", "\n", "\n\n", "> ", "```", "~~~", "&#", "===", "<!--"]
    for _ in range(1000):
        text = "".join(chance.choices(parts, k=12)) + chance.choice([*ATTACKS.values()])
        assert Page(rendered(inert(text))).found == [], text


@pytest.mark.parametrize("part", ["]:" + " " * 9999, "](", "a ", "#", "1.", "` "])
def test_long_text_is_read_in_one_pass(part):
    text = (part * 20_000)[:200_000]
    assert inert(text).replace(MARK, "") == text


def test_what_was_written_can_be_read():
    for name in ("a script", "a handler", "in a table", "a link", "a coded link"):
        text = Page(rendered(inert(ATTACKS[name]))).text.replace(MARK, "")
        for word in re.findall(r"\w+", ATTACKS[name]):
            assert word in text


HONEST = {
    "words": "Some *emphasis*, **strong words**, ~~errors~~ and `code`.",
    "comparisons": "If a < b, b<1 and `x <y` then 2 > 1 & 3 < 4; 5<-x.",
    "a list": "1. one\n2. two\n   - [x] done\n   - [ ] not yet\n\n* a\n\n  b",
    "a table": "| a | b |\n|:--|--:|\n| 1 | `x[0](1)` |\n\na | b\n--|--\n1 | 2\n",
    "a fence": "```\n<div onclick='x'>![a](b)</div>\n# no heading\n```\n---\nx",
    "another fence": "~~~\n<script>x[1:]: y</script>\n&#39; \\href{a}\n~~~\n\n---\n",
    "code of a kind": "```python\nfor i in x[0]:  # <b>\n    print(f'{i}')\n```",
    "indented code": "    if a <b:\n        # !important![\n        x[0](1)\n",
    "links": "[a](https://a.org/b?c=1&d=2#e 'f') <https://a.org/b> https://a.org/c.",
    "a link of a label": "[a][b] and [b]\n\n[b]: https://a.org 'title'",
    "an address": "[write](mailto:ana@a.org)",
    "headings": "##\n\n# One\n\n## Two `x`\n\nThree\n-----\n\n> #### Four\n\n#Five",
    "formulas": "$a_1 <b$ and $$\\frac{1}{2} \\mathbf{x}$$ and \\\\(y\\\\)",
    "an equation": "\\begin{align}\na &< b \\\\\nc &= d\n\\end{align}\n",
    "signs": "&rarr; &lt;b&gt; &amp; &nbsp; &#8594; AT&T 50 % \\* \\[x\\] wow!",
    "quotes": "> one\n> two\n\n> three",
    "nothing": "",
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_text_looks_as_it_was(name):
    def seen(text):
        return re.sub("\u200b|%E2%80%8B|&#8203;", "", rendered(text))

    assert seen(inert(HONEST[name])) == seen(HONEST[name])
    assert inert(HONEST[name]).replace(MARK, "") == HONEST[name]
