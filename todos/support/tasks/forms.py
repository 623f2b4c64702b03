"""The form of a task at the support desk: the API's own rules, in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from todos.errors import ValidationProblem
from todos.models import Task
from todos.serializers import task_content
from todos.serializers.members import EDITED_BY_STAFF, MEMBERS

if TYPE_CHECKING:
    TaskModelForm = forms.ModelForm[Task]
else:  # Django's class takes no type argument at run time
    TaskModelForm = forms.ModelForm


class TagsInput(forms.CharField):
    """Tags, separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        """Text for the box."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """The list."""
        return [tag.strip() for tag in super().clean(value).split(",") if tag.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as lists."""
        return list(initial or []) != [tag.strip() for tag in (data or "").split(",") if tag.strip()]


class TaskForm(TaskModelForm):
    """What staff may change; `content` holds the validated changes, as the API would have read them."""

    tags = TagsInput(required=False, help_text="Separated by commas.")

    class Meta:
        """What people write."""

        model = Task
        fields = EDITED_BY_STAFF

    def clean(self) -> dict[str, Any]:
        """Read the changed members by the rules of the API."""
        cleaned = super().clean() or self.cleaned_data
        try:
            self.content = task_content.patch({name: self._as_json(name, cleaned) for name in self._changed(cleaned)})
        except ValidationProblem as problem:
            for error in problem.errors:
                name = error["pointer"].split("/")[1] if "/" in error["pointer"] else None
                self.add_error(name if name in self.fields else None, ValidationError(error["detail"]))
        return cleaned

    def _changed(self, cleaned: dict[str, Any]) -> list[str]:
        return [name for name in EDITED_BY_STAFF if name in cleaned and name in self.changed_data]

    def _as_json(self, name: str, cleaned: dict[str, Any]) -> Any:
        return MEMBERS[name].codec.encode(cleaned[name])

    def _post_clean(self) -> None:
        """Leave the instance as it is: it is changed by the functions of the API, not by the form."""
