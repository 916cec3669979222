"""A real S3 server, SeaweedFS, on free ports of this machine; nothing of it outlives its folder.

    with Bucket(folder) as bucket:
        bucket.wait()                       until it takes a file: eight seconds
        open_store(bucket.location("plans"), spool)
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

WEED = Path(sys.executable).parent / "weed"
KEY, SECRET = "tests", "for tests only, no secret"


class Bucket:
    """A server with one bucket, `evidence`."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.ports = free_ports(8)
        self.process = None

    def __enter__(self) -> "Bucket":
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self) -> None:
        """Start the server, or start it again over the same folder, and do not wait."""
        (self.folder / "keys.json").write_text(json.dumps({"identities": [
            {"name": "tests", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin", "Read", "Write", "List"]}
        ]}))  # fmt: skip
        names = [f"-{part}.port{kind}" for part in ("master", "volume", "filer", "s3") for kind in ("", ".grpc")]
        ports = [f"{name}={port}" for name, port in zip(names, self.ports, strict=True)]
        with (self.folder / "weed.log").open("w") as log:
            self.process = subprocess.Popen(
                [WEED, "-logtostderr=true", "server", f"-dir={self.folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3", *ports,
                 "-s3.port.lance=0", "-s3.port.iceberg=0", f"-s3.config={self.folder}/keys.json", "-volume.max=100",
                 "-master.volumeSizeLimitMB=64", "-master.telemetry=false"],
                cwd=self.folder, stdout=log, stderr=log,
            )  # fmt: skip

    def wait(self, seconds: float = 45) -> "Bucket":
        """Wait until it takes a file: it answers long before it can keep one."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(BotoCoreError, ClientError):
                if "evidence" not in [row["Name"] for row in self.client.list_buckets()["Buckets"]]:
                    self.client.create_bucket(Bucket="evidence")
                self.client.put_object(Bucket="evidence", Key="ready", Body=b"ready")
                return self
            time.sleep(0.1)
        raise AssertionError((self.folder / "weed.log").read_text()[-2000:])

    def stop(self) -> None:
        """End it, as a power cut would."""
        self.process.kill()
        self.process.wait(20)

    def hang(self) -> None:
        """It no longer answers, and its ports stay open."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        """It answers again."""
        os.kill(self.process.pid, signal.SIGCONT)

    def location(self, prefix: str = "") -> str:
        """EVIDENCE_STORE."""
        return f"s3://evidence/{prefix}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead boto3 here, and to no other account of this machine."""
        return variables(f"http://127.0.0.1:{self.ports[6]}")

    @property
    def client(self):
        """A client of the tests' own, past the store."""
        session = boto3.session.Session(KEY, SECRET, region_name="us-east-1")
        config = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
        return session.client("s3", endpoint_url=f"http://127.0.0.1:{self.ports[6]}", config=config)


def variables(endpoint: str) -> dict[str, str]:
    """What boto3 reads: this address, the tests' key, and no file of this machine's user."""
    return {
        "AWS_ENDPOINT_URL_S3": endpoint, "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true",
    }  # fmt: skip


def free_ports(number: int) -> list[int]:
    """So many ports of this machine that nobody listens on."""
    asked = [socket.socket() for _ in range(number)]
    for one in asked:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in asked]
    for one in asked:
        one.close()
    return ports
