import uvloop


async def main():
    pass


uvloop.run(main())
uvloop.run(main(), debug=True)
