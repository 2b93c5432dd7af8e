// Makes what scrolls sideways reachable by keyboard: wide formulas and tables get a
// tab stop while, and only while, they do not fit.

const NAMES = new Map([
  [".math-scroll", "Wide formula, scrolls sideways"],
  [".pst-scrollable-table-container", "Wide table, scrolls sideways"],
]);

function update(element, name) {
  if (element.scrollWidth > element.clientWidth + 1) {
    element.tabIndex = 0;
    element.setAttribute("role", "group");
    element.setAttribute("aria-label", name);
  } else {
    for (const attribute of ["tabindex", "role", "aria-label"]) {
      element.removeAttribute(attribute);
    }
  }
}

function updateAll() {
  for (const [selector, name] of NAMES) {
    for (const element of document.querySelectorAll(selector)) update(element, name);
  }
}

// The article's size changes when the window does, and when something is opened; a
// formula also grows when its fonts arrive, inside a box that stays the same.
new ResizeObserver(updateAll).observe(document.querySelector("article") ?? document.body);
document.fonts.ready.then(updateAll);
document.fonts.addEventListener("loadingdone", updateAll);
