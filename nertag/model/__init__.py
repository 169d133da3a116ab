"""A trained model: its values, its directory, the engines that run it."""
