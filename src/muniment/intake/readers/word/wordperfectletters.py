"""Letters of WordPerfect's own character sets, as far as their order is sure; any other gives U+FFFD."""

# the set for the languages of Europe, from 23 on; "\0" where no single letter stands for it
_MULTI = (
    "ß\0\0ÁáÂâÄäÀàÅåÆæÇçÉéÊêËëÈèÍíÎîÏïÌìÑñÓóÔôÖöÒòÚúÛûÜüÙùŸÿÃãĐđØøÕõÝýÐðÞþĂăĀāĄąĆćČčĈĉĊċĎďĚěĖėĒēĘę\0\0ĞğǦǧĢģĜĝĠġĤĥĦħİi"
    "ĪīĮįĨĩĲĳĴĵĶķĹĺĽľĻļĿŀŁłŃń\0ŉŇňŅņŐőŌōŒœŔŕŘřŖŗŚśŠšŞşŜŝŤťŢţŦŧŬŭŰűŪūŲųŮůŨũŴŵŶŷŹźŽžŻżŊŋ"
)
_MULTI_FIRST = 23
_SIGNS = "●○■•*¶§¡¿«»£¥₧ƒªº½¼¢²ⁿ®©¤¾³‛’‘‟”“–—‹›○□†‡™℠℞"
_MARKS = {56: "…", 72: "€"}
# what stands for the control characters 1 to 32 of a text, from version 6 on
_CONTROLS = "åÅæÆäÄáàâãÃçÇëéÉèêíñÑøØõÕöÖüÜúùß"


def letter(charset: int, number: int) -> str:
    """One letter of a set."""
    found = ""
    if charset == 0:
        found = chr(number) if 32 <= number < 127 else ""
    elif charset == 1 and number >= _MULTI_FIRST:
        found = _MULTI[number - _MULTI_FIRST : number - _MULTI_FIRST + 1].strip("\0")
    elif charset == 4:
        found = _SIGNS[number : number + 1] or _MARKS.get(number, "")
    return found or "\ufffd"


def control(number: int) -> str:
    """The letter that a control character from 1 to 32 stands for."""
    return _CONTROLS[number - 1]
