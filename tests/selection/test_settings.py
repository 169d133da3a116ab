from nertag.selection.settings import of_training


def test_what_only_files_have_is_left_out():
    given = {"encoding": "gb18030", "layer": "x", "scheme": "auto", "epochs": 3, "tokens": "char"}
    kept = of_training(given, tokens="word", scheme="BIOES")
    assert kept == {"epochs": 3, "tokens": "word", "scheme": "BIOES"}
