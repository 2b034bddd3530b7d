"""What a schedule is said to be in Spanish: its words agree and stand in the order of the language."""

from __future__ import annotations

from datetime import date

import pytest

from bot.nudges.describing import describe
from bot.nudges.understanding import understand
from bot.texts import translator

START = date(2027, 3, 22)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("every day 10:00", "Cada día a las 10:00"),
        ("every monday and thursday 10:00, 16:00", "Cada lunes y jueves a las 10:00 y 16:00"),
        ("weekdays in december 09:30", "Entre semana en diciembre a las 09:30"),
        ("every 2 weeks on monday 10:00", "Cada dos semanas, en lunes a las 10:00"),
        ("third monday of january 10:00", "Tercer lunes de enero a las 10:00"),
        ("last day of the month 10:00", "El último día de cada mes a las 10:00"),
        ("1st and 15th of every month 10:00", "El 1 y 15 de cada mes a las 10:00"),
        ("31st of every month 10:00", "El 31 de cada mes (cuando lo hay) a las 10:00"),
        ("first weekday of every month 10:00", "Primer día laborable de cada mes a las 10:00"),
        ("25 december 10:00", "Cada año, el 25 de diciembre a las 10:00"),
        ("every 3 months on the 1st 10:00", "Cada 3 meses, el 1 a las 10:00"),
        (
            "FREQ=WEEKLY;BYDAY=MO;UNTIL=20271231;BYHOUR=10;BYMINUTE=0",
            "Cada lunes a las 10:00, hasta el viernes 31 de diciembre de 2027",
        ),
        (
            "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=1,2,3;BYHOUR=10;BYMINUTE=0",
            "Cada mes, el 1, 2 y 3 de cada mes, si cae en lunes, a las 10:00",
        ),
    ],
)
def test_a_schedule_reads_as_spanish(typed: str, said: str) -> None:
    """A rule is told as somebody would say it, not as English with Spanish words."""
    assert describe(understand(typed, start=START), translator("es")) == said
