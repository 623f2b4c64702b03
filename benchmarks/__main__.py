"""`make bench`: this service beside its rivals, in one run. See benchmarks/README.md."""

from benchmarks import environment

if __name__ == "__main__":
    environment.ensure()
    from benchmarks import comparison  # only the environment made above has what this imports

    comparison.main()
