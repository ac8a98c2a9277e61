"""The slide template, made in code: 16:9, with one layout for each kind of item.

The kind is in the slide's title; its colour and symbol are in the layout, so that they need no work on each slide, and
screen readers do not meet decorations. Lengths are in points.
"""

import re
from dataclasses import dataclass

import pptx
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import _Relationships
from pptx.oxml import parse_xml
from pptx.presentation import Presentation
from pptx.slide import SlideLayout
from pptx.util import Pt

from reviews_portal.briefings.writers.office import FONT, HUES, INK, LINK, PAPER, QUIET, RULE, WASH
from reviews_portal.briefings.writers.pptx_room import INDENTS

WIDTH, HEIGHT = 960, 540
LEFT, RIGHT = 84, 912
KICKER, LINE, MARK = 13, 14, 15  # ids of our placeholders, besides title (0) and body (1)
SIZES = (44, 36, 30, 27, 24)  # of the body: short texts are set larger, to be read from the last row
BODY_SIZE = SIZES[-1]
TITLE_SIZE, KICKER_SIZE, LINE_SIZE, OPENING_SIZE, LEAD_SIZE, VERSION_SIZE = 26, 16, 16, 40, 24, 18
HANGING = (0, 0.92, 1.67, 0, 1.67)  # hanging indent of each level, as a multiple of the font size
AFTER = 0.4  # space after a paragraph, as a multiple of the font size
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
SLIDE_NUMBER = '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum"><a:rPr/><a:t>1</a:t></a:fld>'
TABLE_STYLE = "{7C4B2C0E-6D0B-4C7B-9E52-3B1F6A0C5D11}"
# Each symbol in a square of 24: strokes, each a line through points.
SYMBOLS: dict[str, list[list[tuple[float, float]]]] = {
    "good-practice": [[(3, 13), (9, 19), (21, 5)]],
    "learning": [
        [(12, 6), (8, 4), (2, 4), (2, 19), (8, 19), (12, 21), (16, 19), (22, 19), (22, 4), (16, 4), (12, 6), (12, 21)]
    ],
    "recommendation": [[(5, 22), (5, 3), (20, 3), (16, 8.5), (20, 14), (5, 14)]],
    "question": [
        [(6, 8), (6.5, 5.5), (8.5, 3.5), (12, 3), (15.5, 3.5), (17.5, 5.5), (18, 8), (17, 10.5), (12, 13.5), (12, 16)],
        [(12, 20), (12, 21)],
    ],
    "response": [[(9, 4), (3, 10), (9, 16)], [(3, 10), (17, 10), (20, 11.5), (21, 14.5), (21, 20)]],
}


@dataclass(frozen=True)
class Box:
    """A position and size in points."""

    left: float
    top: float
    width: float
    height: float

    def as_xml(self, tag: str = "a:xfrm") -> str:
        """Return it as XML, in the format's unit of 1/12,700 point."""
        left, top, width, height = (round(Pt(value)) for value in (self.left, self.top, self.width, self.height))
        return f'<{tag}><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></{tag}>'


TITLE = Box(LEFT, 44, RIGHT - LEFT, 64)
BODY = Box(LEFT, 122, RIGHT - LEFT, 318)
BESIDE_PICTURE = Box(LEFT, 134, 590, 312)
PICTURE = Box(712, 134, 200, 200)
TABLE = Box(LEFT, 140, RIGHT - LEFT, 0)
HEADING = Box(LEFT, 20, 560, 22)
# Width of a line, as a multiple of its font size, and number of lines.
TITLE_ROOM, TITLE_LINES = TITLE.width / TITLE_SIZE, 2
OPENING_ROOM, OPENING_LINES = TITLE.width / OPENING_SIZE, 3
LEAD_ROOM, LEAD_LINES = BODY.width / LEAD_SIZE, 6
BODY_ROOM, BODY_LINES = BODY.width / BODY_SIZE, 10.75
VERSION_ROOM, VERSION_LINES = BESIDE_PICTURE.width / VERSION_SIZE, 11
KICKER_ROOM = HEADING.width / KICKER_SIZE
LINE_ROOM, LINE_LINES = BODY.width / LINE_SIZE, 2


def new_presentation(language: str, is_restricted: bool) -> Presentation:
    """Return an empty presentation with our template; its slides have room for an audience mark if restricted."""
    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    presentation.part._element.sldSz.attrib.pop("type", None)  # python-pptx's default is 4:3
    _forget(presentation.part.rels, {RELATIONSHIP_TYPE.PRINTER_SETTINGS})
    _forget(presentation.part.package._rels, {RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES})
    master = presentation.slide_masters[0]
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme._blob = _theme(theme.blob.decode()).encode()
    styles = presentation.part.part_related_by(RELATIONSHIP_TYPE.TABLE_STYLES)
    styles._blob = _table_styles().encode()
    _set_master(master)
    for layout, (name, shapes) in zip(list(master.slide_layouts), _layouts(is_restricted).items(), strict=True):
        _set_layout(layout, name, shapes)
    for element in presentation.part._element.iter("{*}defRPr"):
        element.set("lang", language)
    return presentation


def layouts_of(presentation: Presentation) -> dict[str, SlideLayout]:
    """Return the layouts by name."""
    return {layout.name: layout for layout in presentation.slide_masters[0].slide_layouts}


def layout_of(look: str) -> str:
    """Return the name of the layout for a kind of item."""
    return look.replace("-", " ").capitalize() if look in HUES else "Words"


def room_of(size: int) -> tuple[float, float]:
    """Return the width of a line and the number of lines in a body at a font size."""
    return BODY.width / size, BODY_LINES * BODY_SIZE / size


def sizes_of_levels(size: int) -> str:
    """Return the levels of a body in another size than the layout's, with everything else inherited from it."""
    return "".join(
        f'<a:lvl{level}pPr marL="{round(Pt(left * size))}" indent="{-round(Pt(hanging * size))}">'
        f'<a:spcAft><a:spcPts val="{round(AFTER * size * 100)}"/></a:spcAft><a:defRPr sz="{size * 100}"/>'
        f"</a:lvl{level}pPr>"
        for level, (left, hanging) in enumerate(zip(INDENTS, HANGING, strict=True), start=1)
    )


def placeholder(name: str, kind: str, box: Box, style: str = "", anchor: str = "t", fill: str = "") -> str:
    """Return a placeholder as XML; `kind` are the attributes by which slides refer to it."""
    ground = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else ""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>"
        f'<p:spPr>{box.as_xml()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ground}</p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}">'
        f"<a:noAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>"
        f"<a:p>{SLIDE_NUMBER if 'sldNum' in kind else f'<a:r><a:rPr/><a:t>{name}</a:t></a:r>'}</a:p>"
        "</p:txBody></p:sp>"
    )


def _level(level: int, size: float, colour: str, bold: bool = False, align: str = "l", **points: float) -> str:
    """Return the format of one level of a placeholder's text."""
    left, hanging, after = points.get("left", 0), points.get("hanging", 0), points.get("after", 0)
    bullet = '<a:buFont typeface="Arial"/><a:buChar char="•"/>' if points.get("bullet") else "<a:buNone/>"
    return (
        f'<a:lvl{level}pPr marL="{round(Pt(left))}" indent="{-round(Pt(hanging))}" algn="{align}">'
        f'<a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft>{bullet}'
        f'<a:defRPr sz="{round(size * 100)}" b="{int(bold)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f'<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{level}pPr>'
    )


def _body_levels(size: float, colour: str = INK) -> str:
    """Return the levels of the body: paragraphs, bullets, parts, continuations, and parts of parts."""
    return "".join(
        _level(level, size, colour, after=size * AFTER, left=left * size, hanging=hanging * size, bullet=level == 2)
        for level, (left, hanging) in enumerate(zip(INDENTS, HANGING, strict=True), start=1)
    )


def _bar(box: Box, colour: str) -> str:
    """Return a bar of one colour, for masters and layouts only."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f'{box.as_xml()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _symbol(look: str, colour: str) -> str:
    """Return the symbol of a kind, drawn in strokes left of the title."""
    strokes = ""
    for (x, y), *others in SYMBOLS[look]:
        strokes += f'<a:moveTo><a:pt x="{x * 100:.0f}" y="{y * 100:.0f}"/></a:moveTo>'
        strokes += "".join(f'<a:lnTo><a:pt x="{x * 100:.0f}" y="{y * 100:.0f}"/></a:lnTo>' for x, y in others)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="0" name="Symbol"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>'
        f"{Box(48, 47, 24, 24).as_xml()}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="2400" h="2400" fill="none">{strokes}</a:path>'
        f'</a:pathLst></a:custGeom><a:noFill/><a:ln w="34925" cap="rnd"><a:solidFill><a:srgbClr val="{colour}"/>'
        f"</a:solidFill><a:round/></a:ln></p:spPr></p:sp>"
    )


def _title(colour: str, size: float = TITLE_SIZE, box: Box = TITLE, anchor: str = "t") -> str:
    return placeholder("Title", 'type="title"', box, _level(1, size, colour, bold=True), anchor)


def _layouts(is_restricted: bool) -> dict[str, str]:
    """Return the shapes of each layout by its name, in reading order."""
    kicker = placeholder("Heading", f'type="body" sz="quarter" idx="{KICKER}"', HEADING, _level(1, KICKER_SIZE, QUIET))
    mark = ""
    if is_restricted:
        where = Box(RIGHT - 190, 18, 190, 30)
        style = _level(1, 12, PAPER, bold=True, align="ctr")
        mark = placeholder("Audience", f'type="body" sz="quarter" idx="{MARK}"', where, style, "ctr", fill=INK)
    line = placeholder(
        "Source",
        f'type="body" sz="quarter" idx="{LINE}"',
        Box(LEFT, 446, RIGHT - LEFT, 42),
        _level(1, LINE_SIZE, QUIET),
        "b",
    )
    body = placeholder("Words", 'type="body" idx="1"', BODY)
    foot = placeholder(
        "Footer", 'type="ftr" sz="quarter" idx="11"', Box(LEFT, 504, 700, 18), _level(1, 12, QUIET), "ctr"
    ) + placeholder(
        "Slide number", 'type="sldNum" sz="quarter" idx="12"', Box(RIGHT - 100, 504, 100, 18),
        _level(1, 12, QUIET, align="r"), "ctr",
    )  # fmt: skip
    opening = Box(LEFT, 86, RIGHT - LEFT, 150)
    below = placeholder(
        "Lead", 'type="body" idx="1"', Box(LEFT, 252, RIGHT - LEFT, 188), _body_levels(LEAD_SIZE, QUIET)
    )
    side_bar = _bar(Box(48, BODY.top, 5, BODY.height), LINK)
    layouts = {
        "Opening": _bar(Box(48, 86, 6, 354), LINK) + _title(INK, OPENING_SIZE, opening, "b") + mark + below + foot,
        "Heading": _bar(Box(48, 86, 6, 354), INK) + _title(INK, 36, opening, "b") + kicker + mark + below + foot,
        "Words": _title(INK) + kicker + mark + body + line + foot,
        "Note": side_bar + _title(INK) + kicker + mark + body + foot,
        "Facts": _title(INK) + kicker + mark + foot,
        "Version": _title(INK)
        + mark
        + placeholder("Words", 'type="body" idx="1"', BESIDE_PICTURE, _body_levels(VERSION_SIZE))
        + foot,
    }
    for look, hue in HUES.items():
        layouts[layout_of(look)] = _symbol(look, hue) + _title(hue) + kicker + mark + body + line + foot
    return layouts


def _set_master(master: pptx.slide.SlideMaster) -> None:
    shapes = (
        _bar(Box(LEFT, 496, RIGHT - LEFT, 0.75), RULE)
        + _title(INK)
        + placeholder("Words", 'type="body" idx="1"', BODY)
        + placeholder("Footer", 'type="ftr" sz="quarter" idx="3"', Box(LEFT, 504, 700, 18))
        + placeholder("Slide number", 'type="sldNum" sz="quarter" idx="4"', Box(RIGHT - 100, 504, 100, 18))
    )
    _set_shapes(master, shapes)
    styles = master._element.find("{*}txStyles")
    styles.getparent().replace(
        styles,
        parse_xml(
            f"<p:txStyles {NAMESPACES}><p:titleStyle>{_level(1, TITLE_SIZE, INK, bold=True)}</p:titleStyle>"
            f"<p:bodyStyle>{_body_levels(BODY_SIZE)}</p:bodyStyle>"
            f"<p:otherStyle>{_level(1, 18, INK)}</p:otherStyle></p:txStyles>"
        ),
    )


def _set_layout(layout: SlideLayout, name: str, shapes: str) -> None:
    layout._element.attrib.pop("type", None)
    layout._element.cSld.set("name", name)
    _set_shapes(layout, shapes)


def _set_shapes(base: SlideLayout | pptx.slide.SlideMaster, shapes: str) -> None:
    """Replace the shapes of a master or a layout."""
    tree = base._element.cSld.spTree
    for old in tree.findall("{*}sp") + tree.findall("{*}pic"):
        tree.remove(old)
    for number, shape in enumerate(parse_xml(f"<p:spTree {NAMESPACES}>{shapes}</p:spTree>"), start=2):
        shape.find(".//{*}cNvPr").set("id", str(number))
        tree.append(shape)


def _theme(xml: str) -> str:
    """Return the theme with our name, colours and font."""
    hues = dict(enumerate((LINK, *list(HUES.values())), start=1))
    colours = {"dk1": INK, "lt1": PAPER, "dk2": QUIET, "lt2": WASH, "hlink": LINK, "folHlink": LINK}
    colours |= {f"accent{number}": hue for number, hue in hues.items()}
    for name, colour in colours.items():
        xml = re.sub(rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>', xml)
    xml = re.sub(r'<a:latin typeface="[^"+]*"', f'<a:latin typeface="{FONT}"', xml)
    xml = re.sub(r'<a:font script="[^>]*/>', "", xml)
    return xml.replace('name="Office Theme"', 'name="Briefing"').replace('name="Office"', 'name="Briefing"')


def _table_styles() -> str:
    def line(side: str, colour: str, points: float) -> str:
        fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        return f'<a:{side}><a:ln w="{round(Pt(points))}">{fill}</a:ln></a:{side}>'

    bold = f'<a:tcTxStyle b="on"><a:srgbClr val="{INK}"/></a:tcTxStyle>'
    rules = line("bottom", RULE, 0.75) + line("insideH", RULE, 0.75)
    return (
        f'<a:tblStyleLst {NAMESPACES} def="{TABLE_STYLE}"><a:tblStyle styleId="{TABLE_STYLE}" styleName="Facts">'
        f'<a:wholeTbl><a:tcTxStyle><a:srgbClr val="{INK}"/></a:tcTxStyle>'
        f"<a:tcStyle><a:tcBdr>{rules}</a:tcBdr></a:tcStyle></a:wholeTbl>"
        f"<a:firstCol>{bold}<a:tcStyle><a:tcBdr/></a:tcStyle></a:firstCol>"
        f"<a:firstRow>{bold}<a:tcStyle><a:tcBdr>{line('bottom', INK, 1.5)}</a:tcBdr></a:tcStyle></a:firstRow>"
        "</a:tblStyle></a:tblStyleLst>"
    )


def _forget(rels: _Relationships, reltypes: set[str]) -> None:
    """Remove parts of python-pptx's own template that are not needed."""
    for key in [key for key, rel in rels.items() if rel.reltype in reltypes]:
        rels.pop(key)
