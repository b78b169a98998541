"""What a file is that holds no prose, but data, a program, a message with its header, or a log.

Such a file is not read as text: a fix would break it. It is told by what is in it, since copy comes under
many names; only few names are enough alone. Where it may be prose, it is prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePath

from qa.text.front_matter import front_matter_end
from qa.text.patterns import lazy

# So much of a file tells what it is.
_HEAD = 64_000
# So many lines show how a file is laid out.
_LINES = 400

_MARKUP = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown"})


def structure_of(source: str, name: str = "") -> str | None:
    """What the text `source` of the file `name` is if it is no prose, such as "a CSV table"."""
    path = PurePath(name)
    known = _known_name(path.name)
    if known and known not in _KINDS_BY_CONTENT:
        return known
    # A file by the end of its name is what it says unless it is empty of it.
    head = source[:_HEAD].lstrip("\ufeff")
    if not head.strip():
        return None if known in _KINDS_BY_CONTENT else known
    suffix = path.suffix.lower()
    marked = _by_beginning(head, suffix)
    if marked or known:
        return marked or known
    if suffix in _MARKUP:
        return None
    lines = _lines(head[front_matter_end(head) :], whole=len(source) <= _HEAD)
    if suffix in _MARKDOWN:
        return next(
            (what for what, holds in _LAYOUTS if what in _IN_MARKDOWN and holds(lines)), None
        )
    return next((what for what, holds in _LAYOUTS if holds(lines)), None)


def _lines(head: str, whole: bool) -> list[str]:
    lines = head.split("\n")
    if not whole and len(lines) > 1:
        lines.pop()
    return [line.rstrip() for line in lines if line.strip()][:_LINES]


# --- By name

_NAMES = {
    "robots.txt": "a file of rules for web crawlers",
    "humans.txt": "a file of a web site",
    "security.txt": "a file of a web site",
    "ads.txt": "a file of a web site",
    "app-ads.txt": "a file of a web site",
    "llms.txt": "a file of a web site",
    **dict.fromkeys(
        ("makefile", "gnumakefile", "dockerfile", "jenkinsfile", "gemfile", "rakefile"), "a program"
    ),
    **dict.fromkeys(
        ("manifest", "manifest.in", ".gitignore", ".dockerignore", "codeowners"), "a list of files"
    ),
    "cmakelists.txt": "a CMake file",
    "meson_options.txt": "a Meson file",
    "constraints.txt": "a list of packages",
    "sources.txt": "a list of files",
    "top_level.txt": "a list of packages",
    "entry_points.txt": "a list of packages",
    "dependency_links.txt": "a list of packages",
    "requires.txt": "a list of packages",
    "manifest.txt": "a list of files",
    "version.txt": "a version number",
}
_REQUIREMENTS = lazy(r"(?:[\w.-]*[-_.])?requirements(?:[-_.][\w.-]*)?\.(?:txt|in)", re.I)
# No other file has these ends, and what is in one may look like prose.
_SUFFIXES = {
    **dict.fromkeys((".py", ".js", ".ts", ".jsx", ".tsx", ".mjs", ".sh", ".bash", ".rb", ".pl", ".php"), "a program"),
    **dict.fromkeys((".c", ".h", ".cc", ".cpp", ".java", ".go", ".rs", ".cs", ".kt", ".swift", ".lua"), "a program"),
    **dict.fromkeys((".sql", ".ps1", ".bat", ".r", ".scala", ".vue"), "a program"),
    **dict.fromkeys((".css", ".scss", ".less"), "a style sheet"),
    **dict.fromkeys((".json", ".jsonl", ".ndjson", ".geojson"), "JSON"),
    ".ipynb": "a Jupyter notebook",
    **dict.fromkeys((".yaml", ".yml"), "YAML"),
    **dict.fromkeys((".toml",), "TOML"),
    **dict.fromkeys((".ini", ".cfg", ".conf", ".properties", ".env"), "a settings file"),
    ".csv": "a CSV table",
    ".tsv": "a table with tabs",
    **dict.fromkeys((".po", ".pot"), "a PO catalogue"),
    **dict.fromkeys((".xlf", ".xliff"), "XLIFF"),
    ".tmx": "a translation memory (TMX)",
    **dict.fromkeys((".xml", ".svg", ".xsl", ".xsd", ".rdf", ".plist"), "XML"),
    ".rss": "an RSS feed",
    ".atom": "an Atom feed",
    ".nitf": "NITF",
    ".srt": "SubRip subtitles",
    ".vtt": "WebVTT subtitles",
    **dict.fromkeys((".ass", ".ssa", ".sub", ".sbv", ".ttml", ".lrc"), "subtitles"),
    ".rtf": "RTF",
    **dict.fromkeys((".eml", ".mbox", ".mbx"), "a mail message"),
    **dict.fromkeys((".tex", ".latex", ".ltx", ".bib", ".sty", ".cls"), "LaTeX"),
    ".log": "a log",
    **dict.fromkeys((".diff", ".patch"), "a diff"),
    **dict.fromkeys((".ics", ".vcf"), "calendar or address data"),
    **dict.fromkeys((".strings", ".resx", ".arb"), "a catalogue of strings"),
    ".lock": "a lock file",
}  # fmt: skip
# What such a file is exactly is told by what is in it.
_KINDS_BY_CONTENT = frozenset({"XML", "JSON"})


def _known_name(name: str) -> str | None:
    lowered = name.lower()
    if lowered in _NAMES:
        return _NAMES[lowered]
    if _REQUIREMENTS.fullmatch(name):
        return "a list of packages"
    return _SUFFIXES.get(PurePath(lowered).suffix)


# --- By how it begins

_XML = lazy(
    r"\s*(?:<\?xml\b[^>]*\?>\s*)?(?:(?:<!--(?:(?!-->)[\s\S]){0,5000}-->|<\?[^>]{0,500}\?>)\s*)*"
    r"(?:<!DOCTYPE\s+(?P<type>[\w:.-]+)[^\[>]{0,500}(?:\[[^\]]{0,5000}\])?\s*>\s*)?"
    r"<(?P<root>[A-Za-z_][\w:.-]*)(?P<rest>[^<>]{0,2000})>",
    re.I,
)
_ROOTS = {
    "html": "an HTML page",
    "rss": "an RSS feed",
    "feed": "an Atom feed",
    "rdf:rdf": "RDF",
    "nitf": "NITF",
    "newsml": "NewsML",
    "newsitem": "NewsML-G2",
    "newsmessage": "NewsML-G2",
    "packageitem": "NewsML-G2",
    "svg": "an SVG image",
    "xliff": "XLIFF",
    "tmx": "a translation memory (TMX)",
    "tbx": "a term base (TBX)",
    "martif": "a term base (TBX)",
    "tt": "TTML subtitles",
    "urlset": "a sitemap",
    "sitemapindex": "a sitemap",
    "plist": "a property list",
    "resources": "a catalogue of strings",
}
_BEGINNINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("RTF", lazy(r"\s*\{\\rtf\d?")),
    ("a PDF", lazy(r"\s*%PDF-")),
    ("PostScript", lazy(r"%!PS")),
    ("WebVTT subtitles", lazy(r"WEBVTT(?:[ \t\r\n]|\Z)")),
    ("SubRip subtitles", lazy(
        r"\s*\d+[ \t]*\r?\n\d{1,2}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d{1,2}:\d\d:\d\d[,.]\d{1,3}"
    )),
    ("subtitles", lazy(r"\s*\[Script Info\]|\s*\{\d+\}\{\d+\}|\s*\[\d\d:\d\d[.:]\d\d\].*\r?\n\[\d\d:\d\d[.:]\d\d\]"
        r"|\s*\d:\d\d:\d\d\.\d{3},\d:\d\d:\d\d\.\d{3}")),
    # A stray control in prose is none: what is taken from a PDF has them for letters.
    ("a news wire message (IPTC 7901, ANPA 1312)", lazy(
        r"[^\S\n]*[\x00\x02-\x08\x0e-\x1a]{0,4}\x01|\s*\x16{1,4}|\s*ZCZC\b"
        r"|(?:[^\x02\n]{0,200}\n){0,12}\x02(?=[\s\S]*(?:\n\x03|\x03\s*\Z))"
    )),
    ("an HTTP message", lazy(r"HTTP/\d(?:\.\d)? \d{3}\b|(?:GET|POST|PUT) \S+ HTTP/\d")),
    ("a log", lazy(r"Traceback \(most recent call last\):")),
    ("a program", lazy(r"#!\s?/|<\?php\b|\s*['\"]use strict['\"];|\s*#include\s*[<\"]\w|\s*package \w+;?\s*\n")),
    ("a PO catalogue", lazy(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?:#[^\n]*\n)*(?:msgctxt \"|msgid \")")),
    ("LaTeX", lazy(
        r"(?:[ \t]*(?:%[^\n]*)?\r?\n)*[ \t]*\\(?:documentclass|documentstyle|begin\{|usepackage|chapter\{"
        r"|section\*?\{|input\{|newcommand|bibliography|title\{)|\s*@(?:article|book|misc|inproceedings)\{"
    )),
    ("a diff", lazy(
        r"diff --git |\d+(?:,\d+)?[acd]\d+(?:,\d+)?\r?\n[<>] |Index: \S+\r?\n=+\r?\n|(?:From [0-9a-f]{40} )|(?:--- \S[^\n]*\n\+\+\+ \S[^\n]*\n@@ )"
        r"|\*\*\* \S[^\n]*\n--- \S[^\n]*\n\*{5,}|@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@"
    )),
    ("calendar or address data", lazy(r"\s*BEGIN:(?:VCALENDAR|VCARD)")),
    ("a key or certificate", lazy(r"\s*-----BEGIN [A-Z ]+-----")),
    ("a Dockerfile", lazy(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*FROM \S+(?: AS \S+)?\r?\n(?:\s|RUN|COPY|WORKDIR|ENV|ARG|#)")),
)  # fmt: skip


def _by_beginning(head: str, suffix: str) -> str | None:
    for what, pattern in _BEGINNINGS:
        if pattern.match(head):
            return what
    json = _json(head)
    if json and not (front_matter_end(head) and suffix in _MARKUP | _MARKDOWN):
        return json
    xml = _XML.match(head)
    if xml and _is_xml(xml, head, suffix):
        return _ROOTS.get(
            xml["root"].lower().rpartition(":")[2], _ROOTS.get(xml["root"].lower(), "XML")
        )
    if _is_mail(head):
        return "a mail message"
    return None


_HTML = frozenset(
    [
        "html",
        "head",
        "body",
        "p",
        "div",
        "span",
        "article",
        "section",
        "main",
        "header",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "b",
        "i",
        "em",
        "strong",
        "a",
        "img",
        "figure",
        "blockquote",
        "ul",
        "ol",
        "li",
        "table",
        "br",
        "hr",
        "center",
        "font",
        "title",
        "meta",
        "link",
        "script",
        "style",
        "nav",
        "aside",
        "pre",
        "template",
        "details",
        "dl",
        "form",
        "address",
        "u",
        "small",
        "sup",
        "sub",
        "cite",
        "q",
        "time",
        "picture",
        "video",
        "audio",
        "iframe",
        "center",
    ]
)


def _is_xml(found: re.Match[str], head: str, suffix: str) -> bool:
    root = found["root"].lower()
    name = root.rpartition(":")[2]
    if (found["type"] or root).lower() == "html" or root in _HTML:
        # A fragment of a page pasted into a text is residue, which is reported.
        return suffix not in _MARKUP | _MARKDOWN and (found["type"] or root).lower() == "html"
    if suffix in _MARKUP or suffix in _MARKDOWN:
        return name in _ROOTS and (
            suffix in _MARKUP or bool(found[0].lstrip().startswith("<?xml")) or name != "svg"
        )
    # In plain text, "<unk>" or "<Kiev>" may stand at the start of a line of prose.
    return (
        head.lstrip()[:5].lower() in ("<?xml", "<!doc")
        or name in _ROOTS
        or f"</{found['root']}>" in head
    )


def _json(head: str) -> str | None:
    start = head.lstrip()
    if not start.startswith(("{", "[")) or not _JSON.match(start):
        return None
    if '"nbformat"' in start or '"cell_type"' in start[:2000]:
        return "a Jupyter notebook"
    lines = [line for line in start.split("\n") if line.strip()]
    if (
        len(lines) > 1
        and all(line.lstrip().startswith(("{", "[")) for line in lines[:2])
        and start.startswith(('{"', '{ "', '["'))
        and lines[0].rstrip().endswith(("}", "]"))
    ):
        return "JSON Lines"
    has_story = _STORY.search(start) or (_TITLE.search(start) and _BODY.search(start))
    return "stories in JSON" if has_story and not _DATA.search(start) else "JSON"


_JSON = lazy(
    r"\{\s*(?:\"(?:[^\"\\\n]|\\.){0,200}\"\s*:|\}\s*\Z)"
    r"|\[\s*(?:\{\s*\"|\"(?:[^\"\\\n]|\\.){0,2000}\"\s*(?:,\s*\"|\])|\[\s*[\"\d\[]"
    r"|-?\d+(?:\.\d+)?\s*,\s*-?\d+(?:\.\d+)?\s*[,\]]\s*)"
)

# The fields of ninjs; and a headline, and a text beside it.
_STORY = lazy(r"\"(?:body_x?html|body_text|bodies|headlines?|articleBody)\"\s*+:\s*+[\"\[]")
_TITLE = lazy(r"\"(?:title|heading)\"\s*+:\s*+[\"{]")
_BODY = lazy(r"\"(?:text|body|content|story|article|fullText|full_text)\"\s*+:\s*+[\"\[{]")
_DATA = lazy(
    r"\"(?:FeatureCollection|nbformat|openapi|swagger|\$schema|dependencies|translatedText)\""
)

_HEADER = lazy(r"([A-Za-z][A-Za-z0-9-]{1,40}):(?:[ \t]|\r?$)", re.M)
# A press release has "Contact:", "Date:", "From:" and "Subject:" too; these only mail has.
_MAIL_ONLY = frozenset(
    [
        "message-id",
        "received",
        "return-path",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "x-mailer",
        "delivered-to",
        "dkim-signature",
        "in-reply-to",
        "references",
        "reply-to",
        "list-id",
        "x-original-to",
        "bcc",
        "newsgroups",
        "xref",
        "user-agent",
        "envelope-to",
    ]
)
_MAIL = frozenset({"from", "to", "subject", "date", "cc", "sent"})


def _is_mail(head: str) -> bool:
    """Whether the text begins with the header block of a mail message (RFC 5322)."""
    if head.startswith("From ") and re.match(r"From \S+@?\S*\s+\w{3} \w{3} ", head):
        return True
    names: list[str] = []
    for line in head.split("\n")[:80]:
        if line[:1] in (" ", "\t") and names:
            continue
        m = _HEADER.match(line)
        if not m:
            break
        names.append(m[1].lower())
    seen = set(names)
    only = seen & _MAIL_ONLY
    if "from" in seen and ("@" in head[:2000]) and len(seen & _MAIL) >= 3:
        return True
    return len(only) >= 2 or (bool(only) and len(seen & _MAIL) >= 2)


# --- By how its lines are laid out

Test = Callable[[Sequence[str]], bool]


def _share(lines: Sequence[str], pattern: re.Pattern[str]) -> float:
    return sum(1 for line in lines if pattern.match(line)) / max(1, len(lines))


def _is_table(separator: str) -> Test:
    """Whether lines are rows of a table: the same number of columns, and cells that are no clauses."""

    def holds(lines: Sequence[str]) -> bool:
        if len(lines) < 2 or separator not in lines[0] or separator not in lines[1]:
            return False
        rows = _rows(lines, separator)
        cells, alike = Counter(map(len, rows)).most_common(1)[0]
        if cells < 2 or alike < 0.9 * len(rows) or len(rows) < 2:
            return False
        if len(rows) > 2 and _is_of_numbers(rows[1:]):
            return True
        named = any(h.strip().lower() in _FIELDS for h in rows[0])
        headed = len(rows[0]) == cells and all(_HEADING.fullmatch(c.strip()) for c in rows[0])
        if separator == "\t":
            # A sports table is copied with its tabs, and stands under a headline.
            return headed and named
        # In a list of prose, a space stands behind the mark.
        loose = sum(c.startswith(" ") for row in rows for c in row[1:])
        tight = sum(len(row) - 1 for row in rows) - loose
        if sum(line.count('"') for line in lines) >= cells * len(rows) and loose == 0:
            return True
        if not headed:
            return (
                loose == 0
                and cells > 2
                and any(
                    all(_NUMBER.fullmatch(row[i]) and row[i] for row in rows if len(row) == cells)
                    for i in range(cells)
                )
            )
        if tight <= 3 * loose and not (named and cells > 2 and tight >= loose):
            return False
        return cells > 2 or named or any(c.strip().isdigit() for c in rows[1])

    return holds


def _rows(lines: Sequence[str], separator: str) -> list[list[str]]:
    if not any('"' in line for line in lines):
        return [line.split(separator) for line in lines]
    import csv

    try:
        return [*csv.reader([f"{line}\n" for line in lines], delimiter=separator)]
    except csv.Error:
        return [line.split(separator) for line in lines]


_HEADING = lazy(r"[\"']?[A-Za-z_\u00c0-\u024f\u0400-\u04ff][\w .()/#%-]{0,30}[\"']?")
_NUMBER = lazy(r"\s*(?:[-+]?\d[\d.:eE+/-]*|0x[0-9a-fA-F]+|)\s*")


def _is_of_numbers(rows: Sequence[Sequence[str]]) -> bool:
    cells = [cell for row in rows for cell in row]
    return sum(1 for cell in cells if _NUMBER.fullmatch(cell)) >= 0.95 * len(cells)


# What columns are called in tables for programs.
_FIELDS = frozenset(
    [
        "id",
        "uid",
        "guid",
        "key",
        "name",
        "title",
        "text",
        "body",
        "headline",
        "lead",
        "url",
        "link",
        "date",
        "time",
        "datetime",
        "timestamp",
        "created",
        "updated",
        "published",
        "author",
        "lang",
        "language",
        "source",
        "target",
        "translation",
        "category",
        "tag",
        "tags",
        "slug",
        "type",
        "value",
        "label",
        "city",
        "country",
        "lat",
        "lon",
        "latitude",
        "longitude",
        "price",
        "amount",
        "count",
        "score",
        "status",
        "code",
        "email",
        "phone",
        "source_lang",
        "target_lang",
        "content",
        "description",
        "summary",
        "file",
        "path",
        "image",
        "year",
        "month",
        "day",
        "first",
        "last",
    ]
)

_STAMP = r"(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|\d\d/[A-Z][a-z]{2}/\d{4}[: ]\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)"
_LOG = lazy(
    rf"\W{{0,2}}{_STAMP}\S*\W{{1,4}}(?:.{{0,60}}?\b)?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|[\w./-]+\[\d+\])\b"
    rf"|\W?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\W{{1,4}}{_STAMP}"
    rf"|\W?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)[:|\]]\w*[:|\] ]"
    rf"|{_STAMP}\S* [\w.-]+ [\w./-]+(?:\[\d+\])?: "
    rf"|\d{{1,3}}(?:\.\d{{1,3}}){{3}} \S+ \S+ \["
)
_SETTING = lazy(r"[A-Za-z_][\w.-]*[ \t]*=[ \t]*\S?|[A-Za-z_][\w.-]*[ \t]*=$|export [A-Z_]+=")
_SECTION = lazy(r"\[{1,2}[A-Za-z_][\w.:\" -]*\]{1,2}$")
_REMARK = lazy(r"[ \t]*(?:#|;|//)")
_YAML_LINE = lazy(
    r"[ ]*(?:- )?[\"']?[A-Za-z_][\w.-]*[\"']?:(?: +(?![A-Z]?[a-z]+ [a-z]+ [a-z]+ [a-z]+ [a-z]+)\S.{0,80})?$|[ ]*- \S{1,60}$|---$|\.\.\.$"
)
_YAML_KEY = lazy(r"[a-z_][\w.-]*:(?: |$)")
_PACKAGE = lazy(
    r"(?:-[rce] \S+|--[\w-]+[ =]\S+|[A-Za-z][\w.-]*(?:\[[\w,-]+\])?\s*(?:[=~!<>]=|[<>]|@ )\s*\S.*|[A-Za-z0-9][\w.-]*)$"
)
_PINNED = lazy(r"[A-Za-z][\w.-]*(?:\[[\w,-]+\])?\s*(?:[=~!<>]=)\s*[\dv]")
# Lines that only a program has; a wrapped line of prose may begin with "import", "using" or "public".
_CODE = lazy(
    r"[ \t]*(?:from [\w.]+ import\b|import [\w.]+(?: as \w+)?(?:, [\w.]+)*;?$|import\b.* from ['\"]"
    r"|import (?:static )?[\w.*]+;$|(?:async )?def \w+\(|class \w+(?:\(.*\))?\s*[:{]$"
    r"|class \w+ (?:extends|implements) "
    r"|(?:public|private|protected|static|extern|typedef|unsigned|void|int|char|struct|const)\b.*[;{]$"
    r"|(?:export )?(?:default )?(?:async )?function\b[^;]*\(|(?:const|let|var) [\w{\[, }\]]+ ?="
    r"|(?:if|for|while|switch|elif|catch)\s*\(.*\)\s*\{?$|(?:if|elif|for|while|with|except)\b.*:$"
    r"|(?:try|else|finally):$|\}(?:\s*else\b.*|\)?[;,]?)?$"
    r"|\#(?:include|define|if|ifndef|ifdef|endif|else|pragma|undef)\b"
    r"|return\b.*;$|[$\w.\[\]>-]+\s*(?:[-+*/|.]?=|:=)\s*[^=].*;$|[\w.:>-]+\([^)]*\)(?:;|\s*\{)$"
    r"|require ['\"]|puts ['\"]|def \w+[?!]?$|end$|self\.\w+|print\(|@\w+\(|(?:my|our|local) [$@%(]|use [\w:]+.*;$|sub \w+\s*\{?$|package [\w.:]+;$"
    r"|(?:fi|done|esac|then|\{|\};?)$|if \[|export \w+=|(?:echo|sudo) [-\w$./\"'~]+$"
    r"|(?:cd|mkdir|rm|cp|mv|chmod|pip|npm|git|apt-get) [-~./$]?[\w./-]+[^.]{0,80}$"
    r"|(?:SELECT\b.*\bFROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|(?:CREATE|DROP|ALTER) TABLE)\b"
    r"|[.\#]?[\w-][ ,>.\#:\w-]*\{(?:[^{}]*\})?$|(?:func|fn|fun|impl|struct|enum|namespace|mod)\b.*[{;]$)"
    r"|[ \t]+[a-z-]+:\s*[^;{}]+;$|import \($"
)
_ASSIGNED = lazy(
    r"[ \t]*[$\w.\[\]\"']+\s*[-+*/|]?=\s*\S|[ \t]*[\w.]+\(.*\)\s*[;:,]?$"
    r"|[ \t]+(?:return|raise|yield|pass|break|continue)\b|[ \t]*[)\]}]+[,;]?$|.*[;{]$"
)
_COMMENT_LINE = lazy(
    r"[ \t]*(?:#(?!include|define|if|end|else|pragma|undef)|//|/\*|\*|--|;|%|\"\"\"|<!--)"
)
_TEX = lazy(
    r"[ \t]*\\(?:begin|end|section|subsection|item|cite|label|usepackage|caption|chapter|paragraph|maketitle)\b"
)
_CUE = lazy(r"\d{1,2}:\d\d(?::\d\d)?[,.]\d{1,3}[ \t]*-->")
_PO = lazy(r"msgid \"|msgstr(?:\[\d\])? \"")
_STRINGS = lazy(r"\"[^\"\n]+\"\s*=\s*\"[^\"\n]*\";$")
_JSON_LINE = lazy(r"\s*[{}\[\]],?$|\s*\"[^\"\n]+\"\s*:")
_PATH_LINE = lazy(
    r"(?:include|exclude|recursive-include|recursive-exclude|global-include|global-exclude|graft|prune) \S+"
)
_CRAWLER = lazy(r"(?:User-agent|Disallow|Allow|Sitemap|Crawl-delay):", re.I)
_DIFF = lazy(r"@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@|diff --git |(?:---|\+\+\+) [ab]/")


def _is_of_settings(lines: Sequence[str]) -> bool:
    lines = [line for line in lines if not _REMARK.match(line)]
    # What goes on from the line before, such as the items of a list, says nothing.
    own = [line for line in lines if line[:1] not in " \t\"'])}"]
    found = [line for line in own if _SETTING.match(line) or _SECTION.match(line)]
    assigned = sum(1 for line in found if not _SECTION.match(line))
    return len(lines) >= 2 and len(found) >= 0.8 * len(own) and assigned >= 1


def _is_yaml(lines: Sequence[str]) -> bool:
    body = [line for line in lines if not _REMARK.match(line)]
    keys = sum(1 for line in body if _YAML_KEY.match(line.lstrip(" -")))
    if (
        len(body) < 3
        or keys < 3
        or not (body[0].startswith("---") or _YAML_KEY.match(body[0].lstrip(" -")))
    ):
        return False
    if _share(body, _YAML_LINE) >= 0.9 and keys >= 0.5 * len(body):
        return True
    nested = sum(1 for line in body if line[:1] in " -")
    return (
        keys >= 0.3 * len(body) and nested >= 0.2 * len(body) and nested + keys >= 0.95 * len(body)
    )


def _is_of_packages(lines: Sequence[str]) -> bool:
    lines = [line.split(" #")[0].rstrip() for line in lines if not _REMARK.match(line)]
    pinned = sum(1 for line in lines if _PINNED.match(line))
    return pinned >= 2 and _share(lines, _PACKAGE) >= 0.9


def _is_program(lines: Sequence[str]) -> bool:
    remarks = sum(1 for line in lines if _COMMENT_LINE.match(line))
    lines = [line for line in lines if not _COMMENT_LINE.match(line)]
    sure = sum(1 for line in lines if _CODE.match(line))
    if sure < 2:
        return False
    likely = sum(1 for line in lines if not _CODE.match(line) and _ASSIGNED.match(line))
    enough = 0.5 if remarks < 2 else 0.3
    return sure >= 0.12 * len(lines) and sure + likely >= enough * len(lines)


def _at_least(number: int, share: float, pattern: re.Pattern[str]) -> Test:
    def holds(lines: Sequence[str]) -> bool:
        found = sum(1 for line in lines if pattern.match(line))
        return found >= number and found >= share * len(lines)

    return holds


_LAYOUTS: tuple[tuple[str, Test], ...] = (
    ("a file of rules for web crawlers", _at_least(2, 0.8, _CRAWLER)),
    ("subtitles", _at_least(1, 0.2, _CUE)),
    ("a PO catalogue", _at_least(2, 0.4, _PO)),
    ("a diff", _at_least(1, 0.03, _DIFF)),
    ("a log", _at_least(2, 0.6, _LOG)),
    ("a catalogue of strings", _at_least(2, 0.5, _STRINGS)),
    ("JSON", _at_least(4, 0.8, _JSON_LINE)),
    ("a list of packages", _is_of_packages),
    ("a list of files", _at_least(2, 0.7, _PATH_LINE)),
    ("a settings file", _is_of_settings),
    ("a program", _is_program),
    ("YAML", _is_yaml),
    ("LaTeX", _at_least(3, 0.2, _TEX)),
    ("a CSV table", _is_table(",")),
    ("a CSV table", _is_table(";")),
    ("a CSV table", _is_table("|")),
    ("a table with tabs", _is_table("\t")),
)
# Markdown has code blocks, tables and lists of its own.
_IN_MARKDOWN = frozenset(
    {
        "subtitles",
        "a CSV table",
        "a table with tabs",
        "a diff",
        "a list of packages",
        "a PO catalogue",
        "a log",
        "JSON",
    }
)
