"""An exception of a provider's package -> one plain sentence.

Nothing of the exception's own text is repeated: providers echo keys and whole requests in it.
"""

from __future__ import annotations

from tutor.backends.providers import Provider
from tutor.errors import BackendError, BackendFailed, BackendUnavailable


def explain(error: Exception, provider: Provider, model: str, timeout: float) -> BackendError:
    """The error to raise in the place of `error`."""
    if isinstance(error, ImportError):
        return BackendUnavailable(provider.package_missing())
    name = f"{provider.name}:{model}"
    kinds = {kind.__name__ for kind in type(error).__mro__}
    status = _status(error)
    if any("Timeout" in kind for kind in kinds) or status in {408, 504}:
        return BackendFailed(f"{name} did not answer within {timeout:g} seconds.")
    if "ContextOverflowError" in kinds:
        return BackendFailed(f"The question with its passages is too long for {name}.")
    if status is not None:
        return BackendFailed(f"{name} {_of_status(status, provider, model)} (HTTP {status}).")
    if any("Connect" in kind or "ProtocolError" in kind for kind in kinds):
        return BackendFailed(f"{name} could not be reached, or the connection to it broke off; {provider.reach}.")
    return BackendFailed(f"{name} failed while answering ({type(error).__name__}).")


def _status(error: BaseException) -> int | None:
    """The HTTP status, under whichever name the provider's package keeps it."""
    seen: BaseException | None = error
    while seen is not None:
        for field in ("status_code", "code"):
            value = getattr(seen, field, None)
            if isinstance(value, int) and 400 <= value <= 599:
                return value
        seen = seen.__cause__
    return None


def _of_status(status: int, provider: Provider, model: str) -> str:
    match status:
        case 401 | 403:
            return f"refused the key; check {provider.key_hint()}"
        case 404:
            return f"does not know the model {model!r}; {provider.model_hint(model)}"
        case 402 | 429:
            return "takes no more requests now, or the quota is used up"
        case _ if status >= 500:
            return "has a fault of its own"
    return "rejected the request"
