"""P11: a network drawn in a headless Chromium: our picture beside the bare library, with places given and with physics."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import api.static
from graph.errors import WrongUse
from tools.bench.made_networks import CENTRE, made_network
from tools.bench.timing import Figure, require_equal
from viz.explorer import draw
from viz.scene import make_scene

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

SIZES = (60, 200, 1000)
CHROMIUM = Path("/usr/bin/chromium")
_SITE = "http://drawing.test"
_BARE, _PHYSICS = 1.5, 0.15
_PHYSICS_ROUNDS = 2
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'self'"
_OURS = "drawOurs"
_SCRIPT = """
window.drawOurs = async () => {
  const began = performance.now()
  await import(`/static/js/network.js?${began}`)
  await new Promise(requestAnimationFrame)
  return performance.now() - began
}
const bare = (nodes, edges, options, told) => new Promise(done => {
  const holder = document.getElementById('bare')
  const began = performance.now()
  const drawing = new vis.Network(holder, { nodes: new vis.DataSet(nodes), edges: new vis.DataSet(edges) }, options)
  const ended = () => requestAnimationFrame(() => { const took = performance.now() - began; drawing.destroy(); done(took) })
  told(drawing, ended)
})
const scene = () => JSON.parse(document.getElementById('drawing').dataset.scene)
window.drawBare = () => {
  const { nodes, edges } = scene()
  return bare(nodes, edges, { physics: { enabled: false }, layout: { improvedLayout: false } }, (drawing, ended) => {
    drawing.redraw()
    ended()
  })
}
window.drawPhysics = () => {
  const { nodes, edges } = scene()
  const free = nodes.map(({ x, y, ...node }) => node)
  return bare(free, edges, { physics: { enabled: true, stabilization: true } }, (drawing, ended) => {
    drawing.once('stabilizationIterationsDone', ended)
  })
}
"""


def drawing(rounds: int) -> Iterator[Figure]:
    """How long each size takes to be drawn. Raises WrongUse where there is no Chromium."""
    if not CHROMIUM.exists():
        raise WrongUse("p11 draws in a Chromium, and there is none here: install one as /usr/bin/chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for size in SIZES:
            yield from _of_size(browser.new_page(viewport={"width": 1280, "height": 900}), size, rounds)
        browser.close()


def _of_size(page: Page, size: int, rounds: int) -> Iterator[Figure]:
    html, lines = _page(size)
    page.route("**/*", lambda route: _answer(route, html))
    best = dict.fromkeys(("drawOurs", "drawBare", "drawPhysics"), float("inf"))
    for number in range(rounds):
        for name in best if number < _PHYSICS_ROUNDS else ("drawOurs", "drawBare"):
            page.goto(_SITE)
            page.wait_for_function("window.drawOurs")
            best[name] = min(best[name], page.evaluate(f"window.{name}()") / 1000)
            if name == _OURS:
                require_equal("the lines drawn", page.get_attribute("#drawing", "data-drawn"), str(lines))
    page.close()
    what = f"{size} people and homes, {lines} lines, drawn with outlines and words, large enough to read"
    yield Figure("P11", what, best[_OURS], "bare vis-network, places given", best["drawBare"], _BARE)
    goal = _PHYSICS if size == SIZES[1] else None
    yield Figure("P11", what, best[_OURS], "vis-network with physics", best["drawPhysics"], goal)


def _page(size: int) -> tuple[str, int]:
    """The page of a network, with an entry for everything that can be pressed, and how many lines it has."""
    scene = make_scene(made_network(size), CENTRE)
    picture = draw(scene)
    opens: dict[str, list[str]] = json.loads(picture)["opens"]
    entries = "".join(
        f'<details id="{one}"><summary>.</summary></details>' for names in opens.values() for one in names
    )
    return (
        '<!doctype html><div class="kith-frame"><div class="kith-picture" id="drawing" data-kith="network" '
        f'data-scene="{escape(picture)}"></div></div><div class="kith-zoom" hidden></div>'
        f'<div id="bare" style="width:1200px;height:800px"></div>{entries}'
        '<script src="/static/vendored/vis-data.min.js"></script><script src="/static/vendored/vis-network.min.js"></script>'
        '<script src="/drawing.js"></script>',
        len(scene.lines),
    )


def _answer(route: Route, html: str) -> None:
    """Everything the page asks for, from this process: nothing leaves it."""
    path = route.request.url.removeprefix(_SITE).partition("?")[0]
    told: dict[str, Any] = {"headers": {"Content-Security-Policy": _POLICY}}
    if path.startswith("/static/"):
        route.fulfill(path=Path(api.static.__file__).parent / path.removeprefix("/static/"), **told)
    elif path == "/drawing.js":
        route.fulfill(body=_SCRIPT, content_type="text/javascript", **told)
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8", **told)
