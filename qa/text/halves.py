"""Whether what stands on both sides of an unseen character is one word or two, in English."""

from __future__ import annotations

from typing import NamedTuple

from qa.text.english import common_words, is_name, is_word


class Halves(NamedTuple):
    """The letters before an unseen character and behind it, in lower case."""

    left: str
    right: str

    @property
    def are_one_word(self) -> bool:
        """Whether they are a word together alone."""
        return self._is_known_together and not self.are_parts

    @property
    def are_two_words(self) -> bool:
        """Whether they are two words, which together are none."""
        return _is_known(self.left) and _is_known(self.right) and not self._is_known_together

    @property
    def are_whole(self) -> bool:
        """Whether they are a common word together, whatever they are apart."""
        return bool(self.left and self.right) and self.left + self.right in common_words()

    @property
    def _is_known_together(self) -> bool:
        return bool(self.left and self.right) and _is_known(self.left + self.right)

    @property
    def are_parts(self) -> bool:
        """Whether each of them is a word of its own, as the parts of "long-term" are."""
        return is_word(self.left) and is_word(self.right)


_LONGEST = 40


def halves(text: str, start: int, end: int) -> Halves:
    """The letters before `start` and behind `end`."""
    left, right = start, end
    while left > max(0, start - _LONGEST) and text[left - 1].isalpha():
        left -= 1
    while right < min(len(text), end + _LONGEST) and text[right].isalpha():
        right += 1
    return Halves(text[left:start].lower(), text[end:right].lower())


def _is_known(word: str) -> bool:
    return bool(word) and (is_word(word) or is_name(word))
