"""The form of a task at the support desk: the API's own rules, in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from todos.errors import ValidationProblem
from todos.models import Task, TaskEvent
from todos.serializers import task_content
from todos.serializers.members import EDITED_BY_STAFF, MEMBERS
from todos.support.tasks.repetition import in_words
from todos.support.tasks.task_history import since
from todos.tasks.change import merge

if TYPE_CHECKING:
    TaskModelForm = forms.ModelForm[Task]
else:  # Django's class takes no type argument at run time
    TaskModelForm = forms.ModelForm

STALE = (
    "The task has changed since you opened this page, so nothing was saved. What changed is in the form now: look, and "
    "save again."
)
REPEATS = "This task repeats ({}). Without a due date the repetition ends: choose “End the repetition” to do that."


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
    """What staff may change; `content` holds the validated changes, as the API would have read them.

    The page carries the id of the task's newest event: a save from a page that has missed one is refused once.
    """

    tags = TagsInput(required=False, help_text="Separated by commas.")
    end_repetition = forms.BooleanField(
        required=False, help_text="Needed to clear the due date of a task that repeats."
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    descriptions = False  # whether who looks at it may read them

    class Meta:
        """What people write."""

        model = Task
        fields = EDITED_BY_STAFF

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The task as it is, and what has happened to it until now."""
        super().__init__(*args, **kwargs)
        newest = TaskEvent.objects.filter(user_id=self.instance.user_id, task_id=self.instance.pk).order_by("-id")
        self.initial["seen"] = newest.values_list("pk", flat=True).first() or 0

    def clean(self) -> dict[str, Any]:
        """Read the changed members by the rules of the API, of one member and of several."""
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("seen", 0)
        if seen < self.initial["seen"]:
            self._show_what_changed(seen)
            return cleaned
        try:
            self.content = task_content.patch(
                {name: MEMBERS[name].codec.encode(cleaned[name]) for name in self._changed(cleaned)}
            )
            merge(self.content)(self.instance)
        except ValidationProblem as problem:
            for error in problem.errors:
                name = error["pointer"].split("/")[1] if "/" in error["pointer"] else None
                self.add_error(name if name in self.fields else None, ValidationError(error["detail"]))
        else:
            self._demand_leave_to_end(cleaned)
        return cleaned

    def _demand_leave_to_end(self, cleaned: dict[str, Any]) -> None:
        """A repetition does not end as the side effect of an empty box."""
        cleared = "due_date" in self.content and self.content["due_date"] is None
        if cleared and self.instance.recurrence and not cleaned.get("end_repetition"):
            self.add_error("due_date", ValidationError(REPEATS.format(in_words(self.instance))))

    def _show_what_changed(self, seen: int) -> None:
        """Say who did what, and put the values of now where the page had older ones."""
        missed = since(self.instance, seen, descriptions=self.descriptions)
        self.add_error(None, [STALE, *(told.sentence for told in missed)])
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        data["seen"] = str(self.initial["seen"])
        for name in {line.name for told in missed for line in told.lines} & set(self.fields):
            _put(data, name, self.fields[name].prepare_value(self.get_initial_for_field(self.fields[name], name)))
        self.data = data

    def _changed(self, cleaned: dict[str, Any]) -> list[str]:
        return [name for name in EDITED_BY_STAFF if name in cleaned and name in self.changed_data]

    def _post_clean(self) -> None:
        """Leave the instance as it is: it is changed by the functions of the API, not by the form."""


def _put(data: Any, name: str, value: Any) -> None:
    """As a browser would send it."""
    if value is False:
        data.pop(name, None)  # an empty checkbox is not sent
    else:
        data[name] = "on" if value is True else "" if value is None else str(value)
