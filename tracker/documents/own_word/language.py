"""The few things that a template's tags may do: print a name, walk through a list, ask whether something is there. All else is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from jinja2 import Environment, TemplateSyntaxError, nodes

from tracker.documents.own_word.names import NAMES, Rows

TEXT = "text"
DEEPEST = 5  # lists within lists; the plan itself has four
LOOP = dict.fromkeys(("index", "index0", "revindex", "first", "last", "length"), TEXT)
OF_TEXT = {"upper", "lower", "capitalize", "title", "trim", "default", "d", "length", "count"}
OF_LISTS = {"join", "length", "count", "first", "last"}
TESTS = {"defined", "undefined", "none", "eq", "equalto", "ne", "odd", "even"}
REFUSED = {
    nodes.Call: "calls a function, which a template may not. Lists are walked through with {% for … in … %} alone",
    nodes.Assign: "sets a name of its own. Use the names of the list instead",
    nodes.AssignBlock: "sets a name of its own. Use the names of the list instead",
    nodes.Macro: "defines a macro. Write the words out where they shall stand",
    nodes.CallBlock: "calls a macro. Write the words out where they shall stand",
    nodes.Include: "includes another file. A template stands alone: copy the words into it",
    nodes.Import: "imports another file. A template stands alone: copy the words into it",
    nodes.FromImport: "imports another file. A template stands alone: copy the words into it",
    nodes.Extends: "extends another file. A template stands alone: copy the words into it",
    nodes.Slice: "takes a part of something. Print the whole, or one item such as totals[0]",
}
HALVES = {"for": "endfor", "if": "endif"}
OTHERWISE = "does more than a template may: print a name, walk through a list, ask whether something is there"


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line (from 1) of the source, as the end of a sentence that begins with the tag."""

    line: int
    words: str


def problems(source: str) -> list[Problem]:
    """Everything in a Jinja source that is not allowed; nothing is run."""
    reader = _Reader()
    try:
        reader.statements(Environment().parse(source).body, NAMES, ())
    except TemplateSyntaxError as error:
        if nested := _wrongly_nested(source):
            return [nested]
        return [Problem(error.lineno, f"cannot be read: {(error.message or 'a tag is broken').rstrip('.')}")]
    except (RecursionError, ValueError):
        return [Problem(1, "begins something too deep or too long to be read")]
    return reader.found


def _wrongly_nested(source: str) -> Problem | None:
    """The tag that has no other half: Jinja itself names the end of the file."""
    begun: list[tuple[int, str]] = []
    try:
        for line, name in _blocks(source):
            if name in HALVES:
                begun.append((line, name))
            elif name in HALVES.values() and (not begun or HALVES[begun.pop()[1]] != name):
                return Problem(line, f"ends what was not begun. Write its beginning before it, or take {{% {name} %}} out")
    except TemplateSyntaxError:
        return None
    return Problem(begun[-1][0], f"has no end. Write {{% {HALVES[begun[-1][1]]} %}} where it shall end") if begun else None


def _blocks(source: str) -> Iterator[tuple[int, str]]:
    """The line and the first word of every {% … %}."""
    is_first = False
    for line, kind, word in Environment().lex(source):
        if kind == "block_begin":
            is_first = True
        elif is_first and kind == "name":
            yield line, word
            is_first = False


class _Reader:
    """Walks through the tree; `scope` is name → what it holds, `path` the lists that are being walked through."""

    def __init__(self):
        self.found: list[Problem] = []

    def refuse(self, node, words: str) -> str:
        self.found.append(Problem(node.lineno, words))
        return TEXT

    def statements(self, body: list, scope: dict, path: tuple) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                self.output(node, scope)
            elif isinstance(node, nodes.If):
                self.kind(node.test, scope)
                for part in (node.body, node.elif_, node.else_):
                    self.statements(part, scope, path)
            elif isinstance(node, nodes.For):
                self.loop(node, scope, path)
            else:
                self.refuse(node, REFUSED.get(type(node), OTHERWISE))

    def output(self, node: nodes.Output, scope: dict) -> None:
        for child in node.nodes:
            if not isinstance(child, nodes.TemplateData) and isinstance(self.kind(child, scope), (Rows, dict)):
                self.refuse(child, "prints a list. Walk through it with {% for … in … %} and print the names of its items")

    def loop(self, node: nodes.For, scope: dict, path: tuple) -> None:
        told = len(self.found)
        rows = self.kind(node.iter, scope)
        if len(self.found) > told:
            return
        if not isinstance(rows, Rows) or not isinstance(node.target, nodes.Name) or node.recursive:
            self.refuse(node, "walks through what is no list of the plan. Take one of the lists below")
            return
        self.check_rounds(node, rows, scope, path)
        inside = scope | {node.target.name: rows.holds, "loop": LOOP}
        if node.test:
            self.kind(node.test, inside)
        self.statements(node.body, inside, (*path, rows))
        self.statements(node.else_, scope, path)

    def check_rounds(self, node: nodes.For, rows: Rows, scope: dict, path: tuple) -> None:
        """A list inside a list is one of its items, or a short one, and stands once: so the rounds cannot multiply."""
        from_the_top = path and _root(node.iter) in NAMES and scope[_root(node.iter)] is NAMES[_root(node.iter)]
        if rows in path or (from_the_top and not rows.few) or len(path) >= DEEPEST:
            self.refuse(node, "prints a whole list again in every round of another. Walk through a list of the item itself, or end the first loop before")

    def kind(self, node, scope: dict):
        """What an expression holds: TEXT, the names of a dict, or Rows."""
        match node:
            case nodes.Const():
                return TEXT
            case nodes.Name():
                return self.named(node, scope)
            case nodes.Getattr():
                return self.field(node, node.node, node.attr, scope)
            case nodes.Getitem(arg=nodes.Const(value=str(name))):
                return self.field(node, node.node, name, scope)
            case nodes.Getitem(arg=nodes.Const(value=int())):
                base = self.kind(node.node, scope)
                return base.holds if isinstance(base, Rows) else self.refuse(node, "takes an item out of what is no list")
            case nodes.Filter():
                return self.filtered(node, scope)
            case nodes.Test():
                return self.tested(node, scope)
            case nodes.And() | nodes.Or() | nodes.Not() | nodes.Compare() | nodes.Operand() | nodes.CondExpr() | nodes.Concat():
                for child in node.iter_child_nodes():
                    self.kind(child, scope)
                return TEXT
        return self.refuse(node, REFUSED.get(type(node), REFUSED[nodes.Slice] if isinstance(node, nodes.Getitem) else OTHERWISE))

    def named(self, node: nodes.Name, scope: dict):
        if node.name in scope:
            return scope[node.name]
        return self.refuse(node, f"says “{node.name}”, which the plan does not have{_meant(node.name, scope)}")

    def field(self, node, base, name: str, scope: dict):
        holder = self.kind(base, scope)
        if isinstance(holder, dict) and name in holder:
            return holder[name]
        if isinstance(holder, dict):
            return self.refuse(node, f"says “{name}”, which “{_written(base)}” does not have{_meant(name, holder)}")
        is_list = ", as that is a list: walk through it" if isinstance(holder, Rows) else ", as that is a text"
        return self.refuse(node, f"asks “{_written(base)}” for “{name}”, which it does not have{is_list}")

    def filtered(self, node: nodes.Filter, scope: dict):
        base = self.kind(node.node, scope)
        for argument in node.args:
            self.kind(argument, scope)
        plain = not node.kwargs and node.dyn_args is None and node.dyn_kwargs is None
        if not plain or node.name not in (OF_LISTS if isinstance(base, Rows) else OF_TEXT) or isinstance(base, dict):
            allowed = ", ".join(sorted(OF_LISTS if isinstance(base, Rows) else OF_TEXT))
            return self.refuse(node, f"uses “|{node.name}”, which is not possible there. Possible are {allowed}")
        if node.name == "join" and isinstance(base.holds, (dict, Rows)):
            return self.refuse(node, "joins a list whose items are no texts. Walk through it with {% for … in … %}")
        return base.holds if node.name in ("first", "last") else TEXT

    def tested(self, node: nodes.Test, scope: dict):
        self.kind(node.node, scope)
        for argument in node.args:
            self.kind(argument, scope)
        return TEXT if node.name in TESTS else self.refuse(node, f"asks “is {node.name}”, which is not possible here. Write {{% if … %}} with a name")


def _root(node) -> str | None:
    while isinstance(node, (nodes.Getattr, nodes.Getitem)):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else None


def _written(node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _meant(name: str, known: dict) -> str:
    close = get_close_matches(name, known, 1, 0.6)
    return f". Do you mean “{close[0]}”?" if close else ". The names that it has stand below on this page"
