"""Numbers that are typed one after the other into one field of a form of proof."""


def numbers(said: str) -> list[str]:
    """Each as it was typed, with white space, commas or semicolons between them."""
    return said.replace(",", " ").replace(";", " ").split()
