"""The record of a bulletin: what users, services and files see. ``docs/record.md`` is generated from here."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = "1.0"


class Record(BaseModel):
    """Base of all parts: reading tolerates fields of newer minor versions, writing never adds any."""

    model_config = ConfigDict(extra="ignore", frozen=True)


Offset = Annotated[int, Field(ge=0)]
Confidence = Annotated[float, Field(ge=0, le=1)]
Number = int | float


class SpanRef(Record):
    """A half-open stretch of `text` in Unicode code points."""

    start: Offset = Field(description="First character.")
    end: Offset = Field(description="One past the last character.")


class Location(Record):
    """A place on a page of the source."""

    page: int = Field(description="Page, counted from 1.")
    bbox: tuple[float, float, float, float] = Field(
        description="x0, y0, x1, y1 in PDF points from the page's top left."
    )


class Sourced(SpanRef):
    """A stretch that can be found again in the source."""

    locations: list[Location] | None = Field(
        None, description="Where it stands on the pages; null where the source has none."
    )
    source_start: int | None = Field(None, description="TXT: code-point offset into the decoded original.")
    source_end: int | None = Field(None, description="TXT: one past the last code point in the decoded original.")


class Source(Record):
    """Where the bulletin was read from."""

    name: str | None = Field(description="File name without its folder, or null.")
    sha256: str = Field(description="Digest of the input bytes.")
    media_type: str = Field(description="`application/pdf` or `text/plain`.")
    encoding: str | None = Field(None, description="TXT: the encoding found.")
    page_count: int | None = Field(None, description="PDF: number of pages.")
    ocr: bool = Field(False, description="Whether the text came from optical recognition.")


class Masthead(Record):
    """报头: title, issue, issuer, date."""

    title: str | None = Field(None, description="Name of the bulletin, letter spacing closed.")
    issue_label: str | None = Field(None, description="The issue as printed, such as `第三期`.")
    issue_number: int | None = Field(None, description="The issue as a number.")
    total_issue: int | None = Field(None, description="Running number since the first issue (总第…期).")
    year: int | None = Field(None, description="Year of the issue.")
    issuer: str | None = Field(None, description="The issuing body, without 编 or 主办.")
    date: str | None = Field(None, description="Date of the issue in EDTF.")
    secrecy: str | None = Field(None, description="Handling mark such as `内部资料`.")
    spans: dict[str, list[SpanRef]] = Field(default_factory=dict, description="Where each field was read.")


class ContentsEntry(Record):
    """One line of the table of contents."""

    title: str = Field(description="Title as printed there.")
    page: int | None = Field(None, description="Page as printed there.")
    article_id: str | None = Field(None, description="The article that it announces.")


class Paragraph(Sourced):
    """One paragraph of a body."""

    text: str = Field(description="Its characters.")
    kind: Literal["body", "subhead", "list", "table"] = Field(description="What it is.")
    pages: list[int] = Field(default_factory=list, description="Pages that it stands on, from 1.")


class Byline(Sourced):
    """Who wrote or supplied an article: one entry a person or body."""

    name: str = Field(description="Name, letter spacing closed.")
    kind: Literal["person", "organization"] = Field(description="Person or organisation.")
    role: str | None = Field(None, description="Role as printed, such as `通讯员`.")


class Entity(Sourced):
    """A named organisation, place or person."""

    label: Literal["ORG", "LOC", "PER"] = Field(description="Kind of name.")
    text: str = Field(description="The name as printed.")
    canonical: str | None = Field(None, description="Full name that a short form stands for.")
    code: str | None = Field(None, description="GB/T 2260 code valid at the issue's date, for places.")
    confidence: Confidence = Field(description="How sure, 0–1.")
    sources: list[str] = Field(
        default_factory=list, description="What spoke for it: lexicon, pattern, model, document."
    )
    candidates: list[str] = Field(default_factory=list, description="Full names it may stand for, where that is open.")


class Quantity(Sourced):
    """A counted or measured amount."""

    text: str = Field(description="Number, unit and approximators as printed.")
    value: Number | None = Field(description="The number in the unit, 万 and 亿 multiplied out.")
    upper: Number | None = Field(None, description="Upper number of a range.")
    unit: str | None = Field(None, description="Unit or measure word as printed, or null.")
    qualifier: Literal["exact", "about", "over", "under", "nearly", "at_least", "at_most", "range"] = Field(
        description="How the number is meant."
    )
    kind: Literal[
        "count", "money", "percent", "percentage_point", "measure", "duration", "age", "fraction", "multiple"
    ] = Field(description="What sort of amount.")
    counted: str | None = Field(None, description="Surface of what is counted.")
    lower_bound: Number | None = Field(None, description="The true amount is not below this.")
    upper_bound: Number | None = Field(None, description="The true amount is not above this.")
    confidence: Confidence = Field(1.0, description="How sure, 0–1.")


class DateMention(Sourced):
    """A written date."""

    text: str = Field(description="The date as printed.")
    value: str | None = Field(description="EDTF (ISO 8601-2), relative dates resolved against the issue's date.")
    reason: str | None = Field(None, description="Why `value` is null.")


class Evidence(Record):
    """One reason for or against reading an article as starting here."""

    feature: str = Field(description="Name of the evidence.")
    weight: float = Field(description="Its weight; negative speaks against.")


class Article(Sourced):
    """One article."""

    id: str = Field(description="Stable id: the bulletin's id and the position.")
    index: int = Field(ge=0, description="Position from 0.")
    column: str | None = Field(None, description="栏目 that it stands under.")
    headline: str | None = Field(None, description="As printed, without its marker.")
    subtitle: str | None = Field(None, description="As printed, without its dash.")
    headline_style: Literal["line", "run_in"] | None = Field(None, description="On its own line, or run in.")
    editor_note: str | None = Field(None, description="编者按.")
    paragraphs: list[Paragraph] = Field(default_factory=list, description="The body.")
    bylines: list[Byline] = Field(default_factory=list, description="Who wrote or supplied it.")
    published: str | None = Field(None, description="Day of publication printed with it (发布时间：…), EDTF.")
    entities: list[Entity] = Field(default_factory=list, description="Names in headline and body.")
    quantities: list[Quantity] = Field(default_factory=list, description="Amounts in headline and body.")
    dates: list[DateMention] = Field(default_factory=list, description="Dates in headline and body.")
    confidence: Confidence = Field(description="How sure its boundaries are, 0–1.")
    headline_span: SpanRef | None = Field(None, description="Where the headline stands in `text`.")
    evidence: list[Evidence] | None = Field(None, description="Only on request: what spoke for this start.")
    runner_up: str | None = Field(None, description="Only on request: the next best reading of this start.")


class Colophon(Record):
    """报尾: addressees, editors, how to reach them."""

    editors: list[str] = Field(default_factory=list, description="编辑, 责任编辑.")
    reviewers: list[str] = Field(default_factory=list, description="审核, 校对.")
    approver: str | None = Field(None, description="签发.")
    emails: list[str] = Field(default_factory=list, description="E-mail addresses.")
    phones: list[str] = Field(default_factory=list, description="Telephone numbers as printed.")
    address: str | None = Field(None, description="Postal address.")
    report_to: list[str] = Field(default_factory=list, description="报, 报送, 主送.")
    send_to: list[str] = Field(default_factory=list, description="送, 发, 发送.")
    copy_to: list[str] = Field(default_factory=list, description="抄送, 抄报.")
    print_date: str | None = Field(None, description="印发 date in EDTF.")
    copies: int | None = Field(None, description="共印…份.")
    spans: dict[str, list[SpanRef]] = Field(default_factory=dict, description="Where each field was read.")


class Warning(Record):
    """Something that wants a human look."""

    code: str = Field(description="Stable kebab-case word; all are listed in docs/errors.md.")
    message: str = Field(description="One sentence.")
    start: int | None = Field(None, description="Where in `text`, if anywhere.")
    end: int | None = Field(None, description="One past its last character.")


class Region(SpanRef):
    """A stretch of `text` and the part of the bulletin that it belongs to."""

    kind: str = Field(description="masthead, contents, column, note, article, caption, colophon or remainder.")


class Bulletin(Record):
    """One bulletin."""

    schema_version: Literal["1.0"] = Field("1.0", description="Version of this record's layout.")
    id: str = Field(description="Stable: same bytes in, same id out.")
    source: Source = Field(description="Where it was read from.")
    text: str = Field(description="Cleaned text, one paragraph a line; all offsets count into it.")
    masthead: Masthead = Field(description="报头.")
    contents: list[ContentsEntry] = Field(default_factory=list, description="目录.")
    articles: list[Article] = Field(default_factory=list, description="The articles in print order.")
    colophon: Colophon = Field(description="报尾.")
    warnings: list[Warning] = Field(default_factory=list, description="What wants a human look.")
    regions: list[Region] = Field(
        default_factory=list, description="Every character of `text` belongs to one of these."
    )


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of ``Bulletin``."""
    schema = Bulletin.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
