"""The case pack: one file of several pages about a child, one entry of the log."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import answering, begin_gathering
from api.pages.dates import read_dates
from api.pages.documents.case_pack import CASE_PACK, FORMATS, pack_document, tell_pack
from api.pages.responding import show_nobody, signed_in
from viz.exports import formats

router = APIRouter(dependencies=[Depends(signed_in)])


@router.get(f"/people/{{person_id}}/{CASE_PACK}.{{ending}}")
def case_pack(request: Request, person_id: str, ending: str) -> Response:
    """The file, once its entry in the log is written; for nobody, and for another ending, the page for nobody."""
    if ending not in FORMATS:
        return show_nobody(request)
    gathered = begin_gathering(request)
    dates = read_dates(request)
    pack = tell_pack(request, person_id, dates)
    if pack is None:
        return show_nobody(request)
    document = pack_document(request, dates, pack)
    written = formats.FORMATS[ending]
    made = written.write(document)
    answering(request).ask(request, "casePack", export=f"export:{CASE_PACK}.{ending}", gathered=gathered)
    headers = {
        "Content-Disposition": f'attachment; filename="{formats.file_name(document, ending)}"',
        "Cache-Control": "no-store",
    }
    return Response(made, media_type=written.media_type, headers=headers)
