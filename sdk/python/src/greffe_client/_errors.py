"""What goes wrong, as exceptions: one for every refusal of the service, whatever its status."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from .generated.models import Problem, ProblemFault


class GreffeError(Exception):
    """Whatever this package raises."""


class UnexpectedAnswer(GreffeError):
    """An answer that the API does not give: a proxy's page, or that of a server of another version."""

    def __init__(self, response: httpx.Response) -> None:
        self.status: int = response.status_code
        self.headers: httpx.Headers = response.headers
        self.text: str = response.text
        super().__init__(f"{self.status} {self.headers.get('Content-Type', '')}: {self.text[:200]}")


class ProblemError(GreffeError):
    """A refusal. The service says why, and what to do instead (RFC 9457), in the language of the client."""

    def __init__(self, problem: Problem, headers: httpx.Headers) -> None:
        self.problem: Problem = problem
        self.headers: httpx.Headers = headers
        lines = [f"{problem.status} {problem.code}: {self.title}"]
        if self.detail:
            lines.append(self.detail)
        lines += [f"{fault.in_} {fault.pointer}: {fault.message}" for fault in self.faults]
        super().__init__("\n".join([*lines, f"(request {problem.request_id})"]))

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.problem.status

    @property
    def code(self) -> str:
        """The stable code, never translated: what a program looks at."""
        return self.problem.code

    @property
    def title(self) -> str:
        """The title of the code, in the language of the client."""
        return self.problem.title

    @property
    def detail(self) -> str | None:
        """What happened here and the way out, in the language of the client."""
        return self.problem.detail or None

    @property
    def request_id(self) -> str:
        """The request's id: name it when you ask for help."""
        return self.problem.request_id

    @property
    def faults(self) -> list[ProblemFault]:
        """Every fault that was found in what was sent."""
        return self.problem.errors or []

    def fault(self, pointer: str) -> ProblemFault | None:
        """The fault at this place (a JSON pointer such as `/decision/notified_on`), if there is one."""
        return next((fault for fault in self.faults if fault.pointer == pointer), None)


class StaleError(ProblemError):
    """The version that was read is no longer the present one (412): see `update`."""


def refusal(response: httpx.Response) -> GreffeError:
    """The error that an answer is whose body has been read."""
    from .generated.models import Problem

    if response.headers.get("Content-Type", "").partition(";")[0].strip() != "application/problem+json":
        return UnexpectedAnswer(response)
    try:
        problem = Problem.from_dict(response.json())
    except (KeyError, TypeError, ValueError):
        return UnexpectedAnswer(response)
    return (StaleError if problem.status == HTTPStatus.PRECONDITION_FAILED else ProblemError)(problem, response.headers)
