"""The reference page of the rules, made from the catalogue: `python -m openpact.conform.page > docs/reference/conformance.md`."""

from .rules import RULES, Side

HEAD = """\
# Conformance rules

What `openpact connect conform` looks for in an SMS, and `openpact conform hub` in a PaCT. The ids are stable; a report names them.
This page is made from `src/openpact/conform/rules.py`. How to run it: [Pass the conformance run](../how-to/pass-the-conformance-run.md).
"""
TITLES = {Side.SMS: "What an SMS does", Side.HUB: "What a PaCT does"}


def page() -> str:
    parts = [HEAD]
    for side, title in TITLES.items():
        parts.append(f"\n## {title}\n\n| rule | area | expected | how to mend |\n| --- | --- | --- | --- |\n")
        for rule in RULES.values():
            if rule.side is side:
                advice = "" if rule.must else " (advice)"
                parts.append(f"| `{rule.id}`{advice} | {rule.area} | {rule.expected} | {rule.mend} |\n")
    return "".join(parts)


if __name__ == "__main__":
    print(page(), end="")
