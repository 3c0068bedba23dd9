"""The library of mistakes: a row for each. What it makes of a line is a function in `predictions`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...named import Record
from ...records.worked import ADJOINT, INCREMENT, PARTIAL, TANGENT, VALUE
from .guess import Guess
from .line import PARTIALS, Line
from .predictions import arrays, functions, slips, slopes, sums


class Mistake(Record):
    """One row.

    name     unique and stable
    message  what to tell the writer. Its placeholders are filled by the guess, else by the line: {what}, the number
             that is meant; {step}, whose operation it is about; {node}, the node; {function}, the row's name;
             {rule}, the partial or the increment in symbols; {formula}, the step
    kinds    the kinds of numbers that it is made in
    predict  the numbers that it may lead to, of one line
    general  whether it may happen in any line, and so says less than the others
    often    whether it is so common that it is thought of before others that are nearer
    zero     whether it may be told of a 0: most mistakes come to that by chance
    """

    name: str
    message: str
    kinds: tuple[str, ...]
    predict: Callable[[Line], Iterator[Guess]]
    general: bool = False
    often: bool = False
    zero: bool = False


ANY = (VALUE, TANGENT, ADJOINT, PARTIAL, PARTIALS, INCREMENT)

MISTAKES = (
    # Sums of increments
    Mistake("forgotten-penalty", "the increment of {node} that comes from {missing} is missing: a penalty has a slope",
            (ADJOINT,), sums.penalty_missing),
    Mistake("overwritten", "one use of {node} is missing: only {taken} was taken; the increments are added up",
            (ADJOINT,), sums.one_increment),
    Mistake("use-missing", "one use of {node} is missing: {missing} was not added",
            (ADJOINT,), sums.increment_missing),
    Mistake("seed-of-one", "the seed of {node} was taken as 1", (ADJOINT,), sums.seed_of_one),
    # Which function is meant
    Mistake("log-base", "{taken} was taken in place of {function}, in {step} = {formula}",
            (VALUE, PARTIAL), functions.another_logarithm),
    Mistake("degrees", "the angle of {step} = {formula} was taken in degrees, not in radians",
            (VALUE, PARTIAL), functions.in_degrees),
    Mistake("other-branch", "the wrong branch of {step} = {formula} was taken",
            (VALUE, PARTIAL, INCREMENT), functions.other_branch, zero=True),
    Mistake("sign-in-value", "the minus sign of {step} = {formula} is lost", (VALUE,), functions.sign_in_value),
    Mistake("operands-exchanged", "the operands of {step} = {formula} are exchanged", (VALUE,), functions.exchanged),
    Mistake("power-as-product", "the power {formula} was taken as a product", (VALUE,), functions.power_as_product),
    Mistake("forgotten-constant", "the constant factor {missing} of {step} = {formula} is forgotten",
            (VALUE, PARTIAL), functions.without_constant, often=True),
    Mistake("forgotten-divisor", "the divisor {missing} of {step} = {formula} is forgotten",
            (VALUE, PARTIAL), functions.without_divisor),
    Mistake("forgotten-summand", "the summand {missing} of {step} = {formula} is forgotten",
            (VALUE,), functions.without_summand),
    Mistake("not-normalized", "the exponentials of {step} = {formula} are not divided by their sum",
            (VALUE,), arrays.not_normalized),
    Mistake("function-left-out", "{function} was not applied, in {step} = {formula}", (VALUE,), functions.left_out),
    # Products of arrays
    Mistake("softmax-diagonal", "only the diagonal of the softmax Jacobian was taken, {step}*(1 - {step}): each "
            "element of {step} depends on all those of {node} that it is normalized with",
            (INCREMENT, TANGENT), arrays.softmax_diagonal),
    Mistake("sum-over-wrong-matrix", "{summed} was summed over axis {axis}, where {rule} is meant",
            (INCREMENT,), arrays.sum_of_other, zero=True),
    Mistake("softmax-sum", "the sum that the derivative of {step} = {formula} takes off is missing",
            (INCREMENT,), arrays.softmax_sum),
    Mistake("transposed-factor", "a matrix is transposed, or the product is the wrong way round: {rule} is meant",
            (VALUE, INCREMENT), arrays.transposed_factor),
    Mistake("mean-as-sum", "the mean {step} = {formula} is not divided by {count}",
            (VALUE, INCREMENT), arrays.mean_as_sum),
    Mistake("wrong-count", "{step} = {formula} was divided by {taken}, not by {meant}",
            (VALUE, PARTIAL, INCREMENT), arrays.wrong_count),
    Mistake("other-axis", "{step} = {formula} was taken along axis {taken}, not {meant}", (VALUE,), arrays.other_axis),
    Mistake("batch-not-summed", "the increment of {node} from {step} is not summed over axis {axes}",
            (INCREMENT,), sums.batch_not_summed),
    # The slope of one operation
    Mistake("sign-of-rule", "the minus sign of {what} = {rule} is lost", (PARTIAL,), slopes.sign_of_rule),
    Mistake("sign-too-much", "{what} = {rule} has no minus sign", (PARTIAL,), slopes.sign_too_much),
    Mistake("exponent-kept", "the exponent is not lowered by 1: {what} = {rule}", (PARTIAL,), slopes.exponent_kept),
    Mistake("exponent-as-factor", "the power is lost: {what} = {rule}", (PARTIAL,), slopes.exponent_as_factor),
    Mistake("factor-of-power", "the factor {factor} of the power rule is lost: the slope is {rule}",
            (PARTIAL, INCREMENT), slopes.factor_of_power),
    Mistake("exponential-as-power", "the power rule was used where the exponent varies: {what} = {rule}",
            (PARTIAL,), slopes.exponential_as_power),
    Mistake("logarithm-of-base", "the logarithm of the base is lost: {what} = {rule}",
            (PARTIAL,), slopes.logarithm_of_base),
    Mistake("square-of-divisor", "the divisor is not squared: {what} = {rule}", (PARTIAL,), slopes.square_of_divisor),
    Mistake("partials-swapped", "the partials of the two operands of {step} = {formula} are swapped",
            (PARTIAL, TANGENT), slopes.swapped),
    Mistake("argument-for-result", "{what} = {rule} was taken with {node} in place of {step}",
            (PARTIAL,), slopes.argument_for_result),
    Mistake("slope-at-result", "{what} was taken at {step}, after {function}; it belongs at {node}, before it",
            (PARTIAL,), slopes.at_result),
    Mistake("before-activation", "{taken} was taken, before its activation, where {meant} is meant",
            (VALUE, PARTIAL, INCREMENT, TANGENT), slopes.before_activation),
    Mistake("after-activation", "{taken} was taken, after the activation, where {meant} is meant",
            (VALUE, INCREMENT), slopes.after_activation),
    Mistake("value-for-slope", "{function} itself was taken for its derivative: {what} = {rule}",
            (PARTIAL,), slopes.value_for_slope),
    Mistake("other-function", "the derivative of {taken} was taken for that of {function}: {what} = {rule}",
            (PARTIAL,), slopes.of_other_function),
    # The chain rule
    Mistake("product-of-derivatives", "the derivatives were combined like the values: {what} = {rule}",
            (TANGENT,), sums.product_of_slopes),
    Mistake("quotient-rule-terms", "the terms of the quotient rule are exchanged, or added: {what} = {rule}",
            (TANGENT,), sums.terms_exchanged),
    Mistake("tangent-term-missing", "a term is missing, {missing}: {what} = {rule}", (TANGENT,), sums.term_missing),
    Mistake("tangent-lost", "the slope is not multiplied by the tangent of what is inside: {what} = {rule}",
            (TANGENT,), sums.tangent_lost, general=True),
    Mistake("slope-lost", "the tangent is not multiplied by the slope: {what} = {rule}",
            (TANGENT,), sums.slope_lost, general=True),
    Mistake("upstream-lost", "a chain factor is missing, the adjoint of {step}: the increment of {node} is {rule}",
            (INCREMENT,), sums.upstream_lost, general=True),
    Mistake("partial-lost", "a chain factor is missing, the derivative of {step}: the increment of {node} is {rule}",
            (INCREMENT,), sums.partial_lost, general=True),
    Mistake("factor-lost", "a chain factor is missing, {missing}: the increment of {node} is {rule}",
            (INCREMENT,), sums.factor_lost, general=True),
    Mistake("slope-in-degrees", "the angle of {what} = {rule} was taken in degrees, not in radians",
            (PARTIAL,), functions.slope_in_degrees, general=True),
    # Slips of the pen
    Mistake("sign-lost", "the sign of {what} is wrong", ANY, slips.sign_lost, general=True),
    Mistake("factor-two", "{what} has a factor {factor} too much", ANY, slips.factor_two, general=True),
    Mistake("transposed-result", "{what} is transposed", ANY, arrays.transposed_result, general=True),
    Mistake("digits-exchanged", "two digits of {what} are exchanged", ANY,
            slips.in_one_place(slips.digits_exchanged)),
    Mistake("point-moved", "the decimal point of {what} is a place off", ANY,
            slips.in_one_place(slips.point_moved)),
)
"""Every mistake, in the order in which they are thought of for one line: the particular ones first."""

MESSAGES = {row.name: row.message for row in MISTAKES}
"""What each is told as."""
