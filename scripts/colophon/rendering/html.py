"""Content-Security-Policy (https://www.w3.org/TR/CSP3/): what a browser may load and run on a page. Pure.

The pages that MkDocs renders carry the policy in `theme/templates/partials/policy.html`, which names the inline scripts of the theme.
Finished pages, which need next to nothing, get theirs here.
"""

from __future__ import annotations

import base64
import hashlib


def digest(inline: str) -> str:
    """How a policy names an inline script or style: by the digest of exactly the text between its tags."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()}'"


def policy_of(*, script: str = "", style: str = "") -> str:
    """The policy of a page that runs this one inline script, has this one style element, and loads nothing."""
    allowed = [f"{kind}-src {digest(inline)}" for kind, inline in (("script", script), ("style", style)) if inline]
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])
