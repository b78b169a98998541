"""Places of a text that are no prose: templates, tags, code, formulas, targets of links, addresses.

What stands there is for a machine. A reader knows more of its own format; this is what can be told from
the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.text.front_matter import front_matter_end
from qa.text.patterns import lazy

Place = tuple[int, int]

# What they begin with.
_SIGN = lazy(r"[{<$#@%\[\]!\\*:`~]")
# Each is for something that begins and ends on its own; how far it may reach is bounded, so that one
# that never ends costs little.
_CONSTRUCTS = lazy(
    "|".join(
        (
            # Templates: Liquid, Jinja, Twig, Hugo, Handlebars; ERB and PHP; variables of programs.
            r"\{%-?\s*(?P<raw>highlight|raw|comment|verbatim|code|javascript|schema)\b"
            r"[\s\S]{0,4000}?\{%-?\s*end(?P=raw)\s*-?%\}",
            r"\{\{[\s\S]{0,1000}?\}\}+",
            r"\{%[\s\S]{0,1000}?%\}",
            r"<[%?][\s\S]{0,2000}?[%?]>",
            r"[$#@%]\{[^{}\n]{0,200}\}",
            r"\$\([^()\n]{1,200}\)",
            r"%\([^()\s]{1,60}\)[a-zA-Z]?",
            r"%[A-Za-z_]\w{1,40}%",
            # In braces: names, attribute lists, properties; a remark in braces is prose.
            r"\{[^{}\s]{1,80}\}",
            r"\{\s?[#.:=@$&/!%^][^{}\n]{0,200}\}",
            r"\{[^{}\n=|]{0,100}[=|][^{}\n]{0,200}\}",
            r"\{\s?[\"']?\w{1,40}[\"']?:[^{}\n]{0,200}\}",
            # Markup in plain text.
            r"<!--[\s\S]{0,2000}?-->",
            r"<!(?i:doctype|\[CDATA\[)[^>]{0,300}>",
            r"(?i:<(?P<code>code|pre|kbd|samp|tt|var|script|style|math|svg)\b[^<>]{0,300}>"
            r"[\s\S]{0,4000}?</(?P=code)>)",
            r"</?[A-Za-z][\w:-]{0,40}(?:\s[^<>]{0,500})?/?>",
            # Wiki links up to their label, targets of links, references, foot notes, admonitions.
            r"\[\[[^\[\]|\n]{1,200}(?:\||\]\])",
            r"!\[(?=[^\]\n]{0,300}\]\()",
            r"\]\((?:[^()\s]|\([^()\s]*\)){1,500}"
            r"(?:\s+(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'))?\)",
            r"\[\^[^\]\s]{1,60}\]:?",
            r"\[![A-Za-z]{2,20}\]",
            r"\[[^\[\]\n]{1,100}\]:[ \t]+(?:https?://|www\.|mailto:|[/#<]|\.{1,2}/)\S*",
            r"\*\[[^\]\n]{1,60}\]:",
            # Short codes of editing systems and forums, and of emoji.
            r"\[code\][\s\S]{0,4000}?\[/code\]",
            r"\[/[a-z][\w-]{0,40}\]",
            r"\[[a-z][\w-]{0,40}(?:=|\s[^\]\n=]{0,100}=)[^\]\n]{0,300}\]",
            r"\[(?:[bius]|quote|gallery|embed|audio|video|playlist|toc|more|caption|spoiler)\]",
            r":(?<![\w:]:)[A-Za-z][\w+-]{1,40}:(?!\w)",
            # Formulas and commands of TeX; "$5 and $6" is money.
            r"\\\([\s\S]{1,500}?\\\)",
            r"\\\[[\s\S]{1,1000}?\\\]",
            r"\$\$[\s\S]{1,1000}?\$\$",
            r"\$(?=[^\s\d$])(?:[A-Za-z]|(?=[^$\n]{0,200}[\\^_={}<>+])[^$\n]{0,200}[^\s$])\$(?!\w)",
            r"\$(?=\d[^$\n]{0,100}[\\^_={}])[^$\n]{1,200}[^\s$]\$(?!\w)",
            r"\\[A-Za-z]{2,30}\*?(?:\[[^\]\n]{0,100}\])?\{[^{}\n]{0,200}\}",
            # Blocks of code.
            r"`(?<![`\w]`)[^`\s](?:[^`\n]{0,100}[^`\s])?`(?![`\w])",
            r"^(?P<fence>```|~~~)[^\n]{0,100}\n[\s\S]{0,8000}?^(?P=fence)",
        )
    ),
    re.M,
)
# Numbers of books and periodicals, and lines of a program that a page is written in.
_LETTERED = (
    ("ISBN", lazy(r"ISBN(?:-1[03])?:?\s?[\dXx][\dXx -]{8,16}[\dXx]")),
    ("ISSN", lazy(r"ISSN:?\s?\d{4}-\d{3}[\dXx]")),
    ("import ", lazy(r"^import\s[^\n]{1,200}?[\"'][^\"'\n]{1,200}[\"'];?$", re.M)),
    ("export ", lazy(r"^export\s[^\n]{1,200}?[\"'][^\"'\n]{1,200}[\"'];?$", re.M)),
)


def opaque_places(text: str) -> list[Place]:
    """Where no prose stands in `text`, in its order, none within another; addresses left out."""
    found = [(0, end)] if (end := front_matter_end(text)) else []
    at = end
    while sign := _SIGN.search(text, at):
        construct = _CONSTRUCTS.match(text, sign.start())
        at = construct.end() if construct else sign.end()
        if construct:
            found.append(construct.span())
    for word, pattern in _LETTERED:
        if word in text:
            found += [m.span() for m in pattern.finditer(text)]
    return merged(found)


def merged(places: Iterable[Place]) -> list[Place]:
    """The places in their order, those that overlap as one."""
    result: list[Place] = []
    for start, end in sorted(places):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result
