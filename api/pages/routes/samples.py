"""A sample tried on a mapping: what each column became and what would be set apart; nothing is kept or loaded."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response

from api.pages.asking import answer, answering
from api.pages.delivery_words import alike, rule_words
from api.pages.responding import show, show_nobody, signed_in
from graph.errors import InputRefused
from graph.model.sampling import MappingsOffered, SampleChecked

router = APIRouter(dependencies=[Depends(signed_in)])
ADDRESS = "/deliveries/preview"
NO_FILE = "Choose the files of the sample"
NO_MAPPING = "Choose a mapping"


@router.get(ADDRESS)
def choose_sample(request: Request) -> Response:
    """A form for a mapping and a sample."""
    return _show_form(request)


@router.post(ADDRESS)
def check_sample(
    request: Request,
    files: Annotated[list[UploadFile] | None, File()] = None,
    mapping: Annotated[str, Form()] = "",
    csrf: Annotated[str, Form()] = "",
) -> Response:
    """Says what a mapping makes of a sample."""
    answering(request).check_form(request, csrf)
    sent = tuple((file.filename or "", content) for file in files or () if (content := file.file.read()))
    if not mapping or not sent:
        return _show_form(request, chosen=mapping, fault=NO_FILE if mapping else NO_MAPPING)
    try:
        checked = answer(request, SampleChecked, "previewMapping", mapping=mapping, sent=sent)
    except InputRefused as refused:
        return _show_form(request, chosen=mapping, fault=str(refused))
    return _show_form(request, chosen=mapping, checked=checked) if checked else show_nobody(request)


def _show_form(
    request: Request, *, chosen: str = "", fault: str = "", checked: SampleChecked | None = None
) -> Response:
    offered = answer(request, MappingsOffered, "mappings")
    if offered is None:
        return show_nobody(request)
    return show(
        request,
        "sample.html",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        address=ADDRESS,
        mappings=offered.nodes,
        chosen=chosen,
        fault=fault,
        at_fault="#mapping" if fault == NO_MAPPING else "#files",
        checked=checked,
        alike=alike,
        rule_words=rule_words,
    )
