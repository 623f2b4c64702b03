"""Export and import."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from rest_framework.parsers import BaseParser

from todos import parsing
from todos.api.base_viewset import TodoRequest, TodoViewSet
from todos.query.list_query import read_parameters
from todos.serializers.representation import dumps
from todos.tasks.create import check_quota
from todos.tasks.idempotency import Answer
from todos.tasks.transaction import Ledger, open_ledger
from todos.transfer import exporting, importing

EXPORT = {"format": parsing.one_of(tuple(exporting.FORMATS))}
IMPORT = {"dry_run": parsing.boolean}


class CSVParser(BaseParser):
    """`text/csv`: the bytes, up to the limit of the view."""

    media_type = "text/csv"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """The body, read by the JSON parser's rules of length."""
        view = parser_context["view"]
        json_parser: Any = next(parser for parser in view.get_parsers() if parser.media_type == "application/json")
        return json_parser.read_body(parser_context["request"], stream, view)


class TransferViewSet(TodoViewSet):
    """Everything out, or in."""

    max_body = importing.MAX_BODY
    parser_classes = (*TodoViewSet.parser_classes, CSVParser)
    max_values = importing.MAX_VALUES

    def export(self, request: TodoRequest, **path: str) -> Any:
        """All live tasks, as a file."""
        given = read_parameters(request._request.META.get("QUERY_STRING", ""), EXPORT)
        form = given.get("format", "json")
        media, write = exporting.FORMATS[form]
        response = StreamingHttpResponse(write(self.owner), content_type=media)
        response.headers["Content-Disposition"] = f'attachment; filename="tasks.{form}"'
        return response

    def import_(self, request: TodoRequest, **path: str) -> HttpResponse:
        """Tasks from an export or a CSV, all or nothing."""
        given = read_parameters(request._request.META.get("QUERY_STRING", ""), IMPORT)
        data = request.data
        rows = importing.rows_of_csv(data) if isinstance(data, bytes) else importing.rows_of_json(data)
        tasks = importing.read(rows)
        if given.get("dry_run"):
            self.refuse_what_an_import_would(len(tasks))
            return self.respond(Answer(200, dumps({"dry_run": True, "created": len(tasks), "ids": []})))

        def do(ledger: Ledger) -> Answer:
            ids = importing.perform(ledger, tasks)
            return Answer(200, dumps({"dry_run": False, "created": len(ids), "ids": ids}))

        return self.in_ledger(do)

    def refuse_what_an_import_would(self, count: int) -> None:
        """The refusals that come after reading the rows: a malformed key, the quota."""
        if self.keyed:
            self.read_key()
        with open_ledger(self.owner, self.actor) as ledger:
            check_quota(ledger, count)
