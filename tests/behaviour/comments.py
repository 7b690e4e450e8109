# first
import asyncio  # the loop

# before the function


async def work(value):  # after the header
    # before the statement
    await asyncio.sleep(  # after the parenthesis
        # before the argument
        0  # after the argument
        # before the end
    )  # after the statement
    # before the return
    return value  # the end


async def limited():
    # before
    value = await asyncio.wait_for(work("limited"), 1)  # trailing
    # between
    other = await asyncio.wait_for(
        # what
        work("other"),  # the work
        # how long
        timeout=1,  # a second
        # nothing more
    )  # done
    # after
    return value, other  # both


async def threaded():
    return await asyncio.to_thread(  # in a thread
        sorted,  # sorts
        [2, 1],  # these
        # the other way
        reverse=True,  # round
    )


class Box:
    # before the lock
    lock = asyncio.Lock()  # the lock
    # after the lock

    async def use(self):
        async with self.lock:  # locked
            # inside
            return "used"  # unlocked
        # never


async def main(
    # no parameters
):
    try:  # to do it
        # all of it
        print(await limited(), await threaded())  # printed
        print(await Box().use())
        await asyncio.wait_for(  # noqa
            asyncio.sleep(5),
            0.01,
        )
    # between the clauses
    except asyncio.TimeoutError:  # too late
        # in the handler
        print("late")
    # after the handler
    finally:  # always
        # here
        await asyncio.sleep(0)
        # and here


# before the end
asyncio.run(  # run
    main()  # it
)  # ran
# last
