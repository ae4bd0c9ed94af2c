"""Uses a report as people do, and fails where it does not answer.

Called as: page.py CHROMIUM REPORT EXPECTED_JSON [FOLDER that pictures of the page are kept in]
"""

import json
import sys

from chromium import Browser

ROWS = "[...document.querySelectorAll('#list > tbody > tr:not(.details)')]"
STATUS = "document.getElementById('status').textContent"

# Text whose contrast with what is behind it is below what WCAG 2 asks (4.5, or 3 for large text).
CONTRAST = """
(() => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => {
    const linear = [r, g, b].map((c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return parts(getComputedStyle(document.body).backgroundColor);
  };
  const poor = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest('script, style, .unseen, .skip, :disabled')) continue;
    const style = getComputedStyle(element);
    const ink = element.closest('svg') ? parts(style.fill) : parts(style.color);
    const [a, b] = [light(ink), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    if (ratio < (large ? 3 : 4.5)) poor.push(`${element.tagName} ${element.className} ${ratio.toFixed(2)}: ${element.textContent.slice(0, 40)}`);
  }
  return poor;
})()
"""

# Controls and tables that a screen reader could not name.
UNNAMED = """
(() => {
  const bad = [];
  for (const element of document.querySelectorAll('input, select, button, [role=region], nav, form')) {
    const name = element.getAttribute('aria-label') || element.closest('label')?.textContent.trim()
      || (element.tagName === 'BUTTON' && element.textContent.trim());
    if (!name) bad.push(element.outerHTML.slice(0, 80));
  }
  for (const table of document.querySelectorAll('table')) {
    if (!table.caption) bad.push('a table without caption');
    for (const head of table.tHead.rows[0].cells) if (head.scope !== 'col' || !head.textContent.trim()) bad.push(`a head ${head.outerHTML}`);
  }
  for (const image of document.querySelectorAll('img')) if (!image.alt) bad.push('a picture without words');
  for (const image of document.querySelectorAll('svg')) if (!image.getAttribute('aria-label')) bad.push('a plot without words');
  let level = 0;
  for (const heading of document.querySelectorAll('main h2, main h3, h4')) {
    const next = Number(heading.tagName[1]);
    if (level && next > level + 1 && !heading.closest('.crop')) bad.push(`a heading skips a level: ${heading.textContent}`);
    level = next;
  }
  for (const place of ['header', 'main', 'nav', 'h1']) if (!document.querySelector(place)) bad.push(`no ${place}`);
  if (!document.documentElement.lang || !document.title) bad.push('no language or title');
  return bad;
})()
"""


def check(fact, *seen):
    if not fact:
        raise AssertionError(f"{seen}")


def choose(browser, word, start):
    """Chooses in a list of the filters the option that starts so."""
    browser.run(
        f"(() => {{ const list = document.querySelector('[data-word={word}]');"
        f"list.value = [...list.options].find((option) => option.text.startsWith({json.dumps(start)})).value;"
        "list.dispatchEvent(new Event('change', {bubbles: true})); })()"
    )


def count(browser):
    return int(browser.run(STATUS).split(" ")[0].replace(",", ""))


def table(browser, expected):
    """The list: all there, paged, filtered, searched, sorted."""
    check(count(browser) == expected["findings"], browser.run(STATUS), expected)
    check(browser.run(f"{ROWS}.length") == min(50, expected["findings"]), browser.run(f"{ROWS}.length"))
    check("leaked" in browser.run(f"{ROWS}[0].textContent"), "the worst does not come first")

    first = browser.run(f"{ROWS}[0].textContent")
    browser.run("document.querySelector('[data-step=on]').click()")
    browser.until("document.getElementById('page').value === '2'")
    check(browser.run(f"{ROWS}[0].textContent") != first, "the second page is the first")
    browser.run("document.querySelector('[data-step=last]').click()")
    browser.until("document.querySelector('[data-step=on]').disabled")
    browser.run("document.querySelector('[data-step=first]').click()")
    browser.until("document.getElementById('page').value === '1'")

    choose(browser, "verdict", "partial")
    browser.until(f"{STATUS}.startsWith('{expected['partial']:,} of')")
    check(browser.run(f"{ROWS}.every((row) => row.cells[1].textContent === 'partial')"), "a row of another verdict")
    browser.run("document.querySelector('#filters [type=reset]').click()")
    browser.until(f"{STATUS}.startsWith('{expected['findings']:,} findings')")

    browser.run(
        f"(() => {{ const box = document.getElementById('search'); box.value = {json.dumps(expected['search'].upper())};"
        "box.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
    browser.until(f"{STATUS}.startsWith('{expected['found']:,} of')")
    check(browser.run(f"{ROWS}[0].textContent.includes({json.dumps(expected['search'])})"), "what was searched is not there")
    browser.run("document.querySelector('#filters [type=reset]').click()")
    browser.until(f"{STATUS}.startsWith('{expected['findings']:,} findings')")

    for order, sign in (("ascending", 1), ("descending", -1)):
        browser.run("document.querySelector('[data-sort=patient] button').click()")
        browser.until(f"document.querySelector('[data-sort=patient]').getAttribute('aria-sort') === '{order}'")
        browser.until(
            f"(() => {{ const cells = {ROWS}.map((row) => row.cells[5].textContent);"
            f"return cells.length && cells.every((cell, at) => at === 0 || {sign} * cells[at - 1].localeCompare(cell) <= 0)"
            f" && cells[0] === {json.dumps(expected['patients'][0 if sign > 0 else -1])}; }})()"
        )
    check(browser.run("document.querySelectorAll('#list [aria-sort]:not([aria-sort=none])').length") == 1, "two orders")

    link = "document.querySelector('#leaks td a[data-filter=trap], #leaks th a[data-filter=trap]')"
    trap = browser.run(f"{link}.dataset.value")
    browser.run(f"{link}.click()")
    browser.until(f"{STATUS}.includes(' of ')")
    check(browser.run(f"{ROWS}.every((row) => row.cells[4].textContent === {json.dumps(trap)})"), "findings of another trap")
    browser.run("document.querySelector('#filters [type=reset]').click()")
    browser.until(f"{STATUS}.startsWith('{expected['findings']:,} findings')")


def details(browser):
    """One finding by the keyboard: opened, read, closed."""
    browser.run(f"{ROWS}[0].querySelector('button').focus()")
    browser.press("Enter", text="\r")
    browser.until("document.querySelector('#list tr.details') !== null")
    check(browser.run("document.activeElement.getAttribute('aria-expanded')") == "true", "not said to be open")
    text = browser.run("document.querySelector('#list tr.details').innerText")
    for word in ("What was planted", "Where it was seen", "In which form", "Clause", "To pass", "Plant"):
        check(word in text, word, text)
    browser.press(" ", "Space", " ")
    browser.until("document.querySelector('#list tr.details') === null")


def pictures(browser, expected):
    """The slider by the keyboard, and the other views."""
    check(browser.run("document.querySelectorAll('#gallery .crop').length") == expected["pictures"], "pictures")
    check(browser.run("[...document.images].every((image) => image.complete && image.naturalWidth > 0)"), "no picture")
    browser.run("document.querySelector('#gallery input[type=range]').focus()")
    browser.run("document.querySelector('#gallery input[type=range]').value = 50")
    for _ in range(10):
        browser.press("ArrowRight")
    stage = "document.querySelector('#gallery .stage')"
    browser.until(f"{stage}.style.getPropertyValue('--at') === '60%'")
    check("60%" in browser.run(f"getComputedStyle({stage}.querySelector('.after')).clipPath"), "the slider moves nothing")
    for view, property, value in (("difference", "mixBlendMode", "difference"), ("side", "gridColumnStart", "2"), ("slide", "mixBlendMode", "normal")):
        browser.run(f"document.querySelector('#gallery input[value={view}]').click()")
        browser.until(f"getComputedStyle({stage}.querySelector('.after')).{property} === '{value}'")


def looks(browser, name, folder):
    """Contrast, names for screen readers, and nothing wider than the window."""
    browser.run("document.querySelectorAll('details').forEach((element) => { element.open = true; })")
    poor = browser.run(CONTRAST)
    check(poor == [], name, poor[:10])
    unnamed = browser.run(UNNAMED)
    check(unnamed == [], name, unnamed[:10])
    for width in (1280, 390):
        browser.size(width, 900)
        widths = browser.run("[document.documentElement.scrollWidth, innerWidth]")
        check(widths[0] <= widths[1], name, width, widths)
        if folder:
            browser.picture(f"{folder}/{name}-{width}.png", whole=True)


def main(program, report, expected, folder=None):
    for dark in (False, True):
        with Browser(program, dark=dark) as browser:
            seconds = browser.open(report)
            print(f"{'dark' if dark else 'light'}: the list stood after {seconds:.2f} s")
            if not dark:
                table(browser, expected)
                details(browser)
                pictures(browser, expected)
            looks(browser, "dark" if dark else "light", folder)
            if folder and not dark:
                browser.print(f"{folder}/page.pdf")
            check(browser.errors == [], browser.errors)
            check(browser.requests == [], browser.requests)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]), *sys.argv[4:5])
