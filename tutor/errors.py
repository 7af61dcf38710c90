"""Every error the project raises on purpose.  Each message is one sentence a user can act on.

TutorError
├── SettingsError            a setting has a value that cannot be used
├── MaterialError            a file cannot be taken in
│   ├── UnknownFormat        its format is not read
│   ├── UnreadableFile       broken, encrypted, empty, or without text
│   └── BadNote              front matter or a question is not in the note format
├── LibraryError             the library as a whole
│   ├── UnknownDocument      no document (or chunk) of that name
│   ├── LibraryMismatch      made by another embedder or a newer version
│   ├── LibraryBusy          another process is writing to it
│   └── WeightsError         the embedding model's files are missing or not the expected ones
├── BackendError             a language model could not be used; the answer falls back to the material
│   ├── BackendUnavailable   package missing, key missing, unknown provider
│   └── BackendFailed        time-out, refusal, cut stream, answer without use
├── SyllabusError            the list of areas and topics is missing or broken
├── PracticeError            practice cannot do what was asked
│   └── UnknownQuestion      no question of that id
├── EvaluationError          a labelled set or a fit cannot be used
└── RecordError              what is kept of a candidate: conversations, attempts, interviews
"""

from __future__ import annotations


class TutorError(Exception):
    """Base of all; `str(error)` is the sentence shown to the user."""


class SettingsError(TutorError):
    """A setting has a value that cannot be used."""


class MaterialError(TutorError):
    """A file cannot be taken in; `reason` is the part that says why, without the file's name."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name!r} was not read: {reason}")
        self.name = name
        self.reason = reason


class UnknownFormat(MaterialError):
    """The file's format is not one that is read."""


class UnreadableFile(MaterialError):
    """The file is broken, encrypted, empty, or holds no text."""


class BadNote(MaterialError):
    """A note's front matter or one of its questions is not in the note format."""


class LibraryError(TutorError):
    """The library as a whole cannot do what was asked."""


class UnknownDocument(LibraryError):
    """No document or chunk of that name."""


class LibraryMismatch(LibraryError):
    """The library was made by another embedder or a newer version."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""


class WeightsError(LibraryError):
    """The embedding model's files are missing or are not the expected ones."""


class BackendError(TutorError):
    """A language model could not be used."""


class BackendUnavailable(BackendError):
    """Its package or key is missing, or the provider is not known."""


class BackendFailed(BackendError):
    """It timed out, refused, was cut off, or said nothing that can be used."""


class SyllabusError(TutorError):
    """The list of areas and topics is missing or broken."""


class PracticeError(TutorError):
    """Practice cannot do what was asked."""


class UnknownQuestion(PracticeError):
    """No question of that id."""


class EvaluationError(TutorError):
    """A labelled set cannot be read, or holds too little to measure or fit on."""


class RecordError(TutorError):
    """Something kept of a candidate cannot be found or written."""
