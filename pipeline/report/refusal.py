"""Files that cannot be read as documents: what became of each, in words for people.

Belongs here: outcomes of what reading refuses. Does not belong here: refusing (`pipeline.read`),
outcomes of documents that could be opened (`outcome`).
"""

from __future__ import annotations

from pathlib import Path

from pipeline.read import (
    EmptyFile,
    NotADocument,
    NothingPrinted,
    PasswordRequired,
    PictureOnly,
    ReadError,
    TooLarge,
    UnsupportedCarrier,
)
from pipeline.report.outcome import Decision
from schemas.vocabulary import Outcome

LOOKS_LIKE_ZH = {
    "zip": "压缩包（ZIP）",
    "image": "图片",
    "text": "纯文本",
    "doc": "Word 97 文档（doc、wps）",
    "rtf": "RTF 文档",
    "xlsb": "Excel 二进制工作簿（xlsb）",
    "odf": "OpenDocument 文件",
    "ofd": "OFD 版式文件",
    "slides": "演示文稿",
    "xml_office": "Office 2003 XML 文件",
    "mhtml": "单文件网页（MHTML）",
}
# What a document that cannot be read is best saved as.
SAVE_AS = {
    "doc": "docx 或 PDF",
    "rtf": "docx 或 PDF",
    "xlsb": "xlsx 或 PDF",
    "mhtml": "HTML 或 PDF",
}


_REFUSALS = {
    EmptyFile: Decision(Outcome.REJECTED, "empty_file", "文件是空的（0 字节）；请重新下载"),
    PictureOnly: Decision(
        Outcome.QUARANTINED, "image_only", "文件是一张图片，没有文字层；需要光学识别后再处理"
    ),
    PasswordRequired: Decision(
        Outcome.QUARANTINED, "password", "文件有打开口令，无法读取；请向公开单位索取无口令的版本"
    ),
    NothingPrinted: Decision(
        Outcome.QUARANTINED,
        "no_text_layer",
        "文件打开后没有可读的文字（网页的内容由框架或脚本载入，或工作簿是空的）；"
        "请保存完整的网页或下载附件后再处理",
    ),
    TooLarge: Decision(
        Outcome.QUARANTINED, "too_large", "文件展开后的内容远多于任何报告，没有读取；请核对来源"
    ),
}


def refusal(error: ReadError, path: Path) -> Decision:
    """The outcome of the file at `path` that reading refused with `error`."""
    if type(error) in _REFUSALS:
        return _REFUSALS[type(error)]
    if isinstance(error, NotADocument):
        kind = LOOKS_LIKE_ZH.get(error.looks_like, "未知格式")
        if isinstance(error, UnsupportedCarrier):
            save_as = SAVE_AS.get(error.looks_like, "PDF")
            return Decision(
                Outcome.QUARANTINED,
                "unsupported_carrier",
                f"内容是{kind}，这种格式读不了；请另存为 {save_as} 后再处理",
            )
        advice = "请解压后再处理" if error.looks_like == "zip" else "请从公开页面重新下载附件"
        return Decision(Outcome.REJECTED, "not_a_document", f"内容是{kind}，不是报告文件；{advice}")
    detail = str(error).replace(f"{path}, ", "").replace(f"{path}: ", "")
    return Decision(Outcome.QUARANTINED, "truncated", f"文件不完整或已损坏：{detail}；请重新下载")
