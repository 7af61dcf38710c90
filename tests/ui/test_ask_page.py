"""The Ask page on a real library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.notes import OTHER_SUBJECT, QUESTION
from tutor.build import Tutor
from tutor.domain import Answer, AnswerSentence, Citation, Length, Message, Support, Verdict

OpenPage = Callable[[str, Path], AppTest]


def ask(page: AppTest, question: str) -> AppTest:
    """Type a question and wait for its answer."""
    return page.chat_input(key="question").set_value(question).run()


def texts(page: AppTest) -> str:
    return "\n".join(one.value for one in [*page.markdown, *page.caption, *page.header])


def last_answer(tutor: Tutor) -> tuple[str, Message]:
    conversation = tutor.records.conversations()[0]
    return conversation.id, tutor.records.messages(conversation.id)[-1]


def test_a_new_conversation_says_what_there_is_and_where_to_begin(open_page: OpenPage, library_dir: Path) -> None:
    page = open_page("ask", library_dir).run()
    assert not page.exception
    assert "3 notes, 1 question" in texts(page)
    assert page.button(key="starter_0").label == QUESTION


def test_an_empty_library_says_how_to_fill_it(open_page: OpenPage, data_dir: Path) -> None:
    page = open_page("ask", data_dir).run()
    assert not page.exception
    assert "Your library is empty" in texts(page)
    assert page.file_uploader and page.button(key="shipped")
    assert not page.chat_input


def test_a_starter_is_answered_with_marks_and_stored(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = open_page("ask", library_dir).run()
    page.button(key="starter_0").click().run()
    assert not page.exception and not page.error
    conversation, message = last_answer(the_open_tutor())
    assert page.query_params["c"] == conversation
    assert message.answer is not None and message.answer.verdict is Verdict.ANSWERED
    assert "Answered from your material" in texts(page)
    assert 'class="cite"' in texts(page)
    assert "Written by the material itself" in texts(page).replace("&#45;", "-")


def test_a_source_opens_from_the_list_and_closes(open_page: OpenPage, library_dir: Path) -> None:
    page = ask(open_page("ask", library_dir).run(), QUESTION)
    opener = next(one for one in page.button if one.key and one.key.startswith("source_") and one.key.endswith("_1"))
    opener.click().run()
    assert '<mark class="lit">' in texts(page)
    assert page.query_params["s"]
    page.button(key="source_whole").click().run()
    assert "### Scaled attention" in texts(page)
    page.button(key="source_close").click().run()
    assert '<mark class="lit">' not in texts(page)
    assert "s" not in page.query_params


def test_a_refresh_finds_the_conversation_and_its_open_source(open_page: OpenPage, library_dir: Path) -> None:
    first = ask(open_page("ask", library_dir).run(), QUESTION)
    next(one for one in first.button if one.key and one.key.startswith("source_")).click().run()
    again = open_page("ask", library_dir)
    for name in ("c", "s"):
        again.query_params[name] = first.query_params[name]
    again.run()
    assert not again.exception
    assert "Answered from your material" in texts(again)
    assert '<mark class="lit">' in texts(again)


@pytest.mark.parametrize("address", [{"c": "gone"}, {"s": "1-2-gone.md"}, {"s": "../../etc/passwd"}, {"c": "x" * 5000}])
def test_an_address_that_names_nothing_does_no_harm(
    open_page: OpenPage, library_dir: Path, address: dict[str, str]
) -> None:
    page = open_page("ask", library_dir)
    for name, value in address.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception and not page.error
    assert page.chat_input


def test_another_subject_is_said_to_be_missing_with_what_to_do(open_page: OpenPage, library_dir: Path) -> None:
    page = ask(open_page("ask", library_dir).run(), OTHER_SUBJECT)
    assert "Not in your material" in texts(page)
    assert "add a note or a paper about it" in texts(page)
    offered = next(one for one in page.button if one.key and one.key.startswith("instead_"))
    offered.click().run()
    assert "Answered from your material" in texts(page)


def test_a_follow_up_shows_how_it_was_read_and_can_be_read_otherwise(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = ask(open_page("ask", library_dir).run(), QUESTION)
    ask(page, "and why is that?")
    _, before = last_answer(the_open_tutor())
    box = page.text_input(key=f"read_as_{before.id}")
    assert before.answer is not None and box.value == before.answer.rewritten
    box.set_value("What does retrieval-augmented generation do?").run()
    _, after = last_answer(the_open_tutor())
    assert after.id == before.id and after.answer is not None
    assert after.answer.question == "and why is that?"
    assert after.answer.rewritten == "What does retrieval-augmented generation do?"
    assert after.answer.sentences != before.answer.sentences


def test_another_length_takes_the_place_of_the_answer(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = ask(open_page("ask", library_dir).run(), QUESTION)
    conversation, before = last_answer(the_open_tutor())
    page.segmented_control(key=f"length_{before.id}").set_value(Length.SHORT).run()
    _, after = last_answer(the_open_tutor())
    assert len(the_open_tutor().records.messages(conversation)) == 2
    assert before.answer is not None and after.answer is not None
    assert len(after.answer.text) < len(before.answer.text)
    assert page.segmented_control(key=f"length_{before.id}").value == Length.SHORT


def test_a_thumb_down_with_its_reason_is_stored(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = ask(open_page("ask", library_dir).run(), QUESTION)
    _, message = last_answer(the_open_tutor())
    page.feedback(key=f"thumb_{message.id}").set_value(0).run()
    page.text_input(key=f"reason_{message.id}").set_value("too long").run()
    _, message = last_answer(the_open_tutor())
    assert message.feedback is not None
    assert (message.feedback.helpful, message.feedback.reason) == (False, "too long")


def test_conversations_are_listed_renamed_and_deleted_when_confirmed(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = ask(open_page("ask", library_dir).run(), QUESTION)
    first, _ = last_answer(the_open_tutor())
    page.button(key="new_conversation").click().run()
    ask(page, OTHER_SUBJECT)
    page.button(key=f"open_{first}").click().run()
    assert page.query_params["c"] == first
    page.text_input(key=f"rename_{first}").set_value("Scaling").run()
    assert the_open_tutor().records.conversation(first).title == "Scaling"
    assert page.button(key="delete_conversation").disabled
    page.checkbox(key=f"sure_{first}").check().run()
    page.button(key="delete_conversation").click().run()
    assert first not in {one.id for one in the_open_tutor().records.conversations()}
    assert "Ask your study material" in texts(page)


def test_narrowing_to_an_area_leaves_the_others_out(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    page = open_page("ask", library_dir).run()
    page.multiselect(key="narrow_area").set_value(["rag"]).run()
    ask(page, QUESTION)
    _, message = last_answer(the_open_tutor())
    assert message.answer is not None
    assert {one.document for one in message.answer.passages} <= {"retrieval.md"}


def test_an_answer_that_was_cut_short_shows_what_was_kept_and_can_be_written_again(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    open_page("ask", library_dir).run()
    records = the_open_tutor().records
    conversation = records.start_conversation()
    message = records.add_question(conversation.id, QUESTION)
    kept = AnswerSentence(text="The variance grows.", support=Support.SUPPORTED, support_score=1.0)
    records.save_sentences(message, [kept])
    fresh = open_page("ask", library_dir)
    fresh.query_params["c"] = conversation.id
    fresh.run()
    assert "The variance grows" in texts(fresh)
    assert "this much was kept" in texts(fresh)
    fresh.button(key=f"again_{message}").click().run()
    assert "Answered from your material" in texts(fresh)


def test_weak_and_unsupported_sentences_look_it_and_a_source_that_is_gone_is_said_to_be(
    open_page: OpenPage, library_dir: Path, the_open_tutor: Callable[[], Tutor]
) -> None:
    open_page("ask", library_dir).run()
    records = the_open_tutor().records
    conversation = records.start_conversation()
    message = records.add_question(conversation.id, QUESTION)
    citation = Citation(document="gone.md", start=3, end=9, page=None, quote="It was <b>here</b>.", chunk_id="x")
    sentences = (
        AnswerSentence(text="A weak one.", support=Support.WEAK, support_score=0.5, citations=(citation,)),
        AnswerSentence(text="A loose one.", support=Support.UNSUPPORTED, support_score=0.1),
    )
    answer = Answer(
        question=QUESTION, verdict=Verdict.ANSWERED, text="", sentences=sentences, passages=(), backend="material"
    )
    records.finish_answer(message, answer)
    page = open_page("ask", library_dir)
    page.query_params["c"] = conversation.id
    page.run()
    assert 'class="weak"' in texts(page)
    assert "not from your material" in texts(page)
    page.button(key=f"source_{message}_1").click().run()
    assert not page.exception and not page.error
    assert "no longer in your library" in texts(page)
    assert "&#60;b&#62;here" in texts(page)
