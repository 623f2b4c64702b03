"""The rows of a benchmark as one SELECT: the same tasks for every contender, made inside PostgreSQL.

Tasks of different people lie interleaved, as they do where people add a few a day.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """How many tasks, spread evenly over how many people: `people.person(kind, 0)` and on.

    `after` is the highest id that is taken already.
    """

    tasks: int
    people: int
    kind: str = "reader"
    after: int = 0

    def parameters(self, first: int, last: int) -> dict[str, object]:
        """What `ROWS` needs for its tasks number `first` to `last`, counted from 1."""
        return {"people": self.people, "kind": self.kind, "after": self.after, "first": first, "last": last}

    def task_of(self, number: int) -> int:
        """The id of one task of that person, neither always their first nor always their last."""
        turns = self.tasks // self.people
        turn = number * 37 % turns
        return self.after + (number + self.people * turn or self.people)


# One row for each n from `first` to `last`, in the plain shape of the contract; `turn` counts the tasks of one
# person. A third are done, half have a day, a quarter an hour.
ROWS = """
    SELECT %(after)s + n AS id,
        md5(%(kind)s || ' ' || n %% %(people)s) AS user_id,
        (n + %(people)s - 1) / %(people)s AS turn,
        'Task ' || n || ': ' || (ARRAY['call the bank', 'buy milk', 'send the minutes', 'plan the week'])[1 + n %% 4]
            AS title,
        repeat('A sentence with a little detail in it. ', (n %% 4)::int) AS description,
        n %% 3 = 0 AS completed,
        CASE WHEN n %% 3 = 0 THEN moment + interval '1 hour' END AS completed_at,
        (n / 4 %% 4)::int AS rank,
        CASE WHEN n %% 2 = 0 THEN date '2026-06-01' + (n %% 365)::int END AS due_date,
        CASE WHEN n %% 4 = 0 THEN time '09:30' END AS due_time,
        (ARRAY['[]', '["home"]', '["work","urgent"]', '["errands","family","weekend"]'])[1 + n / 2 %% 4] AS tags,
        moment
    FROM (
        SELECT n, timestamptz '2026-01-01 00:00:00.123Z' + n * interval '1 second' AS moment
        FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
    ) AS numbered"""
