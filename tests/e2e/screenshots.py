"""Pictures of every page in both themes, on a phone and on a desktop: `python -m tests.e2e.screenshots [name …]`."""

import sys
import tempfile
from pathlib import Path

from tests.e2e import sample
from tests.e2e.browser import Visitor, chromium
from tests.e2e.pages import SIGNED_IN, SIGNED_OUT
from tests.e2e.stack import ROOT, Stack
from tests.e2e.test_accessibility import SIZES
from tests.e2e.test_two_at_once import token_of

FOLDER = ROOT / "screenshots" / "frontend"


def main(names: list[str]) -> None:
    """Takes the named pictures, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    chosen = {name: go for name, go in {**SIGNED_OUT, **SIGNED_IN}.items() if not names or name in names}
    with (
        tempfile.TemporaryDirectory(prefix="screenshots-") as folder,
        Stack(Path(folder)) as stack,
        chromium() as browser,
    ):
        alice = Visitor(browser, stack.url)
        alice.sign_up("Alice", "alice@example.com")
        sample.fill(stack.api_url, token_of(alice.page))
        cookies = alice.context.cookies()
        for size, viewport in SIZES.items():
            for theme in ("light", "dark"):
                for name, go in chosen.items():
                    visitor = Visitor(browser, stack.url, viewport=viewport, color_scheme=theme)
                    if name in SIGNED_IN:
                        visitor.context.add_cookies(cookies)  # type: ignore[arg-type]  # as they came
                    go(visitor.page)
                    # Sidebar tags and fonts arrive a moment after what the page waits for.
                    visitor.page.wait_for_timeout(250)
                    visitor.page.screenshot(path=FOLDER / f"{name}-{size}-{theme}.png")
                    visitor.close()
                    print(f"{name}-{size}-{theme}.png", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
