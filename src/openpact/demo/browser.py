"""A person's browser without a screen: pages, links and forms over HTTP, cookies kept, scripts not run."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx


class NotOnThePage(Exception):
    """The page does not have what the step needs. Names the page and what was looked for."""


@dataclass
class Button:
    text: str
    name: str = ""
    value: str = ""


@dataclass
class Form:
    action: str
    method: str
    #: What is filled in or chosen; a list where several boxes of one name are ticked.
    fields: dict[str, str | list[str]] = field(default_factory=dict)
    #: Drop-downs and radio buttons: name -> value -> the words beside it.
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    buttons: list[Button] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects links and forms, as a browser without scripts would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self._collect: list[str] | None = None
        self._end = None

    def handle_starttag(self, tag, attrs):
        a = {name: value or "" for name, value in attrs}
        form = self._form
        if tag == "form":
            self._form = Form(a.get("action", ""), a.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a":
            self._begin(lambda text: self.links.append((text, a.get("href", ""))))
        elif form is None or "disabled" in a:
            return
        elif tag == "input" and a.get("name"):
            self._input(form, a)
        elif tag == "select":
            self._select = a.get("name", "")
            form.choices.setdefault(self._select, {})
        elif tag == "option" and self._select:
            name, value = self._select, a.get("value", "")
            if "selected" in a or name not in form.fields:
                form.fields[name] = value
            self._begin(lambda text: form.choices[name].update({value: text}))
        elif tag == "textarea":
            self._begin(lambda text: form.fields.update({a.get("name", ""): text}))
        elif tag == "button" and a.get("type", "submit") == "submit":
            self._begin(lambda text: form.buttons.append(Button(text, a.get("name", ""), a.get("value", ""))))

    def _input(self, form: Form, a: dict[str, str]) -> None:
        name, kind = a["name"], a.get("type", "text")
        if kind in {"radio", "checkbox"}:
            value = a.get("value", "on")
            form.choices.setdefault(name, {})[value] = a.get("aria-label", "")
            if "checked" in a:
                ticked = form.fields.get(name, [])
                form.fields[name] = (
                    value if kind == "radio" else [*([ticked] if isinstance(ticked, str) else ticked), value]
                )
        elif kind == "submit":
            form.buttons.append(Button(a.get("value", ""), name, a.get("value", "")))
        elif kind != "file":
            form.fields[name] = a.get("value", "")

    def _begin(self, end) -> None:
        self._flush()
        self._collect, self._end = [], end

    def _flush(self) -> None:
        if self._collect is not None:
            self._end(" ".join("".join(self._collect).split()))
            self._collect = None

    def handle_data(self, data):
        self.words.append(data)
        if self._collect is not None:
            self._collect.append(data)

    def handle_endtag(self, tag):
        if tag in {"a", "option", "textarea", "button"}:
            self._flush()
        elif tag == "select":
            self._flush()
            self._select = ""
        elif tag == "form":
            self._form = None


class Page:
    def __init__(self, response: httpx.Response) -> None:
        self.url, self.status, self.html = str(response.url), response.status_code, response.text
        reader = _Reader()
        reader.feed(self.html)
        self.forms, self.links = reader.forms, reader.links
        self.text = " ".join(" ".join(reader.words).split())

    def form(self, button: str) -> tuple[Form, Button]:
        """The form that has this button; the last of them, where several have (the first may be there for Enter)."""
        for form in self.forms:
            for found in reversed(form.buttons):
                if found.text == button:
                    return form, found
        raise NotOnThePage(f"no button “{button}” on {self.url} ({self.status}): {self.text[:300]}")

    def link(self, text: str) -> str:
        """Where a link leads that says this; those of the page's help, which explain its words, are passed over."""
        for words, href in self.links:
            if text in words and not href.startswith("/help/"):
                return href
        raise NotOnThePage(f"no link “{text}” on {self.url} ({self.status}): {self.text[:300]}")


class Browser:
    """One person at one site."""

    def __init__(self, site: str) -> None:
        self._client = httpx.Client(base_url=site, follow_redirects=True, timeout=30)
        self.page: Page

    def close(self) -> None:
        self._client.close()

    def open(self, address: str) -> Page:
        self.page = Page(self._client.get(address))
        return self.page

    def follow(self, *links: str) -> Page:
        for link in links:
            self.open(str(httpx.URL(self.page.url).join(self.page.link(link))))
        return self.page

    def press(self, button: str, values: dict[str, str | list[str]] | None = None) -> Page:
        """Fill in and press. What is on the form already is sent along."""
        form, found = self.page.form(button)
        return self.send(form, found, values or {})

    def send(self, form: Form, button: Button, values: dict[str, str | list[str]]) -> Page:
        data = form.fields | values
        if button.name:
            data[button.name] = button.value
        address = httpx.URL(self.page.url).join(form.action)
        if form.method == "post":
            response = self._client.post(address, data=data, headers={"Referer": self.page.url})
        else:
            response = self._client.get(address, params=data)
        self.page = Page(response)
        return self.page
