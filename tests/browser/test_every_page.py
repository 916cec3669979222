"""Every page that each of the cast can reach, on a screen and on a phone: accessible, in one column, without an error."""

import pypdfium2
import pytest

from tests.browser.crawl import reachable, unlike
from tests.browser.window import NARROW, WIDE
from tracker.demo import CAST

COMPANIES = [["lead"], ["owner", "both", "outsider"], ["regulator", "observer", "admin"]]


@pytest.mark.timeout(360)
@pytest.mark.parametrize("company", COMPANIES, ids="-".join)
def test_every_page_of_everybody_is_accessible_and_fits(window, company):
    """Everybody's pages are opened and measured; what is built alike for another of the company is only measured again, on a phone."""
    checked = {}
    for called in company:
        visitor = window(called, width=NARROW)
        pages = reachable(visitor, samples=1)
        assert {"/", "/password", "/accessibility", "/privacy"} <= set(pages)
        new = unlike(pages, checked)
        for path in pages:
            visitor.page.set_viewport_size({"width": NARROW, "height": 900})
            visitor.open(path)
            visitor.check_at(*(NARROW, WIDE) if path in new else (NARROW,), axe=path in new)


def test_what_is_built_differently_is_read_again():
    plain, more, checked = frozenset({"main"}), frozenset({"main", "main/img"}), {}
    assert unlike({"/": plain, "/reviews/1": plain}, checked) == ["/", "/reviews/1"]
    assert unlike({"/": plain, "/reviews/2": plain, "/actions/2": plain}, checked) == ["/", "/actions/2"]
    assert unlike({"/reviews/3": more}, checked) == ["/reviews/3"]
    assert unlike({"/reviews/4": more}, checked) == []


def test_everybody_is_of_one_company():
    assert sorted(sum(COMPANIES, [])) == sorted(CAST)


def test_signing_in_is_accessible_and_fits(window):
    visitor = window(None, width=NARROW)
    visitor.open("/sign-in")
    visitor.check_at(NARROW, WIDE)


@pytest.mark.parametrize("called, path, status", [("lead", "/actions/999999", 404), ("regulator", "/reviews/1", 403), (None, "/nowhere", 404)])
def test_error_pages_are_accessible_and_fit(window, called, path, status):
    visitor = window(called, width=NARROW)
    visitor.open(path, status)
    visitor.check_at(NARROW, WIDE)
    assert visitor.page.locator("main").get_by_role("link", name="Go to the home page").count() == 1


@pytest.mark.parametrize("path", ["/reviews/1", "/actions/4", "/submissions/1"])
def test_on_paper_the_words_stay_and_the_navigation_goes(window, path):
    reader = window("lead")
    reader.open(path)
    reader.page.emulate_media(media="print")
    for gone in (".nhsuk-header__navigation", ".nhsuk-header__account", ".nhsuk-footer", "main .nhsuk-button"):
        for found in reader.page.locator(gone).all():
            assert not found.is_visible(), gone
    assert reader.page.get_by_role("heading", level=1).is_visible()
    after = "getComputedStyle(document.querySelector('main a[href]'), '::after').content"
    assert reader.page.evaluate(after) in ("none", '""', "normal")


def test_what_is_folded_on_the_screen_is_printed(window, tmp_path):
    reader = window("lead")
    reader.open("/actions/4")
    folded = reader.page.locator(".nhsuk-details__text p strong").first.text_content()
    reader.page.pdf(path=tmp_path / "page.pdf")
    printed = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    words = " ".join(printed[n].get_textpage().get_text_range() for n in range(len(printed)))
    printed.close()
    assert f"{folded} (" in words and "None of these" in words
