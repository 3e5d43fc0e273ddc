"""What is sent and what is answered: every schema of the API's document as a class."""

from .generated.models import *  # noqa: F403
