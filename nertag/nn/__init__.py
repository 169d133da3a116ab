"""The network. TensorFlow is imported here, in ``training`` and in ``engines.tensorflow``."""
