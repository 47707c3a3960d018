"""The page in a real Chromium."""

from __future__ import annotations

from tests.web.browser import Browser, Window
from tests.web.conftest import Site

from leumund.orders.codes import in_blocks

NOTHING = 'button[value="nothing_ordered"]'


def test_a_customer_says_that_nothing_was_ordered(site: Site, chromium: Browser) -> None:
    with chromium.window() as window:
        window.open(site.link(site.desk.asked()))
        assert "Haben Sie das bestellt?" in window.text
        window.click(NOTHING)
        assert "Danke" in window.text
    assert site.state() == "denied"


def test_it_works_without_scripts_and_without_style(site: Site, chromium: Browser) -> None:
    with chromium.window() as window:
        window.call("Emulation.setScriptExecutionDisabled", value=True)
        window.call("Network.setBlockedURLs", urls=["*.css"])
        window.open(site.link(site.desk.asked()))
        window.click('a[lang="en"]')
        window.click('button[value="confirm"]')
    assert site.state() == "confirmed"


def test_attack_the_customer_goes_back_and_answers_again(site: Site, chromium: Browser) -> None:
    with chromium.window() as window:
        window.open(site.link(site.desk.asked()))
        window.click(NOTHING)
        window.back()
        if "Haben Sie das bestellt?" in window.text:
            window.click('button[value="confirm"]')
        assert "kann nicht benutzt werden" in window.text
    assert site.state() == "denied"


def test_attack_two_windows_answer_the_same_link(site: Site, chromium: Browser) -> None:
    code = site.desk.asked()
    with chromium.window() as one, chromium.window() as other:
        one.open(site.link(code))
        other.open(site.link(code))
        one.click('button[value="confirm"]')
        other.click(NOTHING)
        assert "kann nicht benutzt werden" in other.text
    assert site.state() == "confirmed"


def test_nothing_is_asked_of_anybody_else_and_nothing_is_kept(
    site: Site, chromium: Browser
) -> None:
    code = site.desk.asked()
    with chromium.window() as window:
        window.open(site.link(code))
        window.click('a[lang="en"]')
        window.click(NOTHING)
        sent = window.events("Network.requestWillBeSent")
        places = [one["request"]["url"] for one in sent]
        ours = [place for place in places if not place.startswith("data:")]
        assert {place.split("/o/")[0].removesuffix("/page.css") for place in ours} == {
            site.place
        }
        assert not [one for one in sent if one["request"]["headers"].get("Referer")]
        assert window.call("Network.getCookies")["cookies"] == []
        assert window.value("document.scripts.length") == 0
        assert window.value("localStorage.length + sessionStorage.length") == 0
        assert not refused_by_policy(window)


def test_attack_a_script_in_the_page_is_not_run(site: Site, chromium: Browser) -> None:
    """The content-security policy bites: planted markup asks for nothing and runs nothing."""
    with chromium.window() as window:
        window.open(site.link(site.desk.asked()))
        window.value(
            "document.body.insertAdjacentHTML('beforeend',"
            ' \'<img src="/planted.png" onerror="document.title=1">\')'
        )
        window.call("Runtime.evaluate", expression="0")
        assert window.value("document.title") != "1"
        sent = [one["request"]["url"] for one in window.events("Network.requestWillBeSent")]
        loaded = [one["response"]["url"] for one in window.events("Network.responseReceived")]
        assert not [place for place in loaded if "planted" in place], sent


def test_it_can_be_read_on_a_narrow_phone(site: Site, chromium: Browser) -> None:
    with chromium.window(width=320, height=640) as window:
        window.open(site.link(site.desk.asked()))
        assert window.value("document.documentElement.scrollWidth") <= 320
        sizes = window.value(
            "[...document.querySelectorAll('button')].map(b => b.offsetHeight)"
        )
        assert all(height >= 44 for height in sizes)
        first = window.value("document.querySelector('button').getBoundingClientRect().top")
        assert first < 3 * 640


def test_every_control_has_a_name_and_says_what_follows(site: Site, chromium: Browser) -> None:
    with chromium.window() as window:
        window.open(site.link(site.desk.asked()))
        nodes = window.call("Accessibility.getFullAXTree")["nodes"]
        buttons = [one for one in nodes if one.get("role", {}).get("value") == "button"]
        assert [one["name"]["value"] for one in buttons] == [
            "Ich habe nichts bestellt",
            "Ja, ich habe das zahlungspflichtig bestellt",
            "Ich will das nicht",
        ]
        assert all(one["description"]["value"] for one in buttons)
        window.open(site.place + "/")
        nodes = window.call("Accessibility.getFullAXTree")["nodes"]
        fields = [one for one in nodes if one.get("role", {}).get("value") == "textbox"]
        assert [one["name"]["value"] for one in fields] == ["Code"]


def test_every_colour_has_contrast_in_light_and_dark(site: Site, chromium: Browser) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1 for every text."""
    for scheme in ("light", "dark"):
        with chromium.window() as window:
            feature = {"name": "prefers-color-scheme", "value": scheme}
            window.call("Emulation.setEmulatedMedia", features=[feature])
            window.open(site.link(site.desk.asked()))
            paper = colour(window, "body", "backgroundColor")
            for selector in ("p", "dt", "dd", "button", "a", "button + span", "footer", "h1"):
                ratio = contrast(colour(window, selector, "color"), paper)
                assert ratio >= 4.5, (scheme, selector, ratio)


def test_a_code_from_a_letter_is_typed_and_answered(site: Site, chromium: Browser) -> None:
    site.desk.place(order_ref="A-3", ref="K3", number="030 23125 003", address="")
    code = site.desk.asked("A-3")
    with chromium.window() as window:
        window.open(site.place + "/")
        window.write("#code", " ".join(in_blocks(code)))
        window.click("button")
        window.click('button[value="reject"]')
    assert site.desk.leumund.orders.order("A-3").state.value == "rejected"


def refused_by_policy(window: Window) -> list[str]:
    entries = [one["entry"]["text"] for one in window.events("Log.entryAdded")]
    return [text for text in entries if "Content Security Policy" in text]


def colour(window: Window, selector: str, what: str) -> tuple[int, ...]:
    said = window.value(f"getComputedStyle(document.querySelector('{selector}')).{what}")
    return tuple(int(part) for part in str(said).strip("rgb()").split(","))


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(rgb: tuple[int, ...]) -> float:
    parts = [value / 255 for value in rgb]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
