"""The forecast is held against what came, against libraries that reckon otherwise, and against looking ahead."""

from __future__ import annotations

import math
import random
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from scipy import optimize, stats
from tests.rooms.backtest import Held, asked, held
from tests.rooms.processes import PROCESSES, STATUSES, VERBS, History, Process, constant

from sluis.domain.lifecycle import IN_PREPARATION, Status, Verb
from sluis.domain.stance import Chronicle, Step, Text
from sluis.domain.words import BRUSSELS
from sluis.parties.municipalities import municipalities
from sluis.register import forecast as forecasting
from sluis.register.courses import At, Place, field_of
from sluis.register.drawing import KEEP, USUAL_BEGINNING, USUAL_TREND, WEIGHT, Learnt, Rates, beginning_of
from sluis.register.forecast import LEVEL, Forecast, NotEnough, drawn, forecast
from sluis.register.hindsight import known_by
from sluis.register.pace import Beginnings, Count, Outcome, Pace, Stay, Tally, by_band, pace_of, typical_days
from sluis.register.reaching import TWICE_AS_FAST, what_it_takes

HISTORIES = 12
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "forecast.md"


@pytest.fixture(scope="class")
def fewer_futures() -> Iterator[None]:
    """Half as many futures: the range is as wide, and is known a little less well. What is kept is of one number."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forecasting, "FUTURES", 99)
        patch.setattr(forecasting, "NEW_DRAFTS", 1)
        drawn.cache_clear()
        yield
        drawn.cache_clear()


@cache
def steady(seed: int = 1) -> History:
    return History(PROCESSES[0], seed)


def told_of(history: History, on: date, until: date, **given: float) -> Forecast:
    found = forecast(history.told, on, until, **given)  # type: ignore[arg-type]
    assert isinstance(found, Forecast)
    return found


ON, UNTIL = date(2028, 6, 1), date(2029, 12, 31)


@pytest.fixture(scope="class")
def results(fewer_futures: None) -> dict[str, Held]:
    """How the forecasts of each process did."""
    return {process.name: held(process, range(HISTORIES)) for process in PROCESSES}


class TestItHoldsAsOftenAsItSays:
    def test_on_the_whole(self, results: dict[str, Held]) -> None:
        forecasts, hits = (sum(getattr(one, name) for one in results.values()) for name in ("forecasts", "hits"))
        says = sum(one.holds * one.forecasts for one in results.values()) / forecasts
        assert forecasts >= 11 * len(PROCESSES)
        assert says >= LEVEL
        # What so many forecasts that hold as often as they say would show in all but one of a thousand runs.
        low, high = stats.binom.ppf([0.0005, 0.9995], forecasts, says)
        assert low <= hits <= high
        assert 0.72 <= hits / forecasts <= 0.95

    def test_in_every_kind_of_history(self, results: dict[str, Held]) -> None:
        for one in results.values():
            assert one.hits >= stats.binom.ppf(0.001, one.forecasts, 0.8), one

    def test_it_does_not_miss_on_one_side_only(self, results: dict[str, Held]) -> None:
        below, above = (sum(getattr(one, name) for one in results.values()) for name in ("below", "above"))
        assert stats.binomtest(below, max(below + above, 1), 0.5).pvalue > 0.001

    def test_the_range_is_no_wider_than_is_honest(self, results: dict[str, Held]) -> None:
        for one in results.values():
            assert one.wide <= 3.2 * one.spread, one
        assert sum(one.wide for one in results.values()) <= 2.2 * sum(one.spread for one in results.values())

    def test_where_there_are_few_cases_it_may_say_that_it_cannot_tell(self, results: dict[str, Held]) -> None:
        assert results["few"].untold >= 1
        assert sum(one.untold for one in results.values()) == results["few"].untold

    def test_the_page_says_what_was_found(self, results: dict[str, Held]) -> None:
        rows = re.findall(r"^\| ([a-z ]+) \| (\d+) \| (\d+) % \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
        assert [name for name, _, _ in rows] == [process.name for process in PROCESSES]
        for name, forecasts, share in rows:
            one = results[name]
            hits = round(int(share) * int(forecasts) / 100)
            table = [[one.hits, one.forecasts - one.hits], [hits, int(forecasts) - hits]]
            assert stats.fisher_exact(table).pvalue > 0.001, name


def later_otherwise(text: Text, on: date, dice: random.Random) -> Text:
    """The same text up to a day, with another future: other moves, other terms where they were not validated yet."""
    known = [step for step in text.steps if step.day <= on and step.recorded_at.date() <= on]
    later = datetime.combine(on + timedelta(days=1 + dice.randrange(300)), datetime.min.time(), BRUSSELS)
    # One is recorded later and took effect before: on the day nobody knew.
    moves = [
        Step(later, later, Verb.WITHDRAW, Status.WITHDRAWN),
        Step(later - timedelta(days=400), later, Verb.END, Status.ENDED),
    ]
    valid = any(step.target == Status.ACTIVE for step in known)
    day = on + timedelta(days=dice.randrange(900))
    return replace(
        text,
        steps=(*known, *dice.sample(moves, dice.randrange(3))),
        start=text.start if valid else day,
        end=text.end if valid else day + timedelta(days=200),
        ends_on=day,
    )


def a_step(day: date, verb: Verb, target: Status, late: int = 0) -> Step:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=BRUSSELS)
    return Step(at, at + timedelta(days=late), verb, target)


def a_text(*steps: Step) -> Text:
    return Text("AGII-1", 1, "agii", "23027", "sha256:1", None, None, None, (), steps)


@pytest.mark.usefixtures("fewer_futures")
class TestItDoesNotLookAhead:
    @pytest.mark.parametrize("name", ["steady", "many end", "merger"])
    def test_another_future_gives_the_same_forecast(self, name: str) -> None:
        process = next(one for one in PROCESSES if one.name == name)
        for seed in range(4):
            history, dice = History(process, seed), random.Random(seed)
            on, until = asked(process, seed)
            other = [later_otherwise(text, on, dice) for text in history.told.texts]
            morning = datetime.combine(on + timedelta(days=1), datetime.min.time(), BRUSSELS)
            step = Step(morning, morning, Verb.DRAFT, Status.DRAFT)
            new = Text("AGII-x", 1, "agii", "23027", "sha256:new", None, None, None, (), (step,))
            assert Chronicle(other).changes() != history.told.changes()
            expected = forecast(history.told, on, until)
            assert forecast(Chronicle([*other, new]), on, until) == expected
            assert forecast(known_by(history.told, on), on, until) == expected

    def test_what_is_recorded_late_counts_from_when_it_was_recorded(self) -> None:
        text = a_text(a_step(date(2028, 5, 1), Verb.DRAFT, Status.DRAFT, late=60))
        assert known_by(Chronicle([text]), date(2028, 6, 29)).texts == ()
        assert known_by(Chronicle([text]), date(2028, 6, 30)).texts == (text,)

    def test_when_a_text_begins_and_ends_is_known_once_it_was_validated(self) -> None:
        drafted = a_step(date(2028, 5, 1), Verb.DRAFT, Status.DRAFT)
        validated = a_step(date(2028, 6, 30), Verb.VALIDATE, Status.ACTIVE)
        days = {"start": date(2028, 7, 1), "end": date(2030, 1, 1), "follows": ("sha256:0",)}
        text = replace(a_text(drafted, validated), **days)  # type: ignore[arg-type]
        assert known_by(Chronicle([text]), date(2028, 6, 29)).texts == (a_text(drafted),)
        assert known_by(Chronicle([text]), date(2028, 6, 30)).texts == (text,)

    def test_a_last_day_after_notice_is_known_while_notice_stands(self) -> None:
        moves = (Verb.VALIDATE, Verb.GIVE_NOTICE, Verb.WITHDRAW_NOTICE)
        days = [date(2028, 5, day + 1) for day in range(3)]
        steps = [a_step(day, verb, Status.ACTIVE) for day, verb in zip(days, moves, strict=True)]
        told = Chronicle([replace(a_text(*steps), ends_on=date(2028, 9, 1))])
        assert [known_by(told, day).texts[0].ends_on for day in days] == [None, date(2028, 9, 1), None]

    def test_of_another_agency_nothing_is_known(self) -> None:
        assert known_by(steady().told, ON, "atlas").texts == ()
        assert known_by(steady().told, ON, "agii").texts == known_by(steady().told, ON).texts


ENDS = (Outcome.ON, Outcome.ON, Outcome.GIVEN_UP, None)


class TestWhatItLearns:
    @pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
    def test_stays_and_days_are_those_of_a_plain_recount(self, process: Process) -> None:
        history = History(process, 5)
        on, _ = asked(process, 5)
        pace = pace_of(known_by(history.told, on), municipalities(), on)
        assert pace is not None
        stop = datetime.combine(on + timedelta(days=1), datetime.min.time(), BRUSSELS)
        days, moved = dict.fromkeys(IN_PREPARATION, 0.0), dict.fromkeys(IN_PREPARATION, 0)
        given_up, merged = dict.fromkeys(IN_PREPARATION, 0), 0
        for text in history.texts:
            # An amendment follows another text; what began with one is no beginning of a municipality.
            if text.follows:
                continue
            for step, after in zip(text.steps, [*text.steps[1:], None], strict=True):
                if step.target in IN_PREPARATION and step.at < stop:
                    known = after is not None and after.at < stop
                    days[step.target] += ((after.at if after and known else stop) - step.at).total_seconds() / 86_400
                    moved[step.target] += bool(after and known and after.verb in VERBS)
                    if after and known and after.verb == Verb.WITHDRAW:
                        # A draft of a municipality that merged was not given up.
                        there = text.nis in {one.nis for one in municipalities().on(after.day)}
                        given_up[step.target] += there
                        merged += not there
        for status in IN_PREPARATION:
            mine = [stay for stay in pace.stays if stay.status == status]
            assert sum(stay.days for stay in mine) == pytest.approx(days[status])
            assert sum(stay.outcome == Outcome.ON for stay in mine) == moved[status]
            assert sum(stay.outcome == Outcome.GIVEN_UP for stay in mine) == given_up[status]
            assert sum(count.days for count in by_band(pace.stays, status)[Outcome.ON]) == pytest.approx(days[status])
        assert bool(merged) == (process.name == "merger")

    @pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
    def test_days_in_force_are_those_of_the_book(self, process: Process) -> None:
        history = History(process, 6)
        on, _ = asked(process, 6)
        pace = pace_of(known_by(history.told, on), municipalities(), on)
        assert pace is not None
        day, days = process.first, 0
        while day <= on:
            days += history.count(day)
            day += timedelta(days=1)
        # A merger is recorded two days late, and what was known then is told as of then.
        assert pace.lost.days == pytest.approx(days, abs=2 * 300 if process.name == "merger" else 0)

    def test_typical_days_are_the_median_of_kaplan_and_meier_as_scipy_reckons_it(self) -> None:
        dice = random.Random(3)
        for _ in range(60):
            stays = [
                Stay(Status.DRAFT, round(dice.expovariate(1 / 20), 2), dice.choice(ENDS))
                for _ in range(dice.randrange(3, 40))
            ]  # fmt: skip
            ended = [stay.days for stay in stays if stay.outcome == Outcome.ON]
            others = [stay.days for stay in stays if stay.outcome != Outcome.ON]
            curve = stats.ecdf(stats.CensoredData(uncensored=ended, right=others)).sf if ended else None
            expected = None
            if curve is not None:
                below = curve.quantiles[curve.probabilities <= 0.5 + 1e-12]
                expected = below[0] if len(below) else None
            assert typical_days(stays, Status.DRAFT) == (None if expected is None else pytest.approx(expected))

    def test_the_rate_and_trend_of_beginnings_are_where_scipy_finds_the_likelihood_highest(self) -> None:
        dice = random.Random(4)
        for _ in range(25):
            halves = tuple(Count(dice.randrange(40), dice.uniform(5_000, 50_000)) for _ in range(dice.randrange(1, 12)))

            def unlikely(guess: list[float], halves: tuple[Count, ...] = halves) -> float:
                level, trend = guess
                total = trend**2 / (2 * USUAL_TREND**2)
                total -= WEIGHT * level - math.exp(level) * WEIGHT / USUAL_BEGINNING
                for age, count in enumerate(halves):
                    log_rate = level - trend * (age + 0.5)
                    total -= KEEP**age * (count.events * log_rate - math.exp(log_rate) * count.days)
                return total

            found = optimize.minimize(
                unlikely, [-9.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9}
            )
            mine = beginning_of(halves)
            assert mine.level == pytest.approx(found.x[0], abs=1e-3)
            assert mine.trend == pytest.approx(found.x[1], abs=1e-3)
            assert unlikely([mine.level, mine.trend]) <= found.fun + 1e-6

    def test_drawings_of_a_step_are_spread_as_the_stays_it_was_learnt_from(self) -> None:
        dice = random.Random(5)
        taken = [math.exp(dice.gauss(3, 0.8)) for _ in range(20_000)]
        rates = Rates(Learnt(a_pace(tuple(Stay(Status.DRAFT, days, Outcome.ON) for days in taken))), dice, 100)
        drawings = [rates.leaving(Status.DRAFT, 0.0)[0] for _ in range(4_000)]
        for edge in (7, 21, 45, 90, 180):
            share, truth = (sum(days <= edge for days in some) / len(some) for some in (drawings, taken))
            assert share == pytest.approx(truth, abs=0.03)

    def test_what_has_stood_long_is_drawn_from_what_stood_as_long(self) -> None:
        dice = random.Random(6)
        # Half take three days and half a hundred: who has stood for twenty days is of the second half.
        stays = tuple(Stay(Status.DRAFT, 3.0 if at % 2 else 100.0, Outcome.ON) for at in range(10_000))
        rates = Rates(Learnt(a_pace(stays)), dice, 100)
        left = [rates.leaving(Status.DRAFT, 20.0)[0] for _ in range(1_000)]
        assert 70 <= stats.tmean(left) <= 130
        fast = Rates(Learnt(a_pace(stays), TWICE_AS_FAST), dice, 100)
        assert stats.tmean([fast.leaving(Status.DRAFT, 20.0)[0] for _ in range(1_000)]) == pytest.approx(
            stats.tmean(left) / 2, rel=0.15
        )


def a_pace(stays: tuple[Stay, ...]) -> Pace:
    nothing = Count(0, 1_000)
    beginnings = Beginnings((Count(10, 10_000),), 10, 0)
    return Pace(ON, stays, beginnings, nothing, nothing, nothing, nothing, Tally(0, 0), Tally(0, 0), (None,), (0,))


class TestSense:
    def test_the_same_question_gives_the_same_answer(self) -> None:
        first = told_of(steady(), ON, UNTIL)
        drawn.cache_clear()
        assert told_of(steady(), ON, UNTIL) == first
        assert drawn.cache_info().misses == 1

    def test_the_range_is_in_order_and_within_what_there_is(self) -> None:
        for process in PROCESSES[:6]:
            found = told_of(History(process, 2), *asked(process, 2))
            for one in found.on_the_way:
                assert 0 <= one.low <= one.likely <= one.high <= found.total
            last = found.on_the_way[-1]
            assert (last.day, last.low, last.likely, last.high) == (found.until, found.low, found.likely, found.high)
            assert LEVEL <= found.holds <= 1
            assert found.in_force + found.suspended + found.waiting + found.preparing + found.free == 285
            assert found.holds == sum(found.low <= count <= found.high for count in found.futures) / len(found.futures)

    def test_the_further_away_the_wider(self) -> None:
        found = told_of(steady(), ON, UNTIL)
        widths = [one.high - one.low for one in found.on_the_way]
        assert widths[0] < widths[-1]

    def test_more_under_way_is_more_in_force_and_fewer_is_fewer(self) -> None:
        known = known_by(steady().told, ON)
        pace, field = pace_of(known, municipalities(), ON), field_of(known, municipalities(), ON, UNTIL)
        assert pace is not None
        places = dict(field.there)
        free = [nis for nis, place in places.items() if place.at == At.FREE]
        signed = places | dict.fromkeys(free[:20], Place(At.PREPARING, status=Status.SIGNED, stood=3.0))
        more = drawn(pace, replace(field, there=tuple(signed.items())), ON, UNTIL, 1.0)
        plain = drawn(pace, field, ON, UNTIL, 1.0)
        binding = [nis for nis, place in places.items() if place.at == At.IN_FORCE]
        gone = places | dict.fromkeys(binding[:20], Place(At.FREE))
        fewer = drawn(pace, replace(field, there=tuple(gone.items())), ON, UNTIL, 1.0)
        assert fewer.likely + 10 <= plain.likely <= more.likely - 10
        assert fewer.chance(plain.likely) < plain.chance(plain.likely) < more.chance(plain.likely)

    def test_faster_steps_bring_more(self) -> None:
        assert told_of(steady(), ON, UNTIL, speed=TWICE_AS_FAST).likely >= told_of(steady(), ON, UNTIL).likely + 2

    def test_a_known_end_is_seen_coming(self) -> None:
        process = Process("all end", constant(0.2), lose=0.0, suspend=0.0, runs=(900,), renews=0.0)
        history = History(process, 1)
        on = process.first + timedelta(days=1300)
        found = told_of(history, on, on + timedelta(days=400))
        last_days = [text.end for text in history.texts if text.end and text.steps[-1].day <= on]
        assert found.ending == sum(on <= end < found.until for end in last_days) > 10
        assert found.low <= history.count(found.until) <= found.high
        pace = pace_of(known_by(history.told, on), municipalities(), on)
        assert pace is not None
        # None was lost: each that is over came to its planned end, and none had a text after it.
        assert (pace.lost.events, pace.ends.yes) == (0, 0)
        assert pace.ends.no == sum(end < on for end in last_days) > 10

    def test_after_a_merger_there_are_as_many_as_successors(self) -> None:
        process = Process("all at once", lambda year: 3.0 if year < 0.4 else 0.0, first=date(2022, 1, 1), gives_up=0.0,
                          lose=0.0, suspend=0.0, reopens=0.0)  # fmt: skip
        history = History(process, 1)
        found = told_of(history, date(2024, 6, 1), date(2025, 3, 1))
        assert (found.total, history.count(date(2024, 6, 1))) == (285, found.in_force)
        assert found.in_force > 200
        # Two that both had one go on as one: fewer are lost by mergers than municipalities that cease.
        assert found.low <= history.count(date(2025, 3, 1)) <= found.high <= 285

    def test_it_takes_no_long(self) -> None:
        history = History(Process("six years", constant(0.6)), 1)
        on = history.process.first + timedelta(days=6 * 365)
        begun = time.process_time()
        found = told_of(history, on, on + timedelta(days=365))
        # Well under a second by itself; the bound leaves room for a busy machine.
        assert time.process_time() - begun < 3
        assert found.in_force > 200


class TestItCannotTell:
    def told(self, found: Forecast | NotEnough) -> str:
        assert isinstance(found, NotEnough)
        assert all(reason.nl != reason.en for reason in found.reasons)
        return " ".join(reason.en for reason in found.reasons)

    def test_with_few_concluded(self) -> None:
        history = steady()
        first = next(
            day for day in (history.process.first + timedelta(days=at) for at in range(900)) if history.count(day) >= 3
        )
        assert "Only 3 protocols" in self.told(forecast(history.told, first, first + timedelta(days=300)))
        assert "Only 0 protocols" in self.told(forecast(Chronicle([]), ON, UNTIL))

    def test_with_a_short_past_and_too_far_ahead(self) -> None:
        quick = History(Process("quick", constant(3.0), medians=(2, 2, 2, 2, 2, 2)), 1)
        day = quick.process.first + timedelta(days=120)
        assert "began only" in self.told(forecast(quick.told, day, day + timedelta(days=30)))
        on = steady().process.first + timedelta(days=700)
        assert "too far away" in self.told(forecast(steady().told, on, on + timedelta(days=1500)))
        assert isinstance(forecast(steady().told, on, on + timedelta(days=1000)), Forecast)

    def test_a_day_that_has_passed_is_no_question(self) -> None:
        with pytest.raises(ValueError, match="counted, not forecast"):
            forecast(steady().told, ON, ON)


class TestWhatItTakes:
    def way(self, more: int) -> tuple[Forecast, int]:
        seen = told_of(steady(), ON, UNTIL)
        return seen, seen.likely + more

    def test_so_many_drafts_now_close_the_gap_and_half_of_them_do_not(self) -> None:
        seen, needed = self.way(40)
        found = what_it_takes(needed, seen, told_of(steady(), ON, UNTIL, speed=TWICE_AS_FAST))
        assert found.as_it_goes.gap == 40
        assert found.as_it_goes.now is not None
        assert 40 < found.as_it_goes.now < 70

        known = known_by(steady().told, ON)
        pace, field = pace_of(known, municipalities(), ON), field_of(known, municipalities(), ON, UNTIL)
        assert pace is not None
        free = [nis for nis, place in field.there if place.at == At.FREE]

        def begun(count: int) -> int:
            places = dict(field.there) | dict.fromkeys(free[:count], Place(At.PREPARING))
            return drawn(pace, replace(field, there=tuple(places.items())), ON, UNTIL, 1.0).likely

        # Those that begin now would not begin by themselves later, which takes back a part.
        assert needed - 12 <= begun(found.as_it_goes.now) <= needed + 3
        assert begun(found.as_it_goes.now // 2) < needed - 12

    def test_spread_takes_more_than_now_and_faster_steps_take_fewer(self) -> None:
        seen, needed = self.way(30)
        found = what_it_takes(needed, seen, told_of(steady(), ON, UNTIL, speed=TWICE_AS_FAST))
        goes, faster = found.as_it_goes, found.faster
        assert goes.now and goes.spread and faster.now and faster.spread
        assert goes.now < goes.spread
        assert (faster.now, faster.spread) < (goes.now, goes.spread)
        years = (UNTIL - ON).days / 365.25
        assert goes.a_year == pytest.approx(seen.begun_a_year + goes.spread / years)
        assert found.last_begin == UNTIL - timedelta(days=seen.new_drafts.days)

    def test_what_is_likely_anyway_takes_nothing_and_what_no_number_brings_is_said(self) -> None:
        seen, needed = self.way(0)
        faster = told_of(steady(), ON, UNTIL, speed=TWICE_AS_FAST)
        enough = what_it_takes(needed, seen, faster)
        assert (enough.as_it_goes.gap, enough.as_it_goes.now, enough.as_it_goes.spread) == (0, 0, 0)
        assert enough.chance > 0.4
        every = what_it_takes(285, seen, faster)
        assert (every.as_it_goes.now, every.as_it_goes.spread, every.as_it_goes.a_year) == (None, None, None)
        assert every.chance == 0

    def test_a_new_draft_is_as_often_in_force_as_the_process_makes_it(self) -> None:
        process = PROCESSES[0]
        seen = told_of(steady(), ON, UNTIL)
        # Six steps with two in a hundred given up each, and a reopening that begins them anew now and then.
        assert seen.new_drafts.succeed == pytest.approx((1 - process.gives_up) ** 6, abs=0.08)
        assert seen.new_drafts.days == pytest.approx(sum(process.medians) * 1.25, rel=0.3)
        assert len(STATUSES) == 6

    def test_too_late_is_said(self) -> None:
        until = ON + timedelta(days=40)
        seen, faster = told_of(steady(), ON, until), told_of(steady(), ON, until, speed=TWICE_AS_FAST)
        assert what_it_takes(seen.likely + 5, seen, faster).last_begin is None
