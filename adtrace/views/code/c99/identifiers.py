"""Names of a program in letters that C99 takes, and the words that are no names there."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 50
"""Characters of a name: C99 tells 63 apart, and some are for what is put in front or behind."""

KEYWORDS = """
    auto break case char const continue default do double else enum extern float for goto if inline int long register
    restrict return short signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Complex
    _Imaginary alignas alignof asm bool constexpr false nullptr static_assert thread_local true typeof typeof_unqual
    and bitand bitor catch class compl const_cast delete dynamic_cast explicit export friend mutable namespace new not
    operator or private protected public reinterpret_cast static_cast template this throw try typeid typename using
    virtual wchar_t xor linux unix main
"""
"""Of C, old and new, and of C++; what compilers define."""

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
    NULL EOF FILE BUFSIZ stdin stdout stderr printf fprintf putc getc puts remove rename size_t NO_MAIN differs
"""
"""What else math.h and stdio.h may define, and what the file itself does."""

RESERVED = frozenset(
    [*KEYWORDS.split(), *MACROS.split(), *(word + end for word in LIBRARY.split() for end in ("", "f", "l"))]
)

SYSTEM = re.compile(r"(?:FP|M|MATH|HUGE|SEEK|DBL)_\w*")
"""Names that math.h and its kin may define besides."""


def c_name(name: str) -> str:
    """A name in letters, digits and _ of ASCII: x' is x_prime, α is alpha; a name cannot begin with _ or a digit."""
    spelled = "".join(map(letter, name))
    if not spelled[:1].isalpha() or SYSTEM.fullmatch(spelled):
        spelled = f"v{spelled}"
    return spelled[:LONGEST]


def letter(char: str) -> str:
    """One character of a name."""
    if char.isascii() and (char.isalnum() or char == "_"):
        return char
    if char == "'":
        return "_prime"
    plain = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    if plain.isalnum():
        return plain
    words = unicodedata.name(char, "").split()
    if len(words) == 4 and words[0] == "GREEK" and words[2] == "LETTER":
        return words[3].lower() if words[1] == "SMALL" else words[3].capitalize()
    return f"u{ord(char):04X}"
