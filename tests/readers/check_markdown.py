"""The list of quotes, read by markdown-it (CommonMark)."""

import re

from markdown_it import MarkdownIt
from run import same

FORMATS = ["markdown"]


def one_line(text):
    """A text as a line of Markdown shows it."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text).split(" "))


def texts(case):
    tokens = MarkdownIt("commonmark").parse(case.path(".md").read_text(encoding="utf-8"))
    lines = []
    for index, token in enumerate(tokens):
        if token.type == "inline":
            kinds = {child.type for child in token.children}
            assert kinds <= {"text", "text_special"}, f"{kinds} in {token.content!r}"
            lines.append("".join(child.content for child in token.children))
    return lines


def squeezed(text):
    return re.sub(r"\s+", " ", one_line(text)).strip()


def check_every_quote_and_note_is_there_as_it_is(case):
    lines = [squeezed(line) for line in texts(case)]
    for annotation in case.annotations:
        quote = " … ".join(case.quote(annotation))
        places = ", ".join(f"{start}–{end}" for start, end in annotation["spans"])
        wanted = squeezed(f"“{quote}” ({places})")
        assert wanted in lines, f"{wanted!r} is not among {lines}"
        if annotation["note"]:
            assert squeezed(f"Note: {annotation['note']}") in lines, annotation["note"]
