"""Which elements of an offence nothing supports, that could be used: the empty cells, which are work."""

from collections.abc import Collection, Sequence

from muniment.prove.law.offences import Element, Part

# nobody need show an exception or a defence until somebody raises it; taking part is another way to the same offence
_NOT_NEEDED = {Part.EXCEPTION, Part.DEFENCE, Part.FIGURE, Part.RELATED, Part.PARTICIPATION}


def gaps(elements: Sequence[Element], met: Collection[str]) -> set[str]:
    """The elements that are not met, and must be.

    Of several acts that will do, of an act and its alternatives, and of several purposes, one is enough.
    *Cannot*: say which circumstance belongs to which of two alternatives; it asks for all.
    """
    needed = {each.id for each in elements if each.kind not in _NOT_NEEDED}
    acts = {each.id for each in elements if each.kind in {Part.ACT_ANY, Part.ALTERNATIVE}}
    if any(each.kind is Part.ALTERNATIVE for each in elements):
        acts |= {each.id for each in elements if each.kind is Part.ACT}
    purposes = {each.id for each in elements if each.kind is Part.PURPOSE_ANY}
    for one_of in (acts, purposes):
        if one_of & set(met):
            needed -= one_of
    return needed - set(met)
