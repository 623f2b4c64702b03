"""Export and import."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from rest_framework.parsers import BaseParser

from todos import parsing
from todos.api.base_viewset import TodoRequest, TodoViewSet
from todos.query.list_query import parse_parameters
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
        """200 with all live tasks as a file in the `format` asked for, streamed."""
        given = parse_parameters(request._request.META.get("QUERY_STRING", ""), EXPORT)
        form = given.get("format", "json")
        media, write = exporting.FORMATS[form]
        response = StreamingHttpResponse(write(self.owner), content_type=media)
        response.headers["Content-Disposition"] = f'attachment; filename="tasks.{form}"'
        return response

    def import_(self, request: TodoRequest, **path: str) -> HttpResponse:
        """200 with the ids of the tasks of an export or a CSV, all or nothing; with `dry_run` nothing is kept."""
        given = parse_parameters(request._request.META.get("QUERY_STRING", ""), IMPORT)
        data = request.data
        rows = importing.rows_of_csv(data) if isinstance(data, bytes) else importing.rows_of_json(data)
        tasks = importing.parse_tasks(rows)
        if given.get("dry_run"):
            self.check_import(len(tasks))
            return self.respond(Answer(200, dumps({"dry_run": True, "created": len(tasks), "ids": []})))

        def do(ledger: Ledger) -> Answer:
            ids = importing.import_tasks(ledger, tasks)
            return Answer(200, dumps({"dry_run": False, "created": len(ids), "ids": ids}))

        return self.respond_in_transaction(do)

    def check_import(self, count: int) -> None:
        """The refusals that come after reading the rows: a malformed key, the quota."""
        if self.has_idempotency_key:
            self.parse_key()
        with open_ledger(self.owner, self.actor) as ledger:
            check_quota(ledger, count)
