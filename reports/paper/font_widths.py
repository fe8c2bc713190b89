"""How wide the letters of the fonts of Word documents are: what the estimate of its pages needs.

In thousandths of the size of the font, from the space (U+0020) to the tilde (U+007E): those of Caladea and Carlito,
free fonts that are made as wide as Cambria and Calibri.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from math import ceil
from types import MappingProxyType

_FIRST, _LAST = 0x20, 0x7E
_ORDINARY, _FULL = 560, 1000
#: A word, which may be broken after a hyphen or a dash; or a space.
_WORD = re.compile(r"[^\s–-]*[–-]+|[^\s–-]+|\s")
#: The characters of a word that are measured.
_LONGEST_WORD = 2_000
#: The least width of a line in points.
_NARROWEST = 10.0


def _read(widths: str) -> tuple[int, ...]:
    return tuple(map(int, widths.split()))


#: By the font, and whether it is bold.
_WIDTHS: Mapping[tuple[str, bool], tuple[int, ...]] = MappingProxyType(
    {
        ("Cambria", False): _read(
            "220 286 393 619 506 890 687 237 382 382 427 554 205 329 206 490 517 362 472 461 492 475 470 470 "
            "485 478 264 264 554 554 554 422 885 599 579 519 625 540 509 539 696 343 304 630 501 888 693 599 "
            "533 599 613 453 557 687 598 889 571 557 507 350 490 350 554 371 151 470 520 421 520 441 313 459 "
            "554 277 255 525 271 813 558 480 520 501 396 392 325 546 470 720 483 482 428 387 316 387 712"
        ),
        ("Cambria", True): _read(
            "220 335 422 618 543 976 740 251 408 408 453 592 232 311 230 505 533 458 507 508 553 520 538 494 "
            "556 534 280 280 592 592 592 452 921 653 634 551 664 559 534 586 719 358 340 680 541 845 686 647 "
            "593 647 640 473 587 695 632 959 616 587 554 368 505 368 592 371 184 525 568 450 570 513 335 508 "
            "600 308 297 589 311 891 604 530 573 559 454 444 365 609 519 779 525 521 464 393 320 393 592"
        ),
        ("Calibri", False): _read(
            "226 326 401 498 507 715 682 221 303 303 498 498 250 306 252 386 507 507 507 507 507 507 507 507 "
            "507 507 268 268 498 498 498 463 894 579 544 533 615 488 459 631 623 252 319 520 420 855 646 662 "
            "517 673 543 459 487 642 567 890 519 487 468 307 386 307 498 498 291 479 525 423 525 498 305 471 "
            "525 229 239 455 229 799 525 527 525 525 349 391 335 525 452 715 433 453 395 314 460 314 498"
        ),
        ("Calibri", True): _read(
            "226 326 438 498 507 729 705 233 312 312 498 498 258 306 267 430 507 507 507 507 507 507 507 507 "
            "507 507 276 276 498 498 498 463 898 606 561 529 630 488 459 637 631 267 331 547 423 874 659 676 "
            "532 686 563 473 495 653 591 906 551 520 478 325 430 325 498 498 300 494 537 418 537 503 316 474 "
            "537 246 255 480 246 813 537 538 537 537 355 399 347 537 473 745 459 474 397 344 475 344 498"
        ),
    }
)


def measure_text(text: str, font: str, size: float, *, bold: bool = False) -> float:
    """The width of a text in points. Letters with accents are as wide as without; those of other scripts as most."""
    widths = _WIDTHS[font, bold]
    whole = 0
    for letter in text if text.isascii() else unicodedata.normalize("NFD", text):
        code = ord(letter)
        if _FIRST <= code <= _LAST:
            whole += widths[code - _FIRST]
        elif not unicodedata.combining(letter):
            whole += _FULL if unicodedata.east_asian_width(letter) in "WF" else _ORDINARY
    return whole * size / 1000


@lru_cache(maxsize=8192)
def _measure_word(word: str, font: str, size: float, bold: bool) -> float:
    """The width of a word, kept, since tables repeat theirs."""
    return measure_text(word, font, size, bold=bold)


def count_lines(
    text: str, font: str, size: float, room: float, *, bold: bool = False, first: float | None = None
) -> int:
    """The lines that a text takes where each has `room` points, and the first perhaps more or less."""
    room = max(room, _NARROWEST)
    lines, left = 1, room if first is None else first
    for word in _WORD.findall(text):
        width = _measure_word(word[:_LONGEST_WORD], font, size, bold)
        if word.isspace():
            left -= width  # it hangs over the end of a line
            continue
        if width > left and left < room:
            lines, left = lines + 1, room
        parted = max(ceil(width / room) - 1, 0)  # a word that is longer than a line
        lines, left = lines + parted, left - width + parted * room
    return lines
