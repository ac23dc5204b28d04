"""The free network for the browser, as plain data. The only module that knows pyvis.

Of pyvis only the model is used: its own pages bring inline scripts, foreign addresses and HTML tooltips.
"""

from __future__ import annotations

import json

from pyvis.network import Network as Drawing

from viz.labels import LINE_TEXT, MARK_TEXT, room
from viz.lines import BROAD, Line, boxes_of
from viz.routing import Box, points_of
from viz.scene import Item, Scene
from viz.style import CHOSEN, HIGHLIGHT, INK, PAPER, PERSON, WAY_WIDTH

EDGE_OF_PICTURE = 24
_OPTIONS = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "dragView": False,
        "zoomView": False,
        "hover": False,
        "multiselect": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 1000000,
    },
    "nodes": {"borderWidth": 2, "borderWidthSelected": 4, "chosen": True},
    "edges": {"selectionWidth": 3},
}


def draw(scene: Scene) -> str:
    """The scene as one JSON document: nodes, edges and options of the drawing library, and what is drawn beside it.

    As many edges leave as lines came in: `directed` keeps a second line between the same two.
    """
    drawing = Drawing(directed=True)
    for item in (*scene.people, *scene.places):
        drawing.add_node(item.id, **_node(item))
    for line in scene.lines:
        drawing.add_edge(line.source, line.target, **_edge(line))
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
            "way": {"colour": HIGHLIGHT, "width": WAY_WIDTH, "lines": _way(scene)},
            "words": [_words(line) for line in scene.lines],
            "opens": {line.id: line.opens for line in scene.lines}
            | {item.id: [item.anchor] for item in (*scene.people, *scene.places)},
            "bounds": bounds_of(scene),
        },
        sort_keys=True,
    )


def words_box(line: Line) -> Box:
    """The room the words of a line take."""
    return Box.around(line.words_at.x, line.words_at.y, room(line.words, LINE_TEXT))


def bounds_of(scene: Scene) -> list[int]:
    """Left, top, right and bottom of everything drawn."""
    boxes = [box for item in (*scene.people, *scene.places) for box in boxes_of(item)]
    boxes += [words_box(line) for line in scene.lines]
    boxes += [Box(area.left, area.top, area.right, area.bottom) for area in scene.areas]
    return [
        round(min((box.left for box in boxes), default=0)) - EDGE_OF_PICTURE,
        round(min((box.top for box in boxes), default=0)) - EDGE_OF_PICTURE,
        round(max((box.right for box in boxes), default=0)) + EDGE_OF_PICTURE,
        round(max((box.bottom for box in boxes), default=0)) + EDGE_OF_PICTURE,
    ]


def _way(scene: Scene) -> list[list[list[int]]]:
    """The points of what is drawn under each line that is a step of the way."""
    spots = {item.id: item.spot for item in (*scene.people, *scene.places)}
    return [
        [[round(x), round(y)] for x, y in points_of(spots[line.source], spots[line.target], line.bend)]
        for line in scene.lines
        if line.step
    ]


def _words(line: Line) -> dict[str, object]:
    box = words_box(line)
    return {
        "id": line.id,
        "lines": line.words,
        "size": LINE_TEXT,
        "box": [round(box.left), round(box.top), round(box.right - box.left), round(box.bottom - box.top)],
    }


def _node(item: Item) -> dict[str, object]:
    is_box = item.kind != PERSON
    colour = {
        "background": CHOSEN if item.is_on_way else PAPER,
        "border": INK,
        "highlight": {"background": CHOSEN, "border": INK},
    }
    return {
        "label": "\n".join(item.under) or " ",
        "shape": str(item.shape),
        "size": item.size,
        "color": colour,
        "x": item.spot.x,
        "y": item.spot.y,
        "borderWidth": BROAD if item.is_on_way else 1 if is_box else 2,
        "shapeProperties": {"borderDashes": [6, 4] if item.is_unidentified else False},
        "font": {
            "face": "arial",
            "size": MARK_TEXT,
            "color": INK,
            "background": "rgba(0,0,0,0)" if is_box else PAPER,
        },
    }


def _edge(line: Line) -> dict[str, object]:
    curve = "curvedCW" if line.bend >= 0 else "curvedCCW"
    return {
        "id": line.id,
        "label": " ",
        "arrows": {"to": {"enabled": line.has_arrow, "scaleFactor": 0.7}},
        "color": {"color": line.colour, "highlight": INK, "inherit": False},
        "width": line.width,
        "dashes": list(line.dashes) if line.dashes else False,
        "smooth": {"enabled": True, "type": curve, "roundness": abs(line.bend)} if line.bend else {"enabled": False},
    }
