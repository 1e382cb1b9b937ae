"""Textual's way of asking where things stand, answered by `tui.arrange`."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from tui.arrange import Box


class Boxes(Layout):
    """Puts each widget into its box; one that has none is not shown."""

    name = "boxes"

    def __init__(self, boxes: Callable[[Size], dict[str, Box]], part: Callable[[Widget], str]):
        """`boxes` says where the parts are, `part` which of them a widget is."""
        self._boxes = boxes
        self._part = part

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        boxes = self._boxes(size)
        above = {name: order for order, name in enumerate(boxes)}
        return [
            WidgetPlacement(Region(*boxes[part]), NULL_OFFSET, NULL_SPACING, child, above[part])
            for child in children
            if (part := self._part(child)) in boxes
        ]
