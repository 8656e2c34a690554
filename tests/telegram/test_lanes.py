import asyncio
from functools import partial

from bot.transports.telegram.lanes import Lanes


async def test_order_within_a_lane() -> None:
    """Jobs of one lane run one after the other, in the order they came."""
    lanes, seen = Lanes(), list[str]()

    async def job(name: str) -> None:
        seen.append(f"{name} begins")
        await asyncio.sleep(0)
        seen.append(f"{name} ends")

    lanes.add("ada", partial(job, "first"))
    lanes.add("ada", partial(job, "second"))
    await lanes.drain(1)
    assert seen == ["first begins", "first ends", "second begins", "second ends"]


async def test_lanes_run_side_by_side() -> None:
    """A slow lane holds up no other."""
    lanes, release, done = Lanes(), asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        await release.wait()

    async def quick() -> None:
        done.set()

    lanes.add("ada", slow)
    lanes.add("bob", quick)
    await asyncio.wait_for(done.wait(), 1)
    release.set()
    await lanes.drain(1)


async def test_a_lane_can_be_used_again() -> None:
    """A lane that fell idle starts anew with the next job."""
    lanes, seen = Lanes(), list[int]()

    async def job(number: int) -> None:
        seen.append(number)

    for number in range(2):
        lanes.add("ada", partial(job, number))
        await lanes.drain(1)
    assert seen == [0, 1]


async def test_drain_drops_what_is_too_slow() -> None:
    """Draining waits no longer than it is told to."""
    lanes, cancelled = Lanes(), asyncio.Event()

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    lanes.add("ada", endless)
    await lanes.drain(0.01)
    assert cancelled.is_set()
