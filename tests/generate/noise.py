"""Files that come with gathering reports and are none, or cannot be read: one function each.

`write_all(folder)` writes every kind and returns them by name. Belongs here: bad files. Does not
belong here: good reports with wrong figures (mutations in `spec`).
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.generate.guangdong import FONT, KEY_PROJECTS, default_spec, wrap
from tests.generate.printing import render_report

PASSWORD = "lingnan-2026"
# Far more than covers and titles are looked for on.
LONG_PAGES = 60
_SCAN_SCALE = 2


def zero_byte(out: Path) -> Path:
    """An empty file named .pdf."""
    out.write_bytes(b"")
    return out


def truncated(out: Path) -> Path:
    """A report whose download broke off: the first three fifths of its bytes."""
    render_report(default_spec(), out)
    data = out.read_bytes()
    out.write_bytes(data[: len(data) * 3 // 5])
    return out


def html_named_pdf(out: Path) -> Path:
    """The error page of a web site saved under the name of the report."""
    out.write_text(
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>404</title></head>"
        "<body><h1>您访问的页面不存在</h1><p>2026年部门预算</p></body></html>\n",
        encoding="utf-8",
    )
    return out


def text_named_pdf(out: Path) -> Path:
    """Plain text named .pdf."""
    out.write_text("岭南市政务服务数据管理局2026年部门预算\n详见附件。\n", encoding="utf-8")
    return out


def scan(out: Path, pages: int = 2) -> Path:
    """Pages that are pictures only: a ruled table without any text layer.

    No font with Chinese characters is at hand everywhere, so the picture shows figures and rules.
    """
    canvas = Canvas(str(out), pageCompression=1, invariant=1)
    width, height = (int(side) * _SCAN_SCALE for side in A4)
    for page in range(pages):
        picture = Image.new("L", (width, height), 250)
        draw = ImageDraw.Draw(picture)
        for row in range(12):
            top = 240 + row * 60
            draw.rectangle((120, top, width - 120, top + 60), outline=30, width=2)
            draw.line((width // 2, top, width // 2, top + 60), fill=30, width=2)
            draw.text((140, top + 18), f"{201 + row + 12 * page}", fill=20, font_size=26)
            draw.text(
                (width // 2 + 40, top + 18), f"{1234.5 * (row + 1):,.2f}", fill=20, font_size=26
            )
        buffer = io.BytesIO()
        picture.save(buffer, "PNG")
        buffer.seek(0)
        canvas.drawImage(ImageReader(buffer), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out


def password(out: Path) -> Path:
    """The sample report, to be opened with `PASSWORD` only."""
    return render_report(default_spec().with_options(encrypt=PASSWORD), out)


def narrative_only(out: Path) -> Path:
    """A budget report whose twelve tables were published apart: text, no statement."""
    spec = default_spec()
    spec = replace(spec, projects=tuple(replace(p, is_key=False) for p in spec.projects))
    return render_report(spec.with_options(drop_tables=frozenset(range(1, KEY_PROJECTS + 1))), out)


def long_text(out: Path, pages: int = LONG_PAGES) -> Path:
    """A long document of text that is no budget: a city's statistical yearbook, say."""
    paragraph = (
        "全年地区生产总值按不变价格计算稳步增长，第一产业、第二产业和第三产业协调发展，"
        "居民收入与经济增长基本同步，社会事业全面进步，城乡面貌持续改善。"
    )
    texts = [[f"第{page + 1}章 统计资料", *[paragraph] * 9] for page in range(pages)]
    return _text_pdf(out, texts)


def policy_notice(out: Path) -> Path:
    """A notice about budgets that is not one: it names the kind of report and has amounts."""
    return _text_pdf(
        out,
        [
            [
                "岭南市财政局关于做好2026年预算公开工作的通知",
                "岭财预〔2026〕12号",
                "市直各单位：",
                "为做好2026年预算公开工作，现将有关事项通知如下。",
                "一、公开主体。各部门是预算公开的主体，应当在批复后20日内公开本部门预算。",
                "二、公开内容。公开一般公共预算、政府性基金预算和国有资本经营预算收支情况，"
                "并对“三公”经费增减变化的原因作出说明。",
                "三、公开方式。在门户网站设置专栏，长期保留。对100万元以上的重点项目，"
                "应当同时公开绩效目标。",
                "四、本通知自印发之日起施行。",
                "岭南市财政局",
                "2026年1月15日",
            ]
        ],
    )


def _text_pdf(out: Path, pages: list[list[str]]) -> Path:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(out), pageCompression=1, invariant=1)
    for number, paragraphs in enumerate(pages, 1):
        head, *rest = paragraphs
        canvas.setFont(FONT, 20)
        canvas.drawCentredString(A4[0] / 2, 760, head)
        canvas.setFont(FONT, 14)
        y = 720.0
        for paragraph in rest:
            for line in wrap("　　" + paragraph, A4[0] - 160, 14):
                canvas.drawString(80, y, line)
                y -= 24
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(A4[0] / 2, 28, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return out


KINDS: dict[str, Callable[[Path], Path]] = {
    "zero_byte": zero_byte,
    "truncated": truncated,
    "html_named_pdf": html_named_pdf,
    "text_named_pdf": text_named_pdf,
    "scan": scan,
    "password": password,
    "narrative_only": narrative_only,
    "long_text": long_text,
    "policy_notice": policy_notice,
}


def write_all(folder: Path) -> dict[str, Path]:
    """Every kind as `folder/<kind>.pdf`; the folder is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    return {kind: write(folder / f"{kind}.pdf") for kind, write in KINDS.items()}
