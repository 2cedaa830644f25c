"""The Vietnamese lunisolar calendar (UTC+7), computed from the moon and the sun.

New moons after Meeus, *Astronomical Algorithms*, chapter 49 (all terms above half a minute), the sun's
longitude after chapter 25: both far within the minutes that decide on which day a month begins.
"""

from datetime import date, timedelta
from functools import lru_cache
from math import floor, radians, sin

_EPOCH = date(2000, 1, 1)
_NOON_2000 = 2451545.0
_HANOI = 7 / 24
_LUNATION = 29.530588861
# The month that holds the winter solstice (sun at 270 degrees) is always the eleventh.
_SOLSTICE_MONTH = 11

# Amplitude in days, power of the eccentricity, multiples of: sun's anomaly, moon's anomaly, latitude, node.
_TERMS = (
    (-0.40720, 0, 0, 1, 0, 0),
    (0.17241, 1, 1, 0, 0, 0),
    (0.01608, 0, 0, 2, 0, 0),
    (0.01039, 0, 0, 0, 2, 0),
    (0.00739, 1, -1, 1, 0, 0),
    (-0.00514, 1, 1, 1, 0, 0),
    (0.00208, 2, 2, 0, 0, 0),
    (-0.00111, 0, 0, 1, -2, 0),
    (-0.00057, 0, 0, 1, 2, 0),
    (0.00056, 1, 1, 2, 0, 0),
    (-0.00042, 0, 0, 3, 0, 0),
    (0.00042, 1, 1, 0, 2, 0),
    (0.00038, 1, 1, 0, -2, 0),
    (-0.00024, 1, -1, 2, 0, 0),
    (-0.00017, 0, 0, 0, 0, 1),
)


def solar(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """Return the Gregorian day of a lunar day (Tết of `year` is its 1/1), None where it doesn't exist."""
    if not 1800 <= year <= 2200 or not 1 <= day <= 30:
        return None
    start = _months(year).get((month, leap))
    if start is None:
        return None
    found = start + timedelta(days=day - 1)
    return found if day < 30 or found < _new_moon_day(_lunation_of(start) + 1) else None


def last_day(year: int, month: int) -> date:
    """Return the last day of a lunar month, the leap one that repeats it left out."""
    return solar(year, month, 30) or _months(year)[month, False] + timedelta(days=28)


def _months(year: int) -> dict[tuple[int, bool], date]:
    """Return the first day of each month of a lunar year, by (number, whether it repeats the one before)."""
    early, late = _between_solstices(year), _between_solstices(year + 1)
    return {key: day for key, day in early.items() if key[0] < _SOLSTICE_MONTH} | {
        key: day for key, day in late.items() if key[0] >= _SOLSTICE_MONTH
    }


@lru_cache(maxsize=64)
def _between_solstices(year: int) -> dict[tuple[int, bool], date]:
    """Return the first days of the months from the winter solstice before `year` to that of `year`."""
    first, last = _eleventh(year - 1), _eleventh(year)
    months = {(_SOLSTICE_MONTH, False): _new_moon_day(first)}
    number, has_leap = _SOLSTICE_MONTH, last - first == 13
    for k in range(first + 1, last):
        repeats = has_leap and not _holds_a_major_term(k)
        has_leap = has_leap and not repeats
        number = number if repeats else number % 12 + 1
        months[number, repeats] = _new_moon_day(k)
    return months


def _eleventh(year: int) -> int:
    """Return the number of the lunation in which the winter solstice of `year` falls."""
    k = _lunation_of(date(year, 12, 31))
    return k if _sector(_new_moon_day(k)) < 9 else k - 1


def _holds_a_major_term(k: int) -> bool:
    """Tell whether the sun enters one of the twelve major terms during lunation `k`."""
    return _sector(_new_moon_day(k)) != _sector(_new_moon_day(k + 1))


def _lunation_of(day: date) -> int:
    """Return the number of the lunation whose month holds `day` (0 began on 6/1/2000)."""
    k = floor(((day - _EPOCH).days - 4) / _LUNATION)
    while _new_moon_day(k + 1) <= day:
        k += 1
    while _new_moon_day(k) > day:
        k -= 1
    return k


@lru_cache(maxsize=512)
def _new_moon_day(k: int) -> date:
    """Return the Hanoi day on which lunation `k` begins."""
    t = k / 1236.85
    moment = 2451550.09766 + _LUNATION * k + 0.00015437 * t * t
    sun = radians(2.5534 + 29.10535670 * k - 0.0000014 * t * t)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    latitude = radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    node = radians(124.7746 - 1.56375588 * k + 0.0020672 * t * t)
    eccentricity = 1 - 0.002516 * t - 0.0000074 * t * t
    for size, power, a, b, c, d in _TERMS:
        moment += size * eccentricity**power * sin(a * sun + b * moon + c * latitude + d * node)
    # The largest planetary term, and dynamical time back to civil time (69 s in this century).
    moment += 0.000325 * sin(radians(299.77 + 0.107408 * k)) - 69 / 86400
    return _EPOCH + timedelta(days=floor(moment - _NOON_2000 + 0.5 + _HANOI))


@lru_cache(maxsize=512)
def _sector(day: date) -> int:
    """Return which twelfth of the ecliptic (0..11, 9 from the winter solstice) the sun is in at midnight."""
    t = ((day - _EPOCH).days - 0.5 - _HANOI) / 36525
    anomaly = radians(357.52911 + 35999.05029 * t)
    centre = (1.914602 - 0.004817 * t) * sin(anomaly) + 0.019993 * sin(2 * anomaly)
    centre += 0.000289 * sin(3 * anomaly)
    node = radians(125.04 - 1934.136 * t)
    longitude = 280.46646 + 36000.76983 * t + centre - 0.00569 - 0.00478 * sin(node)
    return floor(longitude % 360 / 30)
