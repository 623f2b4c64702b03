"""What a user would otherwise build, each written as its own documentation would have it.

All of them serve the same table `task` (`benchmarks/plain.sql`) under the same paths, accept the same
HS256 Bearer token and answer the same fields. Each reads two environment variables:
`BENCH_DATABASE_URL` (postgresql://…) and `BENCH_SECRET`.
"""
