"""Bars that stand on both sides of a value: which opens, and which closes."""

from __future__ import annotations

from .tokens import BAR, CLOSE, FUNCTION, GROUP, LOWERED, OPEN, OVER, RAISED, UNGROUP, Token, is_value


def paired(tokens: list[Token]) -> list[Token]:
    """The tokens with every bar as a bracket: || and || around a norm, if they come in pairs, else two bars each."""
    found, is_closed = bracketed(tokens)
    if is_closed or not any(token.kind == BAR and token.text == "||" for token in tokens):
        return found
    single = [
        token._replace(text="|") if token.kind == BAR else token
        for token in tokens for _ in range(len(token.text) if token.kind == BAR else 1)
    ]
    again, is_closed = bracketed(single)
    return again if is_closed else found


def bracketed(tokens: list[Token]) -> tuple[list[Token], bool]:
    """The tokens with every bar as a bracket, and whether every bar is closed.

    A bar closes the bar that is the last thing opened, if a value stands before it; any other bar opens. A double bar
    behind a single one that is open is two of them.
    """
    found: list[Token] = []
    opened: list[tuple[str, bool]] = []  # What is open, and whether a value is wanted behind its end.
    wanted = True
    for token in tokens:
        before = found[-1] if found else None
        if token.kind == BAR:
            single = token.text == "||" and not wanted and opened and opened[-1][0] == "|"
            for text in ("|", "|") if single else (token.text.replace("||", "‖"),):
                closes = not wanted and bool(opened) and opened[-1][0] == text
                found.append(token._replace(kind=CLOSE if closes else OPEN, text=text))
                if closes:
                    opened.pop()
                else:
                    opened.append((text, False))
                wanted = not closes
            continue
        if token.kind in (GROUP, OPEN):
            decorates = before is not None and before.kind in (RAISED, LOWERED)
            base = base_of(found) if decorates else None
            opened.append((token.text or token.kind, base is not None and base.kind in (FUNCTION, OVER)))
            wanted = True
        elif token.kind in (UNGROUP, CLOSE):
            wanted = opened.pop()[1] if opened else False
        else:
            wanted = not is_value(token)
        found.append(token)
    return found, not any(text in ("|", "‖") for text, _ in opened)


def base_of(tokens: list[Token]) -> Token | None:
    """What the ^ or _ at the end of these tokens belongs to, behind another such with its group."""
    place, depth = len(tokens) - 2, 0
    while place >= 0:
        depth += (tokens[place].kind == UNGROUP) - (tokens[place].kind == GROUP)
        if not depth and tokens[place].kind not in (GROUP, RAISED, LOWERED):
            return tokens[place]
        place -= 1
    return None
