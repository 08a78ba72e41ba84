"""The hazard's life as a page of documentation, read off the table: docs/hazard-life.md can't disagree with the code."""

from .models import UNDER_WORK, State
from .workflow import TRANSITIONS, UNCLOSED, any_hazard

PAGE = """\
# The life of a hazard

Made from `hazards/workflow.py` by `manage.py hazard_life > docs/hazard-life.md`; a test compares the two.

```mermaid
stateDiagram-v2
    [*] --> found: 登记 log
{arrows}
```

| action | on screen | from | to | who (`may`) | only | told (required in bold) | paper |
|---|---|---|---|---|---|---|---|
{rows}

States: {states}.
"""


def page():
    return PAGE.format(
        arrows="\n".join(arrow for action, transition in TRANSITIONS.items() for arrow in _arrows(action, transition)),
        rows="\n".join(_row(action, transition) for action, transition in TRANSITIONS.items()),
        states=", ".join(f"`{state.value}` {state.label}" for state in State),
    )


def _in_order(states):
    return [state for state in State if state in states]


def _arrows(action, transition):
    """What leaves the state as it is, is no arrow."""
    if transition.target is None:
        return []
    return [f"    {source} --> {transition.target}: {action.label} {action}" for source in _in_order(transition.sources)]


def _row(action, transition):
    groups = {UNCLOSED: "any unclosed", frozenset(UNDER_WORK): "any under work"}
    every = groups.get(frozenset(transition.sources)) or ", ".join(_in_order(transition.sources))
    told = ", ".join(f"**{name}**" if field.required else name for name, field in transition.asks.items())
    only = "" if transition.only is any_hazard else _words(transition.only)
    paper = _words(transition.paper) if callable(transition.paper) else transition.paper or ""
    if transition.paper and transition.paper_of is not any_hazard:
        paper += f" ({_words(transition.paper_of)})"
    target = transition.target or "stays"
    return f"| `{action}` | {action.label} | {every} | {target} | {_words(transition.may)} | {only} | {told} | {paper} |"


def _words(function):
    return function.__name__.replace("_", " ")
