"""What was found about one entry of a worked table, in words and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..records import Number
from ..records.worked import CARRIED, WRONG, Judged
from .formats import Options
from .layout import Line, line, visible
from .mistake import mistake_text
from .number import MOST_DECIMALS, as_written, decimals, is_array, lines, localised, people, shape_text


class Finding:
    """One entry, judged, for a reader."""

    def __init__(self, judged: Judged, options: Options) -> None:
        self.judged, self.entry, self.options, self.say = judged, judged.entry, options, options.say

    # Numbers

    def right(self) -> Number:
        """The right number of what was written: of an element, where the entry is of one."""
        return self.part(self.judged.right)

    def follows(self) -> Number:
        """What follows from the lines above where they are wrong, and that is another number; else None."""
        if self.judged.follows is None or self.judged.verdict not in (CARRIED, WRONG):
            return None
        follows, right = self.part(self.judged.follows), self.right()
        if is_array(follows):
            return None if right is not None and bool((follows == right).all()) else follows
        return None if right is not None and self.told(follows) == self.told(right) else follows

    def part(self, number: Number) -> Number:
        """The element that the entry is of, or the whole."""
        place = self.entry.quantity.place if self.entry.quantity else ()
        return float(number[place]) if place and is_array(number) else number

    def is_element(self) -> bool:
        """Whether what is wrong is one element of an array that was written as a whole."""
        written, right = self.entry.stated, self.right()
        return bool(self.judged.place) and is_array(written) and is_array(right) and written.shape == right.shape

    def digits(self) -> int:
        """Decimals of right numbers: as many as were written, and as many as tell a wrong number from the right one."""
        stated, right, unit = self.entry.stated, self.judged.right, self.entry.unit
        if self.is_element():
            place = self.judged.place
            stated, right, unit = stated[place], right[place], unit[place] if is_array(unit) else unit
        else:
            right = self.right()
        found = max(self.options.digits, decimals(unit)) if not is_array(unit) else self.options.digits
        if self.judged.verdict in (CARRIED, WRONG) and not (is_array(stated) or is_array(right) or right is None):
            while found < MOST_DECIMALS and people(stated, found) == people(right, found):
                found += 1
        return found

    def block(self, number: Number, *, full: bool = True) -> list[str]:
        """A number as the lines of a cell; an array by its shape alone, unless `full`."""
        options, say = self.options, self.say
        if is_array(number) and not full:
            return [f"[{shape_text(number.shape, unicode=options.unicode)}]"]
        digits = options.digits if is_array(number) else self.digits()
        return lines(number, digits, unicode=options.unicode, decimal=options.decimal, say=say)

    def told(self, number: float) -> str:
        """A scalar, as it is said in a sentence."""
        return localised(people(number, self.digits()), self.options.decimal)

    def stated(self) -> str:
        """The number that was written, or the element of it that is wrong."""
        stated, unit = self.entry.stated, self.entry.unit
        if self.is_element():
            stated, unit = stated[self.judged.place], unit[self.judged.place] if is_array(unit) else unit
        return localised(as_written(float(stated), float(unit)), self.options.decimal)

    # Words

    def element(self) -> str:
        """Which element of an array is wrong, both numbers, and how many are: "" for anything else."""
        if not self.is_element():
            return ""
        judged, size = self.judged, self.entry.stated.size
        phrase = self.say("element [{place}]: {stated} was written, {right} is right; {count} of {size} differ")
        return phrase.format(
            place=", ".join(map(str, judged.place)), stated=self.stated(), right=self.told(judged.right[judged.place]),
            count=judged.wrong, size=size,
        )

    def notes(self, *, beside: bool = True) -> Iterator[Line]:
        """What is said of the entry beneath its row.

        beside  whether what follows from the lines above stands in the row
        """
        if element := self.element():
            yield line(element)
        follows = self.follows()
        if not beside and follows is not None and not is_array(follows):
            yield line(self.say("{number} follows from your lines").format(number=self.told(follows)))
        if self.judged.mistake:
            yield line((self.mistake(), "warning"))
        if self.judged.remark and not element:
            yield line((self.remark(), "dim"))

    def mistake(self) -> str:
        """The likely mistake, in the reader's language where it is there."""
        told = mistake_text(self.judged, self.say) or self.say(self.judged.mistake)
        return self.say("likely mistake: {mistake}").format(mistake=self.text(told))

    def remark(self) -> str:
        """The remark of the judge, in the reader's language where it is there."""
        return self.text(self.judged.said(self.say))

    def text(self, text: Any) -> str:
        """Text that may have names in it, safe to show."""
        return visible(str(text), unicode=self.options.unicode)

    def sentence(self) -> Line:
        """The entry, the number it should have, and the likely mistake."""
        found = [*self.correction()]
        if self.judged.mistake:
            found += [("; ", ""), (self.mistake(), "")]
        return line(*found)

    def correction(self) -> Iterator[tuple[str, str]]:
        """The entry and the number it should have."""
        say, right, follows = self.say, self.right(), self.follows()
        name = self.text(" ".join(self.entry.name.split()))
        yield f"{say('line {number}').format(number=self.entry.line)}, ", ""
        if self.is_element() or is_array(self.entry.stated) or is_array(right) or right is None:
            yield name, "bold"
            yield f": {self.element() or self.remark()}".removesuffix(": "), ""
            return
        yield f"{name} = {self.stated()}", "bold"
        yield f" {say('should be')} ", ""
        yield self.told(right), "bold"
        if follows is not None:
            yield f" ({say('{number} follows from your lines').format(number=self.told(follows))})", ""

    def reason(self) -> str:
        """The same in one line of plain text, without the likely mistake's style."""
        return "".join(text for text, _ in self.sentence())
