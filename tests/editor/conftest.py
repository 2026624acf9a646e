"""The editor needs an npm package, which `make editor` installs; so its tests are run by `make test-editor`."""

from tests.site.conftest import browser, chromium, playwright

__all__ = ["browser", "chromium", "playwright"]
