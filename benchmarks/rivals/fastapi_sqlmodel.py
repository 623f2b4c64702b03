"""(a) FastAPI, SQLModel with sync sessions, python-jose: the stack of most tutorials.

Shape: the multiple-models pattern of SQLModel's FastAPI tutorial (base, table, create, public), a session
and the current user as dependencies. Served by uvicorn with uvloop and httptools.
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import JWTError, jwt
from sqlalchemy import Column
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Session, SQLModel, col, create_engine, select

SECRET = os.environ["BENCH_SECRET"]
URL = os.environ["BENCH_DATABASE_URL"].replace("postgresql://", "postgresql+psycopg://", 1)

engine = create_engine(URL)
bearer = HTTPBearer()
app = FastAPI()


def now() -> datetime:
    return datetime.now(UTC)


class TaskBase(SQLModel):
    title: str = Field(min_length=1, max_length=200)
    description: str = Field(default="", max_length=10_000)
    completed: bool = False
    priority: str = "none"
    due_date: date | None = None
    due_time: time | None = None
    tags: list[str] = Field(default_factory=list)


class Task(TaskBase, table=True):
    id: int | None = Field(default=None, primary_key=True)
    user_id: str
    tags: list[str] = Field(default_factory=list, sa_column=Column(JSONB))
    completed_at: datetime | None = None
    position: int = 0
    version: int = 1
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)


class TaskCreate(TaskBase):
    pass


class TaskPublic(TaskBase):
    id: int
    user_id: str
    completed_at: datetime | None
    position: int
    version: int
    created_at: datetime
    updated_at: datetime


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


def get_current_user(user_id: str, credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> str:
    try:
        payload = jwt.decode(credentials.credentials, SECRET, algorithms=["HS256"])
    except JWTError as error:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "Invalid token", {"WWW-Authenticate": "Bearer"}) from error
    if payload.get("sub") != user_id:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Not your tasks")
    return user_id


SessionDep = Annotated[Session, Depends(get_session)]
UserDep = Annotated[str, Depends(get_current_user)]


def get_task(task_id: int, session: SessionDep, user: UserDep) -> Task:
    task = session.get(Task, task_id)
    if task is None or task.user_id != user:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "Task not found")
    return task


TaskDep = Annotated[Task, Depends(get_task)]


@app.get("/api/{user_id}/tasks", response_model=list[TaskPublic])
def list_tasks(
    session: SessionDep,
    user: UserDep,
    offset: int = 0,
    limit: Annotated[int, Query(le=100)] = 50,
) -> list[Task]:
    newest_first = (col(Task.created_at).desc(), col(Task.id).desc())
    mine = select(Task).where(Task.user_id == user)
    return list(session.exec(mine.order_by(*newest_first).offset(offset).limit(limit)).all())


@app.post("/api/{user_id}/tasks", response_model=TaskPublic, status_code=status.HTTP_201_CREATED)
def create_task(body: TaskCreate, session: SessionDep, user: UserDep) -> Task:
    task = Task.model_validate(body, update={"user_id": user})
    session.add(task)
    session.commit()
    session.refresh(task)
    return task


@app.get("/api/{user_id}/tasks/{task_id}", response_model=TaskPublic)
def read_task(task: TaskDep) -> Task:
    return task


@app.patch("/api/{user_id}/tasks/{task_id}/complete", response_model=TaskPublic)
def toggle_task(task: TaskDep, session: SessionDep) -> Task:
    task.completed = not task.completed
    task.completed_at = now() if task.completed else None
    task.version += 1
    task.updated_at = now()
    session.add(task)
    session.commit()
    session.refresh(task)
    return task
