"""What follows violence: the response to an assault, support for victims, history markers and lone working."""
