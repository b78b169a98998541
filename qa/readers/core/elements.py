"""What the elements of HTML are, which other formats hold too."""

from __future__ import annotations


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Elements that end the paragraph before them and after them.
BLOCKS = _set(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li "
    "main menu nav ol optgroup option p section select summary table tbody td tfoot th thead title "
    "tr ul"
)
KINDS = {
    **dict.fromkeys(("title", "h1", "h2", "h3", "h4", "h5", "h6"), "headline"),
    **dict.fromkeys(("li", "dt", "dd"), "list-item"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    **dict.fromkeys(("nav", "form", "button", "select", "menu"), "navigation"),
    **dict.fromkeys(("td", "th"), "cell"),
}
SKIPPED = _set(
    "audio canvas datalist iframe math noembed noframes noscript object pre script style svg "
    "template textarea video xmp"
)
CODE = _set("code kbd samp tt var")
# What a reader of the page sees, and a reader of the text does not.
OBJECTS = _set("audio canvas embed iframe img input math object svg textarea video")
