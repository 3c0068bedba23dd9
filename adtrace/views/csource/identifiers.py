"""Names of a program as identifiers of C: in ASCII, no word of C or of its library, no two alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST = 56
"""Characters of an identifier: C99 tells 63 apart."""

KEYWORDS = """
    auto break case char const continue default do double else enum extern float for goto if inline int long register
    restrict return short signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Complex
    _Imaginary alignas alignof asm bool constexpr false nullptr static_assert thread_local true typeof typeof_unqual
    and bitand bitor catch class compl const_cast delete dynamic_cast explicit export friend mutable namespace new not
    operator or private protected public reinterpret_cast static_cast template this throw try typeid typename using
    virtual wchar_t xor linux unix i386 main
"""
"""Of C, old and new, of C++, since a header is shared, and what compilers define."""

LIBRARY = """
    acos asin atan atan2 cos sin tan acosh asinh atanh cosh sinh tanh exp exp2 expm1 frexp ilogb ldexp log log10 log1p
    log2 logb modf scalbn scalbln cbrt fabs hypot pow sqrt erf erfc lgamma tgamma ceil floor nearbyint rint lrint llrint
    round lround llround trunc fmod remainder remquo copysign nan nextafter nexttoward fdim fmax fmin fma
    acospi asinpi atanpi atan2pi cospi sinpi tanpi compoundn exp10 exp10m1 exp2m1 logp1 log10p1 log2p1 pown powr rootn
    rsqrt roundeven fromfp ufromfp fmaximum fminimum llogb nextup nextdown canonicalize
"""
"""Functions of math.h, each with its kin for float and long double."""

MACROS = """
    fpclassify isfinite isinf isnan isnormal signbit isgreater isgreaterequal isless islessequal islessgreater
    isunordered iscanonical issignaling issubnormal iszero iseqsig HUGE_VAL HUGE_VALF HUGE_VALL INFINITY NAN I
    float_t double_t math_errhandling signgam j0 j1 jn y0 y1 yn gamma drem finite significand scalb pow10 exception
    NULL EOF FILE BUFSIZ stdin stdout stderr printf fprintf putc getc puts remove rename size_t NO_MAIN
"""
"""What else math.h and stdio.h may define."""

RESERVED = frozenset(
    [*KEYWORDS.split(), *MACROS.split(), *(word + end for word in LIBRARY.split() for end in ("", "f", "l"))]
)


def spelled(name: str) -> str:
    """A name in ASCII: x' is x_prime, α is alpha, and what has no such name is its code point."""
    return "".join(letter(char) for char in name)


def letter(char: str) -> str:
    """One character of an identifier."""
    if char.isascii() and (char.isalnum() or char == "_"):
        return char
    if char == "'":
        return "_prime"
    plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    if plain.isalnum():
        return plain
    words = unicodedata.name(char, "").split()
    if len(words) == 4 and words[:2] in (["GREEK", "SMALL"], ["GREEK", "CAPITAL"]):
        return words[3].lower() if words[1] == "SMALL" else words[3].capitalize()
    return f"u{ord(char):04X}"


class Identifiers:
    """The identifiers of one file.

    A name has the same one wherever it stands; `fresh` gives one that no name has.
    """

    def __init__(self, names: Iterable[str] = (), reserved: Iterable[str] = ()) -> None:
        self.taken = {*RESERVED, *reserved}
        self.known: dict[str, str] = {}
        listed = list(names)
        for name in listed:  # Those that can stay as they are come first: x_prime before x'.
            if name == spelled(name):
                self.of(name)
        for name in listed:
            self.of(name)

    def of(self, name: str) -> str:
        """The identifier of a name of the program."""
        if name not in self.known:
            self.known[name] = self.fresh(spelled(name))
        return self.known[name]

    def fresh(self, wanted: str) -> str:
        """An identifier like this one that nothing else has."""
        stem = wanted if wanted[:1].isalpha() else f"v{wanted}"
        if len(stem) > LONGEST:
            stem = stem[: LONGEST - 4]
        found, count = stem, 1
        while found in self.taken:
            found, count = (f"{stem}_" if count == 1 else f"{stem}_{count}"), count + 1
        self.taken.add(found)
        return found

    def renamed(self) -> list[tuple[str, str]]:
        """The names that are spelled otherwise here."""
        return [(name, here) for name, here in self.known.items() if name != here]
