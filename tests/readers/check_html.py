"""The page, parsed by html5lib as a browser parses it."""

import re
from collections import Counter

import html5lib
from run import same

FORMATS = ["html"]

HTML = "{http://www.w3.org/1999/xhtml}"


def parsed(case):
    parser = html5lib.HTMLParser(strict=False)
    with open(case.path(".html"), "rb") as file:
        tree = parser.parse(file, transport_encoding="utf-8")
    # Characters that are discouraged, and that people write all the same, are the only complaints. A CR in a note is a
    # reference, since a parser makes a line end of it otherwise.
    complaints = {code for _, code, _ in parser.errors}
    complaints -= {"invalid-codepoint", "illegal-codepoint-for-numeric-entity"}
    same(complaints, set(), "what the parser complains of")
    return tree


def part(tree, name):
    (found,) = [element for element in tree.iter() if element.get("id") == name]
    return found


def shown(text):
    return text.replace("\0", "\ufffd")


def check_the_text_is_the_article(case):
    article = part(parsed(case), "article")
    same("".join(article.itertext()), shown(case.text), "the text")
    assert shown(case.text) == case.text or any("U+0000" in loss["problem"] for loss in case.losses)


def check_the_marks_cover_what_was_marked(case):
    covered = {}
    at = 0

    def walk(element, open_marks):
        nonlocal at
        own = open_marks
        if element.tag == f"{HTML}mark":
            own = [*open_marks, (int(element.get("data-annotation")), element.get("title"))]
        for text, marks in ((element.text, own),):
            for _ in text or "":
                for number, title in marks:
                    covered.setdefault(number, set()).add(at)
                at += 1
        for child in element:
            walk(child, own)
            for _ in child.tail or "":
                for number, title in own:
                    covered.setdefault(number, set()).add(at)
                at += 1

    walk(part(parsed(case), "article"), [])
    # What is between the blocks is not shown, so it is not marked.
    blocks = set()
    start = 0
    for line in case.text.split("\n"):
        if re.sub(r"[\s\x1c-\x1f]", "", line) or line.strip(" \t\x0b\x0c\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"):
            blocks.update(range(start, start + len(line)))
        start += len(line) + 1
    for number, annotation in enumerate(case.annotations, 1):
        expected = {at for start, end in annotation["spans"] for at in range(start, end)}
        found = covered.get(number, set())
        assert found <= expected, f"too much is marked: {annotation}"
        missing = {at for at in (expected - found) & blocks if not case.text[at].isspace()}
        assert not missing or case.lost(annotation), f"{missing} is not marked of {annotation}"


def check_notes_are_footnotes(case):
    tree = parsed(case)
    notes = {}
    for element in tree.iter(f"{HTML}li"):
        if (element.get("id") or "").startswith("note-"):
            words = [one for one in element.iter(f"{HTML}span") if one.get("class") == "words"]
            notes[element.get("id")] = "".join("".join(one.itertext()) for one in words)
    same(Counter(filter(None, notes.values())), Counter(shown(a["note"]) for a in case.annotations if a["note"]), "notes")
    for link in part(tree, "article").iter(f"{HTML}a"):
        assert link.get("href")[1:] in notes, link.attrib


def check_it_loads_and_runs_nothing(case):
    tree = parsed(case)
    tags = {element.tag.removeprefix(HTML) for element in tree.iter() if isinstance(element.tag, str)}
    allowed = "html head meta title style body header main footer h1 h2 p ul ol li mark small span a b i q dl dt dd"
    assert tags <= set(allowed.split()), tags
    for element in tree.iter():
        names = {name for name in element.attrib}
        assert not any(name.startswith("on") or name in ("src", "style", "action") for name in names), names
        assert (element.get("href") or "#").startswith("#"), element.attrib
    (style,) = tree.iter(f"{HTML}style")
    assert "url(" not in style.text and "@import" not in style.text and "</" not in style.text
    policies = [one.get("content") for one in tree.iter(f"{HTML}meta") if one.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1 and policies[0].startswith("default-src 'none'"), policies
