"""Which tests of a parallel run share a worker: a folder that starts programs of its own starts them once.

A plugin (`-p tests.together`), because the controller of a run asks for the scheduler. Not by xdist's own marks: its
version 3.8 gives grouped tests a name that pytest 9.2 ignores.
"""

from xdist.scheduler import LoadScopeScheduling

#: Folder -> the name of what runs one after the other. Everything else goes test by test to whoever is free.
TOGETHER = {
    "tests/browser/": "browser",
    "tests/everyday/": "everyday",
    "tests/setup/": "setup",
    "tests/sandbox/": "sandbox",
    "tests/demo/": "processes",
    "tests/hub/running/": "processes",
}


class ByFolder(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return next((name for folder, name in TOGETHER.items() if nodeid.startswith(folder)), nodeid)


def pytest_xdist_make_scheduler(config, log):
    return ByFolder(config, log)
