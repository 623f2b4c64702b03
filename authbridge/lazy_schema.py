"""A view's OpenAPI schema, made when it is asked for: serving requests loads nothing of drf-spectacular."""

from __future__ import annotations

from typing import Any

from django.utils.module_loading import import_string


class SchemaOnDemand:
    """The `schema` of a DRF view, as the dotted path of the class that describes it.

    class TaskView(APIView):
        schema = SchemaOnDemand("tasks.docs.TaskSchema")
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def __get__(self, view: Any, owner: type[Any]) -> Any:
        """An inspector of its own for each asking: DRF's shared ones are no thing for several threads."""
        inspector = import_string(self._path)()
        inspector.view = view
        return inspector
