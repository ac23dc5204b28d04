"""The free network for the browser, as plain data. The only module that knows pyvis.

Of pyvis only the model is used: its own pages bring inline scripts, foreign addresses and HTML tooltips.
"""

from __future__ import annotations

import json
from textwrap import wrap

from pyvis.network import Network as Drawing

from viz.scene import Item, Link, Scene
from viz.style import INK, PAPER, PERSON

LINE = 20
LINES = 3
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "zoomView": False,
        "hover": False,
        "multiselect": False,
        "tooltipDelay": 1000000,
    },
    "nodes": {"borderWidth": 2, "borderWidthSelected": 4, "chosen": True},
    "edges": {"selectionWidth": 3},
}


def draw(scene: Scene) -> str:
    """The scene as one JSON document: nodes, edges and options of the drawing library, outlines, crosses, double lines.

    As many edges leave as links came in: `directed` keeps a second link between the same two.
    """
    drawing = Drawing(directed=True)
    for item in (*scene.people, *scene.places):
        drawing.add_node(item.id, **_node(item))
    for link in scene.links:
        drawing.add_edge(link.edge.source, link.edge.target, **_edge(link))
    drawing.set_options(json.dumps(_OPTIONS))
    nodes, edges, _, _, _, options = drawing.get_network_data()
    return json.dumps(
        {
            "nodes": nodes,
            "edges": edges,
            "options": json.loads(options),
            "areas": [[area.left, area.top, area.right, area.bottom] for area in scene.areas],
            "crossed": [item.id for item in scene.people if item.has_died],
            "doubled": [item.id for item in scene.people if item.is_focus],
        },
        sort_keys=True,
    )


def label_of(item: Item) -> str:
    """The words under a symbol, in short lines: name, age, badges. The whole name is in the list."""
    name = wrap(item.label, LINE) or [item.label]
    if len(name) > LINES:
        name = [*name[: LINES - 1], name[LINES - 1][: LINE - 1] + "…"]
    said = [] if item.kind != PERSON else [item.says.removeprefix("whom this is about, ")]
    badges = [line for badge in item.badges for line in wrap(f"[{badge}]", LINE + 4)]
    return "\n".join((*name, *said, *badges)) or " "


def _node(item: Item) -> dict[str, object]:
    is_box = item.kind != PERSON
    colour = {"background": PAPER, "border": INK, "highlight": {"background": "#fff7bf", "border": INK}}
    return {
        "label": label_of(item),
        "shape": str(item.shape),
        "size": item.size,
        "color": colour,
        "x": item.spot.x,
        "y": item.spot.y,
        "borderWidth": 1 if is_box else 2,
        "shapeProperties": {"borderDashes": [6, 4] if item.is_unidentified else False},
        "font": {"face": "arial", "size": 15, "color": INK, "background": PAPER if not is_box else "rgba(0,0,0,0)"},
    }


def _edge(link: Link) -> dict[str, object]:
    curve = "curvedCW" if link.bend >= 0 else "curvedCCW"
    return {
        "id": link.id,
        "label": link.label or " ",
        "arrows": {"to": {"enabled": link.has_arrow, "scaleFactor": 0.7}},
        "color": {"color": link.colour, "highlight": INK, "inherit": False},
        "width": 1 if link.is_thin else 2.5,
        "dashes": [7, 6] if link.is_broken else False,
        "smooth": {"enabled": True, "type": curve, "roundness": abs(link.bend)} if link.bend else {"enabled": False},
        "font": {"face": "arial", "size": 13, "color": INK, "background": PAPER, "strokeWidth": 0, "align": "middle"},
    }
