"""Mathematics in the signs of Unicode, read on request."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import adtrace

READ = {
    "½x² + √(a·x) − sin θ ⋅ x₁": "1/2*x^2 + sqrt(a*x) - sin(θ)*x1",
    "2πr": "2*pi*r",
    "πr²": "pi*r^2",
    "x⁻¹ + xⁿ + eˣ": "x^-1 + x^n + exp(x)",
    "√2 x + ∛x": "sqrt(2)*x + cbrt(x)",
    "|x − y| + ‖x‖ + ‖x‖₂²": "abs(x - y) + norm2(x) + norm2(x)^2",
    "a x + b": "a*x + b",
    "ax + b": "ax + b",
    "2(x+1)(x−1)": "2*(x + 1)*(x - 1)",
    "f(x) = x²; f(2)": "f(x) = x^2\nf(2)",
    "y = a x\nloss = ½(y − ŷ)²": "y = a*x\nloss = 1/2*(y - ŷ)^2",
    "σ(x) + e^(−x²/2)": "sigmoid(x) + exp(-x^2/2)",
    "∑ᵢ xᵢ² + Σᵢ yᵢ": "sum(x^2) + sum(y)",
    "∑ᵢ₌₁³ xᵢ²": "x1^2 + x2^2 + x3^2",
    "xᵀ Σ x": "x.T*Σ*x",
    "sin²θ + cos² θ": "sin(θ)^2 + cos(θ)^2",
    "log₂ x": "log2(x)",
    "x ÷ y × z": "x/y*z",
    "0 ≤ x < 1": "(0 <= x)*(x < 1)",
    "x ≠ y": "x != y",
    "1e-3 x": "1e-3*x",
    "⌊x⌋ + n!": "floor(x) + gamma(n + 1)",
    "𝑥² + 𝜃": "x^2 + θ",
    "x\u0302 + ẏ": "xhat + ẏ",
    "mean x + step": "mean(x) + step",
    "gamma β + max(a, b)": "gamma*β + max(a, b)",
}


@pytest.mark.parametrize("text", READ)
def test_a_form_is_read(text):
    assert adtrace.from_unicode(text) == READ[text]


def test_the_point_says_what_is_an_array_and_how_a_letter_is_spelled():
    point = {"w": [1, 2], "x": [3, 4], "b": 1, "theta": 2}
    text = adtrace.from_unicode("σ(wᵀx + b) θ", point)
    assert text == "sigmoid(w.T @ x + b)*theta"
    assert adtrace.evaluate(text, point).value == pytest.approx(2 / (1 + 2.718281828459045**-12))


@pytest.mark.parametrize(("text", "place"), [("2½", "½"), ("x ∈ y", "∈"), ("∂x", "∂"), ("x + ", " "), ("|x", "|"), ("1/2x", "/2x"), ("x ± 1", "±")])
def test_what_cannot_be_read_is_pointed_at(text, place):
    with pytest.raises(adtrace.AdtraceError) as caught:
        adtrace.from_unicode(text)
    assert text[slice(*caught.value.span)] == place and caught.value.source == text


@given(st.text("xyσΣ∑ᵢ₁²⁻ᵀ½√∛|‖(){}[]+-·/^_=;,!'πθ sin2.5\n≤\u0302ŷ", max_size=14))
def test_any_text_is_read_or_refused(text):
    try:
        assert adtrace.from_unicode(text)
    except adtrace.AdtraceError as error:
        assert error.message
