"""What a document, a span, a tag and a save are. Knows no screen.

    from annotations import Project

    marks, problems = Project.of("letters").marks()

docs/library.md shows the rest. What is named here is meant for scripts, and loaded when used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotations.annotation import Annotation, Segment
    from annotations.annotator import Annotator, myself
    from annotations.codebook import Codebook, Tag
    from annotations.document import Document
    from annotations.errors import AnnotationsError
    from annotations.filtering import Filter
    from annotations.formats import Mark
    from annotations.locating import Ambiguous, Choice, NotFound
    from annotations.project import Project
    from annotations.text import Text

__all__ = [
    "Ambiguous",
    "Annotation",
    "AnnotationsError",
    "Annotator",
    "Choice",
    "Codebook",
    "Document",
    "Filter",
    "Mark",
    "NotFound",
    "Project",
    "Segment",
    "Tag",
    "Text",
    "myself",
]

_MODULES = {
    "Ambiguous": "locating",
    "Annotation": "annotation",
    "AnnotationsError": "errors",
    "Annotator": "annotator",
    "Choice": "locating",
    "Codebook": "codebook",
    "Document": "document",
    "Filter": "filtering",
    "Mark": "formats",
    "NotFound": "locating",
    "Project": "project",
    "Segment": "annotation",
    "Tag": "codebook",
    "Text": "text",
    "myself": "annotator",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
