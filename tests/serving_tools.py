"""A service that runs in a thread of the test's process, called over HTTP."""

import logging
import threading
import time
from contextlib import contextmanager

import httpx
import uvicorn
from tiny import GOLDEN

from nertag.serving import ServiceSettings, make_app
from nertag.serving.run import _bind

MODEL = GOLDEN / "old-default"
TEXTS = ["李雷在北京。", "", "王芳和张伟", "今天下雨。", "😀李雷去了上海吗？\n赵敏到成都开会"]


@contextmanager
def serving(models=None, **settings):
    """Give a client of a service that runs meanwhile."""
    logging.getLogger("nertag.serving").setLevel(logging.INFO)
    app = make_app(ServiceSettings(models or {"tiny": MODEL}, **settings))
    with _bind("127.0.0.1", 0) as bound:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        while not server.started:
            time.sleep(0.005)
        address = "http://{}:{}".format(*bound.getsockname())
        try:
            with httpx.Client(base_url=address, timeout=30) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


def lines_of(answer):
    """The JSON lines of an answer's text."""
    import json

    return [json.loads(line) for line in answer.text.splitlines()]
