"""`python -m tests.replica`: prints where it listens, and serves until SIGTERM or the end of its lifetime."""
from __future__ import annotations

import argparse
import signal
from pathlib import Path
from threading import Thread, Timer

from tests.replica.server import serve


def main() -> None:
    """Runs the server."""
    parser = argparse.ArgumentParser(prog="python -m tests.replica", description="A web server on 127.0.0.1 that stands for the real sites.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path, help="where each request is written as a line of JSON")
    parser.add_argument("--scale", type=int, default=0, help="articles of the column /dww/ of www.chinapower.com.cn")
    parser.add_argument("--lifetime", type=float, default=900, help="seconds after which the server stops by itself")
    options = parser.parse_args()
    server = serve(options.port, options.log, options.scale)
    signal.signal(signal.SIGTERM, lambda *_: Thread(target=server.shutdown).start())
    end = Timer(options.lifetime, server.shutdown)
    end.daemon = True
    end.start()
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever(poll_interval=0.1)
    server.server_close()


if __name__ == "__main__":
    main()
