"""What the network is told of a token: ids and numbers, worked out in numpy."""
