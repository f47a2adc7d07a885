"""`muniment release` and `muniment withdraw`: bundles that are held, and bundles that should not have come."""

import click

from muniment.cli.door import Asked, answer, as_json, say, the_case

_why = click.option("--why", required=True, metavar="TEXT", help="In your own words.")


@click.command()
@click.argument("bundle")
@_why
@as_json
@click.pass_obj
def release(asked: Asked, bundle: str, why: str, as_json: bool) -> None:
    """Open a held bundle to whoever works at the case, under your name."""
    with the_case(asked) as case:
        said = case.release(bundle, why)
    if as_json:
        answer(said)
    else:
        say(f"entry {said['entry']}: {bundle} is released")


@click.command()
@click.argument("bundle")
@_why
@as_json
@click.pass_obj
def withdraw(asked: Asked, bundle: str, why: str, as_json: bool) -> None:
    """Take a bundle out of every count but its own: the wrong stick, the wrong folder. The ledger keeps it."""
    with the_case(asked) as case:
        said = case.withdraw(bundle, why)
    if as_json:
        answer(said)
    else:
        say(f"entry {said['entry']}: {bundle} is withdrawn. It stays in the ledger, and in no count but its own")
