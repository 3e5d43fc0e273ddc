"""Looks whether there is what the package is made of."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Generated(BuildHookInterface[Any]):
    """A package without its operations is none."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not Path(self.root, "src/greffe_client/generated/client.py").is_file():
            raise SystemExit("there is no src/greffe_client/generated: run ./generate.sh first")
