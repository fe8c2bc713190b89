"""The elements of HTML by what they are to a reader: blocks, what is not seen, and what belongs to the site around."""

from __future__ import annotations

import re


def _split_names(names: str) -> frozenset[str]:
    return frozenset(names.split())


BLOCKS = _split_names(
    "address article aside blockquote body button caption dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre search section "
    "summary table tbody td tfoot th thead tr ul"
)
#: Elements whose content is neither markup nor read.
RAW = _split_names("script style textarea title xmp iframe noembed noframes")
#: Elements whose content a reader does not see, or sees struck out.
UNSEEN = _split_names("head template noscript svg math object select datalist del s strike audio video canvas")
#: The elements and roles of a web site around its text.
AROUND = _split_names("nav header footer aside form button search dialog")
AROUND_ROLES = _split_names("navigation banner contentinfo complementary search form dialog alertdialog menu")
#: Styles, without spaces, by which nothing is seen.
INVISIBLE = re.compile(r"display:none|visibility:hidden|opacity:0(?:\.0+)?(?:;|$)|font-size:0(?:px|;|$)")
