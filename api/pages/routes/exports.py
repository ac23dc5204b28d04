"""A page about a person as a file: the same question at the same dates, under an operation of its own in the log."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from api.pages.asking import begin_export
from api.pages.dates import read_dates
from api.pages.documents import EXPORTED
from api.pages.documents.paper import put_together
from api.pages.responding import show_nobody, signed_in
from graph.access.operations import EXPORTED_PAGES
from viz.exports.formats import FORMATS, file_name

router = APIRouter(dependencies=[Depends(signed_in)])


@router.get("/people/{person_id}/{page}.{ending}")
def export(request: Request, person_id: str, page: str, ending: str) -> Response:
    """The file; for nobody, and for a page or an ending there is not, the page for nobody."""
    tell, written = EXPORTED.get(page), FORMATS.get(ending)
    if tell is None or written is None:
        return show_nobody(request)
    begin_export(request, EXPORTED_PAGES[page], f"export:{page}.{ending}")
    dates = read_dates(request)
    told = tell(request, person_id, dates)
    if told is None:
        return show_nobody(request)
    document = put_together(request, page, dates, told)
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(document, ending)}"',
        "Cache-Control": "no-store",
    }
    return Response(written.write(document), media_type=written.media_type, headers=headers)
