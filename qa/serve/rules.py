"""The page of a rule, to which findings lead: what it finds, and why."""

from __future__ import annotations

from html import escape

from qa.rules.registry import all_rules

_STYLE = (
    ":root{color-scheme:light dark}body{font:1.0625rem/1.55 Georgia,serif;max-width:38rem;"
    "margin:2rem auto;padding:0 1.25rem}h1{font-size:1.5rem;line-height:1.25}"
    "code,mark{font-size:.9375em}blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid}"
)


def rule_page(code: str) -> str | None:
    """The page of a rule by its code, as HTML; None where there is none."""
    rule = all_rules().get(code)
    if rule is None:
        return None
    from markdown_it import MarkdownIt

    examples = "".join(
        f"<blockquote>{_marked(example.text)}</blockquote>" for example in rule.bad[:3]
    )
    title = escape(f"{rule.code} {rule.name}")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style><main><h1>{title}</h1>"
        f"{MarkdownIt('commonmark', {'html': False}).render(rule.doc)}<h2>Examples</h2>{examples}</main></html>"
    )


def _marked(text: str) -> str:
    return escape(text).replace("⟦", "<mark>").replace("⟧", "</mark>").replace("\n", "<br>")
