"""Who is who in a real browser: judged by keyboard alone, every state pleasing axe and the policy, on paper and at 320 px."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.api.pages.reviewing import DAN, DAZ, TABLES, TENANT, Review, open_review
from tests.browser.conftest import Site, serve, sign_in
from tests.browser.test_hostile_names import NAMES
from tests.browser.test_keyboard import walk
from tests.browser.test_print_and_sizes import NAVIGATION, STICKS_OUT
from tests.ingest.sending import Row

pytestmark = pytest.mark.browser
PAIR, OTHER = f"/identity/{DAZ}/{DAN}", f"/identity/{TENANT}/{DAN}"
MANY = 60


def hostile_pairs() -> dict[str, list[Row]]:
    """Two records of each hostile name, one of them of somebody not identified, with one phone."""
    mine: list[Row] = []
    theirs: list[Row] = []
    for place, name in enumerate(NAMES):
        phone = {"phones": f"07700 9001{place}0", "given_name": name, "other_names": name}
        mine.append({"person_ref": f"X{place}", "identified": "n", **phone})
        theirs.append(
            {
                "person_ref": name[:MANY],
                "family_name": name,
                "date_of_birth": f"19{60 + place}-01-0{place + 1}",
                **phone,
            }
        )
    return {"csc": mine, "police": theirs}


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    folder = tmp_path_factory.mktemp("identity")
    opened = open_review(folder)
    hostile = hostile_pairs()
    opened.load(
        folder / "hostile",
        {
            agency: {**tables, "people": [*tables["people"], *hostile.get(agency, [])]}
            for agency, tables in TABLES.items()
        },
        "2024-04-20",
    )
    yield opened
    opened.site.close()


@pytest.fixture(scope="module")
def waiting(review: Review) -> Iterator[Site]:
    """The partnership whose records wait, served."""
    yield from serve(review.held, DAZ)


@pytest.fixture
def steward(browser: Browser, waiting: Site, review: Review) -> Iterator[Page]:
    """A steward's page that notes policy reports, errors and dialogs; what it judged is undone after it."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    opened = context.new_page()
    waiting.reports.clear()
    opened.on("console", lambda message: waiting.reports.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: waiting.reports.append(str(error)))
    opened.on("dialog", lambda dialog: (waiting.reports.append("dialog"), dialog.dismiss()))
    yield sign_in(opened, waiting, "steward")
    context.close()
    judgements = review.site.stores.ledger.judgements
    for entry in judgements.in_force():
        judgements.undo(entry.id, "steward", "the test is over", review.held.now())
    review.held.relink()


def faults(site: Site) -> list[str]:
    """What was reported. The browser itself notes each answer of 400 and more; nothing else may be there."""
    return [report for report in site.reports if "Failed to load resource" not in report]


def judge(page: Page, site: Site, pair: str = PAIR, verdict: str = "Same person") -> None:
    page.goto(site.address + pair)
    page.get_by_label(verdict).check()
    page.get_by_label("What shows it?").fill("the same van outside")
    page.get_by_role("button", name="Keep this judgement").click()


def goto(path: str) -> Callable[[Page, Site], None]:
    return lambda page, site: (page.goto(site.address + path), None)[1]


def nothing_chosen(page: Page, site: Site) -> None:
    page.goto(site.address + PAIR)
    page.get_by_label("Day").fill("31")
    page.get_by_role("button", name="Keep this judgement").click()
    page.locator(".govuk-error-summary").wait_for()


def no_reason_to_undo(page: Page, site: Site) -> None:
    judge(page, site)
    page.get_by_role("button", name="Undo").click()
    page.locator(".govuk-error-summary").wait_for()


def undone(page: Page, site: Site) -> None:
    judge(page, site)
    page.get_by_label("Why is it undone?").fill("another van")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("undone")


def contradicted(page: Page, site: Site) -> None:
    page.goto(site.address + PAIR)
    other = page.context.new_page()
    judge(other, site, verdict="Different people")
    other.close()
    page.get_by_label("Same person").check()
    page.get_by_label("What shows it?").fill("both drive it")
    page.get_by_role("button", name="Keep this judgement").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing was kept")


def unsure_before(page: Page, site: Site) -> None:
    judge(page, site, verdict="tell")
    page.goto(site.address + PAIR)
    expect(page.locator("main")).to_contain_text("Somebody was unsure before")


STATES: dict[str, Callable[[Page, Site], None]] = {
    "start": goto("/"),
    "queue": goto("/identity"),
    "pair": goto(PAIR),
    "nothing chosen": nothing_chosen,
    "unsure before": unsure_before,
    "judged": judge,
    "no reason to undo": no_reason_to_undo,
    "undone": undone,
    "contradicted": contradicted,
    "gone": goto("/identity/rx/ry"),
    "quality": goto("/identity/quality"),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_and_the_policy_find_nothing_and_it_fits_320_pixels(state: str, steward: Page, waiting: Site) -> None:
    STATES[state](steward, waiting)
    assert Axe().run(steward).response["violations"] == []
    steward.set_viewport_size({"width": 320, "height": 800})
    assert steward.evaluate("document.documentElement.scrollWidth") <= 320
    assert steward.evaluate(STICKS_OUT) == []
    assert faults(waiting) == []


@pytest.mark.parametrize("path", ["/identity", PAIR, "/identity/quality"])
def test_the_tab_key_goes_through_a_page_in_order(path: str, steward: Page, waiting: Site) -> None:
    steward.goto(waiting.address + path)
    # The choices of one question are one stop, and the arrow keys go through them.
    steward.evaluate("for (const one of document.querySelectorAll('#verdict-2, #verdict-3')) one.remove()")
    reached, unmarked = walk(steward)
    assert len(reached) > 5
    assert unmarked == []


def test_a_pair_is_judged_and_undone_by_keyboard_alone(steward: Page, waiting: Site) -> None:
    steward.goto(f"{waiting.address}/identity")
    steward.locator(f'a[href="{PAIR}"]').focus()
    steward.keyboard.press("Enter")
    steward.wait_for_url(f"**{PAIR}")
    tab_to(steward, "verdict")
    steward.keyboard.press("Space")
    steward.keyboard.press("ArrowDown")
    tab_to(steward, "reason")
    steward.keyboard.type("he was elsewhere that year")
    for part, typed in (("day", "10"), ("month", "4"), ("year", "2024")):
        tab_to(steward, f"since-{part}")
        steward.keyboard.type(typed)
    steward.keyboard.press("Tab")
    steward.keyboard.press("Enter")
    steward.wait_for_url("**/identity/judged/*")
    text = steward.inner_text("main")
    assert "Judged to be different people" in text
    assert "10 April 2024" in text
    tab_to(steward, "reason")
    steward.keyboard.type("it was his brother")
    steward.keyboard.press("Tab")
    steward.keyboard.press("Enter")
    expect(steward.get_by_role("heading", level=1)).to_have_text("Judged to be different people: undone")


def tab_to(page: Page, name: str) -> None:
    """Presses the tab key until a control has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"the tab key does not reach {name}")


def test_a_fault_of_the_form_leads_to_its_field(steward: Page, waiting: Site) -> None:
    nothing_chosen(steward, waiting)
    for link, field in (
        ("Choose whether the two records are one person", "verdict"),
        ("Enter what shows it", "reason"),
        ("The day must be a real date with a day, month and year, like 27 3 2024", "since-day"),
    ):
        steward.get_by_role("link", name=link).click()
        assert steward.evaluate("document.activeElement.id") == field
    assert steward.get_by_label("Day").input_value() == "31"
    assert steward.get_by_role("group", name="What do you say?").get_attribute("aria-describedby") == "verdict-error"


def test_loading_the_page_again_judges_once(steward: Page, waiting: Site, review: Review) -> None:
    judge(steward, waiting)
    steward.reload()
    steward.go_back()
    steward.go_forward()
    assert len(review.site.stores.ledger.judgements.in_force()) == 1
    assert "One person, as judged." in steward.inner_text("main")
    assert faults(waiting) == []


def test_no_figure_is_on_a_pair_before_it_is_judged(steward: Page, waiting: Site) -> None:
    for path in ("/identity", PAIR, OTHER):
        steward.goto(waiting.address + path)
        assert "bits" not in steward.content()
        assert "in 100" not in steward.content()
    judge(steward, waiting, OTHER, "tell")
    assert "in 100" in steward.inner_text("main")


def test_a_print_of_a_pair_holds_the_records_and_no_form(steward: Page, waiting: Site) -> None:
    for reach in (goto(PAIR), judge):
        reach(steward, waiting)
        steward.emulate_media(media="print")
        for part in (*NAVIGATION, ".kith-judge", ".govuk-back-link", ".kith-onward"):
            assert not any(one.is_visible() for one in steward.locator(part).all()), part
        assert steward.locator("[data-kith=compared]").is_visible()
        assert "OFFICIAL-SENSITIVE" in steward.inner_text("header")
        assert steward.inner_text(".kith-printed dd") == steward.url
        steward.emulate_media(media="screen")


def test_hostile_names_and_references_are_text_on_every_page(steward: Page, waiting: Site) -> None:
    steward.goto(f"{waiting.address}/identity")
    text = steward.inner_text("main")
    for name in NAMES:
        assert text.count(name) >= 2
    links = [one.get_attribute("href") for one in steward.locator("[data-kith=pairs] a").all()]
    assert len(links) == len(NAMES) + 2
    for link in links:
        steward.set_viewport_size({"width": 320, "height": 800})
        steward.goto(f"{waiting.address}{link}")
        assert steward.evaluate("document.documentElement.scrollWidth") <= 320
        assert any(name in steward.inner_text("main") for name in (*NAMES, "Daniel"))
    judge(steward, waiting, links[-1] or "")
    assert steward.evaluate("document.documentElement.scrollWidth") <= 320
    assert waiting.reports == []
