from hypothesis import settings

settings.register_profile("nertag", deadline=None, max_examples=60, database=None, derandomize=True)
# For a longer search now and then: pytest --hypothesis-profile=explore
settings.register_profile("explore", deadline=None, max_examples=2000, database=None)
settings.load_profile("nertag")
