"""The control words of RTF that stand for text, and those that open a place of their own."""

TEXT = {
    "par": "\n",
    "line": "\n",
    "lbr": "\n",
    "softline": "\n",
    "sect": "\n",
    "page": "\n",
    "softpage": "\n",
    "column": "\n",
    "softcol": "\n",
    "tab": "\t",
    "cell": "\t",
    "nestcell": "\t",
    "emdash": "\u2014",
    "endash": "\u2013",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "zwbo": "\u200b",
    "zwnbo": "\u2060",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}
SYMBOLS = {
    "~": "\u00a0",
    "-": "\u00ad",
    "_": "\u2011",
    "\n": "\n",
    "\r": "\n",
    "\t": "\t",
    "{": "{",
    "}": "}",
    "\\": "\\",
}

_NOWHERE = """
    aftncn aftnsep aftnsepc atnparent atnref atrfend atrfstart bkmkend bkmkstart blipuid colorschememapping colortbl
    datafield datastore defchp defpap expandedcolortbl falt fchars ffentrymcr ffexitmcr ffformat ffname fldtype fname
    fontemb fontfile ftncn ftnsep ftnsepc gridtbl hsv htmltag keycode latentstyles lchars leveltext levelnumbers lfolevel
    list listlevel listname listoverride listoverridetable listtable lsdlockedexcept mhtmltag mmathPr nonesttables objalias
    objsect objtime oldcprops oldpprops oldsprops oldtprops oleclsid panose passwordhash pgdsctbl pgp pgptbl pnseclvl
    pntxta pntxtb private protend protstart pxe rsidtbl rxe stylesheet themedata wgrffmtfilter writereservhash xmlattrname
    xmlclose xmlname xmlnstbl xmlopen"""
_QUIET = "atnicn background formfield hl info listpicture picprop pn shp shpgrp shpinst sp userprops"
_THROUGH = "cs do ds moMath moMathPara mmath nesttableprops shppict ts"
NOWHERE = frozenset(_NOWHERE.split())  # what a program needs to draw a page, and no person reads
QUIET = frozenset(_QUIET.split())  # no text of their own, but groups within them may have some
THROUGH = frozenset(_THROUGH.split())  # text within them belongs where the group stands
LAYERS = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
    "footnote": "note",
}
FACTS = {  # of the information group
    "title": "title",
    "subject": "subject",
    "author": "author",
    "manager": "manager",
    "company": "company",
    "operator": "last_author",
    "category": "category",
    "keywords": "keywords",
    "comment": "comment",
    "doccomm": "description",
    "hlinkbase": "link_base",
    "generator": "application",
    "template": "template",
}
MOMENTS = {"creatim": "created", "revtim": "modified", "printim": "printed", "buptim": "backed_up"}
SAID_OF_SHAPES = frozenset({"wzDescription", "wzTooltip", "gtextUNICODE", "pihlShape"})
