"""Writes YAML documents at random, for readers to be compared on: every style, well formed or nearly so."""

from __future__ import annotations

import random

#: What scalars, keys, anchors and tags are made of; the second of each pair is what a reader may misread or refuse.
_WORDS = (
    ("a", "b", "name", "x y", "true", "False", "null", "~", "no", "NO", "1", "-1", "+1", "007", "0o17", "0x1F", "1_000",
     "1.5", "1e3", ".5", "-.inf", ".NaN", "12:30", "2026-11-28", "=", "a:b", "a#b", "http://x/y", "-a", "é", "語", "😀",
     "a'b", 'a"b', "a\\nb", "\u00a0", "?a", ":a", "<", "0", "-0", "1.", "+.5", "1e", "0x", "0o8", "tRue", "a  b"),
    ("<<", "a #b", "- a", "? a", "a:", "%a", "@a", "`a", "!a", "*a", "&a", "|", ">", "|-", "---", "...", "a,b", "[a",
     "a]", "{a", "a}", "a\tb", "\u2028", "\x85", "\ufeff", "''", '""', "-", "?", ":", " a", "a ", "a: b", "''a"),
)  # fmt: skip
_KEYS = (("a", "b", "c", "d", "name", "1", "true", "a b", "é", "a-b", "k", "e", "f", "g"), ("<<", "~", "a: b", "- a"))
_ANCHORS = (("x", "y", "z", "x1", "é", "a-b"), ("x:y", "x:", "😀", "x.y", "x,y", "x]", "-"))
_TAGS = (
    ("!!str", "!", "!<tag:yaml.org,2002:str>"),
    ("!!int", "!!float", "!!bool", "!!null", "!!map", "!!seq", "!a", "!!set"),
)
#: How often the second of a pair is taken.
_ODD = 0.06
_ESCAPES = ("\\n", "\\t", "\\\\", '\\"', "\\/", "\\x41", "\\u00e9", "\\U0001F600", "\\0", "\\e", "\\_", "\\N", "\\L",
            "\\ ", "\\\n  ", "\\P")  # fmt: skip
_BREAKS = ("\n", "\r\n", "\r")
#: What is put into a finished text, or taken away, to make it nearly well formed.
_NOISE = ("\t", " ", "\n", ":", "-", "#", "&x ", "*x", "!!str ", "'", '"', "|", ">", ",", "[", "]", "{", "}", "?", "%",
          "---\n", "...\n", "\\", "\r", "\ufeff", "  ", ": ", "- ", " #c", "\n\n", "\n \n", "\n\t")  # fmt: skip


class DocumentWriter:
    """Writes one text after another; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._anchors: list[str] = []

    def write(self) -> str:
        """One stream of documents."""
        text = self._write_stream()
        for _ in range(self._random.choice((0, 0, 0, 0, 0, 0, 1, 1, 2))):
            text = self._disturb(text)
        ends = self._random.choice(("\n", "\n", "\n", *_BREAKS))
        return text if ends == "\n" else text.replace("\n", ends)

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _take(self, words: tuple[tuple[str, ...], tuple[str, ...]]) -> str:
        """A word of the pair, mostly an ordinary one."""
        return self._random.choice(words[self._chance(_ODD)])

    def _pick(self, *choices: str) -> str:
        return self._random.choice(choices)

    def _write_stream(self) -> str:
        parts = []
        for number in range(self._random.choice((1, 1, 1, 1, 2, 3))):
            self._anchors = []
            inline = self._chance(0.25)
            start = self._pick("", "", "", "---\n", "--- # c\n", "%YAML 1.2\n---\n", "%TAG ! !a\n---\n", "# c\n", "\n")
            if inline:
                start = self._pick("", "--- ", "---\n", "---  ")
            if number:
                start = self._pick("--- ", "...\n--- ") if inline else self._pick("---\n", "...\n---\n", "--- # c\n")
            parts.append(start + (self._write_inline(1) + "\n" if inline else self._write_block(0, 0)))
            if self._chance(0.1):
                parts.append(self._pick("...\n", "... # c\n", "# end\n", "\n\n", "---\n"))
        text = "".join(parts)
        return text.rstrip("\n") if self._chance(0.15) else text

    def _write_block(self, indent: int, depth: int) -> str:
        """A block mapping or list at an indentation."""
        if self._chance(0.35):
            return self._write_block_list(indent, depth)
        return self._write_block_mapping(indent, depth)

    def _write_block_mapping(self, indent: int, depth: int) -> str:
        lines, used = [], set[str]()
        for _ in range(self._random.choice((1, 1, 2, 2, 3))):
            key = self._write_key(indent, used)
            lines.append(self._pad(indent) + key + self._write_value(indent, depth))
            lines.append(self._write_between(indent))
        return "".join(lines)

    def _write_block_list(self, indent: int, depth: int) -> str:
        lines = []
        for _ in range(self._random.choice((1, 2, 2, 3))):
            if depth < 4 and self._chance(0.3):  # "- a: 1", the mapping beginning beside the dash
                gap = self._random.choice((1, 1, 1, 2, 3))
                inner = self._write_block(indent + 1 + gap, depth + 1)
                lines.append(self._pad(indent) + "-" + " " * gap + inner.lstrip(" "))
            else:
                lines.append(self._pad(indent) + "-" + self._write_value(indent, depth))
            lines.append(self._write_between(indent))
        return "".join(lines)

    def _pad(self, indent: int) -> str:
        if self._chance(0.01):
            return self._pick(" " * (indent + 1), " " * max(0, indent - 1), "\t")
        return " " * indent

    def _write_between(self, indent: int) -> str:
        if self._chance(0.88):
            return ""
        return self._pick("\n", "# c\n", " " * indent + "# c: d\n", "  \n", " " * (indent + 3) + "#\n")

    def _write_key(self, indent: int, used: set[str]) -> str:
        kind = self._random.random()
        if kind < 0.8:
            key = self._choose_key(used)
        elif kind < 0.85:
            key = self._take(_WORDS)
        elif kind < 0.92:
            key = self._write_quoted(indent, breaks=False)
        elif kind < 0.95:
            return "? " + self._take(_KEYS) + "\n" + " " * indent + ":"
        elif kind < 0.98 and self._anchors:
            return "*" + self._pick(*self._anchors) + " :"
        else:
            key = self._pick("[a]", "{a: b}", "")
        return self._write_properties(0.06) + key + self._pick(":", ":", ":", ":", " :")

    def _write_value(self, indent: int, depth: int) -> str:
        """What follows a key or a dash, up to the end of its lines."""
        comment = " # c" if self._chance(0.06) else ""
        if depth < 4 and self._chance(0.35):
            properties = self._write_properties(0.2, tagged=False).rstrip()
            deeper = indent + self._random.choice((1, 2, 2, 2, 4))
            if self._chance(0.15):  # a list may stand as far left as its key
                return (
                    (" " + properties if properties else "")
                    + comment
                    + "\n"
                    + self._write_block_list(indent, depth + 1)
                )
            head = (" " + properties if properties else "") + comment
            return head + "\n" + self._write_block(deeper, depth + 1)
        if self._anchors and self._chance(0.12):
            return " *" + self._pick(*self._anchors) + comment + "\n"
        if self._chance(0.12):
            return self._write_literal(indent)
        gap = self._pick(" ", " ", " ", " ", "  ", "\n" + " " * (indent + 1))
        return gap + self._write_properties(0.15) + self._write_inline(indent) + comment + "\n"

    def _write_inline(self, indent: int) -> str:
        return self._write_flow(indent) if self._chance(0.2) else self._write_scalar(indent)

    def _write_properties(self, share: float, *, tagged: bool = True) -> str:
        """An anchor, a tag, both or (mostly) neither."""
        found = []
        if self._chance(share):
            anchor = self._take(_ANCHORS)
            self._anchors.append(anchor)
            found.append("&" + anchor)
        if self._chance(share / 2 if tagged else share / 20):
            found.append(self._take(_TAGS))
        self._random.shuffle(found)
        return "".join(f"{each} " for each in found)

    def _write_scalar(self, indent: int) -> str:
        kind = self._random.random()
        if kind < 0.55:
            return self._take(_WORDS)
        if kind < 0.8:
            return self._write_quoted(indent, breaks=True)
        if kind < 0.9:  # a plain scalar of several lines
            lines = [self._pick("a", "b c", "d:e", "f", "h"), *(self._pick("a", "b", "", "- d", "e:f"),)]
            return ("\n" + " " * (indent + self._random.choice((0, 1, 2)))).join(lines)
        return ""

    def _write_quoted(self, indent: int, *, breaks: bool) -> str:
        quote = self._pick("'", '"')
        parts = [
            self._pick(self._take(_WORDS), " ", "").replace(quote, quote * 2 if quote == "'" else '\\"')
            for _ in range(self._random.choice((0, 1, 1, 2, 3)))
        ]
        if quote == '"':
            parts = [
                self._pick(*_ESCAPES) if self._chance(0.25) else part.replace("\\", "\\\\") if part != '\\"' else part
                for part in parts
            ]
        if breaks and self._chance(0.2):
            parts.insert(
                self._random.randint(0, len(parts)),
                self._pick("\n", "\n\n", " \n ") + " " * (indent + self._random.choice((0, 1, 2))),
            )
        return quote + "".join(parts) + quote

    def _write_literal(self, indent: int) -> str:
        """A block scalar: its header, then lines of any indentation."""
        deeper = self._random.choice((1, 2, 2, 3))
        header = self._pick("|", ">") + self._pick("", "", "-", "+")
        if self._chance(0.2):
            header = header[0] + self._pick(str(deeper), str(deeper), "1", f"-{deeper}", f"{deeper}+", "9", "0")
        lines = [header + (" # c" if self._chance(0.1) else "")]
        for _ in range(self._random.choice((0, 1, 2, 2, 3))):
            extra = self._random.choice((0, 0, 0, 1, 2))
            words = self._pick("a", "b c", "- d", "e: f", "# g", "", "", "*x", "é")
            lines.append(
                " " * (indent + deeper + extra) + words
                if words
                else " " * self._random.choice((0, 0, indent, indent + deeper + 1))
            )
        return " " + self._write_properties(0.05) + "\n".join(lines) + "\n"

    def _write_flow(self, indent: int, depth: int = 0) -> str:
        """A list or mapping in brackets, now and then over several lines."""
        listed, used = self._chance(0.5), set[str]()
        items = []
        for _ in range(self._random.choice((0, 1, 2, 2, 3))):
            item = self._write_flow_item(indent, depth)
            if listed:
                items.append(self._pick("a: ", "? a : ") + item if self._chance(0.08) else item or "a")
            else:
                items.append(self._write_flow_key(indent, used) + item)
        gap = "\n" + " " * (indent + 1)
        comma = self._pick(", ", ", ", ", ", ",", " , ", f",{gap}", f", # c{gap}")
        body = (
            self._pick("", "", "", " ", gap)
            + comma.join(items)
            + (self._pick(",", ", ") * (self._chance(0.08) and bool(items)))
        )
        return f"[{body}]" if listed else f"{{{body}}}"

    def _write_flow_item(self, indent: int, depth: int) -> str:
        if depth < 3 and self._chance(0.2):
            return self._write_properties(0.1, tagged=False) + self._write_flow(indent, depth + 1)
        if self._anchors and self._chance(0.1):
            return "*" + self._pick(*self._anchors) + " "
        if self._chance(0.05):
            return ""
        return self._write_properties(0.08) + self._pick(
            self._take(_WORDS), self._write_quoted(indent, breaks=True), "a"
        )

    def _write_flow_key(self, indent: int, used: set[str]) -> str:
        key = (
            self._choose_key(used) if self._chance(0.8) else self._pick(self._write_quoted(indent, breaks=False), "? k")
        )
        return self._write_properties(0.05) + key + self._pick(": ", ": ", ": ", ": ", ": ", ": ", ": ", " : ", ":")

    def _choose_key(self, used: set[str]) -> str:
        """A plain key; one that was used before only now and then."""
        key = self._take(_KEYS)
        while key in used and not self._chance(0.05):
            key = self._take(_KEYS)
        used.add(key)
        return key

    def _disturb(self, text: str) -> str:
        """The text with something put in, taken away or doubled at one place."""
        at = self._random.randint(0, len(text))
        kind = self._random.random()
        if kind < 0.6:
            return text[:at] + self._pick(*_NOISE) + text[at:]
        if kind < 0.85:
            return text[:at] + text[at + self._random.choice((1, 1, 2, 3)) :]
        return text[:at] + text[at : at + self._random.randint(1, 12)] + text[at:]
