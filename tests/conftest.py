"""Files of fixtures hold no examples; collected for them, two of one name could not be in one run."""

collect_ignore_glob = ["*conftest.py"]
