"""Phrases of examples: known words and the figure stay, names and other numbers do not."""

from narrative.examples import key_read_in, phrase_around


def test_only_known_words_and_the_figure_stay():
    sentence = "Ông Trần Văn Mẫn, xã Đông Thanh cùng 12 hộ mở 35 buổi tuyên truyền cho 2.140 lượt người nghe."
    start = sentence.index("35")

    phrase = phrase_around(sentence, start, start + len("35 buổi"))

    assert phrase == "ông … , xã … 1 hộ mở 35 buổi tuyên truyền … 1 lượt người nghe …"


def test_a_phrase_is_read_again_by_the_reader_of_today():
    assert key_read_in("mở 35 buổi tuyên truyền … 1 lượt người nghe …", "35 buổi") == "outreach_sessions"
    assert key_read_in("bắt 3 đối tượng", "3 đối tượng") is None
    assert key_read_in("…", "35 buổi") is None
