"""What the expressions of a plan refer to: the addresses of resources, through variables and outputs of modules."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.evidence.json_pieces import NULL, Text
from seloste.checker.evidence.terraform.plan_address import Address, Modules, parse_address, split_modules
from seloste.checker.evidence.terraform.plan_configuration import Configuration, Expression, Output, decode_as

#: How many expressions are followed for one attribute, and how many names in them.
_MOST_EXPRESSIONS, _MOST_NAMES = 50, 500


class _Scope(Struct, frozen=True):
    """An expression, and where it stands: the modules, and the key of the instance that `each` and `count` mean."""

    expression: Text
    modules: Modules
    key: str = ""
    for_each: Text = b"null"


def resolve_references(configuration: Configuration, references: list[str], address: Address) -> tuple[str, ...]:
    """The addresses of the resources that an expression of a resource refers to.

    Where the expression has the key of its own instance (`each.key`, `count.index`), and the other resource is repeated
    too, its instance with that key is meant. What cannot be followed to a resource is left out.
    """
    own = configuration.find_resource(address)
    found: dict[str, None] = {}
    first = Expression(references=references)
    waiting = deque([(first, _Scope(NULL, address.modules, address.key, own.for_each_expression if own else NULL))])
    followed = 0
    names_left = _MOST_NAMES
    while waiting and names_left > 0:
        expression, own_scope = waiting.popleft()
        configuration.count_references(len(expression.references))
        is_by_key = any(name.startswith(("each.key", "count.index")) for name in expression.references)
        scope = own_scope if is_by_key else replace(own_scope, key="")
        names = expression.list_references()[:_MOST_EXPRESSIONS]
        names_left -= len(names)
        for name in names:
            head = name.partition(".")[0]
            if name.startswith("each.value"):
                found |= dict.fromkeys(_find_each(own_scope))
            elif head in ("var", "module"):
                followed += 1
                if followed > _MOST_EXPRESSIONS:
                    continue
                find = _find_argument if head == "var" else _find_output
                waiting += [(decode_as(each.expression, Expression), each) for each in find(configuration, scope, name)]
            elif target := parse_address(name):
                block = configuration.find_resource(Address(scope.modules, target.base))
                instance = target.key or (scope.key if block and block.is_repeated else "")
                found[Address(scope.modules, target.base, instance).text] = None
    return tuple(found)


def _find_each(scope: _Scope) -> Iterator[str]:
    """The resource that `each.value` is, where the block is repeated for each instance of another."""
    references = decode_as(scope.for_each, Expression).list_references()
    target = parse_address(references[0]) if len(references) == 1 else None
    if target and not target.key and not target.rest:
        yield Address(scope.modules, target.base, scope.key).text


def _find_argument(configuration: Configuration, scope: _Scope, reference: str) -> Iterator[_Scope]:
    """What the call of a module hands to one of its variables."""
    module = configuration.get_module(tuple(name for name, _ in scope.modules))
    argument = module.arguments.get(reference.split(".")[1].partition("[")[0])
    if scope.modules and argument is not None:
        yield _Scope(argument, scope.modules[:-1], scope.modules[-1][1])


def _find_output(configuration: Configuration, scope: _Scope, reference: str) -> Iterator[_Scope]:
    """An output of a module that is called. One that is called once has no instances."""
    call, rest = split_modules(reference)
    if len(call) != 1:
        return
    module = configuration.get_module((*(name for name, _ in scope.modules), call[0][0]))
    modules = (*scope.modules, (call[0][0], call[0][1] or (scope.key if module.is_repeated else "")))
    output = module.outputs.get(rest.partition(".")[0].partition("[")[0])
    if output is not None:
        yield _Scope(decode_as(output, Output).expression, modules)
