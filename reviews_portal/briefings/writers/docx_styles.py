"""The style sheet of Word documents: all formatting is in styles, so that documents are easy to edit.

Sizes are in points, lengths in twentieths of a point, as in Word.
"""

from dataclasses import dataclass, replace
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement

from reviews_portal.briefings.writers.office import FONT, HUES, INK, LINK, QUIET, RULE, WASH

DEPTHS = range(3)  # levels of indent for items under items; deeper ones use the last
STEP = 454  # 0.8 cm
HANGING = 397  # 0.7 cm, room for a bullet
HANGING_LETTER = 510  # 0.9 cm, room for "(a)"
BULLETS, DECIMALS, HEADINGS, LETTERS = 1, 2, 3, 4  # the kinds of list; there is one more of letters for each depth
ONE_SHARED = {BULLETS: 1, HEADINGS: 2}  # kinds of list that never restart, and their only instance
MARK = "A3201D"  # colour of audience marks


@dataclass(frozen=True)
class Setting:
    """How a document is set."""

    size: float  # of the text
    title: float
    headings: tuple[float, float, float]
    end: float  # size of the end matter
    margin: float  # in centimetres
    air: float = 1  # share of the usual space between paragraphs
    writing: int = 520  # height of a line to write on


PLAIN = Setting(size=11, title=25.85, headings=(17.6, 14.3, 12.1), end=9.5, margin=2.5)
COMPACT = Setting(size=9.5, title=22.3, headings=(15.2, 12.35, 10.45), end=8, margin=1.7, air=0.55)
HANDED_OUT = Setting(size=12, title=22, headings=(13.5, 12, 12), end=8, margin=1.6, air=0.55)
TO_WRITE_ON = replace(HANDED_OUT, size=11, headings=(12.5, 11, 11), end=7.5, air=0.3, writing=380)


@dataclass(frozen=True)
class Style:
    """A style; values that are None or zero are inherited from the style that it is based on."""

    id: str
    name: str
    based_on: str = "Normal"
    next: str = ""
    size: float = 0
    colour: str = ""
    is_bold: bool | None = None
    before: int | None = None
    after: int | None = None
    line: int = 0  # exact line height
    indent: int = 0
    hanging: int = 0
    keeps_next: bool = False
    keeps_lines: bool = False
    outline_level: int | None = None
    in_list: int | None = None  # instance of a list; 0: no list
    borders: str = ""
    ground: str = ""
    tabs: str = ""

    def as_xml(self) -> str:
        """Return the style as XML, with its children in the order that the schema requires."""
        spacing = _attributes(before=self.before, after=self.after, line=self.line or None)
        if self.line:
            spacing += ' w:lineRule="exact"'
        paragraph = [
            "<w:keepNext/>" if self.keeps_next else "",
            "<w:keepLines/>" if self.keeps_lines else "",
            f'<w:numPr><w:numId w:val="{self.in_list}"/></w:numPr>' if self.in_list is not None else "",
            f"<w:pBdr>{self.borders}</w:pBdr>" if self.borders else "",
            f'<w:shd w:val="clear" w:color="auto" w:fill="{self.ground}"/>' if self.ground else "",
            f"<w:tabs>{self.tabs}</w:tabs>" if self.tabs else "",
            f"<w:spacing{spacing}/>" if spacing else "",
            f"<w:ind{_attributes(left=self.indent, hanging=self.hanging)}/>" if self.indent else "",
            f'<w:outlineLvl w:val="{self.outline_level}"/>' if self.outline_level is not None else "",
        ]
        after = f'<w:next w:val="{self.next}"/>' if self.next else ""
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.id}"><w:name w:val={quoteattr(self.name)}/>'
            f'<w:basedOn w:val="{self.based_on}"/>{after}<w:qFormat/>'
            f"<w:pPr>{''.join(paragraph)}</w:pPr><w:rPr>{_run(self.size, self.colour, self.is_bold)}</w:rPr></w:style>"
        )


def _attributes(**values: int | None) -> str:
    return "".join(f' w:{name}="{value}"' for name, value in values.items() if value is not None)


def _run(size: float = 0, colour: str = "", is_bold: bool | None = None) -> str:
    bold = {None: "", True: "<w:b/><w:bCs/>", False: '<w:b w:val="0"/><w:bCs w:val="0"/>'}[is_bold]
    hue = f'<w:color w:val="{colour}"/>' if colour else ""
    half = f'<w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>' if size else ""
    return bold + hue + half


def _bar(side: str, colour: str, width: int, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{width}" w:space="{space}" w:color="{colour}"/>'


def paragraph_styles(setting: Setting, is_numbered: bool, right_edge: int) -> list[Style]:
    """Return the paragraph styles for a setting; `is_numbered` numbers the headings."""
    size = setting.size
    tall = setting.air * 20
    heading_1, heading_2, heading_3 = setting.headings

    def space(points: float) -> int:
        return round(points * tall)

    left_bar = _bar("left", LINK, 24, 10)
    styles = [
        Style("Title", "Title", next="Subtitle", size=setting.title, is_bold=True, after=space(4), keeps_next=True),
        Style("Subtitle", "Subtitle", next="Normal", size=size * 1.2, colour=QUIET, after=space(14)),
        Style("Heading1", "heading 1", next="Normal", size=heading_1, is_bold=True, before=space(17), after=space(6),
              keeps_next=True, keeps_lines=True, outline_level=0, borders=_bar("top", INK, 8, 6),
              in_list=ONE_SHARED[HEADINGS] if is_numbered else None,
              indent=HANGING if is_numbered else 0, hanging=HANGING),
        Style("Heading2", "heading 2", next="Normal", size=heading_2, is_bold=True, before=space(16), after=space(6),
              keeps_next=True, keeps_lines=True, outline_level=1),
        Style("Heading3", "heading 3", next="Normal", size=heading_3, is_bold=True, before=space(12), after=space(4),
              keeps_next=True, keeps_lines=True, outline_level=2),
        Style("Heading4", "heading 4", next="Normal", is_bold=True, colour=QUIET, before=space(10), after=space(4),
              keeps_next=True, keeps_lines=True, outline_level=3),
        Style("HeadingOfEnd", "Heading of the end 1", "Heading1", next="EndNote", size=setting.end + 1.5,
              before=space(10), after=space(2), in_list=0, borders=_bar("top", RULE, 6, 4)),
        Style("EndNote", "End note", size=setting.end, after=space(2), keeps_lines=True),
        Style("Header", "header", size=size - 1, is_bold=True, after=0),
        Style("Footer", "footer", size=size - 2, colour=QUIET, after=0, borders=_bar("top", RULE, 4, 6),
              tabs=f'<w:tab w:val="right" w:pos="{right_edge}"/>'),
        Style("ContentNote", "Content note", before=space(4), after=space(14), borders=_bar("left", INK, 24, 10),
              ground=WASH, indent=240, keeps_lines=True),
        Style("TrainersNote", "Note by the trainer", before=space(4), after=space(8), borders=left_bar, indent=240),
        Style("PortalsNote", "Note by the portal", colour=QUIET, after=space(8)),
        Style("PortalsBullet", "List Bullet by the portal", "PortalsNote", in_list=ONE_SHARED[BULLETS],
              after=space(4), indent=HANGING, hanging=HANGING),
        Style("Caption", "caption", next="Normal", is_bold=True, before=space(12), after=space(4), keeps_next=True),
        Style("TableText", "Table text", after=0),
        Style("RoomToWrite", "Room to write", colour="6F7786", line=setting.writing, after=space(8), keeps_lines=True,
              tabs=f'<w:tab w:val="right" w:leader="underscore" w:pos="{right_edge}"/>'),
        Style("FillIn", "To fill in", line=setting.writing, after=0, keeps_next=True, keeps_lines=True,
              tabs=f'<w:tab w:val="right" w:leader="underscore" w:pos="{right_edge}"/>'),
        Style("ListNumber", "List Number", size=setting.end, after=space(2), indent=HANGING, hanging=HANGING,
              keeps_lines=True),
    ]  # fmt: skip
    for depth in DEPTHS:
        indent, nth = depth * STEP, f" {depth + 1}" if depth else ""
        end = str(depth + 1) if depth else ""
        styles += [
            Style(f"Kind{end}", f"Kind{nth}", next=f"Quote{end}", size=size - 1, is_bold=True, before=space(10),
                  after=space(2), indent=indent, keeps_next=True),
            Style(f"Quote{end}", f"Quote{nth}", after=space(6), indent=indent),
            Style(f"QuoteBullet{end}", f"List Bullet{nth}", f"Quote{end}", in_list=ONE_SHARED[BULLETS],
                  after=space(4), indent=indent + HANGING, hanging=HANGING),
            Style(f"QuoteLetter{end}", f"List Letter{nth}", f"Quote{end}", after=space(4),
                  indent=indent + HANGING_LETTER, hanging=HANGING_LETTER),
            Style(f"QuoteSubLetter{end}", f"List Letter within part{nth}", f"Quote{end}", after=space(4),
                  indent=indent + 2 * HANGING_LETTER, hanging=HANGING_LETTER),
            Style(f"SourceLine{end}", f"Source line{nth}", next="Normal", size=size - 2, colour=QUIET,
                  after=space(8), indent=indent),
            Style(f"BulletSourceLine{end}", f"Source line of bullet{nth}", f"SourceLine{end}",
                  indent=indent + HANGING),
        ]  # fmt: skip
    return styles


def style_sheet(setting: Setting, language: str, is_numbered: bool, right_edge: int) -> BaseOxmlElement:
    """Return the whole style sheet: the defaults with the language, then every style."""
    size = setting.size
    paragraphs = "".join(style.as_xml() for style in paragraph_styles(setting, is_numbered, right_edge))
    kinds = "".join(
        f'<w:style w:type="character" w:styleId="{look}"><w:name w:val="{look.replace("-", " ").capitalize()}"/>'
        f'<w:qFormat/><w:rPr><w:color w:val="{hue}"/></w:rPr></w:style>'
        for look, hue in HUES.items()
    )
    rule = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
    return parse_xml(f"""<w:styles {nsdecls("w")}>
<w:docDefaults><w:rPrDefault><w:rPr>
  <w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/><w:color w:val="{INK}"/>
  <w:sz w:val="{size * 2:.0f}"/><w:szCs w:val="{size * 2:.0f}"/>
  <w:lang w:val={quoteattr(language)} w:eastAsia={quoteattr(language)} w:bidi="ar-SA"/>
</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>
  <w:spacing w:after="120" w:line="{288 if setting.air == 1 else 252}" w:lineRule="auto"/>
</w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
  <w:semiHidden/></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:semiHidden/>
  <w:tblPr><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>
</w:style>
<w:style w:type="table" w:styleId="Facts"><w:name w:val="Facts"/><w:basedOn w:val="TableNormal"/><w:qFormat/>
  <w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{INK}"/><w:bottom {rule}/>
  <w:insideH {rule}/></w:tblBorders><w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>
  <w:bottom w:w="60" w:type="dxa"/><w:right w:w="170" w:type="dxa"/></w:tblCellMar></w:tblPr>
  <w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>
  <w:tblStylePr w:type="firstCol"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/>
  <w:rPr><w:b/><w:bCs/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>
  <w:rPr><w:color w:val="{LINK}"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Source"><w:name w:val="Source"/><w:qFormat/>
  <w:rPr>{_run(size - 2, QUIET, is_bold=False)}</w:rPr></w:style>
<w:style w:type="character" w:styleId="Quiet"><w:name w:val="Quiet"/><w:qFormat/>
  <w:rPr>{_run(colour=QUIET)}</w:rPr></w:style>
<w:style w:type="character" w:styleId="SourceLink"><w:name w:val="Source link"/><w:basedOn w:val="Source"/>
  <w:rPr><w:color w:val="{LINK}"/><w:u w:val="single"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Audience"><w:name w:val="Audience"/><w:qFormat/>
  <w:rPr>{_run(colour=MARK, is_bold=True)}</w:rPr></w:style>
<w:style w:type="character" w:styleId="PageMark"><w:name w:val="Audience of a page"/><w:basedOn w:val="Audience"/>
  <w:rPr><w:sz w:val="22"/><w:szCs w:val="22"/>
  <w:bdr w:val="single" w:sz="8" w:space="3" w:color="{MARK}"/></w:rPr></w:style>
{kinds}{paragraphs}</w:styles>""")


def numbering() -> BaseOxmlElement:
    """Return the kinds of list, and the instances of those that never restart."""
    kinds = {
        BULLETS: ("bullet", "•", HANGING, HANGING),
        DECIMALS: ("decimal", "%1.", HANGING, HANGING),
        HEADINGS: ("decimal", "%1.", HANGING, HANGING),
        **{
            LETTERS + depth: ("lowerLetter", "(%1)", depth * STEP + HANGING_LETTER, HANGING_LETTER) for depth in DEPTHS
        },
    }
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{kind}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="{shape}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="{hanging}"/></w:pPr></w:lvl></w:abstractNum>'
        for kind, (shape, text, indent, hanging) in kinds.items()
    )
    shared = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/></w:num>' for kind, number in ONE_SHARED.items()
    )
    return parse_xml(f"<w:numbering {nsdecls('w')}>{abstract}{shared}</w:numbering>")
