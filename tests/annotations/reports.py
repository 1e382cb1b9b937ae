"""Documents with marks for reports, harmless and hostile ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotations import formats
from annotations.annotation import Annotation, segments_of
from annotations.characters import Span
from annotations.codebook import Codebook, built_in
from annotations.document import Document
from annotations.formats import Export, Mark
from annotations.text import Text


@dataclass(frozen=True)
class Marked:
    """A document with its text and the marks on it."""

    document: Document
    text: Text
    annotations: tuple[Annotation, ...] = ()

    @classmethod
    def of(cls, path: str, text: str, **data: Any) -> Marked:
        """A document without marks yet, with its data in CSL-JSON names."""
        frozen = Text.of(text)
        return cls(Document(path, path, path, frozen.sha256, len(frozen), metadata=data), frozen)

    def on(self, *words: str, tag: str = "threat", **rest: Any) -> Marked:
        """One more mark, a segment on each of these words."""
        whole = self.text[:]
        spans = [(whole.index(each), whole.index(each) + len(each)) for each in words]
        return self.at(*spans, tag=tag, **rest)

    def at(self, *spans: Span, tag: str = "threat", **rest: Any) -> Marked:
        """One more mark, a segment on each of these spans."""
        made = Annotation(
            self.document.id,
            self.text.sha256,
            segments_of(self.text, spans),
            tag,
            **{"annotator": "ana", **rest},
        )
        ordered = sorted((*self.annotations, made), key=lambda each: (each.start, -each.end))
        return replace(self, annotations=tuple(ordered))


def export(
    *documents: Marked, codebook: Codebook | None = None, is_lost: bool = False, **rest: Any
) -> Export:
    """What a report of these is written from; of those that are lost, the texts are not found."""
    texts: Mapping[str, Text] = {each.text.sha256: each.text for each in documents}
    return Export(
        (Mark(mark, each.document) for each in documents for mark in each.annotations),
        codebook or built_in(),
        text_of=lambda document: None if is_lost else texts.get(document.text_sha256),
        **rest,
    )


def written(*documents: Marked, **rest: Any) -> str:
    """The report of these documents."""
    return page_of(export(*documents, **rest))


def page_of(exported: Export) -> str:
    write = formats.get("html").write
    assert write is not None
    return "".join(str(piece) for piece in write(exported))


BRIEFING = (
    Marked.of(
        "briefing.txt",
        "Morvane Answers\n\n"
        "Whoever pays may sail, and until then we sell nothing.\n\n"
        "If one ship passes, she said, the lights will be put out.\n\n"
        "He denied that his men took bribes and forged the log of the harbour.\n\n"
        "  A line\twith   white space\n",
        title="Morvane Answers the Union",
        author=[{"family": "Okafor", "given": "Lena"}],
        issued={"date-parts": [[2024, 3, 15]]},
        URL="https://example.org/briefing?a=1&b=2",
    )
    .on("Whoever pays may sail", tag="commitment", fields={"speaker": "Mirela Tosk"})
    .on("If one ship passes", "the lights will be put out", fields={"speaker": "Mirela Tosk"})
    .on("He denied that his men took bribes and forged the log", tag="allegation", annotator="ben")
    .on("his men took bribes", tag="allegation", note="Denied.\nTwice.", fields={"denied": True})
    .on("bribes and forged the log of the harbour", tag="allegation")
    .on("forged", tag="commitment")
)
WRAPPED = Marked.of(
    "wrapped.txt",
    "This is a text whose lines were broken so that they fit on a page, and\n"
    "whose paragraphs go on in the next line as long as there is no blank\n"
    "one. We will close the locks before the month is out, he said to those\n"
    "who had come.\n\nAnother paragraph of it that goes on for longer than one single line\n"
    "does.\n",
).on("no blank\none. We will close")


HARM = (
    "</style><script>document.title='run'</script><style>*{color:red}",
    "<script src='http://127.0.0.1:PORT/script.js'></script>",
    "<img src=http://127.0.0.1:PORT/picture.png onerror=\"document.title='run'\">",
    "<style>@import url(http://127.0.0.1:PORT/style.css);</style>",
    "<link rel=stylesheet href=http://127.0.0.1:PORT/link.css>",
    "<iframe src=http://127.0.0.1:PORT/frame></iframe><base href=http://127.0.0.1:PORT/>",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:PORT/refresh'>",
    "<svg onload=\"document.title='run'\"><image href=http://127.0.0.1:PORT/svg.png /></svg>",
    '"\' onmouseover="document.title=\'run\'" style="background:url(http://127.0.0.1:PORT/a)',
    "--><!-- ]]> &lt;b&gt; &#60;b&#62; &nbsp;",
    "\u202ehsur\u202c \u2066 \u0000 \u001b[2J \u0085 \u2028 \ufffe \ud83d",
    "x" * 2000,
    "שלום עולם (abc) مرحبا",
    "a" + "\u0301" * 200,
)
"""Words that would like to be more than words."""


def hostile(port: int = 9) -> Export:
    """Documents in which everything that people write is hostile; it asks for a port here."""
    harm = [each.replace("PORT", str(port)) for each in HARM]
    url = f"http://127.0.0.1:{port}/link"
    documents = []
    for number, words in enumerate(harm):
        text = "\n\n".join(each.encode(errors="replace").decode() for each in harm)
        document = Marked.of(f"{number}{words}", text, title=words, publisher=words, URL=url)
        document = replace(
            document, document=replace(document.document, title=words, language=words)
        )
        place = Text.of(text)[:].index("x" * 2000)
        document = document.at(
            (place, place + 2000), tag=words, annotator=words, note=words, fields={words: words}
        ).at((5, 40), fields={"speaker": words})
        documents.append(document)
    scripted = replace(documents[0].document, metadata={"URL": "javascript:document.title='run'"})
    documents[0] = replace(documents[0], document=scripted)
    codebook = built_in()
    tags = (replace(codebook.tags[0], name=harm[0], definition=harm[1], colour="red}*{"),)
    return export(*documents, codebook=replace(codebook, title=harm[2], tags=tags))


def words_of(mark: Annotation, text: Text) -> str:
    """What of a mark stands in paragraphs: all but white space between them."""
    return "".join(
        text[max(start, paragraph.start) : max(start, min(end, paragraph.end))]
        for start, end in mark.spans
        for paragraph in text.paragraphs()
    )


def paragraphs(text: Text) -> Iterable[str]:
    return (paragraph.text for paragraph in text.paragraphs())
