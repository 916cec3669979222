"""One person's browser window. It lets nothing out to the internet and holds every page to what a page must be."""

import re
import time
from pathlib import Path

from playwright.sync_api import Browser, Response, expect

from tests.conftest import TOP
from tracker.assets import HTMX, VENDOR
from tracker.demo import CAST

AXE = TOP / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LAYOUT_RULES = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}  # what another width can break
WIDE, NARROW = 1280, 320
PATIENCE = 15_000  # milliseconds
DOWNLOADS = re.compile(r"/(draft|documents|export|compliance-export|public-extract|progress-report|exceptions-paper|answers)/\w+(\?|$)|/signed-copy$|/schemas/|/evidence-pack(\?|$)|/file$|/word-templates/(standard|\d+/drafts/\d+)$|/workbook$|\.eml(\?|$)|/letters\.zip$")

expect.set_options(timeout=PATIENCE)


class Window:
    """`page` is playwright's page; `problems` gathers what went wrong without anybody asking."""

    def __init__(self, browser: Browser, host: str, *, width: int = WIDE, scripts: bool = True, cdn: str = "works"):
        self.problems, self.asked_cdn, self.url, self._has_axe = [], 0, f"http://{host}", False
        self.context = browser.new_context(
            base_url=self.url, viewport={"width": width, "height": 900}, java_script_enabled=scripts, accept_downloads=True
        )
        self.context.set_default_timeout(PATIENCE)
        self._cdn = cdn
        self.context.route(re.compile(rf"^(?!{re.escape(self.url)}/)"), self._outside)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.page.on("console", self._console)

    def sign_in(self, called: str) -> "Window":
        """Become one of the cast, by the click of the demonstration."""
        self.open("/sign-in")
        self.page.get_by_role("button", name=CAST[called][0], exact=True).click()
        expect(self.page.locator(".nhsuk-header__account")).to_contain_text(CAST[called][0])
        return self

    def enter_with(self, cookie: str) -> "Window":
        """Be signed in already: the cookie of a visitor."""
        name, value = cookie.split("=", 1)
        self.context.add_cookies([{"name": name, "value": value, "url": self.url}])
        return self

    def open(self, path: str, status: int = 200) -> Response:
        """Open an address; an error page is a problem unless it is expected."""
        answer = self.page.goto(path)
        assert answer.status == status, f"{path} answers {answer.status} instead of {status}"
        if status >= 400:
            self.forgive(f"status of {status}")
        return answer

    def forgive(self, part: str) -> None:
        """Take away console messages that tell of an answer that the test expects."""
        assert any(part in problem for problem in self.problems), f"nothing to forgive: {part}"
        self.problems[:] = [problem for problem in self.problems if part not in problem]

    def press(self, name: str) -> None:
        """Press a button of the page's content and wait for the page that comes."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow a link of the page's content."""
        with self.page.expect_navigation():
            self.page.locator("body > .nhsuk-width-container").get_by_role("link", name=name).first.click()

    def follow_error(self, words: str) -> None:
        """Follow a line of the error summary to its box."""
        self.page.locator(".nhsuk-error-summary").get_by_role("link", name=words).click()

    def has_htmx(self) -> None:
        """Wait for htmx to start, from wherever it comes."""
        end = time.monotonic() + PATIENCE / 1000
        while not self.page.evaluate("Boolean(window.htmx)"):
            assert time.monotonic() < end, "htmx never came"
            self.page.wait_for_timeout(20)

    def fill_day(self, name: str, day: int, month: int, year: int) -> None:
        """Type a date into its three boxes."""
        for part, value in {"day": day, "month": month, "year": year}.items():
            self.page.locator(f"#{name}-{part}").fill(str(value))

    def download(self, name: str, into: Path) -> Path:
        """Press a link that downloads; gives the file, under the name that the server proposed."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=name).click()
        path = into / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def check(self, axe: dict | None = AXE_RULES) -> None:
        """The page is at rest, axe finds nothing by these rules, nothing sticks out at the side, nothing went wrong so far."""
        self.settle()
        where = f"{self.page.url} at {self.page.viewport_size['width']} px"
        if axe:
            self._check_with_axe(where, axe)
        sizes = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert sizes[0] <= sizes[1], f"{where}: the page is {sizes[0]} px wide: {self._wide_ones()}"
        self.check_quiet()

    def _check_with_axe(self, where: str, rules: dict) -> None:
        if not self._has_axe:
            self.context.add_init_script(AXE.read_text())  # for the pages to come
            self._has_axe = True
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate(AXE.read_text())
        options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
        found = self.page.evaluate("async options => (await axe.run(document, options)).violations", options)
        assert not found, f"{where}: " + "; ".join(f"{v['id']}: {[n['html'][:200] for n in v['nodes'][:3]]}" for v in found)

    def check_quiet(self) -> None:
        """No console error, no script error, no request to anywhere else."""
        assert not self.problems, f"{self.page.url}: {self.problems}"

    def check_at(self, *widths: int, axe: bool = True) -> None:
        """Check the same page at several widths, as when somebody turns a phone or zooms in."""
        for rules, width in zip([AXE_RULES] + [LAYOUT_RULES] * len(widths), widths):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.check(rules if axe else None)

    def settle(self) -> None:
        """Wait until the page's scripts have started and two frames were drawn."""
        expect(self.page.locator("[data-module='nhsuk-header']")).to_have_attribute("data-nhsuk-header-init", "")
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def _wide_ones(self) -> list[str]:
        return self.page.evaluate(
            "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
            ".slice(0, 5).map(e => e.outerHTML.slice(0, 120))"
        )

    def _console(self, message) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text} {message.location.get('url', '')}")

    def _outside(self, route) -> None:
        if route.request.url != HTMX:
            self.problems.append(f"a request left the machine: {route.request.url}")
            route.abort()
            return
        self.asked_cdn += 1
        script = (VENDOR / "htmx.min.js").read_text()
        if self._cdn == "fails":
            route.abort()
        else:
            body = script if self._cdn == "works" else f"{script}/* changed on the way */"
            route.fulfill(body=body, content_type="text/javascript", headers={"Access-Control-Allow-Origin": "*"})
